package allocator

import (
	"bytes"
	"math"
	"math/bits"
	"slices"

	"fairlead/sim/claim"
)

// list is the children of an inner node. Those with an active client at or
// below stand in the arena: first the sorted ones, in the order of the keys they
// had when they were put there, then those that still wait for a place.
type list struct {
	first    Node  // of all children, linked by node.next
	own      Node  // the "." child, or none
	children int32 // how many in all
	orders   int32 // order of registration of the next child

	at, room     int32 // the piece of the arena
	size, sorted int32
	cursor       int32 // where the walk is
	dirty        Node  // stack of marked sorted children
	marks        int32 // how many
	gen          uint64
	now          int64
}

// tie is what tells equal keys apart, lower first, as of when the node was put
// in place.
type tie struct {
	count int64
	name  uint64
}

// short is the length up to which a list is searched from one end.
const short = 32

// First begins a walk over the active clients in the order of service; -1 if
// there are none. It must not be called again until the walk is done with.
func (s *Sorter) First() Node { return s.descend(root) }

// Next is the active client after n in the walk, or -1. A level that the walk
// has entered keeps its order whatever was granted meanwhile; n itself may have
// been deactivated, but not removed.
func (s *Sorter) Next(n Node) Node {
	for n != root {
		p := s.nodes[n].parent
		l := &s.lists[s.nodes[p].list]
		if i := l.cursor; s.nodes[n].place == sorted && (i < 0 || i >= l.sorted || s.arena[l.at+i] != n) {
			l.cursor = s.position(l, n)
		}
		if l.cursor+1 < l.sorted {
			l.cursor++
			return s.descend(s.arena[l.at+l.cursor])
		}
		n = p
	}
	return none
}

// descend is the first active client at or below n.
func (s *Sorter) descend(n Node) Node {
	for {
		i := s.nodes[n].list
		if i < 0 {
			return n
		}
		l := &s.lists[i]
		if l.size == 0 {
			return none
		}
		if l.dirty != none || l.sorted != l.size || l.gen != s.totals.gen || !s.local {
			s.settle(l)
		}
		l.cursor = 0
		n = s.arena[l.at]
	}
}

// mark says that the key of n may have changed.
func (s *Sorter) mark(n Node, nd *node) {
	if nd.dirty != clean || nd.place != sorted {
		return
	}
	l := &s.lists[s.nodes[nd.parent].list]
	nd.dirty = l.dirty
	l.dirty = n
	l.marks++
}

// settle puts every child of a list in its place.
func (s *Sorter) settle(l *list) {
	if s.viewGen != s.totals.gen {
		s.view = *s.totals.prepare()
		s.viewGen = s.totals.gen
	}
	s.view.Held, s.view.Now = s.held, s.totals.Now
	switch {
	case l.size == 1: // nothing to compare with: its key can wait
		l.sorted, l.gen = 1, 0
		s.nodes[s.arena[l.at]].place = sorted
		s.unmark(l)
		return
	case !s.local:
		if l.dirty != none || l.sorted != l.size || l.gen != s.totals.gen || l.now != s.totals.Now {
			s.rankTogether(l)
			s.sortAll(l)
		}
	case l.gen != s.totals.gen, 8*(l.marks+l.size-l.sorted) > l.size && l.size > short:
		for _, n := range s.arena[l.at : l.at+l.size] {
			s.rank(n)
		}
		s.sortAll(l)
	default:
		s.settleFew(l)
	}
	l.gen, l.now = s.totals.gen, s.totals.Now
}

// settleFew moves the marked children and inserts the waiting ones.
func (s *Sorter) settleFew(l *list) {
	if l.size <= short {
		s.settleShort(l)
		return
	}
	for n := l.dirty; n != none; {
		nd := &s.nodes[n]
		next := nd.dirty
		nd.dirty = clean
		if nd.place == sorted {
			i := s.position(l, n)
			s.rekey(n)
			s.move(s.arena[l.at:l.at+l.sorted], int(i))
		}
		n = next
	}
	l.dirty, l.marks = none, 0
	for l.sorted < l.size {
		n := s.arena[l.at+l.sorted]
		s.rank(n)
		s.nodes[n].place = sorted
		l.sorted++
		s.move(s.arena[l.at:l.at+l.sorted], int(l.sorted-1))
	}
}

// settleShort gives new keys to the marked and the waiting children of a short
// list, and sorts it by insertion: nearly all of it is in order.
func (s *Sorter) settleShort(l *list) {
	for n := l.dirty; n != none; {
		nd := &s.nodes[n]
		next := nd.dirty
		nd.dirty = clean
		if nd.place == sorted {
			s.rekey(n)
		}
		n = next
	}
	l.dirty, l.marks = none, 0
	in := s.arena[l.at : l.at+l.size]
	for _, n := range in[l.sorted:] {
		s.rank(n)
		s.nodes[n].place = sorted
	}
	l.sorted = l.size
	for i := 1; i < len(in); i++ {
		n := in[i]
		d := s.digests[n]
		j := i
		for ; j > 0; j-- {
			p := in[j-1]
			if e := s.digests[p]; e < d || e == d && s.before(p, n) {
				break
			}
			in[j] = p
		}
		in[j] = n
	}
}

