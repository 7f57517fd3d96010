package reports

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fairlead/reports/schema"
	"fairlead/sim"
)

// twin computes what a Collector computes, from the whole list of records, with
// maps and fractions: it walks from instant to instant, and in between looks at
// everything that is held.
type twin struct {
	meta   *Meta
	end    sim.Time
	total  []int64
	nodes  int64
	peak   []int64
	held   map[string][]int64 // by holder: "t3", "g0", "all", and with "o" before for offers
	share  map[string]*big.Rat
	amount map[string][]*big.Int // of "all" and "oall" and "total"
	bins   map[string]*big.Rat   // "t3 share 17"
	idle   map[string]bool
	offers int64
	outst  *big.Int
	wait   map[sim.TenantID]int64
	run    map[sim.TenantID]int64
	live   map[sim.TenantID]int64
	hungry map[sim.TenantID]sim.Time
	starve sim.Time
	width  sim.Time
}

func newTwin(m *Meta, end sim.Time) *twin {
	n := m.Dims.Len()
	w := &twin{meta: m, end: end, total: make([]int64, n), peak: make([]int64, n), held: map[string][]int64{}, share: map[string]*big.Rat{},
		amount: map[string][]*big.Int{}, bins: map[string]*big.Rat{}, idle: map[string]bool{}, outst: new(big.Int),
		wait: map[sim.TenantID]int64{}, run: map[sim.TenantID]int64{}, live: map[sim.TenantID]int64{}, hungry: map[sim.TenantID]sim.Time{}}
	w.width = BinLength(m.TimelineBin, m.Until)
	if m.Until == sim.Forever {
		for end >= 1000*w.width {
			w.width *= 2
		}
	}
	for _, k := range []string{"all", "oall", "total"} {
		for range n {
			w.amount[k] = append(w.amount[k], new(big.Int))
		}
		w.held[k] = make([]int64, n)
	}
	for _, o := range []string{"", "o"} {
		for i := range m.Tenants {
			w.holder(o, "t", i)
		}
		for i := range m.Groups {
			w.holder(o, "g", i)
		}
	}
	return w
}

func (w *twin) holder(o, kind string, i int) {
	k := fmt.Sprint(o, kind, i)
	w.held[k] = make([]int64, len(w.total))
	w.share[k] = new(big.Rat)
}

func (w *twin) dominant(k string) *big.Rat {
	best := new(big.Rat)
	for d, x := range w.held[k] {
		if w.total[d] > 0 {
			if s := big.NewRat(x, w.total[d]); s.Cmp(best) > 0 {
				best = s
			}
		}
	}
	return best
}

// between integrates everything over an interval in which nothing changes,
// split where bins end and where the window opens.
func (w *twin) between(from, to sim.Time) {
	for from < to {
		next := min(to, from-from%w.width+w.width)
		if from < w.meta.Warmup {
			next = min(next, w.meta.Warmup)
		}
		for _, t := range w.meta.Tenants {
			if from < t.Starts {
				next = min(next, t.Starts)
			}
		}
		w.piece(from, next)
		from = next
	}
}

func (w *twin) piece(from, to sim.Time) {
	dt, bin := int64(to-from), int64(from/w.width)
	counted := from >= w.meta.Warmup
	copy(w.held["total"], w.total)
	addBin := func(k string, x *big.Rat) {
		k = fmt.Sprint(k, " ", bin)
		if w.bins[k] == nil {
			w.bins[k] = new(big.Rat)
		}
		w.bins[k].Add(w.bins[k], new(big.Rat).Mul(x, big.NewRat(dt, 1)))
	}
	for k, sums := range w.amount {
		for d := range sums {
			if counted {
				sums[d].Add(sums[d], new(big.Int).Mul(big.NewInt(w.held[k][d]), big.NewInt(dt)))
			}
			addBin(fmt.Sprint(k, d), big.NewRat(w.held[k][d], 1))
		}
	}
	for k, sum := range w.share {
		x := w.dominant(k)
		addBin(k+" share", x)
		if counted {
			sum.Add(sum, x.Mul(x, big.NewRat(dt, 1)))
		}
	}
	for i := range w.meta.Tenants {
		t := sim.TenantID(i)
		waiting := w.wait[t] % endlessJob
		addBin(fmt.Sprint("t", i, " waiting"), big.NewRat(waiting, 1))
		addBin(fmt.Sprint("t", i, " running"), big.NewRat(w.run[t], 1))
		if w.wait[t] == 0 {
			w.idle[fmt.Sprint("t", i, " ", bin)] = true
		}
		if w.wait[t] > 0 && w.live[t] == 0 {
			if counted && from >= w.meta.Tenants[i].Starts {
				w.hungry[t] += to - from
			}
			w.starve = max(w.starve, w.hungry[t])
		} else {
			w.hungry[t] = 0
		}
	}
	if counted {
		w.outst.Add(w.outst, big.NewInt(w.offers*dt))
	}
}

