package html

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"fairlead/reports"
	"fairlead/reports/plot"
	"fairlead/reports/schema"
)

// report is what the template shows of one run. Everything is text already.
type report struct {
	Title, About string
	Facts        []fact
	Tiles        []tile
	Warnings     []string
	Expect       []expectation
	Figures      []figure
	Tables       []table
	Repeat       string
	Scenario     string
}

// fact is a name and a value.
type fact struct {
	Name, Value string
	Code        bool
}

// tile is a key figure.
type tile struct{ Name, Value, Note string }

type expectation struct {
	OK        bool
	Assertion string
	Got       string
}

// table is a table of text; the first column holds names.
type table struct {
	Title string
	Note  string
	Heads []cell
	Rows  [][]cell
}

// cell is one value of a table; Text is not a number and stands to the left.
type cell struct {
	Value string
	Text  bool
}

// words and figs make cells.
func words(values ...string) []cell { return cells(true, values) }
func figs(values ...string) []cell  { return cells(false, values) }

func cells(text bool, values []string) []cell {
	var all []cell
	for _, v := range values {
		all = append(all, cell{v, text})
	}
	return all
}

// newReport prepares a run for the template.
func newReport(res *reports.Results, pics []plot.Picture) report {
	s := res.Summary
	if s == nil {
		s = &schema.Summary{}
	}
	r := report{
		Title:    name(res.Meta.Scenario),
		About:    reports.Visible(res.Meta.About),
		Facts:    facts(s),
		Tiles:    tiles(s),
		Figures:  figures(pics),
		Repeat:   reports.Visible(res.Meta.Repeat),
		Scenario: visibleText(res.Meta.Source),
	}
	for _, w := range s.Warnings {
		r.Warnings = append(r.Warnings, reports.Visible(w))
	}
	for _, e := range s.Expect {
		r.Expect = append(r.Expect, expectation{e.OK, reports.Visible(e.Assertion), got(e.Got)})
	}
	for _, t := range []table{tenantTable("Tenants", s.Tenants), roleTable(s), faultTable(s.Faults), reasonTable(s), sourceTable(s.Sources)} {
		if len(t.Rows) > 0 {
			r.Tables = append(r.Tables, t)
		}
	}
	return r
}

// facts say which run this is.
func facts(s *schema.Summary) []fact {
	cluster := count(s.Cluster.Nodes) + " nodes"
	for _, r := range slices.Sorted(maps.Keys(s.Cluster.Total)) {
		cluster += ", " + reports.Visible(r) + " " + amount(r, s.Cluster.Total[r])
	}
	return []fact{
		{Name: "Policy", Value: reports.Visible(s.Policy)},
		{Name: "Plane", Value: reports.Visible(s.Plane)},
		{Name: "Seed", Value: strconv.FormatUint(s.Seed, 10)},
		{Name: "Simulated", Value: duration(s.SimulatedSeconds) + ", ended by " + reports.Visible(s.EndedBy)},
		{Name: "Cluster", Value: cluster},
		{Name: "Records", Value: count(s.Records)},
		{Name: "Fingerprint", Value: reports.Visible(s.Fingerprint), Code: true},
	}
}

// tiles are the figures that a reader looks for first.
func tiles(s *schema.Summary) []tile {
	var all []tile
	for _, r := range slices.Sorted(maps.Keys(s.Cluster.Utilization)) {
		t := tile{Name: reports.Visible(r) + " in use", Value: percent(s.Cluster.Utilization[r])}
		if o := s.Cluster.Offered[r]; o > 0 {
			t.Note = "and " + percent(o) + " held by offers"
		}
		all = append(all, t)
	}
	all = append(all,
		tile{"tasks finished", count(s.Tasks.Finished), "of " + count(s.Tasks.Submitted) + lost(s.Tasks)},
		tile{"mean wait", maybe(s.WaitSeconds.Mean, duration), "from submission to first start"},
		tile{"99 % waited at most", maybe(s.WaitSeconds.P99, duration), censored(s.WaitSeconds)},
	)
	if j := s.Fairness.Jain; j != nil {
		all = append(all, tile{"fairness (Jain)", number(j.Mean), "at worst " + number(j.Min) + "; of " + bins(j.Bins)})
	}
	return all
}

// bins says how much of the run a measure of fairness speaks for.
func bins(n int64) string {
	if n == 1 {
		return "1 bin of the timeline"
	}
	return count(n) + " bins of the timeline"
}

// lost counts the tasks that will never finish.
func lost(t schema.Tasks) string {
	if n := t.Failed + t.Killed + t.Impossible; n > 0 {
		return "; " + count(n) + " failed, killed or impossible"
	}
	return ""
}

func censored(w schema.Stats) string {
	if w.Censored > 0 {
		return count(w.Censored) + " had not started by the end"
	}
	return "of " + count(w.Count) + " tasks"
}

// mostRows bounds the tables of a page; the CSV files have every row.
const mostRows = 200

