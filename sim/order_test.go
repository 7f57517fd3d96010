package sim

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/google/go-cmp/cmp"
)

// TestClasses lets one instant bring something of every class, made in the
// opposite order: physics, messages, timers, clients, settling.
func TestClasses(t *testing.T) {
	s := &stage{}
	s.boot = func() {
		s.w.Settle(0, 9, 0)
		s.w.After(0, 10*Second, 1, 0)
	}
	s.submitted = func(j JobSlot) {
		s.say("submitted")
		if s.w.Now() == 0 {
			s.w.Start(0, j, 0, 0, 0)
			return
		}
		s.w.Impossible(j)
		s.w.After(0, 0, 2, 0) // joins the instant, and goes before what settles
	}
	s.ended = func(node PartyID, _ RunSlot, _ Cause) {
		s.say("ended")
		s.w.Settle(0, 3, 0)
		s.w.Settle(0, 4, 0)
		s.w.Send(node, 0, Msg{Kind: 7})
	}
	s.deliver = func(_, _ PartyID, m Msg) { s.say("message %d", m.Kind) }
	s.timer = func(_ PartyID, kind uint16, _ int64) {
		s.say("timer %d", kind)
		if kind == 3 {
			s.w.Send(0, 0, Msg{Kind: 8}) // arrives before the next that settles
		}
	}
	cfg, _ := theatre(s, 1, Submission{Tasks: 1, Duration: 10 * Second}, Submission{At: 10 * Second, Tasks: 1, Duration: Second})
	out := New(cfg).Run()
	want := []string{
		"0s submitted", "0s timer 9",
		"10s ended", "10s message 7", "10s timer 1", "10s submitted", "10s timer 2", "10s timer 3", "10s message 8", "10s timer 4",
	}
	if diff := cmp.Diff(want, s.log); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if out.EndedBy != EndedDrained || out.End != 10*Second || out.Events != 10 {
		t.Errorf("%+v", out)
	}
}

// TestTimersAgainstPlain sets and cancels timers at random, from boot and from
// other timers, and compares what fires, when and in which order, with a list
// sorted by instant and age. Cancelling what has fired must do nothing, though its
// place may belong to another timer by then.
func TestTimersAgainstPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type alarm struct {
			at   Time
			arg  int64
			id   TimerID
			dead bool
		}
		var plain []alarm
		var got, want []int64
		s := &stage{}
		act := func() {
			for range rapid.IntRange(0, 4).Draw(t, "acts") {
				if len(plain) > 0 && rapid.IntRange(0, 2).Draw(t, "cancel") == 0 {
					a := &plain[rapid.IntRange(0, len(plain)-1).Draw(t, "which")]
					s.w.Cancel(a.id)
					a.dead = true
					continue
				}
				d := Time(rapid.IntRange(0, 3).Draw(t, "delay"))
				arg := int64(len(plain))
				plain = append(plain, alarm{s.w.Now() + d, arg, s.w.After(0, d, 1, arg), false})
			}
		}
		s.boot = act
		s.timer = func(_ PartyID, _ uint16, arg int64) {
			got = append(got, arg)
			next := int64(-1)
			for _, a := range plain {
				if !a.dead && (next < 0 || a.at < plain[next].at) {
					next = a.arg
				}
			}
			want = append(want, next)
			if next >= 0 {
				plain[next].dead = true
				if plain[next].at != s.w.Now() {
					t.Fatalf("timer %d fires at %d, not at %d", next, s.w.Now(), plain[next].at)
				}
			}
			if len(plain) < 60 {
				act()
			}
		}
		cfg, _ := theatre(s, 1)
		cfg.Until = 1000
		New(cfg).Run()
		if !slices.Equal(got, want) {
			t.Fatalf("fired %v, want %v", got, want)
		}
		for _, a := range plain {
			if !a.dead {
				t.Fatalf("timer %d, set for %d, never fired", a.arg, a.at)
			}
		}
	})
}

// TestMessages demands that messages arrive in the instant in which they were
// sent, whole, and in order.
func TestMessages(t *testing.T) {
	s := &stage{}
	var a, b PartyID
	s.boot = func() {
		a, b = s.w.NewParty(Leader, -1), s.w.NewParty(AppMaster, 0)
		s.w.After(a, Second, 1, 0)
		s.w.After(b, Second, 2, 0)
	}
	s.timer = func(p PartyID, kind uint16, _ int64) {
		for i := range int64(3) {
			s.w.Send(p, a+b-p, Msg{Kind: kind, Arg: [3]int64{i, -i, i * i}})
		}
	}
	s.deliver = func(to, from PartyID, m Msg) {
		s.say("%d to %d: %d %v", from, to, m.Kind, m.Arg)
		if m.Arg[0] == 2 && m.Kind < 10 {
			s.w.Send(to, from, Msg{Kind: 10 * m.Kind})
		}
	}
	cfg, _ := theatre(s, 1)
	cfg.Until = Minute
	w := New(cfg)
	w.Run()
	want := []string{
		"1s 1 to 2: 1 [0 0 0]", "1s 1 to 2: 1 [1 -1 1]", "1s 1 to 2: 1 [2 -2 4]", "1s 2 to 1: 10 [0 0 0]",
		"1s 2 to 1: 2 [0 0 0]", "1s 2 to 1: 2 [1 -1 1]", "1s 2 to 1: 2 [2 -2 4]", "1s 1 to 2: 20 [0 0 0]",
	}
	if diff := cmp.Diff(want, s.log); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	if w.NodeOf(0) != 0 || w.NodeOf(a) != -1 || w.NodeOf(b) != 0 {
		t.Errorf("parties live on %d, %d and %d", w.NodeOf(0), w.NodeOf(a), w.NodeOf(b))
	}
}
