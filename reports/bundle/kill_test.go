package bundle

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Environment of the child: where to write, and whether folders may be exchanged.
const (
	childDir  = "FAIRLEAD_BUNDLE_TEST_DIR"
	childSwap = "FAIRLEAD_BUNDLE_TEST_SWAP"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		writeForEver(dir)
	}
	os.Exit(m.Run())
}

// childFiles are the files of one generation of results.
const childFiles = 5

// writeForEver writes one generation of results after the other.
func writeForEver(dir string) {
	if os.Getenv(childSwap) == "no" {
		swapFolders = func(_, _ string) error { return errors.ErrUnsupported }
	}
	fmt.Println("ready")
	for generation := 0; ; generation++ {
		b, err := Create(dir)
		if err != nil {
			panic(err)
		}
		for i := range childFiles {
			f, err := b.File(fmt.Sprintf("f%d", i))
			if err != nil {
				panic(err)
			}
			for range 50 {
				io.WriteString(f, strconv.Itoa(generation)+" ")
			}
			if err := f.Close(); err != nil {
				panic(err)
			}
		}
		if err := b.Commit(); err != nil {
			panic(err)
		}
	}
}

// TestKilledAtAnyMoment kills a writer again and again: what is at the target
// is always whole, and the next run clears away what lies beside it.
func TestKilledAtAnyMoment(t *testing.T) {
	for _, swap := range []string{"yes", "no"} {
		t.Run("exchange "+swap, func(t *testing.T) {
			root := t.TempDir()
			dir := filepath.Join(root, "out")
			write(t, dir, map[string]string{"before": "1"})
			for i := range 12 {
				killWriter(t, dir, swap, time.Duration(1+i*37%29)*time.Millisecond)
				if _, err := os.Lstat(dir); err == nil || swap == "yes" {
					checkWhole(t, dir)
				}
				clearStale(dir) // as the next run does first
				checkWhole(t, dir)
				if got := names(t, root); got != "out" {
					t.Fatalf("after clearing remain %q", got)
				}
			}
		})
	}
}

// killWriter starts a writer and kills it after a while.
func killWriter(t *testing.T, dir, swap string, after time.Duration) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childDir+"="+dir, childSwap+"="+swap)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out.Read(make([]byte, 8)) // it has begun
	time.Sleep(after)
	cmd.Process.Kill()
	if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the writer ended by itself: %v", err)
	}
}

// checkWhole demands all files of one generation.
func checkWhole(t *testing.T, dir string) {
	t.Helper()
	if text := tree(t, dir); text == "before=1" {
		return
	}
	first := ""
	for i := range childFiles {
		text, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("f%d", i)))
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(string(text))
		if len(words) != 50 {
			t.Fatalf("f%d: %d words of 50", i, len(words))
		}
		if first == "" {
			first = words[0]
		}
		if words[0] != first || words[49] != first {
			t.Fatalf("f%d is of generation %s, f0 of %s", i, words[0], first)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, Marker)); err != nil {
		t.Error(err)
	}
}
