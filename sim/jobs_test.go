package sim

import (
	"math"
	"testing"

	"fairlead/sim/resource"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestHowRunsEnd(t *testing.T) {
	two := Submission{Tasks: 2, Duration: 3 * Second}
	for name, c := range map[string]struct {
		list   []Submission
		change func(*Config, *stage)
		how    string
		end    Time
		last   Kind
	}{
		"drained":                    {[]Submission{two}, nil, EndedDrained, 3 * Second, KindJobEnded},
		"drained with nothing to do": {nil, nil, EndedDrained, 0, KindNode},
		"drained with impossible work": {[]Submission{two}, func(_ *Config, s *stage) {
			s.submitted = func(j JobSlot) { s.w.Impossible(j) }
		}, EndedDrained, 0, KindImpossible},
		"drained waits for what is still to come": {
			[]Submission{two, {At: 10 * Second, Tasks: 1, Duration: Second}}, nil, EndedDrained, 11 * Second, KindJobEnded},
		"drained does not wait for endless tasks": {
			[]Submission{two, {Tasks: 1, Duration: Endless}}, nil, EndedDrained, 3 * Second, KindJobEnded},
		"drained does not wait for unlimited jobs": {
			[]Submission{two, {Tasks: Unlimited, Duration: Second}}, nil, EndedDrained, 3 * Second, KindRunning},
		"drained does not wait for an infinite source": {[]Submission{two}, func(c *Config, _ *stage) {
			c.Feeds = append(c.Feeds, Feed{Source: &everySecond{}, Finite: false})
		}, EndedDrained, 3500 * Millisecond, KindJobEnded},
		"until": {[]Submission{two}, func(c *Config, _ *stage) { c.Until = 2 * Second }, EndedUntil, 2 * Second, KindRunning},
		"until includes its last instant": {
			[]Submission{two}, func(c *Config, _ *stage) { c.Until = 3 * Second }, EndedUntil, 3 * Second, KindJobEnded},
		"until goes on with nothing to do": {
			[]Submission{two}, func(c *Config, _ *stage) { c.Until = Hour }, EndedUntil, Hour, KindJobEnded},
		"stuck": {[]Submission{two}, func(_ *Config, s *stage) { s.submitted = nil }, EndedStuck, 0, KindWaiting},
		"stuck while timers fire": {[]Submission{two}, func(_ *Config, s *stage) {
			s.submitted = nil
			s.boot = func() { s.w.After(0, Second, 1, 0) }
			s.timer = func(p PartyID, kind uint16, arg int64) { s.w.After(p, Second, kind, arg) }
		}, EndedStuck, 10_011 * Second, KindWaiting},
		"not stuck while the plane awaits something": {[]Submission{two}, func(_ *Config, s *stage) {
			s.submitted = nil
			s.boot = func() {
				s.w.After(0, Second, 1, 0)
				s.w.After(0, 20_000*Second, 2, 0)
				s.w.Await(1)
			}
			s.timer = func(p PartyID, kind uint16, arg int64) {
				if kind == 2 {
					s.w.Await(-1)
					return
				}
				s.w.After(p, Second, kind, arg)
			}
		}, EndedStuck, 30_011 * Second, KindWaiting},
		"bound": {[]Submission{{Tasks: Unlimited, Duration: Second}, {Tasks: 1, Duration: Hour}},
			func(c *Config, _ *stage) { c.Bound = 10 }, EndedBound, Second, KindRunning},
		"interrupted": {[]Submission{{Tasks: Unlimited, Duration: Second}, {Tasks: 1, Duration: Hour}},
			func(c *Config, _ *stage) { c.Watch = func(now Time, _ int64) bool { return now < 400*Second } }, EndedInterrupted, 510 * Second, KindRunning},
	} {
		t.Run(name, func(t *testing.T) {
			s := (&stage{}).eager()
			cfg, k := theatre(s, 10, c.list...)
			if c.change != nil {
				c.change(&cfg, s)
			}
			out := New(cfg).Run()
			if out.EndedBy != c.how || out.End != c.end {
				t.Errorf("ended by %s at %gs, want %s at %gs", out.EndedBy, out.End.Seconds(), c.how, c.end.Seconds())
			}
			if last := k.records[len(k.records)-1]; last.Kind != c.last || int64(len(k.records)) != out.Records {
				t.Errorf("%d of %d records, the last is %+v", len(k.records), out.Records, last)
			}
		})
	}
}

// everySecond is a Source that never ends, of jobs that last half a second.
type everySecond struct{ n int32 }

func (e *everySecond) Next(s *Submission) bool {
	*s = Submission{At: Time(e.n) * Second, Instance: e.n, Tasks: 1, Shape: oneCPU, Duration: Second / 2}
	e.n++
	return true
}

// TestAccounts follows one job through: ids, submission, longest task with its
// start-up, places that are used again.
func TestAccounts(t *testing.T) {
	s := (&stage{}).eager()
	cfg, k := theatre(s, 3,
		Submission{Tasks: 2, Duration: 2 * Second}, Submission{At: Second, Tasks: 1, Duration: Second}, Submission{At: 9 * Second, Tasks: 1, Duration: Second})
	cfg.Specs[0].Startup = 500 * Millisecond
	w := New(cfg)
	w.Run()
	want := []Record{
		{At: 2500 * Millisecond, Kind: KindJobEnded, Job: 0, M: int64(2500 * Millisecond)},
		{At: 2500 * Millisecond, Kind: KindJobEnded, Job: 1, N: int64(Second), M: int64(1500 * Millisecond)},
		{At: 10500 * Millisecond, Kind: KindJobEnded, Job: 2, N: int64(9 * Second), M: int64(1500 * Millisecond)},
	}
	if diff := cmp.Diff(want, k.of(KindJobEnded)); diff != "" {
		t.Errorf("ends of jobs (-want +got):\n%s", diff)
	}
	if len(w.st.jobs) != 2 || len(w.st.runs) != 3 {
		t.Errorf("room for %d jobs and %d runs: places are not used again", len(w.st.jobs), len(w.st.runs))
	}
	first := k.of(KindLaunched, KindRunning)[:3]
	want = []Record{
		{Kind: KindLaunched, Shape: oneCPU}, {Kind: KindLaunched, Task: 1, Shape: oneCPU},
		{At: 500 * Millisecond, Kind: KindRunning, Flags: FlagFirst, Shape: oneCPU},
	}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Errorf("launches (-want +got):\n%s", diff)
	}
}

