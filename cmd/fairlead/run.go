package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairlead/reports"
	"fairlead/reports/bundle"
	"fairlead/scenarios"
	"fairlead/sim"
)

// outRoot is where results go if nobody says where.
const outRoot = "fairlead-out"

// quickstart is what runs if nobody says what.
const quickstart = "quickstart"

// runFlags are the flags of run.
type runFlags struct {
	overrides scenarios.Overrides
	out       string
	json      bool
	records   string
	paranoid  bool
	jobs      int
	profiles  profiles
}

func (a *app) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [FILE…]",
		Short: "Run scenarios and write their reports",
		Long: `Runs each scenario, prints a table, and writes summary.json, tables as CSV,
plots and report.html into a folder. A name that is no file is looked up in the
gallery; without a name the quick start runs. Expectations are reported and do
not change the exit code: that is what check is for.`,
		ValidArgsFunction: completeScenario,
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.profiles.during(func() error { return a.run(cmd.Context(), args, f) })
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.out, "out", "o", "", "folder for the results (default "+outRoot+"/NAME; of several scenarios, DIR/NAME)")
	flags.BoolVar(&f.json, "json", false, "print the summary as JSON, of several scenarios one a line; no files unless --out is given")
	flags.StringVar(&f.records, "records", "", "write every record as a line of JSON to `FILE`")
	flags.BoolVar(&f.paranoid, "paranoid", false, "test the invariants after every event")
	jobsFlag(cmd, &f.jobs)
	overrideFlags(cmd, &f.overrides)
	f.profiles.flags(cmd)
	return cmd
}

func jobsFlag(cmd *cobra.Command, jobs *int) {
	cmd.Flags().IntVarP(jobs, "jobs", "j", runtime.GOMAXPROCS(0), "runs at the same time; never changes a byte")
	complete(cmd, "jobs", nothing)
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if *jobs < 1 {
			return usage("-j %d: at least one run at a time", *jobs)
		}
		return nil
	}
}

func (a *app) run(ctx context.Context, names []string, f runFlags) error {
	if len(names) == 0 {
		a.say("fairlead: no scenario given, running the quick start of the gallery\n")
		names = []string{quickstart}
	}
	if f.records != "" && len(names) > 1 {
		return usage("--records takes the records of one scenario, not of %d", len(names))
	}
	if err := spared(names, "records", f.records); err != nil {
		return err
	}
	loaded, err := a.loadAll(names, f.overrides)
	if err != nil {
		return err
	}
	requests, err := f.requests(names, loaded)
	if err != nil {
		return err
	}
	m := newMeter(a.stderr, len(names))
	defer m.close()
	worst := exitDone
	inOrder(len(names), f.jobs, func(i int) outcome {
		return a.perform(ctx, m, requests[i])
	}, func(i int, o outcome) {
		err := o.err
		m.aside(func() {
			if err == nil && i > 0 && !f.json {
				fmt.Fprintln(a.stdout)
			}
			if err == nil {
				err = a.printRun(requests[i], o.results, f.json, len(names) > 1)
			}
			if err != nil && worst != exitInterrupted {
				a.say(words(err))
			}
		})
		worst = max(worst, codeOf(err))
	})
	return said(worst)
}

// requests settles where the results of each scenario go.
func (f *runFlags) requests(names []string, loaded []*scenarios.Scenario) ([]request, error) {
	requests := make([]request, len(names))
	owner := map[string]string{}
	for i, s := range loaded {
		requests[i] = request{scenario: s, name: names[i], records: f.records, paranoid: f.paranoid}
		switch {
		case f.out != "" && len(names) == 1:
			requests[i].dir = f.out
		case f.out != "" || !f.json:
			requests[i].dir = filepath.Join(cmp.Or(f.out, outRoot), bundle.SafeName(s.Name))
		default:
			continue
		}
		if other, taken := owner[requests[i].dir]; taken {
			return nil, usage("the results of %s and %s would both go to %s", other, names[i], requests[i].dir)
		}
		owner[requests[i].dir] = names[i]
	}
	return requests, nil
}

// request is one run to make.
type request struct {
	scenario *scenarios.Scenario
	name     string  // as the user named it
	dir      string  // folder of the results; "" = none
	folder   *folder // instead of dir: a folder that several runs share
	records  string  // file for every record; "" = none
	paranoid bool
}

// outcome is what came of it.
type outcome struct {
	results *reports.Results
	took    time.Duration
	err     error
}

// perform makes one run and writes what is asked for, all of it or nothing.
func (a *app) perform(ctx context.Context, m *meter, r request) (o outcome) {
	if ctx.Err() != nil {
		return outcome{err: ctx.Err()}
	}
	out, err := openOutput(r)
	if err != nil {
		return outcome{err: &failure{exitIO, err}}
	}
	defer out.abort()
	t := m.start(r.name)
	defer m.end(t)
	began := time.Now()
	o.results, o.err = a.guarded(ctx, r, scenarios.RunOptions{Sinks: out.sinks, Progress: t.update, Paranoid: r.paranoid})
	o.took = time.Since(began)
	if o.err != nil {
		return o
	}
	o.results.Meta.Repeat = repeat(filepath.Base(r.name), r.scenario) // results know no paths
	o.err = out.commit(ctx, o.results)
	return o
}

// guarded turns a broken invariant into an error that says how to see it again.
func (a *app) guarded(ctx context.Context, r request, o scenarios.RunOptions) (results *reports.Results, err error) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		var fault *sim.Fault
		detail := fmt.Sprint(p)
		if e, ok := p.(error); !ok || !errors.As(e, &fault) {
			detail = fmt.Sprintf("panic: %v\n%s", p, debug.Stack())
		}
		err = &failure{exitBroken, fmt.Errorf("%s: %s\nreplay with: %s", r.name, detail, replay(r))}
	}()
	return a.engine(ctx, r.scenario, o)
}

// replay is the command that makes the same run again, under all checks.
func replay(r request) string { return repeat(r.name, r.scenario) + " --paranoid" }

// repeat is the command that makes the same run again.
func repeat(name string, s *scenarios.Scenario) string {
	line := "fairlead run " + shellWord(name)
	if o := s.Repeat(); o != "" {
		line += " " + o
	}
	return line
}

// printRun prints one summary or one table.
func (a *app) printRun(r request, results *reports.Results, asJSON, compact bool) error {
	if asJSON {
		if err := reports.WriteJSON(a.stdout, results.Summary, compact); err != nil {
			return err
		}
		return a.stdout.Flush()
	}
	shown := *results
	shown.Meta.Repeat = repeat(r.name, r.scenario)
	if err := reports.WriteTable(a.stdout, &shown, a.tableOptions()); err != nil {
		return err
	}
	if r.dir != "" {
		fmt.Fprintf(a.stdout, "\nreport: %s\n", reports.Visible(filepath.Join(r.dir, "report.html")))
	}
	return a.stdout.Flush()
}

// plainWord is what a shell takes as it stands.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=-]+$`)

// shellWord makes one word of a shell of text.
func shellWord(text string) string {
	if plainWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
