package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fairlead/scenarios"
)

// overrideFlags adds the flags that change a scenario from outside.
func overrideFlags(cmd *cobra.Command, o *scenarios.Overrides) {
	f := cmd.Flags()
	f.StringVar(&o.Seed, "seed", "", "seed of all chance, instead of the file's")
	f.StringVar(&o.Policy, "policy", "", "allocation policy, instead of the file's")
	f.StringVar(&o.Until, "until", "", "end of the run, like 24h, or drained")
	f.StringArrayVar(&o.Set, "set", nil, "`path=value`: set any key of the scenario; may be repeated")
	complete(cmd, "policy", policyNames)
	complete(cmd, "seed", nothing)
	complete(cmd, "until", nothing)
	complete(cmd, "set", nothing)
}

// load reads and checks the scenario that the user named: a file, or else one of
// the gallery.
func load(name string, o scenarios.Overrides) (*scenarios.Scenario, error) {
	info, err := os.Stat(name)
	if err == nil && !info.IsDir() {
		return scenarios.Load(name, o)
	}
	if data, ok := scenarios.GalleryFile(name); ok {
		return scenarios.LoadBytes(name, data, o)
	}
	switch {
	case err == nil:
		return nil, usage("%s is a folder, not a scenario", name)
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage("%s: no such file%s", name, didYouMean(near(name, scenarios.Gallery())))
	}
	return nil, err
}

// loadAll loads every scenario, or returns all that is wrong with any of them:
// then nothing has run.
func (a *app) loadAll(names []string, o scenarios.Overrides) ([]*scenarios.Scenario, error) {
	var loaded []*scenarios.Scenario
	worst := exitDone
	for _, name := range names {
		s, err := load(name, o)
		if err != nil {
			a.say(words(err))
			worst = max(worst, codeOf(err))
		}
		loaded = append(loaded, s)
	}
	return loaded, said(worst)
}

// spared refuses a file for output that is one of the scenarios.
func spared(names []string, flag, file string) error {
	out, err := os.Stat(file)
	if err != nil {
		return nil // nothing there that could be lost
	}
	for _, name := range names {
		if in, err := os.Stat(name); err == nil && os.SameFile(in, out) {
			return usage("--%s %s would overwrite the scenario", flag, file)
		}
	}
	return nil
}

// near lists the names that a mistyped word may stand for: cobra knows, for
// commands.
func near(word string, names []string) []string {
	c := &cobra.Command{SuggestionsMinimumDistance: 2}
	for _, n := range names {
		c.AddCommand(&cobra.Command{Use: n, Run: func(*cobra.Command, []string) {}})
	}
	return c.SuggestionsFor(word)
}

// complete gives a flag its values for the shell.
func complete(cmd *cobra.Command, flag string, values func() []string) {
	fn := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	}
	if err := cmd.RegisterFlagCompletionFunc(flag, fn); err != nil {
		panic(fmt.Sprintf("completion of --%s: %v", flag, err)) // the flag does not exist
	}
}

func nothing() []string { return nil }

// completeScenario offers the gallery's names beside the shell's file names.
func completeScenario(_ *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
	names := slices.DeleteFunc(scenarios.Gallery(), func(n string) bool {
		return !strings.HasPrefix(n, prefix) || slices.Contains(args, n)
	})
	return names, cobra.ShellCompDirectiveDefault
}
