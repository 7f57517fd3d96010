package scenarios

import (
	"fmt"

	"fairlead/policies"
	"fairlead/sim/claim"
	"fairlead/sim/resource"
)

// defaultPolicy is that of Mesos.
const defaultPolicy = "drf"

var policyLevels = schema{what: "policy", known: []string{"roles", "frameworks"}}

// make makes the policy.
func (u PolicyUse) make(dims *resource.Dims) (claim.Ranker, error) {
	p, ok := policies.Find(u.Name)
	if !ok {
		return nil, fmt.Errorf("unknown policy %q", u.Name)
	}
	return p.New(u.Args, dims)
}

// policy reads a word, a word with parameters, or both for each level.
func (l *loader) policy(n *node, whole Place) Policy {
	if n != nil && n.kind == mapNode && (n.find("roles") != nil || n.find("frameworks") != nil) {
		d := l.dict(n, &policyLevels)
		return Policy{Roles: l.policyUse(d.get("roles"), n.Place), Frameworks: l.policyUse(d.get("frameworks"), n.Place)}
	}
	u := l.policyUse(n, whole)
	return Policy{Roles: u, Frameworks: u}
}

func (l *loader) policyUse(n *node, otherwise Place) PolicyUse {
	u := PolicyUse{Place: otherwise, Name: defaultPolicy}
	switch {
	case n == nil:
	case n.kind == badNode:
		return u
	case n.kind == mapNode:
		return l.policyMap(n)
	default:
		u.Place = n.Place
		text, ok := l.scalar(n, "policy")
		if !ok || !l.policyKnown(n, text) {
			return u
		}
		u.Name = text
	}
	l.policyFits(u)
	return u
}

// policyMap reads {name: maxmin, resource: mem}.
func (l *loader) policyMap(n *node) PolicyUse {
	u := PolicyUse{Place: n.Place, Name: defaultPolicy, Args: map[string]string{}}
	name := n.find("name")
	if name == nil {
		l.mistake(n.Place, "name is missing (policy: {name: drf}, or policy: {roles: drf, frameworks: fifo})")
		return u
	}
	text, ok := l.scalar(name, "policy")
	if !ok || !l.policyKnown(name, text) {
		return u
	}
	u.Name = text
	p, _ := policies.Find(text)
	s := schema{what: "policy", known: []string{"name"}}
	for _, param := range p.Params {
		s.known = append(s.known, param.Name)
	}
	d := l.dict(n, &s)
	readable := true
	for _, key := range s.known[1:] {
		if text, ok := l.scalar(d.get(key), key); ok {
			u.Args[key], u.Place = text, d.get(key).Place
		} else if d.has(key) {
			readable = false
		}
	}
	if readable {
		l.policyFits(u)
	}
	return u
}

// policyKnown reports a word that is no policy, or none yet.
func (l *loader) policyKnown(n *node, name string) bool {
	if _, ok := policies.Find(name); ok {
		return true
	}
	words := make([]string, 0, len(policies.All))
	for _, p := range policies.All {
		words = append(words, p.Name)
	}
	l.word(n, "policy", words, policies.Planned)
	return false
}

// policyFits refuses what the plane cannot use. Static partitions rank nothing
// and take any.
func (l *loader) policyFits(u PolicyUse) {
	if l.dims == nil || l.shapesOpen || l.s.Plane.Kind == Partitioned {
		return
	}
	if _, err := u.make(l.dims); err != nil {
		l.mistake(u.Place, "policy %s: %v", u.Name, err)
	}
}
