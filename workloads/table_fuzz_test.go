package workloads

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// FuzzTable reads arbitrary bytes under many mappings: no panic, and the
// accounts add up.
func FuzzTable(f *testing.F) {
	f.Add([]byte("t,a,b,n,c,g,s\n0,1,5,2,50,4,x\n-3,,9,1,1,1,y\n8,\"9\",9223372036854775807,,0.5,,x\n"), uint16(0))
	f.Add([]byte("\xef\xbb\xbf0;1;5;2;50;4;\"a;\"\"b\"\r\n;;;;;;\r\n-1;-1;-1;-1;-1;-1;-1\r\n\"0;1\n"), uint16(0xff))
	f.Add(packSWF("0 1 5 2 50 4 x\n 7 \t 8 1e3 1 1 1 y \n"), uint16(0x5a5a))
	f.Add([]byte("name,cpu_milli,memory_mib,num_gpu,gpu_milli,creation_time,deletion_time\np,1000,5,1,460,0,99\n"), uint16(0x1000))
	f.Add([]byte("name,cpu_milli,memory_mib,num_gpu,gpu_milli\np,1000,5,1,460\n"), uint16(0x1008))
	f.Fuzz(func(t *testing.T, data []byte, bits uint16) {
		o := fuzzedTable(bits)
		o.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
		s, err := o.Scan()
		if err != nil {
			var read *ReadError
			var column *ColumnError
			if !errors.As(err, &read) && !errors.As(err, &column) && o.Load == 0 {
				t.Fatalf("not an error of reading: %v", err)
			}
			return
		}
		for _, names := range [][]string{{"cpus"}, {"cpus", "mem"}, {"gpus"}} {
			checkTrace(t, s, bindSWF(s, 3, names...))
		}
	})
}

// fuzzedTable chooses a mapping by bits.
func fuzzedTable(bits uint16) Trace {
	is := func(bit int) bool { return bits>>bit&1 == 1 }
	o := Trace{Rest: []string{"", "skip"}[bits&1], SkipZero: is(1), KeepPending: is(2), Together: is(3), Max: 1 + int(bits>>4&3)}
	if is(9) {
		o.Load = 0.9
	}
	if is(11) {
		o.From, o.For = sim.Second, sim.Day
	}
	if is(12) {
		o.Format = Openb(TimeColumn{Filled: is(13), Fill: sim.Hour})
		return o
	}
	table := &JobTable{
		Table:  Table{Header: is(6), Delimiter: []byte{0, ';', '\t', ' '}[bits>>7&3], Null: []string{"-1"}},
		Submit: TimeColumn{Column: "1", Unit: sim.Millisecond, Filled: is(10)}, Start: TimeColumn{Column: "2"}, End: TimeColumn{Column: "3", Unit: 1},
		Tasks: "4",
		Amounts: []TableAmount{
			{Resource: "cpus", Column: "5", Times: "6", Unit: resource.Frac{Num: 125, Den: 131072}, PerJob: true},
			{Resource: "mem", Column: "6"},
		},
	}
	if is(13) {
		table.End, table.Duration = TimeColumn{}, TimeColumn{Column: "3", Filled: true, Fill: sim.Minute}
	}
	if is(14) {
		table.Where = []TableWhere{{"7", []string{"x", "y"}}}
	}
	if is(15) {
		o.By = "7"
	}
	o.Format = table
	return o
}
