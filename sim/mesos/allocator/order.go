package allocator

import (
	"math/bits"
	"slices"

	"fairlead/sim/rng"
)

// keyed is an agent with its place in a run: the hash that orders the run in the
// upper half, the agent in the lower. Any set of agents has the same order among
// themselves, so that leaving out agents with nothing to offer changes nothing.
func keyed(order rng.Row, agent int) uint64 {
	return order.Hash(uint64(agent))&^(1<<32-1) | uint64(uint32(agent))
}

// sortEntries orders the agents of a run: one pass into as many buckets as there
// are agents, by the top of the hash, then insertion within.
func (s *scratch) sortEntries() {
	n := len(s.entries)
	if n < 32 {
		slices.Sort(s.entries)
		return
	}
	k := bits.Len(uint(n)) - 1
	size := 1 << k
	if cap(s.buckets) < size+1 {
		s.buckets = make([]int32, size+1)
	}
	if cap(s.sorted) < n {
		s.sorted = make([]uint64, n, cap(s.entries))
	}
	at, out := s.buckets[:size+1], s.sorted[:n]
	clear(at)
	shift := 64 - k
	for _, e := range s.entries {
		at[e>>shift+1]++
	}
	for i := 1; i < len(at); i++ {
		at[i] += at[i-1]
	}
	for _, e := range s.entries {
		b := e >> shift
		out[at[b]] = e
		at[b]++
	}
	for i := 1; i < n; i++ {
		for j := i; j > 0 && out[j] < out[j-1]; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	s.entries, s.sorted = out, s.entries[:0]
}

// sortBundles puts the bundles of a run in the order of their frameworks.
func sortBundles(b []Bundle) {
	for i := 1; i < len(b); i++ {
		for j := i; j > 0 && b[j].Framework < b[j-1].Framework; j-- {
			b[j], b[j-1] = b[j-1], b[j]
		}
	}
}
