package scenarios

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	results "fairlead/reports/schema"
)

func number64(v float64) *float64 { return &v }

// expectResults is a small run to speak of.
func expectResults() *results.Summary {
	wait := results.Stats{Count: 100, Mean: number64(12.25), P50: number64(10), P95: number64(29), P99: number64(30), Max: number64(31)}
	return &results.Summary{
		Scenario: "what-if", Plane: "mesos", Seed: 42, EndedBy: "until", SimulatedSeconds: 86400,
		Cluster: results.Cluster{Nodes: 10, Total: map[string]float64{"cpus": 9, "my-res": 5},
			Utilization: map[string]float64{"cpus": 0.75, "my-res": 0.1}},
		Tasks:       results.Tasks{Submitted: 100, Finished: 90, Unfinished: 10},
		WaitSeconds: wait,
		WaitReasons: map[string]float64{"quota": 7},
		Tenants: []results.Tenant{
			{Name: "a", Role: "r", Weight: 2, WaitSeconds: wait, DominantShare: results.Share{Mean: number64(2.0 / 3), Final: 0.5},
				Allocated: results.Allocated{Final: map[string]float64{"cpus": 3}}, Tasks: results.Tasks{Submitted: 60, Finished: 55}},
			{Name: "b", Role: "r", Weight: 1, WaitSeconds: results.Stats{Count: 40, Mean: number64(3), Censored: 5},
				DominantShare: results.Share{Mean: number64(0.655), Final: 0.5}, Tasks: results.Tasks{Submitted: 40, Finished: 35}},
		},
		Roles: []results.Tenant{{Name: "r", Weight: 1}},
		Faults: []results.Fault{
			{Kind: "agent-loss", At: 10, Recovered: number64(20), Parts: map[string]float64{"detection": 75}},
			{Kind: "agent-loss", At: 50, Recovered: number64(40)},
			{Kind: "master-failover", At: 60},
		},
	}
}

var expectNames = ExpectNames{Tenants: []string{"a", "b", "gone"}, Roles: []string{"r"}, Resources: []string{"cpus", "mem", "my-res"},
	Faults: []string{"agent-loss", "master-failover", "rack-loss"}}

func parsed(t *testing.T, text string) *Expectation {
	t.Helper()
	e, mistakes := ParseExpectation(text, expectNames)
	if len(mistakes) > 0 {
		t.Fatalf("%s: %v", text, mistakes)
	}
	return e
}

