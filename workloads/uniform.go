package workloads

// uniform has all values from a to b alike: uniform(a, b).
type uniform struct {
	unit Unit
	a, b float64
}

func newUniform(u Unit, args []float64) (Dist, string) {
	if args[1] < args[0] {
		return nil, "b is below a"
	}
	return uniform{u, args[0], args[1]}, ""
}

func (d uniform) Quantile(u float64) float64 { return d.a + float64(u*(d.b-d.a)) }
func (d uniform) Mean() float64              { return float64(0.5 * (d.a + d.b)) }
func (d uniform) String() string             { return call("uniform", d.unit.text(d.a), d.unit.text(d.b)) }
