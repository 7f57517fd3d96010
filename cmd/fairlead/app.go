package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fairlead/reports"
	"fairlead/scenarios"
)

// An engine makes one run happen. It is a field of app so that tests can see
// what the command does when a run breaks.
type engine func(ctx context.Context, s *scenarios.Scenario, o scenarios.RunOptions) (*reports.Results, error)

// app is one call of the command: its streams and the engine.
type app struct {
	out    io.Writer     // standard output as it is
	stdout *bufio.Writer // and as all write to it
	stderr io.Writer
	engine engine
}

func newApp(stdout, stderr io.Writer) *app {
	return &app{out: stdout, stdout: bufio.NewWriterSize(stdout, 1<<16), stderr: stderr, engine: runScenario}
}

func runScenario(ctx context.Context, s *scenarios.Scenario, o scenarios.RunOptions) (*reports.Results, error) {
	return s.Run(ctx, o)
}

// main runs the command line and returns the exit code.
func (a *app) main(ctx context.Context, args []string) int {
	root := a.root()
	err := a.execute(ctx, root, args)
	if e := a.stdout.Flush(); e != nil && codeOf(err) < exitIO {
		err = &failure{exitIO, e}
	}
	a.say(words(err))
	return codeOf(err)
}

func (a *app) execute(ctx context.Context, root *cobra.Command, args []string) error {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" {
			cmd.Args, cmd.RunE = cobra.ArbitraryArgs, shellNeeded // or a mistyped shell gets help and exit 0
		}
	}
	hidden := len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) // what completion scripts call
	if _, _, err := root.Find(args); err != nil && !hidden {
		return unknownCommand(root, args)
	}
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// say writes lines to standard error, with whatever a terminal would act upon
// spelled out. If that fails there is nobody left to tell.
func (a *app) say(text string) {
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(text, "\t", "    ")) {
		b.WriteString(reports.Visible(strings.TrimSuffix(line, "\n")))
		b.WriteByte('\n')
	}
	_, _ = io.WriteString(a.stderr, b.String())
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "fairlead",
		Short: "Simulate who gets which part of a datacenter, when, and what that does to everybody's waiting",
		Long: `Fairlead simulates resource allocation in datacenters, deterministically: the
same scenario and seed give the same results to the last bit, on every machine.

Start with:
  fairlead run                 the quick start, with a report to open in a browser
  fairlead gallery             scenarios that come with fairlead
  fairlead policies            the allocation policies

Exit codes: 0 done, 1 a mistake in input or usage, 2 an expectation fails (check),
3 a broken invariant, 4 a file could not be read or written, 130 interrupted; of
several files the worst.`,
		SilenceErrors:      true,
		SilenceUsage:       true,
		DisableSuggestions: true, // they are made by unknownCommand

		SuggestionsMinimumDistance: 2,
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%w (see %s --help)", err, cmd.CommandPath())
	})
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return notEmpty(cmd.Flags()) }
	root.AddCommand(a.runCommand(), a.validateCommand(), a.checkCommand(), a.compareCommand(),
		a.galleryCommand(), a.policiesCommand(), a.versionCommand())
	return root
}

// shellNeeded is completion without a shell that it knows.
func shellNeeded(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	cmd.SuggestionsMinimumDistance = 1
	return usage("completion for an unknown shell %q%s", args[0], didYouMean(cmd.SuggestionsFor(args[0])))
}

// notEmpty refuses flags with an empty text, which is what a variable of a shell
// gives that is not set.
func notEmpty(flags *pflag.FlagSet) (err error) {
	flags.Visit(func(f *pflag.Flag) {
		if err == nil && f.Value.Type() == "string" && f.Value.String() == "" {
			err = usage("--%s is empty", f.Name)
		}
	})
	return err
}

func unknownCommand(root *cobra.Command, args []string) error {
	for _, arg := range args {
		if !strings.HasPrefix(arg, "-") {
			return usage("unknown command %q%s", arg, didYouMean(root.SuggestionsFor(arg)))
		}
	}
	return usage("a command is missing (see fairlead --help)")
}

// didYouMean is the hint at the end of a message, or "".
func didYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	return " (did you mean " + strings.Join(quoted, " or ") + "?)"
}