func TestExpectationsHoldOrNot(t *testing.T) {
	const fails, holds = false, true
	for _, c := range []struct {
		text string
		ok   bool
		got  any
	}{
		// What is shown: the left side, or the side that is no constant, or both.
		{`tasks.killed == 0`, holds, 0.0},
		{`tasks.finished == 100`, fails, 90.0},
		{`100 == tasks.finished`, fails, 90.0},
		{`1 + 1 == 3`, fails, 2.0},
		{`tasks.finished == tasks.submitted`, fails, "90 and 100"},
		{`(tasks.finished) < (tasks.submitted)`, holds, "90 and 100"},
		{`ended_by == "drained"`, fails, "until"},
		{`ended_by == plane`, fails, `"until" and "mesos"`},
		{`ended_by in ["until", "drained"]`, holds, "until"},
		{`tasks.killed not in [0]`, fails, 0.0},
		{`tenant("a").dominant_share.mean == 2 / 3`, holds, 2.0 / 3},
		{`near(tenant("a").dominant_share.mean, tenant("b").dominant_share.mean, 0.01)`, fails, "0.6666666666666666 and 0.655"},
		{`near(tenant("a").dominant_share.mean, 2 / 3, 0.01)`, holds, 2.0 / 3},
		{`not near(1, 2, 0.5)`, holds, true},
		{`tasks.killed == 0 and tasks.failed == 1`, fails, false},
		{`True`, holds, true},
		// Names of the results.
		{`tenant("a").wait.p99 <= duration("30s")`, holds, 30.0},
		{`tenant("a").wait_seconds.p99 < duration("0.5m")`, fails, 30.0},
		{`wait.mean == 12.25`, holds, 12.25},
		{`job.count == 0`, holds, 0.0},
		{`role("r").weight == 1`, holds, 1.0},
		{`cluster.utilization.cpus > 0.8`, fails, 0.75},
		{`cluster.utilization["my-res"] > 0.8`, fails, 0.1},
		{`tenant("a").allocated.final.cpus == 3`, holds, 3.0},
		{`seed == 42`, holds, 42.0},
		{`tenants[1].name == "b"`, holds, "b"},
		{`fault("agent-loss").count == 2`, holds, 2.0},
		{`fault("agent-loss").mean == 30`, holds, 30.0},
		{`fault("agent-loss").max < 40`, fails, 40.0},
		{`fault("rack-loss").count == 0`, holds, 0.0},
		{`faults[0].parts.detection == 75`, holds, 75.0},
		{`wait_reasons.quota == 7`, holds, 7.0},
		{`len(warnings) == 0 and len(tenants) == 2 and len(cluster.total) == 2`, holds, true},
		// The language.
		{`-tasks.submitted + 7 // 2 * 10 % 7 == -98`, holds, -98.0},
		{`min(1, 2, 0) + max([3, 4]) + abs(-5) == 9`, holds, 9.0},
		{`all([t.wait.count > 50 for t in tenants])`, fails, false},
		{`all([t.wait.count > 50 for t in tenants if t.name == "a"])`, holds, true},
		{`any([cluster.utilization[r] > 0.7 for r in ["cpus", "my-res"]])`, holds, true},
		{`max([t.weight for t in tenants]) == 2`, holds, 2.0},
		{`(tasks.killed if tasks.failed > 0 else tasks.finished) == 90`, holds, 90.0},
		{`all([tenant(n).weight > 0 for n in ["a", "b"]])`, holds, true},
		{`all([x + y > 0 for x in [1, 2] for y in [x, 3]])`, holds, true},
		{"(tasks.killed ==\n  0)", holds, 0.0},
		// A value that does not exist fails, whatever is asked of it.
		{`tenant("b").wait.p99 <= 5`, fails, nil},
		{`tenant("b").wait.p99 != 5`, fails, nil},
		{`not tenant("b").wait.p99 > 5`, fails, nil},
		{`near(tenant("b").wait.p99, 5, 1)`, fails, nil},
		{`tenant("b").wait.censored == 5 or tenant("b").wait.p99 <= 5`, holds, true},
		{`cluster.utilization.mem < 1`, fails, nil},
		{`cluster.utilization["mem"] < 1`, fails, nil},
		{`mesos.elections == 1`, fails, nil},
		{`fairness.jain.mean > 0.9`, fails, nil},
		{`fault("master-failover").max < 60`, fails, nil},
		{`fault("rack-loss").mean < 60`, fails, nil},
		// Errors are told.
		{`1 / tasks.killed > 3`, fails, "floating-point division by zero"},
		{`tenant("gone").weight == 1`, fails, `the results have no tenant "gone"`},
		{`min([t.weight for t in tenants if t.weight > 9]) > 0`, fails, "min of an empty list"},
		{`faults[7].hit == 1`, fails, "index 7 out of range"},
		{`all([duration(n) > 0 for n in ["5"]])`, fails, `"5" needs a unit`},
		{`1e308 * 10 > wait.count`, holds, 100.0},
		{`wait.count * 1e308 * 1e308 == 1`, fails, "+inf"},
	} {
		got := parsed(t, c.text).Evaluate(expectResults())
		if want, ok := c.got.(string); ok && !c.ok && strings.Contains(fmt.Sprint(got.Got), want) {
			got.Got = c.got // the wording around an error is not ours
		}
		if got.OK != c.ok || !reflect.DeepEqual(got.Got, c.got) || got.Assertion != c.text {
			t.Errorf("%s\n  = %v, got %#v\n  want %v, got %#v", c.text, got.OK, got.Got, c.ok, c.got)
		}
	}
}

