package partitioned_test

import (
	"fmt"
	"slices"
	"testing"

	"fairlead/sim"
	"fairlead/sim/demand"
	"fairlead/sim/partitioned"
	"fairlead/sim/resource"
	"fairlead/sim/rng"
	"fairlead/sim/simtest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// plain is static partitioning written straight from the rule: each tenant has a
// list of nodes and a list of tasks; whenever something changed, every task in
// turn looks at every node in turn.
type plain struct {
	w       *sim.World
	tenants []plainTenant
}

type plainTenant struct {
	partitioned.Tenant
	nodes   []sim.NodeID
	free    [][]int64
	waiting []plainTask // by priority, then by age
	asked   bool
	here    bool
}

type plainTask struct {
	job      sim.JobSlot
	index    int64
	shape    resource.ShapeID
	priority int64
}

func (p *plain) Boot(w *sim.World) {
	p.w = w
	first := sim.NodeID(0)
	for s, shape := range w.NodeShapes() {
		next := first
		for i := range p.tenants {
			t := &p.tenants[i]
			for range t.Nodes[s] {
				t.nodes = append(t.nodes, next)
				t.free = append(t.free, slices.Clone(w.Shapes().At(shape.Capacity)))
				next++
			}
		}
		first += sim.NodeID(shape.Count)
	}
	for i := range p.tenants {
		party := w.NewParty(sim.AppMaster, -1)
		if at := p.tenants[i].Starts; at > 0 {
			w.After(party, at, 1, int64(i))
		} else {
			p.starts(i)
		}
	}
}

func (p *plain) starts(i int) {
	p.tenants[i].here = true
	p.w.Record(sim.Record{Kind: sim.KindTenant, Cause: sim.CauseUp, Tenant: sim.TenantID(i), Job: sim.JobID(p.tenants[i].Group)})
	p.ask(i)
}

func (p *plain) ask(i int) {
	if t := &p.tenants[i]; t.here && !t.asked && len(t.waiting) > 0 {
		t.asked = true
		p.w.Settle(0, 2, int64(i))
	}
}

func (p *plain) Submitted(j sim.JobSlot) {
	job := p.w.Job(j)
	t := &p.tenants[job.Tenant]
	need := p.w.Shapes().At(job.Shape)
	if !slices.ContainsFunc(t.nodes, func(n sim.NodeID) bool { return resource.Fits(need, p.w.Shapes().At(p.w.Capacity(n))) }) {
		p.w.Impossible(j)
		return
	}
	for i := range job.Tasks {
		t.waiting = append(t.waiting, plainTask{j, i, job.Shape, p.w.Spec(job.Spec).Priority})
	}
	slices.SortStableFunc(t.waiting, func(a, b plainTask) int { return int(b.priority - a.priority) })
	p.ask(int(job.Tenant))
}

func (p *plain) Timer(_ sim.PartyID, kind uint16, arg int64) {
	if kind == 1 {
		p.starts(int(arg))
		return
	}
	t := &p.tenants[arg]
	t.asked = false
	for i := 0; i < len(t.waiting); {
		task := t.waiting[i]
		need := p.w.Shapes().At(task.shape)
		at := slices.IndexFunc(t.free, func(free []int64) bool { return resource.Fits(need, free) })
		switch {
		case at >= 0:
			t.waiting = slices.Delete(t.waiting, i, i+1)
			resource.Sub(t.free[at], need)
			p.w.Start(t.nodes[at], task.job, task.index, 0, 0)
		case t.Discipline == demand.HeadOfLine:
			return
		default:
			i++
		}
	}
}

func (p *plain) RunEnded(node sim.PartyID, r sim.RunSlot, _ sim.Cause) {
	run := p.w.Live(r)
	i := int(p.w.Job(run.Job).Tenant)
	t := &p.tenants[i]
	resource.Add(t.free[slices.Index(t.nodes, sim.NodeID(node))], p.w.Shapes().At(run.Shape))
	p.ask(i)
}

func (p *plain) Deliver(sim.PartyID, sim.PartyID, sim.Msg) { panic("a message") }

// list is a Source of a list.
type list []sim.Submission

func (l *list) Next(s *sim.Submission) bool {
	if len(*l) == 0 {
		return false
	}
	*s, *l = (*l)[0], (*l)[1:]
	return true
}

// drawn is a small world drawn at random, the same for both planes.
type drawn struct {
	cfg     sim.Config
	tenants []partitioned.Tenant
	feeds   [][]sim.Submission
}

func draw(t *rapid.T) drawn {
	d := drawn{cfg: sim.Config{Until: 60 * sim.Second, Shapes: resource.NewTable(2), Checked: true}}
	if rapid.Bool().Draw(t, "drained") {
		d.cfg.Until = sim.Forever
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "shapes") {
		d.cfg.Nodes = append(d.cfg.Nodes, sim.NodeShape{Name: fmt.Sprint(i), Count: rapid.Int32Range(1, 5).Draw(t, "count"), Capacity: d.vec(t, "capacity")})
	}
	left := make([]int, len(d.cfg.Nodes))
	for s := range left {
		left[s] = int(d.cfg.Nodes[s].Count)
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "tenants") {
		tn := partitioned.Tenant{
			Name: fmt.Sprint(i), Group: sim.GroupID(i), Weight: resource.One, Starts: half(t, "starts", 4) * sim.Time(rapid.IntRange(0, 1).Draw(t, "late")),
			Discipline: rapid.SampledFrom([]demand.Discipline{demand.Backfill, demand.HeadOfLine}).Draw(t, "queue"),
		}
		for s := range left {
			n := rapid.IntRange(0, left[s]).Draw(t, "nodes")
			tn.Nodes = append(tn.Nodes, n)
			left[s] -= n
		}
		d.tenants = append(d.tenants, tn)
		d.jobs(t, sim.TenantID(i))
		d.jobs(t, sim.TenantID(i))
	}
	return d
}

// jobs draws a kind of job for a tenant.
func (d *drawn) jobs(t *rapid.T, tenant sim.TenantID) {
	id := sim.SpecID(len(d.cfg.Specs))
	d.cfg.Specs = append(d.cfg.Specs, sim.Spec{Tenant: tenant, Priority: int64(rapid.IntRange(0, 1).Draw(t, "priority")), Startup: half(t, "startup", 1)})
	var jobs []sim.Submission
	at := sim.Time(0)
	for n := range rapid.IntRange(0, 5).Draw(t, "jobs") {
		at += half(t, "gap", 5)
		jobs = append(jobs, sim.Submission{
			At: at, Spec: id, Instance: int32(n), Key: rng.Mix(uint64(id), uint64(n)), Shape: d.vec(t, "task"),
			Tasks: rapid.Int64Range(1, 6).Draw(t, "tasks"), Duration: half(t, "duration", 9),
		})
	}
	d.feeds = append(d.feeds, jobs)
}

func (d *drawn) vec(t *rapid.T, label string) resource.ShapeID {
	return d.cfg.Shapes.Intern([]int64{rapid.Int64Range(1, 5).Draw(t, label) * 1000, rapid.Int64Range(0, 5).Draw(t, label) * 1000})
}

// half draws a number of half seconds.
func half(t *rapid.T, label string, most int) sim.Time {
	return sim.Time(rapid.IntRange(0, most).Draw(t, label)) * 500 * sim.Millisecond
}

// run makes the drawn run under a plane and tells what happened.
func (d *drawn) run(t *rapid.T, p sim.Plane) (sim.Outcome, string) {
	c := d.cfg
	names := simtest.Names{Dims: resource.NewDims("cpus", "mem"), Shapes: c.Shapes, Nodes: c.Nodes}
	for i := range d.tenants {
		names.Tenants, names.Groups = append(names.Tenants, fmt.Sprint(i)), append(names.Groups, fmt.Sprint(i))
	}
	for i, jobs := range d.feeds {
		names.Jobs = append(names.Jobs, fmt.Sprint(i))
		source := list(slices.Clone(jobs))
		c.Feeds = append(c.Feeds, sim.Feed{Source: &source, Finite: true})
	}
	account, audit := simtest.NewDialogue(names), simtest.NewAudit(names)
	c.Plane, c.Sinks = p, []sim.Sink{account, audit}
	out := sim.New(c).Run()
	for _, p := range audit.Problems() {
		t.Errorf("audit: %s", p)
	}
	return out, account.String()
}

// TestPlaneAgainstPlain runs drawn worlds under the plane and under its plain
// twin, and demands the same records.
func TestPlaneAgainstPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		got, account := d.run(t, partitioned.New(partitioned.Config{Tenants: d.tenants}))
		twin := &plain{}
		for _, tn := range d.tenants {
			twin.tenants = append(twin.tenants, plainTenant{Tenant: tn})
		}
		want, plainly := d.run(t, twin)
		if diff := cmp.Diff(plainly, account); diff != "" || got.Fingerprint != want.Fingerprint || got.End != want.End || got.EndedBy != want.EndedBy {
			t.Fatalf("%+v, want %+v (-plain +got):\n%s", got, want, diff)
		}
		if d.cfg.Until == sim.Forever && got.EndedBy != sim.EndedDrained {
			t.Fatalf("ended by %s: first fit must come to an end", got.EndedBy)
		}
	})
}
