package workloads

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"fairlead/sim"
)

// benchmarkTable is a table of n rows like those of openb, and its mapping.
func benchmarkTable(n int) (string, Trace) {
	var b strings.Builder
	b.WriteString("name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n")
	for i := range n {
		fmt.Fprintf(&b, "openb-pod-%04d,%d,%d,1,%d,,%s,Running,%d,%d,%d\n",
			i, i%64*500+1000, i%16*1024+2048, i%10*100+100, []string{"LS", "BE", "Burstable"}[i%3], i*3, i*3+i*7919%100_000+1, i*3)
	}
	return b.String(), Trace{By: "qos", Format: Openb(TimeColumn{})}
}

// BenchmarkTableScan is the first reading of a table.
func BenchmarkTableScan(b *testing.B) {
	const rows = 100_000
	text, o := benchmarkTable(rows)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := o.text(text).Scan(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/1e6/b.Elapsed().Seconds(), "Mrows/s")
}

// BenchmarkTablePlain only splits the same rows with the standard library and
// reads five numbers of each.
func BenchmarkTablePlain(b *testing.B) {
	const rows = 100_000
	text, _ := benchmarkTable(rows)
	b.ReportAllocs()
	for b.Loop() {
		r := csv.NewReader(strings.NewReader(text))
		r.ReuseRecord = true
		for {
			cells, err := r.Read()
			if err == io.EOF {
				break
			}
			for _, i := range []int{1, 2, 3, 4, 8, 9, 10} {
				_, _ = strconv.ParseFloat(cells[i], 64)
			}
		}
	}
	b.ReportMetric(float64(b.N)*rows/1e6/b.Elapsed().Seconds(), "Mrows/s")
}

// A reading costs a fixed number of allocations, whatever the rows.
func TestTableAllocations(t *testing.T) {
	allocations := func(rows int) float64 {
		text, o := benchmarkTable(rows)
		return testing.AllocsPerRun(3, func() {
			s, err := o.text(text).Scan()
			if err != nil {
				t.Fatal(err)
			}
			src := s.Source(bindSWF(s, 1, "cpus"))
			for job := (sim.Submission{}); src.Next(&job); {
			}
		})
	}
	if few, many := allocations(2000), allocations(20_000); many > few+8 { // shapes are told apart
		t.Errorf("%v allocations for 2000 rows, %v for 20000", few, many)
	}
}
