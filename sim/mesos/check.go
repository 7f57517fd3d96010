package mesos

import (
	"fairlead/sim"
	"fairlead/sim/resource"
)

// Check tests the allocator's books against the world: on every agent, what is
// free and what is used are all that it has, since no offer is outstanding between
// two instants; and what the role sorter says is held is what is used.
func (p *Plane) Check() {
	sum := make([]int64, p.w.Width())
	for n := range sim.NodeID(p.w.Nodes()) {
		used, free := p.w.Used(n), p.alloc.Free(n)
		have := p.w.Shapes().At(p.w.Capacity(n))
		resource.Add(sum, used)
		for d := range have {
			if used[d]+free[d] != have[d] {
				p.w.Fail("agent %d: dimension %d: %d used and %d free of %d", n, d, used[d], free[d], have[d])
			}
		}
	}
	if held := p.alloc.Held(); !resource.Equal(held, sum) {
		p.w.Fail("the role sorter holds %v, tasks use %v", held, sum)
	}
}
