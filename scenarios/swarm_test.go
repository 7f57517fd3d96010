package scenarios

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// swarm draws a whole scenario as text: cluster, plane, policy, tenants and work.
// All of its work is finite, so that it must drain.
type swarm struct {
	t    *rapid.T
	b    strings.Builder
	gpus int // most on a node

	// An idealised run follows what frees resources, never a decline: what one
	// framework has declined, another that waits for it may never be offered.
	mayStick bool
}

func (s *swarm) pick(label string, words ...string) string {
	return rapid.SampledFrom(words).Draw(s.t, label)
}

func (s *swarm) number(label string, lo, hi int) int {
	return rapid.IntRange(lo, hi).Draw(s.t, label)
}

func (s *swarm) say(format string, args ...any) { fmt.Fprintf(&s.b, format, args...) }

func (s *swarm) scenario() string {
	s.say("fairlead: 1\nseed: %d\nuntil: drained\nbound: 200000\npolicy: %s\n", s.number("seed", 0, 99), s.pick("policy", "drf", "drf", "maxmin", "asset", "priority", "fifo"))
	s.plane()
	s.say("cluster:\n  nodes:\n")
	for i := range s.number("shapes", 1, 3) {
		gpus := i * s.number("gpus", 0, 1)
		s.gpus = max(s.gpus, gpus)
		s.say("    - {name: n%d, count: %d, resources: {cpus: %d, mem: %dGiB, gpus: %d}}\n", i, s.number("count", 1, 6), s.number("cpus", 1, 8), s.number("mem", 1, 8), gpus)
	}
	s.say("roles: [{name: a, weight: %d}, {name: a/b, weight: %s, priority: 1}, {name: f, weight: 2.5}]\ntenants:\n", s.number("weight", 1, 3), s.pick("weight", "0.5", "1", "7"))
	for i := range s.number("tenants", 1, 5) {
		s.tenant(i)
	}
	return s.b.String()
}

func (s *swarm) plane() {
	interval := s.pick("interval", "0s", "250ms", "1s", "3s")
	switch s.pick("plane", "whole-agent", "whole-agent", "one-task", "partitioned") {
	case "partitioned":
		s.say("plane: partitioned\n")
	case "one-task":
		s.say("plane: {kind: mesos, allocation_interval: %s, ties: %s, offers: one-task, placement: %s, misfit: %s}\n", interval,
			s.pick("ties", "mesos", "name", "registration"), s.pick("placement", "first-fit", "next-fit", "best-fit", "worst-fit", "random"), s.pick("misfit", "skip", "stop"))
	default:
		s.mayStick = interval == "0s"
		s.say("plane: {kind: mesos, allocation_interval: %s, ties: %s, filter_gpu_resources: %s}\n", interval,
			s.pick("ties", "mesos", "name", "name-descending"), s.pick("filter", "true", "false"))
	}
}

func (s *swarm) tenant(i int) {
	s.say("  - name: t%d\n    role: %s\n    queue: %s\n    starts: %s\n    priority: %d\n", i, s.pick("role", "a", "a/b", "a/b/c", "a/d", "e", "f"),
		s.pick("queue", "backfill", "head-of-line"), s.pick("starts", "0s", "0s", "2500ms"), s.number("priority", 0, 2))
	// Who never stops asking and soon asks again may keep others waiting for ever.
	asks := s.pick("asks", "refuse: 0s", "refuse: 1s", "refuse: 5s", "refuse: 7.5s", "refuse: 1m, suppress: false")
	s.say("    framework: {%s, refuse_rest: %s, max_tasks_per_offer: %d, capabilities: [%s]}\n    jobs:\n", asks,
		s.pick("rest", "0s", "1s", "5s"), s.number("most", 1, 9), s.pick("gpu", "", "GPU_RESOURCES"))
	for k := range s.number("jobs", 1, 3) {
		s.say("      - {name: j%d, %s, tasks: %s, priority: %d, task: {cpus: %g, mem: %dMiB, gpus: %d, duration: \"%s\", startup: %s}}\n", k,
			s.pick("arrivals", "at: 0s, count: 3", "at: [1s, 1s, 7s]", "arrivals: poisson(1/s), count: 6", "every: 800ms, count: 5"),
			s.pick("tasks", "1", "4", "\"uniform(1, 9)\""), s.number("priority", 0, 1), 0.5*float64(s.number("cpus", 1, 9)), 512*s.number("mem", 1, 9),
			s.number("gpus", 0, min(1, s.gpus)), s.pick("duration", "1ms", "1s", "2.5s", "exp(3s)", "lognormal(2s, 1)"), s.pick("startup", "0s", "500ms"))
	}
}

// TestSwarm runs drawn scenarios with every check on. Nothing stands in the way of
// the work, so every task must finish but for the impossible ones; nothing may be
// held idle at the end; and the run must be the same when it is made again.
func TestSwarm(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := swarm{t: rt}
		text := s.scenario()
		sc, err := LoadBytes("swarm.yaml", []byte(text), Overrides{})
		if err != nil {
			rt.Fatalf("%v\n%s", err, text)
		}
		account, res := told(rt, sc)
		sum := res.Summary
		if s.mayStick && sum.EndedBy == "bound" && sum.Records < 1000_000 {
			return
		}
		if sum.EndedBy != "drained" || sum.Tasks.Submitted != sum.Tasks.Finished+sum.Tasks.Impossible || sum.Attempts.Launched != sum.Tasks.Finished {
			rt.Fatalf("ended by %s, tasks %+v, attempts %+v, warnings %q\n%s\n%.4000s", sum.EndedBy, sum.Tasks, sum.Attempts, sum.Warnings, text, account)
		}
		again, err := sc.Run(context.Background(), RunOptions{})
		if err != nil || again.Summary.Fingerprint != sum.Fingerprint {
			rt.Fatalf("again: %v, %s after %s\n%s", err, again.Summary.Fingerprint, sum.Fingerprint, text)
		}
		for i := range sum.Tenants {
			tn := &sum.Tenants[i]
			if tn.Offers.Sent != tn.Offers.Accepted+tn.Offers.Declined+tn.Offers.Rescinded {
				rt.Fatalf("%s: offers %+v\n%s", tn.Name, tn.Offers, text)
			}
		}
	})
}
