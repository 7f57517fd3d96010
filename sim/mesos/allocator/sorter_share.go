package allocator

import (
	"math/bits"

	"fairlead/sim/resource"
)

// Share is the dominant share of a node divided by its weight: the greatest
// part of a cluster total that it holds. It is exact unless weights and totals
// together need more than 64 bits; then it is right to 18 digits.
func (s *Sorter) Share(n Node) resource.Frac {
	total := s.totals.prepare().Total
	best := resource.Frac{Num: 0, Den: 1}
	for i, h := range s.Held(n) {
		if total[i] <= 0 || h <= 0 {
			continue
		}
		if f := (resource.Frac{Num: uint64(h), Den: uint64(total[i])}); best.Cmp(f) < 0 {
			best = f
		}
	}
	return divide(best, s.claims[n].Weight)
}

// divide is f/w with both parts halved until they fit.
func divide(f, w resource.Frac) resource.Frac {
	f, w = resource.Reduced(f.Num, f.Den), resource.Reduced(w.Num, w.Den)
	f2, w2 := resource.Reduced(f.Num, w.Num), resource.Reduced(w.Den, f.Den)
	nh, nl := bits.Mul64(f2.Num, w2.Num)
	dh, dl := bits.Mul64(f2.Den, w2.Den)
	for nh != 0 || dh != 0 {
		nh, nl = nh>>1, nl>>1|nh<<63
		dh, dl = dh>>1, dl>>1|dh<<63
	}
	return resource.Frac{Num: nl, Den: max(dl, 1)}
}

// CopyTo makes to the same as s, with other totals (a copy of those of s). The
// ranker is shared: it has no state.
func (s *Sorter) CopyTo(to *Sorter, totals *Totals) {
	old := *to
	*to = *s
	to.totals, to.viewGen = totals, 0
	to.nodes = append(old.nodes[:0], s.nodes...)
	to.claims = append(old.claims[:0], s.claims...)
	to.keys = append(old.keys[:0], s.keys...)
	to.digests = append(old.digests[:0], s.digests...)
	to.ties = append(old.ties[:0], s.ties...)
	to.held = append(old.held[:0], s.held...)
	to.lists = append(old.lists[:0], s.lists...)
	to.arena = append(old.arena[:0], s.arena...)
	to.paths = old.paths
	s.paths.copyTo(&to.paths)
	to.someKeys, to.someClaims, to.leaves = old.someKeys, old.someClaims, old.leaves
}
