package scenarios

import "slices"

// schema is what may stand in a map.
type schema struct {
	what  string   // "a tenant": for messages
	known []string // the keys that are read
	soon  []string // keys of the format that are not built yet
}

// dict is a map of the file that has been checked against a schema.
type dict struct {
	Place
	ok     bool // it is there, and a map
	values map[string]*node
	keys   map[string]Place
	meant  []string // known keys that unknown ones were taken for
}

// dict checks that n is a map with no other keys than the schema's, each with a
// value. A nil or bad node is an empty map.
func (l *loader) dict(n *node, s *schema) dict {
	if n == nil || n.kind == badNode {
		return dict{}
	}
	if n.kind != mapNode {
		l.mistake(n.Place, "%s must be a map of keys and values, not %s", s.what, n.describe())
		return dict{}
	}
	d := dict{Place: n.Place, ok: true, values: map[string]*node{}, keys: map[string]Place{}}
	for _, f := range n.fields {
		key := f.key.text
		d.keys[key] = f.key.Place
		switch {
		case slices.Contains(s.known, key):
			if f.value.isNull() {
				l.mistake(f.placeOfNothing(), "%s has no value", key)
				continue
			}
			d.values[key] = f.value
		case slices.Contains(s.soon, key):
			l.mistake(f.key.Place, "%q is not supported yet", key)
		default:
			d.meant = append(d.meant, l.unknownKey(f.key, s))
		}
	}
	return d
}

// unknownKey reports a key that is not of the format, and gives the one that it
// most likely stands for, or "".
func (l *loader) unknownKey(key *node, s *schema) string {
	if len(l.mistakes) >= maxKept {
		l.dropped++
		return ""
	}
	all := s.all()
	l.mistake(key.Place, "unknown key %s%s", quote(key.text), hintOrList(key.text, all))
	return nearest(key.text, all)
}

// all is every key of the format that may stand here.
func (s *schema) all() []string { return slices.Concat(s.known, s.soon) }

// get is the value of a key, or nil if there is none or it was a mistake.
func (d dict) get(key string) *node { return d.values[key] }

// has reports whether a key was given, rightly or wrongly.
func (d dict) has(key string) bool {
	_, ok := d.keys[key]
	return ok
}

// need reports a missing key at the map that lacks it, unless a mistyped one was
// reported already.
func (l *loader) need(d dict, key, example string) *node {
	if d.ok && !d.has(key) && !slices.Contains(d.meant, key) {
		l.mistake(d.Place, "%s is missing (%s)", key, example)
	}
	return d.get(key)
}

// list returns the items of a list; a nil or bad node has none.
func (l *loader) list(n *node, what string) []*node {
	if n == nil || n.kind == badNode {
		return nil
	}
	if n.kind != listNode {
		l.mistake(n.Place, "%s must be a list, not %s", what, n.describe())
		return nil
	}
	return n.items
}

// filled is list for what must not be empty.
func (l *loader) filled(n *node, what string) []*node {
	items := l.list(n, what)
	if len(items) == 0 && n != nil && n.kind == listNode {
		l.mistake(n.Place, "%s is empty", what)
	}
	return items
}
