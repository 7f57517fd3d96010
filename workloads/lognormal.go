package workloads

import "fairlead/sim/pf"

// logNormal is a value whose logarithm is normal with standard deviation sigma:
// lognormal(median, sigma).
type logNormal struct {
	unit          Unit
	median, sigma float64
}

func newLogNormal(u Unit, args []float64) (Dist, string) {
	return logNormal{u, args[0], args[1]}, ""
}

func (d logNormal) Quantile(u float64) float64 {
	return float64(d.median * pf.Exp(float64(d.sigma*pf.NormQuantile(u))))
}

func (d logNormal) Mean() float64 {
	return float64(d.median * pf.Exp(float64(float64(0.5*d.sigma)*d.sigma)))
}

func (d logNormal) String() string {
	return call("lognormal", d.unit.text(d.median), Number.text(d.sigma))
}
