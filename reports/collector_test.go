package reports

import (
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"
)

func TestBinLength(t *testing.T) {
	for _, c := range []struct{ asked, until, want sim.Time }{
		{0, 24 * sim.Hour, 100 * sim.Second},
		{0, 1000 * sim.Second, sim.Second},
		{0, 1001 * sim.Second, 2 * sim.Second},
		{0, 2001 * sim.Second, 5 * sim.Second},
		{0, 5001 * sim.Second, 10 * sim.Second},
		{0, sim.Minute, 100 * sim.Millisecond},
		{0, sim.Millisecond, 1000},
		{0, 1, 1},
		{0, sim.Forever, sim.Minute},
		{0, sim.Forever - 1, 1e16},
		{7, sim.Forever, 7},
		{sim.Minute, sim.Hour, sim.Minute},
	} {
		if got := BinLength(c.asked, c.until); got != c.want {
			t.Errorf("bins of %d asked for until %d: %d, want %d", c.asked, c.until, got, c.want)
		}
	}
}

// TestTakeAllocatesNothing: in a steady state a chunk of samples, now and then,
// is all that is allocated.
func TestTakeAllocatesNothing(t *testing.T) {
	const tasks = 50_000
	m := benchMeta()
	records := steady(&m, 2*tasks)
	half := len(records) / 2
	c := New(m)
	c.Take(records[:half])
	rest := records[half:]
	got := testing.AllocsPerRun(1, func() {
		n := len(rest) / 2
		c.Take(rest[:n])
		rest = rest[n:]
	})
	if got > tasks/2/1000 {
		t.Errorf("%v allocations for %d tasks", got, tasks/2)
	}
}

func TestOpenJobsReusePages(t *testing.T) {
	var o openJobs
	for i := range sim.JobID(100_000) {
		o.put(i, sim.Time(i), 1, false)
		if i >= 700 && !o.take(i-700) {
			t.Fatalf("job %d was not open", i-700)
		}
	}
	if o.take(0) || o.take(1_000_000) {
		t.Error("took a job that is not open")
	}
	used := len(o.spare)
	for _, p := range o.pages {
		if p != nil {
			used++
		}
	}
	if used > 4 {
		t.Errorf("%d pages for 700 open jobs", used)
	}
	n := sim.JobID(100_000 - 700)
	o.each(func(_ sim.TenantID, at sim.Time) {
		if at != sim.Time(n) {
			t.Fatalf("job of %d ns where %d is due", at, n)
		}
		n++
	})
	if n != 100_000 {
		t.Errorf("the last open job is %d", n)
	}
}

// A cluster, a run or a scenario of nothing has results too.
func TestNothing(t *testing.T) {
	m := Meta{Dims: resource.NewDims(), Shapes: resource.NewTable(0), Until: sim.Hour, Groups: []GroupMeta{{"g", 1}, {"h", 1}},
		Tenants: []TenantMeta{{"a", 0, 1, 0}, {"b", 0, 1, 2 * sim.Hour}}}
	c := New(m)
	c.Take([]sim.Record{{Kind: sim.KindNode, Cause: sim.CauseUp}, {Kind: sim.KindSubmitted, N: 1}, {Kind: sim.KindLaunched}, {Kind: sim.KindRunning, Flags: sim.FlagFirst}})
	r := c.Finish(sim.Hour, "until", "", 4)
	if r.Summary.Tasks.Unfinished != 1 || r.Summary.Attempts.Running != 1 || r.Summary.WaitSeconds.Count != 1 {
		t.Errorf("%+v", r.Summary)
	}
	if s := r.Summary.Tenants[0].DominantShare; *s.Mean != 0 || s.Final != 0 || r.Summary.Tenants[0].DominantResource != nil {
		t.Errorf("share %v of no resources", s)
	}
	if r.Summary.Tenants[1].DominantShare.Mean != nil {
		t.Error("a mean over no time")
	}
	empty := New(Meta{Dims: resource.NewDims("cpus"), Shapes: resource.NewTable(1), Until: sim.Forever}).Finish(0, "drained", "", 0)
	if empty.Timeline.Bins != 0 || len(empty.Waits) != 0 || empty.Summary.Fairness.Jain != nil {
		t.Errorf("%+v", empty.Timeline)
	}
}
