package resource

import "math/bits"

// Frac is an exact non-negative fraction. The zero Frac is 0/0 and stands for
// "not set"; use One for a weight that nobody gave.
type Frac struct {
	Num, Den uint64
}

// One is the fraction 1/1.
var One = Frac{1, 1}

// Reduced returns num/den in lowest terms.
func Reduced(num, den uint64) Frac {
	a, b := num, den
	for b != 0 {
		a, b = b, a%b
	}
	if a == 0 {
		return Frac{num, den}
	}
	return Frac{num / a, den / a}
}

// Cmp compares two fractions with non-zero denominators exactly: -1, 0 or +1.
func (f Frac) Cmp(g Frac) int {
	ah, al := bits.Mul64(f.Num, g.Den)
	bh, bl := bits.Mul64(g.Num, f.Den)
	switch {
	case ah != bh && ah < bh, ah == bh && al < bl:
		return -1
	case ah == bh && al == bl:
		return 0
	}
	return 1
}

// Float is the nearest float of the fraction, for reports.
func (f Frac) Float() float64 {
	if f.Den == 0 {
		return 0
	}
	return float64(f.Num) / float64(f.Den)
}
