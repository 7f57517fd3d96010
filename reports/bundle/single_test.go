package bundle

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAtomicFile(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "out.xml")
	for _, text := range []string{"one", "two"} {
		f, err := AtomicFile(path)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, text)
		if got, _ := os.ReadFile(path); string(got) == text {
			t.Error("there before Commit")
		}
		if err := f.Commit(); err != nil {
			t.Fatal(err)
		}
		f.Abort()
		if got, _ := os.ReadFile(path); string(got) != text {
			t.Errorf("%q, want %q", got, text)
		}
		os.Chmod(path, 0o640)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
		t.Errorf("permissions %v", info.Mode().Perm())
	}
	if got := names(t, root); got != "out.xml" {
		t.Errorf("remains: %q", got)
	}
}

func TestAtomicFileAbort(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "out.xml")
	if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := AtomicFile(path)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, strings.Repeat("new", 1<<16))
	f.Abort()
	if got, _ := os.ReadFile(path); string(got) != "old" || names(t, root) != "out.xml" {
		t.Errorf("after Abort: %q, files %q", got, names(t, root))
	}
	if err := f.Commit(); err == nil {
		t.Error("committed after Abort")
	}
}

func TestAtomicFileThroughLink(t *testing.T) {
	root := t.TempDir()
	real, link := filepath.Join(root, "real"), filepath.Join(root, "link")
	if err := os.WriteFile(real, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", link); err != nil {
		t.Skip(err)
	}
	f, err := AtomicFile(link)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "new")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(real); string(got) != "new" {
		t.Errorf("behind the link: %q", got)
	}
	if info, _ := os.Lstat(link); info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
}

func TestAtomicFileDevices(t *testing.T) {
	f, err := AtomicFile(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "x")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatal("the device was replaced")
	}
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	f, err = AtomicFile("/dev/full")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "x")
	if err := f.Commit(); err == nil || !strings.Contains(err.Error(), "/dev/full: no space left") {
		t.Errorf("a full disk: %v", err)
	}
}
