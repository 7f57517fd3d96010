package allocator

import (
	"math/bits"

	"fairlead/sim"
	"fairlead/sim/resource"
	"fairlead/sim/rng"
)

// Placement says on which of the agents that fit one task is granted.
type Placement uint8

// The placements of progressive filling; agents count in the order of the file.
const (
	FirstFit  Placement = iota // the first
	NextFit                    // the first from where the last task was granted
	BestFit                    // the one on which least is left
	WorstFit                   // the one on which most is left
	RandomFit                  // drawn, each with the same chance
)

// blockSize is how many agents share one upper bound of what is free.
const blockSize = 64

// placer finds agents for single tasks. It keeps, for each block of agents, an
// upper bound of what is free on any of them, raised when something is freed and
// made exact when a search went through the block in vain.
type placer struct {
	on     bool
	how    Placement
	bound  []int64 // width amounts a block
	cursor int32
	roomOf uint64   // generation of the amounts that Room was last asked for
	none   mark     // where in the log those last fitted nowhere, and so no shape did
	looked uint64   // agents in the log before this one have no room for them
	value  []uint64 // by agent, for best and worst fit: what is free, in units of left
	missed []mark   // by shape and capability: where in the log of freed agents it last fitted nowhere
}

// mark is a place in the log of freed agents, by its absolute number; 0 = none.
type mark uint64

// freeLog lists agents on which something was freed, newest last. A shape that
// fitted nowhere fits at most on agents that were freed since.
type freeLog struct {
	agents []int32
	base   uint64 // number of the first one
}

func (l *freeLog) add(agent int32, agents int) {
	if len(l.agents) > 4*agents+1024 {
		l.base += uint64(len(l.agents))
		l.agents = l.agents[:0]
	}
	l.agents = append(l.agents, agent)
}

func (l *freeLog) end() uint64 { return l.base + uint64(len(l.agents)) }

// SetPlacement chooses how Place picks among the agents that fit; without it,
// Place must not be used.
func (a *Allocator) SetPlacement(p Placement) { a.place.how, a.place.on = p, true }

func (p *placer) resize(a *Allocator) {
	blocks := (int(a.agents) + blockSize - 1) / blockSize
	p.bound = make([]int64, blocks*a.width)
	for i := range int(a.agents) {
		p.raise(sim.NodeID(i), a.Free(sim.NodeID(i)))
	}
	p.value = p.value[:0]
	if p.how != BestFit && p.how != WorstFit || !a.valuable() {
		return
	}
	for i := range a.agents {
		p.value = append(p.value, a.left(i, nil).lo)
	}
}

// valuable reports whether all that the cluster has, in units of left, fits in 64
// bits, so that it is worth keeping.
func (a *Allocator) valuable() bool {
	v := a.totals.prepare()
	return v.Common != 0 && v.Common <= 1<<62/uint64(max(a.width, 1))
}

// revalue keeps the value of what is free on an agent, after it changed.
func (a *Allocator) revalue(agent int32) {
	if len(a.place.value) > 0 {
		a.place.value[agent] = a.left(agent, nil).lo
	}
}

// searchValue is search for best and worst fit: what would be left of an agent is
// what is free there less what is needed, so that agents are ranked by what is
// free, whatever is needed.
func (a *Allocator) searchValue(need []int64, seeGPUs bool) int32 {
	best, flip := int32(-1), uint64(0)
	if a.place.how == WorstFit {
		flip = ^flip
	}
	least := ^uint64(0)
	for lo := int32(0); lo < a.agents; lo += blockSize {
		b := int(lo / blockSize)
		if !resource.Fits(need, a.place.bound[b*a.width:(b+1)*a.width]) {
			continue
		}
		for i, v := range a.place.value[lo:min(lo+blockSize, a.agents)] {
			if v ^= flip; v < least && a.fits(lo+int32(i), need, seeGPUs) {
				best, least = lo+int32(i), v
			}
		}
	}
	return best
}

// raise takes note of what is free on an agent after something was freed.
func (p *placer) raise(agent sim.NodeID, free []int64) {
	i := int(agent) / blockSize * len(free)
	b := p.bound[i : i+len(free)]
	for d, x := range free {
		if x > b[d] {
			b[d] = x
		}
	}
}

