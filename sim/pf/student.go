package pf

import "math"

// StudentTQuantile is the value that Student's t with nu > 0 degrees of freedom
// stays below with probability p in (0, 1), to about 11 digits.
func StudentTQuantile(p, nu float64) float64 {
	switch {
	case p == 0.5:
		return 0
	case p < 0.5:
		return -upperT(p, nu)
	}
	return upperT(1-p, nu)
}

// upperT is the t that is exceeded with probability q < ½: Newton's method on
// log tail against log t, which is concave, so that from the first step on it
// comes down on the root from above.
func upperT(q, nu float64) float64 {
	z := -NormQuantile(q)
	if nu >= 1e7 { // the normal and Fisher's first correction
		return z + float64(z*(float64(z*z)+1))/float64(4*nu)
	}
	s := newStudent(nu)
	t := z
	for range 200 {
		tail, slope := s.tail(t)
		by := float64(Log(tail/q)*tail) / float64(slope*t)
		t = float64(t * Exp(max(-50, min(50, by))))
		if math.Abs(by) <= 1e-9 {
			break
		}
	}
	return t
}

// student is Student's distribution, made ready for many points.
type student struct {
	nu   float64
	norm float64 // log of Γ((ν+1)/2) / (√π Γ(ν/2))
}

// halves are the coefficients of log Γ(a+½) - log Γ(a) - ½ log a as a series in
// 1/a, 1/a³, …: the difference of two of Stirling's, without its large parts.
var halves = []float64{-1.0 / 8, 1.0 / 192, -1.0 / 640, 17.0 / 14336, -31.0 / 18432, 691.0 / 180224}

func newStudent(nu float64) student {
	const logSqrtPi = 0.57236494292470008707
	a := float64(0.5 * nu)
	if a < 10 {
		return student{nu, LogGamma(a+0.5) - LogGamma(a) - logSqrtPi}
	}
	return student{nu, float64(0.5*Log(a)) + horner(halves, 1/float64(a*a))/a - logSqrtPi}
}

// tail gives the probability of more than t > 0 and the density at t (Abramowitz
// and Stegun 26.7.1 and 26.5.27: half of the incomplete beta function
// I_x(ν/2, ½) at x = ν/(ν+t²)).
func (s student) tail(t float64) (tail, density float64) {
	a := float64(0.5 * s.nu)
	t2 := float64(t * t)
	x, y := s.nu/(s.nu+t2), t2/(s.nu+t2)
	power := Exp(s.norm - float64(a*Log1p(t2/s.nu))) // x^a over the beta function
	density = float64(power * math.Sqrt(x/s.nu))
	if x < (a+1)/(a+2.5) {
		part := float64(float64(power*math.Sqrt(y))*betaFraction(a, 0.5, x)) / a
		return float64(0.5 * part), density
	}
	part := float64(float64(power*math.Sqrt(y))*betaFraction(0.5, a, y)) / 0.5
	return float64(0.5 * (1 - part)), density
}

// betaFraction is the continued fraction of the incomplete beta function
// (Abramowitz and Stegun 26.5.8) by Lentz' method.
func betaFraction(a, b, x float64) float64 {
	c, d := 1.0, 1/nonzero(1-float64((a+b)*x)/(a+1))
	h := d
	for m := 1.0; m < 1e5; m++ {
		even := a + float64(2*m)
		num := float64(float64(m*(b-m))*x) / float64((even-1)*even)
		d = 1 / nonzero(1+float64(num*d))
		c = nonzero(1 + num/c)
		h = float64(h * float64(c*d))
		num = -float64(float64((a+m)*(a+b+m))*x) / float64(even*(even+1))
		d = 1 / nonzero(1+float64(num*d))
		c = nonzero(1 + num/c)
		by := float64(c * d)
		h = float64(h * by)
		if math.Abs(by-1) < 0x1p-52 {
			break
		}
	}
	return h
}