func TestExpectationMistakes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{``, `1: this is no expression`},
		{`tasks.killed ==`, `16: this is no expression: got end of file, want primary expression`},
		{`tasks.killed = 0`, `15: this is no expression: got '=' after expression, want EOF (did you mean "=="?)`},
		{`a == 1 )`, `8: this is no expression`},
		{`1 < 2 < 3`, `8: this is no expression`},
		{`tasks.kiled == 0`, `7: unknown name "kiled" (did you mean "killed"?)`},
		{`task.killed == 0`, `1: unknown name "task" (did you mean "tasks"?)`},
		{`tenant("a").weight.mean == 1`, `20: there is no "mean" in a number`},
		{`tenant("A").weight == 1`, `8: unknown tenant "A" (did you mean "a"?)`},
		{`role("zzz").weight == 1`, `6: unknown role "zzz"`},
		{`fault("agent-los").count == 1`, `7: unknown kind of fault "agent-los" (did you mean "agent-loss"?)`},
		{`cluster.utilization.cpu < 1`, `21: unknown entry "cpu" (did you mean "cpus"?)`},
		{`cluster.utilization["gpus"] < 1`, `21: unknown entry "gpus" (`},
		{`faults[0].parts.detektion < 1`, `17: unknown entry "detektion" (did you mean "detection"?)`},
		{`tenant("a").wait < 5`, `1: this cannot be compared by <, it is a group: say which of .count .mean .p50`},
		{`5 > tenant("a").wait`, `5: a number is needed here, but this is a group: say which of .count`},
		{`tasks.killed`, `1: an expectation is true or false, but this is a number`},
		{`cluster.total == 1`, `1: this cannot be compared by ==, it is a table: say which of .cpus .mem`},
		{`tasks.killed == "0"`, `17: a number is needed here, but this is a text`},
		{`duration("5") > 1`, `10: "5" needs a unit`},
		{`duration(5) > 1`, `10: a text is needed here, but this is a number`},
		{`near(1, 2)`, `1: near takes 3 arguments, not 2`},
		{`near(1, 2, tol=3)`, `12: arguments are plain values`},
		{`near(*[1, 2, 3])`, `6: arguments are plain values`},
		{`neer(1, 2, 3)`, `1: unknown function "neer" (did you mean "near"?)`},
		{`tasks(1) == 1`, `1: tasks is not a function`},
		{`tenant == 1`, `1: tenant is a function: write tenant(…)`},
		{`tasks.killed(1) == 1`, `1: this is not a function`},
		{`all([near(1, 2, 3) for near in [1]])`, `6: this is not a function`},
		{`expect[0].ok`, `1: unknown name "expect"`},
		{`all(tenants)`, `5: a list of true or false is needed here, each is a group`},
		{`all([1])`, `5: a list of true or false is needed here, each is a number`},
		{`max(["a"]) == 1`, `5: a list of numbers is needed here, each is a text`},
		{`len(tasks) == 1`, `5: a list is needed here, but this is a group`},
		{`not tasks.killed`, `5: true or false is needed here, but this is a number`},
		{`-plane == 1`, `2: a number is needed here, but this is a text`},
		{`tenants["a"].weight == 1`, `9: a place in a list is a whole number, from 0`},
		{`tenants[1.5].weight == 1`, `9: a place in a list is a whole number, from 0`},
		{`tasks["killed"] == 1`, `7: only lists and tables have entries, but this is a group`},
		{`cluster.total[1] == 1`, `15: an entry of a table is named by a text`},
		{`"a" in plane`, `8: after in, a list is needed: [a, b]`},
		{`1 in ["a"]`, `1: the list holds something else, this is a number`},
		{`1 in [1, "a"]`, `10: all in a list must be of one kind`},
		{`1 in []`, `6: the list is empty`},
		{`(1 if True else "a") == 1`, `17: both choices must be of one kind`},
		{`1, 2`, `1: an expectation has no tuples`},
		{`{"a": 1} == 1`, `1: an expectation has no tuples, dictionaries`},
		{`tenants[0:1] == 1`, `1: an expectation has no tuples, dictionaries, slices`},
		{`(lambda x: x)(1) == 1`, `1: this is not a function`},
		{`all({x: 1 for x in [1]})`, `5: an expectation has no dictionaries`},
		{`all([x > 0 for x, y in tenants])`, `16: one name is needed after for`},
		{`all([x > 0 for x in tasks])`, `21: a list is needed here, but this is a group`},
		{`1 << 3 == 8`, `3: an expectation has no <<`},
		{`~1 == 8`, `1: an expectation has no ~`},
		{`b"a" == plane`, `1: an expectation has no bytes`},
		{`1` + strings.Repeat("0", 400) + ` > 1`, `1: the number is too large`},
		{`None == 1`, `1: unknown name "None"`},
		{`print("a")`, `1: unknown function "print"`},
		{"(tasks.killed == 0 and\n tasks.kiled == 0)", `31: unknown name "kiled"`},
		{`plane == "é" and tasks.kiled == 0`, `24: unknown name "kiled"`},
		{`tasks.kiled == 0 or nodes == 1 or tenant("c").w == 2`, `7: unknown name "kiled" (did you mean "killed"?)|21: unknown name "nodes"|42: unknown tenant "c"|47: unknown name "w"`},
	} {
		e, mistakes := ParseExpectation(c.text, expectNames)
		wants := strings.Split(c.want, "|")
		if e != nil || len(mistakes) != len(wants) {
			t.Errorf("%s\n  mistakes %v\n  want %s", c.text, mistakes, c.want)
			continue
		}
		for i, m := range mistakes {
			if got := fmt.Sprintf("%d: %s", m.Col, m.Msg); !strings.HasPrefix(got, wants[i]) {
				t.Errorf("%s\n  %s\n  want %s", c.text, got, wants[i])
			}
		}
	}
}

