package allocator

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestConformance runs cases of Mesos' own tests, re-expressed as data: those in
// testdata, or every *.yaml of the directory that FAIRLEAD_CONFORMANCE names.
// The language is told at the top of testdata/sorter.yaml. There is one subtest
// a case, named after it, and it passes only if all its seeds pass.
func TestConformance(t *testing.T) {
	dir, err := conformanceDir(os.Getenv("FAIRLEAD_CONFORMANCE"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no *.yaml in %s (%v)", dir, err)
	}
	for _, file := range files {
		cases, err := readCases(file)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(file), err)
		}
		for _, c := range cases {
			t.Run(c.title(file), func(t *testing.T) {
				if slices.Contains(levelsToCome, c.Level) && c.err == nil {
					t.Skipf("level %s is not built yet", c.Level)
				}
				if err := c.runSeeds(); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// levels are the runners by the layer that a case drives. A runner gets a fresh
// case and a seed for whatever is drawn, and says what went wrong.
var levels = map[string]func(c *conformanceCase, seed uint64) error{
	"sorter": runSorterCase,
}

// levelsToCome are skipped, by level and never by key.
var levelsToCome = []string{"allocator", "master"}

const conformanceSeeds = 20

// conformanceDir finds the directory: a relative one is first looked for below
// the root of the module, where go test is called, then below the package.
func conformanceDir(dir string) (string, error) {
	if dir == "" {
		return "testdata", nil
	}
	if filepath.IsAbs(dir) {
		return dir, nil
	}
	for _, base := range []string{"../../..", "."} {
		at := filepath.Join(base, dir)
		if info, err := os.Stat(at); err == nil && info.IsDir() {
			return at, nil
		}
	}
	return "", fmt.Errorf("FAIRLEAD_CONFORMANCE=%s: no such directory", dir)
}

// conformanceCase is one case as it stands in the file.
type conformanceCase struct {
	Name, Level string
	Config      yaml.Node // Kind 0: none
	Steps       []yaml.Node
	line        int
	err         error // what is wrong with the case itself
}

// title names the subtest.
func (c *conformanceCase) title(file string) string {
	if c.Name != "" {
		return c.Name
	}
	return fmt.Sprintf("%s:%d", filepath.Base(file), c.line)
}

func (c *conformanceCase) runSeeds() error {
	if c.err != nil {
		return c.err
	}
	run, ok := levels[c.Level]
	if !ok {
		return fmt.Errorf("line %d: unknown level %q", c.line, c.Level)
	}
	for seed := range uint64(conformanceSeeds) {
		if err := run(c, seed+1); err != nil {
			return fmt.Errorf("seed %d: %w", seed+1, err)
		}
	}
	return nil
}

// readCases reads a file of cases. A case that is wrong keeps its place among the
// others and fails by its own name.
func readCases(file string) ([]*conformanceCase, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parseCases(data)
}

func parseCases(data []byte) ([]*conformanceCase, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, errors.New("the file is empty")
	}
	var list []yaml.Node
	if _, err := fields(doc.Content[0], map[string]any{"cases": &list}); err != nil {
		return nil, err
	}
	var cases []*conformanceCase
	for i := range list {
		n := &list[i]
		c := &conformanceCase{line: n.Line}
		var ignored yaml.Node // what the words of a person about the case say nothing to a runner
		seen, err := fields(n, map[string]any{
			"name": &c.Name, "level": &c.Level, "config": &c.Config, "steps": &c.Steps,
			"area": &ignored, "origin": &ignored, "fidelity": &ignored, "note": &ignored, "checked": &ignored,
		})
		c.err = errors.Join(err, require(n, seen, "name", "level", "steps"))
		cases = append(cases, c)
	}
	return cases, nil
}

// fields decodes a map whose keys are all among those of into. What can be read
// is read, so that a case with a mistake keeps its name.
func fields(n *yaml.Node, into map[string]any) (seen map[string]bool, err error) {
	if n.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("line %d: want a map", n.Line)
	}
	seen = map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		target, known := into[key.Value]
		switch {
		case !known:
			err = errors.Join(err, fmt.Errorf("line %d: unknown key %q", key.Line, key.Value))
		case seen[key.Value]:
			err = errors.Join(err, fmt.Errorf("line %d: %q stands twice", key.Line, key.Value))
		default:
			seen[key.Value] = true
			if e := value.Decode(target); e != nil {
				err = errors.Join(err, fmt.Errorf("line %d: %s: %w", value.Line, key.Value, e))
			}
		}
	}
	return seen, err
}

// require says which of the keys are missing.
func require(n *yaml.Node, seen map[string]bool, keys ...string) (err error) {
	for _, k := range keys {
		if !seen[k] {
			err = errors.Join(err, fmt.Errorf("line %d: %q is missing", n.Line, k))
		}
	}
	return err
}
