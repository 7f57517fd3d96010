package workloads

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"fairlead/sim"
	"fairlead/sim/rng"
)

// files is what empirical(…) may name in tests.
func files(name string) ([]byte, error) {
	switch name {
	case "four.txt":
		return []byte("# seconds\n30\n\n 10 # the least\r\n40\n20"), nil
	case "zeros.txt":
		return []byte("0\n0.0\n"), nil
	case "empty.txt":
		return []byte("# nothing\n"), nil
	case "bad.txt":
		return []byte("1\n2\n-3\n"), nil
	case "big.txt":
		return make([]byte, maxEmpirical+1), nil
	}
	return nil, fmt.Errorf("cannot read %q", name)
}

func mustDist(t interface{ Fatalf(string, ...any) }, text string, unit Unit) Dist {
	d, err := ParseDist(text, unit, files)
	if err != nil {
		t.Fatalf("ParseDist(%q): %v", text, err)
	}
	return d
}

// Each family against the formulas or another library.
func TestQuantiles(t *testing.T) {
	exp := distuv.Exponential{Rate: 1.0 / 30}
	for text, want := range map[string]interface {
		Quantile(float64) float64
		Mean() float64
	}{
		"exp(30)":             exp,
		"weibull(30, 1)":      exp,
		"uniform(2, 6)":       distuv.Uniform{Min: 2, Max: 6},
		"normal(30, 4)":       distuv.Normal{Mu: 30, Sigma: 4},
		"lognormal(30, 1.2)":  distuv.LogNormal{Mu: math.Log(30), Sigma: 1.2},
		"pareto(5, 2.5)":      distuv.Pareto{Xm: 5, Alpha: 2.5},
		"weibull(30, 0.7)":    distuv.Weibull{Lambda: 30, K: 0.7},
		"gamma(30, 0.5)":      distuv.Gamma{Alpha: 4, Beta: 4.0 / 30},
		"gamma(30, 1)":        exp,
		"gamma(30, 2)":        distuv.Gamma{Alpha: 0.25, Beta: 0.25 / 30},
		"choice(exp(30) @ 3)": exp,
	} {
		d := mustDist(t, text, Number)
		if got, want := d.Mean(), want.Mean(); math.Abs(got-want) > 1e-12*want {
			t.Errorf("%s: mean %v, want %v", text, got, want)
		}
		for _, u := range []float64{0x1p-53, 1e-9, 0.001, 0.1, 0.4, 0.5, 0.77, 0.99, 1 - 1e-6} {
			if got, want := d.Quantile(u), want.Quantile(u); math.Abs(got-want) > 1e-8*math.Abs(want)+1e-14 { // gonum is coarse near 0
				t.Errorf("%s: quantile of %v = %v, want %v", text, u, got, want)
			}
		}
	}
}

func TestEmpirical(t *testing.T) {
	d := mustDist(t, "empirical(four.txt)", Seconds)
	for u, want := range map[float64]float64{0x1p-53: 10, 0.2: 10, 0.25: 20, 0.5: 30, 0.74: 30, 0.75: 40, 1 - 0x1p-53: 40} {
		if got := d.Quantile(u); got != want {
			t.Errorf("quantile of %v = %v, want %v", u, got, want)
		}
	}
	if d.Mean() != 25 || d.String() != "empirical(four.txt)" {
		t.Errorf("mean %v, text %s", d.Mean(), d)
	}
}

// The number drawn by Mean is that of many draws, whatever the distribution.
func TestMeanOfDraws(t *testing.T) {
	const n = 200_000
	for _, text := range []string{
		"exp(30s)", "uniform(1s, 9s)", "normal(30s, 4s)", "lognormal(30s, 0.8)", "pareto(5s, 4)", "weibull(30s, 2)", "gamma(30s, 0.4)",
		"gamma(30s, 3)", "choice(1s @ 9, exp(60s) @ 1)", "choice(1s @ 1, choice(2s @ 1, uniform(4s, 8s) @ 3) @ 2)", "empirical(four.txt)", "7s",
	} {
		d := mustDist(t, text, Seconds)
		row := rng.Of(5, rng.Duration, rng.Key(text))
		var sum, squares float64
		for i := range uint64(n) {
			x := d.Quantile(row.U(i))
			sum, squares = sum+x, squares+x*x
		}
		mean := sum / n
		sd := math.Sqrt(squares/n - mean*mean)
		if math.Abs(mean-d.Mean()) > 5*sd/math.Sqrt(n)+1e-9 {
			t.Errorf("%s: mean of draws %v, want %v", text, mean, d.Mean())
		}
	}
}

