package simtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fairlead/sim"
)

// Dialogue is a sim.Sink that keeps a run's records to tell them as a story: one
// line for each record, or for a row of records that say the same of the nodes,
// jobs or tasks of a row. A task that runs as soon as it is launched starts.
type Dialogue struct {
	names   Names
	records []sim.Record
	job     map[sim.JobID]string
	used    sim.Record // the last use of offers, to tell what is left of them
}

// NewDialogue returns an empty dialogue.
func NewDialogue(n Names) *Dialogue {
	return &Dialogue{names: n, job: map[sim.JobID]string{}}
}

// Take is sim.Sink.
func (d *Dialogue) Take(batch []sim.Record) { d.records = append(d.records, batch...) }

// String is the account of everything so far.
func (d *Dialogue) String() string {
	var b strings.Builder
	for rest := d.records; len(rest) > 0; {
		n, verb, text := d.line(rest)
		fmt.Fprintf(&b, "%-7s %-8s %s\n", seconds(rest[0].At), verb, text)
		rest = rest[n:]
	}
	return b.String()
}

// line tells what happens first, and how many records it took.
func (d *Dialogue) line(rest []sim.Record) (n int, verb, text string) {
	switch r := &rest[0]; r.Kind {
	case sim.KindNode:
		return d.nodes(rest)
	case sim.KindTenant:
		return 1, "tenant", d.tenant(r) + " " + pick(r.Cause == sim.CauseUp, "joins", "leaves") + " in role " + d.names.Groups[r.Job]
	case sim.KindSubmitted:
		return d.submitted(rest)
	case sim.KindImpossible:
		return 1, "refuse", d.ofJob(r) + ": " + many(r.N, "task") + " of " + d.names.shape(r.Shape) + pick(r.N == 1, " fits", " fit") + " no node"
	case sim.KindJobEnded:
		return 1, "done", d.ofJob(r) + " after " + seconds(r.At-sim.Time(r.N))
	case sim.KindLaunched, sim.KindRunning:
		return d.started(rest)
	case sim.KindEnded:
		n := row(rest, 1, func(r *sim.Record, i int) sim.Record {
			r.Task += int32(i)
			return *r
		})
		return n, "end", d.ofTasks(r, n) + " " + causes[r.Cause] + ranFor(r)
	case sim.KindWaiting:
		return 1, "wait", d.ofJob(r) + ": " + many(r.M, "task") + " from task " + strconv.Itoa(int(r.Task)) + " on never ran"
	case sim.KindHeld, sim.KindReleased:
		return d.held(rest)
	case sim.KindFault:
		return 1, "fault", "number " + strconv.Itoa(int(r.Task)) + " " + causes[r.Cause]
	}
	return 1, "record", fmt.Sprintf("%+v", rest[0])
}

var causes = map[sim.Cause]string{
	sim.CauseFinished: "finished", sim.CauseFailed: "failed", sim.CauseKilled: "killed", sim.CauseLost: "lost",
	sim.CauseUp: "up", sim.CauseDown: "down",
}

// row counts the records at the front, taken step at a time, that are what next
// makes of the first for each further place.
func row(rest []sim.Record, step int, next func(first *sim.Record, i int) sim.Record) int {
	n := 1
	for ; n*step < len(rest); n++ {
		first := rest[0]
		if rest[n*step] != next(&first, n) {
			break
		}
	}
	return n
}

func (d *Dialogue) nodes(rest []sim.Record) (n int, verb, text string) {
	r := &rest[0]
	n = row(rest, 1, func(r *sim.Record, i int) sim.Record {
		r.Node += sim.NodeID(i)
		return *r
	})
	name, last := d.names.node(r.Node), d.names.node(r.Node+sim.NodeID(n-1))
	if n > 1 {
		return n, "nodes", name + " to " + last + " " + causes[r.Cause] + ": " + d.names.shape(r.Shape) + " each"
	}
	return n, "node", name + " " + causes[r.Cause] + ": " + d.names.shape(r.Shape)
}

