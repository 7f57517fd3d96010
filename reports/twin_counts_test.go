package reports

import (
	"math"
	"slices"

	"pgregory.net/rapid"

	"fairlead/reports/schema"
	"fairlead/sim"
)

// checkCounts recounts tasks, attempts, jobs, offers and work, one tenant after
// the other.
func checkCounts(t *rapid.T, s *stream, sum *schema.Summary) {
	cpu := s.meta.Dims.Index("cpus")
	for i := range s.meta.Tenants {
		var want tally
		unlimited, last := map[sim.JobID]bool{}, map[taskID]sim.Cause{}
		useful, lost := 0.0, 0.0
		began := map[taskID]sim.Record{}
		for _, r := range s.out {
			if r.Tenant != sim.TenantID(i) {
				continue
			}
			id := taskID{r.Job, r.Task}
			cpus := 0.0
			if cpu >= 0 {
				cpus = float64(s.meta.Shapes.At(r.Shape)[cpu]) / 1000
			}
			switch r.Kind {
			case sim.KindSubmitted:
				want.jobs.Submitted++
				unlimited[r.Job] = r.N == sim.Unlimited
				want.tasks.Submitted += max(r.N, 0)
			case sim.KindImpossible:
				want.tasks.Impossible += r.N
				if unlimited[r.Job] {
					want.tasks.Submitted++
				}
			case sim.KindLaunched:
				want.attempts.Launched++
				delete(last, id)
				if unlimited[r.Job] && r.M == 0 {
					want.tasks.Submitted++
				}
				if r.Flags&sim.FlagSingle != 0 {
					want.offers.Sent++
					want.offers.Accepted++
				}
			case sim.KindRunning:
				began[id] = r
			case sim.KindEnded:
				last[id] = r.Cause
				*map[sim.Cause]*int64{sim.CauseFinished: &want.attempts.Finished, sim.CauseFailed: &want.attempts.Failed,
					sim.CauseKilled: &want.attempts.Killed, sim.CauseLost: &want.attempts.Lost}[r.Cause]++
				if b, ok := began[id]; ok {
					if delete(began, id); r.Cause == sim.CauseFinished {
						useful += cpus * (r.At - b.At).Seconds()
					} else {
						lost += cpus * (r.At - b.At).Seconds()
					}
				}
			case sim.KindJobEnded:
				want.jobs.Finished++
			case sim.KindHeld:
				want.offers.Sent += int64(r.Task)
			case sim.KindReleased:
				*map[sim.Cause]*int64{sim.CauseUsed: &want.offers.Accepted, sim.CauseReturned: &want.offers.Declined,
					sim.CauseWithdrawn: &want.offers.Rescinded}[r.Cause] += int64(r.Task)
			}
		}
		for _, b := range began {
			if cpu >= 0 {
				useful += float64(s.meta.Shapes.At(b.Shape)[cpu]) / 1000 * (s.end - b.At).Seconds()
			}
		}
		for _, why := range last {
			switch why {
			case sim.CauseFinished:
				want.tasks.Finished++
			case sim.CauseFailed:
				want.tasks.Failed++
			case sim.CauseKilled:
				want.tasks.Killed++
			}
		}
		want.total()
		got := sum.Tenants[i]
		if got.Tasks != want.tasks || got.Attempts != want.attempts || got.Jobs != want.jobs || got.Offers != want.offers {
			t.Fatalf("tenant %d: got %+v %+v %+v %+v\nwant %+v", i, got.Tasks, got.Attempts, got.Jobs, got.Offers, want)
		}
		if math.Abs(got.Work.Useful-useful) > 1e-12 || math.Abs(got.Work.Lost-lost) > 1e-12 {
			t.Fatalf("tenant %d: work %+v, want %v and %v", i, got.Work, useful, lost)
		}
	}
}

// checkPartitions adds up what must add up: tenants to the cluster, roles to the
// cluster, parts to wholes.
func checkPartitions(t *rapid.T, s *schema.Summary) {
	for name, list := range map[string][]schema.Tenant{"tenants": s.Tenants, "roles": s.Roles} {
		var all tally
		for _, x := range list {
			all.add(&tally{x.Tasks, x.Attempts, x.Jobs, x.Offers})
		}
		all.total()
		if all.tasks != s.Tasks || all.attempts != s.Attempts || all.jobs != s.Jobs {
			t.Fatalf("%s: %+v, cluster %+v %+v %+v", name, all, s.Tasks, s.Attempts, s.Jobs)
		}
	}
	if s.Tasks.Unfinished < 0 || s.Attempts.Running < 0 {
		t.Fatalf("negative rest: %+v %+v", s.Tasks, s.Attempts)
	}
}

