package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"fairlead/reports"
	"fairlead/reports/bundle"
	"fairlead/reports/html"
	"fairlead/reports/plot"
	"fairlead/reports/schema"
	"fairlead/scenarios"
)

// compareFlags are the flags of compare.
type compareFlags struct {
	overrides scenarios.Overrides
	policies  string
	planes    string
	vary      string
	json      bool
	out       string
	paranoid  bool
	jobs      int
	profiles  profiles
}

func (a *app) compareCommand() *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:   "compare FILE --policies a,b | --planes a,b | --vary path=a,b",
		Short: "Run one scenario several ways, side by side",
		Long: `Runs one scenario under several policies, planes or values of any key, and
prints the results side by side. All runs meet the same world: the same jobs
arrive at the same instants with the same durations, whatever the policy does.`,
		ValidArgsFunction: completeScenario,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("compare needs one scenario, got %d", len(args))
			}
			return f.profiles.during(func() error { return a.compare(cmd.Context(), args[0], f) })
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.policies, "policies", "", "policies to compare, like drf,maxmin")
	flags.StringVar(&f.planes, "planes", "", "control planes to compare, like mesos,partitioned")
	flags.StringVar(&f.vary, "vary", "", "`path=a,b`: values of any key of the scenario to compare")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	flags.StringVarP(&f.out, "out", "o", "", "write the results of each run into a folder of `DIR`")
	flags.BoolVar(&f.paranoid, "paranoid", false, "test the invariants after every event")
	jobsFlag(cmd, &f.jobs)
	overrideFlags(cmd, &f.overrides)
	f.profiles.flags(cmd)
	completeList(cmd, "policies", policyNames)
	completeList(cmd, "planes", planeNames)
	complete(cmd, "vary", nothing)
	return cmd
}

// planeNames are the words of the control planes in a scenario.
func planeNames() []string { return []string{"mesos", "partitioned"} }

