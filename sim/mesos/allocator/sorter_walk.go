package allocator

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

// Top is what First and Next would walk through in a sorter without a hierarchy.
// It is valid until the sorter is asked for an order again.
func (s *Sorter) Top() []Node {
	if s.descend(root) == none {
		return nil
	}
	l := &s.lists[s.nodes[root].list]
	return s.arena[l.at : l.at+l.sorted]
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

// behold brings what the policy sees up to date.
func (s *Sorter) behold() {
	if s.viewGen != s.totals.gen {
		s.view = *s.totals.prepare()
		s.viewGen = s.totals.gen
	}
	s.view.Held, s.view.Now = s.held, s.totals.Now
}

// settle puts every child of a list in its place.
func (s *Sorter) settle(l *list) {
	s.behold()
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
