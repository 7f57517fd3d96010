package mesos_test

import (
	"testing"

	"fairlead/policies"
	"fairlead/sim"
	"fairlead/sim/claim"
	"fairlead/sim/mesos"
	"fairlead/sim/mesos/allocator"
	"fairlead/sim/pf"
	"fairlead/sim/resource"
)

type expo float64

func (e expo) Quantile(u float64) float64 { return -float64(e) * pf.Log(u) }

// once yields one job.
type once struct {
	s    sim.Submission
	done bool
}

func (o *once) Next(s *sim.Submission) bool {
	if o.done {
		return false
	}
	*s, o.done = o.s, true
	return true
}

// shapes of the eight tenants, cpus and GiB.
var eight = [][2]int64{{1, 4}, {2, 4}, {1, 8}, {4, 8}, {2, 2}, {1, 1}, {3, 12}, {2, 16}}

type bench struct {
	nodes    int32
	tasks    int64
	oneTask  bool
	interval sim.Time
}

func ranker(name string) claim.Ranker {
	p, _ := policies.Find(name)
	r, err := p.New(nil, resource.NewDims("cpus", "mem"))
	if err != nil {
		panic(err)
	}
	return r
}

// plane is a plane of eight tenants.
func (b bench) plane(shapes *resource.Table) mesos.Config {
	cfg := mesos.Config{
		Allocator: allocator.Config{
			Seed: 1, Shapes: shapes, Interval: b.interval, Minimums: [][]int64{{10, 0}, {0, 32000}}, GPUs: -1,
			RoleRanker: ranker("drf"), FrameworkRanker: ranker("drf"),
		},
		OneTask: b.oneTask, Placement: allocator.NextFit,
	}
	for i := range eight {
		name := string(rune('a' + i))
		cfg.Frameworks = append(cfg.Frameworks, mesos.Framework{
			Name: name, Role: []string{name}, Group: sim.GroupID(i), Weight: resource.One,
			Refuse: 5 * sim.Second, RefuseRest: 5 * sim.Second, Suppress: true,
		})
	}
	return cfg
}

// config is a world in which each of them has an eighth of the tasks.
func (b bench) config(plane func(mesos.Config) sim.Plane) sim.Config {
	shapes := resource.NewTable(2)
	v := func(cpus, gib int64) resource.ShapeID { return shapes.Intern([]int64{cpus * 1000, gib * 1024 * 1000}) }
	cfg := sim.Config{
		Seed: 1, Until: sim.Forever, Shapes: shapes, Plane: plane(b.plane(shapes)),
		Nodes: []sim.NodeShape{{Name: "n", Count: b.nodes, Capacity: v(16, 64)}},
	}
	for i, s := range eight {
		cfg.Specs = append(cfg.Specs, sim.Spec{Tenant: sim.TenantID(i), Duration: expo(100)})
		cfg.Feeds = append(cfg.Feeds, sim.Feed{Finite: true, Source: &once{s: sim.Submission{
			Spec: sim.SpecID(i), Key: uint64(i) * 7919, Tasks: b.tasks / 8, Shape: v(s[0], s[1]),
		}}})
	}
	return cfg
}

func fast(cfg mesos.Config) sim.Plane { return mesos.New(cfg) }

func slow(cfg mesos.Config) sim.Plane { return &plain{cfg: cfg} }

func (b bench) run(tb testing.TB) sim.Outcome {
	o := sim.New(b.config(fast)).Run()
	if o.EndedBy != sim.EndedDrained {
		tb.Fatalf("ended by %s", o.EndedBy)
	}
	return o
}

func BenchmarkPlane(b *testing.B) {
	for _, c := range []struct {
		name string
		bench
	}{
		{"drf-10k", bench{10_000, 1_000_000, true, 0}},
		{"drf-50k", bench{50_000, 1_000_000, true, 0}},
		{"offers-10k", bench{10_000, 1_000_000, false, sim.Second}},
		{"offers-50k", bench{50_000, 1_000_000, false, sim.Second}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for range b.N {
				o := c.run(b)
				b.ReportMetric(float64(o.Records)/float64(c.tasks), "records/task")
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(c.tasks), "ns/task")
		})
	}
}

// TestBenchmarksAgainstPlain makes the benchmarks at a reduced size under the
// plain twin too: the same records, or their speed means nothing.
func TestBenchmarksAgainstPlain(t *testing.T) {
	for name, b := range map[string]bench{
		"drf":    {40, 1600, true, 0},
		"offers": {40, 1600, false, sim.Second},
		"lone":   {300, 40, false, sim.Second},
	} {
		got, want := sim.New(b.config(fast)).Run(), sim.New(b.config(slow)).Run()
		if got.Fingerprint != want.Fingerprint {
			t.Errorf("%s: %s with %d records, plain twin %s with %d", name, got.Fingerprint, got.Records, want.Fingerprint, want.Records)
		}
	}
}
