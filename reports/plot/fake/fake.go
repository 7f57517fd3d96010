// Package fake makes up results, for the tests of what draws and writes them.
// Nothing in it is drawn by chance: the same arguments give the same results.
package fake

import (
	"fmt"
	"slices"

	"fairlead/reports"
	"fairlead/reports/schema"
	"fairlead/sim"
)

// Bins is the number of bins of a made-up timeline.
const Bins = 500

// Hostile are names that try to break whatever shows them.
var Hostile = []string{
	`<script>alert(1)</script>`,
	`</pre></svg></style><img src=x onerror=alert(1)>`,
	"\u202egnp.exe\u202c right to left",
	"bell\a escape\x1b[31m null\x00 del\x7f newline\nend",
	repeat("very-long-name-", 14),
	"目录服务 ✓ 🚀",
	"broken \xff\xfe utf-8",
	`"quoted' & <b>bold</b> {{.}} ${x} -->`,
	"שלום العربية",
	"   ",
	repeat("🚀", 200),
	"a\u0301\u0302\u0303\u0304\u0305\u0306",
}

func repeat(s string, n int) string {
	out := ""
	for range n {
		out += s
	}
	return out
}

// Results are those of a day with the given number of tenants. Names are taken
// from names first.
func Results(tenants int, names ...string) *reports.Results {
	r := &reports.Results{
		Meta: reports.Meta{
			Scenario: "what-if-node-loss", About: "A day of mixed work on a cluster that loses a rack.",
			Plane: "mesos", Policy: "drf", Seed: 42, Until: sim.Day, Warmup: sim.Hour,
			Repeat: "fairlead run what-if-node-loss.yaml --seed 42 --policy drf",
			Source: "fairlead: 1\nname: what-if-node-loss\ncluster:\n  nodes:\n    - {count: 100}\n",
		},
		Timeline: timeline(tenants),
	}
	for i := range tenants {
		name := fmt.Sprintf("tenant-%d", i)
		if i < len(names) {
			name = names[i]
		}
		r.Timeline.Tenants = append(r.Timeline.Tenants, name)
		r.Waits = append(r.Waits, waits(name, i))
	}
	r.Summary = summary(r)
	return r
}

// wave is a number in [0, 1] that looks like a measurement.
func wave(i, k int) float64 {
	x := uint64(i/4*2654435761 + k*40503 + 12345)
	x ^= x >> 13
	x *= 0x9e3779b97f4a7c15
	noise := float64(x>>40) / (1 << 24)
	slow := float64((i*(k+3))%Bins) / Bins
	if slow > 0.5 {
		slow = 1 - slow
	}
	return (noise + 4*slow) / 3
}

func timeline(tenants int) *schema.Timeline {
	t := &schema.Timeline{Bin: 86400. / Bins, End: 86400, Bins: Bins,
		Resources: []string{"cpus", "mem"}, Peak: []float64{1600, 6553600}}
	for range t.Resources {
		t.Allocated = append(t.Allocated, make([]float64, Bins))
		t.Offered = append(t.Offered, make([]float64, Bins))
		t.Capacity = append(t.Capacity, slices.Repeat([]float64{1}, Bins))
	}
	for k := range tenants {
		share := make([]float64, Bins)
		for i := range share {
			share[i] = wave(i, k) * 2 / float64((k+2)*(tenants+2))
			if i > Bins/2 && k > 0 && k < 4 { // equal for a while
				share[i] = share[Bins/2]
				if k > 1 {
					share[i] = t.Share[1][i]
				}
			}
			t.Allocated[0][i] += share[i]
			t.Allocated[1][i] += share[i] / float64(k+1)
		}
		t.Share = append(t.Share, share)
		t.Waiting = append(t.Waiting, slices.Repeat([]float64{float64(k)}, Bins))
		t.Running = append(t.Running, slices.Repeat([]float64{float64(k)}, Bins))
	}
	for i := range Bins {
		t.Offered[0][i] = 0.1 * wave(i, 1)
		t.Offered[1][i] = 0.05 * wave(i, 2)
	}
	return t
}