func (d *Dialogue) submitted(rest []sim.Record) (n int, verb, text string) {
	n = row(rest, 1, func(r *sim.Record, i int) sim.Record {
		r.Job += sim.JobID(i)
		r.Task += int32(i)
		return *r
	})
	for _, r := range rest[:n] {
		d.job[r.Job] = d.names.Jobs[r.Node] + "-" + strconv.Itoa(int(r.Task))
	}
	r := &rest[0]
	which := d.ofJob(r)
	if n > 1 {
		which += " to " + d.job[rest[n-1].Job] + ", each"
	}
	tasks := many(r.N, "task")
	if r.N == sim.Unlimited {
		tasks = "tasks without end"
	}
	return n, "submit", which + ": " + tasks + " of " + d.names.shape(r.Shape)
}

// started tells of a row of tasks that are launched, that run at last, or both at
// once. Tasks granted one by one stay apart: their order is what matters.
func (d *Dialogue) started(rest []sim.Record) (n int, verb, text string) {
	r, step := &rest[0], 1
	verb = pick(r.Kind == sim.KindRunning, "running", "launch")
	if r.Kind == sim.KindLaunched && len(rest) > 1 && runs(r, &rest[1]) {
		verb, step = "start", 2
	}
	n = 1
	if r.Flags&sim.FlagSingle == 0 {
		n = row(rest, step, func(r *sim.Record, i int) sim.Record {
			r.Task += int32(i)
			return *r
		})
	}
	for step == 2 && !runs(&rest[2*n-2], &rest[min(2*n-1, len(rest)-1)]) {
		n--
	}
	return n * step, verb, d.ofTasks(r, n)
}

// runs reports whether b says that the task launched by a runs, at once.
func runs(a, b *sim.Record) bool {
	return b.Kind == sim.KindRunning && a.At == b.At && a.Job == b.Job && a.Task == b.Task && a.M == b.M
}

// held tells of a bundle of offers: made, used, or given back.
func (d *Dialogue) held(rest []sim.Record) (n int, verb, text string) {
	r := &rest[0]
	v := []int64{r.N, r.M}
	for n = 1; n < len(rest) && rest[n].Kind == sim.KindMore; n++ {
		v = append(v, rest[n].N, rest[n].M)
	}
	v = v[:min(len(v), d.names.Dims.Len())]
	who, offers, sum := d.tenant(r), many(int64(r.Task), "offer"), d.names.amounts(v)
	switch {
	case r.Kind == sim.KindHeld:
		d.used = sim.Record{}
		return n, "offer", who + " gets " + offers + ": " + sum
	case r.Cause == sim.CauseUsed:
		d.used = *r
		return n, "accept", who + " accepts " + offers + " and uses " + sum
	case r.Cause == sim.CauseWithdrawn:
		return n, "rescind", who + " loses " + offers + ": " + sum
	case r.Task == 0:
		return n, "decline", who + " declines what is left: " + sum
	}
	left := pick(d.used.At == r.At && d.used.Tenant == r.Tenant && d.used.Kind == r.Kind, " and what is left", "")
	d.used = sim.Record{}
	return n, "decline", who + " declines " + offers + left + ": " + sum
}

func (d *Dialogue) tenant(r *sim.Record) string { return d.names.Tenants[r.Tenant] }

func (d *Dialogue) ofJob(r *sim.Record) string { return d.tenant(r) + ": " + d.job[r.Job] }

// ofTasks names n tasks of a row and their node.
func (d *Dialogue) ofTasks(r *sim.Record, n int) string {
	which := " task " + strconv.Itoa(int(r.Task))
	if n > 1 {
		which = " tasks " + strconv.Itoa(int(r.Task)) + " to " + strconv.Itoa(int(r.Task)+n-1)
	}
	if r.M > 0 {
		which += ", attempt " + strconv.Itoa(int(r.M))
	}
	return d.ofJob(r) + which + " on " + d.names.node(r.Node)
}

func ranFor(r *sim.Record) string {
	if r.N < 0 {
		return " before it ran"
	}
	return " after " + seconds(r.At-sim.Time(r.N))
}

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// Tasks lists the tasks in the order in which they were launched, as the names of
// their tenants: what a table of progressive filling shows.
func (d *Dialogue) Tasks() (tenants []string) {
	for i := range d.records {
		if r := &d.records[i]; r.Kind == sim.KindLaunched {
			tenants = append(tenants, d.tenant(r))
		}
	}
	return slices.Clip(tenants)
}

var _ sim.Sink = (*Dialogue)(nil)
