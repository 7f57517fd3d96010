package plot

import (
	"math"
	"strings"
	"testing"

	gplot "gonum.org/v1/plot"
	"pgregory.net/rapid"
)

func labels(ticks []gplot.Tick) string {
	var all []string
	for _, t := range ticks {
		all = append(all, t.Label)
	}
	return strings.Join(all, " ")
}

func TestTimeAxis(t *testing.T) {
	for _, c := range []struct {
		span       float64
		name, want string
	}{
		{2e-6, "t (µs)", "0 0.5 1 1.5 2"},
		{0.004, "t (ms)", "0 0.5 1 1.5 2 2.5 3 3.5 4"},
		{1, "t (s)", "0 0.2 0.4 0.6 0.8 1"},
		{9, "t (s)", "0 1 2 3 4 5 6 7 8 9"},
		{90, "t (s)", "0 10 20 30 40 50 60 70 80 90"},
		{600, "t (min)", "0 2 4 6 8 10"},
		{3600, "t (min)", "0 10 20 30 40 50 60"},
		{6 * 3600, "t (h)", "0 1 2 3 4 5 6"},
		{86400, "t (h)", "0 3 6 9 12 15 18 21 24"},
		{11 * 86400, "t (d)", "0 2 4 6 8 10"},
		{365 * 86400, "t (d)", "0 50 100 150 200 250 300 350"},
		{1e10, "t (d)", "0 20000 40000 60000 80000 100000"},
		{0, "t (s)", "0 0.2 0.4 0.6 0.8 1"},
		{math.NaN(), "t (s)", "0 0.2 0.4 0.6 0.8 1"},
		{math.Inf(1), "t (s)", "0 0.2 0.4 0.6 0.8 1"},
	} {
		a := timeAxis("t", 0, c.span, 9)
		if a.label != c.name || labels(a.ticks) != c.want {
			t.Errorf("span %v: %s: %s\nwant %s: %s", c.span, a.label, labels(a.ticks), c.name, c.want)
		}
	}
}

func TestLength(t *testing.T) {
	for seconds, want := range map[float64]string{0.06: "60 ms", 1: "1 s", 60: "60 s", 120: "2 min", 15360: "4.27 h", 172800: "2 d"} {
		if got := length(seconds); got != want {
			t.Errorf("%v s is %s, want %s", seconds, got, want)
		}
	}
}

func TestShareAxis(t *testing.T) {
	for _, c := range []struct {
		largest float64
		full    bool
		want    string
	}{
		{0.5, true, "0% 20% 40% 60% 80% 100%"},
		{0.5, false, "0% 10% 20% 30% 40% 50%"},
		{2. / 3, false, "0% 20% 40% 60% 80%"},
		{0.95, false, "0% 20% 40% 60% 80% 100%"},
		{1.3, true, "0% 50% 100% 150%"},
		{0.00031, false, "0% 0.01% 0.02% 0.03% 0.04%"},
		{0, false, "0% 20% 40% 60% 80% 100%"},
		{math.NaN(), false, "0% 20% 40% 60% 80% 100%"},
	} {
		if got := labels(shareAxis("", c.largest, c.full).ticks); got != c.want {
			t.Errorf("up to %v: %s, want %s", c.largest, got, c.want)
		}
	}
}

func TestWaitAxis(t *testing.T) {
	for _, c := range []struct {
		least, largest float64
		zeros          bool
		name, want     string
	}{
		{1, 50, false, "waiting time (s)", "0 10 20 30 40 50"},
		{0.05, 7200, true, "waiting time (log scale)", "0 100 ms 1 s 10 s 1 min 10 min 1 h"},
		{1e-9, 1, false, "waiting time (log scale)", "0.001 µs 0.1 µs 10 µs 1 ms 100 ms"},
		{1, 1e9, false, "waiting time (log scale)", "1 s 1 min 1 h 1 d 100 d 10000 d"},
		{0, 0, true, "waiting time (s)", "0 0.2 0.4 0.6 0.8 1"},
	} {
		a := waitAxis(c.least, c.largest, c.zeros)
		if a.label != c.name || labels(a.ticks) != c.want {
			t.Errorf("%v to %v: %s: %s\nwant %s: %s", c.least, c.largest, a.label, labels(a.ticks), c.name, c.want)
		}
	}
}

func TestWaitAxisOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		least := rapid.Float64Range(1e-9, 1e3).Draw(t, "least")
		largest := least * rapid.Float64Range(1, 1e9).Draw(t, "times")
		a := waitAxis(least, largest, true)
		u, v := rapid.Float64Range(0, largest).Draw(t, "u"), rapid.Float64Range(0, largest).Draw(t, "v")
		if u > v {
			u, v = v, u
		}
		if !(a.lo <= a.pos(u) && a.pos(u) <= a.pos(v) && a.pos(v) <= a.hi) {
			t.Fatalf("%v at %v, %v at %v on [%v, %v]", u, a.pos(u), v, a.pos(v), a.lo, a.hi)
		}
		for i, tick := range a.ticks {
			if !(tick.Value >= a.lo && tick.Value <= a.hi+1e-9) || i > 0 && tick.Value <= a.ticks[i-1].Value {
				t.Fatalf("ticks %v on [%v, %v]", a.ticks, a.lo, a.hi)
			}
		}
		if len(a.ticks) > 11 {
			t.Fatalf("%d ticks", len(a.ticks))
		}
	})
}
