package allocator

import (
	"cmp"
	"slices"
)

// Accounts is a sorter for clients that hold reserved, revocable and shared
// amounts. Reserved and revocable amounts count like plain ones of their name. A
// shared volume counts once at each node of the tree for each agent, however
// many copies are held there: a client with two copies is charged for one, and a
// role whose two children use the same volume is charged for one, as are both.
type Accounts struct {
	sorter *Sorter
	pools  *Pools
	shared []use // in the order of byVolume
	plain  []int64
}

// use is a shared volume held by a client.
type use struct {
	agent  int32
	object Object
	client Node
	copies int32
}

// byVolume orders uses by volume, clients of one volume together.
func byVolume(a, b use) int {
	return cmp.Or(cmp.Compare(a.agent, b.agent), byPlace(a.object, b.object), cmp.Compare(a.client, b.client))
}

// NewAccounts returns accounts that lead the given sorter.
func NewAccounts(s *Sorter, p *Pools) *Accounts {
	return &Accounts{sorter: s, pools: p, plain: make([]int64, s.width)}
}

// Grant gives a client v on one agent, in one grant.
func (a *Accounts) Grant(n Node, agent int32, v Amounts) { a.give(n, agent, v, 1) }

// Use adds v to what a client holds on one agent without counting a grant, as
// operations do that turn one pool into another.
func (a *Accounts) Use(n Node, agent int32, v Amounts) { a.give(n, agent, v, 0) }

func (a *Accounts) give(n Node, agent int32, v Amounts, times int64) {
	a.sorter.GrantN(n, a.unshared(v), times)
	for _, o := range v {
		if a.pools.all[o.Pool].Shared {
			a.join(n, agent, o)
		}
	}
}

// Return takes away from a client v, which it holds on that agent.
func (a *Accounts) Return(n Node, agent int32, v Amounts) {
	a.sorter.Return(n, a.unshared(v))
	for _, o := range v {
		if a.pools.all[o.Pool].Shared {
			a.leave(n, agent, o)
		}
	}
}

// Remove takes a client out of the sorter with all that it holds.
func (a *Accounts) Remove(n Node) {
	for i := len(a.shared) - 1; i >= 0; i-- {
		if u := a.shared[i]; u.client == n {
			a.shared = slices.Delete(a.shared, i, i+1)
			a.charge(u, -u.object.Amount)
		}
	}
	a.sorter.Remove(n)
}

// CopyTo makes to the same as a, leading copies of its sorter and pools.
func (a *Accounts) CopyTo(to *Accounts, s *Sorter, p *Pools) {
	to.sorter, to.pools = s, p
	to.shared = append(to.shared[:0], a.shared...)
	to.plain = append(to.plain[:0], a.plain...)
}

// unshared is the sum of what is not shared, by resource.
func (a *Accounts) unshared(v Amounts) []int64 {
	clear(a.plain)
	for _, o := range v {
		if !a.pools.all[o.Pool].Shared {
			a.plain[o.Dim] += o.Amount
		}
	}
	return a.plain
}

func (a *Accounts) join(n Node, agent int32, o Object) {
	u := use{agent: agent, object: o, client: n}
	i, found := slices.BinarySearchFunc(a.shared, u, byVolume)
	if !found {
		a.charge(u, o.Amount)
		a.shared = slices.Insert(a.shared, i, u)
	}
	a.shared[i].copies++
}

func (a *Accounts) leave(n Node, agent int32, o Object) {
	u := use{agent: agent, object: o, client: n}
	i, found := slices.BinarySearchFunc(a.shared, u, byVolume)
	if !found {
		panic("sorter: " + a.sorter.Name(n) + " returned a shared volume that it does not hold")
	}
	a.shared[i].copies--
	if a.shared[i].copies == 0 {
		a.shared = slices.Delete(a.shared, i, i+1)
		a.charge(u, -o.Amount)
	}
}

// charge adds the amount to the client of u and to the nodes above it, up to the
// first one that others of the same volume are below, who are charged already. u
// itself must not be among the uses.
func (a *Accounts) charge(u use, amount int64) {
	s := a.sorter
	for n := u.client; n != root && !a.others(u, n); n = s.nodes[n].parent {
		s.held[int(n)*s.width+int(u.object.Dim)] += amount
		s.mark(n, &s.nodes[n])
	}
}

// others reports whether a client at or below top uses the volume of u.
func (a *Accounts) others(u use, top Node) bool {
	u.client = root
	i, _ := slices.BinarySearchFunc(a.shared, u, byVolume)
	for ; i < len(a.shared) && a.shared[i].agent == u.agent && byPlace(a.shared[i].object, u.object) == 0; i++ {
		for n := a.shared[i].client; n != root; n = a.sorter.nodes[n].parent {
			if n == top {
				return true
			}
		}
	}
	return false
}
