package allocator

import (
	"fmt"
	"strings"

	"fairlead/sim/claim"
	"fairlead/sim/resource"
)

// Add brings in a client, inactive and holding nothing. The path is given name
// by name, since a slash may be a plain character of a name. Adding a client
// twice is a broken invariant and panics.
func (s *Sorter) Add(path []string) Node {
	if len(path) == 0 {
		panic("sorter: a client without a path")
	}
	parent, id := root, int32(0)
	for i, name := range path {
		id = s.paths.intern(id, name)
		n := s.paths.entry[id].node
		last := i == len(path)-1
		switch {
		case n == none && last:
			s.clients++
			return s.newNode(parent, id, false)
		case n == none:
			n = s.newNode(parent, id, false)
			s.nodes[n].list = s.newList()
		case s.nodes[n].list < 0 && last, last && s.lists[s.nodes[n].list].own != none:
			panic(fmt.Sprintf("sorter: client %s added twice", strings.Join(path, "/")))
		case s.nodes[n].list < 0:
			n = s.split(n)
		}
		parent = n
	}
	s.clients++
	own := s.newNode(parent, id, true)
	s.lists[s.nodes[parent].list].own = own
	return own
}

// Remove takes a client out, and what it holds out of the nodes above it.
func (s *Sorter) Remove(n Node) {
	s.Deactivate(n)
	p := s.nodes[n].parent
	s.Return(p, s.Held(n))
	s.drop(n)
	s.clients--
	for p != root && s.lists[s.nodes[p].list].children == 0 {
		up := s.nodes[p].parent
		s.drop(p)
		p = up
	}
	s.sinceChanged(p)
	if l := &s.lists[s.nodes[p].list]; p != root && l.children == 1 && l.own != none {
		s.collapse(p, l.own)
	}
}

// Activate lets a client take part in walks.
func (s *Sorter) Activate(n Node) {
	if s.nodes[n].active {
		return
	}
	s.nodes[n].active = true
	for ; n != root; n = s.nodes[n].parent {
		s.nodes[n].leaves++
		if s.nodes[n].leaves == 1 {
			s.enlist(n)
		}
	}
}

// Deactivate keeps a client out of walks; what it holds still counts above it.
func (s *Sorter) Deactivate(n Node) {
	if !s.nodes[n].active {
		return
	}
	s.nodes[n].active = false
	for ; n != root; n = s.nodes[n].parent {
		s.nodes[n].leaves--
		if s.nodes[n].leaves == 0 {
			s.delist(n)
		}
	}
}

// split puts an inner node in the place of a client that becomes a parent; the
// client goes on as its own child. Both keep its holdings and its count.
func (s *Sorter) split(n Node) Node {
	listed := s.withdraw(n)
	was, parent := s.nodes[n], s.nodes[n].parent
	inner := s.newNode(parent, was.path, false)
	in := &s.nodes[inner]
	in.list, in.leaves, in.count = s.newList(), was.leaves, was.count
	s.claims[inner].Order, s.claims[inner].Since = s.claims[n].Order, s.claims[n].Since
	copy(s.Held(inner), s.Held(n))
	s.unlink(n)
	s.link(n, inner)
	s.lists[in.list].own = n
	s.nodes[n].own = true
	s.christen(n)
	s.claims[n].Weight, s.claims[n].Priority = resource.One, 0
	if listed {
		s.enlist(inner)
		s.enlist(n)
	}
	return inner
}

// collapse undoes split when the client is the last child. It takes over the
// count of the inner node, in which the grants of removed children remain.
func (s *Sorter) collapse(inner, n Node) {
	s.withdraw(n)
	listed := s.withdraw(inner)
	parent, order := s.nodes[inner].parent, s.claims[inner].Order
	s.nodes[n].count = s.nodes[inner].count
	s.unlink(n)
	path := s.nodes[inner].path
	s.drop(inner)
	s.link(n, parent)
	s.nodes[n].own = false
	s.paths.entry[path].node = n
	s.christen(n)
	s.claims[n].Order = order
	s.stated(path)
	if listed {
		s.enlist(n)
	}
}

// newNode makes a node below parent; own says that it is the "." there.
func (s *Sorter) newNode(parent Node, path int32, own bool) Node {
	n := s.freeNode
	if n != none {
		s.freeNode = s.nodes[n].next
	} else {
		n = Node(len(s.nodes))
		s.nodes = append(s.nodes, node{})
		s.claims = append(s.claims, claim.Claim{})
		s.keys = append(s.keys, claim.Key{})
		s.digests = append(s.digests, 0)
		s.ties = append(s.ties, tie{})
		for range s.width {
			s.held = append(s.held, 0)
		}
	}
	clear(s.Held(n))
	s.nodes[n] = node{path: path, list: -1, dirty: clean, own: own}
	s.claims[n] = claim.Claim{Weight: resource.One, Since: claim.NoWork, Row: int32(n)}
	s.link(n, parent)
	s.christen(n)
	if !own {
		s.paths.entry[path].node = n
		s.stated(path)
	}
	return n
}

// christen sets what the name of a node says for ties.
func (s *Sorter) christen(n Node) {
	nd := &s.nodes[n]
	nd.prefix = prefix(s.nameOf(n))
}

var ownName = []byte(".")

func (s *Sorter) nameOf(n Node) []byte {
	if s.nodes[n].own {
		return ownName
	}
	return s.paths.name(s.nodes[n].path)
}

// drop frees a node without active clients and without children.
func (s *Sorter) drop(n Node) {
	s.withdraw(n)
	nd := &s.nodes[n]
	p := s.nodes[n].parent
	if nd.own {
		s.lists[s.nodes[p].list].own = none
	} else {
		s.paths.entry[nd.path].node = none
	}
	s.unlink(n)
	if nd.list >= 0 {
		s.dropList(nd.list)
	}
	nd.next = s.freeNode
	s.freeNode = n
}

// link makes n a child of parent, the latest to register there.
func (s *Sorter) link(n, parent Node) {
	l := &s.lists[s.nodes[parent].list]
	nd := &s.nodes[n]
	nd.parent, nd.prev, nd.next = parent, none, l.first
	if l.first != none {
		s.nodes[l.first].prev = n
	}
	l.first = n
	l.children++
	s.claims[n].Order = l.orders
	l.orders++
}

func (s *Sorter) unlink(n Node) {
	nd := &s.nodes[n]
	l := &s.lists[s.nodes[nd.parent].list]
	if nd.prev != none {
		s.nodes[nd.prev].next = nd.next
	} else {
		l.first = nd.next
	}
	if nd.next != none {
		s.nodes[nd.next].prev = nd.prev
	}
	l.children--
}
