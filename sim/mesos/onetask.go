package mesos

import (
	"fairlead/sim"
	"fairlead/sim/mesos/allocator"
	"fairlead/sim/rng"
)

// fill is progressive filling (DRF, NSDI 2011, Algorithm 1): the framework that
// comes first is granted one task, until nothing that waits fits anywhere. A
// framework whose next task fits nowhere is passed over, or ends the run if the
// scenario says so.
func (p *Plane) fill() {
	for !p.w.Full() {
		floor, gen := p.book.Floor()
		if floor == nil || !p.alloc.Room(floor, gen, false) {
			return
		}
		if !p.fillOne() {
			p.alloc.Room(floor, gen, true)
			return
		}
	}
}

// fillOne grants one task to the first framework in order that can use it.
func (p *Plane) fillOne() bool {
	if order, ok := p.alloc.Order(); ok {
		for _, n := range order {
			f := p.alloc.Only(n)
			if p.grantOne(f) {
				return true
			}
			if p.cfg.MisfitStop && !p.book.Empty(sim.TenantID(f)) {
				return false
			}
		}
		return false
	}
	walk, f := p.alloc.First()
	for ; f >= 0; f = walk.Next() {
		if p.grantOne(f) {
			return true
		}
		if p.cfg.MisfitStop && !p.book.Empty(sim.TenantID(f)) {
			return false
		}
	}
	return false
}

// grantOne launches the next task of a framework that fits somewhere.
func (p *Plane) grantOne(f allocator.FrameworkID) bool {
	t := sim.TenantID(f)
	for l := p.book.First(t); l >= 0; l = p.book.Next(t, l) {
		shape := p.book.Shape(l)
		var key uint64
		if p.cfg.Placement == allocator.RandomFit {
			j, index := p.book.Peek(l)
			key = rng.Mix(p.w.Job(j).Key, uint64(index))
		}
		agent := p.alloc.Place(f, shape, key)
		if agent < 0 {
			continue
		}
		task := p.book.Take(t, l)
		p.alloc.GrantTask(f, agent, shape)
		p.w.Start(sim.NodeID(agent), task.Job, task.Index, task.Attempt, sim.FlagSingle)
		if task.Moved {
			p.alloc.SetSince(f, p.book.Since(t))
			p.suppress(f)
		}
		return true
	}
	return false
}
