package reports

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fairlead/reports/schema"
	"fairlead/sim"
	"fairlead/sim/resource"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares text with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", path, d)
	}
}

// worked is the example of the DRF paper, section 4.1: 9 cpus and 18 GB, A's
// tasks take <1 cpu, 4 GB> and B's <3 cpus, 1 GB>. Task by task, the least share
// first, A gets 3 tasks and B 2. One of A's is lost after two minutes and started
// again; B's second job waits to the end, its third fits no node.
func worked(a, b string) (Meta, []sim.Record) {
	m := Meta{
		Scenario: "drf-worked-example", Plane: "mesos", Policy: "drf", Seed: 42,
		Dims: resource.NewDims("cpus", "mem"), Shapes: resource.NewTable(2),
		Tenants: []TenantMeta{{a, 0, 1, 0}, {b, 1, 2, 0}}, Groups: []GroupMeta{{a, 1}, {b, 2}},
		Specs: []SpecMeta{{"map", 0}, {"reduce", 1}}, Until: 10 * sim.Minute, Warmup: sim.Minute, TimelineBin: 2 * sim.Minute,
		About: "The table of the DRF paper", Repeat: "fairlead run drf-worked-example --seed 42",
		Sources: []schema.Source{{File: "log.swf", Format: "swf", Rows: 9, Kept: 6, Repaired: 1, Skipped: 2, Reasons: map[string]int64{"no end": 2, "runtime 0": 1}}},
	}
	node := m.Shapes.Intern([]int64{9000, 18432_000})
	m.NodeShapes = []NodeShapeMeta{{Name: "small", Count: 1, Capacity: node}}
	shape := []resource.ShapeID{m.Shapes.Intern([]int64{1000, 4096_000}), m.Shapes.Intern([]int64{3000, 1024_000}), m.Shapes.Intern([]int64{10_000, 0})}
	out := []sim.Record{
		{Kind: sim.KindNode, Cause: sim.CauseUp, Shape: node},
		{Kind: sim.KindTenant, Cause: sim.CauseUp},
		{Kind: sim.KindTenant, Cause: sim.CauseUp, Tenant: 1, Job: 1},
		{Kind: sim.KindSubmitted, Shape: shape[0], N: 3},
		{Kind: sim.KindSubmitted, Tenant: 1, Job: 1, Node: 1, Shape: shape[1], N: 2},
		{Kind: sim.KindHeld, Tenant: 1, Job: 1, Task: 1, N: 9000, M: 18432_000},
		{Kind: sim.KindReleased, Cause: sim.CauseUsed, Tenant: 1, Job: 1, Task: 1, N: 9000, M: 18432_000},
	}
	start := func(at sim.Time, tenant sim.TenantID, task int32, attempt int64) {
		r := sim.Record{Kind: sim.KindLaunched, At: at, Tenant: tenant, Job: sim.JobID(tenant), Task: task, Shape: shape[tenant], M: attempt}
		if attempt > 0 {
			r.Flags = sim.FlagSingle
		}
		out = append(out, r)
		r.Kind, r.Flags = sim.KindRunning, 0
		if attempt == 0 {
			r.Flags = sim.FlagFirst
		}
		out = append(out, r)
	}
	for i, tenant := range []sim.TenantID{1, 0, 0, 1, 0} {
		start(0, tenant, int32([]int{0, 0, 1, 1, 2}[i]), 0)
	}
	end := func(at sim.Time, tenant sim.TenantID, task int32, attempt int64, why sim.Cause, since sim.Time) {
		out = append(out, sim.Record{Kind: sim.KindEnded, Cause: why, At: at, Tenant: tenant, Job: sim.JobID(tenant), Task: task,
			Shape: shape[tenant], N: int64(since), M: attempt})
	}
	end(2*sim.Minute, 0, 2, 0, sim.CauseLost, 0)
	start(2*sim.Minute, 0, 2, 1)
	out = append(out,
		sim.Record{Kind: sim.KindSubmitted, At: 3 * sim.Minute, Tenant: 1, Job: 2, Node: 1, Task: 1, Shape: shape[1], N: 4},
		sim.Record{Kind: sim.KindSubmitted, At: 4 * sim.Minute, Tenant: 1, Job: 3, Node: 1, Task: 2, Shape: shape[2], N: 5},
		sim.Record{Kind: sim.KindImpossible, At: 4 * sim.Minute, Tenant: 1, Job: 3, Shape: shape[2], N: 5})
	for i := range int32(2) {
		end(5*sim.Minute+sim.Time(i)*sim.Second/4, 1, i, 0, sim.CauseFinished, 0)
	}
	out = append(out,
		sim.Record{Kind: sim.KindJobEnded, At: 5*sim.Minute + sim.Second/4, Tenant: 1, Job: 1, M: int64(5 * sim.Minute)},
		sim.Record{Kind: sim.KindWaiting, At: 10 * sim.Minute, Tenant: 1, Job: 2, Shape: shape[1], N: int64(3 * sim.Minute), M: 4})
	return m, out
}

