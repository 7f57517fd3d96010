// Package claim is what an allocation policy sees and says.
//
// A plane keeps one Claim for each claimant (a role, a framework, a queue) and
// asks a Ranker for keys; the claimant with the lowest key comes first. A policy
// never sees nodes, offers or tasks.
package claim

import "fairlead/sim/resource"

// Claim is one claimant as a policy sees it. It holds no pointers.
type Claim struct {
	Weight   resource.Frac // above zero; resource.One unless somebody said more
	Priority int64         // larger is more important
	Since    int64         // ns: submission of its oldest waiting task; NoWork if none waits
	Row      int32         // its row in View.Held
	Order    int32         // order of registration among its siblings, from 0
}

// NoWork is Claim.Since of a claimant for which nothing waits.
const NoWork = int64(1<<63 - 1)

// View is the state that all keys of one sort are computed from.
type View struct {
	Width int     // number of dimensions
	Total []int64 // cluster total of each dimension, in thousandths; 0 = no node has it
	Held  []int64 // Width amounts for each row: offered and used by the claimant, in thousandths
	Now   int64   // ns since the start of the run

	// Shares over one denominator, for speed: what Prepare made of Total.
	Common uint64   // a common multiple of the totals, or 0 if none fits 63 bits
	Scale  []uint64 // Common / Total[i]; 0 where there is no total
}

// Of is what a claimant holds, one amount for each dimension.
func (v *View) Of(c *Claim) []int64 {
	i := int(c.Row) * v.Width
	return v.Held[i : i+v.Width : i+v.Width]
}

// A Ranker is an allocation policy. Rank fills keys[i] for claims[i]; the
// claimants are siblings, the lowest key is served first, and equal keys are
// told apart by the plane's tie-break. Rank must be a pure function of what it
// is given, and must not keep it.
type Ranker interface {
	Rank(keys []Key, claims []Claim, v *View)
}

// Local marks a Ranker whose key for a claimant depends on that claimant and on
// the totals alone, so that one changed claimant needs one new key. A Ranker
// that is not Local is asked for all siblings whenever one of them changed.
type Local interface {
	Local()
}
