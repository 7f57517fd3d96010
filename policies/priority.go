package policies

import (
	"math"

	"fairlead/sim/claim"
)

// priority serves the claimant of the highest priority that can use something;
// among equals it is drf. Nothing keeps a low priority from starving.
//
// Borg walks its queue the same way, with round-robin among the users of one
// priority where this policy has dominant shares: Verma et al., "Large-scale
// cluster management at Google with Borg", EuroSys 2015, sections 2.5 and 3.2.
var priority = Policy{
	Name:     "priority",
	About:    "Strict priorities, dominant share among equals",
	Source:   "Verma et al., EuroSys 2015, sections 2.5 and 3.2; Ghodsi et al., NSDI 2011",
	Promises: claim.ScaleFree | claim.WeightMonotone | claim.ShareMonotone | claim.SingleResource | claim.Exact,
	New:      simple(priorityRanker{}),
}

type priorityRanker struct{ drfRanker }

// Rank gives each claimant its dominant share over its weight, in the tier of
// its priority.
func (r priorityRanker) Rank(keys []claim.Key, claims []claim.Claim, v *claim.View) {
	r.drfRanker.Rank(keys, claims, v)
	for i := range claims {
		keys[i].Tier = tierOf(claims[i].Priority)
	}
}

// tierOf turns a priority, larger first, into a tier, lower first. The lowest two
// priorities of all are one.
func tierOf(priority int64) int64 { return -max(priority, -math.MaxInt64) }
