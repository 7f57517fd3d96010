package demand

import (
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"

	"pgregory.net/rapid"
)

// plain is the obvious twin of a Book: one slice of waiting tasks per tenant.
type plain struct {
	tasks []plainTask
	disc  Discipline
}

type plainTask struct {
	job      sim.JobSlot
	index    int64
	shape    resource.ShapeID
	priority int64
}

func (p *plain) fit(shapes *resource.Table, free []int64) int {
	best := -1
	for i, t := range p.tasks {
		if best < 0 || t.priority > p.tasks[best].priority {
			if p.disc == HeadOfLine || resource.Fits(shapes.At(t.shape), free) {
				best = i
			}
		}
	}
	if best >= 0 && !resource.Fits(shapes.At(p.tasks[best].shape), free) {
		return -1
	}
	return best
}

func TestBookAgainstPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shapes := resource.NewTable(2)
		discs := []Discipline{Backfill, HeadOfLine}
		b := NewBook(shapes, discs)
		twins := []*plain{{disc: Backfill}, {disc: HeadOfLine}}
		next := sim.JobSlot(0)
		amount := rapid.Int64Range(1, 4)
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				who := sim.TenantID(rapid.IntRange(0, 1).Draw(t, "tenant"))
				v := []int64{amount.Draw(t, "cpus"), amount.Draw(t, "mem")}
				j := sim.Job{Submitted: sim.Time(next), Shape: shapes.Intern(v)}
				prio := rapid.Int64Range(0, 1).Draw(t, "priority")
				n := rapid.Int64Range(1, 3).Draw(t, "tasks")
				b.Push(who, next, &j, prio, 0, n)
				for i := range n {
					twins[who].tasks = append(twins[who].tasks, plainTask{next, i, j.Shape, prio})
				}
				next++
			},
			"take": func(t *rapid.T) {
				who := sim.TenantID(rapid.IntRange(0, 1).Draw(t, "tenant"))
				free := []int64{amount.Draw(t, "cpus"), amount.Draw(t, "mem")}
				l, want := b.Fit(who, free), twins[who].fit(shapes, free)
				if l < 0 || want < 0 {
					if l >= 0 || want >= 0 {
						t.Fatalf("fit %v: line %d, twin %d", free, l, want)
					}
					return
				}
				got := b.Take(who, l)
				w := twins[who].tasks[want]
				if got.Job != w.job || got.Index != w.index {
					t.Fatalf("took task %d of job %d, twin %d of %d", got.Index, got.Job, w.index, w.job)
				}
				twins[who].tasks = append(twins[who].tasks[:want], twins[who].tasks[want+1:]...)
			},
			"": func(t *rapid.T) {
				for who, p := range twins {
					since := sim.Forever
					for _, x := range p.tasks {
						since = min(since, sim.Time(x.job))
					}
					if got := b.Since(sim.TenantID(who)); got != since {
						t.Fatalf("tenant %d waits since %d, twin says %d", who, got, since)
					}
					if b.Empty(sim.TenantID(who)) != (len(p.tasks) == 0) {
						t.Fatalf("tenant %d: empty is wrong", who)
					}
				}
			},
		})
	})
}
