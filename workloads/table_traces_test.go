package workloads

import (
	"fmt"
	"strings"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// Counts as the notes beside the traces give them.
func TestTableTraces(t *testing.T) {
	hundredths, gib := resource.Frac{Num: 10, Den: 1}, resource.Frac{Num: 1024 * resource.Unit, Den: 1}
	dlrm := &JobTable{
		Table: Table{Header: true}, Submit: TimeColumn{Column: "creation_time"},
		Start: TimeColumn{Column: "scheduled_time"}, End: TimeColumn{Column: "deletion_time"},
		Amounts: []TableAmount{
			{Resource: "cpus", Column: "cpu_request"}, {Resource: "gpus", Column: "gpu_request"}, {Resource: "rdma", Column: "rdma_request"},
			{Resource: "mem", Column: "memory_request", Unit: gib}, {Resource: "disk", Column: "disk_request", Unit: gib},
		},
	}
	filled := *dlrm
	filled.Start, filled.Submit.Filled = TimeColumn{}, true
	filled.Duration = TimeColumn{Filled: true, Fill: 31 * sim.Day}
	tests := []struct {
		file             string
		o                Trace
		account, biggest string
	}{
		{"alibaba-2017-batch/batch_task.csv.gz", Trace{Format: &JobTable{
			Submit: TimeColumn{Column: "1"}, End: TimeColumn{Column: "2"}, Tasks: "5",
			Amounts: []TableAmount{{Resource: "cpus", Column: "7", Unit: hundredths}, {Resource: "mem", Column: "8", Unit: gib}},
			Table:   Table{Where: []TableWhere{{"6", []string{"Terminated"}}}},
		}}, "80554 = 67003 (21) + 13551; left out by where 13541; needs nothing 9; negative run time 1; run time 0 21", "* 67003"},
		{"alibaba-gpu-2025-dlrm/disaggregated_DLRM_trace.csv", Trace{Format: dlrm, By: "app_name", Max: 200},
			"23871 = 12390 (16) + 11481; no run time 4201; no submit time 7280; run time 0 16", "app_87 1538, app_0 837"},
		{"alibaba-gpu-2025-dlrm/disaggregated_DLRM_trace.csv", Trace{Format: &filled, By: "app_name", Max: 200},
			"23871 = 23871 (11496) + 0; no run time, filled in 4201; no submit time, filled in 7280; run time 0 15", "app_0 2551, app_87 1817"},
		{"azure-vm-v1-sample/vmtable.csv.gz", Trace{By: "2", Format: &JobTable{
			Submit: TimeColumn{Column: "4"}, End: TimeColumn{Column: "5"},
			Amounts: []TableAmount{{Resource: "cpus", Column: "10"}, {Resource: "mem", Column: "11", Unit: gib}},
		}}, "10 = 10 (0) + 0", "8u+M3WcFp8pq183WoMB79PhK7xUzbaviOBv0qWN6Xn4mbuNVM1GYJlIjswgit+k1 4"},
		{"google-2011-part0/task_events-part-00000-of-00500.csv.gz", Trace{By: "7", Max: 1000, Format: &JobTable{
			Table:  Table{Where: []TableWhere{{"6", []string{"0"}}}},
			Submit: TimeColumn{Column: "1", Unit: 1000}, Duration: TimeColumn{Filled: true, Fill: 345 * sim.Second},
			Amounts: []TableAmount{
				{Resource: "cpus", Column: "10", Unit: resource.Frac{Num: 32 * resource.Unit, Den: 1}},
				{Resource: "mem", Column: "11", Unit: resource.Frac{Num: 128 * 1024 * resource.Unit, Den: 1}},
			},
		}}, "450146 = 201181 (0) + 248965; left out by where 248655; needs nothing 310", "fJYeclskJqPWsAT6TX/r9X5OiIZpSEb2PBGliYAOMxM= 40337"},
	}
	pods := func(list string, o Trace, account, biggest string) {
		o.Format, o.By = Openb(TimeColumn{}), "qos"
		test := tests[0]
		test.file, test.o, test.account, test.biggest = "alibaba-gpu-2023-openb/openb_pod_list_"+list+".csv", o, account, biggest
		tests = append(tests, test)
	}
	keep := Trace{KeepPending: true}
	pods("default", Trace{}, "8152 = 7255 (0) + 897; never started 897", "LS 4193, BE 2957, Burstable 98, Guaranteed 7")
	pods("default", keep, "8152 = 8152 (897) + 0; never started, kept 897", "LS 4647, BE 3398, Burstable 100, Guaranteed 7")
	pods("cpu050", keep, "7439 = 7439 (878) + 0; never started, kept 878", "LS 4223, BE 3111")
	pods("cpu100", keep, "7853 = 7853 (883) + 0; never started, kept 883", "LS 4474, BE 3272")
	pods("cpu250", keep, "9420 = 9420 (934) + 0; never started, kept 934", "LS 5393, BE 3920")
	pods("gpushare40", keep, "8152 = 8152 (981) + 0; never started, kept 981", "LS 4152, BE 3921")
	pods("gpushare80", keep, "8152 = 8152 (1146) + 0; never started, kept 1146", "BE 5211, LS 2921")
	pods("gpuspec10", keep, "8152 = 8152 (897) + 0; never started, kept 897", "LS 4647, BE 3398")
	pods("gpuspec33", keep, "8152 = 8152 (897) + 0; never started, kept 897", "LS 4647, BE 3398")
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			test.o.Path = sharedTrace(t, test.file)
			s, err := test.o.Scan()
			if err != nil {
				t.Fatal(err)
			}
			b := bindSWF(s, 1000, "cpus", "mem", "gpus", "disk", "rdma")
			expectSWF(t, "account", accountSWF(s.Report(b.Dims)), test.account)
			if all := tenantsSWF(s); !strings.HasPrefix(all, test.biggest) {
				t.Errorf("tenants: %s", all)
			}
			checkTrace(t, s, b)
		})
	}
}

// All pods of openb together ask for what the notes beside it say, and the lists
// without times run for ever.
func TestTableTracesTogether(t *testing.T) {
	for _, test := range []struct{ list, want string }{
		{"default", "8152 jobs: [85436012 303546211000 6086800]"},
		{"multigpu20", "8324 jobs: [95171812 344773251000 7086800]"},
		{"multigpu40", "8746 jobs: [118032212 442081891000 9442800]"},
	} {
		o := Trace{Path: sharedTrace(t, "alibaba-gpu-2023-openb/openb_pod_list_"+test.list+".csv"), Together: true, KeepPending: true, Format: Openb(TimeColumn{})}
		s, err := o.Scan()
		if err != nil {
			t.Fatal(err)
		}
		b := bindSWF(s, 1000, "cpus", "mem", "gpus")
		src := s.Source(b)
		jobs, sum := 0, make([]int64, 3)
		for job := (sim.Submission{}); src.Next(&job); jobs++ {
			for d, x := range b.Shapes.At(job.Shape) {
				sum[d] += x
			}
			if endless := test.list != "default"; job.At != 0 || endless != (job.Duration == sim.Endless) {
				t.Fatalf("%+v", job)
			}
		}
		expectSWF(t, test.list, fmt.Sprintf("%d jobs: %d", jobs, sum), test.want)
	}
}