// endlessJob marks, in the count of what waits, a job that always has more.
const endlessJob = 1 << 32

func (w *twin) change(o string, t sim.TenantID, v []int64, sign int64) {
	for _, k := range []string{fmt.Sprint(o, "t", t), fmt.Sprint(o, "g", w.meta.Tenants[t].Group), o + "all"} {
		for d, x := range v {
			w.held[k][d] += sign * x
		}
	}
}

func (w *twin) apply(list []sim.Record, i int) {
	r := &list[i]
	switch r.Kind {
	case sim.KindSubmitted:
		w.wait[r.Tenant] += waitingOf(r)
	case sim.KindImpossible:
		for _, s := range list {
			if s.Kind == sim.KindSubmitted && s.Job == r.Job {
				w.wait[r.Tenant] -= waitingOf(&s)
			}
		}
	case sim.KindLaunched:
		w.change("", r.Tenant, w.meta.Shapes.At(r.Shape), 1)
		w.live[r.Tenant]++
		w.hungry[r.Tenant] = 0
		if r.M == 0 && r.Flags&sim.FlagUnlimited == 0 {
			w.wait[r.Tenant]--
		}
	case sim.KindRunning:
		w.run[r.Tenant]++
	case sim.KindEnded:
		w.change("", r.Tenant, w.meta.Shapes.At(r.Shape), -1)
		w.live[r.Tenant]--
		if r.N >= 0 {
			w.run[r.Tenant]--
		}
	case sim.KindHeld, sim.KindReleased:
		v := append([]int64{r.N, r.M}, 0)
		if i+1 < len(list) && list[i+1].Kind == sim.KindMore {
			v[2] = list[i+1].N
		}
		sign := int64(1)
		if r.Kind == sim.KindReleased {
			sign = -1
		}
		w.change("o", r.Tenant, v[:len(w.total)], sign)
		w.offers += sign * int64(r.Task)
	case sim.KindNode:
		sign := int64(1)
		if r.Cause == sim.CauseDown {
			sign = -1
		}
		w.nodes += sign
		for d, x := range w.meta.Shapes.At(r.Shape) {
			w.total[d] += sign * x
		}
	}
	if w.wait[r.Tenant] == 0 {
		w.hungry[r.Tenant] = 0
	}
}

func waitingOf(r *sim.Record) int64 {
	if r.N == sim.Unlimited {
		return endlessJob
	}
	return r.N
}

func (w *twin) walk(list []sim.Record) {
	now := sim.Time(0)
	for i, r := range list {
		w.between(now, r.At)
		now = r.At
		w.apply(list, i)
		w.peaks()
	}
	w.between(now, w.end)
}

func (w *twin) peaks() {
	for d, x := range w.total {
		w.peak[d] = max(w.peak[d], x)
	}
}

func close12(a, b float64) bool {
	return math.Abs(a-b) <= 1e-12*max(1, math.Abs(a), math.Abs(b))
}

func TestCollectorAgainstTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStream(t)
		w := newTwin(&s.meta, s.end)
		w.walk(s.out)
		c := New(s.meta)
		for rest := s.out; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "batch")
			c.Take(rest[:n])
			rest = rest[n:]
		}
		got := c.Finish(s.end, "until", "fp", int64(len(s.out)))
		w.checkShares(t, got.Summary)
		w.checkTimeline(t, got.Timeline)
		checkCounts(t, s, got.Summary)
		checkTimes(t, s, got.Summary)
		checkPartitions(t, got.Summary)
		w.checkFairness(t, got)
	})
}

func (w *twin) checkShares(t *rapid.T, s *schema.Summary) {
	mean := func(what string, got *float64, k string, from sim.Time) {
		span := w.end - max(from, w.meta.Warmup)
		if span <= 0 {
			if got != nil {
				t.Fatalf("%s: %v over no time", what, *got)
			}
			return
		}
		want, _ := new(big.Rat).Quo(w.share[k], big.NewRat(int64(span), 1)).Float64()
		if got == nil {
			t.Fatalf("%s: no mean, want %v", what, want)
		}
		if !close12(*got, want) {
			t.Fatalf("%s: got %v, want %v", what, *got, want)
		}
	}
	final := func(what string, got float64, k string) {
		if want, _ := w.dominant(k).Float64(); got != want {
			t.Fatalf("%s: got %v, want %v", what, got, want)
		}
	}
	for i, tn := range s.Tenants {
		k := fmt.Sprint("t", i)
		mean(k, tn.DominantShare.Mean, k, w.meta.Tenants[i].Starts)
		mean("o"+k, tn.OfferedShare.Mean, "o"+k, w.meta.Tenants[i].Starts)
		final(k, tn.DominantShare.Final, k)
	}
	for i, r := range s.Roles {
		k, starts := fmt.Sprint("g", i), w.end
		for _, m := range w.meta.Tenants {
			if int(m.Group) == i {
				starts = min(starts, m.Starts)
			}
		}
		mean(k, r.DominantShare.Mean, k, starts)
		mean("o"+k, r.OfferedShare.Mean, "o"+k, starts)
		final(k, r.DominantShare.Final, k)
	}
	if s.Cluster.Nodes != w.nodes {
		t.Fatalf("nodes: %d, want %d", s.Cluster.Nodes, w.nodes)
	}
	for d, name := range w.meta.Dims.Names() {
		if _, has := s.Cluster.Total[name]; has != (w.peak[d] > 0) {
			t.Fatalf("total of %s: there %v, peak %d", name, has, w.peak[d])
		}
		ratio := func(k string) float64 {
			if w.amount["total"][d].Sign() == 0 {
				return 0
			}
			f, _ := new(big.Rat).SetFrac(w.amount[k][d], w.amount["total"][d]).Float64()
			return f
		}
		if w.peak[d] > 0 && (s.Cluster.Utilization[name] != ratio("all") || s.Cluster.Offered[name] != ratio("oall")) {
			t.Fatalf("%s: used %v offered %v, want %v and %v", name, s.Cluster.Utilization[name], s.Cluster.Offered[name], ratio("all"), ratio("oall"))
		}
	}
}

