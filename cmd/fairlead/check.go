package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"fairlead/reports"
	"fairlead/reports/bundle"
	"fairlead/scenarios"
	"fairlead/sim"
)

// checkFlags are the flags of check.
type checkFlags struct {
	overrides scenarios.Overrides
	recursive bool
	junit     string
	strict    bool
	paranoid  bool
	jobs      int
}

func (a *app) checkCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [FILE|DIR…]",
		Short: "Run scenarios and see whether their expectations hold",
		Long: `Runs each scenario and prints ok, or FAILED with what was expected and what came
out. Of a folder it takes the *.yaml files that begin with the key fairlead and
hold tenants. Without a file it checks the gallery.

The exit code is 0 if all hold, 1 after a mistake in a file, 2 if an expectation
fails or a run reached its bound; of several the worst.`,
		ValidArgsFunction: completeScenario,
		RunE: func(cmd *cobra.Command, args []string) error {
			names, err := a.checkNames(args, f.recursive)
			if err == nil {
				err = spared(names, "junit", f.junit)
			}
			if err != nil {
				return err
			}
			return a.check(cmd, names, f)
		},
	}
	flags := cmd.Flags()
	flags.BoolVarP(&f.recursive, "recursive", "r", false, "look into folders of folders")
	flags.StringVar(&f.junit, "junit", "", "write the outcome as JUnit XML to `FILE`")
	flags.BoolVar(&f.strict, "strict", false, "a warning is a failure")
	flags.BoolVar(&f.paranoid, "paranoid", false, "test the invariants after every event")
	jobsFlag(cmd, &f.jobs)
	overrideFlags(cmd, &f.overrides)
	return cmd
}

// checkNames replaces folders by the scenarios in them.
func (a *app) checkNames(args []string, recursive bool) ([]string, error) {
	if len(args) == 0 {
		a.say("fairlead: no file given, checking the gallery\n")
		return scenarios.Gallery(), nil
	}
	var names []string
	for _, arg := range args {
		if info, err := os.Stat(arg); err != nil || !info.IsDir() {
			names = append(names, arg)
			continue
		}
		found, err := scenariosIn(arg, recursive)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, usage("%s: no scenario in this folder", arg)
		}
		names = append(names, found...)
	}
	return names, nil
}

// verdict is what came of one scenario.
type verdict struct {
	file       string
	err        error    // it could not be run
	complaints []string // why the run as a whole fails
	expect     []expected
}

// expected is one expectation and what came out, as text.
type expected struct {
	place, assertion, got string
	ok                    bool
}

func (a *app) check(cmd *cobra.Command, names []string, f checkFlags) error {
	m := newMeter(a.stderr, len(names))
	defer m.close()
	verdicts := make([]verdict, len(names))
	inOrder(len(names), f.jobs, func(i int) verdict {
		s, err := load(names[i], f.overrides)
		if err != nil {
			return verdict{file: names[i], err: err}
		}
		o := a.perform(cmd.Context(), m, request{scenario: s, name: names[i], paranoid: f.paranoid})
		return judge(names[i], s, o.results, o.err, f.strict)
	}, func(i int, v verdict) {
		verdicts[i] = v
		if v.code() != exitInterrupted {
			m.aside(func() { a.printVerdict(&v) })
		}
	})
	return a.checked(verdicts, f.junit)
}

// checked ends a check: the XML, a last line, the exit code.
func (a *app) checked(verdicts []verdict, file string) error {
	worst, failed := exitDone, 0
	for i := range verdicts {
		if c := verdicts[i].code(); c != exitDone {
			worst = max(worst, c)
			failed++
		}
	}
	if worst == exitInterrupted {
		return context.Canceled
	}
	if file != "" {
		text, err := junit(verdicts)
		if err != nil {
			return err
		}
		if err := writeAtomic(file, text); err != nil {
			return &failure{exitIO, err}
		}
	}
	if failed > 0 {
		fmt.Fprintf(a.stdout, "%d of %s failed\n", failed, plural(len(verdicts), "scenario"))
	} else {
		fmt.Fprintf(a.stdout, "%s ok\n", plural(len(verdicts), "scenario"))
	}
	return said(worst)
}

func judge(file string, s *scenarios.Scenario, r *reports.Results, err error, strict bool) verdict {
	v := verdict{file: file, err: err}
	if err != nil {
		return v
	}
	bound := r.Summary.EndedBy == sim.EndedBound
	if bound {
		v.complaints = append(v.complaints, fmt.Sprintf("did not come to its end: ended by its bound after %d records", r.Summary.Records))
	}
	if strict || bound {
		v.complaints = append(v.complaints, r.Summary.Warnings...)
	}
	for i, e := range r.Summary.Expect {
		got, err := json.Marshal(e.Got)
		if err != nil {
			got = fmt.Append(nil, e.Got)
		}
		place := scenarios.Mistake{File: s.Expect[i].File, Line: s.Expect[i].Line, Col: s.Expect[i].Col}
		v.expect = append(v.expect, expected{strings.TrimSuffix(place.Error(), ": "), e.Assertion, string(got), e.OK})
	}
	return v
}

// code is the exit code that one scenario asks for.
func (v *verdict) code() int {
	if v.err != nil {
		return codeOf(v.err)
	}
	if len(v.complaints) > 0 {
		return exitFailed
	}
	for _, e := range v.expect {
		if !e.ok {
			return exitFailed
		}
	}
	return exitDone
}

func (a *app) printVerdict(v *verdict) {
	if v.code() == exitDone {
		fmt.Fprintf(a.stdout, "ok      %s  (%s)\n", reports.Visible(v.file), plural(len(v.expect), "expectation"))
		return
	}
	fmt.Fprintf(a.stdout, "FAILED  %s\n", reports.Visible(v.file))
	for _, c := range v.complaints {
		fmt.Fprintf(a.stdout, "  %s\n", reports.Visible(c))
	}
	for _, e := range v.expect {
		if !e.ok {
			fmt.Fprintf(a.stdout, "  %s: want %s\n  %s: got  %s\n", reports.Visible(e.place), reports.Visible(e.assertion), reports.Visible(e.place), reports.Visible(e.got))
		}
	}
	_ = a.stdout.Flush() // so that the two streams keep their order; an error shows at the end
	if v.err != nil {
		a.say(words(v.err))
	}
}

// writeAtomic writes a whole file or nothing.
func writeAtomic(name string, data []byte) error {
	f, err := bundle.AtomicFile(name)
	if err != nil {
		return err
	}
	defer f.Abort()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Commit()
}
