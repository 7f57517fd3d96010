package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"fairlead/reports/schema"
)

// mostRows is how many tenants a table shows.
const mostRows = 100

// WriteTable writes what a person wants to see first: what ran, how full the
// cluster was, how the tenants fared, which expectations hold.
func WriteTable(w io.Writer, r *Results, o TableOptions) error {
	p := &printer{w: w, o: o}
	p.heading(r)
	p.cluster(r)
	p.tenants("tenant", r.Summary.Tenants, r.Summary)
	if len(r.Summary.Roles) < len(r.Summary.Tenants) {
		p.tenants("role", r.Summary.Roles, r.Summary)
	}
	p.sources(r.Summary.Sources)
	p.expectations(r.Summary.Expect)
	p.warnings(r.Summary.Warnings)
	return p.err
}

// printer writes blocks of text and remembers the first error.
type printer struct {
	w   io.Writer
	o   TableOptions
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) grid(g *grid) {
	if p.err == nil {
		p.err = g.write(p.w, p.o)
	}
}

func (p *printer) heading(r *Results) {
	s := r.Summary
	about := ""
	if r.Meta.About != "" {
		about = ": " + Visible(r.Meta.About)
	}
	p.line("%s%s", p.o.bold(Visible(s.Scenario)), about)
	p.line("plane        %s, policy %s, seed %d", Visible(s.Plane), Visible(s.Policy), s.Seed)
	p.line("ended        after %s (%s), %d records", humanSeconds(&s.SimulatedSeconds), Visible(s.EndedBy), s.Records)
	p.line("fingerprint  %s", Visible(s.Fingerprint))
	if r.Meta.Repeat != "" {
		p.line("repeat       %s", Visible(r.Meta.Repeat))
	}
}

func (p *printer) cluster(r *Results) {
	c := &r.Summary.Cluster
	g := grid{columns: []column{{head: "cluster", left: true}, {head: "total"}, {head: "used"}, {head: "offered"}}}
	for _, name := range r.Timeline.Resources {
		g.row(p.o.name(name), humanAmount(name, c.Total[name]), percent(c.Utilization[name]), percent(c.Offered[name]))
	}
	p.line("")
	p.grid(&g)
	s := r.Summary
	p.line("%s; tasks %s; jobs %d of %d finished", plural(c.Nodes, "node"), outcome(&s.Tasks), s.Jobs.Finished, s.Jobs.Submitted)
	if s.Fairness.Jain != nil {
		p.line("fairness: Jain's index %s mean, %s least; longest starvation %s",
			three(s.Fairness.Jain.Mean), three(s.Fairness.Jain.Min), humanSeconds(&s.Fairness.Starvation.Max))
	}
}

func plural(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return whole(n) + " " + what + "s"
}

// outcome says what tasks came to.
func outcome(t *schema.Tasks) string {
	out := fmt.Sprintf("%d of %d finished", t.Finished, t.Submitted)
	for _, x := range []struct {
		n    int64
		what string
	}{{t.Failed, "failed"}, {t.Killed, "killed"}, {t.Impossible, "impossible"}, {t.Unfinished, "unfinished"}} {
		if x.n > 0 {
			out += fmt.Sprintf(", %d %s", x.n, x.what)
		}
	}
	return out
}

func (p *printer) tenants(what string, list []schema.Tenant, s *schema.Summary) {
	g := grid{columns: []column{
		{head: what, left: true}, {head: "role", left: true, goes: 6}, {head: "weight", goes: 5},
		{head: "share mean"}, {head: "final"}, {head: "resource", left: true, goes: 4},
		{head: "tasks finished"}, {head: "running", goes: 3}, {head: "wait mean"}, {head: "p95", goes: 2}, {head: "p99"},
		{head: "offers", goes: 8}, {head: "accepted", goes: 7},
	}}
	for i := range list {
		if i == mostRows {
			break
		}
		g.row(p.tenant(&list[i])...)
	}
	if len(list) > 1 && what == "tenant" {
		g.row("all", "", "", "", "", "", fraction(&s.Tasks), whole(s.Attempts.Running),
			humanSeconds(s.WaitSeconds.Mean), humanSeconds(s.WaitSeconds.P95), humanSeconds(s.WaitSeconds.P99), "", "")
	}
	p.line("")
	p.grid(&g)
	if n := len(list) - mostRows; n > 0 {
		p.line("… and %s more", plural(int64(n), what))
	}
}

func (p *printer) tenant(t *schema.Tenant) []string {
	dominant := none
	if t.DominantResource != nil {
		dominant = p.o.name(*t.DominantResource)
	}
	return []string{
		p.o.name(t.Name), p.o.name(t.Role), plainNumber(t.Weight),
		maybePercent(t.DominantShare.Mean), percent(t.DominantShare.Final), dominant,
		fraction(&t.Tasks), whole(t.Attempts.Running),
		humanSeconds(t.WaitSeconds.Mean), humanSeconds(t.WaitSeconds.P95), humanSeconds(t.WaitSeconds.P99),
		whole(t.Offers.Sent), whole(t.Offers.Accepted),
	}
}

func fraction(t *schema.Tasks) string { return whole(t.Finished) + "/" + whole(t.Submitted) }

func (p *printer) sources(list []schema.Source) {
	for _, s := range list {
		p.line("")
		p.line("%s (%s): %d rows, %d kept, %d repaired, %d skipped", Visible(s.File), Visible(s.Format), s.Rows, s.Kept, s.Repaired, s.Skipped)
		for _, reason := range sortedKeys(s.Reasons) {
			p.line("  %8d  %s", s.Reasons[reason], Visible(reason))
		}
	}
}

func (p *printer) expectations(list []schema.Expectation) {
	if len(list) > 0 {
		p.line("")
	}
	for _, e := range list {
		if e.OK {
			p.line("%s  %s  (got %s)", p.o.green("ok    "), Visible(e.Assertion), Visible(spelled(e.Got)))
		} else {
			p.line("%s  %s  got %s", p.o.red("FAILED"), Visible(e.Assertion), Visible(spelled(e.Got)))
		}
	}
}

// spelled is the value that an expectation got.
func spelled(got any) string {
	switch x := got.(type) {
	case nil:
		return "null"
	case string:
		return strconv.Quote(x)
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return "null"
		}
	}
	text, err := json.Marshal(got)
	if err != nil {
		return fmt.Sprint(got)
	}
	return string(text)
}

func (p *printer) warnings(list []string) {
	if len(list) > 0 {
		p.line("")
	}
	for _, s := range list {
		p.line("%s %s", p.o.red("warning:"), Visible(strings.TrimSpace(s)))
	}
}
