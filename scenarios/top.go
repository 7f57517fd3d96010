package scenarios

import (
	"path/filepath"
	"strings"

	"fairlead/sim"
	"fairlead/workloads/quantity"
)

// Defaults and limits of the top level.
const (
	defaultSeed  = 1
	defaultBound = 1_000_000_000
	maxBound     = 1_000_000_000_000
	maxBins      = 1_000_000 // of the timeline
	maxExpect    = 1000
)

var topSchema = schema{
	what: "a scenario",
	known: []string{"fairlead", "name", "about", "seed", "until", "warmup", "timeline", "bound", "plane", "policy",
		"cluster", "roles", "tenants", "expect"},
	soon: []string{"initial", "faults", "events"},
}

// scenario walks the whole file. The cluster comes first, for the rest asks for
// what its nodes have.
func (l *loader) scenario(root *node) {
	root.Place = Place{root.File, 1, 1}
	if !l.version(root) {
		return
	}
	d := l.dict(root, &topSchema)
	if !d.ok {
		return
	}
	l.basics(d)
	l.cluster(l.need(d, "cluster", "cluster: {nodes: […]}"))
	l.s.Plane = l.plane(d.get("plane"))
	l.s.Policy = l.policy(d.get("policy"), root.Place)
	l.roles(d.get("roles"))
	l.tenants(l.need(d, "tenants", "tenants: [{name: …, jobs: […]}]"))
	l.until(d, l.need(d, "until", "until: 24h, or until: drained"))
	l.expectations(d.get("expect"))
}

// version checks the line that makes a file a scenario. Of a later version
// nothing else is said, for its keys are not known here.
func (l *loader) version(root *node) bool {
	if root.kind != mapNode {
		if root.kind != badNode {
			l.mistake(root.Place, "the file must be a map of keys and values, not %s", root.describe())
		}
		return false
	}
	v := root.find("fairlead")
	if v == nil {
		l.mistake(root.Place, "fairlead: 1 is missing, the version of the format")
		return true
	}
	if v.isNull() {
		return true // dict will say so
	}
	text, ok := l.scalar(v, "fairlead")
	if ok && text != "1" {
		l.mistake(v.Place, "fairlead: version %s of the format is not known here, only 1", quote(text))
		return false
	}
	return true
}

func (l *loader) basics(d dict) {
	s := l.s
	s.Name = l.name(d.get("name"), "name")
	if !d.has("name") {
		s.Name = nameOfFile(s.File)
	}
	s.About = l.about(d.get("about"))
	s.Seed = l.seed(d.get("seed"))
	s.Bound = l.whole(d.get("bound"), "bound", maxBound, defaultBound)
	s.Timeline = l.duration(d.get("timeline"), "timeline", sim.Millisecond, 0)
	s.Warmup = l.duration(d.get("warmup"), "warmup", 0, 0)
}

// nameOfFile names a scenario that does not name itself.
func nameOfFile(file string) string {
	base := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	if badLine(base, maxName) != "" {
		return "scenario"
	}
	return base
}

func (l *loader) seed(n *node) uint64 {
	text, ok := l.scalar(n, "seed")
	if !ok {
		return defaultSeed
	}
	seed, err := quantity.Seed(text)
	if err != nil {
		l.mistake(n.Place, "seed: %v", err)
		return defaultSeed
	}
	return seed
}

// until reads the end, and checks what must fit it.
func (l *loader) until(d dict, n *node) {
	s := l.s
	text, ok := l.scalar(n, "until")
	switch {
	case !ok:
		return
	case text == "drained":
		s.Until, s.Drained = sim.Forever, true
		l.canDrain(n)
		return
	}
	if s.Until = l.duration(n, "until", sim.Millisecond, 0); s.Until == 0 {
		return
	}
	if w := d.get("warmup"); w != nil && s.Warmup >= s.Until {
		l.mistake(w.Place, "warmup: %s is not before the end (until: %s)", quote(w.text), text)
	}
	if t := d.get("timeline"); t != nil && s.Timeline > 0 && s.Until/s.Timeline > maxBins {
		l.mistake(t.Place, "timeline: %s makes more than %d bins", quote(t.text), maxBins)
	}
}

// canDrain refuses a run that would never end.
func (l *loader) canDrain(n *node) {
	if l.traced {
		return
	}
	jobs := 0
	for i := range l.s.Tenants {
		t := &l.s.Tenants[i]
		for j := range t.Jobs {
			jobs++
			if !t.Jobs[j].endless {
				return
			}
		}
	}
	if jobs > 0 {
		l.mistake(n.Place, "until: drained never comes, for every job is unlimited or endless")
	}
}

// expectations compiles them.
func (l *loader) expectations(n *node) {
	names, items := l.expectNames(), l.list(n, "expect")
	if len(items) > maxExpect {
		l.mistake(items[maxExpect].Place, "more than %d expectations", maxExpect)
		return
	}
	for _, item := range items {
		text, ok := l.scalar(item, "an expectation")
		if !ok {
			continue
		}
		check, mistakes := ParseExpectation(text, names)
		for _, m := range mistakes {
			l.mistake(item.placeOf(m.Col-1), "%s", m.Msg)
		}
		l.s.Expect = append(l.s.Expect, Expect{Place: item.Place, Text: text, Check: check})
	}
}

// expectNames is what expectations may speak of: anything, where mistakes keep us
// from knowing.
func (l *loader) expectNames() ExpectNames {
	var names ExpectNames
	if l.dims != nil && !l.shapesOpen {
		names.Resources = l.resources
	}
	if l.namesOpen {
		return names
	}
	for i := range l.s.Tenants {
		names.Tenants = append(names.Tenants, l.s.Tenants[i].Name)
	}
	for i := range l.s.Roles {
		names.Roles = append(names.Roles, l.s.Roles[i].Name)
	}
	return names
}
