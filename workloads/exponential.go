package workloads

import "fairlead/sim/pf"

// exponential has no memory: exp(mean).
type exponential struct {
	unit Unit
	mean float64
}

func newExponential(u Unit, args []float64) (Dist, string) {
	return exponential{u, args[0]}, ""
}

func (d exponential) Quantile(u float64) float64 { return float64(-d.mean * pf.Log(1-u)) }
func (d exponential) Mean() float64              { return d.mean }
func (d exponential) String() string             { return call("exp", d.unit.text(d.mean)) }
