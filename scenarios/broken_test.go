package scenarios

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew; read the difference")

// TestBroken loads files with mistakes of every sort and compares what is said
// about each with the golden text beside it.
func TestBroken(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d broken files (%v), want at least 40", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			s, err := Load(file, Overrides{})
			if s != nil {
				t.Fatal("loaded, but should not have")
			}
			var ms Mistakes
			if !errors.As(err, &ms) {
				t.Fatalf("error %v is not Mistakes", err)
			}
			checkPlaces(t, ms)
			got := strings.ReplaceAll(ms.Error(), "testdata/broken/", "") + "\n"
			golden := strings.TrimSuffix(file, ".yaml") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("mistakes differ (-want +got):\n%s", diff)
			}
		})
	}
}

// checkPlaces demands that mistakes stand in the order of their file and say
// something on one line.
func checkPlaces(t *testing.T, ms Mistakes) {
	t.Helper()
	for i, m := range ms {
		if m.Msg == "" || strings.ContainsAny(m.Msg, "\n\r\x00\x1b") {
			t.Errorf("mistake %d says %q", i, m.Msg)
		}
		if m.File == "" || m.Line < 0 || m.Line > 0 && m.Col < 1 {
			t.Errorf("mistake %d has no place: %+v", i, m)
		}
		if i == 0 || ms[i-1].File != m.File {
			continue
		}
		if p := ms[i-1]; p.Line > m.Line || p.Line == m.Line && p.Col > m.Col {
			t.Errorf("mistakes out of order: %v before %v", p, m)
		}
	}
}
