package workloads

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"
	"fairlead/sim/rng"
)

// text makes o read from memory.
func (o Trace) text(s string) *Trace {
	o.File = "log.swf"
	if o.Format == nil {
		o.Format = SWF{}
	}
	o.Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
	return &o
}

// bindSWF is a run with one spec a tenant on a cluster of cap units of each resource.
func bindSWF(s *TraceScan, units int64, names ...string) TraceBind {
	d := resource.NewDims(names...)
	b := TraceBind{Dims: d, Shapes: resource.NewTable(d.Len())}
	for range d.Len() {
		b.Capacity = append(b.Capacity, units*resource.Unit)
	}
	for i := range s.Tenants() {
		b.Specs = append(b.Specs, sim.SpecID(i))
	}
	return b
}

// replaySWF writes all jobs down, one a line.
func replaySWF(s *TraceScan, b TraceBind) string {
	var out strings.Builder
	var job sim.Submission
	src := s.Source(b)
	for src.Next(&job) {
		fmt.Fprintf(&out, "%v %s#%d %d x %v for %v\n", job.At.Seconds(), s.Tenants()[job.Spec].Name, job.Instance,
			job.Tasks, b.Shapes.At(job.Shape), job.Duration.Seconds())
	}
	if err := src.Err(); err != nil {
		fmt.Fprintf(&out, "error: %v\n", err)
	}
	return out.String()
}

// scanSWF scans a log in memory.
func scanSWF(t testing.TB, o Trace, log string) *TraceScan {
	t.Helper()
	s, err := o.text(log).Scan()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// accountSWF is a report on one line.
func accountSWF(r SourceReport) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d = %d (%d) + %d", r.Rows, r.Kept, r.Repaired, r.Skipped)
	for _, x := range r.Reasons {
		fmt.Fprintf(&b, "; %s %d", x.Name, x.Count)
	}
	return b.String()
}

func expectSWF(t *testing.T, what, got, want string) {
	t.Helper()
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("%s:\n%s\nwant:\n%s", what, strings.TrimSpace(got), strings.TrimSpace(want))
	}
}

