package pf

import "math"

// stirling are the coefficients of log Γ(x) - ((x-½) log x - x + ½ log 2π) as a
// series in 1/x, 1/x³, … (Abramowitz and Stegun 6.1.41).
var stirling = []float64{
	1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400,
}

const halfLog2Pi = 0.91893853320467274178

// stirlingTail is what Stirling's formula for log Γ(x) leaves out, x >= 10.
func stirlingTail(x float64) float64 {
	return horner(stirling, 1/float64(x*x)) / x
}

// LogGamma is log Γ(x) for x > 0, by Stirling's series above 10 and the
// recurrence Γ(x+1) = x Γ(x) below; its absolute error is below 1e-13 there.
func LogGamma(x float64) float64 {
	product := 1.0
	for x < 10 {
		product = float64(product * x)
		x++
	}
	return float64((x-0.5)*Log(x)) - x + halfLog2Pi + stirlingTail(x) - Log(product)
}

// Gamma is the gamma distribution of scale 1, made ready for many quantiles.
type Gamma struct {
	shape float64
	log   float64 // log Γ(shape+1); for shape >= 10 less its leading part
}

// manyShapes is the shape from which on the quantile has a closed series.
const manyShapes = 1e4

// NewGamma returns the distribution of that shape, above 0.
func NewGamma(shape float64) Gamma {
	if shape < 10 {
		return Gamma{shape, LogGamma(shape + 1)}
	}
	return Gamma{shape, halfLog2Pi + float64(0.5*Log(shape)) + stirlingTail(shape)}
}

// Quantile is the value that the variable stays below with probability u in
// (0, 1), to about 12 digits: the regularised incomplete gamma function is
// inverted by Newton's method on a logarithmic scale, inside a bracket.
func (g Gamma) Quantile(u float64) float64 {
	if g.shape >= manyShapes {
		return g.cornishFisher(NormQuantile(u))
	}
	x := g.guess(u)
	lo, hi := 0.0, math.Inf(1)
	for range 100 {
		if x < 1e-300 {
			return 0
		}
		next, below := g.step(x, u)
		if math.Abs(next-x) <= float64(1e-9*x) { // Newton doubles the digits: the next step changes nothing
			return next
		}
		if below {
			lo = x
		} else {
			hi = x
		}
		switch {
		case next > lo && next < hi:
		case hi > math.MaxFloat64:
			next = x + x
		default:
			next = float64(0.5 * (lo + hi))
		}
		x = next
	}
	return x
}

// step is one step of Newton's method at x, and whether the quantile lies above
// x. Below the median log P is nearly straight against log x, above it log Q
// against x, for any shape.
func (g Gamma) step(x, u float64) (next float64, below bool) {
	p, q, slope := g.tails(x)
	if u < 0.5 {
		by := float64(Log(p/u)*p) / slope
		return float64(x * Exp(-max(-2, min(2, by)))), p < u
	}
	v := 1 - u
	return x + float64(float64(Log(q/v)*q)*x)/slope, q > v
}

// tails gives P(shape, x), Q = 1-P and x dP/dx (Abramowitz and Stegun 6.5.29
// and 6.5.31), the smaller of P and Q being exact in its own digits.
func (g Gamma) tails(x float64) (p, q, slope float64) {
	a := g.shape
	lead := g.lead(x)
	slope = float64(lead * a)
	if x < a+1 {
		sum, term := 1.0, 1.0
		for n := a + 1; term > float64(sum*0x1p-54); n++ {
			term = float64(term * (x / n))
			sum += term
		}
		p = min(1, float64(lead*sum))
		return p, 1 - p, slope
	}
	q = min(1, float64(slope*gammaFraction(a, x)))
	return 1 - q, q, slope
}

// lead is x^a e^-x / Γ(a+1). For large shapes it is taken around its peak,
// where the plain formula subtracts large numbers from each other.
func (g Gamma) lead(x float64) float64 {
	a := g.shape
	if a < 10 {
		return Exp(float64(a*Log(x)) - x - g.log)
	}
	d := (x - a) / a
	return Exp(float64(a*(Log1p(d)-d)) - g.log)
}

// tiny stands in for a zero denominator in Lentz' evaluation of a continued
// fraction (Thompson and Barnett, J. Comput. Phys. 64, 1986).
const tiny = 1e-300

// gammaFraction is the continued fraction 1/(x+1-a- 1(1-a)/(x+3-a- …).
func gammaFraction(a, x float64) float64 {
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for i := 1.0; i < 1e5; i++ {
		an := float64(i * (a - i))
		b += 2
		d = 1 / nonzero(float64(an*d)+b)
		c = nonzero(b + an/c)
		by := float64(c * d)
		h = float64(h * by)
		if math.Abs(by-1) < 0x1p-52 {
			break
		}
	}
	return h
}

func nonzero(x float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}

// guess is where Newton's method begins: Wilson and Hilferty's cube of a normal
// variable (Proc. Nat. Acad. Sci. 17, 1931), or the leading power of x.
func (g Gamma) guess(u float64) float64 {
	a := g.shape
	if a >= 1 {
		w := 1 - 1/float64(9*a) + NormQuantile(u)/float64(3*math.Sqrt(a))
		if w > 0.1 {
			return float64(a * float64(w*float64(w*w)))
		}
	}
	x := Exp((Log(u) + LogGamma(a+1)) / a)
	if x > a+1 {
		return a + 1 - Log(1-u)
	}
	return x
}

// cornishFisher is the quantile for large shapes from that of the normal
// distribution: Goldberg and Levine, "Approximate formulas for the percentage
// points and normalization of t and χ²", Ann. Math. Stat. 17 (1946), formula
// for χ² with n = 2 shape degrees of freedom.
func (g Gamma) cornishFisher(z float64) float64 {
	n := float64(2 * g.shape)
	root := math.Sqrt(float64(2 * n))
	z2 := float64(z * z)
	c3 := float64(z*(z2-7)) / 9
	c4 := -horner([]float64{-32, 14, 6}, z2) / 405
	c5 := float64(z*horner([]float64{-433, 256, 9}, z2)) / 4860
	c6 := horner([]float64{1472, -923, -243, 12}, z2) / 25515
	// χ² = n + √(2n) z + ⅔(z²-1) + c3/√(2n) + c4/n + c5/(n √(2n)) + c6/n²
	x := n + float64(root*z) + float64(float64(2.0/3)*(z2-1))
	x += c3/root + c4/n + c5/float64(n*root) + c6/float64(n*n)
	return x / 2
}
