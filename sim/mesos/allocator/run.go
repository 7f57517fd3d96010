package allocator

import (
	"math/bits"

	"fairlead/sim"
	"fairlead/sim/resource"
	"fairlead/sim/rng"
)

// Interest is what the frameworks would do with offers. It only saves work: an
// offer that is of no use is granted and counted like any other, but not listed
// in its bundle one by one.
type Interest interface {
	// Useful reports whether some waiting task of f fits in free.
	Useful(f FrameworkID, free []int64) bool
	// Least writes the least that any waiting task of f needs of each dimension to
	// v and returns it, or nil if none waits.
	Least(f FrameworkID, v []int64) []int64
	// Tasks is a number of offers beyond which f surely wants no more.
	Tasks(f FrameworkID) int64
}

// Bundle is all that one run grants to one framework. Its offers count as held
// until it is closed.
type Bundle struct {
	Framework FrameworkID
	Count     int64   // offers
	Sum       []int64 // their amounts
	Agents    []int32 // those of use to the framework, in the order of the run

	id     uint32
	listed bool   // the ring of the framework lists its agents
	more   bool   // further agents of use are left
	limit  uint32 // with more: the hash up to which agents are listed
	order  rng.Row
}

// scratch is what runs reuse.
type scratch struct {
	entries  []uint64 // hash of an agent in the run, its number
	sorted   []uint64
	buckets  []int32
	masks    []uint64 // by agent: slots to which it is open
	bundles  []Bundle
	flat     []flatClaimant
	places   []flatPlace
	least    []int64 // width amounts a flat claimant
	periodic bool
	now      sim.Time
	first    uint32 // number of the newest bundle before this run
}

// Run makes one allocation run over all agents and returns its bundles by
// framework. They are valid until the next run, and each must be closed.
func (a *Allocator) Run(now sim.Time, periodic bool, in Interest) []Bundle {
	s := &a.scratch
	for i := range s.bundles {
		a.fws[s.bundles[i].Framework].bundle = -1
	}
	s.bundles, s.now, s.periodic, s.first = s.bundles[:0], now, periodic, a.bundles
	order := a.order(now)
	a.expire(now, periodic)
	n := bits.OnesCount64(a.slots.used)
	switch {
	case n+a.slots.others == 0:
	case n == 1 && a.slots.others == 0:
		a.runAlone(order, in)
	default:
		a.runAll(order, in)
	}
	sortBundles(s.bundles)
	for i := range s.bundles {
		a.startFilter(&s.bundles[i], now)
	}
	return s.bundles
}

// startFilter lets the filter of a bundle run: offers of it that are declined
// whole are refused from this instant.
func (a *Allocator) startFilter(b *Bundle, now sim.Time) {
	fw := &a.fws[b.Framework]
	if fw.slot >= 0 && fw.refuse > 0 {
		fw.live.push(b.id, now+fw.refuse, b.listed)
	}
}

// runAll lets frameworks compete agent by agent.
func (a *Allocator) runAll(order rng.Row, in Interest) {
	s := &a.scratch
	s.entries = s.entries[:0]
	if len(s.masks) < int(a.agents) {
		s.masks = make([]uint64, a.agents)
	}
	a.refresh()
	hidden := a.gpu != nil && a.cfg.FilterGPUs
	for at, word := range a.worth {
		for ; word != 0; word &= word - 1 {
			i := at<<6 | bits.TrailingZeros64(word)
			mask := a.slots.used &^ a.shut[i]
			if hidden && a.gpu[i] {
				mask &= a.slots.gpu
			}
			if a.cold[i] >= 0 {
				mask = a.coldOpen(i, mask, s.now, s.periodic)
			}
			if mask == 0 && a.slots.others == 0 {
				continue
			}
			s.masks[i] = mask
			s.entries = append(s.entries, keyed(order, i))
		}
	}
	s.sortEntries()
	if a.flatten(in) {
		a.runFlat(in)
		return
	}
	for _, e := range s.entries {
		a.serve(int(uint32(e)), in)
	}
}

