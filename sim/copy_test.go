package sim

import (
	"slices"
	"testing"

	"fairlead/sim/rng"

	"pgregory.net/rapid"
)

// crowd is a plane that keeps everything busy: tasks of many lengths, timers that
// are set, fire and are cancelled, messages. What it decides is a function of the
// instant and of the world, so that copying the State copies the run.
func crowd(s *stage) *stage {
	s.boot = func() { s.w.After(s.w.NewParty(Leader, -1), Millisecond, 1, 0) }
	s.submitted = func(j JobSlot) {
		job := s.w.Job(j)
		if job.Tasks > 3 {
			s.w.Impossible(j)
			return
		}
		for i := range job.Tasks {
			s.w.Start(0, j, i, 0, 0)
		}
	}
	s.ended = func(n PartyID, r RunSlot, _ Cause) {
		s.w.Send(n, 1, Msg{Kind: 1, Arg: [3]int64{int64(r)}})
	}
	s.deliver = func(_, _ PartyID, m Msg) {
		s.w.Record(Record{Kind: KindFault, N: m.Arg[0]})
		s.w.Settle(1, 2, m.Arg[0])
	}
	s.timer = func(p PartyID, kind uint16, arg int64) {
		s.w.Record(Record{Kind: KindFault, Task: int32(kind), N: arg})
		if kind == 1 {
			gone := s.w.After(p, 5*Millisecond, 3, arg)
			s.w.After(p, Time(rng.Hash(1, rng.PingPhase, uint64(arg), 0)%20+1)*Millisecond, 1, arg+1)
			if arg%3 > 0 {
				s.w.Cancel(gone)
			}
		}
	}
	return s
}

// crowded is a run of a crowd with its own copy of the jobs.
func crowded(list []Submission, until Time) (Config, *jobs) {
	cfg, _ := theatre(crowd(&stage{}), 1000, slices.Clone(list)...)
	cfg.Specs[0].Duration = upTo(100 * Millisecond)
	cfg.Specs[0].Startup = 3 * Millisecond
	cfg.Until = until
	return cfg, cfg.Feeds[0].Source.(*jobs)
}

// halted is such a run stopped at an instant, with a message on its way.
func halted(list []Submission, stop Time) (*World, *jobs) {
	cfg, source := crowded(list, stop)
	w := New(cfg)
	w.boot()
	w.loop()
	w.Send(0, 1, Msg{Kind: 1, Arg: [3]int64{5, 6, 7}})
	return w, source
}

// TestStateIsTheRun stops runs at a drawn instant, saves their State, and lets
// other worlds go on from it, fresh ones and such as have run before: all must end
// with the records of the run that was never stopped.
func TestStateIsTheRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Submission
		at := Time(0)
		for i := range rapid.IntRange(1, 30).Draw(t, "jobs") {
			at += Time(rapid.IntRange(0, 60).Draw(t, "gap")) * Millisecond
			list = append(list, Submission{At: at, Key: uint64(i), Tasks: rapid.Int64Range(1, 4).Draw(t, "tasks")})
		}
		end, stop := at+200*Millisecond, Time(rapid.Int64Range(0, int64(at+100*Millisecond)).Draw(t, "stop"))
		ref, _ := halted(list, stop)
		want := goOn(ref, end)
		w, source := halted(list, stop)
		var saved State
		w.st.CopyTo(&saved)
		worlds := []*World{w}
		for range 3 {
			cfg, rest := crowded(list, stop)
			twin := New(cfg)
			if rapid.Bool().Draw(t, "used before") {
				twin.Run()
			}
			twin.plane.(*stage).w = twin
			*rest = slices.Clone(*source)
			saved.CopyTo(&twin.st)
			twin.now = w.now
			worlds = append(worlds, twin)
		}
		stray := worlds[3] // goes another way, which nobody else may notice
		stray.Record(Record{Kind: KindFault})
		stray.st.msgs[0].m.Arg[0] = 9
		stray.st.fifo[classMessage].ev[0] = event(evTimer, genMask, 0)
		for _, w := range append(worlds, stray) {
			w.cfg.Until += (end - w.cfg.Until) / 2
			w.loop()
		}
		for i, w := range worlds[:3] {
			if got := goOn(w, end); got != want {
				t.Fatalf("stopped at %d, world %d ends with\n%+v, want\n%+v", stop, i, got, want)
			}
		}
	})
}

// goOn is Run, but for the beginning.
func goOn(w *World, end Time) Outcome {
	w.cfg.Until = end
	how := w.loop()
	w.now = w.cfg.Until
	w.leftWaiting()
	w.flush()
	return Outcome{w.now, how, w.Fingerprint(), w.st.emitted, w.st.events}
}
