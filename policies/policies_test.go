package policies_test

import (
	"strings"
	"testing"

	"fairlead/policies"
	"fairlead/policies/policytest"
	"fairlead/sim/resource"
)

func TestPoliciesKeepTheirPromises(t *testing.T) {
	for _, p := range policies.All {
		r, err := p.New(nil, policytest.Dimensions)
		if err != nil {
			t.Fatalf("%s without parameters: %v", p.Name, err)
		}
		t.Run(p.Name, func(t *testing.T) { policytest.Run(t, r, p.Promises) })
	}
}

func TestRegistry(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range policies.All {
		if p.About == "" || strings.Contains(p.About, "\n") || p.Source == "" || seen[p.Name] {
			t.Errorf("%+v is not fit to be listed", p)
		}
		seen[p.Name] = true
		if q, ok := policies.Find(p.Name); !ok || q.Name != p.Name {
			t.Errorf("%s is not found", p.Name)
		}
		defaults := map[string]string{}
		for _, a := range p.Params {
			defaults[a.Name] = a.Default
			if a.Doc == "" {
				t.Errorf("%s: parameter %s is not documented", p.Name, a.Name)
			}
		}
		dims := resource.NewDims("cpus", "mem")
		given, err1 := p.New(defaults, dims)
		silent, err2 := p.New(nil, dims)
		if err1 != nil || err2 != nil || given != silent {
			t.Errorf("%s: defaults are not what is said (%v, %v)", p.Name, err1, err2)
		}
	}
	for _, name := range policies.Planned {
		if seen[name] {
			t.Errorf("%s is planned and built", name)
		}
		if _, ok := policies.Find(name); ok {
			t.Errorf("%s is planned and found", name)
		}
	}
}

func TestArgumentsAreChecked(t *testing.T) {
	dims := resource.NewDims("cpus", "mem")
	for _, c := range []struct {
		policy string
		args   map[string]string
		want   string
	}{
		{"drf", map[string]string{"b": "1", "a": "1"}, `unknown parameter "a", "b"`},
		{"drf", map[string]string{"shares": "rough"}, `shares is exact or double, not "rough"`},
		{"asset", map[string]string{"resource": "cpus"}, `unknown parameter "resource"`},
		{"maxmin", map[string]string{"resource": "gpus"}, `no node has resource "gpus"; the cluster has cpus, mem`},
		{"maxmin", map[string]string{"dim": "cpus"}, `unknown parameter "dim"`},
		{"fifo", map[string]string{"x": ""}, `unknown parameter "x"`},
		{"priority", map[string]string{"x": ""}, `unknown parameter "x"`},
	} {
		p, _ := policies.Find(c.policy)
		if _, err := p.New(c.args, dims); err == nil || err.Error() != c.want {
			t.Errorf("%s %v: %v, want %s", c.policy, c.args, err, c.want)
		}
	}
}
