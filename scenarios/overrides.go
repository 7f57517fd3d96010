package scenarios

import (
	"fmt"
	"strconv"
	"strings"
)

// override puts what the command line says into the tree of a file, before it is
// checked; mistakes in it then stand at the flag.
func (l *loader) override(root *node, o Overrides) {
	if root.kind != mapNode {
		return
	}
	for _, f := range []struct{ key, text string }{{"seed", o.Seed}, {"policy", o.Policy}, {"until", o.Until}} {
		if f.text != "" {
			l.set(root, l.flag(fmt.Sprintf("--%s %s", f.key, clip(f.text))), f.key, f.text)
		}
	}
	for _, s := range o.Set {
		at := l.flag("--set " + clip(s))
		path, text, ok := strings.Cut(s, "=")
		if !ok {
			l.mistake(at, "want path=value, such as tenants.spark.weight=3")
			continue
		}
		l.set(root, at, path, text)
	}
}

// flag is the place of an override.
func (l *loader) flag(text string) Place {
	at := Place{File: strings.ToValidUTF8(strings.Map(printable, text), "?")}
	l.files = append(l.files, at.File)
	return at
}

func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return '?'
	}
	return r
}

// set follows a path such as tenants.spark.jobs[0].task.cpus and puts a value at
// its end. Steps name keys of maps, or entries of lists by index or by name. Maps
// that a path goes through are made where they are missing; the walk over the
// tree will say if they do not belong there.
func (l *loader) set(root *node, at Place, path, text string) {
	steps := pathSteps(path)
	if len(steps) == 0 || len(steps) > maxNesting {
		l.mistake(at, "%s is not a path such as tenants.spark.weight or tenants[0].jobs[0].count", quote(path))
		return
	}
	value := l.parseValue(at, text)
	if value == nil {
		return
	}
	slot := &root
	for i, s := range steps {
		if slot = l.step(*slot, s, at, steps[:i]); slot == nil {
			return
		}
	}
	*slot = value
}

// pathStep is one step of a path: a key or name, or an index.
type pathStep struct {
	name  string
	index int // -1: by name
}

func (s pathStep) String() string {
	if s.index >= 0 {
		return "[" + strconv.Itoa(s.index) + "]"
	}
	return s.name
}

// pathSteps takes a path apart: a.b[0]["c.d"]. It is nil if that cannot be done.
func pathSteps(path string) []pathStep {
	var steps []pathStep
	for rest := path; rest != ""; {
		if rest[0] == '[' {
			in, after, ok := strings.Cut(rest[1:], "]")
			if in = strings.Trim(in, `"'`); !ok || in == "" {
				return nil
			}
			s := pathStep{in, -1}
			if n, err := strconv.Atoi(in); err == nil && n >= 0 {
				s.index = n
			}
			steps, rest = append(steps, s), strings.TrimPrefix(after, ".")
			continue
		}
		end := strings.IndexAny(rest, ".[")
		switch {
		case end < 0:
			end = len(rest)
		case end == 0 || end == len(rest)-1:
			return nil
		}
		steps = append(steps, pathStep{rest[:end], -1})
		rest = strings.TrimPrefix(rest[end:], ".")
	}
	return steps
}

// step goes one step down, and gives the slot that holds the value there.
func (l *loader) step(n *node, s pathStep, at Place, before []pathStep) **node {
	if n.kind == scalarNode && s.index < 0 {
		n.toMap(before)
	}
	switch n.kind {
	case badNode:
		return nil
	case listNode:
		return l.stepIntoList(n, s, at, before)
	case mapNode:
		if s.index >= 0 {
			s.name = strconv.Itoa(s.index)
		}
		for i := range n.fields {
			if n.fields[i].key.text == s.name {
				return &n.fields[i].value
			}
		}
		n.fields = append(n.fields, field{
			key:   &node{Place: at, text: s.name},
			value: &node{Place: at, plain: true},
		})
		return &n.fields[len(n.fields)-1].value
	}
	if n.isNull() {
		l.mistake(at, "%s has no entries", pathText(before))
		n.kind = badNode // nothing more is said of it
		return nil
	}
	l.mistake(at, "%s is a single value: it has no %s", pathText(before), clip(s.String()))
	return nil
}

// toMap makes a map of nothing, and of the words of plane and policy, which are
// short for maps.
func (n *node) toMap(path []pathStep) {
	key := ""
	switch last := path[len(path)-1].name; {
	case n.isNull():
	case len(path) == 1 && last == "plane":
		key = "kind"
	case path[0].name == "policy":
		key = "name"
	default:
		return
	}
	word := *n
	n.kind, n.text, n.plain = mapNode, "", false
	if key != "" {
		n.fields = []field{{&node{Place: n.Place, text: key}, &word}}
	}
}

func (l *loader) stepIntoList(n *node, s pathStep, at Place, before []pathStep) **node {
	if s.index >= 0 {
		if s.index < len(n.items) {
			return &n.items[s.index]
		}
		l.mistake(at, "%s has only %s", pathText(before), entries(len(n.items)))
		return nil
	}
	var names []string
	for i, item := range n.items {
		name := item.find("name")
		if name == nil {
			continue
		}
		if name.text == s.name {
			return &n.items[i]
		}
		names = append(names, name.text)
	}
	l.mistake(at, "%s has no entry called %s%s", pathText(before), quote(s.name), hint(s.name, names))
	return nil
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return strconv.Itoa(n) + " entries"
}

func pathText(steps []pathStep) string {
	var b strings.Builder
	for i, s := range steps {
		if i > 0 && s.index < 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.String())
	}
	return clip(b.String())
}