// serve grants an agent to the first framework in order that may have it.
func (a *Allocator) serve(agent int, in Interest) {
	mask := a.scratch.masks[agent]
	for leaf := a.roles.First(); leaf >= 0; leaf = a.roles.Next(leaf) {
		r := &a.role[a.byLeaf[leaf]]
		if r.sorter == nil {
			if a.mayHave(r.only, agent, mask) {
				a.give(r.only, agent, in)
				return
			}
			continue
		}
		for l := r.sorter.First(); l >= 0; l = r.sorter.Next(l) {
			if f := a.member[a.byLeaf[leaf]][l]; a.mayHave(f, agent, mask) {
				a.give(f, agent, in)
				return
			}
		}
	}
}

// mayHave reports whether nothing keeps a framework from an agent.
func (a *Allocator) mayHave(f FrameworkID, agent int, mask uint64) bool {
	fw := &a.fws[f]
	if fw.slot >= 0 {
		return mask>>uint(fw.slot)&1 != 0
	}
	if a.gpu != nil && a.cfg.FilterGPUs && a.gpu[agent] && !fw.gpu {
		return false
	}
	return !a.coldShut(f, agent, a.scratch.now, a.scratch.periodic)
}

// give grants all that is free on an agent to a framework.
func (a *Allocator) give(f FrameworkID, agent int, in Interest) {
	free := a.free[agent*a.width : (agent+1)*a.width]
	b := a.bundle(f)
	b.Count++
	resource.Add(b.Sum, free)
	a.grant(f, free, 1)
	a.refuseLater(b, agent, free)
	if in.Useful(f, free) {
		b.Agents = append(b.Agents, int32(agent))
	}
}

// refuseLater notes that the offer of an agent will have been declined, unless
// Use says otherwise.
func (a *Allocator) refuseLater(b *Bundle, agent int, free []int64) {
	fw := &a.fws[b.Framework]
	switch {
	case fw.refuse == 0:
	case fw.slot >= 0:
		a.renew(agent, int(fw.slot), b.id)
		a.shut[agent] |= 1 << fw.slot
		fw.live.agents = append(fw.live.agents, int32(agent))
		b.listed = true
	default:
		now := a.scratch.now
		a.addCold(b.Framework, agent, free, now, now+fw.refuse)
	}
}

// bundle is the bundle of a framework in the present run.
func (a *Allocator) bundle(f FrameworkID) *Bundle {
	s := &a.scratch
	fw := &a.fws[f]
	if fw.bundle >= 0 {
		return &s.bundles[fw.bundle]
	}
	fw.bundle = int32(len(s.bundles))
	if len(s.bundles) < cap(s.bundles) {
		s.bundles = s.bundles[:len(s.bundles)+1]
	} else {
		s.bundles = append(s.bundles, Bundle{})
	}
	b := &s.bundles[fw.bundle]
	if b.Sum == nil {
		b.Sum = make([]int64, a.width)
	}
	clear(b.Sum)
	a.bundles++
	*b = Bundle{Framework: f, Sum: b.Sum, Agents: b.Agents[:0], id: a.bundles}
	return b
}

// runAlone grants every open agent to the only framework that takes part: one
// pass, in which the order matters for the offers that it will use alone.
func (a *Allocator) runAlone(order rng.Row, in Interest) {
	slot := bits.TrailingZeros64(a.slots.used)
	f := a.slots.holder[slot]
	b := a.bundle(f)
	b.order, b.limit = order, limit(in.Tasks(f), int64(a.agents))
	fw := &a.fws[f]
	a.slots.unknown |= 1 << slot // a pass over all bits would cost as much as the run
	s := &a.scratch
	s.entries = s.entries[:0]
	expired, id, w := a.slots.expired[slot], b.id, a.width
	for at, word := range a.worth {
		for ; word != 0; word &= word - 1 {
			i := at<<6 | bits.TrailingZeros64(word)
			cell := &a.cells[i*a.stride+slot]
			if (*cell > expired || a.hasOlder[i] != 0 || a.cold[i] >= 0 || a.gpu != nil) && a.open(i, s.now, s.periodic) == 0 {
				continue
			}
			b.Count++
			resource.Add(b.Sum, a.free[i*w:(i+1)*w:(i+1)*w])
			if *cell > expired && fw.refuse > 0 {
				a.renew(i, slot, id)
			} else if fw.refuse > 0 {
				*cell = id
			}
			if e := keyed(order, i); uint32(e>>32) <= b.limit {
				s.entries = append(s.entries, e)
			}
		}
	}
	if b.Count == 0 {
		s.bundles, fw.bundle = s.bundles[:0], -1
		a.bundles--
		return
	}
	a.grant(f, b.Sum, b.Count)
	b.more = b.limit != 1<<32-1 && int64(len(s.entries)) < b.Count && fw.refuse > 0
	if !b.more && int64(len(s.entries)) < b.Count {
		s.entries = a.allOpen(order, s.entries[:0])
	}
	s.sortEntries()
	for _, e := range s.entries {
		b.Agents = append(b.Agents, int32(uint32(e)))
	}
}

