package plot

import (
	"math"
	"strconv"

	gplot "gonum.org/v1/plot"

	"fairlead/sim/pf"
)

// axis places values along one side of a chart: it maps a value to a position
// and says which positions get a label.
type axis struct {
	label  string
	lo, hi float64 // positions at the ends
	ticks  []gplot.Tick
	at     func(float64) float64 // position of a value; nil = the value itself
}

// pos is the position of a value, inside the ends.
func (a axis) pos(v float64) float64 {
	if a.at != nil {
		v = a.at(v)
	}
	return math.Min(math.Max(v, a.lo), a.hi)
}

// Ticks makes a set of ticks gonum's Ticker.
func (a axis) Ticks(_, _ float64) []gplot.Tick { return a.ticks }

// unit is a unit of time and the span from which on it is used.
type unit struct {
	name    string
	seconds float64
	from    float64
}

var units = [...]unit{
	{"d", 86400, 2 * 86400},
	{"h", 3600, 2 * 3600},
	{"min", 60, 120},
	{"s", 1, 0.5},
	{"ms", 1e-3, 0.5e-3},
	{"µs", 1e-6, 0},
}

// roundSteps are the distances between ticks that read well in s, min, h and d;
// below and above them steps are 1, 2 or 5 times a power of ten of the unit.
var roundSteps = [...]float64{
	1, 2, 5, 10, 15, 30,
	60, 120, 300, 600, 900, 1800,
	3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600,
	86400, 2 * 86400, 5 * 86400,
}

// timeAxis is a linear axis of seconds in [lo, hi], labelled in the unit that
// suits the span.
func timeAxis(label string, lo, hi float64, most int) axis {
	if !(hi > lo) || !finite(lo) || !finite(hi) {
		lo, hi = 0, 1
	}
	u := unitOf(hi - lo)
	step := timeStep((hi-lo)/float64(most), u.seconds)
	a := axis{label: label + " (" + u.name + ")", lo: lo, hi: hi}
	a.ticks = linearTicks(lo, hi, step, func(v float64) string { return short(v / u.seconds) })
	return a
}

func unitOf(span float64) unit {
	for _, u := range units {
		if span >= u.from {
			return u
		}
	}
	return units[len(units)-1]
}

// length writes a time in three digits.
func length(seconds float64) string {
	u := unitOf(seconds)
	v, _ := strconv.ParseFloat(strconv.FormatFloat(seconds/u.seconds, 'g', 3, 64), 64)
	return short(v) + " " + u.name
}

// timeStep is the smallest round step that is at least atLeast.
func timeStep(atLeast, unit float64) float64 {
	if atLeast > 1 || unit > 1 {
		for _, s := range roundSteps {
			if s >= atLeast {
				return s
			}
		}
	}
	return roundStep(atLeast/unit) * unit
}

// roundStep is the smallest of 1, 2 and 5 times a power of ten that is not
// below v.
func roundStep(v float64) float64 {
	if !(v > 0) || math.IsInf(v, 0) {
		return 1
	}
	e := int(math.Floor(math.Log10(v)))
	for ; ; e++ {
		p := power10(e)
		for _, m := range [...]float64{1, 2, 5} {
			if m*p >= v*(1-1e-9) {
				return m * p
			}
		}
	}
}

// power10 is the double nearest to 10**e.
func power10(e int) float64 {
	v, _ := strconv.ParseFloat("1e"+strconv.Itoa(e), 64)
	return v
}

// linearTicks are the multiples of step in [lo, hi].
func linearTicks(lo, hi, step float64, label func(float64) string) []gplot.Tick {
	var ticks []gplot.Tick
	slack := step * 1e-6
	for k := math.Ceil((lo - slack) / step); len(ticks) < 100; k++ {
		v := k * step
		if v > hi+slack {
			break
		}
		ticks = append(ticks, gplot.Tick{Value: math.Min(math.Max(v, lo), hi), Label: label(v)})
	}
	return ticks
}

// short writes a number in at most six digits, without the noise of binary
// fractions.
func short(v float64) string {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	if err != nil || r == 0 { // no "-0"
		return "0"
	}
	s := strconv.FormatFloat(r, 'f', -1, 64)
	if len(s) > 9 {
		s = strconv.FormatFloat(r, 'g', 4, 64)
	}
	return s
}

// percent writes a share.
func percent(v float64) string { return short(v*100) + "%" }

// shareAxis is an axis of shares from 0 up to a round value not below max; full
// shows all up to 100 % even if no value comes near.
func shareAxis(label string, largest float64, full bool) axis {
	if !(largest > 0) || !finite(largest) || full && largest < 1 {
		largest = 1
	}
	step := roundStep(largest / 5)
	top := math.Ceil(largest/step-1e-9) * step
	if largest <= 1 {
		top = math.Min(top, 1)
	}
	a := axis{label: label, lo: 0, hi: top}
	a.ticks = linearTicks(0, top, step, percent)
	return a
}

// zeroGap is the distance on a logarithmic axis, in decades, between the place
// of 0, which has no logarithm, and the smallest positive value.
const zeroGap = 0.4

// waitAxis is the axis of waiting times: logarithmic when the positive ones
// span two decades, linear otherwise. Zeros keep a place of their own at the
// left end of a logarithmic axis.
func waitAxis(least, largest float64, zeros bool) axis {
	const label = "waiting time"
	if !(least > 0) || !(largest/least >= 100) || !finite(largest) {
		return timeAxis(label, 0, largest*1.02, 8)
	}
	a := axis{label: label + " (log scale)"}
	shift := 0.0
	if zeros {
		shift = zeroGap
		a.ticks = append(a.ticks, gplot.Tick{Value: 0, Label: "0"})
	}
	first := log10(least)
	a.at = func(v float64) float64 {
		if !(v > 0) {
			return 0
		}
		return shift + log10(v) - first
	}
	a.hi = a.at(largest)
	for _, t := range decades(least, largest) {
		t.Value = a.at(t.Value)
		a.ticks = append(a.ticks, t)
	}
	return a
}

// decades are the ticks of a logarithmic axis of seconds: powers of ten below a
// minute, then 1 and 10 of a minute, an hour, a day and on; thinned out where
// there are too many.
func decades(least, largest float64) []gplot.Tick {
	var all []gplot.Tick
	add := func(seconds, per float64, name string) {
		if seconds >= least*(1-1e-9) && seconds <= largest*(1+1e-9) {
			all = append(all, gplot.Tick{Value: seconds, Label: short(seconds/per) + " " + name})
		}
	}
	for e := -9; e <= 1; e++ {
		p := power10(e)
		u := unitOf(p)
		add(p, u.seconds, u.name)
	}
	add(60, 60, "min")
	add(600, 60, "min")
	add(3600, 3600, "h")
	add(36000, 3600, "h")
	for d := 1.0; d <= 1e6; d *= 10 {
		add(d*86400, 86400, "d")
	}
	const most = 9
	every := (len(all) + most) / most
	kept := all[:0]
	for i := 0; i < len(all); i += every {
		kept = append(kept, all[i])
	}
	return kept
}

// log10 is the same on every processor, and the place on paper with it.
func log10(v float64) float64 { return pf.Log(v) / math.Ln10 }
