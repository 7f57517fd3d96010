package workloads

import (
	"math/big"
	"math/bits"

	"fairlead/sim"
)

// traceSum is an exact sum of products, in 192 bits.
type traceSum [3]uint64

// add adds a·b·c.
func (s *traceSum) add(a, b, c uint64) {
	hi, lo := bits.Mul64(a, b)
	carryLo, word0 := bits.Mul64(lo, c)
	word2, word1 := bits.Mul64(hi, c)
	word1, carry := bits.Add64(word1, carryLo, 0)
	word2 += carry
	s[0], carry = bits.Add64(s[0], word0, 0)
	s[1], carry = bits.Add64(s[1], word1, carry)
	s[2], _ = bits.Add64(s[2], word2, carry)
}

// big is the sum as a big integer.
func (s *traceSum) big() *big.Int {
	v := new(big.Int)
	for i := len(s) - 1; i >= 0; i-- {
		v.Lsh(v, 64).Add(v, new(big.Int).SetUint64(s[i]))
	}
	return v
}

// traceClock turns times of the log into times of the run.
type traceClock struct {
	origin   int64
	num, den uint64 // the run takes num for den of the log
	together bool
	arrive   sim.Time
}

// at is when a row is submitted. Multiplied before it is divided, rounded down:
// traceLater rows never come earlier.
func (c *traceClock) at(submit int64) sim.Time {
	if c.together {
		return c.arrive
	}
	hi, lo := bits.Mul64(uint64(max(submit-c.origin, 0)), c.num)
	if hi >= c.den {
		return traceMaxAt
	}
	at, _ := bits.Div64(hi, lo, c.den)
	return sim.Time(min(at, traceMaxAt))
}

// clock works out how the trace runs in a cluster of that capacity.
//
// Load is work / (capacity × span): work is the sum over the kept rows of tasks
// × amount × run time, span reaches from the first to the last submission of
// kept rows. Both are counted in cpus if the cluster has them, else in the
// resource of which the trace asks most. A trace whose rows were all submitted
// at one instant has no span and can not be stretched.
func (s *TraceScan) clock(b *TraceBind) traceClock {
	p := s.plan
	c := traceClock{origin: s.origin, num: p.scale.Num, den: p.scale.Den, together: p.Together, arrive: p.Arrive}
	if p.load == nil || s.last == s.first {
		return c
	}
	span := s.busy(b)
	if span.Sign() == 0 {
		return c
	}
	span.Quo(span, p.load)
	c.num, c.den = traceRound(span, traceMaxAt), uint64(s.last-s.first)
	return c
}

// busy is how many nanoseconds the work of the trace would keep the whole
// cluster busy, zero if it needs nothing that the cluster has.
func (s *TraceScan) busy(b *TraceBind) *big.Rat {
	longest := new(big.Rat)
	for i, r := range s.plan.resources {
		d := b.Dims.Index(r.name)
		if d < 0 || b.Capacity[d] <= 0 {
			continue
		}
		t := new(big.Rat).SetFrac(s.work[i].big(), big.NewInt(b.Capacity[d]))
		if t.Cmp(longest) > 0 {
			longest = t
		}
		if r.name == "cpus" && t.Sign() > 0 {
			break
		}
	}
	return longest
}

// traceRound is the nearest integer, from 1 to most.
func traceRound(r *big.Rat, most uint64) uint64 {
	r = new(big.Rat).Add(r, big.NewRat(1, 2))
	n := new(big.Int).Quo(r.Num(), r.Denom())
	if !n.IsUint64() || n.Uint64() > most {
		return most
	}
	return max(n.Uint64(), 1)
}
