package policies

import "fairlead/sim/claim"

// fifo serves the claimant whose oldest waiting task was submitted first,
// whatever anybody holds; who has nothing waiting comes last. Equal times are
// real ties and left to the plane's tie-break.
//
// First come, first served is the discipline that parallel batch schedulers are
// measured against: Feitelson, Rudolph, Schwiegelshohn: "Parallel Job Scheduling
// - A Status Report", JSSPP 2004.
var fifo = Policy{
	Name:     "fifo",
	About:    "First come, first served: oldest waiting task first",
	Source:   "Feitelson, Rudolph, Schwiegelshohn, JSSPP 2004",
	Promises: claim.ScaleFree | claim.WeightMonotone | claim.ShareMonotone | claim.Exact,
	New:      simple(fifoRanker{}),
}

type fifoRanker struct{}

// Local says that a key depends on its own claimant only.
func (fifoRanker) Local() {}

// Rank puts each claimant in the tier of its oldest waiting task.
func (fifoRanker) Rank(keys []claim.Key, claims []claim.Claim, _ *claim.View) {
	for i := range claims {
		keys[i] = claim.Key{Tier: claims[i].Since}
	}
}
