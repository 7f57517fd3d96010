package simtest_test

import (
	"strings"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"
	"fairlead/sim/simtest"

	"github.com/google/go-cmp/cmp"
)

// names are those of a small world: two nodes of 2 cpus and 4 GiB, two tenants, a
// kind of job each. Shape 1 is <1 cpu, 1 GiB>, shape 2 is <0.5 cpu, 1.5 MiB, 2 gpus>.
func names() simtest.Names {
	shapes := resource.NewTable(3)
	shapes.Intern([]int64{1000, 1024_000, 0})
	shapes.Intern([]int64{500, 1500, 2000})
	return simtest.Names{
		Dims: resource.NewDims("cpus", "mem", "gpus"), Shapes: shapes,
		Nodes:   []sim.NodeShape{{Name: "small", Count: 1, Capacity: shapes.Intern([]int64{2000, 4096_000, 0})}, {Name: "big", Count: 2, Capacity: shapes.Intern([]int64{2000, 4096_000, 4000})}},
		Tenants: []string{"ads", "web"}, Groups: []string{"team"}, Jobs: []string{"etl", "render"},
	}
}

const s = sim.Second

// TestLines tells what small runs of a whole plane do not bring about.
func TestLines(t *testing.T) {
	d := simtest.NewDialogue(names())
	d.Take([]sim.Record{
		{Kind: sim.KindNode, Node: 0, Shape: 3, Cause: sim.CauseUp},
		{Kind: sim.KindNode, Node: 1, Shape: 4, Cause: sim.CauseUp},
		{Kind: sim.KindNode, Node: 2, Shape: 4, Cause: sim.CauseUp},
		{Kind: sim.KindSubmitted, Job: 0, Shape: 1, N: 2},
		{Kind: sim.KindSubmitted, Job: 1, Task: 1, Shape: 1, N: 2},
		{Kind: sim.KindSubmitted, Job: 2, Tenant: 1, Node: 1, Shape: 2, N: sim.Unlimited},
		{Kind: sim.KindLaunched, Job: 0, Task: 0, Shape: 1, Node: 1},
		{Kind: sim.KindRunning, Job: 0, Task: 0, Shape: 1, Node: 1, Flags: sim.FlagFirst},
		{Kind: sim.KindLaunched, Job: 0, Task: 1, Shape: 1, Node: 1},
		{At: s, Kind: sim.KindNode, Node: 1, Shape: 4, Cause: sim.CauseDown},
		{At: s, Kind: sim.KindEnded, Job: 0, Task: 0, Shape: 1, Node: 1, Cause: sim.CauseLost},
		{At: s, Kind: sim.KindEnded, Job: 0, Task: 1, Shape: 1, Node: 1, Cause: sim.CauseLost, N: -1},
	})
	d.Take([]sim.Record{
		{At: 1500 * sim.Millisecond, Kind: sim.KindFault, Task: 3, Cause: sim.CauseUp},
		{At: 2 * s, Kind: sim.KindLaunched, Job: 0, Task: 1, Shape: 1, Node: 2, M: 1},
		{At: 2 * s, Kind: sim.KindHeld, Tenant: 1, Task: 1, N: 2000, M: 4096_000},
		{At: 2 * s, Kind: sim.KindMore, Tenant: 1, Task: 2, N: 4000},
		{At: 3 * s, Kind: sim.KindReleased, Tenant: 1, Task: 1, Cause: sim.CauseWithdrawn, N: 2000, M: 4096_000},
		{At: 3 * s, Kind: sim.KindMore, Tenant: 1, Task: 2, N: 4000},
		{At: 4 * s, Kind: sim.KindTenant, Tenant: 1, Cause: sim.CauseDown},
		{At: 5 * s, Kind: sim.KindWaiting, Job: 1, Task: 0, M: 2, Shape: 1},
	})
	want := `
0s      node     small-0 up: cpus 2, mem 4GiB
0s      nodes    big-0 to big-1 up: cpus 2, mem 4GiB, gpus 4 each
0s      submit   ads: etl-0 to etl-1, each: 2 tasks of cpus 1, mem 1GiB
0s      submit   web: render-0: tasks without end of cpus 0.5, mem 1.5MiB, gpus 2
0s      start    ads: etl-0 task 0 on big-0
0s      launch   ads: etl-0 task 1 on big-0
1s      node     big-0 down: cpus 2, mem 4GiB, gpus 4
1s      end      ads: etl-0 task 0 on big-0 lost after 1s
1s      end      ads: etl-0 task 1 on big-0 lost before it ran
1.5s    fault    number 3 up
2s      launch   ads: etl-0 task 1, attempt 1 on big-1
2s      offer    web gets 1 offer: cpus 2, mem 4GiB, gpus 4
3s      rescind  web loses 1 offer: cpus 2, mem 4GiB, gpus 4
4s      tenant   web leaves in role team
5s      wait     ads: etl-1: 2 tasks from task 0 on never ran
`
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), d.String()); diff != "" {
		t.Errorf("account (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"ads", "ads", "ads"}, d.Tasks()); diff != "" {
		t.Errorf("tasks (-want +got):\n%s", diff)
	}
}

