package simtest

import (
	"fmt"
	"slices"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// Audit is a sim.Sink that holds the records of a run against what must be true
// of every run under every plane: time does not go back, nodes never hold more
// than they can, no attempt runs twice, jobs and tasks add up, what was held idle
// is used or given back. It keeps plain books of its own, in maps, and believes
// nothing but the records.
type Audit struct {
	names    Names
	now      sim.Time
	used     map[sim.NodeID][]int64
	jobs     map[sim.JobID]*auditJob
	attempts map[attempt]*auditRun
	held     map[sim.TenantID][]int64
	offers   map[sim.TenantID]int64
	launched map[sim.TenantID][]int64 // out of what the tenant holds, not yet reported as used
	more     *sim.Record              // what further dimensions belong to
	over     bool                     // the tasks that never ran are being listed
	problems []string
}

type attempt struct {
	job  sim.JobID
	task int32
	n    int64
}

type auditJob struct {
	tasks, firsts, ran, finished, waiting int64
	submitted, longest                    sim.Time
	over                                  bool
}

type auditRun struct {
	launched, running sim.Time // running: -1 before it does
	node              sim.NodeID
	shape             resource.ShapeID
	ended             bool
}

// NewAudit returns an audit that has seen nothing.
func NewAudit(n Names) *Audit {
	return &Audit{
		names: n, used: map[sim.NodeID][]int64{}, jobs: map[sim.JobID]*auditJob{}, attempts: map[attempt]*auditRun{},
		held: map[sim.TenantID][]int64{}, offers: map[sim.TenantID]int64{}, launched: map[sim.TenantID][]int64{},
	}
}

// Take is sim.Sink.
func (a *Audit) Take(batch []sim.Record) {
	for i := range batch {
		a.take(&batch[i])
	}
}

// Problems ends the audit and lists what was wrong: at most a dozen.
func (a *Audit) Problems() []string {
	for t, n := range a.offers {
		if v := a.held[t]; n != 0 || !resource.Zero(v) {
			a.problem(nil, "at the end tenant %d holds %d offers, %v", t, n, v)
		}
	}
	if a.over {
		a.endings()
	}
	slices.Sort(a.problems)
	return a.problems
}

// endings checks that every task of a run that left some waiting is in one place.
func (a *Audit) endings() {
	for id, j := range a.jobs {
		if !j.over && j.tasks != sim.Unlimited && j.ran+j.waiting != j.tasks {
			a.problem(nil, "job %d: %d tasks ran and %d never did, of %d", id, j.ran, j.waiting, j.tasks)
		}
	}
}

func (a *Audit) problem(r *sim.Record, format string, args ...any) {
	if len(a.problems) == 12 {
		return
	}
	text := fmt.Sprintf(format, args...)
	if r != nil {
		text = fmt.Sprintf("%s %+v", text, *r)
	}
	a.problems = append(a.problems, seconds(a.now)+": "+text)
}

func (a *Audit) take(r *sim.Record) {
	if r.At < a.now {
		a.problem(r, "time goes back from %s", seconds(a.now))
	}
	a.now = r.At
	if a.over && r.Kind != sim.KindWaiting {
		a.problem(r, "after the end")
	}
	switch r.Kind {
	case sim.KindSubmitted:
		a.submitted(r)
	case sim.KindImpossible, sim.KindJobEnded:
		a.jobEnds(r)
	case sim.KindLaunched:
		a.launch(r)
	case sim.KindRunning:
		a.running(r)
	case sim.KindEnded:
		a.ended(r)
	case sim.KindWaiting:
		a.waiting(r)
	case sim.KindHeld, sim.KindReleased, sim.KindMore:
		a.holding(r)
	}
	if r.Kind != sim.KindMore && r.Kind != sim.KindHeld && r.Kind != sim.KindReleased {
		a.more = nil
	}
}

func (a *Audit) submitted(r *sim.Record) {
	if a.jobs[r.Job] != nil {
		a.problem(r, "submitted twice")
	}
	if int(r.Job) != len(a.jobs) {
		a.problem(r, "jobs are not numbered in order")
	}
	a.jobs[r.Job] = &auditJob{tasks: r.N, submitted: r.At}
}

// open is a job that is not over, or nil after saying so.
func (a *Audit) open(r *sim.Record) *auditJob {
	j := a.jobs[r.Job]
	if j == nil || j.over {
		a.problem(r, "no such job, or it is over")
		return nil
	}
	return j
}

func (a *Audit) jobEnds(r *sim.Record) {
	j := a.open(r)
	if j == nil {
		return
	}
	j.over = true
	if r.Kind == sim.KindImpossible {
		if j.firsts > 0 || j.tasks != sim.Unlimited && r.N != j.tasks {
			a.problem(r, "impossible, of %d tasks, %d launched", j.tasks, j.firsts)
		}
		return
	}
	if j.finished != j.tasks || sim.Time(r.N) != j.submitted || sim.Time(r.M) != j.longest {
		a.problem(r, "ended with %d of %d tasks, submitted at %d, longest %d", j.finished, j.tasks, j.submitted, j.longest)
	}
}

func (a *Audit) launch(r *sim.Record) {
	j := a.open(r)
	if j == nil {
		return
	}
	id := attempt{r.Job, r.Task, r.M}
	if a.attempts[id] != nil {
		a.problem(r, "launched twice")
	}
	a.attempts[id] = &auditRun{launched: r.At, running: -1, node: r.Node, shape: r.Shape}
	if r.M == 0 {
		if int64(r.Task) != j.firsts || j.tasks != sim.Unlimited && int64(r.Task) >= j.tasks {
			a.problem(r, "task out of order: %d of %d were launched", j.firsts, j.tasks)
		}
		j.firsts++
	} else if before := a.attempts[attempt{r.Job, r.Task, r.M - 1}]; before == nil {
		a.problem(r, "attempt without the one before")
	}
	if sim.Time(r.N) != j.submitted || (j.tasks == sim.Unlimited) != (r.Flags&sim.FlagUnlimited != 0) {
		a.problem(r, "job was submitted at %d with %d tasks", j.submitted, j.tasks)
	}
	v := a.names.Shapes.At(r.Shape)
	if a.used[r.Node] == nil {
		a.used[r.Node] = make([]int64, len(v))
	}
	resource.Add(a.used[r.Node], v)
	if !resource.Fits(a.used[r.Node], a.names.capacity(r.Node)) {
		a.problem(r, "%s holds %v", a.names.node(r.Node), a.used[r.Node])
	}
	if r.Flags&sim.FlagSingle == 0 && a.offers[r.Tenant] > 0 {
		resource.Add(a.launched[r.Tenant], v)
	}
}

func (a *Audit) running(r *sim.Record) {
	run := a.attempts[attempt{r.Job, r.Task, r.M}]
	switch {
	case run == nil:
		a.problem(r, "runs without being launched")
		return
	case run.ended || run.running >= 0:
		a.problem(r, "runs twice, or after its end")
	case run.node != r.Node || run.shape != r.Shape:
		a.problem(r, "runs elsewhere than it was launched")
	case (r.M == 0) != (r.Flags&sim.FlagFirst != 0):
		a.problem(r, "first or not?")
	}
	run.running = r.At
	if j := a.open(r); j != nil && r.M == 0 {
		j.ran++
	}
}

func (a *Audit) ended(r *sim.Record) {
	run, j := a.attempts[attempt{r.Job, r.Task, r.M}], a.open(r)
	if run == nil || j == nil {
		a.problem(r, "ends without being launched")
		return
	}
	if run.ended || run.running != sim.Time(r.N) || run.node != r.Node || run.shape != r.Shape {
		a.problem(r, "ends twice, or is another: %+v", *run)
		return
	}
	run.ended = true
	resource.Sub(a.used[r.Node], a.names.Shapes.At(r.Shape))
	if r.Cause == sim.CauseFinished {
		j.finished++
		j.longest = max(j.longest, r.At-run.launched)
	}
}

func (a *Audit) waiting(r *sim.Record) {
	a.over = true
	if j := a.open(r); j != nil {
		j.waiting += r.M
		for i := range r.M {
			if run := a.attempts[attempt{r.Job, r.Task + int32(i), 0}]; run != nil && run.running >= 0 {
				a.problem(r, "task %d ran", int64(r.Task)+i)
			}
		}
	}
}

// holding follows what tenants hold idle. A record of further dimensions belongs
// to the one before.
func (a *Audit) holding(r *sim.Record) {
	first, d := r, 0
	if r.Kind == sim.KindMore {
		if first, d = a.more, int(r.Task); first == nil {
			a.problem(r, "goes on with nothing")
			return
		}
	} else {
		c := *r
		a.more = &c
	}
	t := first.Tenant
	if a.held[t] == nil {
		a.held[t] = make([]int64, len(a.names.Shapes.At(0)))
		a.launched[t] = make([]int64, len(a.names.Shapes.At(0)))
	}
	sign := int64(-1)
	if first.Kind == sim.KindHeld {
		sign = 1
	}
	if r.Kind != sim.KindMore {
		a.offers[t] += sign * int64(r.Task)
	}
	for i, x := range []int64{r.N, r.M} {
		if d+i >= len(a.held[t]) {
			break
		}
		a.held[t][d+i] += sign * x
		if first.Cause == sim.CauseUsed {
			a.launched[t][d+i] -= x
		}
		if a.held[t][d+i] < 0 || a.offers[t] < 0 || first.Cause == sim.CauseUsed && a.launched[t][d+i] != 0 {
			a.problem(r, "tenant %d: %d offers, held %v, launched but not used %v", t, a.offers[t], a.held[t], a.launched[t])
		}
	}
}

var _ sim.Sink = (*Audit)(nil)
