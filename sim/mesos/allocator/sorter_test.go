package allocator

import (
	"strings"
	"testing"

	"fairlead/policies"
	"fairlead/sim/claim"
	"fairlead/sim/resource"
)

// A failer is a testing.TB or a rapid.T.
type failer interface {
	Fatal(...any)
	Fatalf(string, ...any)
}

// newRanker makes a policy for cpus and mem.
func newRanker(t failer, name string) claim.Ranker {
	p, ok := policies.Find(name)
	if !ok {
		t.Fatalf("no policy %q", name)
	}
	r, err := p.New(nil, resource.NewDims("cpus", "mem"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func newTestSorter(t failer, policy string, ties Ties, cpus, mem int64) *Sorter {
	totals := NewTotals(2)
	totals.Add([]int64{cpus, mem})
	return NewSorter(SorterOptions{Width: 2, Ranker: newRanker(t, policy), Ties: ties, Totals: totals})
}

// add brings in an active client with a path written with slashes.
func (s *Sorter) add(path string) Node {
	n := s.Add(strings.Split(path, "/"))
	s.Activate(n)
	return n
}

// walk is the order of service, as text.
func (s *Sorter) walk() string {
	var names []string
	for n := s.First(); n >= 0; n = s.Next(n) {
		names = append(names, s.Name(n))
	}
	return strings.Join(names, " ")
}

func wantWalk(t *testing.T, s *Sorter, want string) {
	t.Helper()
	if got := s.walk(); got != want {
		t.Errorf("walk is %q, want %q", got, want)
	}
}

func TestSorterTiesMesos(t *testing.T) {
	s := newTestSorter(t, "drf", TiesMesos, 100, 100)
	a, b := s.add("a"), s.add("b")
	s.add("c")
	wantWalk(t, s, "a b c")
	s.Grant(a, []int64{0, 0})
	wantWalk(t, s, "b c a") // equal shares: a was granted something once
	s.Use(b, []int64{0, 0})
	wantWalk(t, s, "b c a") // a use is no grant
	s.GrantN(b, []int64{0, 0}, 2)
	wantWalk(t, s, "c a b")
	s.Deactivate(b)
	s.Activate(b)
	wantWalk(t, s, "c a b") // counts stay
	s.Remove(b)
	s.add("b")
	wantWalk(t, s, "b c a") // and go with the client
}

func TestSorterOtherTies(t *testing.T) {
	for _, c := range []struct {
		ties    Ties
		byOrder bool
		want    string
	}{
		{TiesName, false, "longname1 longname2 x"},
		{TiesNameDescending, false, "x longname2 longname1"},
		{TiesRegistration, false, "longname2 x longname1"},
		{TiesMesos, true, "x longname1 longname2"},
	} {
		s := newTestSorter(t, "drf", c.ties, 100, 100)
		s.byOrder = s.byOrder || c.byOrder
		n := s.add("longname2")
		s.add("x")
		s.add("longname1")
		s.Grant(n, []int64{0, 0})
		wantWalk(t, s, c.want)
	}
}

// A walk keeps the order of the moment in which it began.
func TestSorterGrantsDuringWalk(t *testing.T) {
	s := newTestSorter(t, "drf", TiesMesos, 100, 100)
	for _, name := range []string{"a", "b/x", "b/y", "c"} {
		s.add(name)
	}
	var got []string
	for n := s.First(); n >= 0; n = s.Next(n) {
		got = append(got, s.Name(n))
		s.Grant(n, []int64{50 - 10*int64(len(got)), 0})
		if s.Name(n) == "b/x" {
			s.Deactivate(n)
		}
	}
	if g := strings.Join(got, " "); g != "a b/x b/y c" {
		t.Errorf("walk with grants is %q", g)
	}
	wantWalk(t, s, "c a b/y")
}

func TestSorterRegistrationCanBeSet(t *testing.T) {
	s := newTestSorter(t, "drf", TiesRegistration, 100, 100)
	a := s.add("a")
	s.add("b")
	s.SetOrder(a, 7)
	s.add("c")
	wantWalk(t, s, "b a c")
}

func TestSorterSinceOfInnerNodes(t *testing.T) {
	s := newTestSorter(t, "fifo", TiesMesos, 100, 100)
	x, y, b := s.add("a/x"), s.add("a/y"), s.add("b")
	wantWalk(t, s, "a/x a/y b")
	s.SetSince(b, 5)
	wantWalk(t, s, "b a/x a/y")
	s.SetSince(y, 4)
	wantWalk(t, s, "a/y a/x b")
	s.SetSince(x, 3)
	wantWalk(t, s, "a/x a/y b")
	s.SetSince(x, claim.NoWork)
	s.SetSince(y, 6)
	wantWalk(t, s, "b a/y a/x")
	s.Remove(b)
	s.Remove(y)
	wantWalk(t, s, "a/x")
}

func TestSorterPriorities(t *testing.T) {
	s := newTestSorter(t, "priority", TiesMesos, 100, 100)
	s.SetPriority([]string{"c"}, 2)
	a := s.add("a")
	s.add("b")
	s.add("c")
	wantWalk(t, s, "c a b")
	s.SetPriority([]string{"b"}, 1)
	wantWalk(t, s, "c b a")
	s.Grant(a, []int64{1, 0})
	s.SetPriority([]string{"c"}, -1)
	s.SetPriority([]string{"b"}, 0)
	wantWalk(t, s, "b a c")
}

// A name may hold a slash; it is not a step down.
func TestSorterSlashInName(t *testing.T) {
	s := newTestSorter(t, "drf", TiesMesos, 100, 100)
	s.Activate(s.Add([]string{"a/b"}))
	s.Activate(s.Add([]string{"a", "b"}))
	s.Activate(s.Add([]string{"a"}))
	if n, ok := s.Find([]string{"a/b"}); !ok || s.nodes[n].parent != root {
		t.Error("the plain name is not at the top")
	}
	if n, ok := s.Find([]string{"a"}); !ok || !s.nodes[n].own {
		t.Error("a is not its own child")
	}
	if _, ok := s.Find([]string{"b"}); ok {
		t.Error("found what is not there")
	}
	if got := len(s.Path(s.First())); got != 1 { // "a" sorts before "a/b"; below it "." before "b"
		t.Errorf("the first path has %d names", got)
	}
}

func TestSorterPanics(t *testing.T) {
	for name, do := range map[string]func(*Sorter){
		"twice":       func(s *Sorter) { s.add("a") },
		"twice inner": func(s *Sorter) { s.add("a/b"); s.add("a") },
		"no path":     func(s *Sorter) { s.Add(nil) },
		"too much":    func(s *Sorter) { n, _ := s.Find([]string{"a"}); s.Return(n, []int64{1, 0}) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newTestSorter(t, "drf", TiesMesos, 100, 100)
			s.add("a")
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			do(s)
		})
	}
}

func TestSorterShareIsExact(t *testing.T) {
	s := newTestSorter(t, "drf", TiesMesos, 9000, 18000)
	a := s.add("a")
	s.SetWeight([]string{"a"}, resource.Frac{Num: 2, Den: 1})
	s.Grant(a, []int64{3000, 12000})
	if got := s.Share(a); got != (resource.Frac{Num: 1, Den: 3}) {
		t.Errorf("share is %v", got)
	}
}
