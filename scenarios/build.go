package scenarios

import (
	"context"
	"fmt"
	"strings"

	"fairlead/policies"
	"fairlead/reports"
	results "fairlead/reports/schema"
	"fairlead/sim"
	"fairlead/sim/claim"
	"fairlead/sim/resource"
	"fairlead/workloads"
)

// RunOptions are what a run may be asked for beside its results.
type RunOptions struct {
	// Sinks opens further readers of the records; it is called once, before the
	// run, with the names that they need.
	Sinks func(reports.Meta) ([]sim.Sink, error)
	// Progress is told now and then how far the run has come.
	Progress func(now, until sim.Time, records int64)
	// Paranoid tests the invariants after every event.
	Paranoid bool
}

// Run makes the run that the scenario describes. The error is the context's if
// that was cancelled, or one of reading a trace; a broken invariant panics with
// a *sim.Fault.
func (s *Scenario) Run(ctx context.Context, o RunOptions) (*reports.Results, error) {
	b := s.build()
	collector := reports.New(b.meta)
	b.cfg.Sinks = []sim.Sink{collector}
	if o.Sinks != nil {
		more, err := o.Sinks(b.meta)
		if err != nil {
			return nil, err
		}
		b.cfg.Sinks = append(b.cfg.Sinks, more...)
	}
	b.cfg.Checked = o.Paranoid
	b.cfg.Watch = func(now sim.Time, records int64) bool {
		if o.Progress != nil {
			o.Progress(now, s.Until, records)
		}
		return ctx.Err() == nil
	}
	out := sim.New(b.cfg).Run()
	defer b.close()
	if out.EndedBy == sim.EndedInterrupted {
		return nil, ctx.Err()
	}
	for _, src := range b.traces {
		if err := src.Err(); err != nil {
			return nil, err
		}
	}
	if b.mesos != nil {
		collector.Plane(1, b.mesos.Stats(out.End).AllocationRuns)
	}
	return s.finish(collector, out), nil
}

// finish makes the results and adds what only the scenario knows.
func (s *Scenario) finish(c *reports.Collector, out sim.Outcome) *reports.Results {
	how, stuck := out.EndedBy, out.EndedBy == sim.EndedStuck
	if stuck {
		how = sim.EndedBound
	}
	r := c.Finish(out.End, how, out.Fingerprint, out.Records)
	if stuck {
		r.Summary.Warnings = append(r.Summary.Warnings, "the run is stuck: tasks wait, but nothing that could free resources is left to happen")
	}
	for _, src := range r.Summary.Sources {
		if src.Kept+src.Repaired == 0 {
			r.Summary.Warnings = append(r.Summary.Warnings, fmt.Sprintf("%s: no row was kept of %d; is it %s?", src.File, src.Rows, src.Format))
		}
	}
	r.Summary.Warnings = append(r.Summary.Warnings, s.misfits(r.Summary)...)
	s.judge(r.Summary)
	return r
}

// misfits warns of tasks that fit no node, and says so if gpus are the reason.
func (s *Scenario) misfits(sum *results.Summary) []string {
	var warnings []string
	for i := range sum.Tenants {
		n := sum.Tenants[i].Tasks.Impossible
		if n == 0 {
			continue
		}
		w := fmt.Sprintf("%s: tasks that fit no node that they may use, and never run: %d", sum.Tenants[i].Name, n)
		if p := &s.Plane; p.Kind == Mesos && p.Mesos.FilterGPU && s.Dims.Index("gpus") >= 0 && !s.Tenants[i].Framework.GPU {
			w += "; nodes with gpus are hidden from frameworks without the capability GPU_RESOURCES"
		}
		if warnings = append(warnings, w); len(warnings) == 20 {
			return append(warnings, "further tenants have such tasks too")
		}
	}
	return warnings
}

// build is a run being put together.
type build struct {
	s      *Scenario
	cfg    sim.Config
	meta   reports.Meta
	mesos  mesosPlane
	traces []*workloads.TraceSource
	shapes *resource.Table
}

// mesosPlane is what the Mesos plane says beside the records; nil for others.
type mesosPlane interface{ Stats(sim.Time) MesosStats }

