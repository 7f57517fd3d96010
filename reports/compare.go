package reports

import (
	"io"
	"maps"
	"slices"
	"strings"

	"fairlead/reports/schema"
)

// measure is one row of a comparison: what it is called, and its value in one
// run.
type measure struct {
	name string
	of   func(*schema.Summary) string
}

// manyTenants is the number of tenants from which on a reader cannot see what
// differs by looking at the table.
const manyTenants = 9

// WriteComparison writes runs side by side, one column each: first the cluster,
// then every tenant, and of many tenants what differs most.
func WriteComparison(w io.Writer, results []*Results, labels []string, o TableOptions) error {
	p := &printer{w: w, o: o}
	variants := make([]column, len(results))
	for i := range results {
		variants[i] = column{head: o.name(labels[i])}
	}
	g := grid{columns: append([]column{{head: "cluster", left: true}}, variants...)}
	for _, m := range clusterMeasures(results) {
		g.row(append([]string{o.name(m.name)}, cells(results, m)...)...)
	}
	p.grid(&g)
	p.line("")
	g = grid{columns: append([]column{{head: "tenant", left: true}, {head: "", left: true}}, variants...)}
	names := tenantNames(results)
	for i, name := range names {
		if i == mostRows {
			break
		}
		shown := o.name(name)
		for _, m := range tenantMeasures {
			g.row(append([]string{shown, m.name}, cells(results, m.in(name))...)...)
			shown = ""
		}
	}
	p.grid(&g)
	if n := len(names) - mostRows; n > 0 {
		p.line("… and %s more", plural(int64(n), "tenant"))
	}
	if len(names) >= manyTenants {
		p.differences(results, labels)
	}
	return p.err
}

func (p *printer) differences(results []*Results, labels []string) {
	for _, d := range Differences(results, labels) {
		p.line("")
		p.line("%s:", p.o.bold(d.Head))
		for _, line := range d.Lines {
			p.line("  %s", line)
		}
	}
}

func cells(results []*Results, m measure) []string {
	out := make([]string, len(results))
	for i, r := range results {
		out[i] = m.of(r.Summary)
	}
	return out
}

// clusterMeasures are the rows of the cluster's block: resources that any run
// has come first.
func clusterMeasures(results []*Results) []measure {
	var out []measure
	for _, row := range []struct {
		name string
		of   func(*schema.Cluster) map[string]float64
	}{
		{" used", func(c *schema.Cluster) map[string]float64 { return c.Utilization }},
		{" offered", func(c *schema.Cluster) map[string]float64 { return c.Offered }},
	} {
		for _, name := range anyResources(results) {
			out = append(out, measure{name + row.name, func(s *schema.Summary) string {
				if x, there := row.of(&s.Cluster)[name]; there {
					return percent(x)
				}
				return none
			}})
		}
	}
	return append(out, runMeasures...)
}

var runMeasures = []measure{
	{"tasks finished", func(s *schema.Summary) string { return fraction(&s.Tasks) }},
	{"jobs finished", func(s *schema.Summary) string { return whole(s.Jobs.Finished) + "/" + whole(s.Jobs.Submitted) }},
	{"wait mean", func(s *schema.Summary) string { return humanSeconds(s.WaitSeconds.Mean) }},
	{"wait p95", func(s *schema.Summary) string { return humanSeconds(s.WaitSeconds.P95) }},
	{"wait p99", func(s *schema.Summary) string { return humanSeconds(s.WaitSeconds.P99) }},
	{"job mean", func(s *schema.Summary) string { return humanSeconds(s.JobSeconds.Mean) }},
	{"slowdown mean", func(s *schema.Summary) string { return maybeThree(s.Slowdown.Mean) }},
	{"Jain's index mean", func(s *schema.Summary) string {
		if s.Fairness.Jain == nil {
			return none
		}
		return three(s.Fairness.Jain.Mean)
	}},
	{"longest starvation", func(s *schema.Summary) string { return humanSeconds(&s.Fairness.Starvation.Max) }},
	{"simulated", func(s *schema.Summary) string { return humanSeconds(&s.SimulatedSeconds) }},
	{"records", func(s *schema.Summary) string { return whole(s.Records) }},
	{"fingerprint", func(s *schema.Summary) string { return Visible(s.Fingerprint[:min(len(s.Fingerprint), 12)]) }},
}

// tenantMeasure is a row of a tenant's block.
type tenantMeasure struct {
	name string
	of   func(*schema.Tenant) string
}

var tenantMeasures = []tenantMeasure{
	{"share mean", func(t *schema.Tenant) string { return maybePercent(t.DominantShare.Mean) }},
	{"share final", func(t *schema.Tenant) string { return percent(t.DominantShare.Final) }},
	{"tasks finished", func(t *schema.Tenant) string { return fraction(&t.Tasks) }},
	{"wait mean", func(t *schema.Tenant) string { return humanSeconds(t.WaitSeconds.Mean) }},
	{"wait p99", func(t *schema.Tenant) string { return humanSeconds(t.WaitSeconds.P99) }},
	{"job mean", func(t *schema.Tenant) string { return humanSeconds(t.JobSeconds.Mean) }},
}

// in is the measure of the tenant with the given name, which a run may not have.
func (m tenantMeasure) in(name string) measure {
	return measure{m.name, func(s *schema.Summary) string {
		i := slices.IndexFunc(s.Tenants, func(t schema.Tenant) bool { return t.Name == name })
		if i < 0 {
			return none
		}
		return m.of(&s.Tenants[i])
	}}
}

// tenantNames are the tenants of all runs, in the order in which they appear.
func tenantNames(results []*Results) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range results {
		for i := range r.Summary.Tenants {
			if name := r.Summary.Tenants[i].Name; !seen[name] {
				seen[name] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// anyResources are the resources of all clusters, in the order of the first run
// that has them.
func anyResources(results []*Results) []string {
	var out []string
	for _, r := range results {
		for _, name := range r.Timeline.Resources {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.SortedFunc(maps.Keys(m), strings.Compare)
}