// completeList completes the last name of a list with commas.
func completeList(cmd *cobra.Command, flag string, names func() []string) {
	fn := func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		var out []string
		for _, n := range names() {
			if !slices.Contains(strings.Split(before, ","), n) {
				out = append(out, before+n)
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	if err := cmd.RegisterFlagCompletionFunc(flag, fn); err != nil {
		panic(fmt.Sprintf("completion of --%s: %v", flag, err)) // the flag does not exist
	}
}

// variant is one way to run the scenario.
type variant struct {
	label     string
	overrides scenarios.Overrides
}

// variants are the ways that the flags ask for: by says what differs.
func (f *compareFlags) variants() (by string, vs []variant, err error) {
	given := 0
	for _, list := range []string{f.policies, f.planes, f.vary} {
		if list != "" {
			given++
		}
	}
	if given != 1 {
		return "", nil, usage("compare needs exactly one of --policies, --planes and --vary")
	}
	path, list, _ := strings.Cut(f.vary, "=")
	switch {
	case f.policies != "":
		by, path, list = "policy", "policy", f.policies
	case f.planes != "":
		by, path, list = "plane", "plane", f.planes
	case path == "" || list == "":
		return "", nil, usage("--vary takes path=a,b, like cluster.nodes[0].count=10,20")
	default:
		by = path
	}
	for _, value := range splitValues(list) {
		if value == "" {
			return "", nil, usage("a %s to compare is empty", by)
		}
		v := variant{value, f.overrides}
		if slices.ContainsFunc(vs, func(o variant) bool { return o.label == value }) {
			return "", nil, usage("%q is listed twice", value)
		}
		if by == "policy" {
			v.overrides.Policy = value
		} else {
			v.overrides.Set = append(slices.Clone(f.overrides.Set), path+"="+value)
		}
		vs = append(vs, v)
	}
	return by, vs, nil
}

func (a *app) compare(ctx context.Context, name string, f compareFlags) error {
	by, vs, err := f.variants()
	if err != nil {
		return err
	}
	if by == "plane" {
		keepOwnPlane(name, vs, f.overrides)
	}
	requests, err := a.compareRequests(name, vs, f.paranoid)
	if err != nil {
		return err
	}
	var all *folder
	if f.out != "" {
		b, err := bundle.Create(f.out)
		if err != nil {
			return &failure{exitIO, err}
		}
		defer b.Abort()
		all = &folder{bundle: b, shared: new(sync.Mutex)}
		if err := all.share(requests, vs); err != nil {
			return err
		}
	}
	c := comparison{Scenario: requests[0].scenario.Name, By: by}
	results, err := a.runVariants(ctx, requests, vs, &c, f.jobs)
	if err != nil {
		return err
	}
	if all != nil {
		if err := all.comparison(ctx, &c, results); err != nil {
			return err
		}
	}
	return a.printComparison(&c, results, f)
}

// keepOwnPlane leaves the plane that the scenario has itself as it is there, with
// its settings.
func keepOwnPlane(name string, vs []variant, o scenarios.Overrides) {
	s, err := load(name, o)
	for i := range vs {
		if err == nil && vs[i].label == planeNames()[s.Plane.Kind] {
			vs[i].overrides = o
		}
	}
}

// runVariants makes the runs and tells on standard error how long each took.
func (a *app) runVariants(ctx context.Context, requests []request, vs []variant, c *comparison, jobs int) ([]*reports.Results, error) {
	m := newMeter(a.stderr, len(vs))
	defer m.close()
	results := make([]*reports.Results, len(vs))
	worst := exitDone
	inOrder(len(vs), jobs, func(i int) outcome {
		return a.perform(ctx, m, requests[i])
	}, func(i int, o outcome) {
		m.aside(func() {
			if o.err != nil {
				if worst != exitInterrupted {
					a.say(words(o.err))
				}
				return
			}
			a.say(fmt.Sprintf("%s: %s, %s records\n", reports.Visible(vs[i].label), o.took.Round(10*time.Microsecond), count(float64(o.results.Summary.Records))))
			results[i] = o.results
			c.Runs = append(c.Runs, comparedRun{vs[i].label, o.results.Summary})
		})
		worst = max(worst, codeOf(o.err))
	})
	c.Identical = identical(c.Runs)
	return results, said(worst)
}

// compareRequests loads the scenario in every variant; a mistake in any of them
// is told and nothing runs.
func (a *app) compareRequests(name string, vs []variant, paranoid bool) ([]request, error) {
	var requests []request
	told := map[string]bool{}
	worst := exitDone
	for _, v := range vs {
		s, err := load(name, v.overrides)
		if err != nil {
			worst = max(worst, codeOf(err))
			if text := words(err); !told[text] {
				told[text] = true
				a.say(text)
			}
			continue
		}
		requests = append(requests, request{scenario: s, name: name, paranoid: paranoid})
	}
	return requests, said(worst)
}

// share gives each run a folder below the shared one.
func (f *folder) share(requests []request, vs []variant) error {
	owner := map[string]string{}
	for i, v := range vs {
		below := bundle.SafeName(v.label)
		if other, taken := owner[below]; taken {
			return usage("the results of %q and %q would both go to %s", other, v.label, below)
		}
		owner[below] = v.label
		requests[i].folder = &folder{f.bundle, below + "/", f.shared}
	}
	return nil
}

// comparison writes what is about all runs and puts the folder in place, unless
// it is interrupted before.
func (f *folder) comparison(ctx context.Context, c *comparison, results []*reports.Results) error {
	err := errors.Join(
		f.write("comparison.json", c.write),
		f.pictures(plot.Compare(results, c.labels())),
		f.write("report.html", func(w io.Writer) error { return html.WriteComparison(w, results, c.labels()) }),
	)
	if err == nil && ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		err = f.bundle.Commit()
	}
	if err != nil {
		return &failure{exitIO, err}
	}
	return nil
}

// comparison is what compare --json prints.
type comparison struct {
	Scenario  string
	By        string     // what differs: policy, plane or the path of a key
	Identical [][]string // groups of runs with the same records
	Runs      []comparedRun
}

type comparedRun struct {
	Label   string
	Summary *schema.Summary
}

// identical groups the labels of runs with equal fingerprints.
func identical(runs []comparedRun) [][]string {
	groups := [][]string{}
	seen := map[string]bool{}
	for i, r := range runs {
		print := r.Summary.Fingerprint
		group := []string{r.Label}
		for _, o := range runs[i+1:] {
			if o.Summary.Fingerprint == print {
				group = append(group, o.Label)
			}
		}
		if len(group) > 1 && !seen[print] {
			groups = append(groups, group)
		}
		seen[print] = true
	}
	return groups
}

func (c *comparison) labels() []string {
	labels := make([]string, len(c.Runs))
	for i, r := range c.Runs {
		labels[i] = r.Label
	}
	return labels
}

// write writes the comparison as JSON: the head by its fields, each summary in
// the form that it has everywhere.
func (c *comparison) write(w io.Writer) error {
	type run struct {
		Label   string          `json:"label"`
		Summary json.RawMessage `json:"summary"`
	}
	text := struct {
		Scenario  string     `json:"scenario"`
		By        string     `json:"by"`
		Identical [][]string `json:"identical"`
		Runs      []run      `json:"runs"`
	}{c.Scenario, c.By, c.Identical, nil}
	for _, r := range c.Runs {
		var summary bytes.Buffer
		if err := reports.WriteJSON(&summary, r.Summary, true); err != nil {
			return err
		}
		text.Runs = append(text.Runs, run{r.Label, summary.Bytes()})
	}
	return writeJSON(w, text)
}

func (a *app) printComparison(c *comparison, results []*reports.Results, f compareFlags) error {
	if f.json {
		return c.write(a.stdout)
	}
	if err := reports.WriteComparison(a.stdout, results, c.labels(), a.tableOptions()); err != nil {
		return err
	}
	for _, group := range c.Identical {
		last := len(group) - 1
		fmt.Fprintf(a.stdout, "\n%s and %s: identical records\n", reports.Visible(strings.Join(group[:last], ", ")), reports.Visible(group[last]))
	}
	if len(c.Identical) == 0 {
		fmt.Fprint(a.stdout, "\nno two runs have identical records\n")
	}
	if f.out != "" {
		fmt.Fprintf(a.stdout, "\nreport: %s\n", reports.Visible(filepath.Join(f.out, "report.html")))
	}
	return nil
}
