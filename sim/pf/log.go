package pf

import "math"

// Coefficients of log((1+s)/(1-s)) = 2s + s (l1 s² + l2 s⁴ + …), the minimax fit
// on |s| <= 0.1716 of FreeBSD's msun, e_log.c (Sun Microsystems 1993, K. C. Ng);
// error below 2^-58.45.
const (
	logL1 = 6.666666666666735130e-01
	logL2 = 3.999999999940941908e-01
	logL3 = 2.857142874366239149e-01
	logL4 = 2.222219843214978396e-01
	logL5 = 1.818357216161805012e-01
	logL6 = 1.531383769920937332e-01
	logL7 = 1.479819860511658591e-01
)

// Log is the natural logarithm of x.
func Log(x float64) float64 {
	switch {
	case x != x || x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case x > math.MaxFloat64:
		return x
	}
	// x = 2^k (1+f) with 1+f in [√½, √2).
	m, e := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, e = m+m, e-1
	}
	f, k := m-1, float64(e)
	// log(1+f) = f - (f²/2 - s (f²/2 + R)), s = f/(2+f).
	s := f / (2 + f)
	s2 := float64(s * s)
	s4 := float64(s2 * s2)
	odd := logL5 + float64(s4*logL7)
	odd = logL3 + float64(s4*odd)
	odd = float64(s2 * (logL1 + float64(s4*odd)))
	even := logL4 + float64(s4*logL6)
	even = float64(s4 * (logL2 + float64(s4*even)))
	half := float64(float64(0.5*f) * f)
	tail := float64(s*(half+(odd+even))) + float64(k*ln2Lo)
	return float64(k*ln2Hi) - ((half - tail) - f)
}

// Log1p is log(1+x), exact to a few units in the last place for small x too:
// what rounding 1+x lost is given back in first order.
func Log1p(x float64) float64 {
	if x <= -1 || x > math.MaxFloat64 {
		return Log(1 + x)
	}
	u := 1 + x
	return Log(u) + (x-(u-1))/u
}

// Pow is x^y for x >= 0, through the logarithm: the relative error grows with
// |y log x|, by two units in the last place or so each.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case y == 1:
		return x
	}
	return Exp(float64(y * Log(x)))
}
