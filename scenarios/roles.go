package scenarios

import (
	"strings"

	"fairlead/sim"
	"fairlead/sim/resource"
)

const maxRoleDepth = 20

var roleSchema = schema{
	what:  "an entry of roles",
	known: []string{"name", "weight", "priority"},
	soon:  []string{"quota"},
}

// roles reads the declared roles. Others appear when a tenant names them.
func (l *loader) roles(n *node) {
	lines := map[string]int{}
	for _, item := range l.list(n, "roles") {
		d := l.dict(item, &roleSchema)
		name := l.need(d, "name", "name: analytics, or name: analytics/ads")
		path := l.rolePath(name)
		weight, priority := l.weight(d.get("weight")), l.priority(d.get("priority"))
		if path == nil {
			l.namesOpen = true
			continue
		}
		l.unique(name, name.text, "roles", lines)
		r := l.role(path, d.Place)
		r.Declared, r.Weight, r.Priority = true, weight, priority
	}
	l.linkRoles()
}

// rolePath reads the name of a role as a path from the root, or nil.
func (l *loader) rolePath(n *node) []string {
	text := l.name(n, "role")
	if text == "" {
		return nil
	}
	path := strings.Split(text, "/")
	if len(path) > maxRoleDepth {
		l.mistake(n.Place, "role %s is deeper than %d levels", quote(text), maxRoleDepth)
		return nil
	}
	for _, part := range path {
		if part == "" || part == "." || part == ".." {
			l.mistake(n.Place, "role %s: a part of its path is %s", quote(text), quote(part))
			return nil
		}
	}
	return path
}

// role finds or makes the role with a path. The pointer is good until the next
// role is made.
func (l *loader) role(path []string, at Place) *Role {
	id, ok := l.roleIndex[roleKey(path)]
	if !ok {
		id = sim.GroupID(len(l.s.Roles))
		l.roleIndex[roleKey(path)] = id
		l.s.Roles = append(l.s.Roles, Role{
			Place: at, Name: strings.Join(path, "/"), Path: path, Parent: NoGroup, Weight: resource.One,
		})
	}
	return &l.s.Roles[id]
}

// roleKey names a path; no part holds the separator, for names have no control
// characters.
func roleKey(path []string) string { return strings.Join(path, "\x00") }

// linkRoles makes the parents that nobody declared and tells each role its own.
func (l *loader) linkRoles() {
	for i := l.linked; i < len(l.s.Roles); i++ { // grows as it goes
		if path := l.s.Roles[i].Path; len(path) > 1 {
			up := path[:len(path)-1]
			l.role(up, l.s.Roles[i].Place)
			l.s.Roles[i].Parent = l.roleIndex[roleKey(up)]
		}
	}
	l.linked = len(l.s.Roles)
}

// roleOf is the role of a tenant: the one it names, or one of its own with its
// name, in which "/" is a plain character. A role of its own has the weight and
// the priority that stand at the tenant, unless it is declared.
func (l *loader) roleOf(d dict, tenant string, at Place, priority int64) sim.GroupID {
	weight := d.get("weight")
	path := []string{tenant}
	if d.has("role") {
		path = l.rolePath(d.get("role"))
	}
	value := l.weight(weight)
	if path == nil || path[0] == "" {
		l.namesOpen = true
		return NoGroup
	}
	r := l.role(path, at)
	switch {
	case weight == nil:
	case d.has("role"):
		l.mistake(d.keys["weight"], "weight may not stand beside role: it is the role's (roles: [{name: %s, weight: …}])", clip(r.Name))
	case r.Declared:
		l.mistake(d.keys["weight"], "weight stands at the role %s already (line %d)", quote(r.Name), r.Line)
	default:
		r.Weight = value
	}
	if !d.has("role") && !r.Declared {
		r.Priority = priority
	}
	return l.roleIndex[roleKey(path)]
}
