package sim

import (
	"slices"

	"fairlead/sim/queue"
	"fairlead/sim/resource"

	"github.com/zeebo/xxh3"
)

// RunSlot and JobSlot name live runs and jobs; a slot is used again once its run
// or job is over.
type (
	RunSlot int32
	JobSlot int32
)

// Run is one attempt of one task on one node, while it lives: 32 bytes, since
// there are as many as tasks run, and one of them is fetched for each that ends.
type Run struct {
	Since   Time    // running since; while it starts up, below zero: ^duration
	Job     JobSlot // -1 in a free slot
	Index   int32   // of the task in its job; in a free slot the next one
	Node    NodeID
	Shape   resource.ShapeID
	Attempt int32
	gen     uint32
}

// Job is a submitted job, while it lives.
type Job struct {
	Key       uint64
	Submitted Time
	Duration  Time // of each task where the Spec has no distribution
	Longest   Time // longest task so far, start-up included
	Tasks     int64
	Launched  int64 // first attempts
	Finished  int64
	Spec      SpecID
	Tenant    TenantID
	Shape     resource.ShapeID
	ID        JobID
	finite    bool // counts for `drained`
	live      bool
	next      JobSlot
}

// State is everything that changes during a run: slices without pointers, so
// that a run can be copied at any instant and continued twice.
type State struct {
	queue     queue.Queue
	fifo      [numClasses]fifo
	used      []int64 // Width amounts a node: what its runs hold
	runs      []Run
	jobs      []Job
	parties   []party
	timers    []timer
	msgs      []message
	pending   []Submission // next job of each source
	records   []Record     // not yet handed to the sinks
	hash      xxh3.Hasher
	freeRun   RunSlot
	freeJob   JobSlot
	freeTimer int32
	freeMsg   int32
	nextJob   JobID
	events    int64
	emitted   int64 // records handed to the sinks
	ahead     int64 // ends and beginnings of runs, jobs, and what the plane awaits, that are to come
	idle      int64 // instants since there were none, or a task was started
	openWork  int64 // finite jobs not ended, and finite sources not exhausted
}

// CopyTo makes to an independent copy of s, reusing what to has allocated.
func (s *State) CopyTo(to *State) {
	old := *to
	*to = *s
	s.queue.CopyTo(&old.queue)
	to.queue = old.queue
	for i := range s.fifo {
		to.fifo[i] = fifo{append(old.fifo[i].ev[:0], s.fifo[i].ev...), s.fifo[i].head}
	}
	to.used = append(old.used[:0], s.used...)
	to.runs = append(old.runs[:0], s.runs...)
	to.jobs = append(old.jobs[:0], s.jobs...)
	to.parties = append(old.parties[:0], s.parties...)
	to.timers = append(old.timers[:0], s.timers...)
	to.msgs = append(old.msgs[:0], s.msgs...)
	to.pending = append(old.pending[:0], s.pending...)
	to.records = append(slices.Grow(old.records[:0], batchSize), s.records...)
}

// Copier is a Plane whose state can be copied to another one of the same
// configuration, which then acts in the world w.
type Copier interface {
	CopyTo(to Plane, w *World)
}

// CopyTo makes to a copy of w at this instant, so that both can be continued,
// each on its own; to must have been made of the same Config but for a Plane, Feeds
// and Sinks of its own. The sources of its Feeds must stand where those of w do.
// It reports whether the plane can be copied.
func (w *World) CopyTo(to *World) bool {
	c, ok := w.plane.(Copier)
	if !ok {
		return false
	}
	w.st.CopyTo(&to.st)
	to.now, to.stop, to.booted = w.now, w.stop, w.booted
	c.CopyTo(to.plane, to)
	return true
}