func (w *twin) checkTimeline(t *rapid.T, tl *schema.Timeline) {
	if want := int((w.end + w.width - 1) / w.width); tl.Bins != want || tl.Bin != w.width.Seconds() {
		t.Fatalf("%d bins of %v s, want %d of %v", tl.Bins, tl.Bin, want, w.width.Seconds())
	}
	for b := range tl.Bins {
		length := min(w.end, sim.Time(b+1)*w.width) - sim.Time(b)*w.width
		check := func(k string, got float64, per int64) {
			x := w.bins[fmt.Sprint(k, " ", b)]
			want, _ := new(big.Rat).Quo(x, big.NewRat(int64(length)*per, 1)).Float64()
			if !close12(got, want) {
				t.Fatalf("bin %d: %s is %v, want %v", b, k, got, want)
			}
		}
		row := 0
		for d, name := range w.meta.Dims.Names() {
			if w.peak[d] == 0 {
				continue
			}
			if tl.Resources[row] != name || tl.Peak[row] != float64(w.peak[d])/1000 {
				t.Fatalf("resource %d is %s, peak %v", row, tl.Resources[row], tl.Peak[row])
			}
			check(fmt.Sprint("all", d), tl.Allocated[row][b], w.peak[d])
			check(fmt.Sprint("oall", d), tl.Offered[row][b], w.peak[d])
			check(fmt.Sprint("total", d), tl.Capacity[row][b], w.peak[d])
			row++
		}
		for i := range w.meta.Tenants {
			check(fmt.Sprint("t", i, " share"), tl.Share[i][b], 1)
			check(fmt.Sprint("t", i, " waiting"), tl.Waiting[i][b], 1)
			check(fmt.Sprint("t", i, " running"), tl.Running[i][b], 1)
		}
	}
}

func (w *twin) checkFairness(t *rapid.T, r *Results) {
	var jains, deficits []float64
	weights := 0.0
	for _, m := range w.meta.Tenants {
		weights += m.Weight
	}
	for b := range r.Timeline.Bins {
		from := sim.Time(b) * w.width
		n, sum, squares, lacks := 0.0, 0.0, 0.0, 0.0
		for i, m := range w.meta.Tenants {
			if !w.idle[fmt.Sprint("t", i, " ", b)] && from >= m.Starts {
				share := r.Timeline.Share[i][b]
				x := share / m.Weight
				n, sum, squares, lacks = n+1, sum+x, squares+x*x, max(lacks, m.Weight/weights-share)
			}
		}
		if from >= w.meta.Warmup && n > 1 && squares > 0 {
			jains = append(jains, sum*sum/(n*squares))
		}
		if from >= w.meta.Warmup && n > 0 {
			deficits = append(deficits, lacks)
		}
	}
	got := r.Summary.Fairness
	same := func(what string, got *schema.Range, all []float64) {
		if (got == nil) != (len(all) == 0) {
			t.Fatalf("%s %v of %d bins", what, got, len(all))
		}
		if got == nil {
			return
		}
		mean := 0.0
		for _, x := range all {
			mean += x / float64(len(all))
		}
		if !(close12(got.Min, slices.Min(all)) && close12(got.Max, slices.Max(all)) && close12(got.Mean, mean)) || got.Bins != int64(len(all)) {
			t.Fatalf("%s %v of %v", what, *got, all)
		}
	}
	same("jain", got.Jain, jains)
	same("deficit", got.Deficit, deficits)
	if got.Starvation.Max != w.starve.Seconds() {
		t.Fatalf("starvation %v, want %v", got.Starvation.Max, w.starve.Seconds())
	}
}
