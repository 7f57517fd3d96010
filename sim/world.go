package sim

import (
	"fmt"

	"fairlead/sim/resource"
)

// NodeShape is a row of equal nodes.
type NodeShape struct {
	Name     string
	Count    int32
	Capacity resource.ShapeID
}

// Feed is a source of jobs; Finite feeds run dry and hold up `drained` until
// they have.
type Feed struct {
	Source Source
	Finite bool
}

// Config is a whole run. It is checked before it gets here.
type Config struct {
	Seed    uint64
	Until   Time  // Forever = until drained
	Bound   int64 // records; 0 = DefaultBound
	Shapes  *resource.Table
	Nodes   []NodeShape
	Groups  []GroupID // group of each tenant
	Specs   []Spec
	Feeds   []Feed
	Plane   Plane
	Sinks   []Sink
	Checked bool // test the invariants after every event

	// Watch is called now and then with the instant and the number of records
	// so far; the run stops when it returns false. It must not influence results.
	Watch func(now Time, records int64) bool
}

// DefaultBound is the number of records after which a run is ended.
const DefaultBound = int64(1_000_000_000)

// World is the physical world of one run: it knows the nodes, what runs on them,
// the jobs and the time. Only the plane decides.
type World struct {
	cfg    Config
	plane  Plane
	soon   soon // the plane, if it wants to know
	shapes *resource.Table
	width  int
	nodes  int32
	first  []int32 // first node of each shape, and the number of nodes
	caps   []resource.ShapeID
	now    Time
	st     State
	stop   bool // Watch said so
	booted bool
	words  []byte
}

// New prepares a run.
func New(cfg Config) *World {
	w := &World{cfg: cfg, plane: cfg.Plane, shapes: cfg.Shapes, width: cfg.Shapes.Width()}
	w.soon, _ = cfg.Plane.(soon)
	if w.cfg.Bound == 0 {
		w.cfg.Bound = DefaultBound
	}
	for _, s := range cfg.Nodes {
		w.first = append(w.first, w.nodes)
		w.caps = append(w.caps, s.Capacity)
		w.nodes += s.Count
	}
	w.first = append(w.first, w.nodes)
	w.st.used = make([]int64, int(w.nodes)*w.width)
	w.st.freeRun, w.st.freeJob, w.st.freeTimer, w.st.freeMsg = -1, -1, -1, -1
	w.st.records = make([]Record, 0, batchSize)
	return w
}

// Now is the current instant.
func (w *World) Now() Time { return w.now }

// Seed is the seed of the run, for draws by name.
func (w *World) Seed() uint64 { return w.cfg.Seed }

// Nodes is the number of nodes.
func (w *World) Nodes() int32 { return w.nodes }

// Width is the number of resource dimensions.
func (w *World) Width() int { return w.width }

// Shapes is the table of interned vectors.
func (w *World) Shapes() *resource.Table { return w.shapes }

// NodeShapes lists the rows of equal nodes; nodes are numbered through them.
func (w *World) NodeShapes() []NodeShape { return w.cfg.Nodes }

// Live is a run that lives; what it points to is valid until the next Start.
func (w *World) Live(r RunSlot) *Run { return &w.st.runs[r] }

// Job is a live job; what it points to is valid until the next submission.
func (w *World) Job(j JobSlot) *Job { return &w.st.jobs[j] }

// Spec is what a job has in common with others of its kind.
func (w *World) Spec(s SpecID) *Spec { return &w.cfg.Specs[s] }

// Capacity is what a node can hold, as its own party knows it.
func (w *World) Capacity(n NodeID) resource.ShapeID {
	lo, hi := 0, len(w.caps)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if w.first[mid] <= int32(n) {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return w.caps[lo]
}

// Used is what the runs on a node hold: the truth, for tests of a plane's books. No
// plane may decide by it.
func (w *World) Used(n NodeID) []int64 {
	i := int(n) * w.width
	return w.st.used[i : i+w.width : i+w.width]
}

// Fault is a broken invariant: a bug in the simulator, never in its input.
type Fault struct {
	At     Time
	Event  int64
	Seed   uint64
	Detail string
}

// Error tells where and when, so that the run can be made again.
func (f *Fault) Error() string {
	return fmt.Sprintf("broken invariant at %d ns, event %d, seed %d: %s", int64(f.At), f.Event, f.Seed, f.Detail)
}

// fail panics with the coordinates of a broken invariant.
func (w *World) fail(format string, args ...any) {
	panic(&Fault{w.now, w.st.events, w.cfg.Seed, fmt.Sprintf(format, args...)})
}

// Fail reports a broken invariant of the plane.
func (w *World) Fail(format string, args ...any) { w.fail(format, args...) }
