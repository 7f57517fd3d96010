package pf

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// ulps is how many units in the last place lie between got and want.
func ulps(got, want float64) float64 {
	if got == want || got != got && want != want {
		return 0
	}
	size := math.Abs(want)
	return math.Abs(got-want) / (math.Nextafter(size, math.Inf(1)) - size)
}

func TestElementaryAgainstMath(t *testing.T) {
	const n = 100_000
	check := func(name string, x, got, want, most float64) {
		if d := ulps(got, want); !(d <= most) {
			t.Fatalf("%s(%v) = %v, math has %v: %.3g units apart, want <= %v", name, x, got, want, d, most)
		}
	}
	for i := range n {
		f := (float64(i) + 0.5) / n
		x := -708 + 1417*f // beyond that math.Exp is wrong on amd64
		check("Exp", x, Exp(x), math.Exp(x), 2)
		x = math.Ldexp(1+f, i%2040-1020) // below that math.Log is wrong on amd64
		check("Log", x, Log(x), math.Log(x), 1)
		check("Log", 0.5+f, Log(0.5+f), math.Log(0.5+f), 1)
		x = math.Ldexp(1+f, -i%70)
		check("Log1p", x, Log1p(x), math.Log1p(x), 2)
		x = -math.Ldexp(0.99*f, -i%70)
		check("Log1p", x, Log1p(x), math.Log1p(x), 2)
		x, y := math.Ldexp(1+f, i%60-50), 4*f-2
		check("Pow", x, Pow(x, y), math.Pow(x, y), 4+3*math.Abs(y*math.Log(x)))
		x = 50 * f
		want, _ := math.Lgamma(x)
		if d := math.Abs(LogGamma(x) - want); d > 1e-13 {
			t.Fatalf("LogGamma(%v) is %v off", x, d)
		}
	}
}

func TestEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	if got := Log(5e-324); got != -1074*math.Ln2 {
		t.Errorf("Log(2^-1074) = %v, want %v", got, -1074*math.Ln2)
	}
	if got := Exp(709.7); ulps(got, 1.6549840276802644e308) > 1 {
		t.Errorf("Exp(709.7) = %v", got)
	}
	if got := Exp(-744); got != 1e-323 {
		t.Errorf("Exp(-744) = %v", got)
	}
	for _, x := range []float64{nan, inf, -inf, 0, -1, 1, 1e308, 5e-324, -5e-324, 709.79, -745.2, -2, 1e-300, math.MaxFloat64} {
		if got, want := Exp(x), math.Exp(x); ulps(got, want) > 1 {
			t.Errorf("Exp(%v) = %v, want %v", x, got, want)
		}
		if got, want := Log(x), math.Log(x); ulps(got, want) > 1 && x != 5e-324 {
			t.Errorf("Log(%v) = %v, want %v", x, got, want)
		}
		if got, want := Log1p(x), math.Log1p(x); ulps(got, want) > 1 {
			t.Errorf("Log1p(%v) = %v, want %v", x, got, want)
		}
		for _, y := range []float64{0, 1, 0.5, -0.5, inf, -inf} {
			if got, want := Pow(x, y), math.Pow(x, y); x >= 0 && ulps(got, want) > 1000 {
				t.Errorf("Pow(%v, %v) = %v, want %v", x, y, got, want)
			}
		}
	}
}

func TestRound(t *testing.T) {
	for x, want := range map[float64]int64{
		0: 0, 0.4: 0, 0.5: 1, 1.5: 2, 2.5: 3, -0.5: 0, -0.6: -1, -1.5: -1, 0.49999999999999994: 0, 4503599627370497.5: 4503599627370498,
		9007199254740993: 9007199254740992, 1e300: math.MaxInt64, -1e300: math.MinInt64, math.Inf(1): math.MaxInt64,
		math.Inf(-1): math.MinInt64, 1 << 63: math.MaxInt64, -1 << 63: math.MinInt64,
	} {
		if got := Round(x); got != want {
			t.Errorf("Round(%v) = %d, want %d", x, got, want)
		}
	}
	if got := Round(math.NaN()); got != 0 {
		t.Errorf("Round(NaN) = %d", got)
	}
}

