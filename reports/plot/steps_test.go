package plot

import (
	"math"
	"testing"

	"gonum.org/v1/plot/vg"
	"pgregory.net/rapid"

	"fairlead/reports/schema"
)

// TestColumnsKeepExtremes compares with the plain way: every point by itself.
func TestColumnsKeepExtremes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(t, "n")
		xs, ys := make([]vg.Length, n), make([]vg.Length, n)
		x := vg.Length(0)
		for i := range xs {
			x += vg.Length(rapid.Float64Range(0, 1).Draw(t, "dx"))
			xs[i], ys[i] = x, vg.Length(rapid.IntRange(0, 9).Draw(t, "y"))
		}
		runs := columns(n, func(i int) (vg.Length, vg.Length, bool) { return xs[i], ys[i], true })
		if len(runs) != 1 {
			t.Fatalf("%d runs", len(runs))
		}
		k := 0
		for _, c := range runs[0] {
			lo, hi, first := vg.Length(math.Inf(1)), vg.Length(-1), ys[k]
			last := first
			for ; k < n && xs[k]-c.x < columnWidth; k++ {
				lo, hi, last = min(lo, ys[k]), max(hi, ys[k]), ys[k]
			}
			if c.first != first || c.lo != lo || c.hi != hi || c.last != last {
				t.Fatalf("column %+v, want first %v, lo %v, hi %v, last %v", c, first, lo, hi, last)
			}
		}
		if k != n {
			t.Fatalf("%d of %d points in columns", k, n)
		}
		checkPath(t, stepPath(runs[0], xs[n-1]), runs[0])
	})
}

// checkPath demands level and upright lines only, that end at the last value.
func checkPath(t *rapid.T, path vg.Path, run []column) {
	for i := 1; i < len(path); i++ {
		a, b := path[i-1].Pos, path[i].Pos
		if a.X != b.X && a.Y != b.Y {
			t.Fatalf("slanted line from %v to %v", a, b)
		}
	}
	if path[len(path)-1].Pos.Y != run[len(run)-1].last {
		t.Fatalf("ends at %v, want %v", path[len(path)-1].Pos.Y, run[len(run)-1].last)
	}
}

func TestColumnsBreakAtGaps(t *testing.T) {
	ok := []bool{false, true, true, false, false, true, false}
	runs := columns(len(ok), func(i int) (vg.Length, vg.Length, bool) { return vg.Length(i), 0, ok[i] })
	if len(runs) != 2 || len(runs[0]) != 2 || len(runs[1]) != 1 {
		t.Errorf("runs %v", runs)
	}
}

// TestMixture compares with the distribution of all samples put together.
func TestMixture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var of []weighted
		var pool []int
		for range rapid.IntRange(1, 4).Draw(t, "tenants") {
			samples := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 20).Draw(t, "samples")
			w := weighted{tasks: float64(len(samples))}
			for s := range 10 {
				if f := below(samples, s); f > 0 && f > below(samples, s-1) {
					w.Seconds, w.Fraction = append(w.Seconds, float64(s)), append(w.Fraction, f)
				}
			}
			of, pool = append(of, w), append(pool, samples...)
		}
		m := mixture("", of)
		for i, x := range m.x {
			if i > 0 && math.Abs(m.y[i]-below(pool, int(x))) > 1e-9 {
				t.Fatalf("at %v: %v, want %v", x, m.y[i], below(pool, int(x)))
			}
		}
	})
}

// below is the fraction of the samples that are at most s.
func below(samples []int, s int) float64 {
	n := 0
	for _, v := range samples {
		if v <= s {
			n++
		}
	}
	return float64(n) / float64(len(samples))
}

func TestMixtureOfBrokenCurves(t *testing.T) {
	m := mixture("", []weighted{{schema.CDF{Seconds: []float64{math.NaN(), 1}, Fraction: []float64{0.5, math.Inf(1)}}, 1}})
	if len(m.x) != 0 {
		t.Errorf("points %v %v of no numbers", m.x, m.y)
	}
}
