package reports

import (
	"fairlead/reports/schema"
	"fairlead/sim"
)

// fairness looks at every bin that lies in the window of statistics.
func (c *Collector) fairness(end sim.Time) schema.Fairness {
	return schema.Fairness{
		Jain:       c.overBins(jain),
		Deficit:    c.overBins(deficit),
		Starvation: schema.Max{Max: c.starvation(end).Seconds()},
	}
}

// claimant is a tenant for which something waited all through a bin, from its
// start on at the earliest.
type claimant struct {
	share    float64 // dominant
	weight   float64
	entitled float64 // its part of all weights
}

// overBins evaluates a measure in each bin in which it says something.
func (c *Collector) overBins(measure func([]claimant) (float64, bool)) *schema.Range {
	b := &c.bins
	var out schema.Range
	sum := 0.0
	var all []claimant
	weights := 0.0
	for _, t := range c.meta.Tenants {
		weights += t.Weight
	}
	for k := range b.n {
		from := sim.Time(k) * b.width
		if from < c.meta.Warmup {
			continue
		}
		all = all[:0]
		for i := range b.kept {
			if t := &c.meta.Tenants[i]; b.busy[i][k] && from >= t.Starts {
				all = append(all, claimant{b.share[i][k], t.Weight, t.Weight / weights})
			}
		}
		m, ok := measure(all)
		if !ok {
			continue
		}
		if out.Bins == 0 {
			out.Min, out.Max = m, m
		}
		out.Min, out.Max = min(out.Min, m), max(out.Max, m)
		sum += m
		out.Bins++
	}
	if out.Bins == 0 {
		return nil
	}
	out.Mean = sum / float64(out.Bins)
	return &out
}

// jain is Jain's index of x = share/weight, (Σx)² / (n·Σx²): 1 where all are
// equal, 1/n where one of at least two has everything. Jain, Chiu, Hawe: A Quantitative Measure of Fairness and
// Discrimination, DEC-TR-301, 1984. Nothing is said where nobody has anything.
func jain(all []claimant) (float64, bool) {
	sum, squares := 0.0, 0.0
	for _, t := range all {
		x := t.share / t.weight
		sum += x
		squares += float64(x * x)
	}
	if len(all) < 2 || squares == 0 {
		return 0, false
	}
	return float64(sum*sum) / float64(float64(len(all))*squares), true
}

// deficit is how far the share of the worst off is below what it is entitled to.
// Where nobody is below, everybody has reason to share: the property of Ghodsi et
// al., Dominant Resource Fairness, NSDI 2011, section 3.
func deficit(all []claimant) (float64, bool) {
	worst := 0.0
	for _, t := range all {
		worst = max(worst, t.entitled-t.share)
	}
	return worst, len(all) > 0
}

// starvation is the longest time that a tenant that had started wanted something
// and had nothing.
func (c *Collector) starvation(end sim.Time) sim.Time {
	longest := sim.Time(0)
	for i := range c.tenants {
		t := &c.tenants[i]
		longest = max(longest, t.longest)
		if t.starving {
			longest = max(longest, end-max(t.starved, t.from))
		}
	}
	return longest
}
