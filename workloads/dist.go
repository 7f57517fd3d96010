package workloads

import (
	"strconv"
	"strings"

	"fairlead/sim"
	"fairlead/sim/pf"
	"fairlead/workloads/quantity"
)

// A Dist is a distribution of durations in seconds or of plain numbers. Its
// quantile is never NaN, but may be infinite (a Pareto tail) or negative (a
// normal one): who draws holds the value to what it is for. String is the text
// that ParseDist reads as the same distribution.
type Dist interface {
	sim.Sampler
	Mean() float64 // of the distribution as written; +Inf where it has none
	String() string
}

// A Unit is what the values of a distribution are.
type Unit uint8

// Seconds are durations and written with a unit of time; Number is a plain one.
const (
	Seconds Unit = iota
	Number
)

// parse reads one value: above or equal to 0, whatever the unit.
func (u Unit) parse(text string) (float64, error) {
	if u == Number {
		return quantity.Number(text)
	}
	t, err := quantity.Duration(text)
	return t.Seconds(), err
}

// text is v as parse reads it.
func (u Unit) text(v float64) string {
	if u == Number {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	// A long time is not a whole number of nanoseconds any more as a float of
	// seconds: of the instants around it, one reads as the same float.
	t := sim.Time(pf.Round(float64(v * 1e9)))
	for _, near := range [...]sim.Time{t, t - 1, t + 1} {
		if near.Seconds() == v {
			t = near
			break
		}
	}
	return quantity.FormatDuration(t)
}

// A param is one argument of a distribution.
type param struct {
	name  string
	shape bool // a plain number, whatever the unit of the values
	zero  bool // may be 0
}

// A family is a kind of distribution with plain arguments. Its build gives a
// mistake that no argument has alone, as text.
type family struct {
	name   string
	params []param
	build  func(u Unit, args []float64) (d Dist, mistake string)
}

// families are the distributions with plain arguments; choice and empirical are
// read apart.
var families = []family{
	{"exp", []param{{name: "mean"}}, newExponential},
	{"uniform", []param{{name: "a", zero: true}, {name: "b"}}, newUniform},
	{"normal", []param{{name: "mean", zero: true}, {name: "sd", zero: true}}, newNormal},
	{"lognormal", []param{{name: "median"}, {name: "sigma", shape: true, zero: true}}, newLogNormal},
	{"pareto", []param{{name: "min"}, {name: "alpha", shape: true}}, newPareto},
	{"weibull", []param{{name: "scale"}, {name: "shape", shape: true}}, newWeibull},
	{"gamma", []param{{name: "mean"}, {name: "cv", shape: true}}, newGamma},
}

// usage is how the family is written: "exp(mean)".
func (f *family) usage() string {
	names := make([]string, len(f.params))
	for i, p := range f.params {
		names[i] = p.name
	}
	return call(f.name, names...)
}

// call is a distribution as text.
func call(name string, args ...string) string {
	return name + "(" + strings.Join(args, ", ") + ")"
}
