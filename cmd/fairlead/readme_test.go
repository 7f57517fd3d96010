package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadme runs the README: a yaml block whose first line is a comment with a
// file name is written there, and of a console block each line that begins with
// "$ " is run by a shell and has to print what follows it. A line of "…" stands
// for any lines. All blocks share one folder.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell to run the README with")
	}
	dir, ran := t.TempDir(), 0
	for _, b := range blocks(string(text)) {
		switch b.language {
		case "yaml":
			first, _, _ := strings.Cut(b.text, "\n")
			if name := strings.TrimPrefix(first, "# "); filepath.Ext(name) == ".yaml" && filepath.IsLocal(name) {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(b.text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		case "console":
			for _, s := range b.steps() {
				ran++
				cmd := exec.Command("sh", "-c", s.command)
				cmd.Dir = dir
				got, err := cmd.CombinedOutput()
				if err != nil && cmd.ProcessState == nil {
					t.Fatal(err)
				}
				if !matches(string(got), s.want) {
					t.Errorf("README.md:%d: $ %s\nprints:\n%s\nnot:\n%s", b.line, s.command, got, s.want)
				}
			}
		}
	}
	if ran < 3 {
		t.Errorf("the README shows %d commands", ran)
	}
}

type block struct {
	language, text string
	line           int
}

func blocks(markdown string) (out []block) {
	open := false
	for i, line := range strings.SplitAfter(markdown, "\n") {
		switch {
		case strings.HasPrefix(line, "```") && open:
			open = false
		case strings.HasPrefix(line, "```"):
			open = true
			out = append(out, block{language: strings.TrimSpace(line[3:]), line: i + 1})
		case open:
			out[len(out)-1].text += line
		}
	}
	return out
}

type shellStep struct{ command, want string }

func (b *block) steps() (out []shellStep) {
	for line := range strings.Lines(b.text) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			out = append(out, shellStep{command: strings.TrimSuffix(command, "\n")})
		} else if len(out) > 0 {
			out[len(out)-1].want += line
		}
	}
	return out
}

// matches compares what was printed with what is shown; spaces at the end of
// lines do not count.
func matches(got, want string) bool {
	trim := func(s string) string { return regexp.MustCompile(`[ \t]+\n`).ReplaceAllString(s, "\n") }
	pattern := regexp.QuoteMeta(strings.TrimSpace(trim(want)))
	pattern = strings.ReplaceAll(pattern, "…\n", "(?:.*\n)*?")
	pattern = regexp.MustCompile(`…$`).ReplaceAllString(pattern, "(?s:.*)")
	return regexp.MustCompile("^" + pattern + "$").MatchString(strings.TrimSpace(trim(got)))
}

func TestReadmeMatching(t *testing.T) {
	for _, c := range []struct {
		got, want string
		ok        bool
	}{
		{"a\nb\n", "a\nb", true},
		{"a\nb\n", "a", false},
		{"a  \nb\n", "a\nb", true},
		{"a\nb\nc\nd\n", "a\n…\nd", true},
		{"a\nd\n", "a\n…\nd", true},
		{"a\nb\nc\n", "a\n…", true},
		{"b\nc\n", "a\n…", false},
		{"a.b", "a+b", false},
	} {
		if got := matches(c.got, c.want); got != c.ok {
			t.Errorf("matches(%q, %q) = %v", c.got, c.want, got)
		}
	}
}
