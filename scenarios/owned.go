package scenarios

import (
	"maps"
	"slices"
	"strings"

	"fairlead/sim/resource"
	"fairlead/workloads/quantity"
)

// maxCells bounds the memory that Tenant.Nodes takes.
const maxCells = 10_000_000

// owned reads the nodes of a tenant under the partitioned plane, by shape: a
// number if there is one shape, a share of every shape, or a number or share for
// each shape by name, and none of the others.
func (l *loader) owned(n *node) []int {
	if n == nil || n.kind == badNode || len(l.s.Nodes) == 0 {
		return nil
	}
	if l.cells += len(l.s.Nodes); l.cells > maxCells {
		l.mistake(n.Place, "nodes: more than %d shapes of nodes and tenants that own some, multiplied", maxCells)
		return nil
	}
	counts := make([]int, len(l.s.Nodes))
	switch {
	case n.kind == mapNode:
		for _, f := range n.fields {
			i := l.shapeNamed(f.key)
			part, ok := l.part(f.value)
			if ok && i >= 0 && !l.tooMany(f.value, part, l.s.Nodes[i].Count) {
				counts[i] = part.of(l.s.Nodes[i].Count)
			}
		}
		return counts
	case n.kind == listNode:
		l.mistake(n.Place, "nodes must be a number, a share such as 10%%, or a map of these by the nodes' name, not a list")
		return nil
	case len(counts) > 1 && !isShare(n.text):
		l.mistake(n.Place, "nodes: %s of which? Say nodes: {%s: …}", quote(n.text), clip(l.s.Nodes[0].Name))
		return nil
	}
	part, ok := l.part(n)
	if !ok || l.tooMany(n, part, l.s.Nodes[0].Count) {
		return nil
	}
	for i := range counts {
		counts[i] = part.of(l.s.Nodes[i].Count)
	}
	return counts
}

func (l *loader) shapeNamed(key *node) int {
	if i, ok := l.shapes[key.text]; ok {
		return i
	}
	names := slices.Sorted(maps.Keys(l.shapes))
	l.mistake(key.Place, "no nodes are called %s%s", quote(key.text), hint(key.text, names))
	return -1
}

func isShare(text string) bool { return strings.ContainsAny(text, "%/") }

// checkOwned refuses tenants that own more nodes than there are.
func (l *loader) checkOwned() {
	left := make([]int, len(l.s.Nodes))
	for i := range left {
		left[i] = l.s.Nodes[i].Count
	}
	for i := range l.s.Tenants {
		t := &l.s.Tenants[i]
		for shape, n := range t.Nodes {
			if left[shape] >= 0 && left[shape] < n {
				l.mistake(t.nodesAt, "nodes: the tenants own more than the %d nodes %s", l.s.Nodes[shape].Count, quote(l.s.Nodes[shape].Name))
			}
			left[shape] -= n
		}
	}
}

// part is a number or a share of something.
type part struct {
	count int
	share resource.Frac
}

// of is how many of n things a part is.
func (p part) of(n int) int {
	if p.count > 0 {
		return p.count
	}
	return int(quantity.Part(p.share, int64(n)))
}

// part reads a number or a share, above 0.
func (l *loader) part(at *node) (part, bool) {
	text, ok := l.scalar(at, "nodes")
	if !ok {
		return part{}, false
	}
	if !isShare(text) {
		count := l.whole(at, "nodes", maxNodes, 0)
		return part{count: int(count)}, count > 0
	}
	share, err := quantity.Share(text)
	switch {
	case err != nil:
		l.mistake(at.Place, "nodes: %v", err)
	case share.Num == 0:
		l.mistake(at.Place, "nodes must be above 0")
	default:
		return part{share: share}, true
	}
	return part{}, false
}

// tooMany reports a number above the n that there are.
func (l *loader) tooMany(at *node, p part, n int) bool {
	if p.count <= n {
		return false
	}
	l.mistake(at.Place, "nodes: %s, but there are only %d", quote(at.text), n)
	return true
}
