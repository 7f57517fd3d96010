package allocator

import (
	"strings"
	"testing"
)

// world is how the cases below begin.
const world = `
  - {op: add_agent, id: s1, total: "cpus:10;mem:10;ports:[1-10]"}
  - {op: add, c: a}
  - {op: activate, c: a}
  - {op: add, c: b}
  - {op: activate, c: b}
  - {op: alloc, c: a, a: s1, res: "cpus:2;mem:1;ports:[1-9]"}
`

// TestCaseRunnerRefuses gives the runner cases that are wrong in one place each;
// want is part of what it must say, and empty where the case is right.
func TestCaseRunnerRefuses(t *testing.T) {
	for _, c := range []struct{ name, step, want string }{
		{"right", `{op: remove, c: b, expect: {sort: [a], shares: {a: 0.2}, count: 1, contains: [a], absent: [b], alloc_total: "cpus:2;mem:1;ports:[1-9]"}}`, ""},
		{"only expect", `{expect: {sort: [b, a]}, note: words}`, ""},
		{"four decimals", `{op: update, c: a, a: s1, old: "cpus:2", new: "cpus:1.23456", expect: {shares: {a: 0.1235}}}`, ""},
		{"remove with total", `{op: remove_agent, id: s1, total: "mem:10;cpus:10;ports:[1-10]"}`, ""},
		{"shared twice", `{op: alloc, c: b, a: s1, res: "mem{vol=v,shared}:2;mem{vol=v,shared}:2", expect: {shares: {b: 0.2}, alloc_total: "cpus:2;mem:3;ports:[1-9]"}}`, ""},

		{"sort", `{op: activate, c: a, expect: {sort: [a, b]}}`, "sort is [b a], want [a b]"},
		{"sort longer", `{op: deactivate, c: a, expect: {sort: [b, a]}}`, "sort is [b], want [b a]"},
		{"weight", `{op: weight, c: a, w: 0.5, expect: {shares: {a: 0.2}}}`, "share of a is 0.4, want 0.2"},
		{"share", `{op: unalloc, c: a, a: s1, res: "cpus:1", expect: {shares: {a: 0.2}}}`, "share of a is 0.1"},
		{"share of nobody", `{expect: {shares: {c: 0}}}`, "no client c"},
		{"share unread", `{expect: {shares: {a: much}}}`, "want much"},
		{"update", `{op: update, c: a, a: s1, old: "cpus:2", new: "cpus:3", expect: {shares: {a: 0.2}}}`, "share of a is 0.3"},
		{"totals", `{op: add_agent, id: s2, total: "cpus:10", expect: {shares: {a: 0.2}}}`, "share of a is 0.1"},
		{"totals back", `{op: remove_agent, id: s1, expect: {shares: {a: 0.2}}}`, "share of a is 0"},
		{"count", `{op: add, c: c, expect: {count: 2}}`, "count is 3"},
		{"contains", `{op: remove, c: a, expect: {contains: [a]}}`, "a is absent"},
		{"absent", `{op: deactivate, c: a, expect: {absent: [a]}}`, "a is not absent"},
		{"alloc_total", `{op: remove, c: a, expect: {alloc_total: "cpus:2;mem:1"}}`, "alloc_total is [0 0 0]"},
		{"alloc_total of others", `{expect: {alloc_total: "disk:2"}}`, "names what nobody has"},
		{"alloc_total unread", `{expect: {alloc_total: "disk"}}`, "has no value"},
		{"table", `{op: shuffle, weights: [1, 1], draws: 500, expect: {table: [[0.9, 0.1], [0.1, 0.9]], tolerance: 0.1}}`, "item 0 is at place 0"},
		{"table rows", `{op: shuffle, weights: [1, 1], draws: 9, expect: {table: [[1, 1]], tolerance: 1}}`, "table has 1 rows"},
		{"table columns", `{op: shuffle, weights: [1, 1], draws: 9, expect: {table: [[1], [1]], tolerance: 1}}`, "row 0 has 1 columns"},
		{"table without tolerance", `{op: shuffle, weights: [1], draws: 9, expect: {table: [[1]]}}`, "go together"},
		{"table without shuffle", `{expect: {table: [[1]], tolerance: 1}}`, "table has 1 rows for 0"},

		{"unknown op", `{op: bribe, c: a}`, `unknown op "bribe"`},
		{"unknown key", `{op: add, c: c, w: 3}`, `unknown key "w"`},
		{"unknown expectation", `{expect: {sorted: [a]}}`, `unknown key "sorted"`},
		{"key twice", `{op: add, c: c, c: d}`, "stands twice"},
		{"missing key", `{op: alloc, c: a, a: s1}`, `"res" is missing`},
		{"no map", `[add]`, "want a map"},
		{"wrong kind", `{op: shuffle, weights: 3, draws: 1}`, "weights"},
		{"add twice", `{op: add, c: a}`, "is there already"},
		{"nobody activates", `{op: activate, c: c}`, "no client c"},
		{"nobody deactivates", `{op: deactivate, c: a/b}`, "no client a/b"},
		{"nobody leaves", `{op: remove, c: c}`, "no client c"},
		{"nobody takes", `{op: alloc, c: c, a: s1, res: "cpus:1"}`, "no client c"},
		{"nobody gives", `{op: unalloc, c: c, a: s1, res: "cpus:1"}`, "no client c"},
		{"nobody changes", `{op: update, c: c, a: s1, old: "", new: "cpus:1"}`, "no client c"},
		{"gives too much", `{op: unalloc, c: a, a: s1, res: "cpus:2.001"}`, "does not hold that"},
		{"gives elsewhere", `{op: unalloc, c: a, a: s2, res: "cpus:2"}`, "does not hold that on s2"},
		{"gives other pool", `{op: unalloc, c: a, a: s1, res: "cpus(r):2"}`, "does not hold that"},
		{"changes too much", `{op: update, c: a, a: s1, old: "cpus:3", new: "cpus:1"}`, "does not hold that"},
		{"agent twice", `{op: add_agent, id: s1, total: "cpus:1"}`, "is there already"},
		{"no agent", `{op: remove_agent, id: s2}`, "no agent s2"},
		{"other agent", `{op: remove_agent, id: s1, total: "cpus:1"}`, "has not cpus:1"},
		{"no draws", `{op: shuffle, weights: [1], draws: 0}`, "nothing to draw"},
		{"weight zero", `{op: weight, c: a, w: 0}`, "no weight"},
		{"shuffle weight", `{op: shuffle, weights: [-1], draws: 1}`, "no weight"},

		{"no value", `{op: add_agent, id: s2, total: "cpus"}`, "has no value"},
		{"no item", `{op: add_agent, id: s2, total: "cpus:1;"}`, "has no value"},
		{"no name", `{op: add_agent, id: s2, total: ":1"}`, "has no name"},
		{"negative", `{op: add_agent, id: s2, total: "cpus:-1"}`, "is no amount"},
		{"fraction", `{op: add_agent, id: s2, total: "cpus:1/2"}`, "is no amount"},
		{"huge", `{op: add_agent, id: s2, total: "cpus:99999999999999999"}`, "too much"},
		{"open range", `{op: add_agent, id: s2, total: "ports:[1-2"}`, "do not end"},
		{"backward range", `{op: add_agent, id: s2, total: "ports:[2-1]"}`, "is no range"},
		{"open flag", `{op: add_agent, id: s2, total: "cpus{rev:1"}`, "do not end"},
		{"unknown flag", `{op: add_agent, id: s2, total: "cpus{fast}:1"}`, "unknown flag"},
		{"volume without name", `{op: add_agent, id: s2, total: "disk{vol=}:1"}`, "unknown flag"},
		{"shared nothing", `{op: add_agent, id: s2, total: "disk{shared}:1"}`, "only volumes"},
		{"open reservation", `{op: add_agent, id: s2, total: "cpus(r:1"}`, "does not end"},
		{"nobody's reservation", `{op: add_agent, id: s2, total: "cpus():1"}`, "reserved for nobody"},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkCase(t, "cases:\n- name: x\n  level: sorter\n  steps:"+world+"  - "+c.step+"\n", c.want)
		})
	}
}

