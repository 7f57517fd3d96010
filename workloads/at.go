package workloads

import "fairlead/sim"

// at submits the same number of jobs at each of a list of instants.
type at struct {
	jobs
	instants []sim.Time
	each     int64
}

func newAt(b *Block) *at {
	return &at{jobs: newJobs(b, 0), instants: sorted(b.At), each: max(1, b.Count)}
}

// Next is the next job.
func (s *at) Next(p *sim.Submission) bool {
	i := s.next / s.each
	if i >= int64(len(s.instants)) || s.next == s.limit {
		return false
	}
	s.submit(p, s.instants[i])
	return true
}
