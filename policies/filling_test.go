package policies_test

import (
	"strings"
	"testing"

	"fairlead/policies"
	"fairlead/sim/claim"
	"fairlead/sim/resource"
)

// tenant is a claimant of a filling: it wants up to limit tasks of one demand.
type tenant struct {
	name     string
	demand   []int64
	weight   resource.Frac
	limit    int
	priority int64
	since    int64
}

// fill is progressive filling, plainly: the claimant with the lowest key gets
// room for one task as long as anybody's next task fits. Ties go to the first
// tenant of the list. It returns tasks by tenant and the order of grants.
func fill(t *testing.T, policy string, args map[string]string, total []int64, tenants []tenant) (tasks []int, grants string) {
	t.Helper()
	p, ok := policies.Find(policy)
	if !ok {
		t.Fatalf("no policy %s", policy)
	}
	r, err := p.New(args, resource.NewDims([]string{"cpus", "mem"}[:len(total)]...))
	if err != nil {
		t.Fatal(err)
	}
	view := claim.View{Width: len(total), Total: total, Held: make([]int64, len(total)*len(tenants))}
	view.Prepare()
	free := append([]int64(nil), total...)
	claims, keys := make([]claim.Claim, len(tenants)), make([]claim.Key, len(tenants))
	for i, n := range tenants {
		claims[i] = claim.Claim{Weight: n.weight, Priority: n.priority, Since: n.since, Row: int32(i), Order: int32(i)}
		if n.weight.Den == 0 {
			claims[i].Weight = resource.One
		}
	}
	tasks = make([]int, len(tenants))
	for {
		r.Rank(keys, claims, &view)
		best := -1
		for i, n := range tenants {
			if tasks[i] < n.limit && resource.Fits(n.demand, free) && (best < 0 || keys[i].Cmp(&keys[best]) < 0) {
				best = i
			}
		}
		if best < 0 {
			return tasks, grants
		}
		resource.Sub(free, tenants[best].demand)
		resource.Add(view.Of(&claims[best]), tenants[best].demand)
		tasks[best]++
		grants += tenants[best].name
	}
}

const endless = 1 << 30

func vec(units ...int64) []int64 {
	for i := range units {
		units[i] *= resource.Unit
	}
	return units
}

func wantTasks(t *testing.T, what string, got []int, want ...int) {
	t.Helper()
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s: tasks are %v, want %v", what, got, want)
			return
		}
	}
}

// NSDI 2011, section 4.1 and Table 1: 9 cpus and 18 GB, A <1, 4>, B <3, 1>.
func TestFillingWorkedExample(t *testing.T) {
	a := tenant{name: "A", demand: vec(1, 4), limit: endless}
	b := tenant{name: "B", demand: vec(3, 1), limit: endless}
	tasks, grants := fill(t, "drf", nil, vec(9, 18), []tenant{b, a}) // the paper begins with B
	wantTasks(t, "B first", tasks, 2, 3)
	if grants != "BAABA" {
		t.Errorf("grants are %s, want BAABA", grants)
	}
	tasks, _ = fill(t, "drf", nil, vec(9, 18), []tenant{a, b})
	wantTasks(t, "A first", tasks, 3, 2)
	tasks, _ = fill(t, "drf", map[string]string{"shares": "double"}, vec(9, 18), []tenant{b, a})
	wantTasks(t, "in doubles", tasks, 2, 3)

	// Section 4.3 gives the rule for weights; 2:1 in whole tasks is (4, 1).
	a.weight = resource.Frac{Num: 2, Den: 1}
	tasks, _ = fill(t, "drf", nil, vec(9, 18), []tenant{a, b})
	wantTasks(t, "weights 2:1", tasks, 4, 1)
}

// NSDI 2011, Theorem 1, section 6.1: 30 of each, <1, 3> and <1, 1>.
func TestFillingAssetAgainstDRF(t *testing.T) {
	tenants := []tenant{{name: "1", demand: vec(1, 3), limit: endless}, {name: "2", demand: vec(1, 1), limit: endless}}
	tasks, _ := fill(t, "asset", nil, vec(30, 30), tenants)
	wantTasks(t, "asset", tasks, 6, 12)
	tasks, _ = fill(t, "drf", nil, vec(30, 30), tenants)
	wantTasks(t, "drf", tasks, 5, 15)
}

// Keshav 1997: water filling, in tasks of one tenth. By hand: 10 units among 2,
// 2.6, 4 and 5 leave 2, 2.6 and then (10-4.6)/2 = 2.7 twice.
func TestFillingWater(t *testing.T) {
	for _, policy := range []string{"maxmin", "drf", "asset", "priority"} {
		for _, c := range []struct {
			total   int64
			demands []int
			weights []resource.Frac
			want    []int
		}{
			{100, []int{20, 26, 40, 50}, nil, []int{20, 26, 27, 27}},
			{100, []int{80, 60, 20}, nil, []int{40, 40, 20}},
			{160, []int{40, 20, 100, 40}, []resource.Frac{{Num: 5, Den: 2}, {Num: 4, Den: 1}, {Num: 1, Den: 2}, {Num: 1, Den: 1}}, []int{40, 20, 60, 40}},
		} {
			var tenants []tenant
			for i, d := range c.demands {
				n := tenant{name: string(rune('a' + i)), demand: []int64{100}, limit: d}
				if c.weights != nil {
					n.weight = c.weights[i]
				}
				tenants = append(tenants, n)
			}
			tasks, _ := fill(t, policy, nil, []int64{c.total * 100}, tenants)
			wantTasks(t, policy, tasks, c.want...)
		}
	}
}

// maxmin looks at its resource only: as many cpus each, whatever the memory.
func TestFillingMaxminOfOneResource(t *testing.T) {
	tenants := []tenant{{name: "a", demand: vec(1, 4), limit: endless}, {name: "b", demand: vec(3, 1), limit: endless}}
	tasks, grants := fill(t, "maxmin", nil, vec(9, 18), tenants)
	wantTasks(t, "cpus", tasks, 4, 1)
	if grants != "abaaa" {
		t.Errorf("grants are %s", grants)
	}
	tasks, grants = fill(t, "maxmin", map[string]string{"resource": "mem"}, vec(9, 18), tenants)
	wantTasks(t, "mem", tasks, 3, 2) // b has no room for a third from <2, 12> on
	if grants != "abbaa" {
		t.Errorf("grants are %s", grants)
	}
}

func TestFillingByPriorityAndAge(t *testing.T) {
	tenants := []tenant{
		{name: "a", demand: vec(1, 1), limit: 4, since: 5},
		{name: "b", demand: vec(1, 1), limit: 4, since: 3, priority: 1},
		{name: "c", demand: vec(1, 1), limit: 4, since: 5, priority: 1},
	}
	if _, grants := fill(t, "priority", nil, vec(9, 9), tenants); grants != strings.Repeat("bc", 4)+"a" {
		t.Errorf("grants by priority are %s", grants)
	}
	tenants[0].since = claim.NoWork
	if _, grants := fill(t, "fifo", nil, vec(9, 9), tenants); grants != "bbbbcccca" {
		t.Errorf("grants by age are %s", grants)
	}
}
