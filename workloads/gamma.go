package workloads

import "fairlead/sim/pf"

// maxVariation is the largest coefficient of variation of a gamma: beyond it
// nearly all values are 0 and the quantile loses its digits.
const maxVariation = 100

// gamma is the gamma distribution by its mean and its coefficient of variation
// cv = sd/mean: gamma(mean, cv). The shape is 1/cv²; cv 1 is the exponential.
type gamma struct {
	unit     Unit
	mean, cv float64
	shape    float64
	standard pf.Gamma // of scale 1, and so of mean shape
}

func newGamma(u Unit, args []float64) (Dist, string) {
	mean, cv := args[0], args[1]
	if cv > maxVariation {
		return nil, "cv is above 100"
	}
	shape := 1 / cv / cv
	return gamma{u, mean, cv, shape, pf.NewGamma(shape)}, ""
}

func (d gamma) Quantile(u float64) float64 {
	return float64(d.mean * (d.standard.Quantile(u) / d.shape))
}

func (d gamma) Mean() float64  { return d.mean }
func (d gamma) String() string { return call("gamma", d.unit.text(d.mean), Number.text(d.cv)) }