// Hostile expressions end soon, as mistakes or as failures, without much memory.
func TestHostileExpectations(t *testing.T) {
	crowd := expectResults()
	crowd.Tenants = make([]results.Tenant, 20_000)
	nested := "1"
	for range 60 { // would have 2^60 digits
		nested = "[x * x for x in [" + nested + "]][0]"
	}
	start := time.Now()
	for _, text := range []string{
		`all([True for x in range(10 * 1000 * 1000 * 1000)])`,
		`"a" * 1000000000 == plane`,
		`[1] * 1000000000 == plane`,
		`plane + plane == plane`,
		`"%1000000000d" % 1 == plane`,
		`all([t.weight + u.weight + v.weight == 0 for t in tenants for u in tenants for v in tenants])`,
		`all([max([u.weight for u in tenants]) == 0 for t in tenants])`,
		`all([all(l) for l in [[t.weight == 0 for t in tenants]] for t in tenants for u in tenants])`,
		`any([fault("x").count > 0 for t in tenants for u in tenants])`,
		nested + " > 1",
		strings.Repeat("(", 4000) + "1",
		strings.Repeat("not ", 1000) + "True",
		strings.Repeat("-", 4000) + "1 > 0",
		strings.Repeat("[", 2000) + "1" + strings.Repeat("]", 2000) + " == 1",
		strings.Repeat("(", 5_000_000) + "1",
		"1" + strings.Repeat(" + 1", 1000) + " > 0",
		"\x00\xff", "\xff\xfe == 1", `"\xff" == plane`, "1 == 1 # and more", "lambda: 1", "*", "**x", "f(**x)",
	} {
		e, _ := ParseExpectation(text, ExpectNames{})
		if e != nil {
			e.Evaluate(crowd)
		}
	}
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("hostile expressions took %v", d)
	}
	e, mistakes := ParseExpectation(`all([t.weight == u.weight for t in tenants for u in tenants])`, ExpectNames{})
	if mistakes != nil {
		t.Fatal(mistakes)
	}
	if got := e.Evaluate(crowd); got.OK || got.Got != "the expression takes too many steps" {
		t.Errorf("an endless expression gives %v, got %v", got.OK, got.Got)
	}
}

