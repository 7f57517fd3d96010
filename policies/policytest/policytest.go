// Package policytest puts a policy to the test of what it promises. A new policy
// gets all of it by its line in policies.All:
//
//	for _, p := range policies.All {
//		r, _ := p.New(nil, policytest.Dimensions)
//		t.Run(p.Name, func(t *testing.T) { policytest.Run(t, r, p.Promises) })
//	}
//
// Every policy must be pure and must not care in which order it is shown the
// claimants, and Local must mean local. The rest is checked if it is promised.
package policytest

import (
	"math/big"
	"slices"
	"testing"

	"fairlead/sim/claim"
	"fairlead/sim/resource"

	"pgregory.net/rapid"
)

// Dimensions are the resources of every drawn world.
var Dimensions = resource.NewDims("cpus", "mem", "gpus")

// Run checks a policy that was made for Dimensions.
func Run(t *testing.T, r claim.Ranker, promises claim.Promises) {
	_, isLocal := r.(claim.Local)
	for _, c := range checks {
		if c.promise&^promises != 0 || c.local && !isLocal {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { c.run(t, r) })
		})
	}
}

var checks = []struct {
	name    string
	promise claim.Promises // 0: every policy keeps it
	local   bool
	run     func(*rapid.T, claim.Ranker)
}{
	{"pure", 0, false, pure},
	{"order-independent", 0, false, orderIndependent},
	{"local", 0, true, local},
	{"scale-free", claim.ScaleFree, false, scaleFree},
	{"weight-monotone", claim.WeightMonotone, false, weightMonotone},
	{"share-monotone", claim.ShareMonotone, false, shareMonotone},
	{"single-resource", claim.SingleResource, false, singleResource},
	{"one-dimension", claim.OneDimension, false, oneDimension},
	{"exact", claim.Exact, false, exact},
}

// world is some claimants in a cluster.
type world struct {
	claims []claim.Claim
	view   claim.View
}

func drawWorld(t *rapid.T) *world {
	w := &world{view: claim.View{Width: Dimensions.Len(), Now: rapid.Int64Range(0, 1e12).Draw(t, "now")}}
	for range w.view.Width {
		// Totals without small common factors, and none at all.
		total := rapid.SampledFrom([]int64{0, 1000, 9000, 7919, 1_299_709, 160_000_000}).Draw(t, "total")
		w.view.Total = append(w.view.Total, total)
	}
	n := rapid.IntRange(2, 6).Draw(t, "claimants")
	rows := rapid.Permutation(numbers(n)).Draw(t, "rows")
	w.view.Held = make([]int64, n*w.view.Width)
	for i := range n {
		w.claims = append(w.claims, claim.Claim{
			Weight: resource.Frac{
				Num: rapid.SampledFrom([]uint64{1, 1, 2, 3, 333}).Draw(t, "num"),
				Den: rapid.SampledFrom([]uint64{1, 1, 2, 1000}).Draw(t, "den"),
			},
			Priority: rapid.Int64Range(-1, 1).Draw(t, "priority"),
			Since:    rapid.SampledFrom([]int64{0, 1, 5e9, claim.NoWork}).Draw(t, "since"),
			Row:      int32(rows[i]),
			Order:    int32(i),
		})
		w.hold(t, i)
	}
	w.view.Prepare()
	return w
}

// hold draws what claimant i holds; the totals may be less, as after a loss of nodes.
func (w *world) hold(t *rapid.T, i int) {
	for j, total := range w.view.Total {
		w.view.Of(&w.claims[i])[j] = rapid.Int64Range(0, 2*total+10).Draw(t, "held")
	}
}

func (w *world) copy() *world {
	c := &world{claims: slices.Clone(w.claims), view: w.view}
	c.view.Total, c.view.Held = slices.Clone(w.view.Total), slices.Clone(w.view.Held)
	c.view.Scale = slices.Clone(w.view.Scale)
	return c
}

func (w *world) rank(r claim.Ranker) []claim.Key {
	keys := make([]claim.Key, len(w.claims))
	r.Rank(keys, w.claims, &w.view)
	return keys
}

func numbers(n int) (all []int) {
	for i := range n {
		all = append(all, i)
	}
	return all
}

// pure: the same question has the same answer, whatever stood in keys before,
// and nothing is changed in asking.
func pure(t *rapid.T, r claim.Ranker) {
	w := drawWorld(t)
	before := w.copy()
	first := w.rank(r)
	again := make([]claim.Key, len(first))
	for i := range again {
		again[i] = claim.Key{Tier: 9, Hi: 9, Lo: 9, Den: 9}
	}
	r.Rank(again, w.claims, &w.view)
	if !slices.Equal(first, again) {
		t.Fatalf("keys are %v and then %v", first, again)
	}
	if !slices.Equal(w.claims, before.claims) || !slices.Equal(w.view.Held, before.view.Held) || !slices.Equal(w.view.Total, before.view.Total) {
		t.Fatal("ranking changed what it was given")
	}
}

// orderIndependent: showing the claimants in another order permutes their keys.
func orderIndependent(t *rapid.T, r claim.Ranker) {
	w := drawWorld(t)
	keys := w.rank(r)
	order := rapid.Permutation(numbers(len(keys))).Draw(t, "order")
	other := w.copy()
	for i, j := range order {
		other.claims[i] = w.claims[j]
	}
	for i, k := range other.rank(r) {
		if j := order[i]; k.Cmp(&keys[j]) != 0 {
			t.Fatalf("the key of claimant %d is %v as number %d and %v as number %d", j, keys[j], j, k, i)
		}
	}
}

