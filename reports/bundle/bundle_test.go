package bundle

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write makes a whole folder of results with the given files.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	b, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	for name, text := range files {
		put(t, b, name, text)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, b *Bundle, name, text string) {
	t.Helper()
	f, err := b.File(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// tree lists what is in a folder, without the marker.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && d.Name() != Marker {
			text, _ := os.ReadFile(path)
			rel, _ := filepath.Rel(dir, path)
			all = append(all, rel+"="+string(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

// names lists a folder, hidden files too.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func TestNewAndReplaced(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "deep", "out")
	write(t, dir, map[string]string{"a": "1", "plots/p.svg": "2"})
	if got, want := tree(t, dir), "a=1 plots/p.svg=2"; got != want {
		t.Errorf("new: %q, want %q", got, want)
	}
	if err := os.Chmod(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	write(t, dir+"/", map[string]string{"b": "3"})
	if got, want := tree(t, dir), "b=3"; got != want {
		t.Errorf("replaced: %q, want %q", got, want)
	}
	if got := names(t, filepath.Dir(dir)); got != "out" {
		t.Errorf("beside the target remain %q", got)
	}
	if info, _ := os.Stat(dir); info.Mode().Perm() != 0o750 {
		t.Errorf("permissions %v, want those of the folder before, 0750", info.Mode().Perm())
	}
}

func TestReplacedWithoutExchange(t *testing.T) {
	defer func(f func(a, b string) error) { swapFolders = f }(swapFolders)
	swapFolders = func(_, _ string) error { return errors.ErrUnsupported }
	TestNewAndReplaced(t)
}

func TestEmptyFolderIsTaken(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "out")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"a": "1"})
	if got := tree(t, dir); got != "a=1" {
		t.Error(got)
	}
}

func TestNotOursStays(t *testing.T) {
	for _, c := range []struct {
		name, want string
		make       func(dir string) error
	}{
		{"folder", "not written by fairlead", func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o777), os.WriteFile(dir+"/summary.json", []byte("{}"), 0o666))
		}},
		{"folder of folders", "not written by fairlead", func(dir string) error {
			return os.MkdirAll(dir+"/a/b", 0o777)
		}},
		{"foreign marker", "not written by fairlead", func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o777), os.WriteFile(dir+"/"+Marker, []byte("mine"), 0o666))
		}},
		{"file", "is a file", func(dir string) error { return os.WriteFile(dir, nil, 0o666) }},
		{"link", "symbolic link", func(dir string) error { return os.Symlink(os.TempDir(), dir) }},
		{"link to nothing", "symbolic link", func(dir string) error { return os.Symlink("nowhere", dir) }},
		{"ours with a note in it", "did not write notes/todo.txt", func(dir string) error {
			return errors.Join(os.Mkdir(dir+"/notes", 0o777), os.WriteFile(dir+"/notes/todo.txt", nil, 0o666))
		}},
		{"ours with a link in it", "did not write a", func(dir string) error {
			return errors.Join(os.Remove(dir+"/a"), os.Symlink("/etc/passwd", dir+"/a"))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			dir := filepath.Join(root, "out")
			if strings.HasPrefix(c.name, "ours") {
				write(t, dir, map[string]string{"a": "1"})
			}
			late, err := Create(filepath.Join(root, "out"))
			if strings.HasPrefix(c.name, "ours") && err != nil {
				t.Fatal(err)
			}
			if err := c.make(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := Create(dir); err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), firstWords(c.want)) {
				t.Errorf("Create: %v, want %q", err, c.want)
			}
			if err := late.Commit(); err == nil || !strings.Contains(err.Error(), firstWords(c.want)) {
				t.Errorf("Commit of one that began earlier: %v, want %q", err, c.want)
			}
			if got := names(t, root); got != "out" {
				t.Errorf("remains: %q", got)
			}
		})
	}
}

// firstWords leaves out the file inside a folder, of which only one is named.
func firstWords(s string) string {
	s, _, _ = strings.Cut(s, "/")
	return s
}

func TestAbortLeavesNothing(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "out")
	b, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	put(t, b, "a", "1")
	if got := names(t, root); !strings.HasPrefix(got, ".out.partial-") {
		t.Errorf("grows as %q", got)
	}
	b.Abort()
	b.Abort()
	if got := names(t, root); got != "" {
		t.Errorf("remains: %q", got)
	}
	if err := b.Commit(); err == nil {
		t.Error("committed after Abort")
	}
	if _, err := b.File("b"); err == nil {
		t.Error("a file after Abort")
	}
}

func TestFileNames(t *testing.T) {
	b, err := Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	put(t, b, "a", "")
	for _, name := range []string{"", ".", "..", "../x", "/etc/x", "a", "x/../y", "x//y", Marker} {
		if _, err := b.File(name); err == nil {
			t.Errorf("File(%q) is allowed", name)
		}
	}
}

func TestCommitWithOpenFile(t *testing.T) {
	root := t.TempDir()
	b, err := Create(filepath.Join(root, "out"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.File("a"); err != nil {
		t.Fatal(err)
	}
	if err := b.Commit(); err == nil {
		t.Error("committed with a file that is still being written")
	}
	if got := names(t, root); got != "" {
		t.Errorf("remains: %q", got)
	}
}

func TestParallelRunsToOneTarget(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "out")
	first, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"second": "2"}) // must not clear the living first away
	put(t, first, "first", "1")
	if err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, dir); got != "first=1" {
		t.Errorf("last to commit: %q", got)
	}
	if got := names(t, root); got != "out" {
		t.Errorf("remains: %q", got)
	}
}

func TestErrorsNameThePath(t *testing.T) {
	root := t.TempDir()
	file := filepath.Join(root, "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(filepath.Join(file, "out")); err == nil || !strings.HasPrefix(err.Error(), file) {
		t.Errorf("folder below a file: %v", err)
	}
	if _, err := AtomicFile(filepath.Join(root, "missing", "x.xml")); err == nil || !strings.Contains(err.Error(), "missing/x.xml: no such file") {
		t.Errorf("file in a folder that is not there: %v", err)
	}
	if _, err := AtomicFile(root); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("folder as file: %v", err)
	}
	long := filepath.Join(root, strings.Repeat("x", 300))
	if _, err := Create(long); err == nil || !strings.Contains(err.Error(), long) {
		t.Errorf("name too long: %v", err)
	}
}

func TestLongNames(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, strings.Repeat("x", 255))
	write(t, dir, map[string]string{"a": "1"})
	write(t, dir, map[string]string{"b": "1"})
	if got := tree(t, dir); got != "b=1" {
		t.Error(got)
	}
}

func TestSafeName(t *testing.T) {
	for name, want := range map[string]string{
		"":              "-",
		"what-if_1.2":   "what-if_1.2",
		".hidden":       "-hidden",
		"..":            "-.",
		"../../etc":     "-.-..-etc",
		"a b/c":         "a-b-c",
		"größe":         "gr----e",
		"<script>":      "-script-",
		"a\x00\x1b[31m": "a---31m",
	} {
		if got := SafeName(name); got != want {
			t.Errorf("SafeName(%q) = %q, want %q", name, got, want)
		}
	}
}
