package policies

import (
	"math"
	"math/bits"

	"fairlead/sim/claim"
	"fairlead/sim/resource"
)

// number is an unsigned number of 128 bits.
type number struct{ hi, lo uint64 }

// overWeight is the key (n/den) / w. It is exact if n·w.Den fits 128 bits and
// den·w.Num fits 64, after common factors are taken out; if not, both sides
// lose low bits until they fit, and the key is right to 2^-61 of itself or of the
// whole cluster. Weights are decimals with a few digits, so that is for extremes.
func overWeight(n number, den uint64, w resource.Frac) claim.Key {
	if w == resource.One {
		return claim.Key{Hi: n.hi, Lo: n.lo, Den: den}
	}
	dh, dl := bits.Mul64(den, w.Num)
	top, mid, low := mul192(n, w.Den)
	if top == 0 && dh == 0 {
		return claim.Key{Hi: mid, Lo: low, Den: dl}
	}
	return squeezed(n, den, w)
}

// squeezed is overWeight for numbers that do not fit as they are.
func squeezed(n number, den uint64, w resource.Frac) claim.Key {
	w = resource.Reduced(w.Num, w.Den)
	g := gcd(w.Den, den)
	den, w.Den = den/g, w.Den/g
	g = gcd(rem(n, w.Num), w.Num)
	n, w.Num = div(n, g), w.Num/g
	g = gcd(rem(n, den), den)
	n, den = div(n, g), den/g
	dh, dl := bits.Mul64(den, w.Num)
	top, mid, low := mul192(n, w.Den)
	for dh != 0 {
		dh, dl = dh>>1, dl>>1|dh<<63
		top, mid, low = top>>1, mid>>1|top<<63, low>>1|mid<<63
	}
	if top != 0 { // more than 2^64 times the cluster
		mid, low, dl = math.MaxUint64, math.MaxUint64, 1
	}
	return claim.Key{Hi: mid, Lo: low, Den: dl}
}

func mul192(n number, m uint64) (top, mid, low uint64) {
	h, low := bits.Mul64(n.lo, m)
	top, l := bits.Mul64(n.hi, m)
	mid, c := bits.Add64(l, h, 0)
	return top + c, mid, low
}

// rem is n modulo m, and 0 for m = 0.
func rem(n number, m uint64) uint64 {
	if m == 0 {
		return 0
	}
	_, r := bits.Div64(n.hi%m, n.lo, m)
	return r
}

func div(n number, m uint64) number {
	if m <= 1 {
		return n
	}
	lo, _ := bits.Div64(n.hi%m, n.lo, m)
	return number{n.hi / m, lo}
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// dominant is the greatest share of a cluster total that is held, as a fraction
// n/den.
func dominant(held []int64, v *claim.View) (n number, den uint64) {
	if v.Common == 0 {
		return dominantOfAny(held, v.Total)
	}
	over, best := uint64(0), uint64(0)
	scale := v.Scale[:len(held)]
	for i, h := range held {
		hi, lo := bits.Mul64(uint64(max(h, 0)), scale[i])
		over |= hi
		best = max(best, lo)
	}
	if over != 0 { // somebody holds many times the total
		return dominantOver(held, v)
	}
	return number{0, best}, v.Common
}

func dominantOver(held []int64, v *claim.View) (n number, den uint64) {
	for i, h := range held {
		hi, lo := bits.Mul64(uint64(max(h, 0)), v.Scale[i])
		if hi > n.hi || hi == n.hi && lo > n.lo {
			n = number{hi, lo}
		}
	}
	return n, v.Common
}

// dominantOfAny is dominant for totals without a common multiple.
func dominantOfAny(held, total []int64) (n number, den uint64) {
	best := resource.Frac{Num: 0, Den: 1}
	for i, h := range held {
		if h <= 0 || total[i] <= 0 {
			continue
		}
		if f := (resource.Frac{Num: uint64(h), Den: uint64(total[i])}); best.Cmp(f) < 0 {
			best = f
		}
	}
	return number{0, best.Num}, best.Den
}
