package scenarios

import (
	"slices"
	"strings"
)

// defaultMinimum is Mesos' own.
const defaultMinimum = "cpus:0.01|mem:32"

// minimum reads what an offer must contain at least: one of several sets of
// amounts. It is a list of maps, or Mesos' text with | between the sets, ; or ,
// inside one and : before an amount. An empty list or text is no minimum.
func (l *loader) minimum(n *node) [][]int64 {
	switch {
	case n == nil || n.kind == badNode:
		return l.minimumText(nil, defaultMinimum)
	case n.kind == scalarNode:
		return l.minimumText(n, n.text)
	}
	var sets [][]field
	for _, item := range l.list(n, "min_allocatable_resources") {
		sets = append(sets, l.resourceMap(item, "an entry of min_allocatable_resources", "{cpus: 0.01}"))
	}
	return l.minimums(n, sets)
}

func (l *loader) minimumText(n *node, text string) [][]int64 {
	var sets [][]field
	var at Place
	if n != nil {
		at = n.Place
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '|' }) {
		var set []field
		for _, item := range strings.FieldsFunc(part, func(r rune) bool { return r == ';' || r == ',' }) {
			name, amount, ok := strings.Cut(item, ":")
			if !ok {
				l.mistake(at, "min_allocatable_resources: %s is not a name and an amount such as cpus:0.01", quote(item))
				return nil
			}
			set = append(set, field{&node{Place: at, text: strings.TrimSpace(name)}, &node{Place: at, text: strings.TrimSpace(amount)}})
		}
		sets = append(sets, set)
	}
	return l.minimums(n, sets)
}

// minimums makes vectors of the sets. A set with a resource that no node has can
// never be met and is dropped; if all are, nothing could ever be offered, which
// is a mistake if the file says so and no minimum if it is the default.
func (l *loader) minimums(n *node, sets [][]field) [][]int64 {
	if l.dims == nil {
		return nil
	}
	var out [][]int64
	for _, set := range sets {
		v, ok := make([]int64, l.dims.Len()), true
		for _, f := range set {
			name := f.key.text
			dim := l.dims.Index(name)
			if dim < 0 && !slices.Contains(mesosResources, name) {
				l.nobodyHas(f.key, mesosResources)
			}
			if amount, _ := l.amount(f.value, name); dim >= 0 {
				v[dim] = amount
			}
			ok = ok && dim >= 0
		}
		if ok {
			out = append(out, v)
		}
	}
	if n != nil && len(sets) > 0 && len(out) == 0 && !l.shapesOpen {
		l.mistake(n.Place, "min_allocatable_resources: no node has any of these, so nothing could be offered")
	}
	return out
}
