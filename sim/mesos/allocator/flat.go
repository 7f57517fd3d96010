package allocator

import (
	"math/bits"
	"unsafe"

	"fairlead/sim/fetch"
	"fairlead/sim/resource"
)

// The short way through a run with few claimants: all roles at the top, each with
// one framework that has a slot, and a policy whose keys are each claimant's own.
// It makes the same grants as serve, on a list of its own that it keeps in order;
// sums are taken at the end from what each claimant holds more than before.

// flatClaimant is a role with one framework.
type flatClaimant struct {
	leaf   Node
	bundle int32 // in the present run, or -1
	fw     FrameworkID
	slot   uint8
	refuse bool
	least  []int64 // nothing that waits needs less; nil: nothing waits
}

// flatPlace is a place in the order of the claimants.
type flatPlace struct {
	of   uint8 // which one stands there
	slot uint8
}

// flatten lists the frameworks in their order if the run may go the short way.
func (a *Allocator) flatten(in Interest) bool {
	s := &a.scratch
	s.flat, s.places = s.flat[:0], s.places[:0]
	if len(s.least) < short*a.width {
		s.least = make([]int64, short*a.width)
	}
	if !a.simple || a.slots.others > 0 || !a.roles.local || bits.OnesCount64(a.slots.used) > short {
		return false
	}
	a.roles.behold()
	for _, leaf := range a.roles.Top() {
		r := &a.role[a.byLeaf[leaf]]
		fw := &a.fws[r.only]
		at := len(s.flat) * a.width
		s.places = append(s.places, flatPlace{of: uint8(len(s.flat)), slot: uint8(fw.slot)})
		s.flat = append(s.flat, flatClaimant{leaf: leaf, fw: r.only, slot: uint8(fw.slot), bundle: -1, refuse: fw.refuse > 0, least: in.Least(r.only, s.least[at:at+a.width])})
	}
	return len(s.flat) > 1
}

// ahead is how many agents ahead a run asks for the memory of the next ones: its
// order is drawn, so that no processor can guess it.
const ahead = 8

// runFlat serves the agents of a run in their order.
func (a *Allocator) runFlat(in Interest) {
	s := &a.scratch
	for k, e := range s.entries {
		agent := int(uint32(e))
		if k+ahead < len(s.entries) {
			next := int(uint32(s.entries[k+ahead]))
			fetch.Line(unsafe.Pointer(&a.free[next*a.width]))
			fetch.Line(unsafe.Pointer(&a.cells[next*a.stride]))
		}
		mask := s.masks[agent]
		// which of them may have it, by place: without branches, since nobody could guess them
		var may uint64
		for i, p := range s.places {
			may |= mask >> (p.slot & 63) & 1 << (i & 63)
		}
		if may != 0 {
			a.giveFlat(bits.TrailingZeros64(may), agent, in)
		}
	}
	a.keepFlat()
}

// giveFlat grants what is free on an agent to claimant i of the list, and puts
// the claimant in its new place.
func (a *Allocator) giveFlat(i, agent int, in Interest) {
	s, r := &a.scratch, a.roles
	c := &s.flat[s.places[i].of]
	if c.bundle < 0 {
		a.beginFlat(c)
	}
	b := &s.bundles[c.bundle]
	b.Count++
	free := a.free[agent*a.width : (agent+1)*a.width]
	held := r.held[int(c.leaf)*a.width:][:len(free)]
	for d, x := range free {
		held[d] += x
	}
	r.nodes[c.leaf].count++
	if c.refuse {
		cell := &a.cells[agent*a.stride+int(c.slot)]
		if *cell > a.slots.expired[c.slot&63] {
			a.renew(agent, int(c.slot), b.id)
		}
		*cell = b.id
		a.shut[agent] |= 1 << (c.slot & 63)
		ring := &a.fws[c.fw].live
		ring.agents = append(ring.agents, int32(agent))
	}
	if c.least != nil && resource.Fits(c.least, free) && in.Useful(c.fw, free) {
		b.Agents = append(b.Agents, int32(agent))
	}
	leaf := c.leaf
	key := &r.keys[leaf]
	r.ranker.Rank(r.keys[leaf:leaf+1:leaf+1], r.claims[leaf:leaf+1:leaf+1], &r.view)
	places := s.places
	moved := places[i]
	for ; i+1 < len(places); i++ {
		next := s.flat[places[i+1].of].leaf
		if by := key.Cmp(&r.keys[next]); by < 0 || by == 0 && !a.tieBefore(next, leaf) {
			break
		}
		places[i] = places[i+1]
	}
	places[i] = moved
}

// tieBefore orders claimants with equal keys, by counts as they are now.
func (a *Allocator) tieBefore(x, y Node) bool {
	r := a.roles
	if cx, cy := r.nodes[x].count, r.nodes[y].count; r.counted && cx != cy {
		return cx < cy
	}
	if tx, ty := r.ties[x].name, r.ties[y].name; tx != ty {
		return tx < ty
	}
	return r.beforeByName(x, y)
}

// beginFlat opens the bundle of a claimant.
func (a *Allocator) beginFlat(c *flatClaimant) {
	b := a.bundle(c.fw)
	b.listed = c.refuse
	c.bundle = a.fws[c.fw].bundle
	copy(b.Sum, a.roles.Held(c.leaf)) // for keepFlat
}

// keepFlat sums up the bundles of a run, and gives its order back to the sorter,
// whose keys giveFlat has brought up to date.
func (a *Allocator) keepFlat() {
	s, r := &a.scratch, a.roles
	l := &r.lists[r.nodes[root].list]
	for i, p := range s.places {
		c := &s.flat[p.of]
		r.arena[int(l.at)+i] = c.leaf
		if c.bundle < 0 {
			continue
		}
		r.rekey(c.leaf)
		sum := s.bundles[c.bundle].Sum
		for d, h := range r.Held(c.leaf) {
			sum[d] = h - sum[d]
		}
	}
	r.unmark(l)
	l.cursor = 0
}
