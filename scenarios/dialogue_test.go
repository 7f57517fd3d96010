package scenarios

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairlead/reports"
	"fairlead/sim"
	"fairlead/sim/simtest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestDialogues runs small scenarios and compares the account of each run with
// the golden one. Each file is a story about one rule: some prose that says it, a
// scenario, and what happened. What is written by hand is never rewritten: the
// scenario's own expectations, and under "launches" whose tasks were launched, in
// order.
func TestDialogues(t *testing.T) {
	files, err := filepath.Glob("testdata/dialogues/*.txtar")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d dialogues (%v), want at least 20", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { dialogue(t, file) })
	}
}

func dialogue(t *testing.T, file string) {
	story, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(strings.TrimSpace(string(story.Comment))) == 0 {
		t.Error("a dialogue begins with the rule that it shows")
	}
	s, err := LoadBytes(file, section(story, "scenario.yaml"), Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	d, res := told(t, s)
	for _, e := range res.Summary.Expect {
		if !e.OK {
			t.Errorf("expected %s, got %v", e.Assertion, e.Got)
		}
	}
	if want := strings.Fields(string(section(story, "launches"))); len(want) > 0 {
		if diff := cmp.Diff(want, d.Tasks()); diff != "" {
			t.Errorf("order of launches (-want +got):\n%s", diff)
		}
	}
	got := fmt.Sprintf("%s%-7s %-8s %s\n", d, fmt.Sprintf("%vs", res.Summary.SimulatedSeconds), "over", res.Summary.EndedBy)
	for _, w := range res.Summary.Warnings {
		got += "warning: " + w + "\n"
	}
	if *update {
		setSection(story, "account", got)
		if err := os.WriteFile(file, txtar.Format(story), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(section(story, "account")), got); diff != "" {
		t.Errorf("account differs (-want +got):\n%s", diff)
	}
}

// tester is a *testing.T or a *rapid.T.
type tester interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
}

// told runs a scenario with all checks on and tells what happened.
func told(t tester, s *Scenario) (*simtest.Dialogue, *reports.Results) {
	t.Helper()
	var d *simtest.Dialogue
	var a *simtest.Audit
	res, err := s.Run(context.Background(), RunOptions{Paranoid: true, Sinks: func(m reports.Meta) ([]sim.Sink, error) {
		d, a = simtest.NewDialogue(namesOf(&m)), simtest.NewAudit(namesOf(&m))
		return []sim.Sink{d, a}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range a.Problems() {
		t.Errorf("audit: %s", p)
	}
	return d, res
}

func namesOf(m *reports.Meta) simtest.Names {
	n := simtest.Names{Dims: m.Dims, Shapes: m.Shapes}
	for _, s := range m.NodeShapes {
		n.Nodes = append(n.Nodes, sim.NodeShape{Name: s.Name, Count: int32(s.Count), Capacity: s.Capacity})
	}
	for _, t := range m.Tenants {
		n.Tenants = append(n.Tenants, t.Name)
	}
	for _, g := range m.Groups {
		n.Groups = append(n.Groups, g.Name)
	}
	for _, s := range m.Specs {
		n.Jobs = append(n.Jobs, s.Name)
	}
	return n
}

func section(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func setSection(a *txtar.Archive, name, text string) {
	for i := range a.Files {
		if a.Files[i].Name == name {
			a.Files[i].Data = []byte(text)
			return
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)})
}
