package workloads

import (
	"fairlead/sim"
	"fairlead/sim/pf"
	"fairlead/sim/rng"
)

// poisson submits jobs at random, with gaps that are independent and
// exponential, the first one from the start: an open stream of many clients
// that know nothing of each other.
type poisson struct {
	jobs
	at   sim.Time
	rate float64 // a second
	gaps rng.Row
}

func newPoisson(b *Block) *poisson {
	s := &poisson{jobs: newJobs(b, b.Count), at: b.Start, rate: b.Poisson}
	s.gaps = rng.Of(b.Seed, rng.Arrival, s.key)
	return s
}

// Next is the next job.
func (s *poisson) Next(p *sim.Submission) bool {
	if s.next == s.limit {
		return false
	}
	seconds := -pf.Log(1-s.gaps.U(uint64(s.next))) / s.rate
	at, ok := after(s.at, sim.Time(pf.Round(float64(seconds*1e9))))
	if !ok {
		s.next = s.limit
		return false
	}
	s.at = at
	s.submit(p, at)
	return true
}
