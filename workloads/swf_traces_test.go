package workloads

import (
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// sharedTrace finds a real log beside the checkout.
func sharedTrace(t testing.TB, name string) string {
	path := filepath.Join("..", "..", "shared", "traces", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no real traces here: %v", err)
	}
	return path
}

// Counts and work in processor-seconds as the notes beside the logs give them.
func TestSWFTraces(t *testing.T) {
	bytes := resource.Frac{Num: 125, Den: 131072}
	tests := []struct {
		file      string
		o         Trace
		dims      []string
		skipZero  string // the account with zero: skip
		otherwise string // and without
		tenants   int
		biggest   string
		work      int64 // cpu-seconds, with zero: skip
	}{
		{"swf-kth-sp2/log.swf", Trace{By: "user", Max: 300}, []string{"cpus"},
			"28489 = 28481 (0) + 8; run time 0 8", "28489 = 28489 (8) + 0; run time 0 8", 214, "91 2389", 2_024_618_666},
		{"swf-lcg-grid/LCG.swf.gz", Trace{By: "group", Name: "vo-*"}, []string{"cpus"},
			"188041 = 187520 (0) + 521; run time 0 521", "188041 = 188041 (521) + 0; run time 0 521",
			28, "vo-1 68893, vo-4 49292, vo-6 25993, vo-16 14372", 1_502_530_759},
		{"swf-metacentrum-wagap/wagap-2013.swf", Trace{By: "20", Format: SWF{Columns: []SWFColumn{{"mem", 10, bytes, true}}}}, []string{"cpus", "mem"},
			"17900 = 17898 (0) + 2; negative run time 2", "17900 = 17898 (0) + 2; negative run time 2",
			11, "q_1d 5301, q_2h 4392, q_1w 3414", 9_647_254_226},
		{"swf-nasa-ipsc/NASA-iPSC-1993-3.1-cln.swf.gz", Trace{By: "user"}, []string{"cpus"},
			"18239 = 18066 (0) + 173; run time 0 173", "18239 = 18239 (173) + 0; run time 0 173", 65, "", 474_238_015},
	}
	for _, test := range tests {
		t.Run(filepath.Dir(test.file), func(t *testing.T) {
			if test.o.Format == nil {
				test.o.Format = SWF{}
			}
			test.o.Path = sharedTrace(t, test.file)
			test.o.SkipZero = true
			s, err := test.o.Scan()
			if err != nil {
				t.Fatal(err)
			}
			b := bindSWF(s, 1000, test.dims...)
			expectSWF(t, "zero: skip", accountSWF(s.Report(b.Dims)), test.skipZero)
			want := new(big.Int).Mul(big.NewInt(test.work), big.NewInt(1e12))
			if got := s.work[0].big(); got.Cmp(want) != 0 {
				t.Errorf("work %v, want %v", got, want)
			}
			checkTrace(t, s, b)

			test.o.SkipZero = false
			if s, err = test.o.Scan(); err != nil {
				t.Fatal(err)
			}
			expectSWF(t, "zero: 1s", accountSWF(s.Report(b.Dims)), test.otherwise)
			if all := tenantsSWF(s); len(s.Tenants()) != test.tenants || !strings.HasPrefix(all, test.biggest) {
				t.Errorf("%d tenants: %s", len(s.Tenants()), all)
			}
		})
	}
}

// The load that is asked for is the load that comes out.
func TestSWFTracesLoad(t *testing.T) {
	o := Trace{Path: sharedTrace(t, "swf-lcg-grid/LCG.swf.gz"), Format: SWF{}, By: "group", Load: 0.9, For: 3 * sim.Day}
	s, err := o.Scan()
	if err != nil {
		t.Fatal(err)
	}
	b := bindSWF(s, 2000, "cpus")
	var job sim.Submission
	src := s.Source(b)
	work, jobs, first := sim.Time(0), int64(0), sim.Time(-1)
	for src.Next(&job) {
		if first < 0 {
			first = job.At
		}
		work += sim.Time(job.Tasks) * job.Duration / 1000
		jobs++
	}
	load := work.Seconds() * 1000 / 2000 / (job.At - first).Seconds()
	if load < 0.9-1e-9 || load > 0.9+1e-9 {
		t.Errorf("%d jobs of %v ks in %v s: load %v", jobs, work.Seconds(), job.At.Seconds(), load)
	}
}