// sound is a run in which nothing is wrong.
func sound() []sim.Record {
	return []sim.Record{
		{Kind: sim.KindSubmitted, Job: 0, Shape: 1, N: 2},
		{Kind: sim.KindHeld, Task: 2, N: 4000, M: 8192_000},
		{Kind: sim.KindMore, Task: 2, N: 4000},
		{Kind: sim.KindLaunched, Job: 0, Task: 0, Shape: 1, Node: 1},
		{Kind: sim.KindRunning, Job: 0, Task: 0, Shape: 1, Node: 1, Flags: sim.FlagFirst},
		{Kind: sim.KindReleased, Task: 1, Cause: sim.CauseUsed, N: 1000, M: 1024_000},
		{Kind: sim.KindMore, Task: 2},
		{Kind: sim.KindReleased, Task: 1, Cause: sim.CauseReturned, N: 3000, M: 7168_000},
		{Kind: sim.KindMore, Task: 2, N: 4000},
		{At: s, Kind: sim.KindEnded, Job: 0, Task: 0, Shape: 1, Node: 1, Cause: sim.CauseFailed},
		{At: s, Kind: sim.KindSubmitted, Job: 1, Task: 1, Shape: 1, N: 3},
		{At: 2 * s, Kind: sim.KindLaunched, Job: 0, Task: 0, Shape: 1, Node: 0, M: 1},
		{At: 2 * s, Kind: sim.KindRunning, Job: 0, Task: 0, Shape: 1, Node: 0, M: 1},
		{At: 2 * s, Kind: sim.KindLaunched, Job: 0, Task: 1, Shape: 1, Node: 0},
		{At: 3 * s, Kind: sim.KindEnded, Job: 0, Task: 0, Shape: 1, Node: 0, N: int64(2 * s), M: 1, Cause: sim.CauseFinished},
		{At: 3 * s, Kind: sim.KindRunning, Job: 0, Task: 1, Shape: 1, Node: 0, Flags: sim.FlagFirst},
		{At: 4 * s, Kind: sim.KindEnded, Job: 0, Task: 1, Shape: 1, Node: 0, N: int64(3 * s), Cause: sim.CauseFinished},
		{At: 4 * s, Kind: sim.KindJobEnded, Job: 0, M: int64(2 * s)},
		{At: 4 * s, Kind: sim.KindLaunched, Job: 1, Task: 0, Shape: 1, N: int64(s)},
		{At: 4 * s, Kind: sim.KindSubmitted, Job: 2, Tenant: 1, Shape: 2, N: 4},
		{At: 4 * s, Kind: sim.KindImpossible, Job: 2, Tenant: 1, Shape: 2, N: 4},
		{At: 5 * s, Kind: sim.KindWaiting, Job: 1, Task: 1, Shape: 1, M: 2, N: int64(s)},
		{At: 5 * s, Kind: sim.KindWaiting, Job: 1, Task: 0, Shape: 1, M: 1, N: int64(s)},
	}
}

