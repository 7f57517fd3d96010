package allocator

import (
	"fmt"
	"strings"

	"fairlead/sim/claim"
	"fairlead/sim/resource"
)

// Node is a claimant in a Sorter, or an inner node above claimants. It stays the
// same while its client is in the sorter, and may be used again after Remove.
type Node int32

const (
	root  Node = 0
	none  Node = -1
	clean Node = -2 // node.dirty of a node whose key is right
)

// Ties is how claimants with equal keys are told apart.
type Ties uint8

const (
	// TiesMesos puts first who was granted something less often, then by path
	// or, in framework sorters, by registration (there the id, which counts up).
	TiesMesos Ties = iota
	// TiesName goes by path alone, byte by byte.
	TiesName
	// TiesNameDescending is the reverse of TiesName.
	TiesNameDescending
	// TiesRegistration goes by order of registration alone.
	TiesRegistration
)

// SorterOptions is what a Sorter is made of.
type SorterOptions struct {
	Width          int // number of dimensions
	Ranker         claim.Ranker
	Ties           Ties
	ByRegistration bool    // second tie-break of TiesMesos: registration, not path
	Totals         *Totals // shared by all sorters of one cluster
}

// Sorter keeps claimants in the order in which an allocation run serves them:
// a tree of paths in which siblings are ordered by the policy's key, and whole
// subtrees are walked before the next sibling.
//
// A client that is also a parent ("a" beside "a/b") competes with its children
// as a virtual child "." of weight 1 and priority 0; weight and priority of "a"
// count against the siblings of "a" only. What inactive clients hold counts in
// the nodes above them, but they are not walked.
//
// Nothing is sorted when something changes: a change marks its node and the
// nodes above, and First and Next put the marked ones in place when a walk
// enters their level. So a walk sees each level as it was when it was entered,
// whatever is granted on the way, and many changes between two walks cost one
// key each. All state lies in slices without pointers.
type Sorter struct {
	width   int
	ranker  claim.Ranker
	local   bool
	tieRule Ties
	byOrder bool // names of siblings do not matter, registration does
	counted bool // grants count in ties
	totals  *Totals
	view    claim.View
	viewGen uint64

	nodes   []node
	claims  []claim.Claim // by node
	keys    []claim.Key   // by node, as of when it was last put in place
	ties    []tie         // likewise
	held    []int64       // width amounts for each node
	lists   []list        // children of inner nodes
	digests []uint64      // of keys
	arena   []Node        // where the lists lie
	spare   [32]int32     // freed pieces of the arena by log2 of size, linked; 0 = none
	paths   paths

	freeNode Node
	freeList int32
	clients  int

	someKeys   []claim.Key // scratch
	someClaims []claim.Claim
	leaves     []draw
}

type node struct {
	parent, next, prev Node // prev and next of all children, in no order
	path               int32
	list               int32 // its children; -1 for a client
	leaves             int32 // active clients at or below
	dirty              Node  // next marked sibling, none, or clean
	place              place
	own                bool // it is the "." of its parent
	active             bool
	count              int64
	prefix             uint64
}

// place is where a node stands in its parent's list.
type place uint8

const (
	unlisted place = iota // no active client below
	waiting               // behind the sorted part
	sorted
)

// NewSorter returns an empty sorter.
func NewSorter(o SorterOptions) *Sorter {
	_, local := o.Ranker.(claim.Local)
	s := &Sorter{
		width: o.Width, ranker: o.Ranker, local: local, tieRule: o.Ties, totals: o.Totals,
		byOrder: o.Ties == TiesRegistration || o.Ties == TiesMesos && o.ByRegistration,
		counted: o.Ties == TiesMesos,
		paths:   newPaths(), freeNode: none, freeList: -1,
		arena: make([]Node, 1),
	}
	s.nodes = append(s.nodes, node{parent: none, next: none, prev: none, dirty: clean})
	s.nodes[root].list = s.newList()
	s.claims = append(s.claims, claim.Claim{Weight: resource.One, Since: claim.NoWork})
	s.keys = append(s.keys, claim.Key{})
	s.digests = append(s.digests, 0)
	s.ties = append(s.ties, tie{})
	s.held = append(s.held, make([]int64, s.width)...)
	return s
}

// Len is the number of clients, active or not.
func (s *Sorter) Len() int { return s.clients }

