package workloads

import (
	"slices"

	"fairlead/sim"
	"fairlead/sim/pf"
	"fairlead/sim/resource"
	"fairlead/sim/rng"
)

// MaxTasks is the largest number of tasks of a job; what a distribution gives
// beyond it is held to it.
const MaxTasks = 1_000_000_000

// A Block is one kind of job that is submitted again and again: when, how often,
// and of how many tasks. Of At, Every and Poisson exactly one is set.
type Block struct {
	Seed        uint64
	Tenant, Job string // names the block in draws
	Spec        sim.SpecID
	Shape       resource.ShapeID

	At      []sim.Time // at these instants, in any order; Start is not added
	Every   sim.Time   // at Start and each Every after it
	Poisson float64    // at random from Start on, that many a second on average

	Start sim.Time
	Count int64 // with At: jobs at each instant, at least 1; else jobs in all, 0 or less for no limit
	Tasks Dist  // of each job, rounded half up, at least 1; nil for sim.Unlimited
}

// Source is the jobs of the block in order. Each call begins again; a Source
// allocates nothing per job. It ends with Count, or where time does.
func (b *Block) Source() sim.Source {
	switch {
	case b.Poisson > 0:
		return newPoisson(b)
	case b.Every > 0:
		return newEvery(b)
	}
	return newAt(b)
}

// jobs numbers the jobs of a block and fills in what does not depend on when
// they are submitted.
type jobs struct {
	spec  sim.SpecID
	shape resource.ShapeID
	key   uint64
	next  int64 // number of the next job
	limit int64
	tasks Dist
	draws rng.Row // of numbers of tasks
}

// maxJobs is how many jobs a block can number.
const maxJobs = 1<<31 - 1

func newJobs(b *Block, limit int64) jobs {
	if limit <= 0 || limit > maxJobs {
		limit = maxJobs
	}
	key := rng.Key(b.Tenant, b.Job)
	return jobs{
		spec: b.Spec, shape: b.Shape, key: key, limit: limit,
		tasks: b.Tasks, draws: rng.Of(b.Seed, rng.TaskCount, key),
	}
}

// submit fills p with the next job, at an instant not before the last.
func (j *jobs) submit(p *sim.Submission, at sim.Time) {
	*p = sim.Submission{
		At: at, Spec: j.spec, Instance: int32(j.next), Key: rng.Mix(j.key, uint64(j.next)),
		Tasks: j.count(), Shape: j.shape, Duration: sim.Endless,
	}
	j.next++
}

// count is the number of tasks of the next job.
func (j *jobs) count() int64 {
	if j.tasks == nil {
		return sim.Unlimited
	}
	x := j.tasks.Quantile(j.draws.U(uint64(j.next)))
	return max(1, min(MaxTasks, pf.Round(x)))
}

// after is at + gap, or false where that is beyond the end of time.
func after(at, gap sim.Time) (sim.Time, bool) {
	if gap >= sim.Forever-at {
		return 0, false
	}
	return at + gap, true
}

// sorted is a copy of instants in order.
func sorted(instants []sim.Time) []sim.Time {
	at := slices.Clone(instants)
	slices.Sort(at)
	return at
}
