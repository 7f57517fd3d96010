package workloads

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// FuzzSWF reads arbitrary bytes under many options: no panic, and the accounts
// add up.
func FuzzSWF(f *testing.F) {
	f.Add([]byte("; Version: 2.2\n1 0 5 60 4 -1 -1 4 90 -1 1 7 3 2 1 1 -1 -1\n2 9 5 60 4\n3 8 0 0 1\n"), uint16(0))
	f.Add([]byte("1 1356996147.5 0 +5.6e2 64 1 1024 64 86400 68719476736 1 62 1 1 -1 1 1 1 {1,1} q_1d 1:ppn=64#excl\r\n"), uint16(0xff))
	f.Add(packSWF("1 0 0 10 1\n2 NaN inf -0 1e999 .\n"), uint16(0x5a5a))
	f.Add(packSWF("1 0 0 10 1\n")[:20], uint16(1))
	f.Add([]byte("\xef\xbb\xbf#\x00\n\xff\t\v\f\r1 4000000000 0 1000000000 1000000000 0 1e17\n0 0 0 1 1\n"), uint16(0x3f3))
	f.Fuzz(func(t *testing.T, data []byte, bits uint16) {
		o := fuzzedSWF(bits)
		if o.Format == nil {
			o.Format = SWF{}
		}
		o.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
		s, err := o.Scan()
		if err != nil {
			var read *ReadError
			if !errors.As(err, &read) {
				t.Fatalf("not an error of reading: %v", err)
			}
			return
		}
		for _, names := range [][]string{{"cpus"}, {"cpus", "mem"}, {"gpus"}} {
			checkTrace(t, s, bindSWF(s, 3, names...))
		}
	})
}

// fuzzedSWF chooses options by bits.
func fuzzedSWF(bits uint16) Trace {
	is := func(bit int) bool { return bits>>bit&1 == 1 }
	o := Trace{Rest: []string{"", "skip"}[bits&1], SkipZero: is(1), KeepPending: is(2), Together: is(3), Max: 1 + int(bits>>4&3)}
	if is(6) {
		o.By = []string{"user", "group", "20", "1"}[bits>>7&3]
	}
	if is(9) {
		o.Load = 0.9
	}
	if is(10) {
		o.TimeScale = 1e-3
	}
	if is(11) {
		o.From, o.For = sim.Second, sim.Day
	}
	if is(12) {
		o.Format = SWF{Columns: []SWFColumn{{Resource: "mem", Column: 10, Unit: resource.Frac{Num: 125, Den: 131072}, PerJob: true}, {Resource: "gpus", Column: 19}}}
	}
	return o
}

// checkTrace replays a trace and compares it with its report.
func checkTrace(t *testing.T, s *TraceScan, b TraceBind) {
	r := s.Report(b.Dims)
	reasons, ofTenants, kept := int64(0), int64(0), int64(0)
	for _, x := range r.Reasons {
		reasons += x.Count
	}
	for _, x := range s.Tenants() {
		ofTenants += x.Jobs
	}
	src := s.Source(b)
	last := sim.Time(0)
	for job := (sim.Submission{}); src.Next(&job); kept++ {
		if job.At < last || job.Tasks < 1 || job.Duration < sim.Millisecond ||
			job.Duration > traceMaxRun*sim.Second+sim.Second && job.Duration != sim.Endless {
			t.Fatalf("%+v after %v", job, last)
		}
		for _, amount := range b.Shapes.At(job.Shape) {
			if amount < 0 || amount > traceMaxAmount {
				t.Fatalf("shape %v", b.Shapes.At(job.Shape))
			}
		}
		last = job.At
	}
	if err := src.Err(); err != nil {
		t.Fatal(err)
	}
	if r.Rows != r.Kept+r.Skipped || reasons != r.Repaired+r.Skipped || kept != r.Kept || ofTenants != r.Kept {
		t.Fatalf("%d jobs, %d of tenants, report %+v", kept, ofTenants, r)
	}
}
