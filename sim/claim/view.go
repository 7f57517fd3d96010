package claim

import (
	"math"
	"math/bits"
)

// Prepare fills Scale and Common from Total, reusing their memory. Whoever
// builds a View calls it whenever a total changed; a policy may rely on either
// Common being 0 or Scale[i]*Total[i] == Common wherever Total[i] is above zero.
func (v *View) Prepare() {
	v.Common = commonMultiple(v.Total)
	v.Scale = v.Scale[:0]
	for _, t := range v.Total {
		if t > 0 {
			v.Scale = append(v.Scale, v.Common/uint64(t))
		} else {
			v.Scale = append(v.Scale, 0)
		}
	}
}

// commonMultiple is the least common multiple of the totals above zero, or 0 if
// there is none below 2^63.
func commonMultiple(totals []int64) uint64 {
	m := uint64(1)
	for _, t := range totals {
		if t <= 0 {
			continue
		}
		hi, lo := bits.Mul64(m/gcd(m, uint64(t)), uint64(t))
		if hi != 0 || lo > math.MaxInt64 {
			return 0
		}
		m = lo
	}
	return m
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
