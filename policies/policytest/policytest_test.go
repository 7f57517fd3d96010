package policytest

import (
	"flag"
	"testing"

	"fairlead/sim/claim"

	"pgregory.net/rapid"
)

// A ranker written as a function.
type ranker func(keys []claim.Key, claims []claim.Claim, v *claim.View)

func (r ranker) Rank(keys []claim.Key, claims []claim.Claim, v *claim.View) { r(keys, claims, v) }

// each makes a ranker of a key for one claimant.
func each(key func(c *claim.Claim, v *claim.View) claim.Key) ranker {
	return func(keys []claim.Key, claims []claim.Claim, v *claim.View) {
		for i := range claims {
			keys[i] = key(&claims[i], v)
		}
	}
}

func cpus(c *claim.Claim, v *claim.View) uint64 { return uint64(v.Of(c)[0]) }

// Every check must catch a policy that breaks what it checks.
func TestChecksCatch(t *testing.T) {
	calls := uint64(0)
	breach := map[string]claim.Ranker{
		"pure": each(func(*claim.Claim, *claim.View) claim.Key { calls++; return claim.Key{Lo: calls} }),
		"order-independent": ranker(func(keys []claim.Key, _ []claim.Claim, _ *claim.View) {
			for i := range keys {
				keys[i] = claim.Key{Lo: uint64(i)}
			}
		}),
		"local": ranker(func(keys []claim.Key, claims []claim.Claim, v *claim.View) {
			for i := range keys {
				keys[i] = claim.Key{Lo: cpus(&claims[0], v)}
			}
		}),
		"scale-free": each(func(c *claim.Claim, v *claim.View) claim.Key { return claim.Key{Lo: cpus(c, v) % 1009} }),
		"weight-monotone": each(func(c *claim.Claim, _ *claim.View) claim.Key {
			return claim.Key{Lo: c.Weight.Num, Den: c.Weight.Den}
		}),
		"share-monotone":  each(func(c *claim.Claim, v *claim.View) claim.Key { return claim.Key{Tier: -int64(cpus(c, v))} }),
		"single-resource": each(func(c *claim.Claim, v *claim.View) claim.Key { return claim.Key{Lo: cpus(c, v)} }),
		"one-dimension":   each(func(c *claim.Claim, v *claim.View) claim.Key { return claim.Key{Lo: uint64(v.Of(c)[1])} }),
		"exact": each(func(c *claim.Claim, v *claim.View) claim.Key {
			return claim.Key{Lo: cpus(c, v) * c.Weight.Den / c.Weight.Num, Den: 1 + c.Weight.Den%2}
		}),
	}
	old := flag.Lookup("rapid.nofailfile").Value.String()
	defer flag.Set("rapid.nofailfile", old)
	flag.Set("rapid.nofailfile", "true")
	for _, c := range checks {
		bad, ok := breach[c.name]
		if !ok {
			t.Errorf("nothing breaks %s", c.name)
			continue
		}
		trial := &trial{}
		done := make(chan struct{})
		go func() { // a failing check ends its goroutine
			defer close(done)
			rapid.Check(trial, func(t *rapid.T) { c.run(t, bad) })
		}()
		<-done
		if !trial.failed {
			t.Errorf("%s passed what breaks it", c.name)
		}
	}
}
