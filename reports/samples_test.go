package reports

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"fairlead/reports/schema"
)

func TestSortAgainstTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]int64{1, 255, 2048, 1 << 22, 1e9, 1e15, math.MaxInt64 - 1}).Draw(t, "most")
		n := rapid.IntRange(0, 3*fewValues).Draw(t, "n")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		a := make([]int64, n)
		for i := range a {
			a[i] = r.Int64N(most+1) &^ (r.Int64N(2) * 0xfff)
		}
		want := slices.Clone(a)
		sort.Slice(want, func(i, j int) bool { return want[i] < want[j] })
		sortInts(a, make([]int64, n))
		if !slices.Equal(a, want) {
			t.Fatal("not in order")
		}
	})
}

// drawPopulation fills several samples with n values in all, some censored, and
// returns the values in order.
func drawPopulation(r *rand.Rand, n, parts int) (population, []int64) {
	p := make(population, parts)
	for i := range p {
		p[i] = &samples{}
	}
	all := make([]int64, 0, n)
	for len(all) < n {
		v := r.Int64N(1 << (1 + r.IntN(45)))
		s := p[r.IntN(parts)]
		if k := r.Int64N(20); r.IntN(5000) == 0 && len(all)+int(k) <= n {
			s.censor(v, k)
			for range k {
				all = append(all, v)
			}
			continue
		}
		s.add(v)
		all = append(all, v)
	}
	slices.Sort(all)
	return p, all
}

// TestStats walks through all ways to find quantiles: sorted afresh, by
// bisection over parts, many parts, and histograms.
func TestStats(t *testing.T) {
	d := &desk{}
	for _, c := range []struct{ n, parts int }{
		{1, 1}, {2, 1}, {99, 3}, {100, 3}, {101, 1}, {smallPopulation, 2}, {smallPopulation + 1, 2}, {50_000, 8}, {20_000, manyParts + 1},
		{exactSamples, 3}, {exactSamples, 1}, {exactSamples + 1, 1}, {exactSamples + 1, 5}, {2*exactSamples + 7, 2},
	} {
		p, all := drawPopulation(rand.New(rand.NewPCG(uint64(c.n), uint64(c.parts))), c.n, c.parts)
		got := d.stats(p, 1e9, 0)
		at := func(q float64) float64 { return float64(all[int(math.Ceil(q*float64(c.n)-1e-9))-1]) / 1e9 }
		tolerance := 0.0
		if c.n > exactSamples {
			tolerance = 0.001
		}
		near := func(what string, got *float64, want float64) {
			if got == nil || math.Abs(*got-want) > tolerance*want {
				t.Errorf("%d in %d: %s is %v, want %v", c.n, c.parts, what, got, want)
			}
		}
		near("p50", got.P50, at(0.5))
		near("p95", got.P95, at(0.95))
		if got.Censored*100 <= got.Count {
			near("p99", got.P99, at(0.99))
			if *got.Max != at(1) {
				t.Errorf("%d in %d: max is %v, want %v", c.n, c.parts, *got.Max, at(1))
			}
		}
		sum := int64(0)
		for _, v := range all {
			sum += v / 1024
		}
		if got.Count != int64(c.n) || math.Abs(*got.Mean/(float64(sum)*1024/float64(c.n)/1e9)-1) > 1e-3 {
			t.Errorf("%d in %d: count %d, mean %v", c.n, c.parts, got.Count, *got.Mean)
		}
		for _, s := range p {
			checkCDF(t, d.cdf("x", s), s)
		}
	}
}

func checkCDF(t *testing.T, c *schema.CDF, s *samples) {
	t.Helper()
	if c == nil {
		if s.n > 0 {
			t.Error("no curve")
		}
		return
	}
	if len(c.Seconds) > cdfPoints || len(c.Seconds) != len(c.Fraction) {
		t.Errorf("%d points, %d fractions", len(c.Seconds), len(c.Fraction))
	}
	for i := 1; i < len(c.Seconds); i++ {
		if c.Seconds[i] <= c.Seconds[i-1] || c.Fraction[i] <= c.Fraction[i-1] {
			t.Errorf("point %d does not ascend", i)
		}
	}
	if last, want := c.Fraction[len(c.Fraction)-1], float64(s.n)/float64(s.n+s.open); last != want {
		t.Errorf("ends at %v, want %v", last, want)
	}
	if s.hist != nil {
		return
	}
	for i, x := range c.Seconds {
		n := 0
		for _, chunk := range s.full {
			for _, v := range chunk {
				if float64(v)/1e9 <= x {
					n++
				}
			}
		}
		if want := float64(n) / float64(s.n+s.open); c.Fraction[i] != want {
			t.Fatalf("at %v: %v, want %v", x, c.Fraction[i], want)
		}
		if s.n > 10_000 {
			return // counting all points of a large one takes long
		}
	}
}

func TestSamplesTakeLittleMemory(t *testing.T) {
	s := &samples{}
	for i := range exactSamples {
		s.add(int64(i))
	}
	room := cap(s.cur)
	for _, c := range s.full {
		room += cap(c)
	}
	if room != exactSamples || s.hist != nil {
		t.Errorf("room for %d values, want %d", room, exactSamples)
	}
	s.add(1)
	if s.hist == nil || s.full != nil || s.cur != nil || s.hist.TotalCount() != exactSamples+1 {
		t.Error("one more value does not lead to a histogram of all")
	}
}

func TestMillionths(t *testing.T) {
	for _, c := range []struct{ a, b, want int64 }{
		{1, 1, 1e6}, {0, 5, 0}, {2, 3, 666667}, {1, 3, 333333}, {1, 2_000_000, 1}, {1, 2_000_001, 0},
		{math.MaxInt64, 1, math.MaxInt64}, {math.MaxInt64, math.MaxInt64, 1e6}, {5, 0, 5e6}, {9e18, 1e6, 9e18},
	} {
		if got := millionths(c.a, c.b); got != c.want {
			t.Errorf("%d/%d = %d millionths, want %d", c.a, c.b, got, c.want)
		}
	}
}
