package reports

import "fairlead/sim"

const jobPage = 512

// openJobs remembers when the jobs that have not ended were submitted. Jobs are
// numbered by submission, so that a page of numbers whose jobs have all ended
// can be used again: memory follows the jobs that are open.
type openJobs struct {
	pages []*page // by job number / jobPage
	spare []*page
}

type page struct {
	open int
	job  [jobPage]openJob
}

// openJob is zero where no job is open.
type openJob struct {
	since   sim.Time // submission, plus one
	tenant  sim.TenantID
	endless bool // never ends by itself
}

func (o *openJobs) put(id sim.JobID, at sim.Time, t sim.TenantID, endless bool) {
	i := int(id / jobPage)
	for len(o.pages) <= i {
		o.pages = append(o.pages, nil)
	}
	p := o.pages[i]
	if p == nil {
		p = o.fresh()
		o.pages[i] = p
	}
	p.open++
	p.job[id%jobPage] = openJob{at + 1, t, endless}
}

func (o *openJobs) fresh() *page {
	if n := len(o.spare); n > 0 {
		p := o.spare[n-1]
		o.spare = o.spare[:n-1]
		return p
	}
	return new(page)
}

// take forgets a job and says whether it was open.
func (o *openJobs) take(id sim.JobID) bool {
	i := int(id / jobPage)
	if i >= len(o.pages) || o.pages[i] == nil || o.pages[i].job[id%jobPage].since == 0 {
		return false
	}
	p := o.pages[i]
	p.job[id%jobPage] = openJob{}
	p.open--
	if p.open == 0 {
		o.pages[i] = nil
		o.spare = append(o.spare, p)
	}
	return true
}

// each calls f for every open job that ends some day, in order of submission.
func (o *openJobs) each(f func(t sim.TenantID, submitted sim.Time)) {
	for _, p := range o.pages {
		if p == nil {
			continue
		}
		for _, j := range p.job {
			if j.since != 0 && !j.endless {
				f(j.tenant, j.since-1)
			}
		}
	}
}
