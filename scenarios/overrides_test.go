package scenarios

import (
	"errors"
	"os/exec"
	"strings"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"
)

const small = `fairlead: 1
name: small
until: 1h
plane: mesos
cluster: {nodes: [{name: n.1, count: 4, resources: {cpus: 8, mem: 16GiB}}]}
tenants:
  - name: a
    jobs: [{name: j, at: 0s, tasks: 3, task: {cpus: 1, mem: 1GiB, duration: 10s}}, {at: 5s, task: {cpus: 2}}]
  - {name: "b.c", weight: 2, jobs: [{every: 1h, task: {cpus: 1}}]}
expect: [tasks.killed == 0]
`

// set loads small with overrides of paths.
func set(sets ...string) (*Scenario, error) {
	return LoadBytes("small.yaml", []byte(small), Overrides{Set: sets})
}

func TestOverridesReachTheirPlace(t *testing.T) {
	for override, ok := range map[string]func(*Scenario) bool{
		"name=other":                              func(s *Scenario) bool { return s.Name == "other" },
		"until=drained":                           func(s *Scenario) bool { return s.Drained },
		"warmup=5m":                               func(s *Scenario) bool { return s.Warmup == 5*sim.Minute },
		"plane.allocation_interval=0s":            func(s *Scenario) bool { return s.Plane.Mesos.AllocationInterval == 0 },
		"plane=partitioned":                       func(s *Scenario) bool { return s.Plane.Kind == Partitioned },
		"plane={offers: one-task, ties: name}":    func(s *Scenario) bool { return s.Plane.Mesos.Ties == NameTies },
		"policy.frameworks=fifo":                  func(s *Scenario) bool { return s.Policy.Frameworks.Name == "fifo" && s.Policy.Roles.Name == "drf" },
		"tenants.a.weight=3":                      func(s *Scenario) bool { return s.Roles[0].Weight == resource.Frac{Num: 3, Den: 1} },
		"tenants[1].weight=0.5":                   func(s *Scenario) bool { return s.Roles[1].Weight == resource.Frac{Num: 1, Den: 2} },
		`tenants["b.c"].weight=0.5`:               func(s *Scenario) bool { return s.Roles[1].Weight == resource.Frac{Num: 1, Den: 2} },
		"tenants.a.framework.refuse=1s":           func(s *Scenario) bool { return s.Tenants[0].Framework.Refuse == sim.Second },
		"tenants.a.jobs.j.task.cpus=2.5":          func(s *Scenario) bool { return s.Tenants[0].Jobs[0].Demand[0] == 2500 },
		"tenants.a.jobs[1].task.duration=exp(3s)": func(s *Scenario) bool { return s.Tenants[0].Jobs[1].Duration.String() == "exp(3s)" },
		"tenants[0].jobs[0].tasks=uniform(1, 3)":  func(s *Scenario) bool { return s.Tenants[0].Jobs[0].Tasks.String() == "uniform(1, 3)" },
		"cluster.nodes[0].count=7":                func(s *Scenario) bool { return s.NodeCount() == 7 },
		"cluster.nodes[n.1].attributes.zone=x=y":  func(s *Scenario) bool { return s.Nodes[0].Attributes[0] == Attribute{"zone", "x=y"} },
		"expect[0]=tasks.killed == 1":             func(s *Scenario) bool { return s.Expect[0].Text == "tasks.killed == 1" },
		"about=\"a: b\"":                          func(s *Scenario) bool { return s.About == "a: b" },
	} {
		if s, err := set(override); err != nil {
			t.Errorf("--set %s: %v", override, err)
		} else if !ok(s) {
			t.Errorf("--set %s has no effect", override)
		}
	}
}

