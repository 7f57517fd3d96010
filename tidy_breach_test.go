package fairlead_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A breach is a file that breaks one rule, and the message expected, several
// with a bar between them; "" is a file that breaks none.
var breaches = []struct{ rule, name, text, want string }{
	{"arrow down", "sim/claim/x.go", "// Package claim is.\npackage claim\n\nimport \"fairlead/sim\"\n",
		"sim/claim/x.go:4:8: sim/claim must not import sim"},
	{"arrow across", "policies/x.go", "// Package policies is.\npackage policies\n\nimport _ \"fairlead/sim/mesos\"\n",
		"policies/x.go:4:8: policies must not import sim/mesos"},
	{"arrow up from the core", "sim/x.go", "// Package sim is.\npackage sim\n\nimport \"fairlead/scenarios\"\n",
		"sim/x.go:4:8: sim must not import scenarios"},
	{"arrow to a neighbour", "reports/x.go", "// Package reports is.\npackage reports\n\nimport \"fairlead/policies\"\n",
		"reports/x.go:4:8: reports must not import policies"},
	{"core for a plane", "sim/mesos/x.go", "// Package mesos is.\npackage mesos\n\nimport \"fairlead/sim/queue\"\n", ""},
	{"everything for the command", "cmd/fairlead/x.go", "// Command fairlead is.\npackage main\n\nimport \"fairlead/scenarios\"\n", ""},
	{"unknown package", "sim/utils/x.go", "// Package utils is.\npackage utils\n",
		"sim/utils/x.go:2:1: package sim/utils is not in the table of arrows"},

	{"clock", "sim/x.go", "// Package sim is.\npackage sim\n\nimport \"time\"\n",
		"sim/x.go:4:8: import of time: the wall clock does not belong here"},
	{"clock in workloads", "workloads/x.go", "// Package workloads is.\npackage workloads\n\nimport \"time\"\n",
		"workloads/x.go:4:8: import of time: the wall clock does not belong here"},
	{"global chance", "policies/x.go", "// Package policies is.\npackage policies\n\nimport \"math/rand/v2\"\n",
		"policies/x.go:4:8: import of math/rand/v2: global chance (use sim/rng) does not belong here"},
	{"files", "sim/fault/x.go", "// Package fault is.\npackage fault\n\nimport \"os\"\n",
		"sim/fault/x.go:4:8: import of os: files and the environment does not belong here"},
	{"files in test support", "sim/simtest/x.go", "// Package simtest is.\npackage simtest\n\nimport \"os\"\n", ""},
	{"files of a trace reader", "workloads/x.go", "// Package workloads is.\npackage workloads\n\nimport \"os\"\n", ""},
	{"logger", "sim/x.go", "// Package sim is.\npackage sim\n\nimport \"log\"\n",
		"sim/x.go:4:8: import of log: a logger does not belong here"},
	{"clock of the command", "cmd/fairlead/x.go", "// Command fairlead is.\npackage main\n\nimport \"time\"\n", ""},
	{"gonum", "reports/x.go", "// Package reports is.\npackage reports\n\nimport \"gonum.org/v1/gonum/stat\"\n",
		"reports/x.go:4:8: import of gonum.org/v1/gonum/stat: its sums differ between processors (use sim/pf)"},
	{"gonum in pictures", "reports/plot/x.go", "// Package plot is.\npackage plot\n\nimport \"gonum.org/v1/plot\"\n", ""},

	{"goroutine", "sim/x.go", "// Package sim is.\npackage sim\n\nfunc f() {\n\tgo f()\n}\n",
		"sim/x.go:5:2: goroutine: a run is single-threaded"},
	{"goroutine in workloads", "workloads/x.go", "// Package workloads is.\npackage workloads\n\nfunc f() {\n\tgo f()\n}\n",
		"workloads/x.go:5:2: goroutine: a run is single-threaded"},
	{"goroutine of the command", "cmd/fairlead/x.go", "// Command fairlead is.\npackage main\n\nfunc f() {\n\tgo f()\n}\n", ""},
	{"select", "sim/x.go", "// Package sim is.\npackage sim\n\nfunc f() {\n\tselect {}\n}\n",
		"sim/x.go:5:2: select: chooses at random between ready cases"},
	{"channel", "sim/x.go", "// Package sim is.\npackage sim\n\nvar c chan int\n",
		"sim/x.go:4:7: channel: a run is single-threaded"},

	{"math.Exp", "workloads/x.go", "// Package workloads is.\npackage workloads\n\nimport \"math\"\n\nvar x = math.Exp(1)\n",
		"workloads/x.go:6:9: math.Exp: bits differ between processors (use sim/pf)"},
	{"math.Pow by another name", "reports/x.go", "// Package reports is.\npackage reports\n\nimport m \"math\"\n\nvar x = m.Pow(1, 2)\n",
		"reports/x.go:6:9: math.Pow: bits differ between processors (use sim/pf)"},
	{"math.Log in pf", "sim/pf/x.go", "// Package pf is.\npackage pf\n\nimport \"math\"\n\nvar x = math.Log(1)\n", ""},
	{"math that is exact", "reports/x.go", "// Package reports is.\npackage reports\n\nimport \"math\"\n\nvar x = math.Sqrt(math.MaxInt64) + math.Pi\n", ""},

	{"float type", "sim/claim/x.go", "// Package claim is.\npackage claim\n\nvar x float64\n",
		"sim/claim/x.go:4:7: float64: amounts and shares are exact here"},
	{"float literal", "sim/queue/x.go", "// Package queue is.\npackage queue\n\nvar x = 0.5\n",
		"sim/queue/x.go:4:9: float literal 0.5: amounts and shares are exact here"},
	{"the way out", "sim/resource/x.go", "// Package resource is.\npackage resource\n\ntype t int\n\nfunc (x t) Float() float64 { return float64(x) * 0.5 }\n", ""},
	{"a way in", "sim/resource/x.go", "// Package resource is.\npackage resource\n\ntype t int\n\nfunc (x *t) set(y float64) float64 { return y }\n",
		"sim/resource/x.go:6:19: float64: amounts and shares are exact here|sim/resource/x.go:6:28: float64: amounts and shares are exact here"},
	{"a drawn order", "sim/mesos/allocator/shuffle.go", "// Package allocator is.\npackage allocator\n\nvar x float64\n", ""},
	{"float function", "sim/resource/x.go", "// Package resource is.\npackage resource\n\n// Float is.\nfunc Float() float64 { return 1 }\n",
		"sim/resource/x.go:5:14: float64: amounts and shares are exact here"},

	{"printing", "sim/x.go", "// Package sim is.\npackage sim\n\nimport \"fmt\"\n\nfunc f() { fmt.Println() }\n",
		"sim/x.go:6:12: fmt.Println: the record stream is the only output"},

	{"long file", "sim/x.go", "// Package sim is.\npackage sim\n" + strings.Repeat("\n", 499),
		"sim/x.go:2:1: file of 501 lines (at most 500)"},
	{"file of 500 lines", "sim/x.go", "// Package sim is.\npackage sim\n" + strings.Repeat("\n", 498), ""},
	{"long function", "sim/x.go", "// Package sim is.\npackage sim\n\nfunc f() {\n" + strings.Repeat("\tf()\n", 69) + "}\n",
		"sim/x.go:4:1: function f of 71 lines (at most 70, tables apart)"},
	{"function of 70 lines", "sim/x.go", "// Package sim is.\npackage sim\n\nfunc f() {\n" + strings.Repeat("\tf()\n", 68) + "}\n", ""},
	{"table", "sim/x.go", "// Package sim is.\npackage sim\n\nfunc f() []int {\n\treturn []int{\n" + strings.Repeat("\t\t1,\n", 90) + "\t}\n}\n", ""},
	{"code in a table", "sim/x.go", "// Package sim is.\npackage sim\n\nvar x = 1\n\nfunc f() []func() {\n\treturn []func(){func() {\n" +
		strings.Repeat("\t\tf()\n", 90) + "\t}}\n}\n", "sim/x.go:6:1: function f of 94 lines (at most 70, tables apart)"},
	{"switch of one-line cases", "sim/x.go", "// Package sim is.\npackage sim\n\nfunc f(i int) {\n\tswitch i {\n" + cases(40, 1) + "\t}\n}\n", ""},
	{"switch of long cases", "sim/x.go", "// Package sim is.\npackage sim\n\nfunc f(i int) {\n\tswitch i {\n" + cases(40, 2) + "\t}\n}\n",
		"sim/x.go:4:1: function f of 124 lines (at most 70, tables apart)"},

	{"wide interface", "reports/x.go", "// Package reports is.\npackage reports\n\ntype i interface {\n\ta()\n\tb()\n\tc()\n\td()\n\te()\n\tf()\n}\n",
		"reports/x.go:4:6: interface i of 6 methods (at most 5)"},
	{"the one wide door", "sim/x.go", "// Package sim is.\npackage sim\n\n// Plane is.\ntype Plane interface {\n\ta()\n\tb()\n\tc()\n\td()\n\te()\n\tf()\n}\n", ""},

	{"no package comment", "sim/x.go", "package sim\n", "sim/x.go:1:1: package sim has no comment"},
	{"undocumented function", "sim/x.go", "// Package sim is.\npackage sim\n\nfunc Run() {}\n",
		"sim/x.go:4:6: Run is exported and has no comment"},
	{"undocumented method", "sim/x.go", "// Package sim is.\npackage sim\n\n// T is.\ntype T[A any] int\n\nfunc (t *T[A]) Run() {}\n",
		"sim/x.go:7:16: Run is exported and has no comment"},
	{"method of an unexported type", "sim/x.go", "// Package sim is.\npackage sim\n\ntype t int\n\nfunc (t) Run() {}\n", ""},
	{"undocumented type", "sim/x.go", "// Package sim is.\npackage sim\n\ntype T int\n",
		"sim/x.go:4:6: T is exported and has no comment"},
	{"undocumented constant", "sim/x.go", "// Package sim is.\npackage sim\n\nconst C = 1\n",
		"sim/x.go:4:7: C is exported and has no comment"},
	{"constants documented as a group", "sim/x.go", "// Package sim is.\npackage sim\n\n// The constants.\nconst (\n\tC = 1\n\tD = 2\n)\n", ""},

	{"init", "policies/x.go", "// Package policies is.\npackage policies\n\nfunc init() {}\n",
		"policies/x.go:4:1: init: a registry is a literal"},
	{"old word", "sim/mesos/x.go", "// Package mesos is.\npackage mesos\n\nvar lostSlaves int\n",
		"sim/mesos/x.go:4:5: lostSlaves: say node or agent"},
	{"a plane's word in the core", "sim/x.go", "// Package sim is.\npackage sim\n\n// An OfferID is.\ntype OfferID int\n",
		"sim/x.go:5:6: OfferID: Offer is a word of a plane, not of the core"},
	{"hostile is no host", "scenarios/x.go", "// Package scenarios is.\npackage scenarios\n\nvar hostile int\n", ""},
	{"open end", "sim/x.go", "// Package sim is.\npackage sim\n\n// f will. TO" + "DO later.\nfunc f() {}\n",
		"sim/x.go:4:1: TO" + "DO: finish it or leave it out"},
}

