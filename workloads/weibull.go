package workloads

import "fairlead/sim/pf"

// weibull is the time to failure of what ages (shape above 1) or settles (below
// 1): P(X > x) = exp(-(x/scale)^shape), weibull(scale, shape).
type weibull struct {
	unit         Unit
	scale, shape float64
}

func newWeibull(u Unit, args []float64) (Dist, string) {
	return weibull{u, args[0], args[1]}, ""
}

func (d weibull) Quantile(u float64) float64 {
	return float64(d.scale * pf.Pow(-pf.Log(1-u), 1/d.shape))
}

func (d weibull) Mean() float64 {
	return float64(d.scale * pf.Exp(pf.LogGamma(1+1/d.shape)))
}

func (d weibull) String() string { return call("weibull", d.unit.text(d.scale), Number.text(d.shape)) }
