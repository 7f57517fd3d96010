package scenarios

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	cluster = "cluster: {nodes: [{name: n, count: 4, resources: {cpus: 8}}]}\n"
	opening = "fairlead: 1\nuntil: 1h\n" + cluster
	oneJob  = "jobs: [{at: 0s, task: {cpus: 1}}]"
)

// TestHostile loads files made to exhaust the loader. Each must be refused soon,
// and not with a flood of words.
func TestHostile(t *testing.T) {
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"larger than 16 MiB":      opening + strings.Repeat("#", 16<<20),
		"deep flow lists":         strings.Repeat("[", 1<<20),
		"deep flow maps":          strings.Repeat("{a: ", 1<<18),
		"deep block lists":        strings.Repeat("- ", 1<<20),
		"deep but closed":         strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
		"explicit keys":           strings.Repeat("? ", 1<<20),
		"a million keys":          opening + many(1_000_000, "k%d: 1\n"),
		"one key again and again": opening + strings.Repeat("policy: drf\n", 100_000),
		"unclosed calls":          opening + "expect: [" + strings.Repeat("a(,", 100_000) + "]",
		"unclosed calls as keys":  opening + "expect: {" + many(50_000, "a%d: b(, ") + "}",
		"many expectations":       opening + "tenants: [{name: a, " + oneJob + "}]\nexpect:\n" + strings.Repeat("- 1 == 1\n", 100_000),
		"many wrong tenants":      opening + "tenants:\n" + strings.Repeat("- {nam: a, jibs: []}\n", 50_000),
		"many shapes by tenants": "fairlead: 1\nuntil: 1h\ncluster:\n  nodes:\n" + many(20_000, "  - {name: n%d, resources: {cpus: 1}}\n") +
			"tenants:\n" + many(5_000, "- {name: t%d, nodes: 1%%, "+oneJob+"}\n"),
		"many resources":     "fairlead: 1\nuntil: 1h\ncluster: {nodes: [{name: n, resources: {" + many(100_000, "r%d: 1, ") + "}}]}\ntenants: []",
		"a name of 1 MiB":    opening + "tenants: [{name: " + strings.Repeat("é", 1<<19) + ", " + oneJob + "}]",
		"a number of 1 MiB":  opening + "seed: " + strings.Repeat("9", 1<<20),
		"a time of 1 MiB":    opening + "warmup: " + strings.Repeat("9", 1<<20) + "s",
		"a rate of 1 MiB":    opening + "tenants: [{name: a, jobs: [{arrivals: poisson(" + strings.Repeat("9", 1<<20) + "/s), task: {cpus: 1}}]}]",
		"a call of 1 MiB":    opening + "tenants: [{name: a, jobs: [{at: 0s, task: {cpus: 1, duration: \"" + strings.Repeat("choice(", 1<<17) + "\"}}]}]",
		"a role of 1 MiB":    opening + "tenants: [{name: a, role: " + strings.Repeat("a/", 1<<19) + ", " + oneJob + "}]",
		"a deep role":        opening + "tenants: [{name: a, role: " + strings.Repeat("a/", 99) + "b, " + oneJob + "}]",
		"aliases":            "fairlead: &a [" + strings.Repeat("x,", 1000) + "]\nname: &b [" + strings.Repeat("*a,", 1000) + "]\nabout: [" + strings.Repeat("*b,", 1000) + "]\n",
		"a chain of anchors": opening + many(10_000, "a%d: &b [x]\n"),
		"blank lines":        strings.Repeat("\n", 1<<19) + "a: [",
		"documents":          strings.Repeat("---\n", 1<<20),
		"nothing but quotes": strings.Repeat("\"", 1<<20),
		"a key of 512 KiB":   opening + strings.Repeat("k", 1<<19) + ": 1",
		"minimums":           opening + "plane: {min_allocatable_resources: \"" + strings.Repeat("cpus:1|", 100_000) + "nope:1\"}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, err := LoadBytes("hostile.yaml", []byte(text), Overrides{})
			var ms Mistakes
			if !errors.As(err, &ms) {
				t.Fatalf("error %v is not Mistakes", err)
			}
			checkPlaces(t, ms)
			if len(ms) > maxShown+1 {
				t.Errorf("%d mistakes", len(ms))
			}
			for _, m := range ms {
				if len(m.Msg) > 2000 {
					t.Errorf("a message of %d bytes", len(m.Msg))
				}
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			} else {
				t.Logf("%v, %v", took.Round(time.Millisecond), ms[0])
			}
		})
	}
}

// TestFilesThatAreNone names pipes, directories and devices wherever a scenario
// can name a file, and must come back.
func TestFilesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := makePipe(pipe); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
	for link, target := range map[string]string{"link": pipe, "loop": filepath.Join(dir, "loop"), "dangling": filepath.Join(dir, "nowhere")} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	for _, file := range []string{"pipe", "link", "loop", "dangling", ".", "/dev/zero", "/dev/tty", "nowhere/x", "\"a\\0b\"", strings.Repeat("x", 5000), strings.Repeat("x", 3000)} {
		for _, use := range []string{
			"{name: a, workload: %s}",
			"{name: a, jobs: {workload: %s}}",
			"{name: a, jobs: {trace: swf, file: %s}}",
			"{name: \"a*\", from: {trace: swf, by: user, file: %s}}",
			"{name: \"a*\", from: {trace: openb, by: qos, file: %s}}",
			"{name: a, jobs: {trace: csv, columns: {submit: 1, cpus: 2}, file: %s}}",
			"{name: a, jobs: [{at: 0s, task: {cpus: 1, duration: empirical(%s)}}]}",
		} {
			entry := fmt.Sprintf(use, file)
			done := make(chan error, 1)
			go func() {
				_, err := LoadBytes(filepath.Join(dir, "s.yaml"), []byte(opening+"tenants:\n - "+entry+"\n"), Overrides{})
				done <- err
			}()
			select {
			case err := <-done:
				if ms := Mistakes(nil); !errors.As(err, &ms) || len(ms) != 1 || ms[0].Line != 5 && ms[0].Line != 1 {
					t.Errorf("%.80s: %v", entry, err)
				}
			case <-time.After(5 * time.Second):
				t.Fatalf("%.80s: still not back", entry)
			}
		}
	}
	done := make(chan error, 1)
	go func() {
		_, err := Load(pipe, Overrides{})
		done <- err
	}()
	select {
	case err := <-done:
		if err == nil {
			t.Error("a pipe was loaded as a scenario")
		}
	case <-time.After(5 * time.Second):
		t.Fatal("a pipe as scenario: still not back")
	}
}

// TestWorkloadThatNamesItself checks that files cannot lead in a circle: a
// workload file names no other.
func TestWorkloadThatNamesItself(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "self.yaml")
	if err := os.WriteFile(file, []byte(opening+"tenants: [{name: a, workload: self.yaml}]\njobs: {workload: self.yaml}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := Load(file, Overrides{})
	if err == nil || !strings.Contains(err.Error(), `unknown key "tenants"`) || !strings.Contains(err.Error(), "jobs must be a list") {
		t.Errorf("got %v", err)
	}
}

// TestNamedFilesAreBounded names one large file often.
func TestNamedFilesAreBounded(t *testing.T) {
	l := &loader{named: maxNamedBytes - 10}
	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, make([]byte, 11), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := l.readNamed(file); err == nil {
		t.Error("one byte more than allowed was read")
	}
	l.named = maxNamedBytes - 11
	if data, err := l.readNamed(file); err != nil || len(data) != 11 {
		t.Errorf("what just fits was not read: %v", err)
	}
}
