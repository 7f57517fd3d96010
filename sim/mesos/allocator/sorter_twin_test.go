package allocator

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"fairlead/sim/claim"
	"fairlead/sim/resource"

	"pgregory.net/rapid"
)

// twin is the sorter once more, plainly: a tree of maps, everything recomputed
// and sorted at every walk.
type twin struct {
	root     *twinNode
	weights  map[string]resource.Frac
	priority map[string]int64
	totals   []int64
	now      int64
	ranker   claim.Ranker
	ties     Ties
	byOrder  bool
	prepared bool // offers the policy a common denominator, which not all need to be exact
}

type twinNode struct {
	name     string // "." for own use
	path     string
	parent   *twinNode
	children map[string]*twinNode // nil for a client
	own      *twinNode
	active   bool
	held     []int64
	count    int64
	since    int64
	order    int32
	orders   int32
}

func (w *twin) find(path string) *twinNode {
	n := w.root
	for _, name := range strings.Split(path, "/") {
		if n.children == nil || n.children[name] == nil {
			return nil
		}
		n = n.children[name]
	}
	if n.children != nil {
		n = n.own
	}
	return n
}

func (p *twinNode) adopt(n *twinNode, own bool) *twinNode {
	n.parent, n.order = p, p.orders
	p.orders++
	if own {
		p.own = n
	} else {
		p.children[n.name] = n
	}
	return n
}

func (w *twin) add(path string) {
	p := w.root
	names := strings.Split(path, "/")
	for i, name := range names {
		n := p.children[name]
		here := strings.Join(names[:i+1], "/")
		if n == nil {
			n = p.adopt(&twinNode{name: name, path: here, held: make([]int64, 2), since: claim.NoWork}, false)
			if i < len(names)-1 {
				n.children = map[string]*twinNode{}
			}
		} else if n.children == nil { // a client becomes a parent
			n.children = map[string]*twinNode{}
			n.adopt(&twinNode{name: ".", path: n.path, held: slices.Clone(n.held), count: n.count, since: n.since, active: n.active}, true)
			n.active = false
		}
		p = n
	}
	if p.children != nil {
		p.adopt(&twinNode{name: ".", path: path, held: make([]int64, 2), since: claim.NoWork}, true)
	}
}

func (w *twin) remove(path string) {
	n := w.find(path)
	for p := n.parent; p != nil; p = p.parent {
		resource.Sub(p.held, n.held)
	}
	p := n.parent
	if n.name == "." {
		p.own = nil
	} else {
		delete(p.children, n.name)
	}
	for p != w.root && len(p.children) == 0 && p.own == nil {
		delete(p.parent.children, p.name)
		p = p.parent
	}
	if p != w.root && len(p.children) == 0 { // only its own use is left; the count of the parent stays
		p.children, p.active, p.since, p.orders = nil, p.own.active, p.own.since, 0
		p.own = nil
	}
}

func (w *twin) kids(n *twinNode) []*twinNode {
	var all []*twinNode
	for _, c := range n.children {
		all = append(all, c)
	}
	if n.own != nil {
		all = append(all, n.own)
	}
	return all
}

func (w *twin) live(n *twinNode) bool {
	if n.children == nil {
		return n.active
	}
	return slices.ContainsFunc(w.kids(n), w.live)
}

func (w *twin) sinceOf(n *twinNode) int64 {
	least := claim.NoWork
	if n.children == nil {
		least = n.since
	}
	for _, c := range w.kids(n) {
		least = min(least, w.sinceOf(c))
	}
	return least
}

func (w *twin) claimOf(n *twinNode, row int) claim.Claim {
	c := claim.Claim{Weight: resource.One, Since: w.sinceOf(n), Row: int32(row), Order: n.order}
	if f, ok := w.weights[n.path]; ok && n.name != "." {
		c.Weight = f
	}
	if n.name != "." {
		c.Priority = w.priority[n.path]
	}
	return c
}