func cases(n, lines int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "\tcase %d:\n%s", i, strings.Repeat("\t\tf(1)\n", lines))
	}
	return b.String()
}

// TestBreaches plants one breach for each rule and expects exactly its message.
func TestBreaches(t *testing.T) {
	for _, b := range breaches {
		t.Run(b.rule, func(t *testing.T) {
			s, err := parse(b.name, []byte(b.text))
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			if b.want != "" {
				want = strings.Split(b.want, "|")
			}
			got := tidy([]*source{s})
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// TestArrowsFormNoCycle keeps the table itself honest.
func TestArrowsFormNoCycle(t *testing.T) {
	state := map[string]int{}
	var visit func(p string)
	visit = func(p string) {
		switch state[p] {
		case 1:
			t.Errorf("cycle through %s", p)
			return
		case 2:
			return
		}
		state[p] = 1
		for _, q := range arrows[p] {
			switch {
			case q == "core":
				for _, c := range core {
					visit(c)
				}
			case q != "*":
				visit(q)
			}
			if _, known := arrows[q]; !known && q != "core" && q != "*" {
				t.Errorf("%s may import %s, which is not in the table", p, q)
			}
		}
		state[p] = 2
	}
	for p := range arrows {
		visit(p)
	}
}

func TestProductLeavesTestsAndToolsOut(t *testing.T) {
	root := fstest.MapFS{"sim/a.go": {}, "sim/a_test.go": {}, "sim/testdata/b.go": {}, "tools/x/c.go": {}, ".git/d.go": {}, "e.go": {}}
	got, err := product(root)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"e.go", "sim/a.go"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
