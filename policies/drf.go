package policies

import "fairlead/sim/claim"

// drf is Dominant Resource Fairness. A claimant's dominant share is the greatest
// of its shares of the cluster's resources; the claimant with the lowest dominant
// share, divided by its weight, is served next.
//
// Ghodsi, Zaharia, Hindman, Konwinski, Shenker, Stoica: "Dominant Resource
// Fairness: Fair Allocation of Multiple Resource Types", NSDI 2011, section 4 and
// Algorithm 1; weights, one for each claimant, section 4.3.
var drf = Policy{
	Name:     "drf",
	About:    "Dominant Resource Fairness: lowest dominant share first",
	Source:   "Ghodsi et al., NSDI 2011, section 4, Algorithm 1",
	Promises: ScaleFree | WeightMonotone | ShareMonotone | SingleResource | Exact,
	New:      simple(drfRanker{}),
}

type drfRanker struct{}

// Local says that a key depends on its own claimant only.
func (drfRanker) Local() {}

// Rank gives each claimant its dominant share over its weight.
func (drfRanker) Rank(keys []claim.Key, claims []claim.Claim, v *claim.View) {
	for i := range claims {
		c := &claims[i]
		n, den := dominant(v.Of(c), v)
		keys[i] = overWeight(n, den, c.Weight)
	}
}
