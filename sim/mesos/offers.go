package mesos

import (
	"fairlead/sim"
	"fairlead/sim/mesos/allocator"
	"fairlead/sim/resource"
)

// run makes one allocation run and lets the frameworks answer what it brings.
func (p *Plane) run() {
	now, interval := p.w.Now(), p.cfg.Allocator.Interval
	periodic := interval > 0 && now > 0 && now%interval == 0
	if !periodic {
		p.runs++
	}
	p.ran = now
	if p.cfg.OneTask {
		p.fill()
		return
	}
	bundles := p.alloc.Run(now, periodic, p)
	for i := range bundles {
		p.answer(&bundles[i])
	}
	if len(bundles) > 0 {
		p.arm(now)
	} else if next := p.alloc.NextExpiry(now); next != sim.Forever {
		p.arm(next)
	}
}

// Useful reports whether a waiting task of the framework's tenant fits in free.
func (p *Plane) Useful(f allocator.FrameworkID, free []int64) bool {
	return p.book.Useful(sim.TenantID(f), free)
}

// Least is a lower bound of what waiting tasks of the framework's tenant need.
func (p *Plane) Least(f allocator.FrameworkID, v []int64) []int64 {
	return p.book.Least(sim.TenantID(f), v)
}

// Tasks is how many tasks of the framework's tenant wait.
func (p *Plane) Tasks(f allocator.FrameworkID) int64 { return p.book.Tasks(sim.TenantID(f)) }

// ahead is how many offers ahead answer asks for what it will need of the agents.
const ahead = 4

// answer is a framework's scheduler going through the offers of one run: it takes
// what fits its waiting tasks, and declines the rest.
func (p *Plane) answer(b *allocator.Bundle) {
	f := b.Framework
	t := sim.TenantID(f)
	p.held(sim.KindHeld, sim.CauseNone, f, b.Count, b.Sum)
	clear(p.used)
	var accepted int64
	moved := false
	for i := 0; !p.book.Empty(t); i++ {
		if i == len(b.Agents) && !p.alloc.More(b) {
			break
		}
		if i+ahead < len(b.Agents) {
			next := sim.NodeID(b.Agents[i+ahead])
			p.w.Soon(next)
			p.alloc.Soon(next)
		}
		n, m := p.accept(b, b.Agents[i])
		moved = moved || m
		if n > 0 {
			accepted++
		}
	}
	if accepted > 0 {
		p.held(sim.KindReleased, sim.CauseUsed, f, accepted, p.used)
	}
	resource.Sub(b.Sum, p.used)
	if accepted < b.Count || !resource.Zero(b.Sum) {
		p.held(sim.KindReleased, sim.CauseReturned, f, b.Count-accepted, b.Sum)
	}
	resource.Add(b.Sum, p.used)
	p.alloc.Close(b, p.used)
	if moved {
		p.alloc.SetSince(f, p.book.Since(t))
	}
	p.suppress(f)
}

// accept launches what fits on one offer and declines what is left of it.
func (p *Plane) accept(b *allocator.Bundle, agent int32) (n int64, moved bool) {
	t := sim.TenantID(b.Framework)
	limit := p.cfg.Frameworks[t].MaxTasks
	for (limit == 0 || n < limit) && !p.w.Full() {
		l := p.book.Fit(t, p.alloc.Free(sim.NodeID(agent)))
		if l < 0 {
			break
		}
		shape := p.book.Shape(l)
		task := p.book.Take(t, l)
		moved = moved || task.Moved
		p.alloc.Use(b, agent, shape, n == 0)
		resource.Add(p.used, p.w.Shapes().At(shape))
		p.w.Start(sim.NodeID(agent), task.Job, task.Index, task.Attempt, 0)
		n++
	}
	if n > 0 {
		p.alloc.Rest(b, agent)
	}
	return n, moved
}

// held records that a framework holds offers idle, or no longer does.
func (p *Plane) held(k sim.Kind, why sim.Cause, f allocator.FrameworkID, n int64, sum []int64) {
	r := sim.Record{
		Kind: k, Cause: why, Tenant: sim.TenantID(f), Job: sim.JobID(p.cfg.Frameworks[f].Group),
		Task: int32(n), N: sum[0],
	}
	if len(sum) > 1 {
		r.M = sum[1]
	}
	p.w.Record(r)
	for d := 2; d < len(sum); d += 2 {
		m := sim.Record{Kind: sim.KindMore, Tenant: r.Tenant, Job: r.Job, Task: int32(d), N: sum[d]}
		if d+1 < len(sum) {
			m.M = sum[d+1]
		}
		p.w.Record(m)
	}
}
