package reports

import (
	"io"
	"strings"
)

var timelineTable = Table{
	File:  "timeline.csv",
	About: "one row for each bin of the run, in order; every value is the time-average over its bin",
	Columns: []Column{
		{"from_seconds", "s", "start of the bin"},
		{"to_seconds", "s", "end of the bin"},
		{"allocated.RESOURCE", "0..1", "amount held by launched tasks / largest total that the cluster had"},
		{"offered.RESOURCE", "0..1", "amount held idle by outstanding offers / largest total"},
		{"capacity.RESOURCE", "0..1", "amount on registered nodes / largest total"},
		{"dominant_share.TENANT", "0..1", "dominant share, not divided by weight"},
		{"waiting.TENANT", "tasks", "tasks not launched yet"},
		{"running.TENANT", "tasks", "tasks running"},
	},
}

// WriteTimelineCSV writes timeline.csv.
func WriteTimelineCSV(w io.Writer, r *Results) error {
	t := r.Timeline
	c := newCSV(w)
	groups := [][][]float64{t.Allocated, t.Offered, t.Capacity, t.Share, t.Waiting, t.Running}
	for i, col := range timelineTable.Columns {
		switch {
		case i < 2:
			c.text(col.Name)
		case i < 5:
			c.each(col.Name, "RESOURCE", t.Resources)
		default:
			c.each(col.Name, "TENANT", t.Tenants)
		}
	}
	c.end()
	for bin := range t.Bins {
		from, to := t.Interval(bin)
		c.float(from)
		c.float(to)
		for _, rows := range groups {
			for _, row := range rows {
				c.float(row[bin])
			}
		}
		c.end()
	}
	return c.close()
}

// each writes one cell for each name.
func (c *csv) each(pattern, word string, names []string) {
	for _, n := range names {
		c.text(strings.Replace(pattern, word, n, 1))
	}
}