// local: nothing that happens to one claimant changes the key of another.
func local(t *rapid.T, r claim.Ranker) {
	w := drawWorld(t)
	keys := w.rank(r)
	other := drawWorld(t).claims[0]
	c := &w.claims[0]
	c.Weight, c.Priority, c.Since = other.Weight, other.Priority, other.Since
	w.hold(t, 0)
	w.view.Now++
	for i, k := range w.rank(r) {
		if i > 0 && k != keys[i] {
			t.Fatalf("the key of claimant %d went from %v to %v", i, keys[i], k)
		}
	}
	alone := *w
	alone.claims = w.claims[1:2]
	if k := alone.rank(r)[0]; k != keys[1] {
		t.Fatalf("the key of claimant 1 is %v among others and %v alone", keys[1], k)
	}
}

// scaleFree: a cluster in which everything is k times as big has the same order.
func scaleFree(t *rapid.T, r claim.Ranker) {
	w := drawWorld(t)
	big := w.copy()
	k := rapid.Int64Range(2, 1000).Draw(t, "factor")
	for i := range big.view.Total {
		big.view.Total[i] *= k
	}
	for i := range big.view.Held {
		big.view.Held[i] *= k
	}
	big.view.Prepare()
	a, b := w.rank(r), big.rank(r)
	for i := range a {
		for j := range a {
			if a[i].Cmp(&a[j]) != b[i].Cmp(&b[j]) {
				t.Fatalf("claimants %d and %d: %v against %v, times %d %v against %v", i, j, a[i], a[j], k, b[i], b[j])
			}
		}
	}
}

func weightMonotone(t *rapid.T, r claim.Ranker) {
	w := drawWorld(t)
	before := w.rank(r)[0]
	f := &w.claims[0].Weight
	*f = resource.Reduced(f.Num*rapid.Uint64Range(2, 9).Draw(t, "times"), f.Den)
	if after := w.rank(r)[0]; after.Cmp(&before) > 0 {
		t.Fatalf("more weight took the key from %v up to %v", before, after)
	}
}

func shareMonotone(t *rapid.T, r claim.Ranker) {
	w := drawWorld(t)
	before := w.rank(r)[0]
	dim := rapid.IntRange(0, w.view.Width-1).Draw(t, "dimension")
	w.view.Of(&w.claims[0])[dim] += rapid.Int64Range(1, 1000).Draw(t, "more")
	if after := w.rank(r)[0]; after.Cmp(&before) < 0 {
		t.Fatalf("holding more took the key from %v down to %v", before, after)
	}
}

// singleResource: where only cpus exist, who holds less for its weight comes
// first, by an account of its own.
func singleResource(t *rapid.T, r claim.Ranker) {
	w := drawWorld(t)
	for i := range w.view.Total {
		w.view.Total[i] = 0
	}
	w.view.Total[0] = rapid.Int64Range(1, 1e9).Draw(t, "cpus")
	w.view.Prepare()
	for i := range w.claims {
		w.claims[i].Priority, w.claims[i].Since = 0, 0
		w.view.Of(&w.claims[i])[0] = rapid.Int64Range(0, 1000).Draw(t, "held")
	}
	keys := w.rank(r)
	for i := range keys {
		for j := range keys {
			if got, want := keys[i].Cmp(&keys[j]), perWeight(w, i).Cmp(perWeight(w, j)); got != want {
				t.Fatalf("claimants %d and %d compare as %d, want %d", i, j, got, want)
			}
		}
	}
}

func perWeight(w *world, i int) *big.Rat {
	c := &w.claims[i]
	held := new(big.Rat).SetInt64(w.view.Of(c)[0])
	weight := new(big.Rat).SetFrac(new(big.Int).SetUint64(c.Weight.Num), new(big.Int).SetUint64(c.Weight.Den))
	return held.Quo(held, weight)
}

// oneDimension: what is held of mem and gpus, and how much there is, is nothing.
func oneDimension(t *rapid.T, r claim.Ranker) {
	w := drawWorld(t)
	keys := w.rank(r)
	for i := range w.claims {
		cpus := w.view.Of(&w.claims[i])[0]
		w.hold(t, i)
		w.view.Of(&w.claims[i])[0] = cpus
	}
	w.view.Total[1]++
	w.view.Prepare()
	for i, k := range w.rank(r) {
		if k.Cmp(&keys[i]) != 0 {
			t.Fatalf("the key of claimant %d went from %v to %v", i, keys[i], k)
		}
	}
}

// exact: claimants that hold in proportion to their weights are tied.
func exact(t *rapid.T, r claim.Ranker) {
	w := drawWorld(t)
	base := make([]int64, w.view.Width)
	for i := range base {
		base[i] = 1000 * rapid.Int64Range(0, 1e6).Draw(t, "base")
	}
	for i := range w.claims {
		c := &w.claims[i]
		c.Priority, c.Since = 0, 0
		for j, b := range base {
			w.view.Of(c)[j] = b / int64(c.Weight.Den) * int64(c.Weight.Num)
		}
	}
	keys := w.rank(r)
	for i := range keys {
		if keys[0].Cmp(&keys[i]) != 0 {
			t.Fatalf("claimants 0 and %d hold in proportion to weight and have keys %v and %v", i, keys[0], keys[i])
		}
	}
}
