package plot

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot/vg/draw"

	"fairlead/reports"
)

// most is the number of lines up to which every tenant gets its own; of more,
// the biggest get one each and the rest one together.
const most = 12

// cast says which tenants a reader meets one by one, in which order and style:
// the same in every picture of a run.
type cast struct {
	shown  []int // rows of the timeline, the largest mean share first
	others []int
	style  map[string]draw.LineStyle // by name; others are not in it
}

// newCast chooses by mean dominant share over the run.
func newCast(res *reports.Results) cast {
	c := cast{style: map[string]draw.LineStyle{}}
	t := res.Timeline
	if t == nil {
		return c
	}
	means := make([]float64, len(t.Tenants))
	for i := range t.Tenants {
		c.shown = append(c.shown, i)
		means[i] = mean(row(t.Share, i))
	}
	slices.SortStableFunc(c.shown, func(a, b int) int { return cmp.Compare(means[b], means[a]) })
	if len(c.shown) > most {
		c.shown, c.others = c.shown[:most-1], c.shown[most-1:]
	}
	for k, i := range c.shown {
		c.style[t.Tenants[i]] = seriesStyle(k)
	}
	return c
}

// mean is the mean of those values that are numbers.
func mean(all []float64) float64 {
	sum, n := 0.0, 0
	for _, v := range all {
		if finite(v) {
			sum, n = sum+v, n+1
		}
	}
	return sum / float64(max(n, 1))
}
