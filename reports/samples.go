package reports

import (
	"cmp"
	"math"
	"slices"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// exactSamples is the largest population of which every value is kept; a larger
// one is counted in a histogram that keeps three digits.
const exactSamples = 1_000_000

const (
	firstChunk = 32
	lastChunk  = 8192
)

// samples are the values of one population, none negative. They lie in chunks
// that grow to 64 KiB and are never copied, so that a population of n takes no
// more than 8n bytes and a bit.
type samples struct {
	n      int64 // values, without censored ones
	sum    wide
	max    int64
	cur    []int64   // the chunk being filled
	full   [][]int64 // the chunks before it
	hist   *hdrhistogram.Histogram
	still  []stretch // censored values
	open   int64     // how many
	sorted bool      // chunks, one after the other, are in ascending order
}

// stretch is a value that occurs n times; upTo counts it and all before it, once
// they are in order.
type stretch struct {
	value, n, upTo int64
}

// add takes one value.
func (s *samples) add(v int64) {
	s.n++
	s.sum.add(v)
	if v > s.max {
		s.max = v
	}
	if len(s.cur) == cap(s.cur) {
		s.grow()
	}
	if s.hist != nil {
		record(s.hist, v, 1)
		return
	}
	s.cur = append(s.cur, v)
}

// grow makes room for one more value: in a new chunk, or in a histogram if there
// are too many.
func (s *samples) grow() {
	switch {
	case s.hist != nil:
		return
	case s.n > exactSamples:
		s.hist = newHist()
		for _, c := range s.chunks() {
			recordAll(s.hist, c)
		}
		s.full, s.cur = nil, nil
		return
	case s.cur != nil:
		s.full = append(s.full, s.cur)
	}
	size := min(max(2*cap(s.cur), firstChunk), lastChunk)
	s.cur = make([]int64, 0, min(size, exactSamples-int(s.n-1)))
}

// censor takes a value that had not come to its end, n times.
func (s *samples) censor(v, n int64) {
	s.still = append(s.still, stretch{value: v, n: n})
	s.open += n
	s.sum.addMul(v, n)
	if v > s.max {
		s.max = v
	}
}

// chunks are all values that are kept, in the order in which they came.
func (s *samples) chunks() [][]int64 {
	if len(s.cur) == 0 {
		return s.full
	}
	return append(s.full[:len(s.full):len(s.full)], s.cur)
}

// order sorts the values over the chunks, after which none may be added; buf
// holds at least twice as many.
func (s *samples) order(buf []int64) {
	if s.sorted {
		return
	}
	s.sorted = true
	s.full, s.cur = s.chunks(), nil
	flat := buf[:0]
	for _, c := range s.full {
		flat = append(flat, c...)
	}
	sortInts(flat, buf[len(flat):])
	for _, c := range s.full {
		flat = flat[copy(c, flat):]
	}
	slices.SortFunc(s.still, func(a, b stretch) int { return cmp.Compare(a.value, b.value) })
	upTo := int64(0)
	for i := range s.still {
		upTo += s.still[i].n
		s.still[i].upTo = upTo
	}
}

// newHist counts any time; its buckets are fixed, so that the result does not
// depend on the order of values.
func newHist() *hdrhistogram.Histogram {
	return hdrhistogram.New(1, math.MaxInt64, 3)
}

// record never fails: every value from 0 on has a bucket.
func record(h *hdrhistogram.Histogram, v, n int64) {
	_ = h.RecordValues(v, n)
}

func recordAll(h *hdrhistogram.Histogram, vs []int64) {
	for _, v := range vs {
		record(h, v, 1)
	}
}
