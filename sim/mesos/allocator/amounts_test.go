package allocator

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPoolsIntern(t *testing.T) {
	p := NewPools()
	ab := p.Reservation("a", "a/b")
	pool := p.Intern(Pool{Reserved: ab, Volume: p.Volume("v"), Shared: true})
	if p.Intern(Pool{}) != Plain || pool == Plain || p.Intern(p.At(pool)) != pool {
		t.Error("interning is not stable")
	}
	if ab == p.Reservation("a/b") || ab != p.Reservation("a", "a/b") {
		t.Error("stacks are mixed up")
	}
	if got := strings.Join(p.Roles(ab), ">"); got != "a>a/b" {
		t.Errorf("stack is %s", got)
	}
	var q Pools
	p.CopyTo(&q)
	p.Intern(Pool{Mount: true})
	if q.Intern(Pool{Revocable: true}) != PoolID(len(p.all)-1) || len(q.index) != len(q.all) {
		t.Error("the copy is not on its own")
	}
}

func TestAmountsAddSub(t *testing.T) {
	p := NewPools()
	vol := p.Intern(Pool{Volume: p.Volume("v"), Shared: true})
	rev := p.Intern(Pool{Revocable: true})
	var v Amounts
	for _, o := range []Object{{vol, 1, 50}, {Plain, 1, 10}, {rev, 0, 3}, {Plain, 0, 0}, {Plain, 1, 5}, {vol, 1, 50}} {
		v = p.Add(v, o)
	}
	want := Amounts{{Plain, 1, 15}, {vol, 1, 50}, {vol, 1, 50}, {rev, 0, 3}}
	if !slices.Equal(v, want) {
		t.Fatalf("sum is %v", v)
	}
	sum := make([]int64, 2)
	p.Quantities(v, sum)
	if !slices.Equal(sum, []int64{3, 65}) {
		t.Errorf("quantities are %v", sum)
	}
	for _, o := range []Object{{Plain, 1, 16}, {Plain, 0, 1}, {vol, 1, 49}, {vol, 1, 51}} {
		if _, ok := p.Sub(v, o); ok {
			t.Errorf("%v was taken out of %v", o, v)
		}
	}
	ok := true
	for _, o := range []Object{{vol, 1, 50}, {rev, 0, 3}, {Plain, 1, 5}, {Plain, 0, 0}, {Plain, 1, 10}, {vol, 1, 50}} {
		if v, ok = p.Sub(v, o); !ok {
			t.Fatalf("%v is not in %v", o, v)
		}
	}
	if len(v) != 0 {
		t.Errorf("%v is left", v)
	}
}

// TestAccountsEqualTwin recomputes at every step what every node holds: the sum
// of what is not shared below it, and each (agent, volume) below it once.
func TestAccountsEqualTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pools := NewPools()
		s := newTestSorter(t, "drf", TiesMesos, 100, 100)
		a := NewAccounts(s, pools)
		held := map[string]map[int32]Amounts{} // by client and agent
		some := []Object{{Plain, 0, 2}, {pools.Intern(Pool{Reserved: pools.Reservation("r")}), 0, 3}}
		for _, name := range []string{"v", "w"} {
			some = append(some, Object{pools.Intern(Pool{Volume: pools.Volume(name), Shared: true}), 1, 7})
		}
		paths := []string{"a", "a/x", "a/y", "a/y/1", "b"}
		draw := func() (string, Node, int32, Object) {
			name := rapid.SampledFrom(paths).Draw(t, "client")
			n, ok := s.Find(strings.Split(name, "/"))
			if !ok {
				n = s.add(name)
				held[name] = map[int32]Amounts{}
			}
			return name, n, rapid.Int32Range(0, 1).Draw(t, "agent"), rapid.SampledFrom(some).Draw(t, "object")
		}
		t.Repeat(map[string]func(*rapid.T){
			"give": func(*rapid.T) {
				name, n, agent, o := draw()
				held[name][agent] = pools.Add(held[name][agent], o)
				a.Grant(n, agent, Amounts{o})
			},
			"take": func(*rapid.T) {
				name, n, agent, o := draw()
				rest, ok := pools.Sub(held[name][agent], o)
				if !ok {
					return
				}
				held[name][agent] = rest
				a.Return(n, agent, Amounts{o})
			},
			"remove": func(*rapid.T) {
				name, n, _, _ := draw()
				delete(held, name)
				a.Remove(n)
			},
			"copy": func(*rapid.T) {
				to, p, totals, acc := &Sorter{}, &Pools{}, NewTotals(2), &Accounts{}
				s.totals.CopyTo(totals)
				s.CopyTo(to, totals)
				pools.CopyTo(p)
				a.CopyTo(acc, to, p)
				s, pools, a = to, p, acc
			},
			"": func(t *rapid.T) { checkAccounts(t, s, pools, held) },
		})
	})
}

func checkAccounts(t *rapid.T, s *Sorter, pools *Pools, held map[string]map[int32]Amounts) {
	for name := range held {
		leaf, _ := s.Find(strings.Split(name, "/"))
		for n := leaf; n != root; n = s.nodes[n].parent {
			want, seen := make([]int64, 2), map[string]bool{}
			for other, agents := range held {
				at, _ := s.Find(strings.Split(other, "/"))
				if !below(s, at, n) {
					continue
				}
				for agent, v := range agents {
					for _, o := range v {
						key := fmt.Sprint(agent, o.Pool)
						if !pools.At(o.Pool).Shared || !seen[key] {
							want[o.Dim] += o.Amount
						}
						seen[key] = true
					}
				}
			}
			if !slices.Equal(s.Held(n), want) {
				t.Fatalf("%s holds %v, want %v", s.Name(n), s.Held(n), want)
			}
		}
	}
}

func below(s *Sorter, n, top Node) bool {
	for ; n != root; n = s.nodes[n].parent {
		if n == top {
			return true
		}
	}
	return false
}
