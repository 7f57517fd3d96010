package workloads

import (
	"slices"
	"strings"

	"fairlead/workloads/quantity"
)

// laterProcesses are the arrival processes that are known and not built yet.
var laterProcesses = []string{"renewal", "mmpp", "diurnal", "closed"}

// ParseArrivals reads an arrival process, poisson(20/h), and gives its rate a
// second. The error is a *SyntaxError.
func ParseArrivals(text string) (perSecond float64, err error) {
	p := parser{text: text}
	name, at := p.word()
	switch {
	case slices.Contains(laterProcesses, name):
		return 0, p.mistake(at, "arrivals %q: not supported yet", name)
	case name != "poisson" && (strings.EqualFold(name, "poisson") || oneEdit(name, "poisson")):
		return 0, p.mistake(at, "unknown arrivals %q (did you mean %q?)", clip(name), "poisson")
	case name != "poisson":
		return 0, p.mistake(at, "unknown arrivals %q: there is poisson(20/h)", clip(name))
	case !p.skip('('):
		return 0, p.mistake(p.pos, "poisson takes 1 argument: poisson(20/h)")
	}
	word, offset := p.word()
	rate, err := quantity.Rate(word)
	if err != nil {
		return 0, p.mistake(offset, "rate of poisson: %v", err)
	}
	if p.skip(',') {
		return 0, p.mistake(at, "poisson takes 1 argument: poisson(20/h)")
	}
	if err := p.closed("poisson"); err != nil {
		return 0, err
	}
	if !p.ended() {
		return 0, p.mistake(p.pos, "%q is left over after poisson(…)", clip(p.text[p.pos:]))
	}
	return rate, nil
}