func (s *Scenario) build() *build {
	b := &build{s: s, shapes: resource.NewTable(s.Dims.Len())}
	b.cfg = sim.Config{Seed: s.Seed, Until: s.Until, Bound: s.Bound, Shapes: b.shapes}
	if s.Drained {
		b.cfg.Until = sim.Forever
	}
	b.meta = reports.Meta{
		Scenario: s.Name, About: s.About, Seed: s.Seed, Dims: s.Dims, Shapes: b.shapes,
		Until: b.cfg.Until, Warmup: s.Warmup, TimelineBin: s.Timeline, Source: string(s.Source),
		Repeat: strings.TrimSpace("fairlead run " + shellQuote(s.File) + " " + s.Repeat()),
	}
	for _, report := range s.Listed {
		b.meta.Sources = append(b.meta.Sources, source(report))
	}
	for i := range s.Nodes {
		n := &s.Nodes[i]
		shape := b.shapes.Intern(n.Capacity)
		b.cfg.Nodes = append(b.cfg.Nodes, sim.NodeShape{Name: n.Name, Count: int32(n.Count), Capacity: shape})
		b.meta.NodeShapes = append(b.meta.NodeShapes, reports.NodeShapeMeta{Name: n.Name, Count: n.Count, Capacity: shape})
	}
	for i := range s.Roles {
		b.meta.Groups = append(b.meta.Groups, reports.GroupMeta{Name: s.Roles[i].Name, Weight: s.Roles[i].Weight.Float()})
	}
	for i := range s.Tenants {
		b.tenant(sim.TenantID(i))
	}
	b.traceFeeds()
	b.plane()
	return b
}

// tenant adds a tenant and its own jobs.
func (b *build) tenant(id sim.TenantID) {
	t := &b.s.Tenants[id]
	b.cfg.Groups = append(b.cfg.Groups, t.Role)
	b.meta.Tenants = append(b.meta.Tenants, reports.TenantMeta{
		Name: t.Name, Group: t.Role, Weight: b.s.Roles[t.Role].Weight.Float(), Starts: t.Starts,
	})
	for i := range t.Jobs {
		j := &t.Jobs[i]
		spec := b.spec(sim.Spec{Name: j.Name, Tenant: id, Priority: j.Priority, Startup: j.Startup})
		if j.Duration != nil {
			b.cfg.Specs[spec].Duration = j.Duration
		}
		block := &workloads.Block{
			Seed: b.s.Seed, Tenant: t.Name, Job: j.Name, Spec: spec, Shape: b.shapes.Intern(j.Demand),
			At: j.Arrivals.At, Every: j.Arrivals.Every, Poisson: j.Arrivals.Poisson, Start: t.Starts,
			Count: max(j.Count, 0),
		}
		if j.Tasks != nil {
			block.Tasks = j.Tasks
		}
		finite := len(j.Arrivals.At) > 0 || j.Count != sim.Unlimited
		b.cfg.Feeds = append(b.cfg.Feeds, sim.Feed{Source: block.Source(), Finite: finite})
	}
}

func (b *build) spec(s sim.Spec) sim.SpecID {
	b.cfg.Specs = append(b.cfg.Specs, s)
	b.meta.Specs = append(b.meta.Specs, reports.SpecMeta{Name: s.Name, Tenant: s.Tenant})
	return sim.SpecID(len(b.cfg.Specs) - 1)
}

// traceFeeds adds the jobs that traces bring.
func (b *build) traceFeeds() {
	capacity := make([]int64, b.s.Dims.Len())
	for i := range b.s.Nodes {
		for d, x := range b.s.Nodes[i].Capacity {
			capacity[d] += x * int64(b.s.Nodes[i].Count)
		}
	}
	for i := range b.s.Traces {
		t := &b.s.Traces[i]
		bind := workloads.TraceBind{Dims: b.s.Dims, Shapes: b.shapes, Capacity: capacity}
		for _, id := range t.Tenants {
			bind.Specs = append(bind.Specs, b.spec(sim.Spec{Tenant: id}))
		}
		src := t.Scan.Source(bind)
		b.traces = append(b.traces, src)
		b.cfg.Feeds = append(b.cfg.Feeds, sim.Feed{Source: src, Finite: true})
		b.meta.Sources = append(b.meta.Sources, source(t.Scan.Report(b.s.Dims)))
	}
}

// source is what became of a file's rows, in the words of the results, where
// repaired rows are not among the kept.
func source(r workloads.SourceReport) results.Source {
	s := results.Source{File: r.File, Format: r.Format, Rows: r.Rows, Kept: r.Kept - r.Repaired, Repaired: r.Repaired, Skipped: r.Skipped, Reasons: map[string]int64{}}
	for _, reason := range r.Reasons {
		s.Reasons[reason.Name] = reason.Count
	}
	return s
}

func (b *build) close() {
	for _, t := range b.traces {
		_ = t.Close() // it was only read
	}
}

// ranker makes a policy, which the loader has found good.
func (b *build) ranker(u PolicyUse) claim.Ranker {
	p, ok := policies.Find(u.Name)
	if !ok {
		panic("scenarios: policy " + u.Name + " was not checked")
	}
	r, err := p.New(u.Args, b.s.Dims)
	if err != nil {
		panic("scenarios: policy " + u.Name + " was not checked: " + err.Error())
	}
	return r
}

// judge puts the expectations to the results.
func (s *Scenario) judge(sum *results.Summary) {
	for i := range s.Expect {
		sum.Expect = append(sum.Expect, s.Expect[i].Check.Evaluate(sum))
	}
}
