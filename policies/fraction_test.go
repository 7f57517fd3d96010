package policies

import (
	"math/big"
	"testing"

	"fairlead/sim/claim"
	"fairlead/sim/resource"

	"pgregory.net/rapid"
)

func ratOf(hi, lo, den uint64) *big.Rat {
	n := new(big.Int).SetUint64(hi)
	n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(lo))
	return new(big.Rat).SetFrac(n, new(big.Int).SetUint64(max(den, 1)))
}

func ratOfKey(k claim.Key) *big.Rat { return ratOf(k.Hi, k.Lo, k.Den) }

// overWeight is exact as long as the fraction fits a key, and near it otherwise.
func TestOverWeight(t *testing.T) {
	word := rapid.OneOf(rapid.Uint64Range(1, 1000), rapid.Uint64Range(1, 1<<63), rapid.SampledFrom([]uint64{1 << 62, 1<<64 - 1, 1 << 40}))
	rapid.Check(t, func(t *rapid.T) {
		n := number{rapid.Uint64Range(0, 3).Draw(t, "hi"), word.Draw(t, "lo")}
		den := word.Draw(t, "den")
		w := resource.Frac{Num: word.Draw(t, "weight num"), Den: word.Draw(t, "weight den")}
		key := overWeight(n, den, w)
		got := ratOfKey(key)
		want := ratOf(n.hi, n.lo, den)
		want.Mul(want, ratOf(0, w.Den, w.Num))
		if want.Num().BitLen() <= 128 && want.Denom().BitLen() <= 64 {
			if got.Cmp(want) != 0 {
				t.Fatalf("key %v, want %v", key, want)
			}
			return
		}
		if most := new(big.Int).Lsh(big.NewInt(1), 64); new(big.Rat).SetInt(most).Cmp(want) <= 0 {
			return // beyond any share
		}
		off := new(big.Rat).Sub(got, want)
		off.Abs(off)
		limit := new(big.Rat).Add(want, big.NewRat(1, 1)) // of itself, and of the whole
		if off.Cmp(limit.Mul(limit, big.NewRat(1, 1<<61))) > 0 {
			t.Fatalf("key %v is off by %v", key, off)
		}
	})
}

// The dominant share by the common multiple is that by fractions.
func TestDominantBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := claim.View{Width: 3}
		var held []int64
		for range 3 {
			v.Total = append(v.Total, rapid.SampledFrom([]int64{0, 9000, 7919, 1_299_709, 655_360_000_000}).Draw(t, "total"))
			held = append(held, rapid.OneOf(rapid.Int64Range(-1, 20000), rapid.Int64Range(0, 1<<62)).Draw(t, "held"))
		}
		n, den := dominant(held, &v)
		v.Prepare()
		if v.Common == 0 {
			t.Skip("no common multiple")
		}
		m, dem := dominant(held, &v)
		if ratOf(n.hi, n.lo, den).Cmp(ratOf(m.hi, m.lo, dem)) != 0 {
			t.Fatalf("%v of %v: %v/%v and %v/%v", held, v.Total, n, den, m, dem)
		}
	})
}

// Without a common multiple the asset value is low by at most 2^-62 a resource.
func TestAssetFixedPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := claim.View{Width: 3}
		for range 3 {
			v.Total = append(v.Total, rapid.Int64Range(1, 1<<62).Draw(t, "total"))
			v.Held = append(v.Held, rapid.Int64Range(0, v.Total[len(v.Total)-1]).Draw(t, "held"))
		}
		want := new(big.Rat)
		for i, h := range v.Held {
			want.Add(want, big.NewRat(h, v.Total[i]))
		}
		keys := make([]claim.Key, 1)
		assetRanker{}.Rank(keys, []claim.Claim{{Weight: resource.One}}, &v)
		off := new(big.Rat).Sub(want, ratOfKey(keys[0]))
		if off.Sign() < 0 || off.Cmp(big.NewRat(3, 1<<62)) > 0 {
			t.Fatalf("value is low by %v", off)
		}
	})
}

// The tie that doubles tear apart: 0.15/3 against 0.1/2.
func TestSharesInDoubles(t *testing.T) {
	v := claim.View{Width: 1, Total: []int64{100_000}, Held: []int64{15_000, 10_000}}
	claims := []claim.Claim{{Weight: resource.Frac{Num: 3, Den: 1}}, {Weight: resource.Frac{Num: 2, Den: 1}, Row: 1}}
	keys := make([]claim.Key, 2)
	drfRanker{}.Rank(keys, claims, &v)
	if keys[0].Cmp(&keys[1]) != 0 {
		t.Errorf("exact keys %v differ", keys)
	}
	doubleRanker{}.Rank(keys, claims, &v)
	if keys[0].Cmp(&keys[1]) >= 0 {
		t.Errorf("keys of doubles %v are not in order", keys)
	}
}

func TestTierOfPriority(t *testing.T) {
	order := []int64{-1 << 63, -5, 0, 3, 1<<63 - 1}
	for i := 1; i < len(order); i++ {
		if tierOf(order[i]) >= tierOf(order[i-1]) {
			t.Errorf("priority %d does not come before %d", order[i], order[i-1])
		}
	}
}
