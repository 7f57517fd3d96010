package sim

import "fairlead/sim/resource"

// How a run ended.
const (
	EndedUntil       = "until"
	EndedDrained     = "drained"
	EndedBound       = "bound"
	EndedStuck       = "stuck" // drained was asked for, but nothing can happen any more
	EndedInterrupted = "interrupted"
)

// Outcome is how a run ended.
type Outcome struct {
	End         Time
	EndedBy     string
	Fingerprint string
	Records     int64
	Events      int64
}

// Run makes the whole run happen, or what is left of it.
func (w *World) Run() Outcome {
	if !w.booted {
		w.boot()
	}
	how := w.loop()
	if how == EndedUntil && w.cfg.Until != Forever {
		w.now = w.cfg.Until
	}
	w.leftWaiting()
	w.flush()
	return Outcome{w.now, how, w.Fingerprint(), w.st.emitted, w.st.events}
}

// Advance makes everything happen up to an instant, and that instant. It reports
// whether the run goes on after it; Run makes the rest.
func (w *World) Advance(to Time) bool {
	if !w.booted {
		w.boot()
	}
	return w.loopTo(to) == ""
}

// boot sets the world up at t = 0: the cluster has been up, tenants are there,
// no allocation run has happened yet.
func (w *World) boot() {
	w.booted = true
	w.plane.Boot(w)
	for i, s := range w.cfg.Nodes {
		for n := w.first[i]; n < w.first[i+1]; n++ {
			w.Record(Record{Kind: KindNode, Node: NodeID(n), Shape: s.Capacity, Cause: CauseUp})
		}
	}
	w.st.pending = make([]Submission, len(w.cfg.Feeds))
	for i := range w.cfg.Feeds {
		if w.cfg.Feeds[i].Finite {
			w.st.openWork++
		}
		w.ready(int32(i))
	}
}

func (w *World) loop() string { return w.loopTo(Forever) }

// loopTo is the run: instant by instant, event by event. It says how the run
// ended, or nothing if the next instant is after to.
func (w *World) loopTo(to Time) string {
	w.instant()
	for {
		if w.cfg.Checked {
			w.check()
		}
		switch {
		case w.stop:
			return EndedInterrupted
		case w.Full():
			return EndedBound
		case w.cfg.Until == Forever && w.st.idle > w.patience():
			return EndedStuck
		case w.cfg.Until == Forever && w.st.openWork == 0:
			return EndedDrained
		}
		at, ok := w.st.queue.Next()
		if !ok && w.cfg.Until == Forever {
			return EndedStuck
		}
		if !ok || Time(at) > w.cfg.Until {
			return EndedUntil
		}
		if Time(at) > to {
			return ""
		}
		w.now = Time(at)
		if w.st.ahead > 0 {
			w.st.idle = 0
		} else {
			w.st.idle++ // Start sets it back
		}
		w.wake()
		w.instant()
	}
}

// patience is how many instants may go by in which only timers of the plane fire
// and no task is started, before a run that is to be drained counts as stuck: many
// more than it takes to offer everything to everybody.
func (w *World) patience() int64 { return 10_000 + 10*int64(len(w.cfg.Groups)) }

// wake takes what the queue holds for the new instant. An event that comes alone
// happens at once; several are sorted into their classes first.
func (w *World) wake() {
	e, _ := w.st.queue.Take()
	w.look()
	if !w.st.queue.More() {
		w.dispatch(e)
		return
	}
	for ok := true; ok; e, ok = w.st.queue.Take() {
		w.st.fifo[classOf[e>>56]].push(e)
	}
}

// checker is a Plane that can test its own books against the world, between two
// instants. It calls Fail on what is broken.
type checker interface {
	Check()
}

// check recomputes what every node holds from the runs that live, and has the
// plane test its books.
func (w *World) check() {
	w.checkBodies()
	if c, ok := w.plane.(checker); ok {
		c.Check()
	}
}

func (w *World) checkBodies() {
	sum := make([]int64, len(w.st.used))
	for i := range w.st.runs {
		run := &w.st.runs[i]
		if run.Job < 0 {
			continue
		}
		n := int(run.Node) * w.width
		resource.Add(sum[n:n+w.width], w.shapes.At(run.Shape))
	}
	for i, x := range sum {
		if x != w.st.used[i] {
			w.fail("node %d: dimension %d books %d, its runs hold %d", i/w.width, i%w.width, w.st.used[i], x)
		}
	}
}
