package policies

import (
	"fmt"
	"strings"

	"fairlead/sim/claim"
	"fairlead/sim/resource"
)

// maxmin is max-min fairness of one resource: who holds least of it, divided by
// weight, is served next, whatever is held of the others. Served until nothing
// is left, the claimants end at the allocation that water filling finds.
//
// Keshav: "An Engineering Approach to Computer Networking", Addison-Wesley 1997,
// pages 215-217; with weights ibid. As the policy for clusters that look at one
// resource only it is what DRF is compared with (NSDI 2011, section 7.2).
var maxmin = Policy{
	Name:     "maxmin",
	About:    "Max-min fairness of one resource: lowest share of it first",
	Source:   "Keshav, An Engineering Approach to Computer Networking, 1997, pp. 215-217",
	Params:   []Param{{Name: "resource", Default: "cpus", Doc: "the resource that is shared fairly"}},
	Promises: claim.ScaleFree | claim.WeightMonotone | claim.ShareMonotone | claim.SingleResource | claim.OneDimension | claim.Exact,
	New:      newMaxmin,
}

type maxminRanker struct{ dim int }

func newMaxmin(args map[string]string, dims *resource.Dims) (claim.Ranker, error) {
	if err := known(args, "resource"); err != nil {
		return nil, err
	}
	name, given := args["resource"]
	if !given {
		name = "cpus"
	}
	dim := dims.Index(name)
	if dim < 0 {
		return nil, fmt.Errorf("no node has resource %q; the cluster has %s", name, strings.Join(dims.Names(), ", "))
	}
	return maxminRanker{dim}, nil
}

// Local says that a key depends on its own claimant only.
func (maxminRanker) Local() {}

// Rank gives each claimant its share of the resource over its weight.
func (r maxminRanker) Rank(keys []claim.Key, claims []claim.Claim, v *claim.View) {
	total := uint64(max(v.Total[r.dim], 1))
	for i := range claims {
		c := &claims[i]
		keys[i] = overWeight(number{0, uint64(max(v.Of(c)[r.dim], 0))}, total, c.Weight)
	}
}
