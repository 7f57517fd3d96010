package scenarios

import (
	"context"
	"fmt"
	"math"
	"testing"

	results "fairlead/reports/schema"
	"fairlead/sim"
)

// queueing is a queueing system as a scenario: one node of so many cpus, one tenant,
// jobs of one task of one cpu, served in the order of arrival by an allocator that
// acts at once.
func queueing(t *testing.T, plane string, cpus int, rate, service string, until sim.Time) *results.Summary {
	t.Helper()
	return summaryOf(t, fmt.Sprintf(`
fairlead: 1
seed: 7
until: %ds
warmup: 600s
policy: fifo
plane: %s
cluster: {nodes: [{name: server, resources: {cpus: %d}}]}
tenants: [{name: customers, jobs: [{name: c, arrivals: poisson(%s), task: {cpus: 1, duration: "%s"}}]}]
`, until/sim.Second, plane, cpus, rate, service))
}

func summaryOf(t *testing.T, text string) *results.Summary {
	t.Helper()
	s, err := LoadBytes(t.Name(), []byte(text), Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := s.Run(context.Background(), RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return res.Summary
}

const idealised = "{kind: mesos, allocation_interval: 0s}"

// TestQueues compares mean waits with the theory of queues: Erlang's C formula for
// M/M/c, and Pollaczek and Khinchine's for M/G/1, Wq = rho (1+c²) / (2 (1-rho)),
// with a mean service of 1 s. The tolerance is about three standard deviations of
// the mean of so many customers; under the race detector there are fewer.
func TestQueues(t *testing.T) {
	for _, c := range []struct {
		name    string
		cpus    int
		rate    string
		service string
		until   sim.Time
		wait    float64 // seconds
		within  float64 // of it
	}{
		{"M/M/5 at 0.8", 5, "4/s", "exp(1s)", 10 * sim.Day, 0.554112554, 0.05},
		{"M/M/1 at 0.5", 1, "0.5/s", "exp(1s)", 5 * sim.Day, 1, 0.04},
		{"M/M/1 at 0.8", 1, "0.8/s", "exp(1s)", 5 * sim.Day, 4, 0.06},
		{"M/D/1 at 0.8", 1, "0.8/s", "1s", 5 * sim.Day, 2, 0.05},
		{"M/E4/1 at 0.8", 1, "0.8/s", "gamma(1s, 0.5)", 5 * sim.Day, 2.5, 0.05},
		{"M/G/1 at 0.5, c² = 4", 1, "0.5/s", "gamma(1s, 2)", 5 * sim.Day, 2.5, 0.06},
		{"M/M/10 at 0.8", 10, "8/s", "exp(1s)", sim.Day, 0.204590075, 0.05},
		{"M/M/2 at 0.75", 2, "1.5/s", "exp(1s)", 2 * sim.Day, 1.285714286, 0.05},
	} {
		t.Run(c.name, func(t *testing.T) {
			if watched {
				c.until, c.within = c.until/16, 4*c.within
			}
			s := queueing(t, idealised, c.cpus, c.rate, c.service, c.until)
			got := *s.WaitSeconds.Mean
			t.Logf("mean wait %.4f s of %.4f s, %+.1f %%, %d customers", got, c.wait, 100*(got/c.wait-1), s.WaitSeconds.Count)
			if math.Abs(got-c.wait) > c.within*c.wait {
				t.Errorf("mean wait %.4f s, want %.4f s within %g %%", got, c.wait, 100*c.within)
			}
		})
	}
}

// TestTimeInSystem looks at the whole distribution: under M/M/1 the time in the
// system is exponential with mean 1/(mu-lambda), and the server is busy a share
// rho of the time.
func TestTimeInSystem(t *testing.T) {
	s := queueing(t, idealised, 1, "0.5/s", "exp(1s)", 5*sim.Day)
	for _, c := range []struct {
		what            string
		got, want, part float64
	}{
		{"mean time in system", *s.JobSeconds.Mean, 2, 0.03},
		{"its 95th percentile", *s.JobSeconds.P95, 2 * 2.9957322736, 0.04},
		{"its 99th percentile", *s.JobSeconds.P99, 2 * 4.6051701860, 0.06},
		{"utilisation", s.Cluster.Utilization["cpus"], 0.5, 0.02},
	} {
		if math.Abs(c.got-c.want) > c.part*c.want {
			t.Errorf("%s: %.4f, want %.4f within %g %%", c.what, c.got, c.want, 100*c.part)
		}
	}
}

// TestLittle checks that measures agree with each other to rounding: what arrives
// in a run that drains has been worked off, and cpu-seconds of work are the time
// average of what was in use, times the time.
func TestLittle(t *testing.T) {
	s := summaryOf(t, `
fairlead: 1
until: drained
policy: fifo
plane: {kind: mesos, allocation_interval: 0s}
cluster: {nodes: [{name: server, resources: {cpus: 5}}]}
tenants: [{name: customers, jobs: [{name: c, arrivals: poisson(4/s), count: 20000, task: {cpus: 1, duration: exp(1s)}}]}]
`)
	if s.Tasks.Finished != 20000 || s.Tasks.Submitted != 20000 {
		t.Errorf("tasks: %+v", s.Tasks)
	}
	inUse := s.Cluster.Utilization["cpus"] * 5 * s.SimulatedSeconds
	if math.Abs(inUse-s.Work.Useful) > 1e-9*inUse {
		t.Errorf("%.9f cpu-seconds were in use, %.9f were useful", inUse, s.Work.Useful)
	}
	inSystem := *s.JobSeconds.Mean * 20000
	waited := *s.WaitSeconds.Mean * 20000
	if math.Abs(inSystem-waited-s.Work.Useful) > 1e-9*inSystem {
		t.Errorf("%.9f s in the system, %.9f s waiting, %.9f s served", inSystem, waited, s.Work.Useful)
	}
}

// TestPlanesAgree runs one queue under both planes: with one tenant, one node and
// no latency, two-level offers and a first-fit queue are the same thing, wait by
// wait.
func TestPlanesAgree(t *testing.T) {
	a := queueing(t, idealised, 5, "4/s", "exp(1s)", 6*sim.Hour)
	b := queueing(t, "partitioned", 5, "4/s", "exp(1s)", 6*sim.Hour)
	if a.WaitSeconds.Count == 0 || *a.WaitSeconds.Mean != *b.WaitSeconds.Mean || *a.WaitSeconds.Max != *b.WaitSeconds.Max ||
		a.Tasks != b.Tasks || a.Work != b.Work || *a.JobSeconds.P99 != *b.JobSeconds.P99 {
		t.Errorf("mesos: %+v, partitioned: %+v", a.WaitSeconds, b.WaitSeconds)
	}
}
