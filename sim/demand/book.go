// Package demand is what tenants want next: the ready tasks of their jobs, in the
// order in which they may be started. It speaks neither offers nor the queues of
// a plane; a plane asks it which waiting task may use some free amounts.
//
// Equal tasks of one tenant wait in one line: a list of ranges of task indexes,
// oldest first. The lines of a tenant are kept in the order of their heads, by
// priority (higher first), then by age, so that the first line that fits holds
// the first task that fits. Memory grows with the jobs that wait, not with their
// tasks.
package demand

import (
	"fairlead/sim"
	"fairlead/sim/resource"
)

// Discipline says which waiting task of a tenant may use what is free.
type Discipline uint8

// The disciplines of a tenant's queue.
const (
	Backfill   Discipline = iota // the first waiting task that fits
	HeadOfLine                   // the first waiting task, or none
)

// Unbounded is the end of the tasks of a job that never runs out of them, and
// more tasks than any queue holds.
const Unbounded = int64(1) << 62

// Line names the line of equal tasks in which a task waits; negative means none.
type Line int32

// span is a range of task indexes of one job that wait.
type span struct {
	job       sim.JobSlot
	attempt   int32
	from, to  int64 // to is exclusive
	submitted sim.Time
	seq       uint64
	next      int32
}

// line is the line of a tenant's waiting tasks of one shape and priority.
type line struct {
	head, tail int32 // spans
	next       Line  // by order of heads
	shape      resource.ShapeID
	priority   int64
	seq        uint64 // of the head
}

// tenant is the queue of one tenant.
type tenant struct {
	first Line
	lines int32
	disc  Discipline
}

// Book holds the queues of all tenants.
type Book struct {
	shapes   *resource.Table
	tenants  []tenant
	lines    []line
	spans    []span
	freeLine Line
	freeSpan int32
	seq      uint64
	floor    []int64 // of Floor; nil if nothing ever waited
	floorGen uint64
	gone     int     // lines gone since the floor was computed
	tasks    []int64 // waiting, by tenant; unlimited jobs count as very many
}

// NewBook returns empty queues with the given disciplines, one for each tenant.
func NewBook(shapes *resource.Table, disciplines []Discipline) *Book {
	b := &Book{shapes: shapes, freeLine: -1, freeSpan: -1, tenants: make([]tenant, len(disciplines)), tasks: make([]int64, len(disciplines))}
	for i, d := range disciplines {
		b.tenants[i] = tenant{first: -1, disc: d}
	}
	return b
}

// CopyTo makes to an independent copy of b.
func (b *Book) CopyTo(to *Book) {
	old := *to
	*to = *b
	to.tenants = append(old.tenants[:0], b.tenants...)
	to.lines = append(old.lines[:0], b.lines...)
	to.floor = append(old.floor[:0], b.floor...)
	to.tasks = append(old.tasks[:0], b.tasks...)
	to.spans = append(old.spans[:0], b.spans...)
}

// Empty reports whether nothing of a tenant waits.
func (b *Book) Empty(t sim.TenantID) bool { return b.tenants[t].first < 0 }

// Push lets the tasks [from, to) of a job wait. It reports whether no task of
// that shape and priority was waiting before.
func (b *Book) Push(t sim.TenantID, j sim.JobSlot, job *sim.Job, priority, from, to int64) (fresh bool) {
	s := b.newSpan()
	b.seq++
	b.spans[s] = span{job: j, from: from, to: to, submitted: job.Submitted, seq: b.seq, next: -1}
	if to < Unbounded {
		b.tasks[t] += to - from
	} else {
		b.tasks[t] = Unbounded
	}
	for l := b.tenants[t].first; l >= 0; l = b.lines[l].next {
		ln := &b.lines[l]
		if ln.shape == job.Shape && ln.priority == priority {
			b.spans[ln.tail].next = s
			ln.tail = s
			return false
		}
	}
	l := b.newLine()
	b.lines[l] = line{head: s, tail: s, shape: job.Shape, priority: priority, seq: b.seq}
	b.insert(t, l)
	b.lower(b.shapes.At(job.Shape))
	b.tenants[t].lines++
	return true
}