// Each row stands alone in its log.
func TestSWFRow(t *testing.T) {
	const skip = ""
	tests := []struct {
		name, row, job, reason string
		o                      Trace
	}{
		{"plain", "1 0 5 60 4 -1 -1 4 90 -1 1 7 3 2 1 1 -1 -1", "0 log#0 4 x [1000] for 60", "", Trace{}},
		{"tabs, CR, leading blanks", " \t 1\t0  5 60 4 \r", "0 log#0 4 x [1000] for 60", "", Trace{}},
		{"five columns are enough", "1 0 -1 60 2", "0 log#0 2 x [1000] for 60", "", Trace{}},
		{"requested processors", "1 0 -1 60 -1 -1 -1 3", "0 log#0 3 x [1000] for 60", "", Trace{}},
		{"zero processors", "1 0 -1 60 0 -1 -1 3", "0 log#0 3 x [1000] for 60", "", Trace{}},
		{"no processors", "1 0 -1 60 -1 -1 -1 -1", skip, "no processors", Trace{}},
		{"short row", "1 0", skip, "never started", Trace{}},
		{"one word", "hello", skip, "no submit time", Trace{}},
		{"words", "hello world again", skip, "unreadable submit time", Trace{}},
		{"submit -1", "1 -1 0 60 1", skip, "no submit time", Trace{}},
		{"submit below 0", "1 -50 0 60 1", skip, "no submit time", Trace{}},
		{"submit NaN", "1 NaN 0 60 1", skip, "no submit time", Trace{}},
		{"submit inf", "1 inf 0 60 1", skip, "submit time out of range", Trace{}},
		{"submit beyond", "1 4000000001 0 60 1", skip, "submit time out of range", Trace{}},
		{"epoch submit", "1 1356996147 0 60 1", "0 log#0 1 x [1000] for 60", "", Trace{}},
		{"run time unknown", "1 0 0 -1 1", skip, "never started", Trace{}},
		{"run time -1.0", "1 0 0 -1.0 1", skip, "never started", Trace{}},
		{"run time 0", "1 0 0 0 1", "0 log#0 1 x [1000] for 1", "run time 0", Trace{}},
		{"run time 0 to 5s", "1 0 0 0 1", "0 log#0 1 x [1000] for 5", "run time 0", Trace{Zero: 5 * sim.Second}},
		{"run time 0 skipped", "1 0 0 0 1", skip, "run time 0", Trace{SkipZero: true}},
		{"run time -0.0", "1 0 0 -0.0 1", "0 log#0 1 x [1000] for 1", "run time 0", Trace{}},
		{"run time below 0", "1 0 0 -1359980917 1", skip, "negative run time", Trace{}},
		{"run time text", "1 0 0 x 1", skip, "unreadable run time", Trace{}},
		{"run time beyond", "1 0 0 1e300 1", skip, "run time out of range", Trace{}},
		{"run time with fraction", "1 0 0 +1.5e1 1", "0 log#0 1 x [1000] for 15", "", Trace{}},
		{"run time tiny", "1 0 0 .0000001 1", "0 log#0 1 x [1000] for 0.001", "run time below 1 ms", Trace{}},
		{"processors beyond", "1 0 0 60 1e10", skip, "processors out of range", Trace{}},
		{"processors beyond, request fine", "1 0 0 60 1e30 -1 -1 2", "0 log#0 2 x [1000] for 60", "", Trace{}},
		{"fraction of a processor", "1 0 0 60 0.25", "0 log#0 1 x [1000] for 60", "fraction of a processor", Trace{}},
		{"partial execution", "1 0 0 60 1 -1 -1 1 -1 -1 2", skip, "partial execution", Trace{}},
		{"last part", "1 0 0 60 1 -1 -1 1 -1 -1 3", skip, "partial execution", Trace{}},
		{"last part failed", "1 -1 0 60 1 -1 -1 1 -1 -1 4", skip, "partial execution", Trace{}},
		{"failed", "1 0 0 60 1 -1 -1 1 -1 -1 0", "0 log#0 1 x [1000] for 60", "", Trace{}},
		{"cancelled while it ran", "1 0 0 60 1 -1 -1 1 -1 -1 5", "0 log#0 1 x [1000] for 60", "", Trace{}},
		{"cancelled before it started", "1 0 0 0 0 -1 -1 1 90 -1 5", skip, "never started", Trace{}},
		{"the same, kept", "1 0 0 0 0 -1 -1 1 90 -1 5", "0 log#0 1 x [1000] for 90",
			"never started, requested time taken", Trace{KeepPending: true}},
		{"the same without a request", "1 0 0 -1 -1 -1 -1 1 -1 -1 5", skip, "never started", Trace{KeepPending: true}},
		{"comment behind", "1 0 -1 60 2 ; the end", "0 log#0 2 x [1000] for 60", "", Trace{}},
		{"comment in place of columns", "1 0 # 60 2", skip, "never started", Trace{}},
		{"status is a word", "1 0 0 60 1 -1 -1 1 -1 -1 done", "0 log#0 1 x [1000] for 60", "", Trace{}},
		{"extra columns", "1 0 0 60 1" + strings.Repeat(" 1", 40_000), "0 log#0 1 x [1000] for 60", "", Trace{}},
		{"a huge extra column", "1 0 0 60 1" + strings.Repeat(" 1", 13) + " {" + strings.Repeat("1,", 60_000) + "}",
			"0 log#0 1 x [1000] for 60", "", Trace{}},
		{"too long", "1 0 0 60 1 " + strings.Repeat("x", traceMaxLine), skip, "line too long", Trace{}},
		{"far too long", strings.Repeat("1 ", 3*traceMaxLine), skip, "line too long", Trace{}},
		{"junk", "\x00\x01\xff\xfe\x80 \x00 \x7f", skip, "unreadable submit time", Trace{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.o.Name = "log"
			for _, end := range []string{"", "\n", "\r\n\r\n"} {
				s := scanSWF(t, test.o, "; header\n\n"+test.row+end)
				expectSWF(t, "jobs", replaySWF(s, bindSWF(s, 1, "cpus")), test.job)
				want := SourceReport{File: "log.swf", Format: "swf", Rows: 1}
				if test.job == skip {
					want.Skipped = 1
				} else {
					want.Kept = 1
				}
				if test.reason != "" {
					want.Repaired = want.Kept
					want.Reasons = []Reason{{test.reason, 1}}
				}
				expectSWF(t, "report", fmt.Sprint(s.Report(resource.NewDims("cpus"))), fmt.Sprint(want))
			}
		})
	}
}

