package scenarios

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fairlead/sim"
)

// FuzzLoad demands that whatever is loaded is either a scenario that keeps its
// promises or a list of mistakes with places, the same ones each time.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/broken/*.yaml", "testdata/valid/*.yaml", "gallery/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data, "", "")
		}
	}
	f.Add([]byte(small), "tenants.a.jobs[0].task.cpus=2", "7")
	f.Add([]byte(small), `tenants["b.c"].framework.refuse=1s`, "x")
	f.Add([]byte(small), "cluster.nodes=[{name: x, resources: {cpus: 1}}]", "")
	f.Fuzz(func(t *testing.T, data []byte, set, seed string) {
		if len(data) > 64<<10 {
			t.Skip()
		}
		o := Overrides{Seed: seed}
		if set != "" {
			o.Set = []string{set}
		}
		s, err := LoadBytes("testdata/valid/fuzz.yaml", data, o)
		again, err2 := LoadBytes("testdata/valid/fuzz.yaml", data, o)
		if (s == nil) != (again == nil) || s == nil && err.Error() != err2.Error() {
			t.Fatalf("loaded twice: %v\nand %v", err, err2)
		}
		if s != nil {
			prove(t, s)
			return
		}
		var ms Mistakes
		if !errors.As(err, &ms) || len(ms) == 0 {
			t.Fatalf("error %v is not Mistakes", err)
		}
		checkPlaces(t, ms)
	})
}

// TestProven checks what Scenario promises on every file that loads.
func TestProven(t *testing.T) {
	for _, pattern := range []string{"testdata/valid/[e-z]*.yaml", "gallery/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if filepath.Base(file) != "nightly.yaml" { // a workload file
				prove(t, load(t, file))
			}
		}
	}
}

// prove checks what Scenario promises to later stages.
func prove(t *testing.T, s *Scenario) {
	t.Helper()
	is := func(ok bool, what string, args ...any) {
		t.Helper()
		if !ok {
			t.Errorf("%s: "+what, append([]any{s.File}, args...)...)
		}
	}
	is(badLine(s.Name, maxName) == "" && s.Seed < 1<<53 && s.Until > 0 && s.Timeline >= 0 && s.Bound > 0, "basics %+v", s.Name)
	is(s.Drained == (s.Until == sim.Forever) && (s.Drained || s.Warmup < s.Until), "end %v, warm-up %v", s.Until, s.Warmup)
	is(len(s.Nodes) > 0 && s.NodeCount() <= maxNodes && len(s.Tenants) > 0 && len(s.Tenants) <= maxTenants, "sizes")
	width, totals, names := s.Dims.Len(), make([]int64, s.Dims.Len()), map[string]bool{}
	for _, n := range s.Nodes {
		is(n.Count > 0 && n.Line > 0 && !names[n.Name] && len(n.Capacity) == width, "nodes %+v", n)
		names[n.Name] = true
		for d, x := range n.Capacity {
			totals[d] += x * int64(n.Count)
			is(x >= 0 && totals[d] >= 0, "capacity %+v", n)
		}
	}
	for d, total := range totals {
		is(total > 0, "no node has %s", s.Dims.Name(d))
	}
	proveRoles(s, is)
	names, owned := map[string]bool{}, make([]int, len(s.Nodes))
	for _, tn := range s.Tenants {
		is(badLine(tn.Name, maxName) == "" && !names[tn.Name], "tenant %q", tn.Name)
		names[tn.Name] = true
		is(int(tn.Role) < len(s.Roles) && tn.Role >= 0 && (tn.Trace >= 0) == (len(tn.Jobs) == 0) && tn.Trace < len(s.Traces), "tenant %+v", tn)
		for shape, n := range tn.Nodes {
			owned[shape] += n
			is(n >= 0 && owned[shape] <= s.Nodes[shape].Count, "tenant %q owns %v", tn.Name, tn.Nodes)
		}
		for _, j := range tn.Jobs {
			proveJob(&j, width, is)
		}
	}
	for _, u := range []PolicyUse{s.Policy.Roles, s.Policy.Frameworks} {
		if _, err := u.make(s.Dims); s.Plane.Kind == Mesos {
			is(err == nil, "policy: %v", err)
		}
	}
	m := &s.Plane.Mesos
	is(len(m.Excluded) == width && m.AllocationInterval >= 0, "plane %+v", m)
	for _, v := range m.MinAllocatable {
		is(len(v) == width, "minimum %v", v)
	}
	for _, e := range s.Expect {
		is(e.Check != nil, "expectation %q", e.Text)
	}
}

func proveRoles(s *Scenario, is func(bool, string, ...any)) {
	for i, r := range s.Roles {
		is(r.Weight.Num > 0 && r.Weight.Den > 0 && len(r.Path) > 0 && (r.Parent == NoGroup) == (len(r.Path) == 1), "role %+v", r)
		if r.Parent != NoGroup {
			up := s.Roles[r.Parent]
			is(roleKey(up.Path) == roleKey(r.Path[:len(r.Path)-1]) && int(r.Parent) != i, "role %+v under %+v", r, up)
		}
	}
}

func proveJob(j *Job, width int, is func(bool, string, ...any)) {
	starts := 0
	for _, given := range []bool{len(j.Arrivals.At) > 0, j.Arrivals.Every > 0, j.Arrivals.Poisson > 0} {
		if given {
			starts++
		}
	}
	is(starts == 1 && (j.Count > 0 || j.Count == sim.Unlimited) && len(j.Demand) == width && j.Startup >= 0 && j.Name != "", "job %+v", j)
	asks := false
	for _, x := range j.Demand {
		is(x >= 0, "job %+v", j)
		asks = asks || x > 0
	}
	is(asks, "job %q asks for nothing", j.Name)
}
