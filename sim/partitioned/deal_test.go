package partitioned

import (
	"fmt"
	"slices"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"

	"pgregory.net/rapid"
)

// dealt lets a plane deal nodes and returns how many of each shape each tenant
// got, after checking that no node was dealt twice or out of turn.
func dealt(t interface{ Fatalf(string, ...any) }, tenants []Tenant, counts []int32) [][]int {
	shapes := resource.NewTable(1)
	cfg := sim.Config{Shapes: shapes}
	var shapeOf []int
	for i, n := range counts {
		cfg.Nodes = append(cfg.Nodes, sim.NodeShape{Name: fmt.Sprint(i), Count: n, Capacity: shapes.Intern([]int64{int64(i+1) * 1000})})
		for range n {
			shapeOf = append(shapeOf, i)
		}
	}
	p := New(Config{Tenants: tenants})
	cfg.Plane = p
	p.Boot(sim.New(cfg))
	got := make([][]int, len(tenants))
	owner := map[sim.NodeID]int{}
	for i := range p.queues {
		got[i] = make([]int, len(counts))
		for k, n := range p.queues[i].nodes {
			if other, twice := owner[n]; twice {
				t.Fatalf("node %d was dealt to tenants %d and %d", n, other, i)
			}
			if k > 0 && n <= p.queues[i].nodes[k-1] || int(p.local[n]) != k {
				t.Fatalf("tenant %d has nodes %v, node %d is number %d of them", i, p.queues[i].nodes, n, p.local[n])
			}
			owner[n] = i
			got[i][shapeOf[n]]++
		}
	}
	return got
}

func weighing(name string, num, den uint64) Tenant {
	return Tenant{Name: name, Weight: resource.Frac{Num: num, Den: den}}
}

// TestDeal knows some cases by heart.
func TestDeal(t *testing.T) {
	for _, c := range []struct {
		why     string
		tenants []Tenant
		nodes   int32
		want    []int
	}{
		{"even", []Tenant{weighing("a", 1, 1), weighing("b", 1, 1)}, 10, []int{5, 5}},
		{"the odd node goes by name, not by place in the file", []Tenant{weighing("b", 1, 1), weighing("a", 1, 1)}, 9, []int{4, 5}},
		{"names are ordered by byte", []Tenant{weighing("a", 1, 1), weighing("B", 1, 1)}, 1, []int{0, 1}},
		{"2:1", []Tenant{weighing("a", 2, 1), weighing("b", 1, 1)}, 9, []int{6, 3}},
		{"the larger remainder before the name", []Tenant{weighing("a", 1, 1), weighing("b", 2, 1)}, 10, []int{3, 7}},
		{"weights are fractions", []Tenant{weighing("a", 1, 2), weighing("b", 3, 2)}, 8, []int{2, 6}},
		// Hamilton's method: quotas 43.5, 35.3, 15.2 and 6 of a hundred
		{"Hamilton", []Tenant{weighing("d", 60, 1), weighing("a", 435, 1), weighing("b", 353, 1), weighing("c", 152, 1)}, 100, []int{6, 44, 35, 15}},
		{"somebody gets none", []Tenant{weighing("a", 100, 1), weighing("b", 1, 1)}, 10, []int{10, 0}},
		{"what is owned by number is not dealt", []Tenant{weighing("a", 1, 1), {Name: "own", Weight: resource.One, Nodes: []int{4}}, weighing("b", 1, 1)}, 10, []int{3, 4, 3}},
		{"none by number", []Tenant{{Name: "own", Weight: resource.One, Nodes: []int{0}}, weighing("b", 1, 1)}, 3, []int{0, 3}},
		{"all by number leave the rest idle", []Tenant{{Name: "own", Weight: resource.One, Nodes: []int{2}}}, 3, []int{2}},
	} {
		for i, got := range dealt(t, c.tenants, []int32{c.nodes}) {
			if got[0] != c.want[i] {
				t.Errorf("%s: %s got %d of %d nodes, want %d", c.why, c.tenants[i].Name, got[0], c.nodes, c.want[i])
			}
		}
	}
}

// TestDealAgainstPlain deals by largest remainder in whole numbers: weight times
// nodes over the sum of weights.
func TestDealAgainstPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Int32Range(1, 40), 1, 4).Draw(t, "nodes")
		names := rapid.Permutation([]string{"a", "b", "c", "d", "e", "f"}).Draw(t, "names")
		left := slices.Clone(counts)
		var tenants []Tenant
		var weights []int64
		sum := int64(0)
		for i := range rapid.IntRange(1, 6).Draw(t, "tenants") {
			w := rapid.Int64Range(1, 7).Draw(t, "weight")
			tn := weighing(names[i], uint64(w), 12)
			if rapid.IntRange(0, 3).Draw(t, "by number") == 0 {
				for s := range counts {
					n := rapid.Int32Range(0, left[s]).Draw(t, "own")
					tn.Nodes = append(tn.Nodes, int(n))
					left[s] -= n
				}
			} else {
				sum += w
			}
			tenants, weights = append(tenants, tn), append(weights, w)
		}
		got := dealt(t, tenants, counts)
		for s := range counts {
			type seat struct {
				tenant    int
				remainder int64
			}
			var seats []seat
			want := make([]int, len(tenants))
			rest := int64(left[s])
			for i := range tenants {
				if tenants[i].Nodes != nil {
					want[i] = tenants[i].Nodes[s]
					continue
				}
				want[i] = int(int64(left[s]) * weights[i] / sum)
				rest -= int64(want[i])
				seats = append(seats, seat{i, int64(left[s]) * weights[i] % sum})
			}
			slices.SortFunc(seats, func(a, b seat) int {
				if a.remainder != b.remainder {
					return int(b.remainder - a.remainder)
				}
				if tenants[a.tenant].Name < tenants[b.tenant].Name {
					return -1
				}
				return 1
			})
			for i := range seats {
				if int64(i) < rest {
					want[seats[i].tenant]++
				}
			}
			for i := range tenants {
				if got[i][s] != want[i] {
					t.Fatalf("%s got %d nodes of shape %d, want %d", tenants[i].Name, got[i][s], s, want[i])
				}
			}
		}
	})
}