// waits are those of tenant i: some wait nothing, the rest over three decades.
func waits(name string, i int) schema.CDF {
	c := schema.CDF{Tenant: name, Seconds: []float64{0}, Fraction: []float64{0.2 + 0.5/float64(i+1)}}
	seconds := 0.05 * float64(i+1)
	for f := c.Fraction[0]; f < 0.995; f += (1 - f) / 6 {
		c.Seconds = append(c.Seconds, seconds)
		c.Fraction = append(c.Fraction, f)
		seconds *= 1.35
	}
	c.Seconds = append(c.Seconds, seconds)
	c.Fraction = append(c.Fraction, 1)
	return c
}

func ptr[T any](v T) *T { return &v }

func summary(r *reports.Results) *schema.Summary {
	m := r.Meta
	s := &schema.Summary{
		Scenario: m.Scenario, Plane: m.Plane, Policy: m.Policy, Seed: m.Seed,
		Fingerprint: "fl1:0123456789abcdef0123456789abcdef", Records: 1234567,
		SimulatedSeconds: 86400, EndedBy: "until",
		Warnings: []string{"agent-loss at 2h hit nothing"},
		Cluster: schema.Cluster{Nodes: 100, Total: map[string]float64{"cpus": 1600, "mem": 6553600},
			Utilization: map[string]float64{"cpus": 0.73219, "mem": 0.41}, Offered: map[string]float64{"cpus": 0.05, "mem": 0.025}},
		Tasks:       schema.Tasks{Submitted: 120000, Finished: 118000, Killed: 500, Unfinished: 1500},
		Attempts:    schema.Attempts{Launched: 119000, Running: 500, Finished: 118000, Killed: 500},
		Jobs:        schema.Jobs{Submitted: 1500, Finished: 1480},
		Work:        schema.Work{Useful: 1e8},
		WaitSeconds: stats(12.34567, 300),
		JobSeconds:  stats(345.6, 4000),
		Slowdown:    stats(1.5, 9),
		Fairness:    schema.Fairness{Jain: &schema.Range{Mean: 0.9123, Min: 0.5, Max: 1}, Starvation: schema.Max{Max: 77}},
		Mesos:       &schema.Mesos{Elections: 1, AllocationRuns: 86400, OffersOutstanding: ptr(3.5)},
		Sources: []schema.Source{{File: "log.swf.gz", Format: "swf", Rows: 1000, Kept: 950, Repaired: 20, Skipped: 30,
			Reasons: map[string]int64{"zero duration, taken as 1s": 20, "no processors": 28, "pending": 2}}},
		Expect: []schema.Expectation{
			{Assertion: `tenant("spark").wait.p99 <= duration("30s")`, OK: true, Got: 12.5},
			{Assertion: `near(tenant("spark").dominant_share.mean, tenant("ads").dominant_share.mean, 0.01)`, Got: 0.23},
			{Assertion: `tasks.killed == 0`, Got: nil},
		},
	}
	for i, name := range r.Timeline.Tenants {
		s.Tenants = append(s.Tenants, schema.Tenant{
			Name: name, Role: name, Weight: float64(i%3 + 1), DominantResource: ptr("cpus"),
			Tasks:         schema.Tasks{Submitted: 4000, Finished: 3900, Unfinished: 100},
			WaitSeconds:   stats(float64(i)+0.5, 50*float64(i+1)),
			DominantShare: schema.Share{Mean: ptr(0.1 / float64(i+1)), Final: 0.05},
			Offers:        schema.Offers{Sent: 40000, Accepted: 3900, Declined: 36000, Rescinded: 100},
		})
	}
	return s
}

func stats(mean, p99 float64) schema.Stats {
	return schema.Stats{Count: 4000, Mean: ptr(mean), P50: ptr(mean / 2), P95: ptr(p99 / 2), P99: ptr(p99), Max: ptr(p99 * 2)}
}
