package claim_test

import (
	"math"
	"math/big"
	"testing"

	"fairlead/sim/claim"

	"pgregory.net/rapid"
)

func word(t *rapid.T, label string) uint64 {
	return rapid.OneOf(rapid.Uint64(), rapid.Uint64Range(0, 5), rapid.Uint64Range(math.MaxUint64-5, math.MaxUint64)).Draw(t, label)
}

func key(t *rapid.T, label string) claim.Key {
	return claim.Key{Tier: rapid.Int64Range(-1, 1).Draw(t, label), Hi: word(t, label), Lo: word(t, label), Den: word(t, label)}
}

// plain compares keys as package big does.
func plain(a, b claim.Key) int {
	if a.Tier != b.Tier {
		return big.NewInt(a.Tier).Cmp(big.NewInt(b.Tier))
	}
	value := func(k claim.Key) *big.Rat {
		n := new(big.Int).Lsh(new(big.Int).SetUint64(k.Hi), 64)
		n.Add(n, new(big.Int).SetUint64(k.Lo))
		return new(big.Rat).SetFrac(n, new(big.Int).SetUint64(max(1, k.Den)))
	}
	return value(a).Cmp(value(b))
}

// TestKeyAgainstBig compares keys without loss at any size, near ties among them.
func TestKeyAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := key(t, "a"), key(t, "b")
		switch rapid.IntRange(0, 4).Draw(t, "relation") {
		case 0:
			b = a
		case 1:
			b = a
			b.Lo ^= 1
		case 2:
			b.Tier, b.Den = a.Tier, a.Den
		case 3: // the same value, scaled
			k := rapid.Uint64Range(1, 1<<30).Draw(t, "scale")
			a.Hi, a.Lo, a.Den = 0, a.Lo>>31, max(1, a.Den>>31)
			b = claim.Key{Tier: a.Tier, Lo: a.Lo * k, Den: a.Den * k}
		}
		want := plain(a, b)
		if got := a.Cmp(&b); got != want {
			t.Fatalf("%+v against %+v: %d, want %d", a, b, got, want)
		}
		if got := b.Cmp(&a); got != -want {
			t.Fatalf("%+v against %+v: %d, want %d", b, a, got, -want)
		}
	})
}

// TestZeroKeyIsLowest: whoever is given no key comes first in its tier.
func TestZeroKeyIsLowest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := key(t, "key")
		zero := claim.Key{Tier: k.Tier}
		if zero.Cmp(&k) > 0 {
			t.Fatalf("%+v is below the zero key", k)
		}
	})
}

// TestPrepare finds the common denominator of shares, or says that there is none,
// as package big does.
func TestPrepare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := claim.View{}
		for range 2 { // the second time with memory of the first
			v.Total = rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(-1, 50), rapid.Int64Range(1, 1<<40), rapid.Int64Range(1, math.MaxInt64)), 0, 5).Draw(t, "totals")
			v.Prepare()
			want := big.NewInt(1)
			for _, x := range v.Total {
				if x > 0 {
					gcd := new(big.Int).GCD(nil, nil, want, big.NewInt(x))
					want.Mul(want, big.NewInt(x)).Quo(want, gcd)
				}
			}
			if !want.IsInt64() {
				want.SetInt64(0)
			}
			if v.Common != want.Uint64() || len(v.Scale) != len(v.Total) {
				t.Fatalf("%v: common multiple %d, want %d; scale %v", v.Total, v.Common, want, v.Scale)
			}
			for i, x := range v.Total {
				if x > 0 && v.Common > 0 && v.Scale[i]*uint64(x) != v.Common || x <= 0 && v.Scale[i] != 0 {
					t.Fatalf("%v of %d: scale %v", v.Total, v.Common, v.Scale)
				}
			}
		}
	})
}

func TestOf(t *testing.T) {
	v := claim.View{Width: 2, Held: []int64{1, 2, 3, 4, 5, 6}}
	for row, want := range [][2]int64{{1, 2}, {3, 4}, {5, 6}} {
		got := v.Of(&claim.Claim{Row: int32(row)})
		if len(got) != 2 || cap(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("row %d holds %v, want %v", row, got, want)
		}
	}
}
