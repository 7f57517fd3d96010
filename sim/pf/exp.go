package pf

import "math"

// ln 2 in two parts: the first has 21 zero bits at its end, so that its product
// with an exponent is exact, the second is what is missing.
const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
	log2E = 1.44269504088896338700e+00
)

// Coefficients of the even function R(r) = r (e^r + 1)/(e^r - 1) ≈ 2 + p1 r² +
// p2 r⁴ + …, the minimax fit on |r| <= ln2/2 of FreeBSD's msun, e_exp.c
// (Sun Microsystems 1993, K. C. Ng); error below 2^-59.
const (
	expP1 = 1.66666666666666657415e-01
	expP2 = -2.77777777770155933842e-03
	expP3 = 6.61375632143793436117e-05
	expP4 = -1.65339022054652515390e-06
	expP5 = 4.13813679705723846039e-08
)

// The arguments beyond which e^x is infinite or nothing.
const (
	expOverflow  = 7.09782712893383973096e+02
	expUnderflow = -7.45133219101941108420e+02
)

// Exp is e^x.
func Exp(x float64) float64 {
	switch {
	case x != x || x > expOverflow:
		return float64(x * math.Inf(1))
	case x < expUnderflow:
		return 0
	}
	// x = k ln2 + r with |r| <= ln2/2, r in two parts.
	k := math.Floor(float64(x*log2E) + 0.5)
	hi := x - float64(k*ln2Hi)
	lo := float64(k * ln2Lo)
	r := hi - lo
	// e^r = 1 + 2r/(R - r), arranged so that the rounding errors stay small.
	t := float64(r * r)
	p := expP4 + float64(t*expP5)
	p = expP3 + float64(t*p)
	p = expP2 + float64(t*p)
	p = expP1 + float64(t*p)
	c := r - float64(t*p)
	y := 1 + (hi - (lo - float64(r*c)/(2-c)))
	return scale(y, int(k))
}

// scale is y × 2^k for y near 1, with one rounding at most.
func scale(y float64, k int) float64 {
	if k < -1021 || k > 1022 {
		return math.Ldexp(y, k)
	}
	return float64(y * math.Float64frombits(uint64(k+1023)<<52))
}
