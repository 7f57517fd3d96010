package scenarios

import "strings"

// nodeKind says what a node is.
type nodeKind uint8

const (
	scalarNode nodeKind = iota
	listNode
	mapNode
	badNode // a mistake has been reported; readers pass over it in silence
)

// node is a value of a file and where it stands.
type node struct {
	Place
	kind   nodeKind
	plain  bool   // a scalar without quotes
	block  bool   // a scalar after | or >
	flow   bool   // a list or map in brackets
	text   string // of a scalar
	items  []*node
	fields []field
}

// field is a key and its value.
type field struct{ key, value *node }

// placeOfNothing is where a missing value is to be reported: at its key, or at the
// override that took it away.
func (f field) placeOfNothing() Place {
	if f.value.Line == 0 {
		return f.value.Place
	}
	return f.key.Place
}

// isNull reports whether a value is left out, or written as null.
func (n *node) isNull() bool {
	if n.kind != scalarNode || !n.plain {
		return false
	}
	switch n.text {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// find returns the value of a key, or nil.
func (n *node) find(key string) *node {
	for _, f := range n.fields {
		if f.key.text == key {
			return f.value
		}
	}
	return nil
}

// describe names the kind of a node in messages.
func (n *node) describe() string {
	switch {
	case n.kind == listNode:
		return "a list"
	case n.kind == mapNode:
		return "a map"
	case n.isNull():
		return "nothing"
	}
	return quote(n.text)
}

// checkKeys reports keys that cannot be keys, and drops keys that were there
// before.
func (l *loader) checkKeys(n *node) {
	first := make(map[string]*node, len(n.fields))
	kept := n.fields[:0]
	for _, f := range n.fields {
		k := f.key
		switch before := first[k.text]; {
		case k.kind == badNode:
		case k.kind != scalarNode:
			l.mistake(k.Place, "a key must be a word, not %s", k.describe())
		case k.plain && k.text == "<<":
			l.mistake(k.Place, "merge keys (<<) may not be used")
		case before != nil:
			l.mistake(k.Place, "duplicate key %s (first on line %d)", quote(k.text), before.Line)
		default:
			first[k.text] = k
			kept = append(kept, f)
		}
	}
	n.fields = kept
}

// maxCallParts bounds the search for the end of a call that commas tore apart.
const maxCallParts = 32

// joinFields finds calls that YAML has torn apart: {a: f(1, 2), b: 3} is to YAML
// a: "f(1", an empty "2)" and b: 3. It reports each once and leaves a bad value.
func (l *loader) joinFields(n *node) {
	kept := n.fields[:0]
	for i := 0; i < len(n.fields); i++ {
		f := n.fields[i]
		end := i
		if n.flow && f.value.opensCall() {
			end = callEnd(n.fields, i)
		}
		switch {
		case end > i:
			parts := []string{f.value.text}
			for _, g := range n.fields[i+1 : end+1] {
				parts = append(parts, g.key.text)
			}
			l.mistake(n.fields[end].key.Place, "a call with commas must be quoted inside { }: %s: %s", clip(f.key.text), quote(strings.Join(parts, ", ")))
			f.value.kind = badNode
			i = end
		case n.flow && f.key.isWord() && strings.HasSuffix(f.key.text, ")"):
			l.mistake(f.key.Place, "unknown key %s: a call with commas must be quoted inside { }", quote(f.key.text))
			continue
		}
		kept = append(kept, f)
	}
	n.fields = kept
}

// callEnd is the field that closes the call opened by the value of field i, or i.
func callEnd(fields []field, i int) int {
	depth := fields[i].value.open()
	for j := i + 1; j < min(len(fields), i+maxCallParts); j++ {
		k := fields[j].key
		if !k.isWord() || !fields[j].value.isNull() {
			return i
		}
		if depth += k.open(); depth <= 0 {
			return j
		}
	}
	return i
}

// joinItems is joinFields for lists: [f(1, 2)] is to YAML "f(1" and "2)".
func (l *loader) joinItems(n *node) {
	if !n.flow {
		return
	}
	kept := n.items[:0]
	for i := 0; i < len(n.items); i++ {
		item := n.items[i]
		if end := itemEnd(n.items, i); end > i {
			parts := make([]string, 0, maxCallParts)
			for _, part := range n.items[i : end+1] {
				parts = append(parts, part.text)
			}
			l.mistake(item.Place, "a call with commas must be quoted inside [ ]: %s", quote(strings.Join(parts, ", ")))
			item.kind = badNode
			i = end
		}
		kept = append(kept, item)
	}
	n.items = kept
}

// itemEnd is the item that closes the call opened by item i, or i.
func itemEnd(items []*node, i int) int {
	if !items[i].opensCall() {
		return i
	}
	depth := items[i].open()
	for j := i + 1; j < min(len(items), i+maxCallParts) && items[j].isWord(); j++ {
		if depth += items[j].open(); depth <= 0 {
			return j
		}
	}
	return i
}

// isWord reports whether a node is a scalar without quotes.
func (n *node) isWord() bool { return n.kind == scalarNode && n.plain }

// open counts the parentheses that a text opens and does not close.
func (n *node) open() int { return strings.Count(n.text, "(") - strings.Count(n.text, ")") }

// opensCall reports whether a word has a "(" that it does not close.
func (n *node) opensCall() bool { return n.isWord() && n.open() > 0 }
