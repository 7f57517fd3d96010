package reports

import (
	"fairlead/sim"
)

// Collector is the sim.Sink that measures a run. It keeps no state of tasks:
// records carry what their end needs to know of their beginning. What it keeps
// grows with tenants, bins of the timeline, jobs that are open and samples.
type Collector struct {
	meta     Meta
	width    int
	cpu      int // dimension of cpus, or -1
	until    sim.Time
	tenants  []tenant
	groups   []*group // nil where a group has no two tenants
	totals   totals
	fresh    bool // totals changed, dominant resources not yet chosen again
	turned   sim.Time
	nodes    int64
	capacity ledger
	used     ledger
	offered  ledger
	offers   outstanding
	jobs     openJobs
	outcome  map[taskID]sim.Cause // of tasks that ended without finishing
	bins     bins
	edge     sim.Time // when the bin ends or the window opens
	counted  bool     // the window is open
	scratch  []int64
	holder   sim.Record // the last KindHeld or KindReleased, which KindMore goes on with
	mesos    *planeCounts
}

// taskID names a task.
type taskID struct {
	job  sim.JobID
	task int32
}

// planeCounts are what the Mesos plane alone can count.
type planeCounts struct {
	elections, runs int64
}

// outstanding is the number of offers over time.
type outstanding struct {
	now   int64
	since sim.Time
	sum   wide
}

// New returns a collector for one run.
func New(m Meta) *Collector {
	width := max(m.Dims.Len(), 1) // so that there always is a dominant dimension
	c := &Collector{
		meta: m, width: width, cpu: m.Dims.Index("cpus"), until: m.Until,
		tenants: make([]tenant, len(m.Tenants)), groups: make([]*group, len(m.Groups)),
		totals: newTotals(width), turned: -1,
		capacity: newLedger(width), used: newLedger(width), offered: newLedger(width),
		outcome: map[taskID]sim.Cause{}, scratch: make([]int64, width),
		counted: m.Warmup <= 0,
	}
	members := make([]int, len(m.Groups))
	for _, t := range m.Tenants {
		members[t.Group]++
	}
	for i, t := range m.Tenants {
		c.tenants[i].held = newHolding(width, 0)
		c.tenants[i].offered = newHolding(width, 0)
		c.tenants[i].from = max(m.Warmup, t.Starts)
		if members[t.Group] < 2 {
			continue
		}
		if c.groups[t.Group] == nil {
			c.groups[t.Group] = &group{newHolding(width, 0), newHolding(width, 0)}
		}
		c.tenants[i].group = c.groups[t.Group]
	}
	c.bins = newBins(&c.meta, width)
	c.setEdge()
	return c
}

// Plane tells what only the Mesos plane can count; without it the summary has no
// such block. It is called before Finish.
func (c *Collector) Plane(elections, allocationRuns int64) {
	c.mesos = &planeCounts{elections, allocationRuns}
}

// Take is sim.Sink.
func (c *Collector) Take(batch []sim.Record) {
	for i := range batch {
		r := &batch[i]
		if r.At >= c.edge {
			c.cross(r.At)
		}
		switch r.Kind {
		case sim.KindLaunched:
			c.launched(r)
		case sim.KindRunning:
			c.running(r)
		case sim.KindEnded:
			c.ended(r)
		case sim.KindHeld, sim.KindReleased:
			c.offer(r)
		case sim.KindMore:
			c.more(r)
		case sim.KindSubmitted:
			c.submitted(r)
		case sim.KindJobEnded:
			c.jobEnded(r)
		case sim.KindImpossible:
			c.impossible(r)
		case sim.KindWaiting:
			c.waiting(r)
		case sim.KindNode:
			c.node(r)
		}
	}
}

// inWindow says whether what was submitted then is in the statistics of times.
func (c *Collector) inWindow(submitted sim.Time) bool {
	return submitted >= c.meta.Warmup && submitted < c.until
}

