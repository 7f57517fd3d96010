package scenarios

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"

	results "fairlead/reports/schema"
	"fairlead/sim"
	"fairlead/sim/resource"
	"fairlead/workloads"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func load(t *testing.T, file string) *Scenario {
	t.Helper()
	s, err := Load(file, Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// same compares without places.
func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	opts := cmp.Options{cmpopts.IgnoreTypes(Place{}), cmpopts.IgnoreUnexported(Tenant{}, Job{}), cmpopts.EquateEmpty()}
	if diff := cmp.Diff(want, got, opts); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestEveryKeyIsRead(t *testing.T) {
	s := load(t, "testdata/valid/everything.yaml")
	same(t, "name", s.Name, "everything")
	same(t, "about", s.About, "One line, folded from two.")
	same(t, "seed", s.Seed, 1<<53-1)
	same(t, "until", s.Until, 90*sim.Minute)
	same(t, "warmup", s.Warmup, 10*sim.Minute)
	same(t, "timeline", s.Timeline, 250*sim.Millisecond)
	same(t, "bound", s.Bound, 5000)
	same(t, "dims", s.Dims.Names(), []string{"cpus", "mem", "disk", "gpus", "licences"})
	same(t, "nodes", s.NodeCount(), 6)
	same(t, "shapes", s.Nodes, []NodeShape{
		{Name: "small", Count: 5, Racks: 2, Capacity: []int64{16000, 64 << 10 * 1000, 1 << 20 * 1000, 0, 0},
			Attributes: []Attribute{{"zone", "z1"}, {"os", "linux"}}},
		{Name: "big", Count: 1, Capacity: []int64{125, 476838, 0, 4000, 2500}},
	})
	same(t, "plane", s.Plane, Plane{Kind: Mesos, Mesos: MesosPlane{
		AllocationInterval: 0,
		MinAllocatable:     [][]int64{{10, 0, 0, 0, 0}, {0, 32000, 0, 1000, 0}},
		Excluded:           []bool{false, false, true, true, false},
		Offers:             OneTask, Misfit: StopAtMisfit, Placement: BestFit, Ties: NameDescendingTies,
	}})
	same(t, "policy", s.Policy, Policy{
		Roles:      PolicyUse{Name: "drf"},
		Frameworks: PolicyUse{Name: "maxmin", Args: map[string]string{"resource": "mem"}},
	})
	if len(s.Expect) != 2 || s.Expect[1].Check == nil || s.Expect[1].Text != `tenant("org/team").wait.p99 <= duration("30s")` {
		t.Errorf("expectations: %+v", s.Expect)
	}
}

func TestRolesAndTenants(t *testing.T) {
	s := load(t, "testdata/valid/everything.yaml")
	same(t, "roles", s.Roles, []Role{
		{Name: "analytics/ads", Path: []string{"analytics", "ads"}, Parent: 1, Declared: true, Weight: resource.Frac{Num: 3, Den: 2}, Priority: -3},
		{Name: "analytics", Path: []string{"analytics"}, Parent: NoGroup, Declared: true, Weight: resource.Frac{Num: 2, Den: 1}},
		{Name: "org/team", Path: []string{"org/team"}, Parent: NoGroup, Weight: resource.Frac{Num: 1, Den: 4}, Priority: 2},
		{Name: "visitors/short", Path: []string{"visitors", "short"}, Parent: 4, Weight: resource.One},
		{Name: "visitors", Path: []string{"visitors"}, Parent: NoGroup, Weight: resource.One},
	})
	if len(s.Tenants) != 3 {
		t.Fatalf("%d tenants", len(s.Tenants))
	}
	spark := s.Tenants[0]
	jobs := spark.Jobs
	spark.Jobs = nil
	same(t, "spark", spark, Tenant{
		Name: "spark", Role: 0, Priority: 7, Starts: 5 * sim.Second, Queue: HeadOfLine, Nodes: []int{2, 1}, Trace: NoTrace,
		Framework: Framework{Refuse: sim.Second, MaxTasksPerOffer: 10, GPU: true},
	})
	same(t, "default framework", s.Tenants[1].Framework, Framework{Refuse: 5 * sim.Second, RefuseRest: 5 * sim.Second, Suppress: true})
	same(t, "role of its own", s.Tenants[1].Role, 2)
	same(t, "role by path", s.Tenants[2].Role, 3)
	if len(jobs) != 3 {
		t.Fatalf("%d jobs", len(jobs))
	}
	same(t, "poisson", jobs[0].Arrivals, Arrivals{Poisson: 20.0 / 3600})
	same(t, "at", jobs[1].Arrivals, Arrivals{At: []sim.Time{0, 10 * sim.Minute}})
	same(t, "every", jobs[2].Arrivals, Arrivals{Every: sim.Hour})
	same(t, "counts", []int64{jobs[0].Count, jobs[1].Count, jobs[2].Count}, []int64{100, 1, sim.Unlimited})
	same(t, "names", []string{jobs[0].Name, jobs[1].Name, jobs[2].Name}, []string{"etl", "job-1", "hourly"})
	same(t, "demand", [][]int64{jobs[0].Demand, jobs[1].Demand, jobs[2].Demand}, [][]int64{{1000, 512000, 0, 0, 0}, {0, 0, 0, 0, 1}, {0, 0, 0, 2000, 0}})
	same(t, "duration", jobs[0].Duration.String(), "lognormal(30s, 1.2)")
	same(t, "startup", jobs[0].Startup, 2*sim.Second)
	same(t, "priority", jobs[0].Priority, 4)
	same(t, "tasks", []string{jobs[0].Tasks.String(), jobs[2].Tasks.String()}, []string{"80", "uniform(1, 5)"})
	if jobs[1].Tasks != nil || jobs[1].Duration != nil {
		t.Error("unlimited tasks without a duration: want nil for both")
	}
	for _, i := range []int{1, 2} {
		if got := s.Tenants[i].Jobs; len(got) != 1 || got[0].Name != "backup" || got[0].File != "testdata/valid/nightly.yaml" {
			t.Errorf("workload file: %+v", got)
		}
	}
}

func TestTraces(t *testing.T) {
	s := load(t, "testdata/valid/traces.yaml")
	var names []string
	for _, tn := range s.Tenants {
		names = append(names, tn.Name+" of "+s.Roles[tn.Role].Name)
	}
	same(t, "tenants", names, []string{"whole of whole", "user 1 of user 1", "everybody else of everybody else", "in-one of grid"})
	if len(s.Traces) != 3 {
		t.Fatalf("%d traces", len(s.Traces))
	}
	for i, want := range [][]sim.TenantID{{0}, {1, 2}, {3}} {
		same(t, "tenants of a trace", s.Traces[i].Tenants, want)
		for _, id := range want {
			same(t, "trace of a tenant", s.Tenants[id].Trace, i)
		}
		same(t, "tenants of the scan", len(s.Traces[i].Scan.Tenants()), len(want))
	}
	same(t, "weight of each", s.Roles[s.Tenants[2].Role].Weight, resource.Frac{Num: 3, Den: 1})
	same(t, "kept", s.Traces[0].Scan.Report(s.Dims).Kept, 3)
	same(t, "name", s.Name, "traces")
	same(t, "drained", s.Drained && s.Until == sim.Forever, true)
}

// TestTables reads jobs from tables of several kinds.
func TestTables(t *testing.T) {
	s := load(t, "testdata/valid/tables.yaml")
	var names []string
	for _, tn := range s.Tenants {
		names = append(names, tn.Name)
	}
	same(t, "tenants", names, []string{"of ann", "of bob", "q-BE", "q-LS", "rest", "g"})
	for i, want := range []string{"csv 4 2 0", "openb 3 3 1", "csv 4 4 0", "openb 3 1 0"} {
		r := s.Traces[i].Scan.Report(s.Dims)
		same(t, "account", fmt.Sprint(r.Format, " ", r.Rows, " ", r.Kept, " ", r.Repaired), want)
	}
	jobs := func(trace int) string {
		shapes := resource.NewTable(s.Dims.Len())
		b := workloads.TraceBind{Dims: s.Dims, Shapes: shapes, Capacity: make([]int64, s.Dims.Len()), Specs: make([]sim.SpecID, 9)}
		src, out := s.Traces[trace].Scan.Source(b), ""
		for job := (sim.Submission{}); src.Next(&job); {
			out += fmt.Sprintf("%v: %d × %v for %v; ", job.At.Seconds(), job.Tasks, shapes.At(job.Shape), job.Duration.Seconds())
		}
		return out
	}
	same(t, "dimensions", s.Dims.Names(), []string{"cpus", "mem", "gpus"})
	same(t, "csv", jobs(0), "0: 2 × [500 512000 0] for 4; 1.5: 1 × [1500 100000 0] for 2; ")
	same(t, "openb", jobs(1), "0: 1 × [1000 1024000 460] for 55; 0: 1 × [500 512000 2000] for 63; 0: 1 × [1000 1024000 0] for 60; ")
	same(t, "products", jobs(2), "1: 1 × [100 0 0] for 5; 1: 1 × [150 0 0] for 5; 1: 1 × [50 0 0] for 5; 1: 1 × [25 0 0] for 5; ")
	same(t, "chosen", jobs(3), "0: 1 × [1000 1024000 460] for 55; ")
}

// TestNodeFile reads nodes from a table: equal ones are one shape.
func TestNodeFile(t *testing.T) {
	s := load(t, "testdata/valid/node-file.yaml")
	var got []string
	for _, n := range s.Nodes {
		got = append(got, fmt.Sprint(n.Name, " ", n.Count, " ", n.Capacity, " ", n.Attributes))
	}
	same(t, "dimensions", s.Dims.Names(), []string{"cpus", "mem", "disk", "gpus"})
	same(t, "nodes", got, []string{
		"m-1 2 [4000 8192000 1048576000 0] []", "m-2 1 [8000 65536000 1048576000 2000] [{model T4}]", "m-3 1 [8000 65536000 1048576000 2000] [{model V100}]",
	})
	r, err := s.Run(t.Context(), RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "sources", r.Summary.Sources, []results.Source{{File: "machines.tsv", Format: "csv", Rows: 8, Kept: 4, Skipped: 4,
		Reasons: map[string]int64{"a node again": 1, "an amount not given": 1, "left out by keep": 1, "left out by where": 1}}})
}

// TestPlaces checks that a scenario remembers where things stand.
func TestPlaces(t *testing.T) {
	s := load(t, "testdata/valid/everything.yaml")
	const file = "testdata/valid/everything.yaml"
	for what, p := range map[string][2]Place{
		"shape":  {s.Nodes[1].Place, {file, 32, 7}},
		"role":   {s.Roles[1].Place, {file, 36, 5}},
		"tenant": {s.Tenants[0].Place, {file, 39, 5}},
		"job":    {s.Tenants[0].Jobs[1].Place, {file, 48, 9}},
		"expect": {s.Expect[1].Place, {file, 60, 5}},
		"policy": {s.Policy.Roles.Place, {file, 23, 17}},
	} {
		if p[0] != p[1] {
			t.Errorf("%s stands at %v, want %v", what, p[0], p[1])
		}
	}
}

func TestGallery(t *testing.T) {
	names := Gallery()
	if !slices.Contains(names, "quickstart") {
		t.Fatalf("the gallery has no quickstart: %v", names)
	}
	for _, name := range names {
		data, ok := GalleryFile(name)
		if !ok {
			t.Fatalf("%s is listed but not there", name)
		}
		s, err := LoadBytes(name, data, Overrides{})
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if s.Name != name {
			t.Errorf("gallery/%s.yaml calls itself %q", name, s.Name)
		}
	}
	if _, ok := GalleryFile("../gallery/quickstart"); ok {
		t.Error("a path leads out of the gallery")
	}
}

func TestLoadOfWhatIsNoFile(t *testing.T) {
	if _, err := Load("testdata/nowhere.yaml", Overrides{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	var ms Mistakes
	if _, err := Load("testdata", Overrides{}); err == nil || errors.As(err, &ms) {
		t.Errorf("directory: %v", err)
	}
}