func TestSWFNoRows(t *testing.T) {
	long := ";" + strings.Repeat("-", 2*traceMaxLine)
	for _, log := range []string{"", "\n", " \t\r\n", "; Version: 2.2", "\xef\xbb\xbf; with a mark\n# x\n", long, long + "\n", " \f" + long} {
		s := scanSWF(t, Trace{Name: "log"}, log)
		if r := s.Report(resource.NewDims("cpus")); accountSWF(r) != "0 = 0 (0) + 0" {
			t.Errorf("%.20q: %s", log, accountSWF(r))
		}
		if n := len(s.Tenants()); n != 1 {
			t.Errorf("%.20q: %d tenants, want the one that the scenario names", log, n)
		}
		expectSWF(t, "jobs", replaySWF(s, bindSWF(s, 1, "cpus")), "")
		if n := len(scanSWF(t, Trace{By: "user"}, log).Tenants()); n != 0 {
			t.Errorf("%.20q: %d tenants by user", log, n)
		}
	}
}

func TestSWFMemory(t *testing.T) {
	bytes, err := ColumnUnit("mem", "1B")
	if err != nil {
		t.Fatal(err)
	}
	const log = `
1 0 0 10 4 -1 2048 4 -1 1024 1
2 1 0 10 4 -1 2048 4 -1   -1 1
3 2 0 10 3 -1   -1 3 -1    0 1
4 3 0 10 3 -1   -1 3 -1 1048577 1
5 4 0 10 1 -1   -1 1 -1 1e300 1
`
	tests := []struct {
		name    string
		o       Trace
		dims    []string
		jobs    string
		account string
	}{
		{"no node has memory", Trace{}, []string{"cpus"}, "[1000] [1000] [1000] [1000] [1000]", "5 = 5 (0) + 0"},
		{"columns 10 and 7, in KB", Trace{}, []string{"cpus", "mem"},
			"[1000 1000] [1000 2000] [1000 0] [1000 1024001] [1000 1000000000000000]", "5 = 5 (1) + 0; no memory given 1"},
		{"fill", Trace{Fill: []TraceFill{{"mem", 77}}}, []string{"cpus", "mem"},
			"[1000 1000] [1000 2000] [1000 77] [1000 1024001] [1000 1000000000000000]", "5 = 5 (0) + 0"},
		{"bytes a job", Trace{Format: SWF{Columns: []SWFColumn{{"mem", 10, bytes, true}}}}, []string{"cpus", "mem"},
			"[1000 1] [1000 0] [1000 0] [1000 334] [1000 1000000000000000]", "5 = 5 (2) + 0; no memory given 2"},
		{"another column", Trace{Format: SWF{Columns: []SWFColumn{{Resource: "mem", Column: 7}}}}, []string{"cpus", "mem"},
			"[1000 2000] [1000 2000] [1000 0] [1000 0] [1000 0]", "5 = 5 (3) + 0; no memory given 3"},
		{"a resource of its own", Trace{Format: SWF{Columns: []SWFColumn{{Resource: "gpus", Column: 9}}}, Fill: []TraceFill{{"gpus", 500}, {"disk", 9}}},
			[]string{"gpus", "disk"}, "[9 500] [9 500] [9 500] [9 500] [9 500]", "5 = 5 (0) + 0"},
		{"cpus a task", Trace{Format: SWF{Columns: []SWFColumn{{Resource: "cpus", Column: 5}}}, Fill: []TraceFill{{"cpus", 9}}}, []string{"cpus"},
			"[4000] [4000] [3000] [3000] [1000]", "5 = 5 (0) + 0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := scanSWF(t, test.o, log)
			b := bindSWF(s, 1, test.dims...)
			var job sim.Submission
			var shapes []string
			for src := s.Source(b); src.Next(&job); {
				shapes = append(shapes, fmt.Sprint(b.Shapes.At(job.Shape)))
			}
			expectSWF(t, "shapes", strings.Join(shapes, " "), test.jobs)
			expectSWF(t, "report", accountSWF(s.Report(b.Dims)), test.account)
		})
	}
}

// tenantsSWF writes the tenants down.
func tenantsSWF(s *TraceScan) string {
	var out []string
	for _, x := range s.Tenants() {
		word := fmt.Sprintf("%s %d", x.Name, x.Jobs)
		if x.Rest {
			word += " rest"
		}
		out = append(out, word)
	}
	return strings.Join(out, ", ")
}

