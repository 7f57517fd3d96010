// Package policies holds the allocation policies, one file each.
//
// A policy is a claim.Ranker: it turns what claimants hold into keys, and the
// claimant with the lowest key is served next. It never sees nodes, offers or
// tasks, so the same policy serves every control plane. Keys are exact fractions
// wherever 128 bits suffice, so that a tie is a real tie.
//
// What a policy promises stands beside it in All, and policytest.Run puts every
// promise to the test. To add a policy: write its file, add its line.
package policies

import (
	"fmt"
	"slices"
	"strings"

	"fairlead/sim/claim"
	"fairlead/sim/resource"
)

// Policy is one allocation policy as users meet it.
type Policy struct {
	Name     string
	About    string // one line
	Source   string // where it was published
	Params   []Param
	Promises claim.Promises
	// New makes the policy for the dimensions of a scenario. Args has no names
	// but those of Params; what is missing has its default.
	New func(args map[string]string, dims *resource.Dims) (claim.Ranker, error)
}

// Param is one parameter of a policy.
type Param struct {
	Name, Default, Doc string
}

// All lists the policies in the order in which users see them.
var All = []Policy{drf, maxmin, asset, priority, fifo}

// Planned are policy words that scenarios may use one day.
var Planned = []string{"random", "ceei", "tsf", "bottleneck", "hdrf", "drfh"}

// Find returns the policy with the given name.
func Find(name string) (Policy, bool) {
	i := slices.IndexFunc(All, func(p Policy) bool { return p.Name == name })
	if i < 0 {
		return Policy{}, false
	}
	return All[i], true
}

// simple is New of a policy without parameters.
func simple(r claim.Ranker) func(map[string]string, *resource.Dims) (claim.Ranker, error) {
	return func(args map[string]string, _ *resource.Dims) (claim.Ranker, error) {
		return r, known(args)
	}
}

// known refuses arguments that are not among the names.
func known(args map[string]string, names ...string) error {
	var unknown []string
	for a := range args {
		if !slices.Contains(names, a) {
			unknown = append(unknown, fmt.Sprintf("%q", a))
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	slices.Sort(unknown)
	return fmt.Errorf("unknown parameter %s", strings.Join(unknown, ", "))
}