func TestQuantilesAgainstKnownValues(t *testing.T) {
	far := func(got, want, most float64) bool { return !(math.Abs(got-want) <= most*math.Abs(want)) }
	for _, c := range knownNormal {
		if got := NormQuantile(c.p); far(got, c.want, 1e-15) {
			t.Errorf("NormQuantile(%v) = %v, want %v", c.p, got, c.want)
		}
	}
	for _, c := range knownGamma {
		if got := NewGamma(c.shape).Quantile(c.p); far(got, c.want, 1e-12) {
			t.Errorf("gamma(%v) quantile of %v = %v, want %v", c.shape, c.p, got, c.want)
		}
	}
	for _, c := range knownStudent {
		most := 1e-11
		if c.p < 0.51 { // p - ½ has that many digits fewer
			most = 1e-9
		}
		if got := StudentTQuantile(c.p, c.shape); far(got, c.want, most) {
			t.Errorf("StudentTQuantile(%v, %v) = %v, want %v", c.p, c.shape, got, c.want)
		}
		if got := StudentTQuantile(1-c.p, c.shape); far(got, -c.want, 1e-7) {
			t.Errorf("StudentTQuantile(1-%v, %v) = %v, want %v", c.p, c.shape, got, -c.want)
		}
	}
	if StudentTQuantile(0.5, 3) != 0 {
		t.Error("the median of t is not 0")
	}
}

// Quantiles rise with u, whatever the shape, and the distribution function
// leads back to u.
func TestQuantilesRise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := math.Exp(rapid.Float64Range(math.Log(1e-4), math.Log(1e6)).Draw(t, "log shape"))
		u := rapid.Float64Range(0x1p-53, 1-0x1p-53).Draw(t, "u")
		v := u + (1-u)*1e-6
		g := NewGamma(shape)
		a, b := g.Quantile(u), g.Quantile(v)
		if v > u && !(a >= 0 && (a < b || a == 0 || v-u < 1e-9*(1-u))) {
			t.Fatalf("gamma(%v): quantile of %v is %v, of %v is %v", shape, u, a, v, b)
		}
		if p, q, _ := g.tails(a); shape < manyShapes && a > 0 && math.Abs(p-u) > 1e-11*u && math.Abs(q-(1-u)) > 1e-11*(1-u) {
			t.Fatalf("gamma(%v): P(%v) = %v, want %v", shape, a, p, u)
		}
		if x, y := NormQuantile(u), NormQuantile(v); x > y {
			t.Fatalf("normal quantile of %v is %v, of %v is %v", u, x, v, y)
		}
	})
}

func TestStatistics(t *testing.T) {
	if Sum(nil) != 0 || Mean(nil) != 0 || Variance(nil) != 0 || Variance([]float64{3}) != 0 {
		t.Error("nothing has a sum, mean or variance other than 0")
	}
	if got := Sum([]float64{1, 1e100, 1, -1e100}); got != 2 {
		t.Errorf("sum with cancelling giants = %v, want 2", got)
	}
	if got := Sum([]float64{1, math.Inf(1), 2}); !math.IsInf(got, 1) {
		t.Errorf("sum with an infinity = %v", got)
	}
	if got := Variance([]float64{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}); got != 30 {
		t.Errorf("variance = %v, want 30", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.Int64Range(-1e6, 1e6), 2, 50).Draw(t, "xs")
		fs, sum, squares, n := []float64{}, int64(0), int64(0), int64(len(xs))
		for _, x := range xs {
			fs, sum, squares = append(fs, float64(x)), sum+x, squares+x*x
		}
		want := float64(n*squares-sum*sum) / float64(n*(n-1))
		if got := Variance(fs); math.Abs(got-want) > 1e-9*want {
			t.Fatalf("variance %v, want %v", got, want)
		}
		if got := Mean(fs); got != float64(sum)/float64(n) {
			t.Fatalf("mean %v, want %v", got, float64(sum)/float64(n))
		}
	})
}
