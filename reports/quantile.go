package reports

import (
	"math/big"
	"sort"

	"github.com/HdrHistogram/hdrhistogram-go"

	"fairlead/reports/schema"
)

const (
	smallPopulation = 4096 // sorted afresh rather than searched through its parts
	manyParts       = 256  // likewise
	cdfPoints       = 200
)

// population is one or several sets of samples taken together: of a tenant, of
// the tenants of a role, of all tenants.
type population []*samples

// counts are the values to rank (censored ones with the value they had
// reached), and the largest.
func (p population) counts() (n, open, largest int64, sum wide) {
	for _, s := range p {
		n += s.n
		open += s.open
		largest = max(largest, s.max)
		sum.addWide(s.sum)
	}
	return n, open, largest, sum
}

// desk is where populations are sorted; its buffer serves one after the other.
type desk struct {
	buf []int64
}

func (d *desk) space(n int64) []int64 {
	if int64(len(d.buf)) < n {
		d.buf = nil
		d.buf = make([]int64, n)
	}
	return d.buf
}

// stats describes a population of integers of which perUnit make one unit.
// unknown members are counted as censored and have no value at all.
func (d *desk) stats(p population, perUnit, unknown int64) schema.Stats {
	n, open, largest, sum := p.counts()
	m := n + open
	out := schema.Stats{Count: m + unknown, Censored: open + unknown}
	if m == 0 {
		return out
	}
	den := big.NewInt(m)
	mean := sum.over(den.Mul(den, big.NewInt(perUnit)))
	out.Mean = &mean
	unit := func(v int64) *float64 {
		x := float64(v) / float64(perUnit)
		return &x
	}
	q := d.quantiles(p, m, largest, nearestRank(m, 50), nearestRank(m, 95), nearestRank(m, 99))
	out.P50, out.P95 = unit(q[0]), unit(q[1])
	if out.Censored*100 <= out.Count {
		out.P99, out.Max = unit(q[2]), unit(largest)
	}
	return out
}

// nearestRank is the rank, from 1, of a percentile among n values.
func nearestRank(n, percent int64) int64 {
	whole, part := n/100, n%100
	return max(whole*percent+(part*percent+99)/100, 1)
}

// quantiles are the values at the given ranks.
func (d *desk) quantiles(p population, m, largest int64, ranks ...int64) []int64 {
	var at func(rank int64) int64
	switch {
	case m > exactSamples:
		h := barred(d.histogram(p))
		at = func(rank int64) int64 { v, _ := h(rank); return v }
	case m <= smallPopulation || len(p) > manyParts:
		at = indexed(d.flat(p, m))
	default:
		at = d.bisected(p, largest)
	}
	out := make([]int64, len(ranks))
	for i, r := range ranks {
		out[i] = min(at(r), largest)
	}
	return out
}

// histogram counts a population too large to be kept.
func (d *desk) histogram(p population) *hdrhistogram.Histogram {
	h := newHist()
	for _, s := range p {
		if s.hist != nil {
			h.Merge(s.hist)
		}
		for _, c := range s.chunks() {
			recordAll(h, c)
		}
		for _, w := range s.still {
			record(h, w.value, w.n)
		}
	}
	return h
}

// barred ranks by the upper ends of histogram buckets, and says how many values
// lie up to there.
func barred(h *hdrhistogram.Histogram) func(rank int64) (value, upTo int64) {
	bars := h.Distribution()
	return func(rank int64) (value, upTo int64) {
		for _, b := range bars {
			if upTo += b.Count; upTo >= rank {
				return b.To, upTo
			}
		}
		return bars[len(bars)-1].To, upTo
	}
}

// flat is the whole population in order.
func (d *desk) flat(p population, m int64) []int64 {
	buf := d.space(2 * m)
	all := buf[:0]
	for _, s := range p {
		for _, c := range s.chunks() {
			all = append(all, c...)
		}
		for _, w := range s.still {
			for range w.n {
				all = append(all, w.value)
			}
		}
	}
	sortInts(all, buf[len(all):])
	return all
}

func indexed(sorted []int64) func(int64) int64 {
	return func(rank int64) int64 { return sorted[rank-1] }
}

// bisected ranks by counting, in every part, how many values are at most v: no
// part is merged with another.
func (d *desk) bisected(p population, largest int64) func(int64) int64 {
	d.order(p)
	return func(rank int64) int64 {
		lo, hi := int64(0), largest
		for lo < hi {
			v := lo + (hi-lo)/2
			n := int64(0)
			for _, s := range p {
				n += s.atMost(v) + s.openAtMost(v)
			}
			if n >= rank {
				hi = v
			} else {
				lo = v + 1
			}
		}
		return lo
	}
}

func (d *desk) order(p population) {
	for _, s := range p {
		if s.hist == nil {
			s.order(d.space(2 * s.n))
		}
	}
}

// atMost counts the kept values up to v; they must be in order.
func (s *samples) atMost(v int64) (n int64) {
	for _, c := range s.full {
		if c[len(c)-1] <= v {
			n += int64(len(c))
			continue
		}
		i := sort.Search(len(c), func(i int) bool { return c[i] > v })
		return n + int64(i)
	}
	return n
}

// openAtMost counts the censored values up to v; they must be in order.
func (s *samples) openAtMost(v int64) int64 {
	i := sort.Search(len(s.still), func(i int) bool { return s.still[i].value > v })
	if i == 0 {
		return 0
	}
	return s.still[i-1].upTo
}

// cdf is the curve of one tenant's waiting times, nil without samples.
func (d *desk) cdf(tenant string, s *samples) *schema.CDF {
	if s.n == 0 {
		return nil
	}
	out := &schema.CDF{Tenant: tenant}
	total := float64(s.n + s.open)
	point := func(value, n int64) {
		x, y := float64(min(value, s.max))/1e9, float64(n)/total
		if k := len(out.Seconds); k > 0 && out.Seconds[k-1] == x {
			out.Fraction[k-1] = y
			return
		}
		out.Seconds, out.Fraction = append(out.Seconds, x), append(out.Fraction, y)
	}
	if s.hist != nil {
		at := barred(s.hist)
		for i := range int64(cdfPoints) {
			point(at(cdfRank(i, s.n)))
		}
		return out
	}
	d.order(population{s})
	i, before := int64(0), int64(0)
	for _, c := range s.full {
		for ; i < cdfPoints && cdfRank(i, s.n) <= before+int64(len(c)); i++ {
			v := c[cdfRank(i, s.n)-1-before]
			point(v, s.atMost(v))
		}
		before += int64(len(c))
	}
	return out
}

// cdfRank spreads cdfPoints ranks from 1 to n.
func cdfRank(i, n int64) int64 {
	const gaps = cdfPoints - 1
	return max((n*i+gaps-1)/gaps, 1)
}