func TestSWFTenants(t *testing.T) {
	row := func(user, queue string) string {
		return "1 0 0 10 1 -1 -1 1 -1 -1 1 " + user + " 1 1 1 1 -1 -1 x " + queue + "\n"
	}
	log := row("7", "q") + row("07", "r") + row("+7.0", "other") + row("10", "q") + row("9", "q") + row("-1", "-1") +
		row("9", "tab\x01") + row("10", strings.Repeat("long", 40)) + row("100", "é")
	tests := []struct {
		o             Trace
		want, account string
	}{
		{Trace{By: "user", Name: "u-*"}, "u-7 3, u-9 2, u-10 2, u-100 1, u-unknown 1", "9 = 9 (0) + 0"},
		{Trace{By: "12", Name: "u-*", Max: 2, Rest: "them"}, "u-7 3, u-9 2, them 4 rest", "9 = 9 (0) + 0"},
		{Trace{By: "12", Max: 2, Rest: "skip"}, "7 3, 9 2", "9 = 5 (0) + 4; tenant left out 4"},
		{Trace{By: "user", Max: 5}, "7 3, 9 2, 10 2, 100 1, unknown 1", "9 = 9 (0) + 0"},
		{Trace{By: "user", Max: 4}, "7 3, 9 2, 10 2, 100 1, other 1 rest", "9 = 9 (0) + 0"},
		{Trace{By: "20"}, "q 3, unknown 3, r 1, é 1, other 1 rest", "9 = 9 (2) + 0; unreadable tenant 2"},
		{Trace{By: "20", Rest: "rest"}, "q 3, unknown 3, other 1, r 1, é 1", "9 = 9 (2) + 0; unreadable tenant 2"},
		{Trace{By: "20", Name: "*/*"}, "q/q 3, unknown/unknown 3, other/other 1, r/r 1, é/é 1", "9 = 9 (2) + 0; unreadable tenant 2"},
		{Trace{By: "25"}, "unknown 9", "9 = 9 (0) + 0"},
		{Trace{By: "group", Rest: "1"}, "1 9 rest", "9 = 9 (0) + 0"},
		{Trace{Name: "all*"}, "all* 9", "9 = 9 (0) + 0"},
	}
	for _, test := range tests {
		s := scanSWF(t, test.o, log)
		expectSWF(t, fmt.Sprintf("by %s", test.o.By), tenantsSWF(s), test.want)
		expectSWF(t, fmt.Sprintf("by %s", test.o.By), accountSWF(s.Report(resource.NewDims("cpus"))), test.account)
		jobs := make([]int64, len(s.Tenants()))
		var job sim.Submission
		for src := s.Source(bindSWF(s, 1, "cpus")); src.Next(&job); jobs[job.Spec]++ {
			if int64(job.Instance) != jobs[job.Spec] {
				t.Errorf("instance %d of %d", job.Instance, job.Spec)
			}
		}
		for i, x := range s.Tenants() {
			if jobs[i] != x.Jobs {
				t.Errorf("by %s: %d jobs of %s, want %d", test.o.By, jobs[i], x.Name, x.Jobs)
			}
		}
	}
}

// Values beyond what is told apart go to the rest, in both passes.
func TestSWFManyValues(t *testing.T) {
	v := traceValues{index: map[string]int32{}, limit: 3}
	for _, x := range []struct {
		text string
		want int32
	}{{"1", 0}, {"01", 0}, {"2", 1}, {"3", traceOverflow}, {"1", 0}, {"2.0", 1}, {"3", traceOverflow}} {
		if got, _, ok := v.of([]byte(x.text), true); got != x.want || !ok {
			t.Errorf("%s is %d, want %d", x.text, got, x.want)
		}
		if got, _, ok := v.of([]byte(x.text), false); got != x.want || !ok {
			t.Errorf("%s is %d when read again, want %d", x.text, got, x.want)
		}
	}
	s := &TraceScan{plan: &tracePlan{Trace: Trace{Name: "*", Rest: "other", Max: 64, By: "1"}}, values: v, overflow: traceOverflow}
	s.values.rows = []int64{3, 2}
	s.values.over = 2
	s.choose()
	expectSWF(t, "tenants", tenantsSWF(s), "1 3, 2 2, other 2 rest")
	if s.tenant(traceOverflow) != 2 {
		t.Errorf("values beyond the limit go to tenant %d", s.tenant(traceOverflow))
	}
}

