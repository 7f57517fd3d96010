package workloads

import (
	"io"
	"math"

	"fairlead/sim"
	"fairlead/sim/resource"
	"fairlead/sim/rng"
)

// TraceBind is the run that a trace feeds.
type TraceBind struct {
	Dims     *resource.Dims
	Shapes   *resource.Table
	Capacity []int64      // of the whole cluster, by dimension
	Specs    []sim.SpecID // by index in TraceScan.Tenants
}

// TraceSource reads a trace as jobs, in order of submission and for equal times in
// order of the file. It holds in memory only the rows that stand in the file
// before one that was submitted earlier.
type TraceSource struct {
	scan   *TraceScan
	bind   TraceBind
	clock  traceClock
	reader *traceReader // nil: read to the end, or failed
	err    error

	keys      []uint64 // by value: names its rows in draws
	dims      []int    // by resource of the plan: its dimension, -1 = none
	need      []int64  // scratch
	shape     resource.ShapeID
	instances []int32 // by tenant: jobs given out
	rows      int64   // read in this pass
	kept      int64
	top       int64 // the latest submission read
	waiting   traceHeap
	lastAt    sim.Time
}

// Source begins to read the trace again. Close it if it is not read to the end.
func (s *TraceScan) Source(b TraceBind) *TraceSource {
	src := &TraceSource{
		scan: s, bind: b, clock: s.clock(&b), top: math.MinInt64,
		keys:      make([]uint64, len(s.values.names)),
		dims:      make([]int, len(s.plan.resources)),
		need:      make([]int64, b.Dims.Len()),
		instances: make([]int32, len(s.tenants)),
	}
	for i, value := range s.values.names {
		src.keys[i] = rng.Key("trace", s.plan.tenant(value))
	}
	for i, r := range s.plan.resources {
		src.dims[i] = b.Dims.Index(r.name)
	}
	src.shape = b.Shapes.Intern(src.need)
	src.reader, src.err = s.plan.begin(s.from, s.to)
	return src
}

// Next yields the next job. After false, see Err.
func (s *TraceSource) Next(job *sim.Submission) bool {
	for s.reader != nil && (len(s.waiting) == 0 || s.waiting[0].submit > s.top-s.scan.lateness) {
		s.read()
	}
	if len(s.waiting) == 0 || s.err != nil {
		return false
	}
	item := s.waiting.pop()
	at := s.clock.at(item.submit)
	if at < s.lastAt {
		s.fail(errTraceChanged)
		return false
	}
	s.lastAt = at
	tenant := s.scan.tenant(item.value)
	*job = sim.Submission{
		At: at, Spec: s.bind.Specs[tenant], Instance: s.instances[tenant],
		Key: rng.Mix(s.key(item.value), uint64(item.row)), Tasks: item.tasks,
		Shape: item.shape, Duration: sim.Time(item.duration),
	}
	s.instances[tenant]++
	return true
}

// Err is why the trace ended, nil if it was read to its end.
func (s *TraceSource) Err() error { return s.err }

// Close ends the reading.
func (s *TraceSource) Close() error {
	if s.reader == nil {
		return nil
	}
	file := s.reader.file
	s.reader = nil
	return file.Close()
}

// fail ends the source with an error.
func (s *TraceSource) fail(err error) {
	if s.err == nil {
		s.err = readFailed(s.scan.plan.File, s.rows, err)
	}
	s.Close() // what counts is the first error
}

// read takes one row into the heap, or ends the reading.
func (s *TraceSource) read() {
	why, err := s.reader.next()
	switch {
	case err == io.EOF:
		if s.rows != s.scan.tally.rows || s.kept != s.scan.tally.kept {
			s.fail(errTraceChanged)
			return
		}
		s.Close() // was only read
		return
	case err != nil:
		s.err = err
		s.Close() // what counts is the first error
		return
	}
	s.rows++
	if why != traceFine {
		return
	}
	row := &s.reader.row
	value, _, ok := s.scan.values.of(row.tenant, false)
	if !ok {
		s.fail(errTraceChanged)
		return
	}
	if s.scan.tenant(value) == traceOverflow {
		return
	}
	s.kept++
	s.top = max(s.top, row.submit)
	s.waiting.push(traceItem{
		submit: row.submit, row: row.number, duration: row.duration, tasks: row.tasks,
		shape: s.intern(row.amounts), value: value,
	})
}

// intern is the shape of a task with these amounts. Most rows ask for what the
// row before asked for.
func (s *TraceSource) intern(amounts []int64) resource.ShapeID {
	same := true
	for i, d := range s.dims {
		if d >= 0 && s.need[d] != amounts[i] {
			s.need[d], same = amounts[i], false
		}
	}
	if !same {
		s.shape = s.bind.Shapes.Intern(s.need)
	}
	return s.shape
}

// key names the jobs of a value in draws; its rows have the same whether or not
// it stands apart.
func (s *TraceSource) key(value int32) uint64 {
	if value == traceOverflow {
		return rng.Key("trace", s.scan.plan.Rest)
	}
	return s.keys[value]
}

// traceItem is a row that waits for its turn.
type traceItem struct {
	submit, row     int64
	duration, tasks int64
	shape           resource.ShapeID
	value           int32
}

// before orders by submission, then by place in the file.
func (a *traceItem) before(b *traceItem) bool {
	return a.submit < b.submit || a.submit == b.submit && a.row < b.row
}

// traceHeap is a binary heap with the earliest row first.
type traceHeap []traceItem

// push adds a row.
func (h *traceHeap) push(item traceItem) {
	q := append(*h, item)
	i := len(q) - 1
	for i > 0 && item.before(&q[(i-1)/2]) {
		q[i] = q[(i-1)/2]
		i = (i - 1) / 2
	}
	q[i] = item
	*h = q
}

// pop takes the earliest row.
func (h *traceHeap) pop() traceItem {
	q := *h
	top, item := q[0], q[len(q)-1]
	q = q[:len(q)-1]
	i := 0
	for {
		child := 2*i + 1
		if child >= len(q) {
			break
		}
		if child+1 < len(q) && q[child+1].before(&q[child]) {
			child++
		}
		if !q[child].before(&item) {
			break
		}
		q[i] = q[child]
		i = child
	}
	if len(q) > 0 {
		q[i] = item
	}
	*h = q
	return top
}
