package allocator

import (
	"math"
	"slices"
	"strings"
	"testing"

	"fairlead/sim/resource"
)

func TestRandomOrderIsADrawByName(t *testing.T) {
	build := func(names ...string) *Sorter {
		s := newTestSorter(t, "drf", TiesMesos, 100, 100)
		for _, n := range names {
			s.add(n)
		}
		return s
	}
	order := func(s *Sorter, round uint64) string {
		var names []string
		for _, n := range s.RandomOrder(7, round, nil) {
			names = append(names, s.Name(n))
		}
		return strings.Join(names, " ")
	}
	s := build("a", "b", "c/x", "c/y", "d")
	seen := map[string]bool{}
	for round := range uint64(50) {
		seen[order(s, round)] = true
		if a, b := order(s, round), order(build("d", "c/y", "c/x", "b", "a"), round); a != b {
			t.Fatalf("round %d: %s, and %s with other registration", round, a, b)
		}
	}
	if len(seen) < 30 {
		t.Errorf("50 rounds gave only %d orders", len(seen))
	}
	b, _ := s.Find([]string{"b"})
	s.Deactivate(b)
	if got := order(s, 1); strings.Contains(got, "b") || len(strings.Fields(got)) != 4 {
		t.Errorf("order without b is %q", got)
	}
}

// A client weighs the product, down its path, of its part among active siblings.
func TestRandomOrderWeights(t *testing.T) {
	s := newTestSorter(t, "drf", TiesMesos, 100, 100)
	s.SetWeight([]string{"b"}, resource.Frac{Num: 3, Den: 1})
	s.SetWeight([]string{"b", "y"}, resource.Frac{Num: 1, Den: 2})
	for _, n := range []string{"a", "b", "b/x", "b/y", "b/z", "c/off"} {
		s.add(n)
	}
	z, _ := s.Find([]string{"b", "z"})
	off, _ := s.Find([]string{"c", "off"})
	s.Deactivate(z)
	s.Deactivate(off)
	// a has 1/4; b has 3/4, of which "." and x have 1/2.5 each and y 0.5/2.5.
	want := map[string]float64{"a": 0.25, "b": 0.3, "b/x": 0.3, "b/y": 0.15}
	got := map[string]float64{}
	const rounds = 40000
	var order []Node
	for r := range uint64(rounds) {
		order = s.RandomOrder(1, r, order[:0])
		got[s.Name(order[0])]++
	}
	for name, p := range want {
		if d := math.Abs(got[name]/rounds - p); d > 0.01 {
			t.Errorf("%s is first with frequency %v, want %v", name, got[name]/rounds, p)
		}
	}
	if len(got) != len(want) {
		t.Errorf("first were %v", got)
	}
}

// -log(u)/w rises where u^(1/w) falls.
func TestShuffleKeyIsThePowerReversed(t *testing.T) {
	type pair struct{ u, w float64 }
	var all []pair
	for _, u := range []float64{1e-9, 0.1, 0.3, 0.5, 0.9, 0.999} {
		for _, w := range []float64{0.01, 0.5, 1, 2, 7} {
			all = append(all, pair{u, w})
		}
	}
	slices.SortFunc(all, func(a, b pair) int {
		switch pa, pb := math.Pow(a.u, 1/a.w), math.Pow(b.u, 1/b.w); {
		case pa > pb:
			return -1
		case pa < pb:
			return 1
		}
		return 0
	})
	for i := 1; i < len(all); i++ {
		a, b := all[i-1], all[i]
		if math.Pow(a.u, 1/a.w) > math.Pow(b.u, 1/b.w)+1e-12 && shuffleKey(a.u, a.w) >= shuffleKey(b.u, b.w) {
			t.Errorf("%v and %v are swapped", a, b)
		}
	}
}