func TestChoiceWeighs(t *testing.T) {
	d := mustDist(t, "choice(1 @ 1, 2 @ 2.5, 3 @ 0.5)", Number)
	for u, want := range map[float64]float64{0x1p-53: 1, 0.2499: 1, 0.25: 2, 0.874: 2, 0.875: 3, 1 - 0x1p-53: 3} {
		if got := d.Quantile(u); got != want {
			t.Errorf("quantile of %v = %v, want %v", u, got, want)
		}
	}
	// Within a branch the whole of its distribution can be drawn.
	e := mustDist(t, "choice(5 @ 1, uniform(0, 1) @ 1)", Number)
	if lo, hi := e.Quantile(0.5), e.Quantile(1-0x1p-53); lo > 1e-9 || hi < 1-1e-9 {
		t.Errorf("the second branch gives %v to %v", lo, hi)
	}
}

func TestNoMean(t *testing.T) {
	if d := mustDist(t, "choice(1s @ 1, pareto(1s, 1) @ 1)", Seconds); !math.IsInf(d.Mean(), 1) {
		t.Errorf("mean %v, want none", d.Mean())
	}
}

// anyDist draws the text of a distribution of durations.
func anyDist(t *rapid.T, depth int) string {
	span := func() string {
		return Seconds.text(sim.Time(rapid.Int64Range(1, int64(100*sim.Day)).Draw(t, "ns")).Seconds())
	}
	shape := func() string { return Number.text(rapid.Float64Range(0.05, 50).Draw(t, "shape")) }
	kind := rapid.IntRange(0, len(families)+1).Draw(t, "kind")
	switch {
	case kind == len(families):
		return span()
	case kind > len(families):
		args := []string{}
		for range rapid.IntRange(1, 3).Draw(t, "branches") {
			inner := span()
			if depth < 3 {
				inner = anyDist(t, depth+1)
			}
			args = append(args, inner+" @ "+shape())
		}
		return call("choice", args...)
	case families[kind].name == "uniform":
		return call("uniform", "0.000001ms", span())
	}
	args := []string{}
	for _, p := range families[kind].params {
		if p.shape {
			args = append(args, shape())
		} else {
			args = append(args, span())
		}
	}
	return call(families[kind].name, args...)
}

// String is read back as the same distribution; a quantile is a number, and
// rises with u unless there is a choice.
func TestDistributionsHoldTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyDist(t, 0)
		d := mustDist(t, text, Seconds)
		back := mustDist(t, d.String(), Seconds)
		if back.String() != d.String() {
			t.Fatalf("%s → %s → %s", text, d, back)
		}
		u := rapid.Float64Range(0x1p-53, 1-0x1p-53).Draw(t, "u")
		v := rapid.Float64Range(u, 1-0x1p-53).Draw(t, "v")
		a, b := d.Quantile(u), d.Quantile(v)
		if a != a || b != b || a != back.Quantile(u) {
			t.Fatalf("%s: quantiles %v and %v, read back %v", text, a, b, back.Quantile(u))
		}
		if _, ok := d.(choice); !ok && b < a && a-b > 1e-12*math.Abs(a) {
			t.Fatalf("%s: quantile of %v is %v, of %v is %v", text, u, a, v, b)
		}
		if m := d.Mean(); !(m > 0) {
			t.Fatalf("%s: mean %v", text, m)
		}
	})
}

// The digest of many draws is the same on every processor; see the golden test
// of sim/pf for how to run it there.
func TestGoldenDraws(t *testing.T) {
	const want = "0b70e487f871aa1610ba7f46f06ab3df036afd30b1ddb09ae1df5276ed5ed963"
	h := sha256.New()
	var word [8]byte
	for _, text := range []string{
		"exp(30s)", "uniform(1s, 9s)", "normal(30s, 4s)", "lognormal(30s, 1.2)", "pareto(5s, 1.5)", "weibull(30s, 0.7)",
		"gamma(30s, 0.4)", "gamma(30s, 3)", "choice(1s @ 9, exp(60s) @ 1, choice(gamma(1h, 0.5) @ 1, 2s @ 1.3) @ 0.7)", "7s",
	} {
		d := mustDist(t, text, Seconds)
		for i := range uint64(2000) {
			binary.LittleEndian.PutUint64(word[:], math.Float64bits(d.Quantile(rng.U(1, rng.Duration, 2, i))))
			h.Write(word[:])
		}
		binary.LittleEndian.PutUint64(word[:], math.Float64bits(d.Mean()))
		h.Write(word[:])
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}

func BenchmarkQuantile(b *testing.B) {
	for _, text := range []string{"exp(30s)", "lognormal(30s, 1.2)", "gamma(30s, 0.5)", "choice(1s @ 9, exp(60s) @ 1)"} {
		b.Run(text, func(b *testing.B) {
			d := mustDist(b, text, Seconds)
			row := rng.Of(1, rng.Duration, 2)
			b.ReportAllocs()
			for i := range uint64(b.N) {
				sinkFloat += d.Quantile(row.U(i))
			}
		})
	}
}

var sinkFloat float64
