package main

import (
	"bytes"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fairlead/sim"
)

func TestInOrder(t *testing.T) {
	for _, j := range []int{-1, 1, 2, 7, 100} {
		var running, most atomic.Int32
		var got []int
		inOrder(20, j, func(i int) int {
			for n, m := running.Add(1), most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			time.Sleep(time.Duration((20-i)%3) * time.Millisecond)
			running.Add(-1)
			return i * i
		}, func(i, square int) {
			if square != i*i {
				t.Errorf("-j %d: item %d has the result %d", j, i, square)
			}
			got = append(got, i)
		})
		if !slices.IsSorted(got) || len(got) != 20 {
			t.Errorf("-j %d: order %v", j, got)
		}
		if int(most.Load()) > max(j, 1) {
			t.Errorf("-j %d: %d at the same time", j, most.Load())
		}
	}
	inOrder(0, 4, func(int) int { panic("no items") }, func(int, int) {})
}

func TestSplitValues(t *testing.T) {
	for list, want := range map[string][]string{
		"a,b":                            {"a", "b"},
		"a":                              {"a"},
		" a , b ":                        {"a", "b"},
		"lognormal(30s, 1.2),exp(1m)":    {"lognormal(30s, 1.2)", "exp(1m)"},
		"{a: [1, 2], b: 3},4":            {"{a: [1, 2], b: 3}", "4"},
		`"a,b",'c,d'`:                    {`"a,b"`, `'c,d'`},
		"a),b":                           {"a)", "b"},
		"a,,b":                           {"a", "", "b"},
		`it's,fine`:                      {`it's,fine`},
		"choice(1 @ 2, exp(3) @ 4),5,[,": {"choice(1 @ 2, exp(3) @ 4)", "5", "[,"},
	} {
		if got := splitValues(list); !slices.Equal(got, want) {
			t.Errorf("splitValues(%q) = %q, want %q", list, got, want)
		}
	}
}

func TestHoldsScenario(t *testing.T) {
	for text, want := range map[string]bool{
		"fairlead: 1\ntenants: []":                     true,
		"\ufefffairlead: 1\ntenants: []":               true,
		"# about\n\n---\nfairlead: 1\ntenants: []":     true,
		"{fairlead: 1, tenants: []}":                   true,
		"\"fairlead\": 1\ntenants: []":                 true,
		"fairlead: 1\ninitial: {}":                     true,
		"fairlead: 1\ntenants: [":                      true,
		"fairlead: 1\njobs: []":                        false,
		"tenants: []\nfairlead: 1":                     false,
		"kind: Pod\nspec: {fairlead: 1, tenants: []}":  false,
		"fairleader: 1\ntenants: []":                   false,
		"":                                             false,
		"- fairlead: 1":                                false,
		"\x00\x01\x02":                                 false,
		"fairlead: 1\nplane: {tenants: 1}":             false,
		"fairlead: 1\n" + strings.Repeat("[", 100_000): true,
	} {
		if got := holdsScenario([]byte(text)); got != want {
			t.Errorf("holdsScenario(%.40q) = %v, want %v", text, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for at, want := range map[sim.Time]string{
		0:                            "0s",
		500 * sim.Millisecond:        "0s",
		59 * sim.Second:              "59s",
		60 * sim.Second:              "1m",
		61 * sim.Second:              "1m1s",
		sim.Hour + 2*sim.Minute:      "1h2m",
		sim.Hour:                     "1h",
		49*sim.Hour + 59*sim.Second:  "2d1h",
		3 * sim.Day:                  "3d",
		90*sim.Second + sim.Second/2: "1m30s",
	} {
		if got := span(at); got != want {
			t.Errorf("span(%d) = %q, want %q", at, got, want)
		}
	}
}

// TestMeter draws by hand: what a terminal would show after some seconds.
func TestMeter(t *testing.T) {
	now := time.Unix(1000, 0)
	m := &meter{total: 3, clock: func() time.Time { return now }}
	a := m.start("a\x1b[2Jb")
	now = now.Add(2 * time.Second)
	a.update(6*sim.Hour, sim.Day, 3_000_000)
	want := "0 of 3 done · a\\x1b[2Jb · 6h of 1d (25 %) · 3h a second · 1.5M records/s · 6s left"
	if got := m.line(now); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	b := m.start("b")
	m.end(a)
	b.update(sim.Minute, sim.Forever, 10)
	if got, want := m.line(now), "1 of 3 done · b · 1m simulated"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	m.end(b)
	if got := m.line(now); got != "" {
		t.Errorf("got %q after the end", got)
	}
}

// TestMeterIsSilent: without a terminal there is no meter, and no meter is one
// that does nothing.
func TestMeterIsSilent(t *testing.T) {
	var out bytes.Buffer
	m := newMeter(&out, 1)
	if m != nil {
		t.Fatal("a meter without a terminal")
	}
	tr := m.start("a")
	tr.update(1, 2, 3)
	told := false
	m.aside(func() { told = true })
	m.end(tr)
	m.close()
	if !told || out.Len() > 0 {
		t.Errorf("told %v, wrote %q", told, out.String())
	}
}

func TestMeterClearsItsLine(t *testing.T) {
	var out bytes.Buffer
	m := &meter{out: &out, total: 1, clock: time.Now, drawn: true}
	m.aside(func() { out.WriteString("text\n") })
	m.aside(func() { out.WriteString("more\n") })
	if got, want := out.String(), "\r\x1b[Ktext\nmore\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestClip(t *testing.T) {
	if got := clip("äöü…", 3); got != "äöü" {
		t.Errorf("got %q", got)
	}
	if got := clip("ab", 3); got != "ab" {
		t.Errorf("got %q", got)
	}
}

func TestShellWord(t *testing.T) {
	for text, want := range map[string]string{"a/b.yaml": "a/b.yaml", "a b": "'a b'", "": "''", "it's": `'it'\''s'`, "$(x)": "'$(x)'"} {
		if got := shellWord(text); got != want {
			t.Errorf("shellWord(%q) = %s, want %s", text, got, want)
		}
	}
}
