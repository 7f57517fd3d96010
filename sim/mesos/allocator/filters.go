package allocator

import (
	"math/bits"
	"unsafe"

	"fairlead/sim"
	"fairlead/sim/fetch"
	"fairlead/sim/resource"
)

// maxSlots is how many frameworks that take part in runs at one time have a
// column in the table of cells, so that their filters on an agent fit a word.
// Further frameworks have explicit filters only.
const maxSlots = 64

// ring holds a framework's bundles whose filters still run, oldest first, and
// the agents in them.
type ring struct {
	live   []liveBundle
	head   int
	agents []int32 // of all live bundles, in their order
	from   int     // where those of the first begin
	next   int     // where those of the next bundle begin
}

// liveBundle is a bundle whose filter runs.
type liveBundle struct {
	id     uint32
	agents int32 // how many agents of it are listed; -1: they are not
	end    sim.Time
}

func (r *ring) clear() { *r = ring{live: r.live[:0], agents: r.agents[:0]} }

func (r *ring) push(id uint32, end sim.Time, listed bool) {
	n := int32(-1)
	if listed {
		n = int32(len(r.agents) - r.next)
	}
	r.live = append(r.live, liveBundle{id, n, end})
	r.next = len(r.agents)
}

// pop takes out the oldest bundle, with its agents.
func (r *ring) pop() (liveBundle, []int32) {
	b := r.live[r.head]
	r.head++
	var agents []int32
	if b.agents >= 0 {
		agents = r.agents[r.from : r.from+int(b.agents)]
		r.from += int(b.agents)
	}
	return b, agents
}

// trim gives back the memory of what was taken out.
func (r *ring) trim() {
	if r.head == len(r.live) {
		r.clear()
		return
	}
	if r.head > 16 && r.head*2 > len(r.live) {
		r.live = r.live[:copy(r.live, r.live[r.head:])]
		r.head = 0
	}
	if r.from*2 > len(r.agents) {
		r.agents = r.agents[:copy(r.agents, r.agents[r.from:])]
		r.next -= r.from
		r.from = 0
	}
}

// endOf is when the filter of bundle id ends, which must be in the ring.
func (r *ring) endOf(id uint32) sim.Time {
	for i := len(r.live) - 1; i >= r.head; i-- {
		if r.live[i].id == id {
			return r.live[i].end
		}
	}
	return -1
}

// slots are the columns of the table of cells.
type slots struct {
	used    uint64 // frameworks that take part in runs and have a slot
	unknown uint64 // slots whose bits in Allocator.shut mean nothing yet
	gpu     uint64 // of those, the ones with GPU_RESOURCES
	holder  [maxSlots]FrameworkID
	expired [maxSlots]uint32 // cells up to this bundle filter no more
	others  int              // frameworks that take part without a slot
}

func (s *slots) init() {
	for i := range s.holder {
		s.holder[i] = -1
	}
}

// takeSlot gives a framework a free column, the table growing as needed.
func (a *Allocator) takeSlot(f FrameworkID) {
	if a.place.on {
		return // tasks are granted one by one: no offers, no filters
	}
	fw := &a.fws[f]
	i := bits.TrailingZeros64(^a.slots.used)
	if i == maxSlots {
		a.slots.others++
		return
	}
	for i >= a.stride {
		a.widen()
	}
	fw.slot = int16(i)
	a.slots.holder[i] = f
	a.slots.used |= 1 << i
	a.slots.unknown |= 1 << i
	if fw.gpu {
		a.slots.gpu |= 1 << i
	}
}

func (s *slots) release(f FrameworkID, fw *framework) {
	if fw.slot < 0 {
		s.others = max(s.others-1, 0)
		return
	}
	s.used &^= 1 << fw.slot
	s.gpu &^= 1 << fw.slot
	s.holder[fw.slot] = -1
	fw.slot = -1
	fw.live.clear()
}

// widen doubles the columns of the table.
func (a *Allocator) widen() {
	stride := max(8, a.stride*2)
	cells, older := make([]uint32, int(a.agents)*stride), make([]uint32, int(a.agents)*stride)
	for i := range int(a.agents) {
		copy(cells[i*stride:], a.cells[i*a.stride:(i+1)*a.stride])
		copy(older[i*stride:], a.older[i*a.stride:(i+1)*a.stride])
	}
	a.cells, a.older, a.stride = cells, older, stride
}

