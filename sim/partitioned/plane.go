// Package partitioned is static partitioning: every tenant owns some of the
// nodes and runs a first-fit queue on them, and nobody shares anything. There are
// no offers and nothing to rank.
//
// It is what clusters were before they were shared (Mesos, NSDI 2011, section
// 6.1, compares with it), and it proves the seam between the physical world and
// a control plane: all that its queues know came in messages from the nodes.
package partitioned

import (
	"fairlead/sim"
	"fairlead/sim/demand"
	"fairlead/sim/resource"
)

// Tenant is a tenant and its part of the cluster.
type Tenant struct {
	Name       string
	Group      sim.GroupID
	Weight     resource.Frac
	Nodes      []int // nodes of each shape; nil = its share by weight
	Starts     sim.Time
	Discipline demand.Discipline
}

// Config is the plane of one run. It is checked before it gets here.
type Config struct {
	Tenants []Tenant
}

// Messages of the plane.
const (
	msgStart uint16 = iota // queue to node: start task Arg[1] of job Arg[0], attempt Arg[2]
	msgEnded               // node to queue: what shape Arg[0] held on node Arg[1] is free
)

// Timers of the plane.
const (
	timerFill   uint16 = iota // a queue goes through its nodes at the end of the instant
	timerStarts               // a tenant comes
)

// Plane is the plane of one run.
type Plane struct {
	cfg    Config
	w      *sim.World
	book   *demand.Book
	first  sim.PartyID // queue of tenant 0
	queues []queue
	local  []int32 // by node: its index among the nodes of its owner
}

// queue is a tenant's first-fit queue.
type queue struct {
	nodes   []sim.NodeID // its own, in the order of the file
	free    *demand.FirstFit
	fits    []int8 // by shape: 0 not known, 1 fits some node of its own, -1 fits none
	started bool
	asked   bool
}

// New returns a plane for a run.
func New(cfg Config) *Plane { return &Plane{cfg: cfg} }

// Boot deals the nodes and opens the queues.
func (p *Plane) Boot(w *sim.World) {
	p.w = w
	p.queues = make([]queue, len(p.cfg.Tenants))
	p.local = make([]int32, w.Nodes())
	p.deal()
	disciplines := make([]demand.Discipline, len(p.cfg.Tenants))
	for i := range p.cfg.Tenants {
		disciplines[i] = p.cfg.Tenants[i].Discipline
		party := w.NewParty(sim.AppMaster, -1)
		if i == 0 {
			p.first = party
		}
	}
	p.book = demand.NewBook(w.Shapes(), disciplines)
	for i := range p.cfg.Tenants {
		if at := p.cfg.Tenants[i].Starts; at > 0 {
			w.After(p.queue(sim.TenantID(i)), at, timerStarts, int64(i))
			w.Await(1)
		} else {
			p.starts(sim.TenantID(i))
		}
	}
}

func (p *Plane) queue(t sim.TenantID) sim.PartyID { return p.first + sim.PartyID(t) }

func (p *Plane) starts(t sim.TenantID) {
	p.queues[t].started = true
	p.w.Record(sim.Record{Kind: sim.KindTenant, Cause: sim.CauseUp, Tenant: t, Job: sim.JobID(p.cfg.Tenants[t].Group)})
	p.ask(t)
}

// ask lets a queue look at its nodes at the end of the instant.
func (p *Plane) ask(t sim.TenantID) {
	q := &p.queues[t]
	if q.started && !q.asked && !p.book.Empty(t) {
		q.asked = true
		p.w.Settle(p.queue(t), timerFill, int64(t))
	}
}

// Submitted puts a job into its tenant's queue.
func (p *Plane) Submitted(j sim.JobSlot) {
	job := p.w.Job(j)
	t := job.Tenant
	if !p.possible(t, job.Shape) {
		p.w.Impossible(j)
		return
	}
	tasks := job.Tasks
	if tasks == sim.Unlimited {
		tasks = demand.Unbounded
	}
	p.book.Push(t, j, job, p.w.Spec(job.Spec).Priority, 0, tasks)
	p.ask(t)
}

// possible reports whether a task fits one of its tenant's nodes, were it empty.
func (p *Plane) possible(t sim.TenantID, shape resource.ShapeID) bool {
	q := &p.queues[t]
	for int(shape) >= len(q.fits) {
		q.fits = append(q.fits, 0)
	}
	if q.fits[shape] == 0 {
		q.fits[shape] = -1
		for _, n := range q.nodes {
			if resource.Fits(p.w.Shapes().At(shape), p.w.Shapes().At(p.w.Capacity(n))) {
				q.fits[shape] = 1
				break
			}
		}
	}
	return q.fits[shape] > 0
}

// Deliver brings a node its task, or a queue the news that one has ended.
func (p *Plane) Deliver(to, from sim.PartyID, m sim.Msg) {
	switch m.Kind {
	case msgStart:
		p.w.Start(p.w.NodeOf(to), sim.JobSlot(m.Arg[0]), m.Arg[1], int32(m.Arg[2]), 0)
	case msgEnded:
		t := sim.TenantID(to - p.first)
		p.queues[t].free.Add(int(p.local[m.Arg[1]]), p.w.Shapes().At(resource.ShapeID(m.Arg[0])), 1)
		p.ask(t)
	default:
		p.w.Fail("message %d from party %d to %d", m.Kind, from, to)
	}
}

// Timer fires an alarm of a queue.
func (p *Plane) Timer(_ sim.PartyID, kind uint16, arg int64) {
	t := sim.TenantID(arg)
	switch kind {
	case timerFill:
		p.queues[t].asked = false
		p.fill(t)
	case timerStarts:
		p.w.Await(-1)
		p.starts(t)
	}
}

// fillMax is how many tasks a queue sends out before their messages arrive.
const fillMax = 4096

// fill starts waiting tasks on the first node on which each fits.
func (p *Plane) fill(t sim.TenantID) {
	q := &p.queues[t]
	sent := 0
	for l := p.book.First(t); l >= 0 && !p.w.Full(); {
		if sent == fillMax {
			p.ask(t)
			return
		}
		v := p.w.Shapes().At(p.book.Shape(l))
		i := q.free.Find(v)
		if i < 0 {
			l = p.book.Next(t, l)
			continue
		}
		task := p.book.Take(t, l)
		sent++
		q.free.Add(i, v, -1)
		p.w.Send(p.queue(t), sim.PartyID(q.nodes[i]), sim.Msg{Kind: msgStart, Arg: [3]int64{int64(task.Job), task.Index, int64(task.Attempt)}})
		if task.Moved {
			l = p.book.First(t)
		}
	}
}

// RunEnded lets a node tell its owner's queue.
func (p *Plane) RunEnded(node sim.PartyID, r sim.RunSlot, _ sim.Cause) {
	run := p.w.Live(r)
	t := p.w.Job(run.Job).Tenant
	p.w.Send(node, p.queue(t), sim.Msg{Kind: msgEnded, Arg: [3]int64{int64(run.Shape), int64(run.Node)}})
}

// Check tests the queues' books against the world: on every node, what its owner
// believes free and what is used are all that it has.
func (p *Plane) Check() {
	for t := range p.queues {
		q := &p.queues[t]
		for i, n := range q.nodes {
			used, free := p.w.Used(n), q.free.Free(i)
			for d, have := range p.w.Shapes().At(p.w.Capacity(n)) {
				if used[d]+free[d] != have {
					p.w.Fail("node %d: dimension %d: %d used and %d free of %d", n, d, used[d], free[d], have)
				}
			}
		}
	}
}
