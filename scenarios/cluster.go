package scenarios

import "fairlead/sim/resource"

// Limits of the cluster. The total of a resource stays below 2^62 thousandths,
// so that sums of two never leave 64 bits.
const (
	maxNodes = 10_000_000
	maxTotal = 1 << 62
	maxDims  = 64
)

var (
	clusterSchema = schema{what: "cluster", known: []string{"nodes"}}
	nodeSchema    = schema{
		what:  "an entry of nodes",
		known: []string{"name", "count", "resources", "attributes", "racks"},
		soon:  []string{"reserved"},
	}
)

// nodeText is a shape of nodes before the dimensions are known.
type nodeText struct {
	NodeShape
	amounts []amountText
}

// amountText is an amount of a resource and where it stands.
type amountText struct {
	Place
	name  string
	value int64
	ok    bool // not a mistake
}

// cluster reads the nodes and finds the dimensions of the scenario: the
// resources of which some node has more than nothing.
func (l *loader) cluster(n *node) {
	d := l.dict(n, &clusterSchema)
	nodes := l.need(d, "nodes", "nodes: [{name: …, count: …, resources: {cpus: …}}]")
	entries := 0
	switch {
	case nodes == nil || nodes.kind != mapNode:
		items := l.filled(nodes, "nodes")
		names := map[string]int{}
		for _, item := range items {
			l.nodeShape(item, names)
		}
		entries = len(items)
	case nodes.find("trace") == nil:
		l.mistake(nodes.Place, "nodes must be a list, or say where it is: {trace: openb, file: nodes.csv}")
	default:
		l.nodeFile(nodes)
		entries = len(l.nodes)
	}
	if entries > 0 {
		l.findDims()
		l.checkTotals()
	}
}

// nodeShape reads one entry; names has the lines of the names before it.
func (l *loader) nodeShape(n *node, names map[string]int) {
	d := l.dict(n, &nodeSchema)
	if !d.ok {
		l.shapesOpen = true
		return
	}
	var t nodeText
	t.Place = d.Place
	name := l.need(d, "name", "name: small")
	t.Name = l.name(name, "name")
	l.unique(name, t.Name, "nodes", names)
	t.Count = int(l.whole(d.get("count"), "count", maxNodes, 1))
	t.Racks = int(l.whole(d.get("racks"), "racks", maxNodes, 0))
	t.amounts = l.capacity(l.need(d, "resources", "resources: {cpus: 4, mem: 16GiB}"))
	l.shapesOpen = l.shapesOpen || len(t.amounts) == 0
	t.Attributes = l.attributes(d.get("attributes"), t.Racks > 0)
	l.nodes = append(l.nodes, t)
}

func (l *loader) capacity(n *node) []amountText {
	if n == nil || n.kind == badNode {
		return nil
	}
	if n.kind != mapNode {
		l.mistake(n.Place, "resources must be a map such as {cpus: 4, mem: 16GiB}, not %s", n.describe())
		return nil
	}
	if len(n.fields) == 0 {
		l.mistake(n.Place, "resources is empty: the nodes have nothing")
	}
	var amounts []amountText
	for _, f := range n.fields {
		name := f.key.text
		if why := badLine(name, maxName); why != "" {
			l.mistake(f.key.Place, "the name of a resource %s", why)
			l.shapesOpen = true
			continue
		}
		value, ok := l.amount(f.value, name)
		amounts = append(amounts, amountText{f.value.Place, name, value, ok})
	}
	return amounts
}

func (l *loader) attributes(n *node, racks bool) []Attribute {
	if n == nil || n.kind == badNode {
		return nil
	}
	if n.kind != mapNode {
		l.mistake(n.Place, "attributes must be a map such as {zone: z1}, not %s", n.describe())
		return nil
	}
	var out []Attribute
	for _, f := range n.fields {
		name := f.key.text
		if why := badLine(name, maxName); why != "" {
			l.mistake(f.key.Place, "the name of an attribute %s", why)
			continue
		}
		if name == "rack" && racks {
			l.mistake(f.key.Place, "the attribute rack comes from racks: already")
			continue
		}
		out = append(out, Attribute{name, l.name(f.value, clip(name))})
	}
	return out
}

// findDims collects the resources of all nodes. One whose amount is a mistake
// counts, so that nobody is told that no node has it.
func (l *loader) findDims() {
	seen := map[string]bool{}
	for i := range l.nodes {
		for _, a := range l.nodes[i].amounts {
			if seen[a.name] || a.ok && a.value == 0 {
				continue
			}
			if len(l.resources) == maxDims {
				l.mistake(a.Place, "the cluster has more than %d resources", maxDims)
				return
			}
			seen[a.name] = true
			l.resources = append(l.resources, a.name)
		}
	}
	l.dims = resource.NewDims(l.resources...)
	l.s.Dims = l.dims
}

// checkTotals makes the shapes of the scenario, and refuses clusters that are
// too large to count.
func (l *loader) checkTotals() {
	if l.dims == nil {
		return
	}
	nodes, totals := 0, make([]int64, l.dims.Len())
	for i := range l.nodes {
		t := &l.nodes[i]
		if nodes += t.Count; nodes > maxNodes && nodes-t.Count <= maxNodes {
			l.mistake(t.Place, "the cluster has more than %d nodes", maxNodes)
		}
		t.Capacity = make([]int64, l.dims.Len())
		for _, a := range t.amounts {
			dim := l.dims.Index(a.name)
			if dim < 0 {
				continue
			}
			t.Capacity[dim] = a.value
			if a.value > 0 && int64(t.Count) >= (maxTotal-totals[dim])/a.value {
				l.mistake(a.Place, "%s: the cluster has more than can be counted", clip(a.name))
				continue
			}
			totals[dim] += a.value * int64(t.Count)
		}
		l.shapes[t.Name] = i
		l.s.Nodes = append(l.s.Nodes, t.NodeShape)
	}
}