func (w *twin) walk(n *twinNode) (out []string) {
	if n.children == nil {
		return []string{n.path}
	}
	kids := slices.DeleteFunc(w.kids(n), func(c *twinNode) bool { return !w.live(c) })
	sort.Slice(kids, func(i, j int) bool { return kids[i].order < kids[j].order })
	view := claim.View{Width: 2, Total: w.totals, Now: w.now}
	if w.prepared {
		view.Prepare()
	}
	claims, keys := make([]claim.Claim, len(kids)), make([]claim.Key, len(kids))
	place := map[*twinNode]int{}
	for i, c := range kids {
		claims[i] = w.claimOf(c, i)
		view.Held = append(view.Held, c.held...)
		place[c] = i
	}
	w.ranker.Rank(keys, claims, &view)
	sort.Slice(kids, func(i, j int) bool {
		a, b := kids[i], kids[j]
		if c := keys[place[a]].Cmp(&keys[place[b]]); c != 0 {
			return c < 0
		}
		if w.ties == TiesMesos && a.count != b.count {
			return a.count < b.count
		}
		switch {
		case w.ties == TiesRegistration, w.ties == TiesMesos && w.byOrder:
			return a.order < b.order
		case w.ties == TiesNameDescending:
			return a.name > b.name
		}
		return a.name < b.name
	})
	// The keys were computed once, before anything moved; place keeps them apart.
	for _, c := range kids {
		out = append(out, w.walk(c)...)
	}
	return out
}

// crowd is a policy that is not Local: who is alone with what it holds comes
// first, and the clock turns the rest around.
type crowd struct{}

func (crowd) Rank(keys []claim.Key, claims []claim.Claim, v *claim.View) {
	for i := range claims {
		same := 0
		for j := range claims {
			if v.Of(&claims[j])[0] == v.Of(&claims[i])[0] {
				same++
			}
		}
		keys[i] = claim.Key{Tier: int64(same), Lo: uint64(v.Of(&claims[i])[1]+v.Now) % 7}
	}
}

// sorterMachine drives a sorter and its twin with the same calls.
type sorterMachine struct {
	s     *Sorter
	w     *twin
	names []string // of clients
	pool  []string // of paths to draw from
	rest  *Sorter  // where copies go
}

func newSorterMachine(t *rapid.T) *sorterMachine {
	m := &sorterMachine{}
	ranker := claim.Ranker(crowd{})
	policy := rapid.SampledFrom([]string{"drf", "asset", "priority", "fifo", "crowd"}).Draw(t, "policy")
	if policy != "crowd" {
		ranker = newRanker(t, policy)
	}
	ties := Ties(rapid.IntRange(0, 3).Draw(t, "ties"))
	byOrder := rapid.Bool().Draw(t, "byRegistration")
	m.s = NewSorter(SorterOptions{Width: 2, Ranker: ranker, Ties: ties, ByRegistration: byOrder, Totals: NewTotals(2)})
	m.w = &twin{
		root:    &twinNode{children: map[string]*twinNode{}, held: make([]int64, 2)},
		weights: map[string]resource.Frac{}, priority: map[string]int64{}, totals: make([]int64, 2),
		ranker: ranker, ties: ties, byOrder: byOrder, prepared: policy == "asset",
	}
	top := rapid.SampledFrom([]int{3, 60}).Draw(t, "names")
	for i := range top {
		m.pool = append(m.pool, fmt.Sprintf("a-long-name-%d", i))
	}
	m.pool = append(m.pool, "x", "x/y", "x/z", "x/y/1", "x/y/2", "a-long-name-0/b", "a-long-name-1/b/c")
	return m
}

func (m *sorterMachine) node(t *rapid.T) (string, Node) {
	if len(m.names) == 0 {
		t.Skip("no clients")
	}
	name := rapid.SampledFrom(m.names).Draw(t, "client")
	n, ok := m.s.Find(strings.Split(name, "/"))
	if !ok {
		t.Fatalf("%s is lost", name)
	}
	return name, n
}

func amount(t *rapid.T) []int64 {
	return rapid.SliceOfN(rapid.Int64Range(0, 3), 2, 2).Draw(t, "amount")
}

func (m *sorterMachine) add(t *rapid.T) {
	name := rapid.SampledFrom(m.pool).Draw(t, "path")
	if slices.Contains(m.names, name) {
		return
	}
	m.names = append(m.names, name)
	slices.Sort(m.names)
	m.w.add(name)
	n := m.s.Add(strings.Split(name, "/"))
	if rapid.IntRange(0, 4).Draw(t, "active") > 0 {
		m.s.Activate(n)
		m.w.find(name).active = true
	}
}

// crowdIn adds all clients at once, so that lists are long.
func (m *sorterMachine) crowdIn(t *rapid.T) {
	for _, name := range m.pool {
		if !slices.Contains(m.names, name) {
			m.names = append(m.names, name)
			m.w.add(name)
			m.w.find(name).active = true
			m.s.add(name)
		}
	}
	slices.Sort(m.names)
}