func TestOverridesThatAreWrong(t *testing.T) {
	for override, want := range map[string]string{
		"seed":                    `--set seed: want path=value, such as tenants.spark.weight=3`,
		"=3":                      `--set =3: "" is not a path such as tenants.spark.weight or tenants[0].jobs[0].count`,
		"a..b=3":                  `--set a..b=3: "a..b" is not a path such as tenants.spark.weight or tenants[0].jobs[0].count`,
		"tenants[0=3":             `--set tenants[0=3: "tenants[0" is not a path such as tenants.spark.weight or tenants[0].jobs[0].count`,
		"seed=1e3":                `--set seed=1e3: seed: "1e3" has an exponent: write the number out`,
		"seed=":                   `--set seed=: seed has no value`,
		"until=":                  `--set until=: until has no value`,
		"roles[0].weight=3":       `--set roles[0].weight=3: roles has no entries`,
		"expect[1]=True":          `--set expect[1]=True: expect has only 1 entry`,
		"tenants.x.weight=3":      `--set tenants.x.weight=3: tenants has no entry called "x"`,
		"tenants.b,c.weight=3":    `--set tenants.b,c.weight=3: tenants has no entry called "b,c" (did you mean "b.c"?)`,
		"tenants[2].weight=3":     `--set tenants[2].weight=3: tenants has only 2 entries`,
		"tenants.a.wait=3":        `--set tenants.a.wait=3: unknown key "wait" (one of: name, role, weight, priority, starts, queue, nodes, framework, jobs, workload, from, roles)`,
		"plan.kind=mesos":         `--set plan.kind=mesos: unknown key "plan" (did you mean "plane"?)`,
		"until.x=3":               `--set until.x=3: until is a single value: it has no x`,
		"plane.masters=3":         `--set plane.masters=3: "masters" is not supported yet`,
		"about=[":                 `--set about=[: the value is not YAML: a value is missing, or starts with a character that must be quoted`,
		"tenants.a.jobs.j.task=*": `--set tenants.a.jobs.j.task=*: the value is not YAML: a * or & that must be quoted`,
		"name=\x1b[31m":           `--set name=?[31m: the value is not YAML: it holds the control character 0x1b`,
	} {
		_, err := set(override)
		if err == nil || err.Error() != want {
			t.Errorf("--set %s:\n got %v\nwant %s", override, err, want)
		}
	}
}

func TestFlagsOverride(t *testing.T) {
	s, err := LoadBytes("small.yaml", []byte(small), Overrides{Seed: "7", Policy: "fifo", Until: "2h"})
	if err != nil {
		t.Fatal(err)
	}
	if s.Seed != 7 || s.Policy.Roles.Name != "fifo" || s.Until != 2*sim.Hour {
		t.Errorf("seed %d, policy %s, until %v", s.Seed, s.Policy.Roles.Name, s.Until)
	}
	_, err = LoadBytes("small.yaml", []byte(small), Overrides{Seed: "x", Policy: "fif", Until: "2"})
	want := "--seed x: seed: \"x\" is not a seed such as 42\n" +
		"--policy fif: unknown policy \"fif\" (did you mean \"fifo\"?)\n" +
		"--until 2: until: \"2\" needs a unit: \"2s\"?"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

// TestOverridesComeAfterTheFile checks the order of mistakes, and that a value
// that an override replaces is not looked at.
func TestOverridesComeAfterTheFile(t *testing.T) {
	text := strings.Replace(small, "until: 1h", "until: soon", 1)
	text = strings.Replace(text, "plane: mesos", "plane: mess", 1)
	_, err := LoadBytes("small.yaml", []byte(text), Overrides{Until: "1h", Set: []string{"seed=x"}})
	var ms Mistakes
	if !errors.As(err, &ms) || len(ms) != 2 || ms[0].Line != 4 || ms[1].Line != 0 {
		t.Errorf("mistakes: %v", err)
	}
}

// TestRepeat puts the overrides through a shell and back.
func TestRepeat(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	o := Overrides{Seed: "7", Policy: "{name: maxmin, resource: mem}", Until: "2h",
		Set: []string{"name=it's $HOME; `ls` \"*\" \\ äß", "plane=partitioned"}}
	s, err := LoadBytes("small.yaml", []byte(small), o)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(sh, "-c", `printf '%s\n' `+s.Repeat()).Output()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"--seed", o.Seed, "--policy", o.Policy, "--until", o.Until, "--set", o.Set[0], "--set", o.Set[1]}
	if got := strings.TrimSuffix(string(out), "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the shell reads\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if plain, _ := set(); plain.Repeat() != "" {
		t.Errorf("without overrides: %q", plain.Repeat())
	}
}