// expire moves on what is over at the instant of a run. A filter that lives for
// just one interval was made after the timer of the next periodic run was set,
// and so outlives that run (mesos-semantics on equal instants: creation decides).
func (a *Allocator) expire(now sim.Time, periodic bool) {
	a.oldest = a.bundles
	for m := a.slots.used; m != 0; m &= m - 1 {
		s := bits.TrailingZeros64(m)
		fw := &a.fws[a.slots.holder[s]]
		last := now
		if periodic && fw.refuse == a.cfg.Interval {
			last = now - 1
		}
		for r := &fw.live; r.head < len(r.live) && r.live[r.head].end <= last; r.trim() {
			a.lapse(s, r)
		}
		a.oldest = min(a.oldest, a.slots.expired[s])
	}
}

// lapse ends the filter of the oldest bundle in the ring of a slot's framework.
func (a *Allocator) lapse(s int, r *ring) {
	b, agents := r.pop()
	a.slots.expired[s] = b.id
	if b.agents < 0 {
		a.slots.unknown |= 1 << s
	}
	if a.slots.unknown>>s&1 != 0 {
		return
	}
	for k, agent := range agents {
		if k+ahead < len(agents) {
			fetch.Line(unsafe.Pointer(&a.cells[int(agents[k+ahead])*a.stride]))
		}
		if a.cells[int(agent)*a.stride+s] == b.id {
			a.shut[agent] &^= 1 << s
		}
		if a.hasOlder[agent]>>s&1 != 0 {
			a.doubt(agent)
		}
	}
}

// refresh brings up to date which slots are shut by cells: of all agents for
// slots that lost track, and of agents that changed since the last run.
func (a *Allocator) refresh() {
	if a.slots.unknown != 0 {
		a.slots.unknown = 0
		for i := range a.shut {
			a.shut[i] = a.cellsShut(i)
		}
	} else {
		for k, i := range a.stale {
			if k+ahead < len(a.stale) {
				next := int(a.stale[k+ahead])
				fetch.Line(unsafe.Pointer(&a.cells[next*a.stride]))
				fetch.Line(unsafe.Pointer(&a.older[next*a.stride]))
				fetch.Line(unsafe.Pointer(&a.levels.last[next*a.width]))
			}
			a.shut[i] = a.cellsShut(int(i))
		}
	}
	for _, i := range a.stale {
		a.isStale[i] = false
	}
	a.stale = a.stale[:0]
}

// cellsShut tells which slots' frameworks the cells of an agent keep away.
func (a *Allocator) cellsShut(agent int) uint64 {
	var live, fresh uint64
	changed := int64(a.changed[agent])
	cells := a.cells[agent*a.stride : (agent+1)*a.stride]
	for s, c := range cells {
		s &= maxSlots - 1
		// without branches: nobody could guess them
		live |= uint64(int64(a.slots.expired[s])-int64(c)) >> 63 << s
		fresh |= uint64(changed-int64(c)) >> 63 << s
	}
	shut := live & fresh
	if old := live &^ fresh & a.slots.used; old != 0 {
		shut |= a.oldShut(agent, old)
	}
	if a.hasOlder[agent] != 0 {
		shut |= a.olderShut(agent)
	}
	return shut
}

// olderShut tells which slots' frameworks the older cells of an agent keep away,
// and forgets those that are over.
func (a *Allocator) olderShut(agent int) (shut uint64) {
	free := a.free[agent*a.width : (agent+1)*a.width]
	for m := a.hasOlder[agent]; m != 0; m &= m - 1 {
		s := bits.TrailingZeros64(m)
		c := a.older[agent*a.stride+s]
		switch {
		case c <= a.slots.expired[s] || a.slots.used>>s&1 == 0:
			a.hasOlder[agent] &^= 1 << s
		case resource.Fits(free, a.levelOf(agent, c)):
			shut |= 1 << s
		}
	}
	return shut
}

// open tells which slots' frameworks may be offered an agent.
func (a *Allocator) open(agent int, now sim.Time, periodic bool) uint64 {
	mask := a.slots.used &^ a.cellsShut(agent)
	if a.gpu != nil && a.cfg.FilterGPUs && a.gpu[agent] {
		mask &= a.slots.gpu
	}
	if a.cold[agent] >= 0 {
		mask = a.coldOpen(agent, mask, now, periodic)
	}
	return mask
}

// coldFilters are explicit filters: what was refused, spelled out.
type coldFilters struct {
	width   int
	list    []coldFilter
	refused []int64 // width amounts each
	free    int32
	soonest sim.Time // no explicit filter ends before this
}

type coldFilter struct {
	fw   FrameworkID
	gen  uint32
	made sim.Time
	end  sim.Time
	next int32
}

