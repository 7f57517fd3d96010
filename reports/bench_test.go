package reports

import (
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// steady makes the records of tasks that come and go on a full cluster: each
// instant one task ends and another starts, of 8 tenants in turn.
func steady(m *Meta, tasks int) []sim.Record {
	var out []sim.Record
	for t := range m.Tenants {
		shape := m.Shapes.Intern([]int64{int64(1+t%3) * 1000, int64(1+t%5) * 512_000})
		out = append(out, sim.Record{Kind: sim.KindSubmitted, Tenant: sim.TenantID(t), Job: sim.JobID(t), Shape: shape, N: int64(tasks)})
	}
	const slots = 4096
	now := sim.Time(0)
	var live [slots]sim.Record
	for i := range tasks {
		t := i * 7 % len(m.Tenants)
		s := i % slots
		if i >= slots {
			now += 6_250_123
			r := live[s]
			r.Kind, r.Cause, r.At, r.N = sim.KindEnded, sim.CauseFinished, now, int64(r.At)
			out = append(out, r)
		}
		r := sim.Record{Kind: sim.KindLaunched, At: now, Tenant: sim.TenantID(t), Job: sim.JobID(t), Task: int32(i), Flags: sim.FlagSingle}
		r.Shape = out[t].Shape
		live[s] = r
		out = append(out, r)
		r.Kind, r.Flags = sim.KindRunning, sim.FlagFirst
		out = append(out, r)
	}
	return out
}

func benchMeta() Meta {
	m := Meta{Dims: resource.NewDims("cpus", "mem"), Shapes: resource.NewTable(2), Until: sim.Forever}
	for i := range 8 {
		m.Tenants = append(m.Tenants, TenantMeta{Name: string(rune('a' + i)), Group: sim.GroupID(i), Weight: 1})
		m.Groups = append(m.Groups, GroupMeta{Name: string(rune('a' + i)), Weight: 1})
	}
	return m
}

// BenchmarkCollector is the price of all measures for one task, the final
// sorting included.
func BenchmarkCollector(b *testing.B) {
	const tasks = 1_000_000
	m := benchMeta()
	node := sim.Record{Kind: sim.KindNode, Cause: sim.CauseUp, Shape: m.Shapes.Intern([]int64{160_000_000, 655_360_000_000})}
	records := append([]sim.Record{node}, steady(&m, tasks)...)
	b.ReportAllocs()
	var take, finish int64
	for b.Loop() {
		c := New(m)
		start := nanotime()
		for i := 0; i < len(records); i += 512 {
			c.Take(records[i:min(i+512, len(records))])
		}
		mid := nanotime()
		c.Finish(records[len(records)-1].At, "drained", "", 0)
		take, finish = take+mid-start, finish+nanotime()-mid
	}
	b.ReportMetric(float64(take)/float64(b.N)/tasks, "ns/task-take")
	b.ReportMetric(float64(finish)/float64(b.N)/tasks, "ns/task-finish")
}
func nanotime() int64 { return time.Now().UnixNano() }

// BenchmarkSinks is the price of writing every task, and every record.
func BenchmarkSinks(b *testing.B) {
	const tasks = 100_000
	m := benchMeta()
	m.NodeShapes = []NodeShapeMeta{{Name: "small", Count: 10_000}}
	m.Specs = make([]SpecMeta, 8)
	for i := range m.Specs {
		m.Specs[i].Name = "etl"
	}
	records := steady(&m, tasks)
	for name, make := range map[string]func() sim.Sink{
		"tasks.csv": func() sim.Sink { return NewTasksCSV(io.Discard, &m) },
		"records":   func() sim.Sink { return NewRecordsJSONL(io.Discard, &m) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				make().Take(records)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/tasks, "ns/task")
		})
	}
}

// BenchmarkSort sorts a million waiting times of up to three hours, beside the
// sort of the standard library.
func BenchmarkSort(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	from := make([]int64, 1_000_000)
	for i := range from {
		from[i] = r.Int64N(1e13)
	}
	a, tmp := make([]int64, len(from)), make([]int64, len(from))
	for name, sort := range map[string]func(){"radix": func() { sortInts(a, tmp) }, "slices": func() { slices.Sort(a) }} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				copy(a, from)
				sort()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ns/value")
		})
	}
}