// The same for what stands around the steps.
func TestCaseRunnerRefusesCases(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"config", "cases: [{name: x, level: sorter, config: {fairness_exclude: [mem, disk]}, steps: [" +
			"{op: add_agent, id: s, total: 'cpus:10;mem:10'}, {op: add, c: a}, {op: alloc, c: a, a: s, res: 'cpus:1;mem:5', expect: {shares: {a: 0.1}}}]}]", ""},
		{"unknown config", "cases: [{name: x, level: sorter, config: {speed: 1}, steps: []}]", `unknown key "speed"`},
		{"unknown key", "cases: [{name: x, level: sorter, steps: [], skip: true}]", `unknown key "skip"`},
		{"unknown level", "cases: [{name: x, level: kernel, steps: []}]", `unknown level "kernel"`},
		{"no level", "cases: [{name: x, steps: []}]", `"level" is missing`},
		{"no steps", "cases: [{name: x, level: sorter}]", `"steps" is missing`},
		{"no name", "cases: [{level: sorter, steps: []}]", `"name" is missing`},
		{"no map", "cases: [x]", "want a map"},
		{"other file", "tests: []", `unknown key "tests"`},
		{"empty", "", "empty"},
		{"no yaml", "cases: [", "yaml"},
	} {
		t.Run(c.name, func(t *testing.T) { checkCase(t, c.text, c.want) })
	}
}

func checkCase(t *testing.T, text, want string) {
	t.Helper()
	cases, err := parseCases([]byte(text))
	for _, c := range cases {
		if err == nil {
			err = c.runSeeds()
		}
	}
	switch {
	case err == nil && want != "":
		t.Errorf("passed, want %q", want)
	case err != nil && want == "":
		t.Errorf("failed: %v", err)
	case err != nil && !strings.Contains(err.Error(), want):
		t.Errorf("failed with %q, want %q", err, want)
	}
}