// Find returns the client with the given path.
func (s *Sorter) Find(path []string) (Node, bool) {
	id := s.paths.find(path)
	if id <= 0 {
		return none, false
	}
	n := s.paths.entry[id].node
	if n != none && s.nodes[n].list >= 0 {
		n = s.lists[s.nodes[n].list].own
	}
	return n, n != none
}

// Path is the path of a client or inner node.
func (s *Sorter) Path(n Node) []string { return s.paths.split(s.nodes[n].path) }

// Name is the path of a node joined with slashes, for messages.
func (s *Sorter) Name(n Node) string { return strings.Join(s.Path(n), "/") }

// Active reports whether a client takes part in walks.
func (s *Sorter) Active(n Node) bool { return s.nodes[n].active }

// Held is what a node and everything below it holds, one amount for each
// dimension; the slice must not be changed and is good until the next change.
func (s *Sorter) Held(n Node) []int64 {
	i := int(n) * s.width
	return s.held[i : i+s.width : i+s.width]
}

// Count is how many grants a node or something below it has had. It never
// decreases while the node is there.
func (s *Sorter) Count(n Node) int64 { return s.nodes[n].count }

// Grant gives a client v in one grant.
func (s *Sorter) Grant(n Node, v []int64) { s.GrantN(n, v, 1) }

// Use adds v to what a client holds without counting a grant.
func (s *Sorter) Use(n Node, v []int64) { s.GrantN(n, v, 0) }

// GrantN gives a client v, which is the sum of that many grants.
func (s *Sorter) GrantN(n Node, v []int64, times int64) {
	for n != root {
		h := s.held[int(n)*s.width:][:len(v)]
		for i, x := range v {
			h[i] += x
		}
		nd := &s.nodes[n]
		nd.count += times
		s.mark(n, nd)
		n = nd.parent
	}
}

// Return takes v away from what a client holds.
func (s *Sorter) Return(n Node, v []int64) {
	for n != root {
		h := s.held[int(n)*s.width:][:len(v)]
		sign := int64(0)
		for i, x := range v {
			h[i] -= x
			sign |= h[i]
		}
		if sign < 0 {
			panic(fmt.Sprintf("sorter: %s returned %v and is left with %v", s.Name(n), v, h))
		}
		nd := &s.nodes[n]
		s.mark(n, nd)
		n = nd.parent
	}
}

// SetWeight sets the weight of a path, whether or not anything stands there. It
// must be above zero.
func (s *Sorter) SetWeight(path []string, w resource.Frac) {
	id := s.paths.internAll(path)
	s.paths.entry[id].weight = w
	s.stated(id)
}

// SetPriority sets the priority of a path, whether or not anything stands there.
func (s *Sorter) SetPriority(path []string, p int64) {
	id := s.paths.internAll(path)
	s.paths.entry[id].priority = p
	s.stated(id)
}

// stated applies what is known of a path to the node there.
func (s *Sorter) stated(id int32) {
	e := &s.paths.entry[id]
	if e.node == none || id == 0 {
		return
	}
	c := &s.claims[e.node]
	c.Weight, c.Priority = e.weight, e.priority
	if e.weight.Den == 0 {
		c.Weight = resource.One
	}
	s.mark(e.node, &s.nodes[e.node])
}

// SetOrder sets the order of registration of a client, for one that comes back
// under its old id. Add counts from 0 among siblings.
func (s *Sorter) SetOrder(n Node, order int32) {
	parent := s.nodes[n].parent
	listed := s.withdraw(n)
	s.claims[n].Order = order
	if l := &s.lists[s.nodes[parent].list]; l.orders <= order {
		l.orders = order + 1
	}
	if listed {
		s.enlist(n)
	}
}

// SetSince sets the submission of a client's oldest waiting task. For an inner
// node it is the least of its subtree.
func (s *Sorter) SetSince(n Node, since int64) {
	if s.claims[n].Since == since {
		return
	}
	s.claims[n].Since = since
	s.mark(n, &s.nodes[n])
	s.sinceChanged(s.nodes[n].parent)
}

// sinceChanged recomputes Since of inner nodes from p upwards.
func (s *Sorter) sinceChanged(p Node) {
	for ; p > root; p = s.nodes[p].parent {
		least := claim.NoWork
		for c := s.lists[s.nodes[p].list].first; c != none; c = s.nodes[c].next {
			least = min(least, s.claims[c].Since)
		}
		if s.claims[p].Since == least {
			return
		}
		s.claims[p].Since = least
		s.mark(p, &s.nodes[p])
	}
}
