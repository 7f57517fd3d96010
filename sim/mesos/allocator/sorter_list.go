package allocator

import (
	"math/bits"
	"slices"
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

// short is the length up to which a list is searched from one end.
const short = 32

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
	n := in[i]
	to := s.search(in[:i], n)
	if to == i {
		to += s.search(in[i+1:], n)
	}
	if to > i {
		copy(in[i:to], in[i+1:to+1])
	} else {
		copy(in[to+1:i+1], in[to:i])
	}
	in[to] = n
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