// checkTimes recomputes the waiting times and the times of jobs from lists that
// are sorted as a whole.
func checkTimes(t *rapid.T, s *stream, sum *schema.Summary) {
	compare := func(what string, in func(sim.TenantID) bool, got schema.Tenant) {
		wait, response, slow := plainTimes(s, in)
		wait.check(t, what+" wait", got.WaitSeconds, 1e9)
		response.check(t, what+" job", got.JobSeconds, 1e9)
		slow.check(t, what+" slowdown", got.Slowdown, 1e6)
	}
	for i := range s.meta.Tenants {
		compare(s.meta.Tenants[i].Name, func(k sim.TenantID) bool { return int(k) == i }, sum.Tenants[i])
	}
	for i := range s.meta.Groups {
		compare(s.meta.Groups[i].Name, func(k sim.TenantID) bool { return int(s.meta.Tenants[k].Group) == i }, sum.Roles[i])
	}
	compare("all", func(sim.TenantID) bool { return true },
		schema.Tenant{WaitSeconds: sum.WaitSeconds, JobSeconds: sum.JobSeconds, Slowdown: sum.Slowdown})
}

type plain struct {
	values   []int64
	censored int
	unknown  int
}

func plainTimes(s *stream, in func(sim.TenantID) bool) (wait, response, slow plain) {
	counts := func(at int64) bool { return sim.Time(at) >= s.meta.Warmup && sim.Time(at) < s.meta.Until }
	open := map[sim.JobID]int64{}
	for _, r := range s.out {
		if !in(r.Tenant) {
			continue
		}
		switch {
		case r.Kind == sim.KindSubmitted && r.Flags&sim.FlagEndless == 0 && counts(int64(r.At)):
			open[r.Job] = int64(r.At)
		case r.Kind == sim.KindImpossible:
			delete(open, r.Job)
		case r.Kind == sim.KindRunning && r.M == 0 && r.Flags&sim.FlagUnlimited == 0 && counts(r.N):
			wait.values = append(wait.values, int64(r.At)-r.N)
		case r.Kind == sim.KindWaiting && counts(r.N):
			for range r.M {
				wait.values = append(wait.values, int64(r.At)-r.N)
				wait.censored++
			}
		case r.Kind == sim.KindJobEnded && counts(r.N):
			delete(open, r.Job)
			response.values = append(response.values, int64(r.At)-r.N)
			slow.values = append(slow.values, int64(math.Floor(float64(int64(r.At)-r.N)*1e6/float64(r.M)+0.5)))
		}
	}
	for _, since := range open {
		response.values = append(response.values, int64(s.end)-since)
		response.censored++
		slow.unknown++
	}
	return wait, response, slow
}

func (p plain) check(t *rapid.T, what string, got schema.Stats, per float64) {
	slices.Sort(p.values)
	n := len(p.values)
	if got.Count != int64(n+p.unknown) || got.Censored != int64(p.censored+p.unknown) {
		t.Fatalf("%s: %d values, %d censored; want %d and %d", what, got.Count, got.Censored, n+p.unknown, p.censored+p.unknown)
	}
	if n == 0 {
		if got.Mean != nil || got.P50 != nil || got.Max != nil {
			t.Fatalf("%s: values of nothing: %+v", what, got)
		}
		return
	}
	sum := 0.0
	for _, v := range p.values {
		sum += float64(v)
	}
	if !close12(*got.Mean, sum/float64(n)/per) {
		t.Fatalf("%s: mean %v, want %v", what, *got.Mean, sum/float64(n)/per)
	}
	at := func(q float64) float64 { return float64(p.values[int(math.Ceil(q*float64(n)))-1]) / per }
	if *got.P50 != at(0.5) || *got.P95 != at(0.95) {
		t.Fatalf("%s: %v %v, want %v %v", what, *got.P50, *got.P95, at(0.5), at(0.95))
	}
	many := float64(p.censored+p.unknown) > 0.01*float64(n+p.unknown)
	if many != (got.P99 == nil) || many != (got.Max == nil) {
		t.Fatalf("%s: p99 %v with %d of %d censored", what, got.P99, got.Censored, got.Count)
	}
	if !many && (*got.P99 != at(0.99) || *got.Max != at(1)) {
		t.Fatalf("%s: %v %v, want %v %v", what, *got.P99, *got.Max, at(0.99), at(1))
	}
}
