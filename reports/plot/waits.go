package plot

import (
	"cmp"
	"slices"
	"strconv"

	"fairlead/reports"
	"fairlead/reports/schema"
)

// waits shows which fraction of the tasks had started after how long, for each
// tenant and for all tasks together.
func waits(res *reports.Results, c cast) *chart {
	ch := &chart{title: "Waiting time of tasks, from submission to first start", note: subject(res, false)}
	all := curves(res)
	if len(all) > 1 {
		total := mixture("all tasks", all)
		total.style = totalStyle
		ch.series = append(ch.series, total)
	}
	drawn := map[string]bool{}
	for _, i := range c.shown {
		name := res.Timeline.Tenants[i]
		k := slices.IndexFunc(all, func(w weighted) bool { return w.Tenant == name })
		if k < 0 {
			continue
		}
		drawn[name] = true
		s := mixture(name, all[k:k+1])
		s.style = c.style[name]
		ch.series = append(ch.series, s)
	}
	rest := slices.DeleteFunc(slices.Clone(all), func(w weighted) bool { return drawn[w.Tenant] })
	if len(rest) > 0 {
		s := mixture(strconv.Itoa(len(rest))+" others together", rest)
		s.style = othersStyle
		ch.series = append(ch.series, s)
	}
	ch.onWaitAxis()
	return ch
}

// onWaitAxis fits both axes of a chart of waiting times to its series.
func (c *chart) onWaitAxis() {
	least, largest, zeros, unfinished := 0.0, 0.0, false, false
	for _, s := range c.series {
		for _, v := range s.x {
			switch {
			case v < 1e-9: // less than a tick of the clock
				zeros = true
			case finite(v):
				if least == 0 || v < least {
					least = v
				}
				largest = max(largest, v)
			}
		}
		if n := len(s.y); n > 0 && s.y[n-1] < 1-1e-6 {
			unfinished = true
		}
	}
	if unfinished {
		c.note += " · below 100%: some had not started by the end"
	}
	c.x = waitAxis(least, largest, zeros)
	for i := range c.series {
		if largest == 0 { // nobody waited: a line along the top
			c.series[i].until = c.x.hi
		}
	}
	c.y = shareAxis("tasks that waited no longer", 1, true)
}

// weighted is the curve of a tenant and how many tasks it stands for.
type weighted struct {
	schema.CDF
	tasks float64
}

// curves are the waiting times that have points.
func curves(res *reports.Results) []weighted {
	tasks := map[string]int64{}
	if res.Summary != nil {
		for i := range res.Summary.Tenants {
			tasks[res.Summary.Tenants[i].Name] = res.Summary.Tenants[i].WaitSeconds.Count
		}
	}
	var all []weighted
	for _, w := range res.Waits {
		if n := min(len(w.Seconds), len(w.Fraction)); n > 0 {
			w.Seconds, w.Fraction = w.Seconds[:n], w.Fraction[:n]
			all = append(all, weighted{w, float64(max(tasks[w.Tenant], 1))})
		}
	}
	return all
}

// mixture is the distribution over the tasks of several tenants.
func mixture(name string, of []weighted) series {
	type rise struct{ at, by float64 }
	var rises []rise
	total := 0.0
	for _, w := range of {
		total += w.tasks
	}
	for _, w := range of {
		before := 0.0
		for i, f := range w.Fraction {
			if finite(f) && finite(w.Seconds[i]) {
				rises = append(rises, rise{max(w.Seconds[i], 0), float64((f - before) * (w.tasks / total))})
				before = f
			}
		}
	}
	slices.SortStableFunc(rises, func(a, b rise) int { return cmp.Compare(a.at, b.at) })

	s := series{name: name}
	sum := 0.0
	for i, r := range rises {
		if i == 0 { // the line comes up from the axis
			s.x, s.y = append(s.x, r.at), append(s.y, 0)
		}
		sum = min(sum+r.by, 1)
		if k := len(s.x) - 1; i > 0 && s.x[k] == r.at {
			s.y[k] = sum
			continue
		}
		s.x, s.y = append(s.x, r.at), append(s.y, sum)
	}
	return s
}