func (s *Sorter) unmark(l *list) {
	for n := l.dirty; n != none; {
		next := s.nodes[n].dirty
		s.nodes[n].dirty = clean
		n = next
	}
	l.dirty, l.marks = none, 0
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

// position finds a sorted child in its list.
func (s *Sorter) position(l *list, n Node) int32 {
	in := s.arena[l.at : l.at+l.sorted]
	if i := int(l.cursor); i >= 0 && i < len(in) && in[i] == n {
		return l.cursor
	}
	if len(in) > short {
		return int32(s.search(in, n))
	}
	for i, c := range in {
		if c == n {
			return int32(i)
		}
	}
	return -1
}

// search is the number of nodes that go before n.
func (s *Sorter) search(in []Node, n Node) int {
	lo, hi := 0, len(in)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if s.before(in[mid], n) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// move puts in[i], whose key changed, in its place among the others.
func (s *Sorter) move(in []Node, i int) {
	n, to := in[i], 0
	if len(in) > short {
		to = s.search(in[:i], n)
		if to == i {
			to += s.search(in[i+1:], n)
		}
	} else {
		to = s.count(in, i)
	}
	if to > i {
		copy(in[i:to], in[i+1:to+1])
	} else {
		copy(in[to+1:i+1], in[to:i])
	}
	in[to] = n
}

// Top is what First and Next would walk through in a sorter without a hierarchy.
// It is valid until the sorter is asked for an order again.
func (s *Sorter) Top() []Node {
	if s.descend(root) == none {
		return nil
	}
	l := &s.lists[s.nodes[root].list]
	return s.arena[l.at : l.at+l.sorted]
}

// count is the number of nodes that go before in[i]. It counts lower digests,
// without a branch that the processor could guess wrong, and looks at keys only
// where digests are the same.
func (s *Sorter) count(in []Node, i int) int {
	n := in[i]
	d := s.digests[n]
	below, upTo := uint64(0), uint64(0)
	for _, c := range in {
		_, less := bits.Sub64(s.digests[c], d, 0)
		_, more := bits.Sub64(d, s.digests[c], 0)
		below += less
		upTo += 1 - more
	}
	lo, hi := int(below), int(upTo)-1
	if lo == hi { // alone
		return lo
	}
	other := func(k int) Node { // of those that are not in[i]
		if k >= i {
			k++
		}
		return in[k]
	}
	if s.before(other(hi-1), n) { // it is n's turn to be the last
		return hi
	}
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if s.before(other(mid), n) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// enlist makes n wait for a place in its parent's list.
func (s *Sorter) enlist(n Node) {
	l := &s.lists[s.nodes[s.nodes[n].parent].list]
	if l.size == l.room {
		s.widen(l)
	}
	s.arena[l.at+l.size] = n
	l.size++
	s.nodes[n].place = waiting
}

// delist takes n out of its parent's list.
func (s *Sorter) delist(n Node) {
	l := &s.lists[s.nodes[s.nodes[n].parent].list]
	in := s.arena[l.at : l.at+l.size]
	i := int32(0)
	if s.nodes[n].place == sorted {
		i = s.position(l, n)
		l.sorted--
	} else {
		i = l.sorted + int32(slices.Index(in[l.sorted:], n))
	}
	copy(in[i:], in[i+1:])
	l.size--
	if i <= l.cursor {
		l.cursor--
	}
	if !s.local { // the others have one sibling less
		l.gen = 0
	}
	s.nodes[n].place = unlisted
}

// withdraw takes n out of its list, if it is there, and forgets its mark.
func (s *Sorter) withdraw(n Node) (listed bool) {
	if s.nodes[n].dirty != clean {
		s.settle(&s.lists[s.nodes[s.nodes[n].parent].list])
	}
	if s.nodes[n].place == unlisted {
		return false
	}
	s.delist(n)
	return true
}

func (s *Sorter) newList() int32 {
	i := s.freeList
	if i >= 0 {
		s.freeList = int32(s.lists[i].first)
	} else {
		i = int32(len(s.lists))
		s.lists = append(s.lists, list{})
	}
	s.lists[i] = list{first: none, own: none, dirty: none}
	return i
}

func (s *Sorter) dropList(i int32) {
	s.free(&s.lists[i])
	s.lists[i].first = Node(s.freeList)
	s.freeList = i
}

// widen moves a list to a piece of the arena with twice the room.
func (s *Sorter) widen(l *list) {
	room := max(4, 2*l.room)
	class := bits.TrailingZeros32(uint32(room))
	at := s.spare[class]
	if at != 0 {
		s.spare[class] = int32(s.arena[at])
	} else {
		at = int32(len(s.arena))
		for range room {
			s.arena = append(s.arena, none)
		}
	}
	copy(s.arena[at:], s.arena[l.at:l.at+l.size])
	s.free(l)
	l.at, l.room = at, room
}

// free gives the arena back what a list had of it.
func (s *Sorter) free(l *list) {
	if l.room == 0 {
		return
	}
	class := bits.TrailingZeros32(uint32(l.room))
	s.arena[l.at] = Node(s.spare[class])
	s.spare[class] = l.at
	l.room = 0
}
