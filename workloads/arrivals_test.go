package workloads

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fairlead/sim"
	"fairlead/sim/pf"
	"fairlead/sim/rng"
)

// take is the first n jobs of a source, or all.
func take(s sim.Source, n int) (jobs []sim.Submission) {
	var p sim.Submission
	for len(jobs) < n && s.Next(&p) {
		jobs = append(jobs, p)
	}
	return jobs
}

func times(jobs []sim.Submission) (at []sim.Time) {
	for _, j := range jobs {
		at = append(at, j.At)
	}
	return at
}

func TestAt(t *testing.T) {
	b := Block{Tenant: "a", Job: "b", Spec: 3, Shape: 4, At: []sim.Time{20, 10, 20}, Count: 2}
	got := take(b.Source(), 100)
	if want := []sim.Time{10, 10, 20, 20, 20, 20}; !slices.Equal(times(got), want) {
		t.Errorf("at %v, want %v", times(got), want)
	}
	for i, j := range got {
		want := sim.Submission{
			At: j.At, Spec: 3, Instance: int32(i), Key: rng.Mix(rng.Key("a", "b"), uint64(i)),
			Tasks: sim.Unlimited, Shape: 4, Duration: sim.Endless,
		}
		if j != want {
			t.Errorf("job %d is %+v, want %+v", i, j, want)
		}
	}
	if b.At[0] != 20 {
		t.Error("the block was sorted in place")
	}
	b.Count = 0
	if got := take(b.Source(), 100); len(got) != 3 {
		t.Errorf("%d jobs without a count, want one at each instant", len(got))
	}
	if got := take((&Block{}).Source(), 100); len(got) != 0 {
		t.Errorf("an empty block gives %d jobs", len(got))
	}
}

func TestEvery(t *testing.T) {
	b := Block{Every: 5 * sim.Second, Start: sim.Second, Count: 3, Tasks: mustDist(t, "80", Number)}
	got := take(b.Source(), 100)
	if want := []sim.Time{sim.Second, 6 * sim.Second, 11 * sim.Second}; !slices.Equal(times(got), want) || got[2].Tasks != 80 {
		t.Errorf("at %v with %d tasks", times(got), got[2].Tasks)
	}
	b.Count = sim.Unlimited
	if got := take(b.Source(), 1000); len(got) != 1000 {
		t.Errorf("%d jobs, want no end", len(got))
	}
	b = Block{Every: sim.Forever / 3}
	if got := take(b.Source(), 100); len(got) != 3 && len(got) != 4 {
		t.Errorf("%d jobs until the end of time", len(got))
	}
}

// The gap and the task count of each job are functions of its number alone.
func TestPoissonIsItsFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := Block{
			Seed: rapid.Uint64Max(rng.MaxSeed).Draw(t, "seed"), Tenant: rapid.String().Draw(t, "tenant"), Job: "etl",
			Poisson: rapid.Float64Range(1e-4, 1e3).Draw(t, "rate"), Start: sim.Time(rapid.Int64Range(0, 1e15).Draw(t, "start")),
			Count: rapid.Int64Range(1, 50).Draw(t, "count"), Tasks: mustDist(t, "choice(exp(50) @ 1, 0.1 @ 1)", Number),
		}
		key := rng.Key(b.Tenant, b.Job)
		at := b.Start
		jobs := take(b.Source(), 100)
		if int64(len(jobs)) != b.Count {
			t.Fatalf("%d jobs, want %d", len(jobs), b.Count)
		}
		for k, j := range jobs {
			gap := -pf.Log(1-rng.U(b.Seed, rng.Arrival, key, uint64(k))) / b.Poisson
			at += sim.Time(math.Floor(float64(gap*1e9) + 0.5))
			tasks := int64(math.Floor(b.Tasks.Quantile(rng.U(b.Seed, rng.TaskCount, key, uint64(k))) + 0.5))
			if j.At != at || j.Tasks != max(1, tasks) || j.Instance != int32(k) {
				t.Fatalf("job %d at %d with %d tasks, want %d and %d", k, j.At, j.Tasks, at, tasks)
			}
		}
	})
}

func TestPoissonIsPoisson(t *testing.T) {
	const n, bin = 100_000, 10
	b := Block{Seed: 7, Tenant: "a", Job: "b", Poisson: 1}
	counts := make([]float64, n/bin)
	for _, j := range take(b.Source(), n+2000) {
		if i := int(j.At / (bin * sim.Second)); i < len(counts) {
			counts[i]++
		}
	}
	mean, variance := pf.Mean(counts), pf.Variance(counts)
	if math.Abs(mean-bin) > 5*math.Sqrt(bin/float64(len(counts))) || math.Abs(variance/mean-1) > 5*math.Sqrt(2/float64(len(counts))) {
		t.Errorf("jobs in a bin: mean %v, variance %v, want %d of both", mean, variance, bin)
	}
}

func TestPoissonEndsWithTime(t *testing.T) {
	b := Block{Poisson: 1e-9, Start: sim.Forever - 10}
	s := b.Source()
	var p sim.Submission
	for range 2 {
		if s.Next(&p) {
			t.Errorf("a job at %d, after the end of time", p.At)
		}
	}
}

func TestTaskCountsAreHeld(t *testing.T) {
	b := Block{Every: 1, Tasks: mustDist(t, "pareto(1, 0.01)", Number)}
	for _, j := range take(b.Source(), 1000) {
		if j.Tasks < 1 || j.Tasks > MaxTasks {
			t.Fatalf("%d tasks", j.Tasks)
		}
	}
}

func TestSourcesDoNotAllocate(t *testing.T) {
	for _, b := range []Block{
		{Poisson: 1, Tasks: mustDist(t, "lognormal(8, 1)", Number)}, {Every: 1, Tasks: mustDist(t, "8", Number)}, {At: []sim.Time{5}, Count: 1e6},
	} {
		s := b.Source()
		var p sim.Submission
		if n := testing.AllocsPerRun(1000, func() { s.Next(&p) }); n != 0 {
			t.Errorf("%T: %v allocations a job", s, n)
		}
	}
}

func BenchmarkPoisson(b *testing.B) {
	block := Block{Seed: 1, Poisson: 1, Tasks: constant{Number, 8}}
	s := block.Source()
	var p sim.Submission
	b.ReportAllocs()
	for range b.N {
		s.Next(&p)
	}
}