// TestLeftWaiting demands that at the end every task of a finite job that never
// ran is listed once: those not launched by job, then those still starting up.
func TestLeftWaiting(t *testing.T) {
	s := &stage{}
	s.submitted = func(j JobSlot) {
		if n := s.w.Job(j).Tasks; n > 1 {
			s.w.Start(0, j, 0, 0, 0)
		}
	}
	cfg, k := theatre(s, 9,
		Submission{Tasks: 3, Duration: Hour}, Submission{Tasks: 1, Duration: Hour}, Submission{Tasks: Unlimited, Duration: Hour}, Submission{At: Second, Tasks: 2, Duration: Hour})
	cfg.Specs[0].Startup, cfg.Until = 1500*Millisecond, 2*Second
	New(cfg).Run()
	want := []Record{
		{At: 2 * Second, Kind: KindWaiting, Job: 0, Task: 1, Shape: oneCPU, M: 2},
		{At: 2 * Second, Kind: KindWaiting, Job: 1, Shape: oneCPU, M: 1},
		{At: 2 * Second, Kind: KindWaiting, Job: 3, Task: 1, Shape: oneCPU, M: 1, N: int64(Second)},
		{At: 2 * Second, Kind: KindWaiting, Job: 3, Task: 0, Shape: oneCPU, M: 1, N: int64(Second)},
	}
	if diff := cmp.Diff(want, k.of(KindWaiting)); diff != "" {
		t.Errorf("left waiting (-want +got):\n%s", diff)
	}
}

// constant is a distribution of one value.
type constant float64

func (c constant) Quantile(float64) float64 { return float64(c) }

// TestDurations checks the way from a drawn number of seconds to a duration.
func TestDurations(t *testing.T) {
	for _, c := range []struct {
		seconds float64
		want    Time
	}{
		{1, Second}, {0.0015, 1500 * 1000}, {0.001, Millisecond}, {0.0009, Millisecond}, {0, Millisecond}, {-5, Millisecond},
		{math.NaN(), Millisecond}, {1e9, Time(1e18)}, {1e10, Endless}, {math.Inf(1), Endless},
	} {
		w := New(Config{Shapes: resource.NewTable(1)})
		spec := Spec{Duration: constant(c.seconds)}
		if got := w.duration(&Job{}, &spec, 0); got != c.want {
			t.Errorf("%g s is %d ns, want %d", c.seconds, got, c.want)
		}
	}
}

// upTo is the uniform distribution from nothing up to a time.
type upTo Time

func (d upTo) Quantile(u float64) float64 { return u * Time(d).Seconds() }

// TestDurationsHaveNames: a task lasts as long whoever launches it and whenever,
// and no two tasks share their draw.
func TestDurationsHaveNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64Range(0, 1<<53-1).Draw(t, "seed")
		a, b := New(Config{Seed: seed, Shapes: resource.NewTable(1)}), New(Config{Seed: seed, Shapes: resource.NewTable(1)})
		b.now = Hour
		spec, job := Spec{Duration: upTo(Hour)}, Job{Key: rapid.Uint64().Draw(t, "key")}
		seen := map[Time]bool{}
		for i := range int64(20) {
			d := a.duration(&job, &spec, i)
			if later := b.duration(&job, &spec, i); d != later {
				t.Fatalf("task %d lasts %d, or %d", i, d, later)
			}
			if seen[d] {
				t.Fatalf("task %d lasts as long as another", i)
			}
			seen[d] = true
		}
	})
}

// TestCapacity looks nodes up in rows of equal ones, against counting.
func TestCapacity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shapes := resource.NewTable(1)
		cfg := Config{Shapes: shapes}
		var plain []resource.ShapeID
		for i, n := range rapid.SliceOfN(rapid.Int32Range(1, 5), 1, 9).Draw(t, "counts") {
			id := shapes.Intern([]int64{int64(i) + 1})
			cfg.Nodes = append(cfg.Nodes, NodeShape{Count: n, Capacity: id})
			for range n {
				plain = append(plain, id)
			}
		}
		w := New(cfg)
		if int(w.Nodes()) != len(plain) {
			t.Fatalf("%d nodes, want %d", w.Nodes(), len(plain))
		}
		for i, want := range plain {
			if got := w.Capacity(NodeID(i)); got != want {
				t.Fatalf("node %d has shape %d, want %d", i, got, want)
			}
		}
	})
}