// Every value of summary.json can be spoken of by its path, and is what stands
// there.
func TestEveryNameOfTheSummary(t *testing.T) {
	var s results.Summary
	fill(reflect.ValueOf(&s).Elem(), new(float64))
	data, err := json.Marshal(&s)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	delete(tree, "expect")
	seen := 0
	eachLeaf("", tree, func(path string, leaf any) {
		seen++
		text, _ := json.Marshal(leaf)
		expr := path + " == " + string(text)
		if v, ok := leaf.(bool); ok {
			expr = map[bool]string{true: path, false: "not " + path}[v]
		}
		e, mistakes := ParseExpectation(expr, ExpectNames{Resources: []string{"cpus"}})
		if mistakes != nil {
			t.Errorf("%s: %v", expr, mistakes)
		} else if got := e.Evaluate(&s); !got.OK {
			t.Errorf("%s: got %v", expr, got.Got)
		}
	})
	if seen < 100 {
		t.Errorf("only %d values seen", seen)
	}
}

// fill gives every value that v can have, each another.
func fill(v reflect.Value, n *float64) {
	*n += 1.0
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Float64:
		v.SetFloat(*n + 0.5)
	case reflect.String:
		v.SetString(fmt.Sprintf("text %v", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), n)
		}
	case reflect.Map:
		x := reflect.New(v.Type().Elem()).Elem()
		fill(x, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("cpus"), x)
	}
}

func eachLeaf(path string, tree any, visit func(string, any)) {
	switch tree := tree.(type) {
	case map[string]any:
		for name, x := range tree {
			if name == "cpus" && strings.HasSuffix(path, ".parts") {
				continue // parts have names of their own
			}
			eachLeaf(strings.TrimPrefix(path+"."+name, "."), x, visit)
		}
	case []any:
		for i, x := range tree {
			eachLeaf(fmt.Sprintf("%s[%d]", path, i), x, visit)
		}
	default:
		visit(path, tree)
	}
}

func TestExpectationIsShared(t *testing.T) {
	e, s := parsed(t, `near(tenant("a").wait.p99, max([t.weight for t in tenants]), 1)`), expectResults()
	want := e.Evaluate(s)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := e.Evaluate(s); got != want {
					t.Errorf("%v, then %v", want, got)
				}
			}
		})
	}
	wg.Wait()
}

// The table of functions and the checker know the same names.
func TestFunctionNames(t *testing.T) {
	table := functionsOn(expectResults())
	if len(table) != len(functionNames) {
		t.Errorf("%d functions, %d names", len(table), len(functionNames))
	}
	for _, name := range functionNames {
		if !table.Has(name) {
			t.Errorf("%s has no function", name)
		}
	}
	for _, name := range constantNames[2:] {
		if !slices.Contains(functionNames, name) {
			t.Errorf("%s is no function", name)
		}
	}
}

func FuzzExpectation(f *testing.F) {
	for _, text := range []string{
		`tenant("a").wait.p99 <= duration("30s")`, `near(1, cluster.total["cpus"], 0.1) and not tasks.killed in [1, 2]`,
		`all([t.weight > 0 for t in tenants if t.name != "a"])`, `(1 if True else -2) // faults[0].hit != len(warnings)`,
	} {
		f.Add(text)
	}
	s := expectResults()
	f.Fuzz(func(t *testing.T, text string) {
		e, mistakes := ParseExpectation(text, expectNames)
		if (e == nil) == (len(mistakes) == 0) {
			t.Fatalf("expectation %v with mistakes %v", e, mistakes)
		}
		if e == nil {
			return
		}
		if _, err := json.Marshal(e.Evaluate(s)); err != nil {
			t.Fatal(err)
		}
	})
}
