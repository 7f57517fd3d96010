// Package scenarios turns a scenario file into a checked Scenario, and a
// Scenario into a run.
package scenarios

// Overrides are what the command line says instead of the file; "" = not said.
type Overrides struct {
	Seed, Policy, Until string
	Set                 []string // path=value, in order
}
