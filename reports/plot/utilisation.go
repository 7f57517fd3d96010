package plot

import (
	"fairlead/reports"
	"fairlead/reports/schema"
	"gonum.org/v1/plot/vg"
)

// utilisation shows how much of each resource launched tasks held, and as a
// lighter band on top of it what outstanding offers held idle.
func utilisation(res *reports.Results) *chart {
	c := overTime(res)
	c.title = "Utilisation"
	t := res.Timeline
	most, offers, varies := 0.0, false, false
	if t != nil {
		for r := range t.Resources {
			s := timeSeries(t, t.Resources[r], row(t.Allocated, r))
			s.style = seriesStyle(r)
			if offered := row(t.Offered, r); anyOver(offered, 0) {
				s.band, offers = offered, true
			}
			c.series = append(c.series, s)
			for i, v := range s.y {
				if i < len(s.band) {
					v += s.band[i]
				}
				most = larger(most, v)
			}
			varies = varies || anyUnder(row(t.Capacity, r), 1)
		}
	}
	dodge(c.series)
	label := "share of the cluster"
	if varies {
		c.series = append(c.series, capacities(t)...)
		label = "share of the cluster at its largest"
	}
	if offers {
		c.note += " · lighter band: held by offers"
	}
	c.y = shareAxis(label, most, true)
	return c
}

// capacities are thin lines of what was there, of the resources of which the
// amount changed.
func capacities(t *schema.Timeline) []series {
	var all []series
	for r := range t.Resources {
		y := row(t.Capacity, r)
		if !anyUnder(y, 1) {
			continue
		}
		s := timeSeries(t, t.Resources[r]+" registered", y)
		s.style = seriesStyle(r)
		s.style.Width, s.style.Dashes = 1, []vg.Length{1, 2}
		all = append(all, s)
	}
	return all
}

// overTime is a chart over the simulated time of a run, still without data.
func overTime(res *reports.Results) *chart {
	c := &chart{note: subject(res, true), shade: res.Meta.Warmup.Seconds()}
	lo, hi := 0.0, 0.0
	if t := res.Timeline; t != nil {
		lo, hi = t.Start, t.End
		switch {
		case t.Bins == 1:
			c.note += " · mean over the whole run"
		case t.Bins > 1:
			c.note += " · means over " + length(t.Bin)
		}
	}
	c.x = timeAxis("simulated time", lo, hi, 9)
	return c
}

// timeSeries are the values of the bins as a line.
func timeSeries(t *schema.Timeline, name string, y []float64) series {
	s := series{name: name, y: y, until: t.End}
	for i := range y {
		from, _ := t.Interval(i)
		s.x = append(s.x, from)
	}
	return s
}

// row is row i, or nothing where the table is shorter.
func row(table [][]float64, i int) []float64 {
	if i >= 0 && i < len(table) {
		return table[i]
	}
	return nil
}

func anyOver(all []float64, bound float64) bool {
	for _, v := range all {
		if v > bound {
			return true
		}
	}
	return false
}

func anyUnder(all []float64, bound float64) bool {
	for _, v := range all {
		if v < bound {
			return true
		}
	}
	return false
}

// larger is the larger of most and v, of v only if it is a number.
func larger(most, v float64) float64 {
	if finite(v) && v > most {
		return v
	}
	return most
}
