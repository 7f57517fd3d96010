package scenarios

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNearest(t *testing.T) {
	words := []string{"weight", "workload", "starts", "tenants", "max_tasks_per_offer", "refuse_rest", "cpus", "mem", "by"}
	for typed, want := range map[string]string{
		"wieght": "weight", "Weight": "weight", "wght": "", "start": "starts", "tenant": "tenants", "tenats": "tenants",
		"refuse-rest": "refuse_rest", "refuserest": "refuse_rest", "max_task_per_offers": "max_tasks_per_offer",
		"cpu": "cpus", "memory": "mem", "mem_limit": "", "bye": "by", "x": "", "": "", "work": "workload",
		strings.Repeat("w", 1000): "",
	} {
		if got := nearest(typed, words); got != want {
			t.Errorf("%q is taken for %q, want %q", typed, got, want)
		}
	}
}

// TestDistance compares with the definition, by recursion.
func TestDistance(t *testing.T) {
	var plain func(a, b string) int
	plain = func(a, b string) int {
		if a == "" || b == "" {
			return len(a) + len(b)
		}
		cost := 1
		if a[0] == b[0] {
			cost = 0
		}
		d := min(plain(a[1:], b)+1, plain(a, b[1:])+1, plain(a[1:], b[1:])+cost)
		if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
			d = min(d, plain(a[2:], b[2:])+1)
		}
		return d
	}
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abc")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b, bound := word.Draw(t, "a"), word.Draw(t, "b"), rapid.IntRange(1, 7).Draw(t, "bound")
		if got, want := distance([]rune(a), []rune(b), bound), min(plain(a, b), bound); got != want {
			t.Fatalf("distance(%q, %q) below %d is %d, want %d", a, b, bound, got, want)
		}
	})
}

// TestMistakesAreBounded checks that a flood is cut, in order, with its size.
func TestMistakesAreBounded(t *testing.T) {
	l := &loader{files: []string{"f"}}
	const n = maxKept + 500
	for i := range n {
		l.mistake(Place{"f", n - i, 1}, "number %d", i)
	}
	ms := l.result().(Mistakes)
	if len(ms) != maxShown+1 || ms[0].Line >= ms[maxShown-1].Line {
		t.Fatalf("%d mistakes, from line %d to %d", len(ms), ms[0].Line, ms[maxShown-1].Line)
	}
	if got, want := ms[maxShown].Msg, fmt.Sprintf("%d more mistakes are not shown", n-maxShown); got != want {
		t.Errorf("the last says %q, want %q", got, want)
	}
}

// TestMistakeOrder keeps what stands at one place in order of discovery, and
// files in the order in which they were named.
func TestMistakeOrder(t *testing.T) {
	ms := Mistakes{{"b", 1, 1, "5"}, {"a", 2, 3, "3"}, {"a", 2, 1, "1"}, {"c", 0, 0, "6"}, {"a", 2, 1, "2"}, {"a", 10, 1, "4"}}
	var got string
	for _, m := range ms.sorted([]string{"a", "b", "c"}) {
		got += m.Msg
	}
	if got != "123456" {
		t.Errorf("order %s", got)
	}
}
