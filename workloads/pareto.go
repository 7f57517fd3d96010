package workloads

import (
	"math"

	"fairlead/sim/pf"
)

// pareto has a power-law tail, P(X > x) = (min/x)^alpha from min on: pareto(min,
// alpha). With alpha up to 1 it has no mean.
type pareto struct {
	unit       Unit
	min, alpha float64
}

func newPareto(u Unit, args []float64) (Dist, string) {
	return pareto{u, args[0], args[1]}, ""
}

func (d pareto) Quantile(u float64) float64 {
	return float64(d.min * pf.Pow(1-u, -1/d.alpha))
}

func (d pareto) Mean() float64 {
	if d.alpha <= 1 {
		return math.Inf(1)
	}
	return float64(d.min * (d.alpha / (d.alpha - 1)))
}

func (d pareto) String() string { return call("pareto", d.unit.text(d.min), Number.text(d.alpha)) }