// Place finds an agent for one task of framework f, or -1. The key names the
// task in random placements.
func (a *Allocator) Place(f FrameworkID, shape resource.ShapeID, key uint64) int32 {
	p := &a.place
	class := int(shape) * 2
	if a.fws[f].gpu || a.gpu == nil || !a.cfg.FilterGPUs {
		class++
	}
	for class >= len(p.missed) {
		p.missed = append(p.missed, 0)
	}
	need := a.shapes.At(shape)
	seeGPUs := class&1 == 1
	if m := uint64(max(p.missed[class], p.none)); m > a.log.base {
		return a.placeFreed(m-1, class, need, seeGPUs, key)
	}
	agent := a.search(need, seeGPUs, key)
	if agent < 0 {
		p.missed[class] = mark(a.log.end() + 1)
		return -1
	}
	p.cursor = agent
	return agent
}

// Room reports whether anything of at least need, a lower bound of all shapes
// that will be placed, may be free on some agent. The generation tells when need
// is another than in the last call. If nothing is known of it, Room says so unless
// it is asked to look.
func (a *Allocator) Room(need []int64, generation uint64, look bool) bool {
	p := &a.place
	if generation != p.roomOf || uint64(p.none) <= a.log.base {
		p.roomOf, p.none, p.looked = generation, 0, 0
		if !look || a.search(need, true, 0) >= 0 {
			return true
		}
	} else {
		for i := max(uint64(p.none)-1, p.looked); i < a.log.end(); i++ {
			if resource.Fits(need, a.Free(sim.NodeID(a.log.agents[i-a.log.base]))) {
				p.looked = i
				return true
			}
		}
	}
	a.log.base = a.log.end()
	a.log.agents = a.log.agents[:0]
	p.none = mark(a.log.base + 1)
	p.looked = 0
	return false
}

// placeFreed looks for an agent among those freed since a shape fitted nowhere.
func (a *Allocator) placeFreed(from uint64, class int, need []int64, seeGPUs bool, key uint64) int32 {
	p := &a.place
	log := a.log.agents[from-a.log.base:]
	best, bestScore := int32(-1), score{}
	dead := 0
	for i, agent := range log {
		if !a.fits(agent, need, seeGPUs) {
			if dead == i {
				dead++
			}
			continue
		}
		if s := a.score(agent, need, key); best < 0 || s.before(bestScore) || s == bestScore && agent < best {
			best, bestScore = agent, s
		}
	}
	p.missed[class] = mark(from + uint64(dead) + 1)
	if best >= 0 {
		p.cursor = best
	}
	return best
}

func (a *Allocator) fits(agent int32, need []int64, seeGPUs bool) bool {
	return resource.Fits(need, a.Free(sim.NodeID(agent))) && (seeGPUs || !a.gpu[agent])
}

// score is a number of 128 bits by which agents that fit are ranked, lower first.
type score struct{ hi, lo uint64 }

func (s score) before(t score) bool { return s.hi < t.hi || s.hi == t.hi && s.lo < t.lo }

// score ranks an agent that fits.
func (a *Allocator) score(agent int32, need []int64, key uint64) score {
	switch a.place.how {
	case NextFit:
		d := agent - a.place.cursor
		if d < 0 {
			d += a.agents
		}
		return score{lo: uint64(d)}
	case BestFit:
		return a.left(agent, need)
	case WorstFit:
		s := a.left(agent, need)
		return score{^s.hi, ^s.lo}
	case RandomFit:
		return score{lo: rng.Hash(a.cfg.Seed, rng.Placement, key, uint64(agent))}
	}
	return score{lo: uint64(agent)}
}

// left is what would be left of an agent, or is if need is nil: the sum over dimensions of the part of
// the cluster that it is, over the common multiple of the totals; where they have
// none, in units of 2^-56.
func (a *Allocator) left(agent int32, need []int64) (sum score) {
	free, v := a.Free(sim.NodeID(agent)), a.totals.prepare()
	for d, x := range free {
		if v.Total[d] <= 0 {
			continue
		}
		if need != nil {
			x -= need[d]
		}
		var hi, lo, carry uint64
		if v.Common != 0 {
			hi, lo = bits.Mul64(uint64(x), v.Scale[d])
		} else {
			hi, lo = bits.Mul64(uint64(x), 1<<56)
			lo, _ = bits.Div64(hi, lo, uint64(v.Total[d]))
			hi = 0
		}
		sum.lo, carry = bits.Add64(sum.lo, lo, 0)
		sum.hi += hi + carry
	}
	return sum
}

