package partitioned

import (
	"math/big"
	"slices"

	"fairlead/sim"
	"fairlead/sim/demand"
)

// deal gives every tenant its nodes: shape by shape, the tenants in the order of
// the file taking consecutive nodes.
func (p *Plane) deal() {
	next := int32(0)
	for s, shape := range p.w.NodeShapes() {
		n := next
		for t, count := range p.shares(s, int(shape.Count)) {
			for range count {
				p.local[n] = int32(len(p.queues[t].nodes))
				p.queues[t].nodes = append(p.queues[t].nodes, sim.NodeID(n))
				n++
			}
		}
		next += shape.Count
	}
	for t := range p.queues {
		q := &p.queues[t]
		q.free = demand.NewFirstFit(len(q.nodes), p.w.Width())
		for i, n := range q.nodes {
			q.free.Add(i, p.w.Shapes().At(p.w.Capacity(n)), 1)
		}
	}
}

// shares divides the nodes of a shape that no tenant claims by number among the
// tenants that claim none by number, in proportion to weight: each gets its
// quota rounded down, and what is left goes to the largest remainders, ties by
// name (Hamilton's method).
func (p *Plane) shares(shape, count int) []int {
	got := make([]int, len(p.cfg.Tenants))
	var rest []int
	sum := new(big.Rat)
	for t := range p.cfg.Tenants {
		if own := p.cfg.Tenants[t].Nodes; own != nil {
			got[t] = min(own[shape], count)
			count -= got[t]
			continue
		}
		rest = append(rest, t)
		sum.Add(sum, p.weight(t))
	}
	if len(rest) == 0 {
		return got
	}
	left := count
	remainder := make([]*big.Rat, len(got))
	for _, t := range rest {
		quota := new(big.Rat).SetInt64(int64(count))
		quota.Mul(quota, p.weight(t))
		quota.Quo(quota, sum)
		whole := new(big.Int).Quo(quota.Num(), quota.Denom())
		got[t] = int(whole.Int64())
		left -= got[t]
		remainder[t] = quota.Sub(quota, new(big.Rat).SetInt(whole))
	}
	slices.SortFunc(rest, func(a, b int) int {
		if c := remainder[b].Cmp(remainder[a]); c != 0 {
			return c
		}
		if p.cfg.Tenants[a].Name < p.cfg.Tenants[b].Name {
			return -1
		}
		return 1
	})
	for _, t := range rest[:left] {
		got[t]++
	}
	return got
}

func (p *Plane) weight(t int) *big.Rat {
	w := p.cfg.Tenants[t].Weight
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(w.Num), new(big.Int).SetUint64(w.Den))
}
