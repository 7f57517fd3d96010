package allocator

import (
	"math/bits"

	"fairlead/sim/resource"
)

// history remembers what was free on agents before it changed, as far back as a
// filter may need it: a filter holds for whatever is contained in what was
// refused, and what was refused is what was free at that time. The last level of
// an agent lies at hand, older ones in a list.
type history struct {
	width int
	last  []int64  // width amounts an agent: the level before its last change
	prior []uint32 // by agent: stamp of the first level in its list; 0 = none
	first []int32  // by agent: that level, or -1
	list  []level
	was   []int64 // width amounts each
	free  int32
}

// level is what was free when the bundles up to stamp, and none before the next
// level's, were declined.
type level struct {
	stamp uint32
	next  int32 // the change before; stamps fall along the list
}

func (h *history) init(width int) { h.width, h.free = width, -1 }

// add makes room for one more agent.
func (h *history) add() {
	for range h.width {
		h.last = append(h.last, 0)
	}
	h.prior = append(h.prior, 0)
	h.first = append(h.first, -1)
}

// changes takes note that what is free on an agent is about to change, after the
// bundles up to stamp were declined and before any later one is.
func (a *Allocator) changes(agent int, stamp uint32) {
	if a.place.on {
		return
	}
	a.doubt(int32(agent))
	if a.slots.used == 0 || a.changed[agent] >= stamp {
		return
	}
	h := &a.levels
	last := h.last[agent*a.width : (agent+1)*a.width]
	if a.changed[agent] > a.oldest {
		h.push(agent, a.changed[agent], last)
	}
	if h.first[agent] >= 0 {
		h.prune(agent, a.oldest)
	}
	copy(last, a.free[agent*a.width:(agent+1)*a.width])
	a.changed[agent] = stamp
}

// doubt notes that the bits of an agent in shut may be wrong.
func (a *Allocator) doubt(agent int32) {
	if !a.isStale[agent] {
		a.isStale[agent] = true
		a.stale = append(a.stale, agent)
	}
}

// push moves the last level of an agent to its list.
func (h *history) push(agent int, stamp uint32, v []int64) {
	i := h.free
	if i < 0 {
		i = int32(len(h.list))
		h.list = append(h.list, level{})
		h.was = append(h.was, v...)
	} else {
		h.free = h.list[i].next
		copy(h.was[int(i)*h.width:], v)
	}
	h.list[i] = level{stamp, h.first[agent]}
	h.first[agent], h.prior[agent] = i, stamp
}

// prune forgets the levels of an agent that no filter needs any more.
func (h *history) prune(agent int, oldest uint32) {
	at := &h.first[agent]
	for *at >= 0 && h.list[*at].stamp > oldest {
		at = &h.list[*at].next
	}
	for i := *at; i >= 0; {
		next := h.list[i].next
		h.list[i].next, h.free = h.free, i
		i = next
	}
	*at = -1
	if h.first[agent] < 0 {
		h.prior[agent] = 0
	}
}

// oldShut tells which of some slots' filters, made before the last change on an
// agent, hold for what is free on it now.
func (a *Allocator) oldShut(agent int, slots uint64) (shut uint64) {
	free := a.free[agent*a.width : (agent+1)*a.width]
	prior := a.levels.prior[agent]
	last := resource.Fits(free, a.levels.last[agent*a.width:(agent+1)*a.width])
	for m := slots; m != 0; m &= m - 1 {
		s := bits.TrailingZeros64(m)
		c := a.cells[agent*a.stride+s]
		if c > prior && last || c <= prior && resource.Fits(free, a.levelOf(agent, c)) {
			shut |= 1 << s
		}
	}
	return shut
}

// levelOf is what was free on an agent when bundle c was declined.
func (a *Allocator) levelOf(agent int, c uint32) []int64 {
	h := &a.levels
	switch {
	case a.changed[agent] < c:
		return a.free[agent*a.width : (agent+1)*a.width]
	case h.prior[agent] < c:
		return h.last[agent*a.width : (agent+1)*a.width]
	}
	i := h.first[agent]
	for next := h.list[i].next; next >= 0 && h.list[next].stamp >= c; next = h.list[i].next {
		i = next
	}
	return h.was[int(i)*h.width : int(i+1)*h.width]
}
