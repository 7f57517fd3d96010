package plot

import (
	"strconv"

	"fairlead/reports"
	"fairlead/reports/schema"
)

// shares shows the dominant share of every tenant over time.
func shares(res *reports.Results, c cast) *chart {
	ch := overTime(res)
	ch.title = "Dominant share by tenant"
	if t := res.Timeline; t != nil {
		for _, i := range c.shown {
			s := timeSeries(t, t.Tenants[i], row(t.Share, i))
			s.style = c.style[t.Tenants[i]]
			ch.series = append(ch.series, s)
		}
		if len(c.others) > 0 {
			ch.series = append(ch.series, othersSum(t, c.others))
		}
		if res.Summary != nil && len(res.Summary.Tenants) > len(t.Tenants) {
			ch.note += " · only the first " + strconv.Itoa(len(t.Tenants)) + " tenants"
		}
	}
	dodge(ch.series)
	top := 0.0
	for i := range ch.series {
		for _, v := range ch.series[i].y {
			top = larger(top, v)
		}
	}
	ch.y = shareAxis("dominant share", top, false)
	return ch
}

// othersSum is the sum over the tenants that have no line of their own.
func othersSum(t *schema.Timeline, others []int) series {
	var sum []float64
	for _, i := range others {
		for k, v := range row(t.Share, i) {
			if k == len(sum) {
				sum = append(sum, 0)
			}
			sum[k] += larger(0, v)
		}
	}
	s := timeSeries(t, strconv.Itoa(len(others))+" others together", sum)
	s.style = othersStyle
	return s
}
