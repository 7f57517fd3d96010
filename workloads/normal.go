package workloads

import "fairlead/sim/pf"

// normal is the bell curve: normal(mean, sd). Its lower tail may be negative;
// who draws lifts it to the least value that makes sense, so that the mean of
// what is drawn lies above Mean where sd is large.
type normal struct {
	unit     Unit
	mean, sd float64
}

func newNormal(u Unit, args []float64) (Dist, string) {
	if args[0] == 0 && args[1] == 0 {
		return nil, "mean and sd are both 0"
	}
	return normal{u, args[0], args[1]}, ""
}

func (d normal) Quantile(u float64) float64 { return d.mean + float64(d.sd*pf.NormQuantile(u)) }
func (d normal) Mean() float64              { return d.mean }
func (d normal) String() string             { return call("normal", d.unit.text(d.mean), d.unit.text(d.sd)) }
