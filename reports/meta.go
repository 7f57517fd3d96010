package reports

import (
	"fairlead/reports/schema"
	"fairlead/sim"
	"fairlead/sim/resource"
)

// Meta is what a reader of the records needs to know of the scenario: names,
// weights and when statistics begin. It does not change during the run, except
// that Shapes may grow.
type Meta struct {
	Scenario    string // name of the scenario
	Plane       string
	Policy      string
	Seed        uint64
	Dims        *resource.Dims
	Shapes      *resource.Table
	Tenants     []TenantMeta    // by sim.TenantID
	Groups      []GroupMeta     // by sim.GroupID
	Specs       []SpecMeta      // by sim.SpecID
	NodeShapes  []NodeShapeMeta // sim.NodeID counts through them in order
	Until       sim.Time        // sim.Forever: until drained
	Warmup      sim.Time
	TimelineBin sim.Time // 0: the default for Until
	Repeat      string   // the command line that repeats the run
	About       string
	Source      string          // text of the scenario file
	Sources     []schema.Source // traces, as far as they are known before the run
}

// TenantMeta is one tenant.
type TenantMeta struct {
	Name   string
	Group  sim.GroupID
	Weight float64
	Starts sim.Time
}

// GroupMeta is one group of tenants: a role.
type GroupMeta struct {
	Name   string
	Weight float64
}

// SpecMeta is one kind of job.
type SpecMeta struct {
	Name   string
	Tenant sim.TenantID
}

// NodeShapeMeta is Count nodes of one capacity, named Name-0, Name-1 and so on.
type NodeShapeMeta struct {
	Name     string
	Count    int
	Capacity resource.ShapeID
}

// Results is everything that reports are made from.
type Results struct {
	Meta     Meta
	Summary  *schema.Summary
	Timeline *schema.Timeline
	Waits    []schema.CDF // of every tenant with samples, in order of the scenario
}
