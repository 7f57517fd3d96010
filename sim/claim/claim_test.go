package claim

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func rat(k Key) *big.Rat {
	n := new(big.Int).SetUint64(k.Hi)
	n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(k.Lo))
	return new(big.Rat).SetFrac(n, new(big.Int).SetUint64(max(k.Den, 1)))
}

// Keys compare by tier and then as the fractions that they are.
func TestKeyCmp(t *testing.T) {
	word := rapid.OneOf(rapid.Uint64Range(0, 3), rapid.Uint64())
	key := rapid.Custom(func(t *rapid.T) Key {
		return Key{rapid.Int64Range(-1, 1).Draw(t, "tier"), word.Draw(t, "hi"), word.Draw(t, "lo"), word.Draw(t, "den")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := key.Draw(t, "a"), key.Draw(t, "b")
		want := big.NewInt(a.Tier).Cmp(big.NewInt(b.Tier))
		if want == 0 {
			want = rat(a).Cmp(rat(b))
		}
		if got := a.Cmp(&b); got != want {
			t.Fatalf("%v against %v is %d, want %d", a, b, got, want)
		}
	})
}

// Common is the least common multiple by big numbers, or 0 where that is too big.
func TestPrepare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := View{Scale: make([]uint64, 2), Common: 5}
		v.Total = rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 50), rapid.Int64Range(0, 1<<40)), 1, 4).Draw(t, "totals")
		v.Prepare()
		m := big.NewInt(1)
		for _, x := range v.Total {
			if x > 0 {
				g := new(big.Int).GCD(nil, nil, m, big.NewInt(x))
				m.Mul(m, big.NewInt(x)).Quo(m, g)
			}
		}
		if !m.IsInt64() {
			if v.Common != 0 {
				t.Fatalf("common multiple of %v is %d, want none", v.Total, v.Common)
			}
			return
		}
		if v.Common != m.Uint64() {
			t.Fatalf("common multiple of %v is %d, want %s", v.Total, v.Common, m)
		}
		for i, x := range v.Total {
			if x > 0 && v.Scale[i]*uint64(x) != v.Common || x == 0 && v.Scale[i] != 0 {
				t.Fatalf("scale of %d is %d", x, v.Scale[i])
			}
		}
	})
}