// column is one column of a table of tenants; it is left out where no tenant
// has anything to say in it.
type column struct {
	head string
	text bool
	of   func(*schema.Tenant) string
	says func(*schema.Tenant) bool // nil: always
}

var tenantColumns = []column{
	{"Name", true, func(n *schema.Tenant) string { return name(n.Name) }, nil},
	{"Role", true, func(n *schema.Tenant) string { return name(n.Role) }, func(n *schema.Tenant) bool { return n.Role != n.Name }},
	{"Weight", false, func(n *schema.Tenant) string { return number(n.Weight) }, func(n *schema.Tenant) bool { return n.Weight != 1 }},
	{"Dominant resource", true, dominant, nil},
	{"Dominant share, mean", false, func(n *schema.Tenant) string { return maybe(n.DominantShare.Mean, percent) }, nil},
	{"at the end", false, func(n *schema.Tenant) string { return percent(n.DominantShare.Final) }, nil},
	{"Tasks", false, func(n *schema.Tenant) string { return count(n.Tasks.Submitted) }, nil},
	{"finished", false, func(n *schema.Tenant) string { return count(n.Tasks.Finished) }, nil},
	{"Wait, mean", false, func(n *schema.Tenant) string { return maybe(n.WaitSeconds.Mean, duration) }, nil},
	{"p50", false, func(n *schema.Tenant) string { return maybe(n.WaitSeconds.P50, duration) }, nil},
	{"p99", false, func(n *schema.Tenant) string { return maybe(n.WaitSeconds.P99, duration) }, nil},
	{"Offers", false, func(n *schema.Tenant) string { return count(n.Offers.Sent) }, offered},
	{"accepted", false, func(n *schema.Tenant) string { return count(n.Offers.Accepted) }, offered},
	{"declined", false, func(n *schema.Tenant) string { return count(n.Offers.Declined) }, offered},
}

func offered(n *schema.Tenant) bool { return n.Offers.Sent > 0 }

func dominant(n *schema.Tenant) string {
	if n.DominantResource == nil {
		return none
	}
	return reports.Visible(*n.DominantResource)
}

func tenantTable(title string, all []schema.Tenant) table {
	t := table{Title: title}
	shown := make([]*schema.Tenant, len(all))
	for i := range all {
		shown[i] = &all[i]
	}
	if len(shown) > mostRows {
		slices.SortStableFunc(shown, func(a, b *schema.Tenant) int {
			return cmp.Compare(zeroIfNil(b.DominantShare.Mean), zeroIfNil(a.DominantShare.Mean))
		})
		shown = shown[:mostRows]
		t.Note = "The " + strconv.Itoa(mostRows) + " with the largest mean share, of " + count(int64(len(all))) + "; summary.json has all."
	}
	t.Rows = make([][]cell, len(shown))
	for _, c := range tenantColumns {
		if c.says != nil && !slices.ContainsFunc(shown, c.says) {
			continue
		}
		t.Heads = append(t.Heads, cell{c.head, c.text})
		for i, n := range shown {
			t.Rows[i] = append(t.Rows[i], cell{c.of(n), c.text})
		}
	}
	return t
}

func zeroIfNil(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

// roleTable is left out where each tenant is a role of its own.
func roleTable(s *schema.Summary) table {
	for _, n := range s.Tenants {
		if n.Role != n.Name {
			return tenantTable("Roles", s.Roles)
		}
	}
	return table{}
}

func faultTable(all []schema.Fault) table {
	t := table{Title: "Faults", Heads: figs("Kind", "At", "Hit", "Recovered after")}
	for _, f := range all {
		t.Rows = append(t.Rows, figs(reports.Visible(f.Kind), duration(f.At), count(f.Hit), maybe(f.Recovered, duration)))
	}
	return t
}

func reasonTable(s *schema.Summary) table {
	t := table{Title: "What tasks waited for", Heads: figs("Reason", "Task-time waited")}
	for _, reason := range slices.Sorted(maps.Keys(s.WaitReasons)) {
		t.Rows = append(t.Rows, figs(reports.Visible(reason), duration(s.WaitReasons[reason])))
	}
	return t
}

// sourceTable tells how the rows of traces fared, and why.
func sourceTable(all []schema.Source) table {
	t := table{Title: "Traces", Heads: append(figs("File", "Rows", "kept", "repaired", "skipped"), words("Format", "Reasons")...)}
	for _, s := range all {
		reasons := ""
		for _, r := range slices.Sorted(maps.Keys(s.Reasons)) {
			if reasons != "" {
				reasons += "; "
			}
			reasons += count(s.Reasons[r]) + " × " + reports.Visible(r)
		}
		t.Rows = append(t.Rows, append(
			figs(reports.Visible(s.File), count(s.Rows), count(s.Kept), count(s.Repaired), count(s.Skipped)),
			words(reports.Visible(s.Format), reasons)...))
	}
	return t
}