func TestSWFTimes(t *testing.T) {
	// 40 cpu-seconds of work in 30 s; out of order, two at one instant.
	const log = "1 1000 0 10 1\n2 1030.5 0 5 2\n3 1010 0 10 1\n4 1010 0 5 2\n5 1030 0 0 1\n"
	tests := []struct {
		name string
		o    Trace
		want string
	}{
		{"as it is", Trace{}, "0#0 10#1 10#2 30#3 30.5#4"},
		{"scaled", Trace{TimeScale: 2}, "0#0 20#1 20#2 60#3 61#4"},
		{"scaled down", Trace{TimeScale: 0.1}, "0#0 1#1 1#2 3#3 3.05#4"},
		{"together", Trace{Together: true, Arrive: sim.Minute}, "60#0 60#1 60#2 60#3 60#4"},
		{"window", Trace{From: 5 * sim.Second, For: 25500 * sim.Millisecond}, "5#0 5#1 25#2"},
		{"window to the end", Trace{From: 10 * sim.Second}, "0#0 0#1 20#2 20.5#3"},
		{"empty window", Trace{From: sim.Hour}, ""},
		{"window beyond all time", Trace{From: sim.Forever, For: sim.Forever}, ""},
		// 41 s of work on 1 cpu in a span of 41/0.5 s instead of 30.5 s.
		{"load", Trace{Load: 0.5}, fmt.Sprintf("0#0 %v#1 %v#2 %v#3 82#4", floorSWF(10*82e9/30.5), floorSWF(10*82e9/30.5), floorSWF(30*82e9/30.5))},
		// Rows of 10, 5·2 and 1 s; 5 s into the window, which stretch too.
		{"load in a window", Trace{From: 5 * sim.Second, For: 25500 * sim.Millisecond, Load: 1}, "5.25#0 5.25#1 26.25#2"},
		{"no span", Trace{From: 30500 * sim.Millisecond, Load: 0.5}, "0#0"},
		{"scale and load", Trace{TimeScale: 9, Load: 0.5}, fmt.Sprintf("0#0 %v#1 %v#2 %v#3 82#4", floorSWF(10*82e9/30.5), floorSWF(10*82e9/30.5), floorSWF(30*82e9/30.5))},
		{"hardly any load", Trace{Load: 1e-300}, "0#0 1.3114754098360655e+09#1 1.3114754098360655e+09#2 3.934426229508197e+09#3 4e+09#4"},
		{"any load", Trace{Load: 1e300}, "0#0 0#1 0#2 0#3 1e-09#4"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := scanSWF(t, test.o, log)
			var got []string
			var job sim.Submission
			for src := s.Source(bindSWF(s, 1, "cpus")); src.Next(&job); {
				got = append(got, fmt.Sprintf("%v#%d", job.At.Seconds(), job.Instance))
			}
			expectSWF(t, "times", strings.Join(got, " "), test.want)
		})
	}
}

// floorSWF is a number of nanoseconds in seconds.
func floorSWF(ns float64) float64 { return sim.Time(ns).Seconds() }

// Without cpus, the load is that of the resource which the trace fills most.
func TestSWFLoadOfOtherResources(t *testing.T) {
	o := Trace{Load: 0.5, Fill: []TraceFill{{"gpus", 500}, {"mem", 2000}, {"disk", 1}}}
	s := scanSWF(t, o, "1 0 0 10 1\n2 10 0 10 1\n")
	for _, test := range []struct {
		dims []string
		want string
	}{
		{[]string{"cpus", "mem"}, "40"}, // 20 cpu-seconds / 0.5
		{[]string{"gpus", "mem", "disk"}, "80"},
		{[]string{"gpus", "disk"}, "20"},
		{[]string{"ports"}, "10"},
	} {
		var job sim.Submission
		for src := s.Source(bindSWF(s, 1, test.dims...)); src.Next(&job); {
		}
		expectSWF(t, fmt.Sprint(test.dims), fmt.Sprint(job.At.Seconds()), test.want)
	}
}

