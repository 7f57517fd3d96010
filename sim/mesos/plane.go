// Package mesos is the two-level control plane of Apache Mesos: a master whose
// allocator offers the resources of agents to frameworks, and the frameworks'
// own schedulers, which accept or decline.
//
// Without latency, an offer is sent, answered and closed within the instant of
// its allocation run: the plane then does in one call what would otherwise be
// messages between the master, the framework's scheduler and the agent, and makes
// the same records in the same order.
//
// A framework suppresses itself when nothing of its tenant waits and revives when
// work arrives; it also revives when tasks of a shape arrive that was not waiting
// before, because the filters it has set were set for other shapes.
package mesos

import (
	"fairlead/sim"
	"fairlead/sim/demand"
	"fairlead/sim/mesos/allocator"
	"fairlead/sim/resource"
)

// Role is a role that the scenario gives a weight or a priority.
type Role struct {
	Path     []string
	Weight   resource.Frac
	Priority int64
}

// Framework is a tenant's scheduler.
type Framework struct {
	Name       string
	Role       []string
	Group      sim.GroupID
	Weight     resource.Frac // among the frameworks of its role
	Priority   int64
	GPU        bool
	Refuse     sim.Time
	RefuseRest sim.Time
	MaxTasks   int64 // accepted from one offer; 0 = no limit
	Suppress   bool
	Starts     sim.Time
	Discipline demand.Discipline
}

// Config is a two-level plane. It is checked before it gets here.
type Config struct {
	Allocator  allocator.Config
	OneTask    bool // progressive filling instead of whole-agent offers
	MisfitStop bool // with OneTask: a claimant whose next task fits nowhere ends the run
	Placement  allocator.Placement
	Roles      []Role
	Frameworks []Framework // one for each tenant, in order
}

// Timers of the plane.
const (
	timerBatch uint16 = iota // the next periodic run in which something can happen
	timerRun                 // the allocation run at the end of this instant
	timerStart               // a framework registers
)

// Plane is the two-level control plane of one run.
type Plane struct {
	cfg    Config
	w      *sim.World
	alloc  *allocator.Allocator
	book   *demand.Book
	master sim.PartyID
	first  sim.PartyID // scheduler of framework 0
	fws    []scheduler
	used   []int64 // scratch: what the tasks of a bundle use
	fits   []int8  // by shape and capability: 0 not known, 1 fits some agent, -1 fits none

	active int         // frameworks that take part in runs
	armed  sim.Time    // instant for which a timer for a periodic run is set; 0 = none
	batch  sim.TimerID // that timer
	asked  bool        // a run is asked for at the end of this instant
	runs   int64
	ran    sim.Time // instant of the last run
}

type scheduler struct {
	started bool
}

// New returns a plane for a run.
func New(cfg Config) *Plane { return &Plane{cfg: cfg} }

// Boot registers the agents, in the order of the file, and the frameworks that
// are there from the start.
func (p *Plane) Boot(w *sim.World) {
	p.w = w
	p.alloc = allocator.New(p.cfg.Allocator)
	if p.cfg.OneTask {
		p.alloc.SetPlacement(p.cfg.Placement)
	}
	p.used = make([]int64, w.Width())
	p.master = w.NewParty(sim.Leader, -1)
	for _, s := range w.NodeShapes() {
		p.alloc.AddAgents(s.Count, w.Shapes().At(s.Capacity))
	}
	for _, r := range p.cfg.Roles {
		p.alloc.SetRole(r.Path, r.Weight, r.Priority)
	}
	members := p.members()
	disciplines := make([]demand.Discipline, len(p.cfg.Frameworks))
	p.fws = make([]scheduler, len(p.cfg.Frameworks))
	for i := range p.cfg.Frameworks {
		f := &p.cfg.Frameworks[i]
		disciplines[i] = f.Discipline
		p.alloc.AddFramework(allocator.FrameworkSpec{
			Name: f.Name, Role: f.Role, GPU: f.GPU, Refuse: f.Refuse, RefuseRest: f.RefuseRest,
		}, f.Weight, f.Priority, members[f.Group])
		party := w.NewParty(sim.AppMaster, -1)
		if i == 0 {
			p.first = party
		}
	}
	p.book = demand.NewBook(w.Shapes(), disciplines)
	for i := range p.cfg.Frameworks {
		if at := p.cfg.Frameworks[i].Starts; at > 0 {
			w.After(p.first+sim.PartyID(i), at, timerStart, int64(i))
			w.Await(1)
		} else {
			p.start(allocator.FrameworkID(i))
		}
	}
}

// members counts the frameworks of each group.
func (p *Plane) members() map[sim.GroupID]int32 {
	n := map[sim.GroupID]int32{}
	for i := range p.cfg.Frameworks {
		n[p.cfg.Frameworks[i].Group]++
	}
	return n
}

// start registers a framework with the master.
func (p *Plane) start(f allocator.FrameworkID) {
	p.fws[f].started = true
	fw := &p.cfg.Frameworks[f]
	p.w.Record(sim.Record{Kind: sim.KindTenant, Cause: sim.CauseUp, Tenant: sim.TenantID(f), Job: sim.JobID(fw.Group)})
	if !fw.Suppress || !p.book.Empty(sim.TenantID(f)) {
		p.revive(f)
	}
}

// revive makes a framework take part in runs and asks for one.
func (p *Plane) revive(f allocator.FrameworkID) {
	if !p.alloc.Active(f) {
		p.active++
	}
	p.alloc.Revive(f)
	p.askRun()
}

