package workloads

import (
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseDistWrites(t *testing.T) {
	for text, want := range map[string]string{
		"30s": "30s", "exp( 1.5h )": "exp(90m)", " uniform(1s,2s) ": "uniform(1s, 2s)", "normal(30s, 0s)": "normal(30s, 0s)",
		"lognormal(30s, 1.2)": "lognormal(30s, 1.2)", "pareto(5s, 1)": "pareto(5s, 1)", "weibull(2d, 0.5)": "weibull(2d, 0.5)",
		"gamma(250ms, 0.5)":                              "gamma(250ms, 0.5)",
		"choice(1s@9,exp(60s)@1)":                        "choice(1s @ 9, exp(1m) @ 1)",
		"choice(choice(1s @ 1, 2s @ 1) @ 0.5, 1m @ 0.5)": "choice(choice(1s @ 1, 2s @ 1) @ 0.5, 1m @ 0.5)",
		"empirical(four.txt)":                            "empirical(four.txt)",
	} {
		d, err := ParseDist(text, Seconds, files)
		if err != nil || d.String() != want {
			t.Errorf("%q: %v, %v; want %s", text, d, err, want)
		}
	}
	for _, text := range []string{"80", "1.5", "exp(50)", "lognormal(8, 1.2)", "choice(1 @ 9, 50 @ 1)"} {
		d, err := ParseDist(text, Number, nil)
		if err != nil || d.String() != text {
			t.Errorf("%q: %v, %v", text, d, err)
		}
	}
}

func TestParseDistMistakes(t *testing.T) {
	deep := strings.Repeat("choice(", maxNesting+1) + "1s @ 1" + strings.Repeat(") @ 1", maxNesting) + ")"
	for _, c := range []struct {
		text, want string
		offset     int
	}{
		{"", "a time is needed, such as 30s", 0},
		{"30", `"30" needs a unit: "30s"?`, 0},
		{"0s", `"0s" must be above 0`, 0},
		{"exp(30)", `mean of exp: "30" needs a unit: "30s"?`, 4},
		{"exp()", "exp takes 1 argument: exp(mean)", 0},
		{"exp(1s, 2s)", "exp takes 1 argument: exp(mean)", 0},
		{"uniform(1s)", "uniform takes 2 arguments: uniform(a, b)", 0},
		{"uniform(1s, )", "b of uniform: a time is needed, such as 30s", 12},
		{"uniform(2s, 1s)", "uniform(a, b): b is below a", 0},
		{"uniform(0s, 0s)", `b of uniform: "0s" must be above 0`, 12},
		{"normal(0s, 0s)", "normal(mean, sd): mean and sd are both 0", 0},
		{"normal(1s, -2s)", `sd of normal: "-2s" is negative: a time must not be`, 11},
		{"lognormal(30s, 1s)", `sigma of lognormal: "1s" is not a number: no unit stands here`, 15},
		{"pareto(1s, 0)", `alpha of pareto: "0" must be above 0`, 11},
		{"weibull(0s, 1)", `scale of weibull: "0s" must be above 0`, 8},
		{"gamma(1s, 101)", "gamma(mean, cv): cv is above 100", 0},
		{"gamma(1s, NaN)", `cv of gamma: "NaN" is not a number such as 1.5`, 10},
		{"exponential(30s)", `unknown distribution "exponential" (did you mean "exp"?)`, 0},
		{"log-normal(30s, 1)", `unknown distribution "log-normal" (did you mean "lognormal"?)`, 0},
		{"gama(30s, 1)", `unknown distribution "gama" (did you mean "gamma"?)`, 0},
		{"Exp(30s)", `unknown distribution "Exp" (did you mean "exp"?)`, 0},
		{"(30s)", `unknown distribution "": there are choice, empirical, exp, gamma, lognormal, normal, pareto, uniform, weibull`, 0},
		{"zipf(1)", `unknown distribution "zipf": there are choice, empirical, exp, gamma, lognormal, normal, pareto, uniform, weibull`, 0},
		{"exp(1s", "exp( has no )", 6},
		{"exp(", "exp takes 1 argument: exp(mean)", 0},
		{"exp(1s))", `")" is left over after "exp(1s)"`, 7},
		{"exp(1s) + 2s", `"+ 2s" is left over after "exp(1s)"`, 8},
		{"exp(1s @ 2)", `"@" does not belong into exp(…)`, 7},
		{"exp(exp(1s))", `mean of exp: "exp" is not a time such as 30s`, 4},
		{"1s, 2s", `", 2s" is left over after "1s"`, 2},
		{"choice()", "a time is needed, such as 30s", 7},
		{"choice(1s, 2s @ 1)", `"1s" needs a weight: "1s @ 1"?`, 9},
		{"choice(1s @ , 2s @ 1)", `weight of "1s": a number is needed, such as 1.5`, 12},
		{"choice(1s @ 0)", `weight of "1s": "0" must be above 0`, 12},
		{"choice(1s @ 1, zip(2s) @ 1)", `unknown distribution "zip": there are choice, empirical, exp, gamma, lognormal, normal, pareto, uniform, weibull`, 15},
		{"choice(1s @ 1, 0s @ 1)", `"0s" must be above 0`, 15},
		{"choice(1s @ 1", "choice( has no )", 13},
		{deep, "choices are nested deeper than 16", 7 * maxNesting},
		{"empirical()", "empirical takes 1 argument: empirical(file)", 0},
		{"empirical(a, b)", `"," does not belong into empirical(…)`, 11},
		{"empirical(none.txt)", `cannot read "none.txt"`, 10},
		{"empirical(zeros.txt)", `"zeros.txt" holds nothing above 0`, 10},
		{"empirical(empty.txt)", `"empty.txt" holds no numbers`, 10},
		{"empirical(bad.txt)", `"bad.txt", line 3: "-3" is negative: a number must not be`, 10},
		{"empirical(big.txt)", `"big.txt" is larger than 16MiB`, 10},
	} {
		_, err := ParseDist(c.text, Seconds, files)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Msg != c.want || syntax.Offset != c.offset {
			t.Errorf("%q:\n got %+v\nwant %d: %s", c.text, err, c.offset, c.want)
			if syntax != nil {
				t.Errorf("offset %d", syntax.Offset)
			}
		}
	}
	if _, err := ParseDist("empirical(four.txt)", Seconds, nil); err == nil || err.Error() != "a file cannot be named here" {
		t.Errorf("without files: %v", err)
	}
}

func TestParseArrivals(t *testing.T) {
	for text, want := range map[string]float64{"poisson(20/h)": 20.0 / 3600, " poisson ( 0.5/s ) ": 0.5} {
		if got, err := ParseArrivals(text); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	for _, c := range []struct {
		text, want string
		offset     int
	}{
		{"renewal(exp(1h))", `arrivals "renewal": not supported yet`, 0},
		{"mmpp(1/h, 2/h)", `arrivals "mmpp": not supported yet`, 0},
		{"diurnal(1/h, 2/h, 24h)", `arrivals "diurnal": not supported yet`, 0},
		{" closed(5, exp(1s))", `arrivals "closed": not supported yet`, 1},
		{"Poisson(1/h)", `unknown arrivals "Poisson" (did you mean "poisson"?)`, 0},
		{"posson(1/h)", `unknown arrivals "posson" (did you mean "poisson"?)`, 0},
		{"20/h", `unknown arrivals "20/h": there is poisson(20/h)`, 0},
		{"", `unknown arrivals "": there is poisson(20/h)`, 0},
		{"poisson", "poisson takes 1 argument: poisson(20/h)", 7},
		{"poisson(20)", `rate of poisson: "20" needs a unit: "20/h"?`, 8},
		{"poisson()", "rate of poisson: a rate is needed, such as 20/h", 8},
		{"poisson(20/h, 3)", "poisson takes 1 argument: poisson(20/h)", 0},
		{"poisson(20/h", "poisson( has no )", 12},
		{"poisson(20/h) x", `"x" is left over after poisson(…)`, 14},
	} {
		_, err := ParseArrivals(c.text)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Msg != c.want || syntax.Offset != c.offset {
			t.Errorf("%q:\n got %+v\nwant %d: %s", c.text, err, c.offset, c.want)
		}
	}
}

func FuzzParseDist(f *testing.F) {
	for _, seed := range []string{
		"30s", "exp(1h)", "uniform(1s, 2s)", "normal(30s, 5s)", "lognormal(30s, 1.2)", "pareto(1s, 0.001)", "weibull(1s, 0.01)",
		"gamma(1s, 100)", "choice(1s @ 9, exp(60s) @ 1)", "choice(choice(1s@1)@1, 2s@2)", "empirical(four.txt)", "poisson(20/h)",
		"exp((1s)", "choice(1s @@ 1)", "\xff(1s)", "exp(1s)\x00", "80", "choice(1 @ 9, 50 @ 1)", "gamma(5, 0.00000001)",
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, number bool) {
		unit := Seconds
		if number {
			unit = Number
		}
		placed := func(err error) {
			var syntax *SyntaxError
			switch {
			case !errors.As(err, &syntax):
				t.Fatalf("%q: %v is not placed", text, err)
			case syntax.Offset < 0 || syntax.Offset > len(text):
				t.Fatalf("%q: %v stands at %d", text, err, syntax.Offset)
			case len(syntax.Msg) > 1000 || strings.ContainsAny(syntax.Msg, "\n\x00\x1b") || !utf8.ValidString(syntax.Msg):
				t.Fatalf("%q: hostile message %q", text, syntax.Msg)
			}
		}
		if _, err := ParseArrivals(text); err != nil {
			placed(err)
		}
		d, err := ParseDist(text, unit, files)
		if err != nil {
			placed(err)
			return
		}
		for _, u := range []float64{0x1p-53, 0.3, 0.5, 1 - 0x1p-53} {
			if x := d.Quantile(u); x != x {
				t.Fatalf("%q: quantile of %v is %v", text, u, x)
			}
		}
		if m := d.Mean(); !(m >= 0) {
			t.Fatalf("%q: mean %v", text, m)
		}
		if x := d.Quantile(1 - 0x1p-53); !(x > 0) && !math.IsNaN(x) && d.Mean() > 1e-6 {
			t.Fatalf("%q: the highest quantile is %v", text, x)
		}
	})
}
