package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"fairlead/policies"
	"fairlead/sim/claim"
)

type policyEntry struct {
	Name     string       `json:"name"`
	About    string       `json:"about"`
	Source   string       `json:"source"`
	Params   []paramEntry `json:"params"`
	Promises []string     `json:"promises"`
}

type paramEntry struct {
	Name    string `json:"name"`
	Default string `json:"default"`
	Doc     string `json:"doc"`
}

func entryOf(p policies.Policy) policyEntry {
	e := policyEntry{Name: p.Name, About: p.About, Source: p.Source, Params: []paramEntry{}, Promises: []string{}}
	for _, q := range p.Params {
		e.Params = append(e.Params, paramEntry{q.Name, q.Default, q.Doc})
	}
	for _, q := range promiseWords {
		if p.Promises&q.promise != 0 {
			e.Promises = append(e.Promises, q.word)
		}
	}
	return e
}

// promiseWords says in words what a policy promises; the meaning stands with
// the constants.
var promiseWords = []struct {
	promise claim.Promises
	word    string
}{
	{claim.ScaleFree, "scale-free"},
	{claim.WeightMonotone, "weight-monotone"},
	{claim.ShareMonotone, "share-monotone"},
	{claim.SingleResource, "max-min with one resource"},
	{claim.OneDimension, "one resource alone matters"},
	{claim.Exact, "exact ties"},
}

func (a *app) policiesCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "policies [NAME]",
		Short: "List the allocation policies, or explain one",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return policyNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return usage("policies takes one name at most")
			case len(args) == 1:
				return a.onePolicy(args[0], asJSON)
			}
			return a.allPolicies(asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (a *app) allPolicies(asJSON bool) error {
	entries := make([]policyEntry, len(policies.All))
	for i, p := range policies.All {
		entries[i] = entryOf(p)
	}
	if asJSON {
		return a.printJSON(entries)
	}
	table := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for _, e := range entries {
		fmt.Fprintf(table, "%s\t%s\n", e.Name, e.About)
	}
	return table.Flush()
}

func (a *app) onePolicy(name string, asJSON bool) error {
	p, ok := policies.Find(name)
	if !ok {
		return usage("unknown policy %q%s", name, didYouMean(near(name, policyNames())))
	}
	e := entryOf(p)
	if asJSON {
		return a.printJSON(e)
	}
	fmt.Fprintf(a.stdout, "%s: %s\n%s\n", e.Name, e.About, e.Source)
	for _, q := range e.Params {
		fmt.Fprintf(a.stdout, "\nparameter %s (default %s): %s\n", q.Name, q.Default, q.Doc)
	}
	if len(e.Promises) > 0 {
		fmt.Fprint(a.stdout, "\npromises, tested:\n")
	}
	for _, q := range e.Promises {
		fmt.Fprintf(a.stdout, "  %s\n", q)
	}
	return nil
}

func policyNames() []string {
	names := make([]string, len(policies.All))
	for i, p := range policies.All {
		names[i] = p.Name
	}
	return names
}
