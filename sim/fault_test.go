package sim

import (
	"errors"
	"strings"
	"testing"
)

// caught runs something and returns the broken invariant that it ends with.
func caught(t *testing.T, run func()) (f *Fault) {
	t.Helper()
	defer func() {
		err, ok := recover().(error)
		if !ok || !errors.As(err, &f) {
			t.Fatalf("ended with %v, not with a *Fault", err)
		}
	}()
	run()
	return nil
}

// TestBrokenInvariants plants what must never happen, and demands that the run
// ends with the place of the crime: time, event, seed and both sides.
func TestBrokenInvariants(t *testing.T) {
	for name, c := range map[string]struct {
		breach func(*stage, *Config)
		says   string
	}{
		"more on a node than it holds": {func(s *stage, _ *Config) {
			s.submitted = func(j JobSlot) {
				for i := range int64(3) {
					s.w.Start(0, j, i, 0, 0)
				}
			}
		}, "node 0: dimension 0 holds 3000 of 2000 after a start"},
		"books that disagree with what runs": {func(s *stage, _ *Config) {
			s.submitted = func(JobSlot) { s.w.st.used[0]++ }
		}, "node 0: dimension 0 books 1, its runs hold 0"},
		"a timer in the past": {func(s *stage, _ *Config) {
			s.submitted = func(JobSlot) { s.w.After(0, -1, 0, 0) }
		}, "timer set 1 ns into the past by party 0"},
		"a job in the past": {func(_ *stage, c *Config) {
			c.Feeds[0].Source = &jobs{{At: 7 * Second, Shape: oneCPU, Tasks: 1}, {At: 6 * Second, Shape: oneCPU, Tasks: 1}}
		}, "source 0 yields a job for 6000000000 ns, in the past"},
		"what a plane says": {func(s *stage, _ *Config) {
			s.submitted = func(JobSlot) { s.w.Fail("party %d is beside itself", 4) }
		}, "party 4 is beside itself"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &stage{}
			cfg, _ := theatre(s, 2, Submission{At: 7 * Second, Tasks: 3, Duration: Second})
			cfg.Seed = 99
			c.breach(s, &cfg)
			f := caught(t, func() { New(cfg).Run() })
			if f.At != 7*Second || f.Event != 1 || f.Seed != 99 || f.Detail != c.says {
				t.Errorf("%+v, want %q", *f, c.says)
			}
			if text := f.Error(); !strings.Contains(text, "seed 99") || !strings.Contains(text, c.says) {
				t.Error(text)
			}
		})
	}
}