// suppress takes a framework out of the runs once nothing of its tenant waits.
func (p *Plane) suppress(f allocator.FrameworkID) {
	if p.cfg.Frameworks[f].Suppress && p.book.Empty(sim.TenantID(f)) {
		p.alloc.Suppress(f)
		p.active--
	}
}

// askRun asks for an allocation run at the end of this instant.
func (p *Plane) askRun() {
	if !p.asked {
		p.asked = true
		p.w.Settle(p.master, timerRun, 0)
	}
}

// Submitted lets a new job's tasks wait, and wakes its framework.
func (p *Plane) Submitted(j sim.JobSlot) {
	job := p.w.Job(j)
	t := job.Tenant
	f := allocator.FrameworkID(t)
	if !p.possible(f, job.Shape) {
		p.w.Impossible(j)
		return
	}
	tasks := job.Tasks
	if tasks == sim.Unlimited {
		tasks = demand.Unbounded
	}
	idle := p.book.Empty(t)
	fresh := p.book.Push(t, j, job, p.w.Spec(job.Spec).Priority, 0, tasks)
	if idle {
		p.alloc.SetSince(f, job.Submitted)
	}
	switch {
	case !p.fws[f].started:
	case fresh:
		p.revive(f)
	case p.cfg.Allocator.Interval == 0:
		p.askRun()
	}
}

// possible reports whether a task fits some agent that its framework may see,
// were that agent empty.
func (p *Plane) possible(f allocator.FrameworkID, shape resource.ShapeID) bool {
	gpu := p.cfg.Frameworks[f].GPU || p.cfg.Allocator.GPUs < 0 || !p.cfg.Allocator.FilterGPUs
	i := int(shape) * 2
	if gpu {
		i++
	}
	for i >= len(p.fits) {
		p.fits = append(p.fits, 0)
	}
	if p.fits[i] == 0 {
		p.fits[i] = -1
		for _, s := range p.w.NodeShapes() {
			have := p.w.Shapes().At(s.Capacity)
			if resource.Fits(p.w.Shapes().At(shape), have) && (gpu || have[p.cfg.Allocator.GPUs] == 0) {
				p.fits[i] = 1
			}
		}
	}
	return p.fits[i] > 0
}

// Deliver is never called: without latency nothing of this plane is under way.
func (p *Plane) Deliver(to, from sim.PartyID, m sim.Msg) {
	p.w.Fail("message %d from party %d to %d", m.Kind, from, to)
}

// Timer fires an alarm of the master or of a scheduler.
func (p *Plane) Timer(_ sim.PartyID, kind uint16, arg int64) {
	switch kind {
	case timerBatch:
		p.armed = 0
		p.askRun()
	case timerRun:
		p.asked = false
		p.run()
	case timerStart:
		p.w.Await(-1)
		p.start(allocator.FrameworkID(arg))
	}
}

// Soon has what the allocator keeps of an agent fetched: a task on it is about to
// end.
func (p *Plane) Soon(node sim.NodeID) { p.alloc.Soon(node) }

// RunEnded gives a task's resources back to the allocator. Mesos makes no run of
// it: what was freed waits for the next periodic one.
func (p *Plane) RunEnded(node sim.PartyID, r sim.RunSlot, _ sim.Cause) {
	run := p.w.Live(r)
	p.alloc.Ended(allocator.FrameworkID(p.w.Job(run.Job).Tenant), sim.NodeID(node), run.Shape)
	if p.active == 0 {
		return
	}
	if p.cfg.Allocator.Interval == 0 {
		p.askRun()
	} else {
		p.arm(p.w.Now())
	}
}

// arm sets the timer for the first periodic run from now on that has not been
// made yet, and not before at.
func (p *Plane) arm(at sim.Time) {
	interval := p.cfg.Allocator.Interval
	if interval == 0 || p.active == 0 || p.asked {
		return
	}
	now := p.w.Now()
	if p.armed > 0 && p.armed <= now+interval && now%interval != 0 {
		return // it is the next one
	}
	if at <= now && now > p.ran && now%interval == 0 {
		p.askRun() // this very instant's
		return
	}
	tick := (now/interval + 1) * interval
	if at > tick {
		tick = (at + interval - 1) / interval * interval
	}
	if p.armed > 0 {
		if p.armed <= tick {
			return
		}
		p.w.Cancel(p.batch)
	}
	p.armed = tick
	p.batch = p.w.After(p.master, tick-now, timerBatch, 0)
}

// Stats are numbers that only this plane has.
type Stats struct {
	AllocationRuns int64
}

// Stats counts the allocation runs up to the end of a run, with the periodic ones
// that were skipped because nothing could happen in them.
func (p *Plane) Stats(end sim.Time) Stats {
	n := p.runs
	if i := p.cfg.Allocator.Interval; i > 0 {
		n += int64(end / i)
	}
	return Stats{AllocationRuns: n}
}

// CopyTo makes to, a Plane of the same configuration, a copy of p in the world w.
func (p *Plane) CopyTo(to sim.Plane, w *sim.World) {
	t := to.(*Plane)
	old := *t
	*t = *p
	t.w = w
	t.alloc, t.book = &allocator.Allocator{}, &demand.Book{}
	p.alloc.CopyTo(t.alloc)
	p.book.CopyTo(t.book)
	t.fws = append(old.fws[:0], p.fws...)
	t.fits = append(old.fits[:0], p.fits...)
	t.used = make([]int64, len(p.used))
}
