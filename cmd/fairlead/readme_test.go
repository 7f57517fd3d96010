package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the README's commands print into the README, and its picture")

// TestReadme runs the README: a yaml block whose first line is a comment with a
// file name is written there, and of a console block each line that begins with
// "$ " is run by a shell and has to print what follows it. A line of "…" stands
// for any lines. All blocks share one folder, and the pictures in docs are those
// that they have drawn.
func TestReadme(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell to run the README with")
	}
	const readme = "../../README.md"
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	dir, ran, fresh := t.TempDir(), 0, string(text)
	for _, b := range blocks(string(text)) {
		if name := b.file(); name != "" {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(b.text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		for _, s := range b.steps() {
			ran++
			got := shell(t, dir, s.command)
			if *update && !strings.Contains(s.want, "…") {
				fresh = strings.Replace(fresh, "$ "+s.command+"\n"+s.want, "$ "+s.command+"\n"+trimLines(got), 1)
			} else if !matches(got, s.want) {
				t.Errorf("README.md:%d: $ %s\nprints:\n%s\nnot:\n%s", b.line, s.command, got, s.want)
			}
		}
	}
	if ran < 3 {
		t.Errorf("the README shows %d commands", ran)
	}
	if *update {
		if err := os.WriteFile(readme, []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, drawn := range map[string]string{"dominant-share.svg": "fairlead-out/quickstart/plots/dominant-share.svg"} {
		picture(t, filepath.Join("../../docs", name), filepath.Join(dir, drawn))
	}
}

// shell runs a command of the README and returns all that it prints.
func shell(t *testing.T, dir, command string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out)
}

// picture compares a picture of the documentation with the one just drawn.
func picture(t *testing.T, shown, drawn string) {
	t.Helper()
	got, err := os.ReadFile(drawn)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(shown, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(shown); err != nil || string(got) != string(want) {
		t.Errorf("%s is not the picture that the README's commands draw (-update writes it): %v", shown, err)
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

// file is the name under which a block is to be written, or "".
func (b *block) file() string {
	first, _, _ := strings.Cut(b.text, "\n")
	name, ok := strings.CutPrefix(first, "# ")
	if b.language == "yaml" && ok && filepath.Ext(name) == ".yaml" && filepath.IsLocal(name) {
		return name
	}
	return ""
}

type shellStep struct{ command, want string }

func (b *block) steps() (out []shellStep) {
	if b.language != "console" {
		return nil
	}
	for line := range strings.Lines(b.text) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			out = append(out, shellStep{command: strings.TrimSuffix(command, "\n")})
		} else if len(out) > 0 {
			out[len(out)-1].want += line
		}
	}
	return out
}

// trimLines takes away the spaces at the end of lines.
func trimLines(s string) string { return lineEnds.ReplaceAllString(s, "\n") }

var (
	lineEnds = regexp.MustCompile(`[ \t]+\n`)
	lastDots = regexp.MustCompile(`…$`)
)

// matches compares what was printed with what is shown.
func matches(got, want string) bool {
	pattern := regexp.QuoteMeta(strings.TrimSpace(trimLines(want)))
	pattern = strings.ReplaceAll(pattern, "…\n", "(?:.*\n)*?")
	pattern = lastDots.ReplaceAllString(pattern, "(?s:.*)")
	return regexp.MustCompile("^" + pattern + "$").MatchString(strings.TrimSpace(trimLines(got)))
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