// TestAudit plants one breach at a time in a sound run: each must be found, and
// nothing in the run without it.
func TestAudit(t *testing.T) {
	audit := func(records []sim.Record) []string {
		a := simtest.NewAudit(names())
		a.Take(records[:7])
		a.Take(records[7:])
		return a.Problems()
	}
	if p := audit(sound()); len(p) > 0 {
		t.Fatalf("nothing is wrong, but: %q", p)
	}
	for _, c := range []struct {
		says   string
		breach func(r []sim.Record) []sim.Record
	}{
		{"time goes back", func(r []sim.Record) []sim.Record { r[10].At = 0; return r }},
		{"not numbered in order", func(r []sim.Record) []sim.Record { r[0].Job = 1; return r }},
		{"submitted twice", func(r []sim.Record) []sim.Record { r[10].Job = 0; return r }},
		{"no such job", func(r []sim.Record) []sim.Record { r[3].Job = 7; return r }},
		{"launched twice", func(r []sim.Record) []sim.Record { r[11].M = 0; return r }},
		{"without the one before", func(r []sim.Record) []sim.Record { r[11].M = 2; return r }},
		{"task out of order", func(r []sim.Record) []sim.Record { r[13].Task = 5; return r }},
		{"was submitted at", func(r []sim.Record) []sim.Record { r[13].N = 7; return r }},
		{"was submitted at", func(r []sim.Record) []sim.Record { r[13].Flags |= sim.FlagUnlimited; return r }},
		{"holds [", func(r []sim.Record) []sim.Record { r[3].Shape = 4; r[11].Shape = 4; r[13].Shape = 4; return r }},
		{"runs without being launched", func(r []sim.Record) []sim.Record { r[4].Task = 1; return r }},
		{"runs twice", func(r []sim.Record) []sim.Record { r[13] = r[12]; return r }},
		{"runs elsewhere", func(r []sim.Record) []sim.Record { r[12].Node = 2; return r }},
		{"first or not", func(r []sim.Record) []sim.Record { r[12].Flags = sim.FlagFirst; return r }},
		{"ends without being launched", func(r []sim.Record) []sim.Record { r[9].Task = 1; return r }},
		{"ends twice", func(r []sim.Record) []sim.Record { r[10] = r[9]; return r }},
		{"ends twice, or is another", func(r []sim.Record) []sim.Record { r[14].N = int64(s); return r }},
		{"ended with 1 of 2 tasks", func(r []sim.Record) []sim.Record { r[14].Cause = sim.CauseFailed; return r }},
		{"longest", func(r []sim.Record) []sim.Record { r[17].M++; return r }},
		{"impossible", func(r []sim.Record) []sim.Record { r[20].N = 3; return r }},
		{"0 tasks ran and 2 never did, of 3", func(r []sim.Record) []sim.Record { return r[:22] }},
		{"0 tasks ran and 4 never did, of 3", func(r []sim.Record) []sim.Record { r[21].M = 3; return r }},
		{"task 0 ran", func(r []sim.Record) []sim.Record {
			ran := sim.Record{At: 4 * s, Kind: sim.KindRunning, Job: 1, Task: 0, Shape: 1, N: int64(s), Flags: sim.FlagFirst}
			return append(append(r[:21:21], ran), r[21:]...)
		}},
		{"after the end", func(r []sim.Record) []sim.Record {
			return append(r, sim.Record{At: 5 * s, Kind: sim.KindFault})
		}},
		{"goes on with nothing", func(r []sim.Record) []sim.Record { r[1], r[2] = r[2], r[1]; return r }},
		{"launched but not used", func(r []sim.Record) []sim.Record { r[5].N = 2000; return r }},
		{"offers, held [", func(r []sim.Record) []sim.Record { r[7].N = 5000; return r }},
		{"at the end tenant 0 holds 1 offers", func(r []sim.Record) []sim.Record { r[7].Task = 0; return r }},
		{"at the end tenant 0 holds 0 offers, [0 0 1000]", func(r []sim.Record) []sim.Record { r[8].N = 3000; return r }},
	} {
		problems := audit(c.breach(sound()))
		if !strings.Contains(strings.Join(problems, "\n"), c.says) {
			t.Errorf("breach %q is not found: %q", c.says, problems)
		}
	}
}