// search looks through all agents, skipping blocks on which nothing fits.
func (a *Allocator) search(need []int64, seeGPUs bool, key uint64) int32 {
	if len(a.place.value) > 0 {
		return a.searchValue(need, seeGPUs)
	}
	start := int32(0)
	first := a.place.how == FirstFit || a.place.how == NextFit
	if a.place.how == NextFit {
		start = a.place.cursor
	}
	best, bestScore := int32(-1), score{}
	blocks := int32(len(a.place.bound) / max(a.width, 1))
	from := start / blockSize
	for i := int32(0); i <= blocks && blocks > 0; i++ {
		b := (from + i) % blocks
		lo, hi := b*blockSize, min((b+1)*blockSize, a.agents)
		if !resource.Fits(need, a.place.bound[int(b)*a.width:int(b+1)*a.width]) {
			continue
		}
		if i == 0 {
			lo = start
		} else if i == blocks {
			hi = min(hi, start)
		}
		agent, sc := a.searchBlock(b, lo, hi, need, seeGPUs, key, first)
		if agent >= 0 && first {
			return agent
		}
		if agent >= 0 && (best < 0 || sc.before(bestScore) || sc == bestScore && agent < best) {
			best, bestScore = agent, sc
		}
	}
	return best
}

// searchBlock looks through the agents [lo, hi) of a block.
func (a *Allocator) searchBlock(b, lo, hi int32, need []int64, seeGPUs bool, key uint64, first bool) (best int32, bestScore score) {
	best = -1
	for i := lo; i < hi; i++ {
		if !a.fits(i, need, seeGPUs) {
			continue
		}
		if first {
			return i, score{}
		}
		if s := a.score(i, need, key); best < 0 || s.before(bestScore) {
			best, bestScore = i, s
		}
	}
	if best < 0 && lo == b*blockSize && hi == min((b+1)*blockSize, a.agents) {
		bound := a.place.bound[int(b)*a.width : int(b+1)*a.width]
		clear(bound)
		for i := lo; i < hi; i++ {
			a.place.raise(sim.NodeID(i), a.Free(sim.NodeID(i)))
		}
	}
	return best, bestScore
}

// Order is the order in which frameworks are served at this moment, as nodes of
// the role sorter, if every role stands at the top and has one framework; if not,
// it takes a Walk. It is valid until the next grant is followed by a call.
func (a *Allocator) Order() ([]Node, bool) {
	if !a.simple {
		return nil, false
	}
	return a.roles.Top(), true
}

// Only is the one framework of a role in an Order.
func (a *Allocator) Only(n Node) FrameworkID { return a.role[a.byLeaf[n]].only }

// Walk lists the frameworks that take part in runs, in the order in which they
// are served at this moment.
type Walk struct {
	a    *Allocator
	leaf Node
	in   Node
}

// First begins a walk: the framework to be served first, or -1.
func (a *Allocator) First() (Walk, FrameworkID) {
	w := Walk{a: a, leaf: a.roles.First(), in: -1}
	return w, w.enter()
}

// Next is the framework to be served after the last one, or -1.
func (w *Walk) Next() FrameworkID {
	if w.in >= 0 {
		r := w.a.byLeaf[w.leaf]
		if w.in = w.a.role[r].sorter.Next(w.in); w.in >= 0 {
			return w.a.member[r][w.in]
		}
	}
	w.leaf = w.a.roles.Next(w.leaf)
	return w.enter()
}

// enter is the first framework of the role that the walk has come to.
func (w *Walk) enter() FrameworkID {
	for ; w.leaf >= 0; w.leaf = w.a.roles.Next(w.leaf) {
		r := w.a.byLeaf[w.leaf]
		if w.a.role[r].sorter == nil {
			return w.a.role[r].only
		}
		if w.in = w.a.role[r].sorter.First(); w.in >= 0 {
			return w.a.member[r][w.in]
		}
	}
	return -1
}

// GrantTask grants one task's amounts on an agent, to be used at once.
func (a *Allocator) GrantTask(f FrameworkID, agent int32, shape resource.ShapeID) {
	v := a.shapes.At(shape)
	resource.Sub(a.Free(sim.NodeID(agent)), v)
	a.revalue(agent)
	a.grant(f, v, 1)
}
