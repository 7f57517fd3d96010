package allocator

import (
	"math/bits"

	"fairlead/sim/resource"
)

// history remembers what was free on agents before it changed, as far back as a
// filter may need it: a filter holds for whatever is contained in what was
// refused, and what was refused is what was free at that time.
type history struct {
	width int
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

func (l *history) init(width int) { l.width, l.free = width, -1 }

// changes takes note that what is free on an agent is about to change, after the
// bundles up to stamp were declined and before any later one is.
func (a *Allocator) changes(agent int, stamp uint32) {
	if !a.isStale[agent] {
		a.isStale[agent] = true
		a.stale = append(a.stale, int32(agent))
	}
	if a.slots.used == 0 || a.changed[agent] >= stamp {
		return
	}
	l := &a.levels
	a.prune(agent)
	a.changed[agent] = stamp
	v := a.free[agent*a.width : (agent+1)*a.width]
	i := l.free
	if i < 0 {
		i = int32(len(l.list))
		l.list = append(l.list, level{})
		l.was = append(l.was, v...)
	} else {
		l.free = l.list[i].next
		copy(l.was[int(i)*l.width:], v)
	}
	l.list[i] = level{stamp, a.level[agent]}
	a.level[agent] = i
}

// prune forgets the levels of an agent that no filter needs any more.
func (a *Allocator) prune(agent int) {
	l := &a.levels
	at := &a.level[agent]
	for *at >= 0 && l.list[*at].stamp > a.oldest {
		at = &l.list[*at].next
	}
	for i := *at; i >= 0; {
		next := l.list[i].next
		l.list[i].next, l.free = l.free, i
		i = next
	}
	*at = -1
}

// oldShut tells which of some slots' filters, made before the last change on an
// agent, hold for what is free on it now.
func (a *Allocator) oldShut(agent int, slots uint64) (shut uint64) {
	free := a.free[agent*a.width : (agent+1)*a.width]
	for m := slots; m != 0; m &= m - 1 {
		s := bits.TrailingZeros64(m)
		if resource.Fits(free, a.levelOf(agent, a.cells[agent*a.stride+s])) {
			shut |= 1 << s
		}
	}
	return shut
}

// levelOf is what was free on an agent when bundle c was declined.
func (a *Allocator) levelOf(agent int, c uint32) []int64 {
	l := &a.levels
	i := a.level[agent]
	if i < 0 || l.list[i].stamp < c {
		return a.free[agent*a.width : (agent+1)*a.width]
	}
	for next := l.list[i].next; next >= 0 && l.list[next].stamp >= c; next = l.list[i].next {
		i = next
	}
	return l.was[int(i)*l.width : int(i+1)*l.width]
}
