package reports

import "slices"

const (
	digitBits = 11
	digits    = 6 // 66 bits: all that a non-negative int64 has
	buckets   = 1 << digitBits
	fewValues = 1024 // below this a comparison sort is faster than six histograms
)

// sortInts sorts non-negative integers, digit by digit from the lowest; tmp must
// be at least as long. Digits that all values share cost nothing, and values
// that are in order already are only read.
func sortInts(a, tmp []int64) {
	if len(a) < fewValues {
		slices.Sort(a)
		return
	}
	if slices.IsSorted(a) {
		return
	}
	var count [digits][buckets]uint32
	for _, x := range a {
		for d := range digits {
			count[d][uint64(x)>>(d*digitBits)%buckets]++
		}
	}
	from, to := a, tmp[:len(a)]
	for d := range digits {
		shift := d * digitBits
		c := &count[d]
		if c[uint64(a[0])>>shift%buckets] == uint32(len(a)) {
			continue
		}
		sum := uint32(0)
		for i, n := range c {
			c[i] = sum
			sum += n
		}
		for _, x := range from {
			b := uint64(x) >> shift % buckets
			to[c[b]] = x
			c[b]++
		}
		from, to = to, from
	}
	if &from[0] != &a[0] {
		copy(a, from)
	}
}
