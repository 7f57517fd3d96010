package reports

import (
	"math/big"
	"math/bits"
)

// wide is an unsigned integer of 128 bits: amounts in thousandths times
// nanoseconds, summed over a run, do not fit in 64.
type wide struct {
	hi, lo uint64
}

// addMul adds a·b; neither is negative.
func (w *wide) addMul(a, b int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	var c uint64
	w.lo, c = bits.Add64(w.lo, lo, 0)
	w.hi, _ = bits.Add64(w.hi, hi, c)
}

// add adds x, which is not negative.
func (w *wide) add(x int64) {
	var c uint64
	w.lo, c = bits.Add64(w.lo, uint64(x), 0)
	w.hi += c
}

func (w *wide) addWide(v wide) {
	var c uint64
	w.lo, c = bits.Add64(w.lo, v.lo, 0)
	w.hi, _ = bits.Add64(w.hi, v.hi, c)
}

func (w *wide) subWide(v wide) {
	var b uint64
	w.lo, b = bits.Sub64(w.lo, v.lo, 0)
	w.hi, _ = bits.Sub64(w.hi, v.hi, b)
}

func (w wide) zero() bool { return w.hi|w.lo == 0 }

// float is w rounded, twice at most; it is exact below 2^53.
func (w wide) float() float64 {
	return float64(float64(w.hi)*(1<<64)) + float64(w.lo)
}

func (w wide) big() *big.Int {
	x := new(big.Int).SetUint64(w.hi)
	return x.Or(x.Lsh(x, 64), new(big.Int).SetUint64(w.lo))
}

// over is w / den, rounded once; 0 where den is 0.
func (w wide) over(den *big.Int) float64 {
	if den.Sign() == 0 {
		return 0
	}
	f, _ := new(big.Rat).SetFrac(w.big(), den).Float64()
	return f
}

// overInt is w / den, rounded once; 0 where den is 0.
func (w wide) overInt(den int64) float64 {
	if w.hi == 0 && w.lo <= 1<<53 && den > 0 && den <= 1<<53 {
		return float64(w.lo) / float64(den)
	}
	return w.over(big.NewInt(den))
}
