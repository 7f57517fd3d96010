package workloads

import (
	"fmt"
	"strings"
	"testing"

	"fairlead/sim"
)

// benchmarkLog is a log of n rows like those of the archive.
func benchmarkLog(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%6d %9d     -1 %5d %4d     -1     -1   -1  %6d     -1 -1  %3d  %3d   -1 -1 %3d     -1     -1\n",
			i+1, i*3, i*7919%100_000+1, i%64+1, 1200, i%216, i%28, i%170)
	}
	return b.String()
}

// BenchmarkSWFScan is the first reading of a plain log.
func BenchmarkSWFScan(b *testing.B) {
	const rows = 100_000
	o := (Trace{By: "group"}).text(benchmarkLog(rows))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := o.Scan(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/1e6/b.Elapsed().Seconds(), "Mrows/s")
}

// BenchmarkSWFSource is the second, which makes jobs.
func BenchmarkSWFSource(b *testing.B) {
	const rows = 100_000
	s := scanSWF(b, Trace{By: "group", Load: 0.9}, benchmarkLog(rows))
	bound := bindSWF(s, 2000, "cpus")
	b.ReportAllocs()
	for b.Loop() {
		src := s.Source(bound)
		for job := (sim.Submission{}); src.Next(&job); {
		}
		if err := src.Err(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*rows/1e6/b.Elapsed().Seconds(), "Mrows/s")
}

// BenchmarkSWFPlain does the same parsing with strings.Fields.
func BenchmarkSWFPlain(b *testing.B) {
	const rows = 2_000
	log := benchmarkLog(rows)
	for b.Loop() {
		if jobs, _, _ := plainSWF(Trace{}, log); len(jobs) != rows {
			b.Fatal(len(jobs))
		}
	}
	b.ReportMetric(float64(b.N)*rows/1e6/b.Elapsed().Seconds(), "Mrows/s")
}

// BenchmarkSWFGzip reads a real packed log.
func BenchmarkSWFGzip(b *testing.B) {
	o := Trace{Path: sharedTrace(b, "swf-lcg-grid/LCG.swf.gz"), Format: SWF{}, By: "group"}
	for b.Loop() {
		if _, err := o.Scan(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*188_041/1e6/b.Elapsed().Seconds(), "Mrows/s")
}

// A reading costs a fixed number of allocations, whatever the rows.
func TestSWFAllocations(t *testing.T) {
	allocations := func(rows int) float64 {
		o := (Trace{By: "group", Max: 3}).text(benchmarkLog(rows))
		return testing.AllocsPerRun(3, func() {
			s, err := o.Scan()
			if err != nil {
				t.Fatal(err)
			}
			src := s.Source(bindSWF(s, 1, "cpus"))
			for job := (sim.Submission{}); src.Next(&job); {
			}
		})
	}
	if few, many := allocations(200), allocations(20_000); many > few {
		t.Errorf("%v allocations for 200 rows, %v for 20000", few, many)
	}
}
