package allocator

import (
	"bytes"
	"math"
	"math/bits"
	"slices"

	"fairlead/sim/claim"
)

// tie is what tells equal keys apart, lower first, as of when the node was put
// in place.
type tie struct {
	count int64
	name  uint64
}

// rank asks a Local policy for the key of one node.
func (s *Sorter) rank(n Node) {
	s.ranker.Rank(s.keys[n:n+1:n+1], s.claims[n:n+1:n+1], &s.view)
	s.setTie(n)
}

// rekey is rank for a node whose place among equals has not changed but for its
// count.
func (s *Sorter) rekey(n Node) {
	s.ranker.Rank(s.keys[n:n+1:n+1], s.claims[n:n+1:n+1], &s.view)
	s.digests[n] = digest(&s.keys[n])
	if s.counted {
		s.ties[n].count = s.nodes[n].count
	}
}

// rankTogether asks a policy for the keys of all children in a list.
func (s *Sorter) rankTogether(l *list) {
	all := s.arena[l.at : l.at+l.size]
	slices.Sort(all) // the policy is to see an order that no earlier sort decided
	s.someKeys, s.someClaims = s.someKeys[:0], s.someClaims[:0]
	for _, n := range all {
		s.someKeys = append(s.someKeys, claim.Key{})
		s.someClaims = append(s.someClaims, s.claims[n])
	}
	s.ranker.Rank(s.someKeys, s.someClaims, &s.view)
	for i, n := range all {
		s.keys[n] = s.someKeys[i]
		s.setTie(n)
	}
}

// digest maps keys to numbers and keeps their order, except that different keys
// may share a number. Most policies use tier 0 only and shares up to 256, which
// are told apart in units of 2^-54.
func digest(k *claim.Key) uint64 {
	switch {
	case k.Tier < 0:
		return (uint64(k.Tier) ^ 1<<63) >> 2
	case k.Tier > 0:
		return uint64(k.Tier) | 1<<63
	}
	q, den := uint64(math.MaxUint64), max(k.Den, 1)
	if hi := k.Hi<<54 | k.Lo>>10; k.Hi < 1<<10 && hi < den {
		q, _ = bits.Div64(hi, k.Lo<<54, den)
	}
	return 1<<62 | min(q, 1<<62-1)
}

// setTie notes what else decides the place of n.
func (s *Sorter) setTie(n Node) {
	s.digests[n] = digest(&s.keys[n])
	t := &s.ties[n]
	nd := &s.nodes[n]
	t.count = 0
	if s.counted {
		t.count = nd.count
	}
	switch {
	case s.byOrder:
		t.name = uint64(s.claims[n].Order)
	case s.tieRule == TiesNameDescending:
		t.name = ^nd.prefix
	default:
		t.name = nd.prefix
	}
}

func (s *Sorter) sortAll(l *list) {
	s.unmark(l)
	all := s.arena[l.at : l.at+l.size]
	slices.SortFunc(all, func(a, b Node) int {
		if s.before(a, b) {
			return -1
		}
		return 1
	})
	for _, n := range all {
		s.nodes[n].place = sorted
	}
	l.sorted = l.size
}

// before is the total order of siblings.
func (s *Sorter) before(a, b Node) bool {
	if da, db := s.digests[a], s.digests[b]; da != db {
		return da < db
	}
	ka, kb := &s.keys[a], &s.keys[b]
	if ka.Den != kb.Den || ka.Lo != kb.Lo || ka.Hi != kb.Hi || ka.Tier != kb.Tier {
		if c := ka.Cmp(kb); c != 0 {
			return c < 0
		}
	}
	ta, tb := &s.ties[a], &s.ties[b]
	if ta.count != tb.count {
		return ta.count < tb.count
	}
	if ta.name != tb.name {
		return ta.name < tb.name
	}
	return s.beforeByName(a, b)
}

// beforeByName compares what a prefix could not tell.
func (s *Sorter) beforeByName(a, b Node) bool {
	if !s.byOrder {
		c := bytes.Compare(s.nameOf(a), s.nameOf(b))
		if s.tieRule == TiesNameDescending {
			c = -c
		}
		if c != 0 {
			return c < 0
		}
	}
	return a < b
}
