package policies

import (
	"fmt"
	"math"

	"fairlead/sim/claim"
	"fairlead/sim/resource"
)

// drf is Dominant Resource Fairness. A claimant's dominant share is the greatest
// of its shares of the cluster's resources; the claimant with the lowest dominant
// share, divided by its weight, is served next.
//
// Ghodsi, Zaharia, Hindman, Konwinski, Shenker, Stoica: "Dominant Resource
// Fairness: Fair Allocation of Multiple Resource Types", NSDI 2011, section 4 and
// Algorithm 1; weights, one for each claimant, section 4.3.
//
// Shares are exact. Mesos computes them in doubles, and a weight can tear a tie
// apart: 0.15/3 comes out below 0.1/2. With shares: double the same happens here,
// which is for comparing with a real Mesos to the bit.
var drf = Policy{
	Name:     "drf",
	About:    "Dominant Resource Fairness: lowest dominant share first",
	Source:   "Ghodsi et al., NSDI 2011, section 4, Algorithm 1",
	Params:   []Param{{Name: "shares", Default: "exact", Doc: "exact, or double: rounded as Mesos rounds them"}},
	Promises: claim.ScaleFree | claim.WeightMonotone | claim.ShareMonotone | claim.SingleResource | claim.Exact,
	New:      newDRF,
}

func newDRF(args map[string]string, _ *resource.Dims) (claim.Ranker, error) {
	if err := known(args, "shares"); err != nil {
		return nil, err
	}
	switch shares := args["shares"]; shares {
	case "", "exact":
		return drfRanker{}, nil
	case "double":
		return doubleRanker{}, nil
	default:
		return nil, fmt.Errorf("shares is exact or double, not %q", shares)
	}
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

// doubleRanker is drf with shares rounded as Mesos does (sorter/drf/sorter.cpp,
// calculateShare; common/values.cpp): amounts to doubles, then two divisions.
type doubleRanker struct{}

// Local says that a key depends on its own claimant only.
func (doubleRanker) Local() {}

// Rank gives each claimant a key that sorts as its share in doubles does.
func (doubleRanker) Rank(keys []claim.Key, claims []claim.Claim, v *claim.View) {
	for i := range claims {
		c := &claims[i]
		share := 0.0
		for j, h := range v.Of(c) {
			if v.Total[j] > 0 {
				share = max(share, units(h)/units(v.Total[j]))
			}
		}
		// The bits of doubles not below zero sort as the doubles do.
		keys[i] = claim.Key{Lo: math.Float64bits(share / c.Weight.Float()), Den: 1 << 62}
	}
}

// units is an amount as Mesos writes it: whole units plus a fraction.
func units(thousandths int64) float64 {
	return float64(thousandths/resource.Unit) + float64(thousandths%resource.Unit)/resource.Unit
}
