package workloads

import "fairlead/sim"

// every submits a job at the start and then at a fixed distance.
type every struct {
	jobs
	at, gap sim.Time
	done    bool
}

func newEvery(b *Block) *every {
	return &every{jobs: newJobs(b, b.Count), at: b.Start, gap: b.Every}
}

// Next is the next job.
func (s *every) Next(p *sim.Submission) bool {
	if s.done || s.next == s.limit {
		return false
	}
	s.submit(p, s.at)
	var ok bool
	s.at, ok = after(s.at, s.gap)
	s.done = !ok
	return true
}