// A row has its key by the name of its own value, whoever stands apart.
func TestSWFKeys(t *testing.T) {
	const log = "1 5 0 10 1 1 1 1 1 1 1 7\n;\nx\n2 0 0 10 1 1 1 1 1 1 1 8\n"
	for _, most := range []int{1, 2} {
		s := scanSWF(t, Trace{By: "user", Name: "u*", Max: most}, log)
		var a, b sim.Submission
		src := s.Source(bindSWF(s, 1, "cpus"))
		if !src.Next(&a) || !src.Next(&b) {
			t.Fatal("two jobs expected")
		}
		if a.Key != rng.Mix(rng.Key("trace", "u8"), 3) || b.Key != rng.Mix(rng.Key("trace", "u7"), 1) {
			t.Errorf("max %d: keys %x and %x", most, a.Key, b.Key)
		}
	}
}

func packSWF(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.Bytes()
}

func TestSWFFiles(t *testing.T) {
	dir := t.TempDir()
	log := strings.Repeat("1 0 0 10 1\n", 20_000)
	packed := packSWF(log)
	damaged := bytes.Clone(packed)
	damaged[len(damaged)-6] ^= 1
	files := []struct {
		name string
		data []byte
		want string // of the report, or the end of the error
	}{
		{"plain.gz", []byte(log), "20000 = 20000 (0) + 0"},
		{"packed.swf", packed, "20000 = 20000 (0) + 0"},
		{"twice.gz", append(bytes.Clone(packed), packed...), "40000 = 40000 (0) + 0"},
		{"empty", nil, "0 = 0 (0) + 0"},
		{"one byte", packed[:1], "1 = 0 (0) + 1; no submit time 1"},
		{"magic.gz", packed[:2], "magic.gz: the gzip data end early"},
		{"header.gz", packed[:11], "header.gz: row 1: the gzip data end early"},
		{"no gzip.gz", []byte("\x1f\x8bhello, world"), "no gzip.gz: gzip: invalid header"},
		{"sum.gz", damaged, "sum.gz: row 20001: gzip: invalid checksum"},
		{"junk", bytes.Repeat([]byte("\x00\xff \n"), 100), "100 = 0 (0) + 100; no submit time 100"},
	}
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		if err := os.WriteFile(path, f.data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := (&Trace{Path: path, File: f.name, Format: SWF{}}).Scan()
		if err != nil {
			expectSWF(t, f.name, err.Error(), f.want)
			continue
		}
		expectSWF(t, f.name, accountSWF(s.Report(resource.NewDims("cpus"))), f.want)
	}
	for path, want := range map[string]string{dir: "x: not a regular file", filepath.Join(dir, "none"): "x: no such file or directory",
		"/dev/zero": "x: not a regular file"} {
		_, err := (&Trace{Path: path, File: "x", Format: SWF{}}).Scan()
		var read *ReadError
		if !errors.As(err, &read) {
			t.Fatalf("%s: %v", path, err)
		}
		expectSWF(t, path, err.Error(), want)
	}
}

// Whatever prefix of a packed log is there, the reader ends with an error that
// says where.
func TestSWFTruncated(t *testing.T) {
	packed := packSWF(strings.Repeat("1 0 0 10 1 2 3 4\n5 6 7 8 9 10\n", 3000))
	for n := 2; n < len(packed); n++ {
		o := Trace{File: "x", Format: SWF{}, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(packed[:n])), nil }}
		_, err := o.Scan()
		if !errors.Is(err, errTraceTruncated) {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
}

// The file is another when the run reads it.
func TestSWFChanged(t *testing.T) {
	const before = "1 0 0 10 1 1 1 1 1 1 1 7\n2 1 0 10 1 1 1 1 1 1 1 8\n"
	for _, after := range []string{
		"",
		"1 0 0 10 1 1 1 1 1 1 1 7\n",
		before + before,
		before + "; no more\nx\n",
		"1 0 0 10 1 1 1 1 1 1 1 7\n2 1 0 10 1 1 1 1 1 1 1 9\n",
		"1 9 0 10 1 1 1 1 1 1 1 7\n2 1 0 10 1 1 1 1 1 1 1 8\n",
		"1 0 0 10 1 1 1 1 1 1 1 7\n2 1 0 -1 1 1 1 1 1 1 1 8\n",
	} {
		log := before
		o := Trace{By: "user", File: "x", Format: SWF{}, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(log)), nil }}
		s, err := o.Scan()
		if err != nil {
			t.Fatal(err)
		}
		log = after
		src := s.Source(bindSWF(s, 1, "cpus"))
		var job sim.Submission
		for src.Next(&job) {
		}
		if !errors.Is(src.Err(), errTraceChanged) {
			t.Errorf("%q: %v", after, src.Err())
		}
		if src.Next(&job) {
			t.Errorf("%q: a job after the error", after)
		}
	}
	o := Trace{File: "x", Format: SWF{}, Open: func() (io.ReadCloser, error) { return nil, os.ErrNotExist }}
	s := scanSWF(t, Trace{}, before)
	s.plan.Open = o.Open
	if err := s.Source(bindSWF(s, 1, "cpus")).Err(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("file gone: %v", err)
	}
}

