// Package plot draws the results: utilisation, dominant shares over time and
// the distribution of waiting times, each as SVG and as PNG.
//
// The pictures are the same bytes on every machine: fonts are part of the
// binary, nothing depends on the screen, the clock or the order of a map. They
// share one style: colours that all readers tell apart, dashes where colours
// end, the legend above the data and never on it, axes in round units. Names
// come from users and traces; what the font cannot draw is spelled out, and
// what is too long loses its middle. Results without anything to draw give a
// picture that says so.
package plot

import (
	"fmt"

	"fairlead/reports"
)

// All draws every picture of a run. Several runs are compared by Compare.
func All(res *reports.Results) []Picture {
	c := newCast(res)
	return []Picture{
		utilisation(res).picture("utilisation"),
		shares(res, c).picture("dominant-share"),
		waits(res, c).picture("waiting-time"),
	}
}

// DominantShare draws only the dominant shares over time.
func DominantShare(res *reports.Results) Picture {
	return shares(res, newCast(res)).picture("dominant-share")
}

// subject says in one line which run a picture shows.
func subject(res *reports.Results, overTime bool) string {
	m := res.Meta
	s := fmt.Sprintf("%s · policy %s · plane %s · seed %d", m.Scenario, m.Policy, m.Plane, m.Seed)
	if overTime && m.Warmup > 0 {
		s += " · shaded: warm-up"
	}
	return s
}
