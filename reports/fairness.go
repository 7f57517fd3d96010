package reports

import (
	"fairlead/reports/schema"
	"fairlead/sim"
)

// fairness looks at every bin that lies in the window of statistics.
func (c *Collector) fairness(end sim.Time) schema.Fairness {
	return schema.Fairness{
		Jain:       c.overBins(jain),
		Starvation: schema.Max{Max: c.starvation(end).Seconds()},
	}
}

// overBins evaluates a measure in each bin over the tenants for which something
// waited all through it, x being dominant share / weight. Bins with fewer than
// two such tenants say nothing about fairness.
func (c *Collector) overBins(measure func(x []float64) (float64, bool)) *schema.Range {
	b := &c.bins
	var out schema.Range
	n, sum := 0, 0.0
	var x []float64
	for k := range b.n {
		if sim.Time(k)*b.width < c.meta.Warmup {
			continue
		}
		x = x[:0]
		for i := range b.kept {
			if b.busy[i][k] {
				x = append(x, b.share[i][k]/c.meta.Tenants[i].Weight)
			}
		}
		if len(x) < 2 {
			continue
		}
		m, ok := measure(x)
		if !ok {
			continue
		}
		if n == 0 {
			out.Min, out.Max = m, m
		}
		out.Min, out.Max = min(out.Min, m), max(out.Max, m)
		sum += m
		n++
	}
	if n == 0 {
		return nil
	}
	out.Mean = sum / float64(n)
	return &out
}

// jain is Jain's index, (Σx)² / (n·Σx²): 1 where all are equal, 1/n where one has
// everything. Jain, Chiu, Hawe: A Quantitative Measure of Fairness and
// Discrimination, DEC-TR-301, 1984. Nothing is said where nobody has anything.
func jain(x []float64) (float64, bool) {
	sum, squares := 0.0, 0.0
	for _, v := range x {
		sum += v
		squares += float64(v * v)
	}
	if squares == 0 {
		return 0, false
	}
	return float64(sum*sum) / float64(float64(len(x))*squares), true
}

// starvation is the longest time that a tenant wanted something and had nothing.
func (c *Collector) starvation(end sim.Time) sim.Time {
	longest := sim.Time(0)
	for i := range c.tenants {
		t := &c.tenants[i]
		longest = max(longest, t.longest)
		if t.starving {
			longest = max(longest, end-max(t.starved, c.meta.Warmup))
		}
	}
	return longest
}