// insert puts a line in its place among the lines of a tenant.
func (b *Book) insert(t sim.TenantID, l Line) {
	at := &b.tenants[t].first
	for *at >= 0 && b.before(&b.lines[*at], &b.lines[l]) {
		at = &b.lines[*at].next
	}
	b.lines[l].next = *at
	*at = l
}

func (b *Book) before(x, y *line) bool {
	if x.priority != y.priority {
		return x.priority > y.priority
	}
	return x.seq < y.seq
}

// Tasks is how many tasks of a tenant wait, at least Unbounded if a job of it
// never runs out of them.
func (b *Book) Tasks(t sim.TenantID) int64 { return b.tasks[t] }

// Peek is the first task of a line.
func (b *Book) Peek(l Line) (j sim.JobSlot, index int64) {
	sp := &b.spans[b.lines[l].head]
	return sp.job, sp.from
}

// First is the line of a tenant's first waiting task, or -1.
func (b *Book) First(t sim.TenantID) Line { return b.tenants[t].first }

// Next is the line after l that the tenant's discipline lets try, or -1.
func (b *Book) Next(t sim.TenantID, l Line) Line {
	if b.tenants[t].disc == HeadOfLine {
		return -1
	}
	return b.lines[l].next
}

// Shape is the shape of the tasks in a line.
func (b *Book) Shape(l Line) resource.ShapeID { return b.lines[l].shape }

// Fit is the line of the first waiting task of a tenant that may use the free
// amounts, or -1.
func (b *Book) Fit(t sim.TenantID, free []int64) Line {
	q := &b.tenants[t]
	for l := q.first; l >= 0; l = b.lines[l].next {
		if resource.Fits(b.shapes.At(b.lines[l].shape), free) {
			return l
		}
		if q.disc == HeadOfLine {
			return -1
		}
	}
	return -1
}

// Useful reports whether any waiting task of a tenant fits in free, be it its
// turn or not.
func (b *Book) Useful(t sim.TenantID, free []int64) bool {
	for l := b.tenants[t].first; l >= 0; l = b.lines[l].next {
		if resource.Fits(b.shapes.At(b.lines[l].shape), free) {
			return true
		}
	}
	return false
}

// Since is when the oldest waiting task of a tenant was submitted, or
// sim.Forever.
func (b *Book) Since(t sim.TenantID) sim.Time {
	since := sim.Forever
	for l := b.tenants[t].first; l >= 0; l = b.lines[l].next {
		since = min(since, b.spans[b.lines[l].head].submitted)
	}
	return since
}

// Task is a task taken out of a queue.
type Task struct {
	Job     sim.JobSlot
	Index   int64
	Attempt int32
	Moved   bool // another span leads the line now, or the line is gone
}

// Take takes the first task of a line of tenant t.
func (b *Book) Take(t sim.TenantID, l Line) Task {
	ln := &b.lines[l]
	s := ln.head
	sp := &b.spans[s]
	task := Task{Job: sp.job, Index: sp.from, Attempt: sp.attempt}
	sp.from++
	if sp.to < Unbounded {
		b.tasks[t]--
	}
	if sp.from < sp.to {
		return task
	}
	task.Moved = true
	ln.head = sp.next
	sp.next = b.freeSpan
	b.freeSpan = s
	b.unlink(t, l)
	if ln.head < 0 {
		b.tenants[t].lines--
		b.gone++
		ln.next = b.freeLine
		b.freeLine = l
		return task
	}
	ln.seq = b.spans[ln.head].seq
	b.insert(t, l)
	return task
}

func (b *Book) unlink(t sim.TenantID, l Line) {
	at := &b.tenants[t].first
	for *at != l {
		at = &b.lines[*at].next
	}
	*at = b.lines[l].next
}

func (b *Book) newSpan() int32 {
	if s := b.freeSpan; s >= 0 {
		b.freeSpan = b.spans[s].next
		return s
	}
	b.spans = append(b.spans, span{})
	return int32(len(b.spans) - 1)
}

func (b *Book) newLine() Line {
	if l := b.freeLine; l >= 0 {
		b.freeLine = b.lines[l].next
		return l
	}
	b.lines = append(b.lines, line{})
	return Line(len(b.lines) - 1)
}