func (c *Collector) submitted(r *sim.Record) {
	t := &c.tenants[r.Tenant]
	t.advance(r.At)
	t.jobs.Submitted++
	if r.N == sim.Unlimited {
		t.endless++
	} else {
		t.waiting += r.N
		t.tasks.Submitted += r.N
		c.jobs.put(r.Job, r.At, r.Tenant, r.Flags&sim.FlagEndless != 0)
	}
	t.hunger(r.At)
}

// impossible takes a job out of what waits. A job without end counts the one
// task that it is told with.
func (c *Collector) impossible(r *sim.Record) {
	t := &c.tenants[r.Tenant]
	t.advance(r.At)
	t.tasks.Impossible += r.N
	if c.jobs.take(r.Job) {
		t.waiting -= r.N
	} else {
		t.endless--
		t.tasks.Submitted += r.N
	}
	t.hunger(r.At)
}

func (c *Collector) launched(r *sim.Record) {
	if c.fresh {
		c.chooseAll()
	}
	v := c.meta.Shapes.At(r.Shape)
	t := &c.tenants[r.Tenant]
	t.advance(r.At)
	t.held.add(r.At, v, &c.totals)
	if t.group != nil {
		t.group.held.add(r.At, v, &c.totals)
	}
	c.used.add(r.At, v)
	t.attempts.Launched++
	t.live++
	if t.starving {
		t.hunger(r.At)
	}
	if r.Flags&sim.FlagSingle != 0 {
		t.offers.Sent++
		t.offers.Accepted++
	}
	switch {
	case r.M > 0:
		c.again(t, r)
	case r.Flags&sim.FlagUnlimited != 0:
		t.tasks.Submitted++
	default:
		t.waiting--
	}
}

// again takes back the outcome of a task that gets another attempt.
func (c *Collector) again(t *tenant, r *sim.Record) {
	id := taskID{r.Job, r.Task}
	if why, ok := c.outcome[id]; ok {
		delete(c.outcome, id)
		t.again(why)
	}
}

func (c *Collector) running(r *sim.Record) {
	t := &c.tenants[r.Tenant]
	t.advance(r.At)
	t.running++
	if c.cpu >= 0 {
		t.work.start(r.At, c.meta.Shapes.At(r.Shape)[c.cpu])
	}
	if r.Flags&(sim.FlagFirst|sim.FlagUnlimited) == sim.FlagFirst && c.inWindow(sim.Time(r.N)) {
		t.waits.add(int64(r.At) - r.N)
	}
}

func (c *Collector) ended(r *sim.Record) {
	if c.fresh {
		c.chooseAll()
	}
	v := c.meta.Shapes.At(r.Shape)
	t := &c.tenants[r.Tenant]
	t.advance(r.At)
	t.held.sub(r.At, v, &c.totals)
	if t.group != nil {
		t.group.held.sub(r.At, v, &c.totals)
	}
	c.used.sub(r.At, v)
	t.live--
	if t.live == 0 {
		t.hunger(r.At)
	}
	if r.N >= 0 {
		t.running--
		if c.cpu >= 0 {
			t.work.end(r.At, sim.Time(r.N), v[c.cpu], r.Cause)
		}
	}
	t.ended(r.Cause)
	if r.Cause == sim.CauseFailed || r.Cause == sim.CauseKilled {
		c.outcome[taskID{r.Job, r.Task}] = r.Cause
	}
}

func (c *Collector) jobEnded(r *sim.Record) {
	t := &c.tenants[r.Tenant]
	t.jobs.Finished++
	c.jobs.take(r.Job)
	if !c.inWindow(sim.Time(r.N)) {
		return
	}
	response := int64(r.At) - r.N
	t.response.add(response)
	t.slowdown.add(millionths(response, r.M))
}

// waiting is told at the end of what was never started.
func (c *Collector) waiting(r *sim.Record) {
	if c.inWindow(sim.Time(r.N)) && r.Flags&sim.FlagUnlimited == 0 && r.M > 0 {
		c.tenants[r.Tenant].waits.censor(int64(r.At)-r.N, r.M)
	}
}
