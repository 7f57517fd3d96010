package mesos

import (
	"errors"
	"testing"

	"fairlead/sim"
	"fairlead/sim/claim"
	"fairlead/sim/mesos/allocator"
	"fairlead/sim/resource"
)

type flat struct{}

func (flat) Rank(keys []claim.Key, _ []claim.Claim, _ *claim.View) { clear(keys) }

// one yields a job of one task that runs for an hour.
type one struct{ done bool }

func (o *one) Next(s *sim.Submission) bool {
	*s = sim.Submission{Tasks: 1, Shape: 1, Duration: sim.Hour}
	o.done = !o.done
	return o.done
}

// TestCheckSeesBrokenBooks plants a resource that is given back twice.
func TestCheckSeesBrokenBooks(t *testing.T) {
	shapes := resource.NewTable(1)
	task, node := shapes.Intern([]int64{1000}), shapes.Intern([]int64{4000})
	p := New(Config{
		Allocator:  allocator.Config{Shapes: shapes, Interval: sim.Second, GPUs: -1, RoleRanker: flat{}, FrameworkRanker: flat{}},
		Frameworks: []Framework{{Name: "f", Role: []string{"f"}, Weight: resource.One, Suppress: true}},
	})
	w := sim.New(sim.Config{
		Until: sim.Day, Shapes: shapes, Nodes: []sim.NodeShape{{Name: "n", Count: 2, Capacity: node}}, Checked: true,
		Specs: []sim.Spec{{}}, Feeds: []sim.Feed{{Source: &one{}, Finite: true}}, Plane: p,
	})
	if !w.Advance(sim.Minute) {
		t.Fatal("the run is over")
	}
	p.Check() // sound so far
	defer func() {
		var f *sim.Fault
		if err, ok := recover().(error); !ok || !errors.As(err, &f) {
			t.Error("nothing was noticed")
		}
	}()
	p.alloc.Ended(0, 0, task)
	p.Check()
}
