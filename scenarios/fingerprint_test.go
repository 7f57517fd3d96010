package scenarios

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fairlead/policies"

	"github.com/google/go-cmp/cmp"
)

// subject is a run whose fingerprint is golden.
type subject struct {
	name string
	text []byte
	over Overrides
}

// subjects are the gallery, and a crowd under every policy and in every manner
// that a plane knows.
func subjects(t *testing.T) (out []subject) {
	for _, name := range Gallery() {
		text, _ := GalleryFile(name)
		out = append(out, subject{name, text, Overrides{}})
	}
	files, err := filepath.Glob("testdata/fingerprints/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files with something of everything (%v)", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		for _, p := range policies.All {
			out = append(out, subject{name + " policy=" + p.Name, text, Overrides{Policy: p.Name}})
		}
		for _, set := range [][]string{
			{"plane=partitioned"},
			{"plane={kind: mesos, allocation_interval: 0s, ties: name}"},
			{"plane={kind: mesos, offers: one-task, ties: registration}"},
			{"plane={kind: mesos, offers: one-task, allocation_interval: 0s, placement: random}"},
			{"plane={kind: mesos, offers: one-task, allocation_interval: 250ms, placement: best-fit, misfit: stop}"},
		} {
			out = append(out, subject{name + " " + set[0], text, Overrides{Set: set}})
		}
	}
	return out
}

// fingerprint runs a subject.
func (s subject) fingerprint(t *testing.T) string {
	t.Helper()
	sc, err := LoadBytes(s.name, s.text, s.over)
	if err != nil {
		t.Fatal(err)
	}
	res, err := sc.Run(context.Background(), RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return res.Summary.Fingerprint
}

// TestFingerprints holds every subject to its golden fingerprint, which is the
// same on all processors, machines and numbers of threads. A change here is a
// change of what the simulator means: it needs a reason, and another
// sim.EngineVersion where it is released.
func TestFingerprints(t *testing.T) {
	const golden = "testdata/fingerprints.txt"
	var b strings.Builder
	for _, s := range subjects(t) {
		fp := s.fingerprint(t)
		s.over.Seed = "987654321"
		other := s.fingerprint(t)
		note := ""
		if fp == other {
			note = " whatever the seed"
		}
		fmt.Fprintf(&b, "%s %s%s\n", fp, s.name, note)
		if drawn := strings.Contains(string(s.text), "poisson("); drawn && fp == other {
			t.Errorf("%s: chance is drawn, but another seed gives the same run", s.name)
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("fingerprints on %s (-want +got):\n%s", runtime.GOARCH, diff)
	}
}

// TestSameOnAnyNumberOfThreads runs every subject on one and on eight threads.
func TestSameOnAnyNumberOfThreads(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, s := range subjects(t) {
		runtime.GOMAXPROCS(1)
		one := s.fingerprint(t)
		runtime.GOMAXPROCS(8)
		if eight := s.fingerprint(t); one != eight {
			t.Errorf("%s: %s on one thread, %s on eight", s.name, one, eight)
		}
	}
}

// TestGalleryAudited runs the gallery and the crowds with every check on.
func TestGalleryAudited(t *testing.T) {
	for _, s := range subjects(t) {
		t.Run(s.name, func(t *testing.T) {
			sc, err := LoadBytes(s.name, s.text, s.over)
			if err != nil {
				t.Fatal(err)
			}
			told(t, sc)
		})
	}
}
