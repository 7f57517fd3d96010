package reports

import (
	"fairlead/reports/schema"
	"fairlead/sim"
)

// tenant is what the collector keeps of one tenant.
type tenant struct {
	held    holding // by launched tasks
	offered holding // by outstanding offers
	group   *group  // nil if it is alone in its group, which then needs no sums of its own

	since   sim.Time
	waiting int64 // tasks not launched yet
	endless int64 // jobs that always have one more task
	live    int64 // attempts launched and not ended
	running int64
	idle    sim.Time // in this bin: nothing waited
	waitNs  wide     // in this bin: tasks times time
	runNs   wide

	from     sim.Time // when starvation begins to count
	starving bool     // wants something and has nothing
	starved  sim.Time
	longest  sim.Time // without anything

	work cpuTime
	tally
	waits    samples // ns, of tasks
	response samples // ns, of jobs
	slowdown samples // millionths, of jobs
	lacking  int64   // jobs without a slowdown
}

// group is what several tenants hold together: the dominant share of a sum is
// not the sum of dominant shares.
type group struct {
	held, offered holding
}

// tally counts what a tenant's tasks and jobs came to.
type tally struct {
	tasks    schema.Tasks
	attempts schema.Attempts
	jobs     schema.Jobs
	offers   schema.Offers
}

// advance brings the counts over time to now.
func (t *tenant) advance(now sim.Time) {
	dt := now - t.since
	if dt == 0 {
		return
	}
	t.since = now
	t.runNs.addMul(t.running, int64(dt))
	if t.waiting != 0 {
		t.waitNs.addMul(t.waiting, int64(dt))
	} else if t.endless == 0 {
		t.idle += dt
	}
}

// hunger follows a change of what is waiting or held; starvation before
// t.from does not count.
func (t *tenant) hunger(now sim.Time) {
	want := t.live == 0 && t.waiting+t.endless > 0
	if want == t.starving {
		return
	}
	t.starving = want
	if want {
		t.starved = now
		return
	}
	t.longest = max(t.longest, now-max(t.starved, t.from))
}

// ended counts the end of an attempt. What a task came to is its last outcome:
// one that is started again is taken back by again.
func (t *tally) ended(why sim.Cause) {
	switch why {
	case sim.CauseFinished:
		t.attempts.Finished++
		t.tasks.Finished++
	case sim.CauseFailed:
		t.attempts.Failed++
		t.tasks.Failed++
	case sim.CauseKilled:
		t.attempts.Killed++
		t.tasks.Killed++
	default:
		t.attempts.Lost++
	}
}

// again takes back what a task had come to.
func (t *tally) again(why sim.Cause) {
	switch why {
	case sim.CauseFinished:
		t.tasks.Finished--
	case sim.CauseFailed:
		t.tasks.Failed--
	case sim.CauseKilled:
		t.tasks.Killed--
	}
}

// total fills in what is the rest of a partition.
func (t *tally) total() {
	a := &t.attempts
	a.Running = a.Launched - a.Finished - a.Failed - a.Killed - a.Lost
	k := &t.tasks
	k.Unfinished = k.Submitted - k.Finished - k.Failed - k.Killed - k.Impossible
}

func (t *tally) add(u *tally) {
	a, b := &t.tasks, &u.tasks
	a.Submitted += b.Submitted
	a.Finished += b.Finished
	a.Failed += b.Failed
	a.Killed += b.Killed
	a.Impossible += b.Impossible
	t.attempts.Launched += u.attempts.Launched
	t.attempts.Finished += u.attempts.Finished
	t.attempts.Failed += u.attempts.Failed
	t.attempts.Killed += u.attempts.Killed
	t.attempts.Lost += u.attempts.Lost
	t.jobs.Submitted += u.jobs.Submitted
	t.jobs.Finished += u.jobs.Finished
	t.offers.Sent += u.offers.Sent
	t.offers.Accepted += u.offers.Accepted
	t.offers.Declined += u.offers.Declined
	t.offers.Rescinded += u.offers.Rescinded
}

// cpuTime is the work of attempts, in thousandths of a cpu times nanoseconds.
type cpuTime struct {
	all  wide // of ended attempts, less cpus times start of those that run
	lost wide
	cpus int64 // of those that run
}

func (c *cpuTime) start(now sim.Time, cpus int64) {
	var w wide
	w.addMul(cpus, int64(now))
	c.all.subWide(w)
	c.cpus += cpus
}

func (c *cpuTime) end(now, since sim.Time, cpus int64, why sim.Cause) {
	c.all.addMul(cpus, int64(now))
	c.cpus -= cpus
	if why != sim.CauseFinished {
		c.lost.addMul(cpus, int64(now-since))
	}
}

// at is the useful and the lost work up to the end; what still runs is useful.
func (c *cpuTime) at(end sim.Time) (useful, lost wide) {
	useful = c.all
	useful.addMul(c.cpus, int64(end))
	useful.subWide(c.lost)
	return useful, c.lost
}
