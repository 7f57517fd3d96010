package policies

import (
	"math/bits"

	"fairlead/sim/claim"
)

// asset is asset fairness: a share of one resource is worth as much as the same
// share of any other, and who holds least in total value, divided by weight, is
// served next. It is simple and violates the sharing incentive: a claimant can
// get less than it would have in its own part of a divided cluster.
//
// Ghodsi et al., NSDI 2011, section 5.1; the violation is Theorem 1, section 6.1.
var asset = Policy{
	Name:     "asset",
	About:    "Asset fairness: lowest sum of shares first",
	Source:   "Ghodsi et al., NSDI 2011, section 5.1",
	Promises: claim.ScaleFree | claim.WeightMonotone | claim.ShareMonotone | claim.SingleResource | claim.Exact,
	New:      simple(assetRanker{}),
}

type assetRanker struct{}

// Local says that a key depends on its own claimant only.
func (assetRanker) Local() {}

// Rank gives each claimant the sum of its shares over its weight: one fraction
// over the common multiple of the totals. Where the totals have none below 2^63
// each share is cut to a multiple of 2^-62, so that a sum may be too low by
// 2^-62 a resource, and shares closer than that may tie or swap.
func (assetRanker) Rank(keys []claim.Key, claims []claim.Claim, v *claim.View) {
	for i := range claims {
		c := &claims[i]
		den := v.Common
		sum := number{}
		if den != 0 {
			sum = valueExact(v.Of(c), v)
		} else {
			sum, den = valueFixed(v.Of(c), v), fixedOne
		}
		keys[i] = overWeight(sum, den, c.Weight)
	}
}

func valueExact(held []int64, v *claim.View) (sum number) {
	for i, h := range held {
		hi, lo := bits.Mul64(uint64(max(h, 0)), v.Scale[i])
		sum = add(sum, number{hi, lo})
	}
	return sum
}

const fixedOne = 1 << 62

func valueFixed(held []int64, v *claim.View) (sum number) {
	for i, h := range held {
		if h > 0 && v.Total[i] > 0 {
			hi, lo := bits.Mul64(uint64(h), fixedOne)
			sum = add(sum, div(number{hi, lo}, uint64(v.Total[i])))
		}
	}
	return sum
}

func add(a, b number) number {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return number{a.hi + b.hi + carry, lo}
}
