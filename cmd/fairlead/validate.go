package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"fairlead/reports"
	"fairlead/scenarios"
)

func (a *app) validateCommand() *cobra.Command {
	var o scenarios.Overrides
	cmd := &cobra.Command{
		Use:   "validate FILE…",
		Short: "Check scenarios without running them",
		Long: `Reads each scenario and everything that it names, and reports all mistakes as
file:line:col: message on standard error. Nothing runs and nothing is written.`,
		ValidArgsFunction: completeScenario,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("validate needs a scenario file")
			}
			worst := exitDone
			for _, name := range args {
				s, err := load(name, o)
				if err != nil {
					a.say(words(err))
					worst = max(worst, codeOf(err))
					continue
				}
				fmt.Fprintf(a.stdout, "%s: ok, %s\n", reports.Visible(name), census(s))
			}
			return said(worst)
		},
	}
	overrideFlags(cmd, &o)
	return cmd
}

// census says in a few words what a scenario holds.
func census(s *scenarios.Scenario) string {
	return fmt.Sprintf("%s, %s, %s", plural(s.NodeCount(), "node"), plural(len(s.Tenants), "tenant"),
		plural(len(s.Expect), "expectation"))
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
