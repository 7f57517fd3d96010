package allocator

import (
	"cmp"
	"slices"

	"fairlead/sim/pf"
	"fairlead/sim/rng"
)

// draw is a leaf of a weighted shuffle and what it drew, lowest first.
type draw struct {
	at   float64
	node Node
}

// RandomOrder appends the active clients to order in a weighted random order
// without replacement, as Mesos' random sorter does: what a client weighs is the
// product, down its path, of weight over the weights of all active siblings
// together; holdings do not matter. The draw of a client is named by its path
// and the round, so that clients who come or go move nobody else's.
func (s *Sorter) RandomOrder(seed, round uint64, order []Node) []Node {
	s.leaves = s.leaves[:0]
	s.weigh(root, 1, rng.Of(seed, rng.Shuffle, round))
	slices.SortFunc(s.leaves, func(a, b draw) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.node, b.node))
	})
	for _, d := range s.leaves {
		order = append(order, d.node)
	}
	return order
}

// weigh draws for every active client below p, which weighs w in all.
func (s *Sorter) weigh(p Node, w float64, row rng.Row) {
	l := &s.lists[s.nodes[p].list]
	sum := 0.0
	for _, c := range s.arena[l.at : l.at+l.size] {
		sum += s.claims[c].Weight.Float()
	}
	for _, c := range s.arena[l.at : l.at+l.size] {
		share := w * s.claims[c].Weight.Float() / sum
		nd := &s.nodes[c]
		if nd.list >= 0 {
			s.weigh(c, share, row)
			continue
		}
		u := row.U(s.paths.entry[nd.path].key)
		s.leaves = append(s.leaves, draw{at: shuffleKey(u, share), node: c})
	}
}

// shuffleKey is what u in (0, 1) makes of a weight: ordering by u^(1/w), largest
// first, is ordering by -log(u)/w, lowest first (Efraimidis and Spirakis,
// "Weighted random sampling with a reservoir", 2006), which needs no power.
func shuffleKey(u, w float64) float64 { return -pf.Log(u) / w }
