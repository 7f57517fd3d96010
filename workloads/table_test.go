package workloads

import (
	"fmt"
	"strings"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// usual is a mapping of columns a job may have.
func usual(change func(*JobTable)) *JobTable {
	o := &JobTable{
		Table:    Table{Header: true},
		Submit:   TimeColumn{Column: "t"},
		Duration: TimeColumn{Column: "run"},
		Amounts:  []TableAmount{{Resource: "cpus", Column: "cpu", Unit: resource.Frac{Num: 10, Den: 1}}},
	}
	if change != nil {
		change(o)
	}
	return o
}

// jobsOf replays a table on a cluster of cpus, mem and gpus and accounts for it.
func jobsOf(t *testing.T, o Trace, text string) (jobs, account string) {
	t.Helper()
	o.Name = traceOrElse(o.Name, "log")
	s := scanSWF(t, o, text)
	b := bindSWF(s, 1, "cpus", "mem", "gpus")
	return replaySWF(s, b), accountSWF(s.Report(b.Dims))
}

func TestTableRow(t *testing.T) {
	started := func(o *JobTable) {
		o.Duration = TimeColumn{}
		o.Start, o.End = TimeColumn{Column: "a"}, TimeColumn{Column: "b"}
	}
	tests := []struct {
		name, header, row, job, account string
		change                          func(*JobTable)
		o                               Trace
	}{
		{"plain", "t,run,cpu", "0,60,50", "0 log#0 1 x [500 0 0] for 60", "", nil, Trace{}},
		{"blanks, CR, quotes", " t , \"run\",cpu\r", " 0 ,\"60\" , 50 \r", "0 log#0 1 x [500 0 0] for 60", "", nil, Trace{}},
		{"quoted with a comma and a quote", "t,\"run, \"\"s\"\"\",cpu", "\"0\",\"60\",\"50\"", "0 log#0 1 x [500 0 0] for 60", "",
			func(o *JobTable) { o.Duration.Column = `run, "s"` }, Trace{}},
		{"quote not closed", "t,run,cpu", "0,60,\"50", "", "quotes do not match", nil, Trace{}},
		{"text behind a quote", "t,run,cpu", "0,\"6\"0,50", "", "quotes do not match", nil, Trace{}},
		{"quote inside", "t,run,cpu", "0,6\"0,50", "", "unreadable run time", nil, Trace{}},
		{"mark", "\xef\xbb\xbft,run,cpu", "0,60,50", "0 log#0 1 x [500 0 0] for 60", "", nil, Trace{}},
		{"short row", "t,run,cpu", "0,60", "", "needs nothing", nil, Trace{}},
		{"long row", "t,run,cpu", "0,60,50,1,2,3,", "0 log#0 1 x [500 0 0] for 60", "", nil, Trace{}},
		{"empty submit", "t,run,cpu", ",60,50", "", "no submit time", nil, Trace{}},
		{"null submit", "t,run,cpu", "NA,60,50", "", "no submit time", func(o *JobTable) { o.Null = []string{"-1", "NA"} }, Trace{}},
		{"filled submit", "t,run,cpu", "NA,60,50", "0 log#0 1 x [500 0 0] for 60", "no submit time, filled in", func(o *JobTable) {
			o.Null = []string{"NA"}
			o.Submit.Filled = true
		}, Trace{}},
		{"submit -1", "t,run,cpu", "-1,60,50", "0 log#0 1 x [500 0 0] for 60", "", nil, Trace{}},
		{"submit beyond", "t,run,cpu", "9223372036854775807,60,50", "", "submit time out of range", nil, Trace{}},
		{"submit far below", "t,run,cpu", "-4000000001,60,50", "", "submit time out of range", nil, Trace{}},
		{"submit text", "t,run,cpu", "yesterday,60,50", "", "unreadable submit time", nil, Trace{}},
		{"run 0", "t,run,cpu", "0,0,50", "0 log#0 1 x [500 0 0] for 1", "run time 0", nil, Trace{}},
		{"run 0 skipped", "t,run,cpu", "0,0,50", "", "run time 0", nil, Trace{SkipZero: true}},
		{"run below 0", "t,run,cpu", "0,-3,50", "", "negative run time", nil, Trace{}},
		{"run beyond", "t,run,cpu", "0,1e10,50", "", "run time out of range", nil, Trace{}},
		{"run infinite", "t,run,cpu", "0,inf,50", "", "run time out of range", nil, Trace{}},
		{"no run time", "t,run,cpu", "0,nan,50", "", "no run time", nil, Trace{}},
		{"run time filled", "t,run,cpu", "0,,50", "0 log#0 1 x [500 0 0] for 9", "no run time, filled in", func(o *JobTable) {
			o.Duration.Filled, o.Duration.Fill = true, 9*sim.Second
		}, Trace{}},
		{"one run time for all", "t,cpu", "0,50", "0 log#0 1 x [500 0 0] for 9", "", func(o *JobTable) {
			o.Duration = TimeColumn{Filled: true, Fill: 9 * sim.Second}
		}, Trace{}},
		{"for ever", "t,cpu", "0,50", fmt.Sprintf("0 log#0 1 x [500 0 0] for %v", sim.Endless.Seconds()), "", func(o *JobTable) {
			o.Duration = TimeColumn{}
		}, Trace{}},
		{"milliseconds", "t,run,cpu", "1,2500.5,50", "0 log#0 1 x [500 0 0] for 2.5005", "", func(o *JobTable) {
			o.Duration.Unit = sim.Millisecond
		}, Trace{}},
		{"fractions of days", "t,run,cpu", "-0.25,0.5,50", "0 log#0 1 x [500 0 0] for 43200", "", func(o *JobTable) {
			o.Submit.Unit, o.Duration.Unit = sim.Day, sim.Day
		}, Trace{}},
		{"start and end", "t,a,b,cpu", "0,10,15,50", "0 log#0 1 x [500 0 0] for 5", "", started, Trace{}},
		{"never started", "t,a,b,cpu", "0,,15,50", "", "never started", started, Trace{}},
		{"never started, kept", "t,a,b,cpu", "0,,15,50", "0 log#0 1 x [500 0 0] for 15", "never started, kept", started, Trace{KeepPending: true}},
		{"never started and no end", "t,a,b,cpu", "0,,,50", "", "no run time", started, Trace{KeepPending: true}},
		{"no end", "t,a,b,cpu", "0,3,,50", "", "no run time", started, Trace{}},
		{"start unreadable", "t,a,b,cpu", "0,x,15,50", "", "unreadable run time", started, Trace{}},
		{"end before start", "t,a,b,cpu", "0,7,5,50", "", "negative run time", started, Trace{}},
		{"end at start", "t,a,b,cpu", "0,7,7,50", "0 log#0 1 x [500 0 0] for 1", "run time 0", started, Trace{}},
		{"tasks", "t,run,cpu,n", "0,60,50,3", "0 log#0 3 x [500 0 0] for 60", "", func(o *JobTable) { o.Tasks = "n" }, Trace{}},
		{"no tasks", "t,run,cpu,n", "0,60,50,0", "", "no tasks", func(o *JobTable) { o.Tasks = "n" }, Trace{}},
		{"tasks beyond", "t,run,cpu,n", "0,60,50,1e10", "", "tasks out of range", func(o *JobTable) { o.Tasks = "n" }, Trace{}},
		{"a job's cpus", "t,run,cpu,n", "0,60,50,2.5", "0 log#0 3 x [167 0 0] for 60", "fraction of a task", func(o *JobTable) {
			o.Tasks, o.Amounts[0].PerJob = "n", true
		}, Trace{}},
		{"cpus text", "t,run,cpu", "0,60,many", "", "unreadable amount", nil, Trace{}},
		{"cpus below 0", "t,run,cpu", "0,60,-2", "", "unreadable amount", nil, Trace{}},
		{"cpus infinite", "t,run,cpu", "0,60,inf", "0 log#0 1 x [1000000000000000 0 0] for 60", "", nil, Trace{}},
		{"cpus filled", "t,run,cpu", "0,60,", "0 log#0 1 x [250 0 0] for 60", "", nil, Trace{Fill: []TraceFill{{"cpus", 250}}}},
		{"0 cpus are given", "t,run,cpu,m", "0,60,0,64", "0 log#0 1 x [0 64000 0] for 60", "", func(o *JobTable) {
			o.Amounts = append(o.Amounts, TableAmount{Resource: "mem", Column: "m"})
		}, Trace{Fill: []TraceFill{{"cpus", 250}}}},
		{"no memory", "t,run,cpu,m", "0,60,50,", "0 log#0 1 x [500 0 0] for 60", "no memory given", func(o *JobTable) {
			o.Amounts = append(o.Amounts, TableAmount{Resource: "mem", Column: "m"})
		}, Trace{}},
		{"no gpus", "t,run,cpu,g", "0,60,50,", "0 log#0 1 x [500 0 0] for 60", "an amount not given", func(o *JobTable) {
			o.Amounts = append(o.Amounts, TableAmount{Resource: "gpus", Column: "g"})
		}, Trace{}},
		{"a product", "t,run,cpu,g", "0,60,2.5,3", "0 log#0 1 x [75 0 0] for 60", "", func(o *JobTable) { o.Amounts[0].Times = "g" }, Trace{}},
		{"half a product", "t,run,cpu,g", "0,60,2.5,", "", "needs nothing", func(o *JobTable) { o.Amounts[0].Times = "g" }, Trace{}},
		{"chosen", "t,run,cpu,s", "0,60,50,ok", "0 log#0 1 x [500 0 0] for 60", "", func(o *JobTable) {
			o.Where = []TableWhere{{"s", []string{"fine", "ok"}}}
		}, Trace{}},
		{"not chosen", "t,run,cpu,s", "0,60,50,no", "", "left out by where", func(o *JobTable) {
			o.Where = []TableWhere{{"s", []string{"fine", "ok"}}}
		}, Trace{}},
		{"numbers for names", "x", "7;0;60;50", "0 log#0 1 x [500 0 0] for 60", "", func(o *JobTable) {
			o.Delimiter, o.Header = ';', false
			o.Submit.Column, o.Duration.Column, o.Amounts[0].Column = "2", "3", "4"
		}, Trace{}},
		{"tabs", "t\trun \t cpu", "\t60\t50", "", "no submit time", func(o *JobTable) { o.Delimiter = '\t' }, Trace{}},
		{"blanks between", "  t run \t cpu ", " 0   60\t \"50\"  ", "0 log#0 1 x [500 0 0] for 60", "", func(o *JobTable) { o.Delimiter = ' ' }, Trace{}},
		{"too long", "t,run,cpu", "0,60,50," + strings.Repeat("x", traceMaxLine), "", "line too long", nil, Trace{}},
		{"hash line", "t,run,cpu", "#" + strings.Repeat("x", traceMaxLine), "", "line too long", nil, Trace{}},
		{"junk", "t,run,cpu", "\x00\xff,,,\x01", "", "unreadable submit time", nil, Trace{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.o.Format = usual(test.change)
			want := "1 = 0 (0) + 1; " + test.account
			switch {
			case test.job != "" && test.account != "":
				want = "1 = 1 (1) + 0; " + test.account
			case test.job != "":
				want = "1 = 1 (0) + 0"
			}
			for _, end := range []string{"", "\n", "\r\n \r\n"} {
				text := "\n" + test.header + "\n\n" + test.row + end
				if strings.HasPrefix(test.header, "\xef") {
					text = text[1:]
				}
				rows := want
				if !test.o.Format.(*JobTable).Header { // the line that is no header is a row
					rows = strings.Replace(want, "1 = 1 (0) + 0", "2 = 1 (0) + 1; no submit time 1", 1)
				}
				jobs, account := jobsOf(t, test.o, text)
				expectSWF(t, "jobs", jobs, test.job)
				if test.account != "" {
					rows += " 1"
				}
				expectSWF(t, "account", account, rows)
			}
		})
	}
}

// Columns that are not there, and mappings that make no jobs.
func TestTableMistakes(t *testing.T) {
	for _, test := range []struct {
		text, want string
		change     func(*JobTable)
		o          Trace
	}{
		{"t,run\n", `cpus: the table has no column "cpu"`, nil, Trace{}},
		{"", `submit: the table has no column "t"`, nil, Trace{}},
		{"t,cpu\n", `duration: the table has no column "run"`, nil, Trace{}},
		{"t,run,cpu\n", `by: the table has no column "user"`, nil, Trace{By: "user"}},
		{"t,run,cpu\n", `by: the table has no column "4"`, nil, Trace{By: "4"}},
		{"t,run,cpu\n", `where: the table has no column "state"`, func(o *JobTable) { o.Where = []TableWhere{{Column: "state"}} }, Trace{}},
		{"0,1,2\n", `submit: "t": the columns of a table without a header have numbers from 1 to 999`, func(o *JobTable) { o.Header = false }, Trace{}},
		{"t,run,cpu\n", `name "u" has no * for the value of cpu`, nil, Trace{By: "cpu", Name: "u"}},
		{"", "submit has no column, so all jobs have to arrive together", func(o *JobTable) { o.Submit.Column = "" }, Trace{}},
		{"", "a job has an end or a duration, not both", func(o *JobTable) { o.End.Column = "b" }, Trace{}},
		{"", "an end needs a start or a time of submission",
			func(o *JobTable) { o.Submit.Column, o.End.Column, o.Duration.Column = "", "b", "" }, Trace{Together: true}},
		{"", "a unit of 5000000001/1 thousandths", func(o *JobTable) { o.Amounts[0].Unit.Num, o.Amounts[0].Unit.Den = 5_000_000_001, 1 }, Trace{}},
		{"t,cpu\n0,1\n", "load: jobs that run for ever have no load to stretch", func(o *JobTable) { o.Duration.Column = "" }, Trace{Load: 1}},
		{strings.Repeat("t", traceMaxLine+1), "log.swf: the header is no row of a table", nil, Trace{}},
		{"\"t,run\n", "log.swf: the header is no row of a table", nil, Trace{}},
	} {
		test.o.Format = usual(test.change)
		_, err := test.o.text(test.text).Scan()
		expectSWF(t, "mistake", fmt.Sprint(err), test.want)
	}
}

// Rows in any order come by time, equal ones in the order of the file, and a log
// may begin before 0.
func TestTableOrder(t *testing.T) {
	const text = "t,run,cpu,who\n5,1,10,b\n-20,2,10,a\n5,3,10,a\n-7.5,4,10,b\n,5,10,b\n100,6,10,NA\n"
	o := Trace{Name: "*", By: "who", Format: usual(func(o *JobTable) { o.Null = []string{"NA"} })}
	jobs, account := jobsOf(t, o, text)
	expectSWF(t, "jobs", jobs, "0 a#0 1 x [100 0 0] for 2\n12.5 b#0 1 x [100 0 0] for 4\n25 b#1 1 x [100 0 0] for 1\n"+
		"25 a#1 1 x [100 0 0] for 3\n120 unknown#0 1 x [100 0 0] for 6\n")
	expectSWF(t, "account", account, "6 = 5 (0) + 1; no submit time 1")
	o.From, o.For = 10*sim.Second, 30*sim.Second
	jobs, account = jobsOf(t, o, text)
	expectSWF(t, "jobs of the window", jobs, "2.5 b#0 1 x [100 0 0] for 4\n15 b#1 1 x [100 0 0] for 1\n15 a#0 1 x [100 0 0] for 3\n")
	expectSWF(t, "account of the window", account, "6 = 3 (0) + 3; no submit time 1; outside the window 2")
	o = Trace{Together: true, Arrive: sim.Hour, Format: usual(func(o *JobTable) { o.Submit.Column = "" })}
	jobs, _ = jobsOf(t, o, text)
	if !strings.HasPrefix(jobs, "3600 log#0 1 x [100 0 0] for 1\n") || strings.Count(jobs, "\n") != 6 {
		t.Error(jobs)
	}
}

func TestOpenb(t *testing.T) {
	const pods = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n" +
		"p0,12000,16384,1,460,,LS,Running,10,60,20\n" +
		"p1,500,10,8,1000,G2|T4,BE,Pending,12,70,\n" +
		"p2,500,10,0,0,,Guaranteed,Failed,12,70,70\n"
	jobs, account := jobsOf(t, Trace{Format: Openb(TimeColumn{})}, pods)
	expectSWF(t, "jobs", jobs, "0 log#0 1 x [12000 16384000 460] for 40\n2 log#1 1 x [500 10000 0] for 1\n")
	expectSWF(t, "account", account, "3 = 2 (1) + 1; never started 1; run time 0 1")
	jobs, account = jobsOf(t, Trace{Name: "*", By: "qos", KeepPending: true, Format: Openb(TimeColumn{})}, pods)
	expectSWF(t, "jobs", jobs, "0 LS#0 1 x [12000 16384000 460] for 40\n2 BE#0 1 x [500 10000 8000] for 58\n2 Guaranteed#0 1 x [500 10000 0] for 1\n")
	expectSWF(t, "account", account, "3 = 3 (2) + 0; never started, kept 1; run time 0 1")

	const untimed = "name,cpu_milli,memory_mib,num_gpu,gpu_milli\np0,12000,16384,2,1000\n"
	_, err := (Trace{Format: Openb(TimeColumn{})}).text(untimed).Scan()
	expectSWF(t, "no times", fmt.Sprint(err), `submit: the table has no column "creation_time"`)
	jobs, _ = jobsOf(t, Trace{Together: true, Format: Openb(TimeColumn{})}, untimed)
	expectSWF(t, "no times", jobs, fmt.Sprintf("0 log#0 1 x [12000 16384000 2000] for %v", sim.Endless.Seconds()))
	jobs, _ = jobsOf(t, Trace{Together: true, Format: Openb(TimeColumn{Filled: true, Fill: sim.Hour})}, untimed)
	expectSWF(t, "no times", jobs, "0 log#0 1 x [12000 16384000 2000] for 3600")
}
