package resource_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"fairlead/sim/resource"

	"pgregory.net/rapid"
)

// word draws numbers of all sizes, the extremes among them.
func word(t *rapid.T, label string) uint64 {
	return rapid.OneOf(rapid.Uint64(), rapid.Uint64Range(0, 9), rapid.Uint64Range(math.MaxUint64-9, math.MaxUint64)).Draw(t, label)
}

func frac(t *rapid.T, label string) resource.Frac {
	return resource.Frac{Num: word(t, label), Den: max(1, word(t, label))}
}

func rat(f resource.Frac) *big.Rat {
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(f.Num), new(big.Int).SetUint64(f.Den))
}

// TestFracAgainstBig compares fractions as package big does, without loss at any
// size: twins that differ by one in 2^64 are told apart, scaled ones are not.
func TestFracAgainstBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, g := frac(t, "f"), frac(t, "g")
		switch rapid.IntRange(0, 3).Draw(t, "relation") {
		case 0:
			g = resource.Frac{Num: f.Num, Den: f.Den}
		case 1:
			g = resource.Frac{Num: f.Num ^ 1, Den: f.Den}
		case 2:
			k := rapid.Uint64Range(1, 1<<20).Draw(t, "scale")
			f = resource.Frac{Num: f.Num >> 20, Den: max(1, f.Den>>20)}
			g = resource.Frac{Num: f.Num * k, Den: f.Den * k}
		}
		if got, want := f.Cmp(g), rat(f).Cmp(rat(g)); got != want {
			t.Fatalf("%v against %v: %d, want %d", f, g, got, want)
		}
		if f.Cmp(g) != -g.Cmp(f) || f.Cmp(f) != 0 {
			t.Fatalf("%v against %v: not antisymmetric", f, g)
		}
		r := resource.Reduced(f.Num, f.Den)
		if r.Cmp(f) != 0 || new(big.Int).GCD(nil, nil, new(big.Int).SetUint64(r.Num), new(big.Int).SetUint64(r.Den)).Cmp(big.NewInt(1)) != 0 {
			t.Fatalf("%v reduces to %v", f, r)
		}
		want, _ := rat(f).Float64()
		if got := f.Float(); math.Abs(got-want) > 3e-16*want {
			t.Fatalf("%v is %g, want %g", f, got, want)
		}
	})
}

func TestFracEdges(t *testing.T) {
	if f := resource.Reduced(0, 0); f != (resource.Frac{}) || f.Float() != 0 {
		t.Errorf("0/0 reduces to %v", f)
	}
	if f := resource.Reduced(6, 4); f != (resource.Frac{Num: 3, Den: 2}) {
		t.Errorf("6/4 reduces to %v", f)
	}
	if f := resource.Reduced(0, 7); f != (resource.Frac{Num: 0, Den: 1}) {
		t.Errorf("0/7 reduces to %v", f)
	}
	if resource.One.Float() != 1 {
		t.Errorf("one is %g", resource.One.Float())
	}
}

// TestTable interns vectors, many of them equal, and holds the table against a
// list: equal vectors have one shape, others have others, and shapes keep their
// vectors while the table grows.
func TestTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(0, 4).Draw(t, "width")
		table := resource.NewTable(width)
		plain := [][]int64{make([]int64, width)}
		if table.Width() != width || table.Len() != 1 || !resource.Zero(table.At(0)) {
			t.Fatalf("a new table has width %d and %d shapes", table.Width(), table.Len())
		}
		for range rapid.IntRange(0, 200).Draw(t, "vectors") {
			v := make([]int64, width)
			for d := range v {
				v[d] = rapid.OneOf(rapid.Int64Range(0, 3), rapid.Int64()).Draw(t, "amount")
			}
			want := slices.IndexFunc(plain, func(p []int64) bool { return slices.Equal(p, v) })
			if want < 0 {
				want = len(plain)
				plain = append(plain, slices.Clone(v))
			}
			if got := table.Intern(v); int(got) != want {
				t.Fatalf("%v is shape %d, want %d", v, got, want)
			}
			clear(v) // the table must have its own copy
		}
		if table.Len() != len(plain) {
			t.Fatalf("%d shapes, want %d", table.Len(), len(plain))
		}
		for i, p := range plain {
			if got := table.At(resource.ShapeID(i)); !slices.Equal(got, p) || cap(got) != width {
				t.Fatalf("shape %d is %v, want %v", i, got, p)
			}
		}
	})
}

// TestDims demands the canonical order whatever the order of the names.
func TestDims(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := []string{"cpus", "mem", "disk", "gpus", "ports", "bandwidth", "licences", "zeta"} // in order
		names := rapid.SliceOf(rapid.SampledFrom(all)).Draw(t, "names")
		d := resource.NewDims(names...)
		var want []string
		for _, n := range all {
			if slices.Contains(names, n) {
				want = append(want, n)
			}
		}
		if !slices.Equal(d.Names(), want) || d.Len() != len(want) {
			t.Fatalf("%v gives %v, want %v", names, d.Names(), want)
		}
		for i, n := range want {
			if d.Index(n) != i || d.Name(i) != n {
				t.Fatalf("%s is dimension %d, named %s", n, d.Index(n), d.Name(i))
			}
		}
		if d.Index("none") != -1 {
			t.Fatal("found what is not there")
		}
	})
}

// TestVectors holds the vector operations to what they say, dimension by
// dimension, and demands that they leave alone what they do not name.
func TestVectors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 5).Draw(t, "width")
		draw := func(label string) []int64 {
			return rapid.SliceOfN(rapid.Int64Range(-2, 2), n, n).Draw(t, label)
		}
		a, b := draw("a"), draw("b")
		fits, equal, zero := true, true, true
		for d := range a {
			fits = fits && a[d] <= b[d]
			equal = equal && a[d] == b[d]
			zero = zero && a[d] == 0
		}
		if resource.Fits(a, b) != fits || resource.Equal(a, b) != equal || resource.Zero(a) != zero {
			t.Fatalf("%v and %v: fits %t, equal %t, zero %t", a, b, resource.Fits(a, b), resource.Equal(a, b), resource.Zero(a))
		}
		sum, before := slices.Clone(a), slices.Clone(b)
		resource.Add(sum, b)
		for d := range sum {
			if sum[d] != a[d]+b[d] {
				t.Fatalf("%v + %v = %v", a, b, sum)
			}
		}
		resource.Sub(sum, b)
		if !slices.Equal(sum, a) || !slices.Equal(b, before) {
			t.Fatalf("%v + %v - %v = %v", a, before, b, sum)
		}
	})
}
