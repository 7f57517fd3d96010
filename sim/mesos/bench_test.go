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

func (b bench) config() sim.Config {
	shapes := resource.NewTable(2)
	v := func(cpus, gib int64) resource.ShapeID { return shapes.Intern([]int64{cpus * 1000, gib * 1024 * 1000}) }
	cfg := mesos.Config{
		Allocator: allocator.Config{
			Seed: 1, Shapes: shapes, Interval: b.interval, Minimums: [][]int64{{10, 0}, {0, 32000}}, GPUs: -1,
			RoleRanker: ranker("drf"), FrameworkRanker: ranker("drf"),
		},
		OneTask: b.oneTask, Placement: allocator.NextFit,
	}
	var specs []sim.Spec
	var feeds []sim.Feed
	for i, s := range eight {
		name := string(rune('a' + i))
		cfg.Frameworks = append(cfg.Frameworks, mesos.Framework{
			Name: name, Role: []string{name}, Group: sim.GroupID(i), Weight: resource.One,
			Refuse: 5 * sim.Second, RefuseRest: 5 * sim.Second, Suppress: true,
		})
		specs = append(specs, sim.Spec{Name: name, Tenant: sim.TenantID(i), Duration: expo(100)})
		feeds = append(feeds, sim.Feed{Finite: true, Source: &once{s: sim.Submission{
			Spec: sim.SpecID(i), Key: uint64(i) * 7919, Tasks: b.tasks / 8, Shape: v(s[0], s[1]),
		}}})
	}
	return sim.Config{
		Seed: 1, Until: sim.Forever, Shapes: shapes,
		Nodes: []sim.NodeShape{{Name: "n", Count: b.nodes, Capacity: v(16, 64)}},
		Specs: specs, Feeds: feeds, Plane: mesos.New(cfg),
	}
}

func (b bench) run(tb testing.TB) sim.Outcome {
	o := sim.New(b.config()).Run()
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