// allOpen lists every agent with something to offer; only for frameworks whose
// declined offers leave no mark in the cells.
func (a *Allocator) allOpen(order rng.Row, entries []uint64) []uint64 {
	for i := range int(a.agents) {
		if a.worth[i>>6]>>(i&63)&1 != 0 && a.open(i, a.scratch.now, a.scratch.periodic) != 0 {
			entries = append(entries, keyed(order, i))
		}
	}
	return entries
}

// limit is the hash up to which a run lists agents for a framework that can use
// about that many of n.
func limit(tasks, n int64) uint32 {
	const all = 1<<32 - 1
	if tasks >= n/4 {
		return all
	}
	return uint32(uint64(2*tasks+32) * all / uint64(max(n, 2*tasks+32)))
}

// More lists further agents of a bundle, if there are any: those that come after
// the ones listed so far. It reports whether it listed some.
func (a *Allocator) More(b *Bundle) bool {
	if !b.more {
		return false
	}
	b.more = false
	s := &a.scratch
	slot := int(a.fws[b.Framework].slot)
	s.entries = s.entries[:0]
	for i := range int(a.agents) {
		if a.cells[i*a.stride+slot] != b.id {
			continue
		}
		if e := keyed(b.order, i); uint32(e>>32) > b.limit {
			s.entries = append(s.entries, e)
		}
	}
	s.sortEntries()
	for _, e := range s.entries {
		b.Agents = append(b.Agents, int32(uint32(e)))
	}
	return len(s.entries) > 0
}

// Use turns part of an offer into what a task uses. The first use of an offer
// must say so.
func (a *Allocator) Use(b *Bundle, agent int32, shape resource.ShapeID, first bool) {
	if first {
		a.changes(int(agent), a.scratch.first)
	}
	resource.Sub(a.Free(sim.NodeID(agent)), a.shapes.At(shape))
	a.weigh(agent)
}

// Rest declines what is left of an offer that was used.
func (a *Allocator) Rest(b *Bundle, agent int32) {
	fw := &a.fws[b.Framework]
	if fw.rest == fw.refuse && fw.slot >= 0 {
		return // the cell says it
	}
	free := a.Free(sim.NodeID(agent))
	now := a.scratch.now
	if fw.slot >= 0 {
		a.cells[int(agent)*a.stride+int(fw.slot)] = 0
		a.doubt(agent)
	} else if fw.refuse > 0 {
		a.dropCold(agent) // the one that refuseLater wrote
	}
	if fw.rest > 0 && !resource.Zero(free) {
		a.addCold(b.Framework, int(agent), free, now, now+fw.rest)
	}
}

// dropCold forgets the newest explicit filter of an agent.
func (a *Allocator) dropCold(agent int32) {
	c := &a.filters
	i := a.cold[agent]
	a.cold[agent] = c.list[i].next
	c.list[i].next, c.free = c.free, i
}

// Close gives back what a bundle granted but for used.
func (a *Allocator) Close(b *Bundle, used []int64) {
	resource.Sub(b.Sum, used)
	a.giveBack(b.Framework, b.Sum)
	resource.Add(b.Sum, used)
}
