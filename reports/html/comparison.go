package html

import (
	"slices"
	"strconv"

	"fairlead/reports"
	"fairlead/reports/plot"
	"fairlead/reports/schema"
)

// comparison is what the template shows of several runs.
type comparison struct {
	Title, About string
	Figures      []figure
	Differs      []reports.Difference
	Runs         []figure // one picture for each run, to lie side by side
	Tables       []table
	Repeats      []fact
}

// newComparison prepares runs for the template.
func newComparison(results []*reports.Results, labels []string) comparison {
	var c comparison
	if len(results) > 0 {
		c.Title, c.About = name(results[0].Meta.Scenario), reports.Visible(results[0].Meta.About)
	}
	heads := []string{""}
	var runs []*schema.Summary
	for i, res := range results {
		s := res.Summary
		if s == nil {
			s = &schema.Summary{}
		}
		label := "run " + strconv.Itoa(i+1)
		if i < len(labels) {
			label = name(labels[i])
		}
		runs, heads = append(runs, s), append(heads, label)
		pic := figures([]plot.Picture{plot.DominantShare(res)})[0]
		pic.Title = label
		c.Runs = append(c.Runs, pic)
		if res.Meta.Repeat != "" {
			c.Repeats = append(c.Repeats, fact{Name: label, Value: reports.Visible(res.Meta.Repeat)})
		}
	}
	c.Figures = figures(plot.Compare(results, labels))
	c.Differs = reports.Differences(results, heads[1:])
	c.Tables = append(c.Tables, measureTable(runs, heads))
	for _, m := range tenantMeasures {
		c.Tables = append(c.Tables, eachTenant(runs, heads, m))
	}
	return c
}

// measure is one row of a comparison.
type measure struct {
	name string
	of   func(*schema.Summary) string
}

// measures of whole runs, after the utilisation of each resource.
var measures = []measure{
	{"Tasks finished", func(s *schema.Summary) string { return count(s.Tasks.Finished) }},
	{"Tasks failed, killed, impossible", func(s *schema.Summary) string {
		return count(s.Tasks.Failed + s.Tasks.Killed + s.Tasks.Impossible)
	}},
	{"Tasks unfinished", func(s *schema.Summary) string { return count(s.Tasks.Unfinished) }},
	{"Wait, mean", func(s *schema.Summary) string { return maybe(s.WaitSeconds.Mean, duration) }},
	{"Wait, p50", func(s *schema.Summary) string { return maybe(s.WaitSeconds.P50, duration) }},
	{"Wait, p95", func(s *schema.Summary) string { return maybe(s.WaitSeconds.P95, duration) }},
	{"Wait, p99", func(s *schema.Summary) string { return maybe(s.WaitSeconds.P99, duration) }},
	{"Wait, longest", func(s *schema.Summary) string { return maybe(s.WaitSeconds.Max, duration) }},
	{"Job time, mean", func(s *schema.Summary) string { return maybe(s.JobSeconds.Mean, duration) }},
	{"Slowdown, mean", func(s *schema.Summary) string { return maybe(s.Slowdown.Mean, number) }},
	{"Fairness (Jain), mean", func(s *schema.Summary) string { return jain(s, func(r schema.Range) float64 { return r.Mean }) }},
	{"Fairness (Jain), worst", func(s *schema.Summary) string { return jain(s, func(r schema.Range) float64 { return r.Min }) }},
	{"Worst tenant below its entitlement, mean", deficit},
	{"Longest starvation", func(s *schema.Summary) string { return duration(s.Fairness.Starvation.Max) }},
	{"Simulated time", func(s *schema.Summary) string { return duration(s.SimulatedSeconds) }},
	{"Ended by", func(s *schema.Summary) string { return reports.Visible(s.EndedBy) }},
	{"Expectations that hold", func(s *schema.Summary) string { return held(s.Expect) }},
	{"Policy", func(s *schema.Summary) string { return reports.Visible(s.Policy) }},
	{"Plane", func(s *schema.Summary) string { return reports.Visible(s.Plane) }},
	{"Seed", func(s *schema.Summary) string { return strconv.FormatUint(s.Seed, 10) }},
	{"Records", func(s *schema.Summary) string { return count(s.Records) }},
}

