package bundle

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairlead/reports"
	"fairlead/reports/plot"
	"fairlead/reports/plot/fake"
)

// contents are the files of a folder by name.
func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWriteResults(t *testing.T) {
	root := t.TempDir()
	var folders []map[string][]byte
	for _, name := range []string{"one", "two"} {
		dir := filepath.Join(root, name)
		b, err := Create(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Abort()
		res := fake.Results(3, fake.Hostile...)
		if err := WriteResults(b, res, plot.All(res)); err != nil {
			t.Fatal(err)
		}
		if err := b.Commit(); err != nil {
			t.Fatal(err)
		}
		folders = append(folders, contents(t, dir))
	}
	want := []string{
		Marker, "summary.json", "tenants.csv", "timeline.csv", "report.html",
		"plots/utilisation.svg", "plots/utilisation.png", "plots/dominant-share.svg",
		"plots/dominant-share.png", "plots/waiting-time.svg", "plots/waiting-time.png",
	}
	for _, name := range want {
		if len(folders[0][name]) == 0 {
			t.Errorf("%s is missing or empty", name)
		}
		if !bytes.Equal(folders[0][name], folders[1][name]) {
			t.Errorf("%s differs between two folders of the same results", name)
		}
	}
	if len(folders[0]) != len(want) {
		t.Errorf("%d files, want %d", len(folders[0]), len(want))
	}
	for name, text := range folders[0] {
		if strings.Contains(string(text), root) {
			t.Errorf("%s holds the path it was written to", name)
		}
	}
}

func TestWriteComparison(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	b, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	runs := []*reports.Results{fake.Results(2), fake.Results(2)}
	if err := WriteComparison(b, runs, []string{"drf", "fifo"}); err != nil {
		t.Fatal(err)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	all := contents(t, dir)
	for _, name := range []string{"comparison.html", "plots/compare-waiting-time.svg", "plots/compare-utilisation-1.png"} {
		if len(all[name]) == 0 {
			t.Errorf("%s is missing or empty", name)
		}
	}
}
