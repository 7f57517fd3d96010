package sim

import (
	"slices"
	"unsafe"

	"fairlead/sim/fetch"
	"fairlead/sim/resource"
	"fairlead/sim/rng"
)

// minDuration is the shortest time that a task runs.
const minDuration = Millisecond

// Start starts a task on a node: the physical act of the node's own party. The
// flags join those of the launch record. A task that does not fit what the node
// has left is a broken invariant: the plane must keep its own books.
func (w *World) Start(node NodeID, slot JobSlot, index int64, attempt int32, flags uint16) RunSlot {
	j := &w.st.jobs[slot]
	w.take(node, j.Shape)
	spec := &w.cfg.Specs[j.Spec]
	d := w.duration(j, spec, index)
	r := w.newRun()
	run := &w.st.runs[r]
	run.Job, run.Index, run.Node, run.Shape, run.Attempt, run.Since = slot, int32(index), node, j.Shape, attempt, ^d
	if attempt == 0 {
		j.Launched++
	}
	w.st.idle = 0
	if j.Tasks == Unlimited {
		flags |= FlagUnlimited
	}
	w.launched(j, run, KindLaunched, flags)
	if d != Endless && d+spec.Startup > j.Longest {
		j.Longest = d + spec.Startup
	}
	if spec.Startup > 0 {
		w.push(w.now+spec.Startup, event(evRunStart, run.gen, int32(r)))
		return r
	}
	w.begin(r)
	return r
}

// Soon has fetched what Start will need of a node.
func (w *World) Soon(node NodeID) {
	if w.width > 0 {
		fetch.Line(unsafe.Pointer(&w.st.used[int(node)*w.width]))
	}
}

func (w *World) launched(j *Job, run *Run, k Kind, flags uint16) {
	r := w.next()
	r.Kind, r.Flags, r.Tenant, r.Job, r.Task = k, flags, j.Tenant, j.ID, run.Index
	r.Node, r.Shape, r.N, r.M = run.Node, run.Shape, int64(j.Submitted), int64(run.Attempt)
}

// duration draws how long a task runs: the same whoever starts it, whenever.
func (w *World) duration(j *Job, spec *Spec, index int64) Time {
	if spec.Duration == nil {
		return max(j.Duration, minDuration)
	}
	x := spec.Duration.Quantile(rng.U(w.cfg.Seed, rng.Duration, j.Key, uint64(index)))
	ns := float64(x * 1e9)
	if !(ns > float64(minDuration)) {
		return minDuration
	}
	if ns >= float64(Endless) {
		return Endless
	}
	return Time(ns + 0.5)
}

// begin makes a run that has started up do its work.
func (w *World) begin(r RunSlot) {
	run := &w.st.runs[r]
	duration := ^run.Since
	run.Since = w.now
	j := &w.st.jobs[run.Job]
	var flags uint16
	if run.Attempt == 0 {
		flags = FlagFirst
	}
	if j.Tasks == Unlimited {
		flags |= FlagUnlimited
	}
	w.launched(j, run, KindRunning, flags)
	if duration == Endless {
		return
	}
	at := w.now + duration
	if at < w.now {
		return // beyond the end of time
	}
	w.st.ahead++
	w.st.queue.Push(int64(at), event(evRunEnd, run.gen, int32(r)))
}

func (w *World) runStarts(r RunSlot, gen uint32) {
	if w.st.runs[r].gen == gen {
		w.begin(r)
	}
}

func (w *World) runEnds(r RunSlot, gen uint32) {
	if w.st.runs[r].gen == gen {
		w.end(r, CauseFinished)
	}
}

// end ends a run: the node is free of it, its job counts it, its node's party is
// told.
func (w *World) end(r RunSlot, why Cause) {
	run := &w.st.runs[r]
	slot := run.Job
	j := &w.st.jobs[slot]
	n := int(run.Node) * w.width
	resource.Sub(w.st.used[n:n+w.width], w.shapes.At(run.Shape))
	rec := w.next()
	rec.Kind, rec.Cause, rec.Tenant, rec.Job, rec.Task = KindEnded, why, j.Tenant, j.ID, run.Index
	rec.Node, rec.Shape, rec.N, rec.M = run.Node, run.Shape, int64(max(run.Since, -1)), int64(run.Attempt)
	w.plane.RunEnded(PartyID(run.Node), r, why)
	run = &w.st.runs[r]
	run.gen = (run.gen + 1) & genMask
	run.Job, run.Index = -1, int32(w.st.freeRun)
	w.st.freeRun = r
	if why == CauseFinished {
		w.taskDone(slot)
	}
}

func (w *World) newRun() RunSlot {
	if r := w.st.freeRun; r >= 0 {
		w.st.freeRun = RunSlot(w.st.runs[r].Index)
		if w.st.freeRun >= 0 {
			fetch.Line(unsafe.Pointer(&w.st.runs[w.st.freeRun])) // the next one to be used
		}
		return r
	}
	w.st.runs = append(w.st.runs, Run{})
	return RunSlot(len(w.st.runs) - 1)
}

// take books a shape on a node: the one physical invariant is that what runs
// never exceeds what is there.
func (w *World) take(node NodeID, shape resource.ShapeID) {
	n := int(node) * w.width
	used, need := w.st.used[n:n+w.width], w.shapes.At(shape)
	have := w.shapes.At(w.Capacity(node))
	need, have = need[:len(used)], have[:len(used)]
	for d := range used {
		used[d] += need[d]
		if used[d] > have[d] {
			w.fail("node %d: dimension %d holds %d of %d after a start", node, d, used[d], have[d])
		}
	}
}

func (w *World) sortByID(slots []JobSlot) {
	slices.SortFunc(slots, func(a, b JobSlot) int { return int(w.st.jobs[a].ID) - int(w.st.jobs[b].ID) })
}
