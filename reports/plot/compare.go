package plot

import (
	"slices"
	"strconv"

	"fairlead/reports"
)

// Compare draws runs of one scenario over each other: the utilisation of each
// resource and the waiting times of all tasks. A label names each run.
func Compare(results []*reports.Results, labels []string) []Picture {
	var pics []Picture
	for i, r := range resourcesOf(results) {
		pics = append(pics, compareUtilisation(results, labels, r).picture("compare-utilisation-"+strconv.Itoa(i+1)))
	}
	return append(pics, compareWaits(results, labels).picture("compare-waiting-time"))
}

// resourcesOf are the resources that any of the runs has, in order of appearance.
func resourcesOf(results []*reports.Results) []string {
	var all []string
	for _, res := range results {
		if res.Timeline == nil {
			continue
		}
		for _, r := range res.Timeline.Resources {
			if !slices.Contains(all, r) {
				all = append(all, r)
			}
		}
	}
	return all
}

// labelOf names run i.
func labelOf(labels []string, i int) string {
	if i < len(labels) {
		return labels[i]
	}
	return "run " + strconv.Itoa(i+1)
}

// compareUtilisation shows how much of one resource launched tasks held in each
// run.
func compareUtilisation(results []*reports.Results, labels []string, resource string) *chart {
	c := &chart{title: "Utilisation of " + resource, note: about(results)}
	end, top := 0.0, 0.0
	for i, res := range results {
		t := res.Timeline
		if t == nil {
			continue
		}
		end = larger(end, t.End)
		s := timeSeries(t, labelOf(labels, i), row(t.Allocated, slices.Index(t.Resources, resource)))
		s.style = seriesStyle(i)
		c.series = append(c.series, s)
		for _, v := range s.y {
			top = larger(top, v)
		}
	}
	dodge(c.series)
	c.x = timeAxis("simulated time", 0, end, 9)
	c.y = shareAxis("share of the cluster", top, true)
	return c
}

// compareWaits shows the waiting times of all tasks of each run.
func compareWaits(results []*reports.Results, labels []string) *chart {
	c := &chart{title: "Waiting time of all tasks, from submission to first start", note: about(results)}
	for i, res := range results {
		if all := curves(res); len(all) > 0 {
			s := mixture(labelOf(labels, i), all)
			s.style = seriesStyle(i)
			c.series = append(c.series, s)
		}
	}
	dodge(c.series)
	c.onWaitAxis()
	return c
}

// about says what the runs have in common.
func about(results []*reports.Results) string {
	if len(results) == 0 {
		return ""
	}
	m := results[0].Meta
	note := m.Scenario
	if !slices.ContainsFunc(results, func(r *reports.Results) bool { return r.Meta.Seed != m.Seed }) {
		note += " · seed " + strconv.FormatUint(m.Seed, 10)
	}
	return note
}
