package scenarios

import (
	"fairlead/sim"
	"fairlead/sim/demand"
	"fairlead/sim/mesos"
	"fairlead/sim/mesos/allocator"
	"fairlead/sim/partitioned"
	"fairlead/sim/resource"
)

// MesosStats is what the Mesos plane says beside the records.
type MesosStats = mesos.Stats

// plane makes the control plane of a run.
func (b *build) plane() {
	if b.s.Plane.Kind == Partitioned {
		b.meta.Plane, b.meta.Policy = "partitioned", b.s.Policy.Roles.Name
		b.cfg.Plane = partitioned.New(b.partitions())
		return
	}
	b.meta.Plane, b.meta.Policy = "mesos", b.s.Policy.Roles.Name
	if f := b.s.Policy.Frameworks.Name; f != b.meta.Policy {
		b.meta.Policy += "/" + f
	}
	p := mesos.New(b.mesosConfig())
	b.mesos, b.cfg.Plane = p, p
}

func (b *build) mesosConfig() mesos.Config {
	m := &b.s.Plane.Mesos
	cfg := mesos.Config{
		Allocator: allocator.Config{
			Seed: b.s.Seed, Shapes: b.shapes, Interval: m.AllocationInterval, Minimums: m.MinAllocatable,
			GPUs: b.s.Dims.Index("gpus"), FilterGPUs: m.FilterGPU,
			RoleRanker: b.ranker(b.s.Policy.Roles), FrameworkRanker: b.ranker(b.s.Policy.Frameworks),
			Ties: [...]allocator.Ties{allocator.TiesMesos, allocator.TiesName, allocator.TiesNameDescending, allocator.TiesRegistration}[m.Ties],
		},
		OneTask: m.Offers == OneTask, MisfitStop: m.Misfit == StopAtMisfit,
		Placement: [...]allocator.Placement{allocator.FirstFit, allocator.NextFit, allocator.BestFit, allocator.WorstFit, allocator.RandomFit}[m.Placement],
	}
	for d, out := range m.Excluded {
		if out || b.s.Dims.Name(d) == "ports" { // no scalar in Mesos, and in no share
			cfg.Allocator.Excluded = append(cfg.Allocator.Excluded, d)
		}
	}
	for i := range b.s.Roles {
		r := &b.s.Roles[i]
		cfg.Roles = append(cfg.Roles, mesos.Role{Path: r.Path, Weight: r.Weight, Priority: r.Priority})
	}
	for i := range b.s.Tenants {
		t := &b.s.Tenants[i]
		cfg.Frameworks = append(cfg.Frameworks, mesos.Framework{
			Name: t.Name, Role: b.s.Roles[t.Role].Path, Group: t.Role, Weight: resource.One, Priority: t.Priority,
			GPU: t.Framework.GPU, Refuse: t.Framework.Refuse, RefuseRest: t.Framework.RefuseRest,
			MaxTasks: t.Framework.MaxTasksPerOffer, Suppress: t.Framework.Suppress, Starts: t.Starts,
			Discipline: discipline(t.Queue),
		})
	}
	return cfg
}

func discipline(q Queue) demand.Discipline {
	if q == HeadOfLine {
		return demand.HeadOfLine
	}
	return demand.Backfill
}

func (b *build) partitions() partitioned.Config {
	var cfg partitioned.Config
	for i := range b.s.Tenants {
		t := &b.s.Tenants[i]
		cfg.Tenants = append(cfg.Tenants, partitioned.Tenant{
			Name: t.Name, Group: sim.GroupID(t.Role), Weight: b.s.Roles[t.Role].Weight, Nodes: t.Nodes,
			Starts: t.Starts, Discipline: discipline(t.Queue),
		})
	}
	return cfg
}