func workedResults(a, b string) *Results {
	m, records := worked(a, b)
	c := New(m)
	c.Take(records)
	c.Plane(1, 600)
	r := c.Finish(10*sim.Minute, "until", "fl1:00112233445566778899aabbccddeeff", int64(len(records)))
	r.Summary.Expect = []schema.Expectation{
		{Assertion: "tasks.killed == 0", OK: true, Got: 0.0},
		{Assertion: `tenant("` + b + `").wait.p99 <= duration("30s")`},
	}
	r.Summary.Warnings = append(r.Summary.Warnings, "5 tasks of "+b+" fit no node")
	return r
}

func TestGolden(t *testing.T) {
	r := workedResults("A", "B")
	write := func(name string, f func(*bytes.Buffer) error) {
		var b bytes.Buffer
		if err := f(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
	}
	write("worked.txt", func(b *bytes.Buffer) error { return WriteTable(b, r, TableOptions{}) })
	write("worked-60.txt", func(b *bytes.Buffer) error { return WriteTable(b, r, TableOptions{Color: true, Width: 60}) })
	write("worked.json", func(b *bytes.Buffer) error { return WriteJSON(b, r.Summary, false) })
	write("worked-timeline.json", func(b *bytes.Buffer) error { return json.NewEncoder(b).Encode(r.Timeline) })
	write("worked-tenants.csv", func(b *bytes.Buffer) error { return WriteTenantsCSV(b, r) })
	write("worked-timeline.csv", func(b *bytes.Buffer) error { return WriteTimelineCSV(b, r) })
	write("worked-compare.txt", func(b *bytes.Buffer) error {
		return WriteComparison(b, []*Results{r, workedResults("A", "C")}, []string{"drf", "fifo"}, TableOptions{})
	})
	m, records := worked("A", "B")
	write("worked.jsonl", func(b *bytes.Buffer) error {
		s := NewRecordsJSONL(b, &m)
		s.Take(records)
		return s.Close()
	})
	write("worked-tasks.csv", func(b *bytes.Buffer) error {
		s := NewTasksCSV(b, &m)
		s.Take(records)
		return s.Close()
	})
	write("worked-jobs.csv", func(b *bytes.Buffer) error {
		s := NewJobsCSV(b, &m)
		s.Take(records)
		return s.Close()
	})
}

func TestOneLine(t *testing.T) {
	r := workedResults("A", "B")
	var long, short, packed bytes.Buffer
	if err := WriteJSON(&long, r.Summary, false); err != nil {
		t.Fatal(err)
	}
	if err := WriteJSON(&short, r.Summary, true); err != nil {
		t.Fatal(err)
	}
	if err := json.Compact(&packed, long.Bytes()); err != nil {
		t.Fatal(err)
	}
	if short.String() != strings.TrimSpace(packed.String())+"\n" || strings.Count(short.String(), "\n") != 1 {
		t.Error("one line differs from many")
	}
	var back schema.Summary
	if err := json.Unmarshal(short.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(*r.Summary, back); d != "" {
		t.Errorf("read back (-want +got):\n%s", d)
	}
}
