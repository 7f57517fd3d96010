package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"fairlead/reports"
	"fairlead/scenarios"
	"fairlead/sim"
)

const small = `fairlead: 1
name: small
until: drained
cluster: {nodes: [{name: n, resources: {cpus: 1}}]}
tenants: [{name: t, jobs: [{name: j, at: 0s, task: {cpus: 1, duration: 5s}}]}]
expect: [tasks.finished == 1]
`

// command runs a command line in a fresh folder that holds small.yaml.
func command(t *testing.T, ctx context.Context, e engine, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("small.yaml", []byte(small), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	a := newApp(&out, &said)
	if e != nil {
		a.engine = e
	}
	code = a.main(ctx, args)
	return code, out.String(), said.String()
}

// onlyInput fails if anything but small.yaml is in the folder.
func onlyInput(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && name != "small.yaml" {
			t.Errorf("%s was left behind", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestBrokenInvariantEndsWith3(t *testing.T) {
	broken := func(context.Context, *scenarios.Scenario, scenarios.RunOptions) (*reports.Results, error) {
		panic(&sim.Fault{At: 7, Event: 9, Seed: 5, Detail: "one and one is three"})
	}
	for _, args := range [][]string{
		{"run", "small.yaml", "--seed", "5", "--out", "out", "--records", "r"},
		{"check", "small.yaml", "--seed", "5"},
		{"compare", "small.yaml", "--seed", "5", "--policies", "drf,fifo", "--out", "out"},
	} {
		code, stdout, stderr := command(t, context.Background(), broken, args...)
		if code != exitBroken {
			t.Errorf("%v: exit %d", args, code)
		}
		for _, want := range []string{"one and one is three", "event 9", "replay with: fairlead run small.yaml --seed 5", "--paranoid\n"} {
			if !strings.Contains(stderr, want) {
				t.Errorf("%v: %q is not in %q", args, want, stderr)
			}
		}
		if args[0] != "check" && stdout != "" {
			t.Errorf("%v: printed %q", args, stdout)
		}
		onlyInput(t)
	}
}

func TestForeignPanicShowsWhere(t *testing.T) {
	code, _, stderr := command(t, context.Background(), func(context.Context, *scenarios.Scenario, scenarios.RunOptions) (*reports.Results, error) {
		var none []string
		return nil, errors.New(none[len(os.Args)])
	}, "run", "small.yaml")
	if code != exitBroken || !strings.Contains(stderr, "out of range") || !strings.Contains(stderr, "app_test.go") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	onlyInput(t)
}

// TestInterrupted: 130, one line, and nothing written or half-written.
func TestInterrupted(t *testing.T) {
	for _, args := range [][]string{
		{"run", "small.yaml", "--out", "out", "--records", "r"},
		{"run", "small.yaml", "quickstart", "--out", "out", "-j", "1"},
		{"check", "small.yaml", "small.yaml", "--junit", "x.xml"},
		{"compare", "small.yaml", "--policies", "drf,fifo", "--out", "out"},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		code, stdout, stderr := command(t, ctx, func(ctx context.Context, _ *scenarios.Scenario, o scenarios.RunOptions) (*reports.Results, error) {
			cancel()
			return nil, ctx.Err()
		}, args...)
		if code != exitInterrupted {
			t.Errorf("%v: exit %d", args, code)
		}
		if n := strings.Count(stderr, "interrupted"); n != 1 {
			t.Errorf("%v: said %q", args, stderr)
		}
		if args[0] != "check" && stdout != "" {
			t.Errorf("%v: printed %q", args, stdout)
		}
		onlyInput(t)
	}
}

// TestInterruptedWhileWriting: between the end of the run and its results being
// in place, too.
func TestInterruptedWhileWriting(t *testing.T) {
	for _, args := range [][]string{
		{"run", "small.yaml", "--out", "out", "--records", "r"}, {"run", "small.yaml", "--json"},
		{"check", "small.yaml", "--junit", "x.xml"},
		{"compare", "small.yaml", "--policies", "drf,fifo", "--out", "out"},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		code, stdout, stderr := command(t, ctx, func(ctx context.Context, s *scenarios.Scenario, o scenarios.RunOptions) (*reports.Results, error) {
			defer cancel()
			return s.Run(ctx, o)
		}, args...)
		if code != exitInterrupted || stdout != "" || strings.Count(stderr, "interrupted") != 1 {
			t.Errorf("%v: exit %d, printed %q, said %q", args, code, stdout, stderr)
		}
		onlyInput(t)
	}
}

func TestHostileArguments(t *testing.T) {
	for _, args := range [][]string{
		{"run", "\x1b[31mred\nsecond\xff"}, {"\x1b[2J"}, {"run", "--\x1b"}, {"policies", "\u202e"}, {"gallery", "show", "\x07"},
		{"compare", "small.yaml", "--policies", "\x1b]0;t\x07,drf"}, {"run", "small.yaml", "--seed", "\x00"},
		{"run", "small.yaml", "--set", "\x1b=\x1b"}, {"check", "\x1b/\x00"}, {"run", strings.Repeat("a", 5000)},
	} {
		code, _, stderr := command(t, context.Background(), nil, args...)
		if code != exitMistake && code != exitIO || stderr == "" || !utf8.ValidString(stderr) || strings.ContainsAny(stderr, "\x1b\x07\x00\u202e") {
			t.Errorf("%q: exit %d, %q", args, code, stderr)
		}
		onlyInput(t)
	}
}

// failing is a stream that cannot be written.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestOutputThatCannotBeWritten(t *testing.T) {
	var said bytes.Buffer
	a := newApp(failing{}, &said)
	if code := a.main(context.Background(), []string{"policies"}); code != exitIO {
		t.Errorf("exit %d, said %q", code, said.String())
	}
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		err  error
		code int
	}{
		{nil, exitDone},
		{said(exitDone), exitDone},
		{said(exitFailed), exitFailed},
		{usage("x"), exitMistake},
		{errors.New("x"), exitMistake},
		{scenarios.Mistakes{{File: "a", Line: 1, Col: 1, Msg: "x"}}, exitMistake},
		{fmt.Errorf("a: %w", context.Canceled), exitInterrupted},
		{&fs.PathError{Op: "open", Path: "a", Err: syscall.EACCES}, exitIO},
		{fmt.Errorf("a: %w", syscall.EACCES), exitIO},
		{&failure{exitBroken, errors.New("x")}, exitBroken},
	} {
		if got := codeOf(c.err); got != c.code {
			t.Errorf("%v: exit code %d, want %d", c.err, got, c.code)
		}
	}
}

// TestJUnitIsInert puts what XML cannot hold into names.
func TestJUnitIsInert(t *testing.T) {
	text, err := junit([]verdict{
		{file: "a\x00\x1b[2J\xff<&>\"']]>.yaml", err: errors.New("first\nsecond \x07 <x>")},
		{file: "b", complaints: []string{"one", "two"}, expect: []expected{{"b:1:2", "x < 1 && y", "null", false}, {"b:2:2", "ok", "1", true}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	got := string(text)
	for _, want := range []string{
		`<testsuites name="fairlead" tests="4" failures="2" errors="1">`,
		`<testsuite name="b" tests="3" failures="2" errors="0">`,
		`<failure message="one; two">`,
		`<failure message="got: null">b:1:2: want: x &lt; 1 &amp;&amp; y`,
		"\ufffd\ufffd[2J\ufffd&lt;&amp;&gt;",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
	if strings.ContainsAny(got, "\x00\x1b\x07") {
		t.Error("control characters in the XML")
	}
}