func (m *sorterMachine) remove(t *rapid.T) {
	name, n := m.node(t)
	m.names = slices.DeleteFunc(m.names, func(s string) bool { return s == name })
	m.w.remove(name)
	m.s.Remove(n)
}

func (m *sorterMachine) switchOnOff(t *rapid.T) {
	name, n := m.node(t)
	on := rapid.Bool().Draw(t, "on")
	m.w.find(name).active = on
	if on {
		m.s.Activate(n)
	} else {
		m.s.Deactivate(n)
	}
}

func (m *sorterMachine) grant(t *rapid.T) {
	name, n := m.node(t)
	v, times := amount(t), rapid.Int64Range(0, 2).Draw(t, "times")
	for p := m.w.find(name); p != nil; p = p.parent {
		resource.Add(p.held, v)
		p.count += times
	}
	m.s.GrantN(n, v, times)
}

func (m *sorterMachine) giveBack(t *rapid.T) {
	name, n := m.node(t)
	v := amount(t)
	for i, h := range m.s.Held(n) {
		v[i] = min(v[i], h)
	}
	for p := m.w.find(name); p != nil; p = p.parent {
		resource.Sub(p.held, v)
	}
	m.s.Return(n, v)
}

func (m *sorterMachine) weight(t *rapid.T) {
	name := rapid.SampledFrom(m.pool).Draw(t, "path")
	f := resource.Frac{Num: rapid.Uint64Range(1, 3).Draw(t, "num"), Den: rapid.Uint64Range(1, 3).Draw(t, "den")}
	p := rapid.Int64Range(-1, 1).Draw(t, "priority")
	m.w.weights[name], m.w.priority[name] = f, p
	m.s.SetWeight(strings.Split(name, "/"), f)
	m.s.SetPriority(strings.Split(name, "/"), p)
}

func (m *sorterMachine) since(t *rapid.T) {
	name, n := m.node(t)
	at := rapid.SampledFrom([]int64{0, 1, 2, claim.NoWork}).Draw(t, "since")
	m.w.find(name).since = at
	m.s.SetSince(n, at)
}

func (m *sorterMachine) total(t *rapid.T) {
	v := amount(t)
	resource.Add(m.w.totals, v)
	m.s.totals.Add(v)
	m.w.now++
	m.s.totals.Now++
}

// copy goes on with a copy, and spoils what it was made of.
func (m *sorterMachine) copy(t *rapid.T) {
	to := m.rest
	if to == nil {
		to = &Sorter{totals: NewTotals(2)}
	}
	m.s.totals.CopyTo(to.totals)
	m.s.CopyTo(to, to.totals)
	m.s.totals.Add([]int64{1, 1})
	for n := m.s.First(); n >= 0; n = m.s.Next(n) {
		m.s.Grant(n, []int64{5, 5})
	}
	m.rest, m.s = m.s, to
}

func (m *sorterMachine) check(t *rapid.T) {
	var got []string
	for n := m.s.First(); n >= 0; n = m.s.Next(n) {
		got = append(got, m.s.Name(n))
	}
	if want := m.w.walk(m.w.root); !slices.Equal(got, want) {
		t.Fatalf("walk is %v, want %v", got, want)
	}
	if m.s.Len() != len(m.names) {
		t.Fatalf("%d clients, want %d", m.s.Len(), len(m.names))
	}
	for _, name := range m.names {
		n, ok := m.s.Find(strings.Split(name, "/"))
		w := m.w.find(name)
		if !ok || !slices.Equal(m.s.Held(n), w.held) || m.s.Count(n) != w.count || m.s.Active(n) != w.active {
			t.Fatalf("%s holds %v in %d grants, want %v in %d", name, m.s.Held(n), m.s.Count(n), w.held, w.count)
		}
		if p := m.s.nodes[n].parent; p != root && !slices.Equal(m.s.Held(p), w.parent.held) {
			t.Fatalf("parent of %s holds %v, want %v", name, m.s.Held(p), w.parent.held)
		}
	}
}

func TestSorterEqualsTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newSorterMachine(t)
		t.Repeat(map[string]func(*rapid.T){
			"add": m.add, "add2": m.add, "add3": m.add, "add4": m.add, "remove": m.remove, "switch": m.switchOnOff,
			"grant": m.grant, "grant2": m.grant, "return": m.giveBack, "weight": m.weight,
			"since": m.since, "total": m.total, "copy": m.copy, "crowd": m.crowdIn, "check": m.check,
		})
		m.check(t)
	})
}