func TestSWFCheck(t *testing.T) {
	const log = "1 0 0 10 1\n2 0 0 -1 1\n3 5 0 10 1\n4 900 0 10 1\n"
	for _, test := range []struct {
		o    Trace
		want string
	}{
		{Trace{}, "<nil>"},
		{Trace{MaxSkipped: resource.Frac{Num: 1, Den: 4}}, "<nil>"},
		{Trace{MaxSkipped: resource.Frac{Num: 24, Den: 100}}, "log.swf: 1 of 4 rows skipped, more than max_skipped allows"},
		{Trace{MaxSkipped: resource.Frac{Num: 0, Den: 1}}, "log.swf: 1 of 4 rows skipped, more than max_skipped allows"},
		{Trace{MaxSkipped: resource.Frac{Num: 1, Den: 4}, For: sim.Minute}, "<nil>"},
	} {
		expectSWF(t, fmt.Sprint(test.o.MaxSkipped), fmt.Sprint(scanSWF(t, test.o, log).Check()), test.want)
	}
}

func TestSWFMistakes(t *testing.T) {
	for _, test := range []struct {
		o    Trace
		want string
	}{
		{Trace{By: "vo"}, `"vo" is no column of SWF: want user, group, application, queue, partition or a number`},
		{Trace{By: "0"}, "column 0: want 1 to 999"},
		{Trace{By: "user", Name: "u"}, `name "u" has no * for the value of user`},
		{Trace{Format: SWF{Columns: []SWFColumn{{Resource: "mem", Column: 1000}}}}, "column 1000: want 1 to 999"},
		{Trace{Format: SWF{Columns: []SWFColumn{{Resource: "mem", Column: 1, Unit: resource.Frac{Num: 1}}}}}, "column 1: a unit of 1/0 thousandths"},
		{Trace{Fill: []TraceFill{{"mem", -1}}}, "fill of mem: out of range"},
		{Trace{Load: -1}, "load -1: want a number above 0"},
		{Trace{TimeScale: 1e300}, "time_scale 1e+300: want a number above 0, with few digits"},
		{Trace{From: -1}, "a time before the log starts"},
	} {
		_, err := test.o.text("").Scan()
		expectSWF(t, "mistake", fmt.Sprint(err), test.want)
	}
}

func TestSWFUnit(t *testing.T) {
	for _, test := range []struct{ resource, text, want string }{
		{"mem", "1B", "{125 131072} <nil>"}, {"mem", "1KiB", "{125 128} <nil>"}, {"mem", "1GiB", "{1024000 1} <nil>"},
		{"disk", "2.5TiB", "{2621440000 1} <nil>"}, {"mem", "1MB", "{1953125 2048} <nil>"}, {"mem", "64", "{64000 1} <nil>"},
		{"gpus", "0.01", "{10 1} <nil>"}, {"cpus", "1", "{1000 1} <nil>"},
		{"cpus", "1B", `{0 0} "1B" is no unit of cpus`}, {"mem", "B", `{0 0} "B" is no unit of mem`},
		{"mem", "1e3B", `{0 0} "1e3B" is no unit of mem`}, {"mem", "-1B", `{0 0} "-1B" is no unit of mem`},
		{"mem", "0B", `{0 0} "0B" is out of range for a unit of mem`}, {"mem", "9TiB", `{0 0} "9TiB" is out of range for a unit of mem`},
	} {
		got, err := ColumnUnit(test.resource, test.text)
		expectSWF(t, test.text, fmt.Sprint(got, err), test.want)
	}
}