func (c *coldFilters) init(width int) { c.width, c.free, c.soonest = width, -1, sim.Forever }

// addCold keeps a framework from an agent while no more than v is free on it.
func (a *Allocator) addCold(f FrameworkID, agent int, v []int64, made, end sim.Time) {
	c := &a.filters
	i := c.free
	if i < 0 {
		i = int32(len(c.list))
		c.list = append(c.list, coldFilter{})
		c.refused = append(c.refused, v...)
	} else {
		c.free = c.list[i].next
		copy(c.refused[int(i)*c.width:], v)
	}
	c.list[i] = coldFilter{fw: f, gen: a.fws[f].gen, made: made, end: end, next: a.cold[agent]}
	a.cold[agent] = i
	c.soonest = min(c.soonest, end)
}

// renew lets the cell of a slot speak for bundle id. A filter that it stood for,
// which still runs but does not hold at this moment, may hold again when less is
// free; it goes to the older cell, and what stood there is spelled out.
func (a *Allocator) renew(agent, slot int, id uint32) {
	i := agent*a.stride + slot
	if old := a.cells[i]; old > a.slots.expired[slot] {
		bit := uint64(1) << slot
		if a.hasOlder[agent]&bit != 0 && a.older[i] > a.slots.expired[slot] {
			a.spellOut(agent, slot, a.older[i])
		}
		a.older[i] = old
		a.hasOlder[agent] |= bit
	}
	a.cells[i] = id
}

// spellOut writes the filter of a bundle as an explicit one.
func (a *Allocator) spellOut(agent, slot int, id uint32) {
	if v := a.levelOf(agent, id); a.allocatable(v) {
		f := a.slots.holder[slot]
		end := a.fws[f].live.endOf(id)
		a.addCold(f, agent, v, end-a.fws[f].refuse, end)
	}
}

// over reports whether an explicit filter has ended by a run at now.
func (a *Allocator) over(c *coldFilter, now sim.Time, periodic bool) bool {
	if c.gen != a.fws[c.fw].gen || c.end < now {
		return true
	}
	return c.end == now && !(periodic && c.end-c.made == a.cfg.Interval)
}

// coldOpen drops from mask the slots whose frameworks have an explicit filter
// that holds, and forgets filters that are over.
func (a *Allocator) coldOpen(agent int, mask uint64, now sim.Time, periodic bool) uint64 {
	free := a.free[agent*a.width : (agent+1)*a.width]
	c := &a.filters
	for at := &a.cold[agent]; *at >= 0; {
		i := *at
		f := &c.list[i]
		if a.over(f, now, periodic) {
			*at = f.next
			f.next, c.free = c.free, i
			continue
		}
		if s := a.fws[f.fw].slot; s >= 0 && resource.Fits(free, c.refused[int(i)*c.width:int(i+1)*c.width]) {
			mask &^= 1 << s
		}
		at = &f.next
	}
	return mask
}

// coldShut reports whether a framework without a slot is kept from an agent.
func (a *Allocator) coldShut(f FrameworkID, agent int, now sim.Time, periodic bool) bool {
	free := a.free[agent*a.width : (agent+1)*a.width]
	c := &a.filters
	for i := a.cold[agent]; i >= 0; i = c.list[i].next {
		e := &c.list[i]
		if e.fw == f && !a.over(e, now, periodic) && resource.Fits(free, c.refused[int(i)*c.width:int(i+1)*c.width]) {
			return true
		}
	}
	return false
}

// NextExpiry is an instant before which no filter of a framework that takes part
// in runs ends; Forever if there is none.
func (a *Allocator) NextExpiry(now sim.Time) sim.Time {
	next := sim.Forever
	for m := a.slots.used; m != 0; m &= m - 1 {
		r := &a.fws[a.slots.holder[bits.TrailingZeros64(m)]].live
		if r.head < len(r.live) {
			next = min(next, r.live[r.head].end)
		}
	}
	if a.filters.soonest <= now {
		a.lookSoonest(now)
	}
	return min(next, a.filters.soonest)
}

// lookSoonest finds the next end of an explicit filter.
func (a *Allocator) lookSoonest(now sim.Time) {
	c := &a.filters
	c.soonest = sim.Forever
	for _, first := range a.cold {
		for i := first; i >= 0; i = c.list[i].next {
			if e := &c.list[i]; e.end >= now && e.gen == a.fws[e.fw].gen {
				c.soonest = min(c.soonest, e.end)
			}
		}
	}
}