func jain(s *schema.Summary, of func(schema.Range) float64) string {
	if s.Fairness.Jain == nil {
		return none
	}
	return number(of(*s.Fairness.Jain))
}

func deficit(s *schema.Summary) string {
	if s.Fairness.Deficit == nil {
		return none
	}
	return percent(s.Fairness.Deficit.Mean)
}

func held(all []schema.Expectation) string {
	n := 0
	for _, e := range all {
		if e.OK {
			n++
		}
	}
	return strconv.Itoa(n) + " of " + strconv.Itoa(len(all))
}

// measureTable has one row for each measure and one column for each run.
func measureTable(runs []*schema.Summary, heads []string) table {
	t := table{Title: "Side by side", Heads: figs(heads...)}
	for _, r := range resourceNames(runs) {
		t.Rows = append(t.Rows, rowOf(runs, reports.Visible(r)+" in use", func(s *schema.Summary) string {
			if v, ok := s.Cluster.Utilization[r]; ok {
				return percent(v)
			}
			return none
		}))
	}
	for _, m := range measures {
		t.Rows = append(t.Rows, rowOf(runs, m.name, m.of))
	}
	row := figs("Fingerprint")
	for i, s := range runs {
		value := short(reports.Visible(s.Fingerprint))
		if k := slices.IndexFunc(runs[:i], func(b *schema.Summary) bool { return b.Fingerprint == s.Fingerprint }); k >= 0 && s.Fingerprint != "" {
			value = "the same records as " + heads[k+1]
		}
		row = append(row, cell{Value: value})
	}
	t.Rows = append(t.Rows, row)
	return t
}

// short is as much of a fingerprint as tells runs apart, so that columns stay
// narrow.
func short(fingerprint string) string {
	const enough = 12
	if len(fingerprint) <= enough {
		return fingerprint
	}
	return fingerprint[:enough] + "…"
}

func resourceNames(runs []*schema.Summary) []string {
	var all []string
	for _, s := range runs {
		for r := range s.Cluster.Utilization {
			all = append(all, r)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func rowOf(runs []*schema.Summary, name string, of func(*schema.Summary) string) []cell {
	row := figs(name)
	for _, s := range runs {
		row = append(row, cell{Value: of(s)})
	}
	return row
}

// tenantMeasure is one table of a comparison: a row for each tenant.
type tenantMeasure struct {
	name string
	of   func(*schema.Tenant) string
}

var tenantMeasures = []tenantMeasure{
	{"Dominant share by tenant, mean", func(n *schema.Tenant) string { return maybe(n.DominantShare.Mean, percent) }},
	{"Wait by tenant, mean", func(n *schema.Tenant) string { return maybe(n.WaitSeconds.Mean, duration) }},
	{"Wait by tenant, p99", func(n *schema.Tenant) string { return maybe(n.WaitSeconds.P99, duration) }},
	{"Tasks finished by tenant", func(n *schema.Tenant) string { return count(n.Tasks.Finished) }},
}

// eachTenant has the tenants of the first run that has any as rows.
func eachTenant(runs []*schema.Summary, heads []string, m tenantMeasure) table {
	t := table{Title: m.name, Heads: figs(heads...)}
	var names []string
	byName := make([]map[string]*schema.Tenant, len(runs))
	for i, s := range runs {
		byName[i] = map[string]*schema.Tenant{}
		for k := range s.Tenants {
			n := &s.Tenants[k]
			byName[i][n.Name] = n
			if i == 0 || byName[0][n.Name] == nil && !slices.Contains(names, n.Name) {
				names = append(names, n.Name)
			}
		}
	}
	if len(names) > mostRows {
		t.Note = "The first " + strconv.Itoa(mostRows) + " of " + count(int64(len(names))) + " tenants."
		names = names[:mostRows]
	}
	for _, tenant := range names {
		row := figs(name(tenant))
		for i := range runs {
			value := none
			if n := byName[i][tenant]; n != nil {
				value = m.of(n)
			}
			row = append(row, cell{Value: value})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
