package reports

import (
	"io"
	"slices"

	"fairlead/sim"
)

var jobsTable = Table{
	File:  "jobs.csv",
	About: "one row for each job, in order of their ends; those not ended last, by number",
	Columns: []Column{
		{"job", "", "number of the job, by order of submission"},
		{"name", "", "kind of job and number of the job among those of its kind"},
		{"tenant", "", "its tenant"},
		{"role", "", "the tenant's role"},
		{"state", "", "finished, impossible (fits no node), unfinished"},
		{"tasks", "tasks", "how many it has, or unlimited"},
		{"submitted_seconds", "s", "when it was submitted"},
		{"ended_seconds", "s", "when its last task finished; empty if not by the end of the run"},
		{"job_seconds", "s", "from submission to end"},
		{"longest_task_seconds", "s", "its longest task, start-up included"},
		{"slowdown", "ratio", "job_seconds / longest_task_seconds, to six decimals"},
		{"RESOURCE", "resource", "amount for each task"},
	},
}

// JobsCSV is a sim.Sink that writes jobs.csv. It remembers what lives.
type JobsCSV struct {
	csv
	names names
	live  map[sim.JobID]sim.Record
	name  []byte
}

// NewJobsCSV returns a sink that writes jobs.csv to w; Close ends it.
func NewJobsCSV(w io.Writer, m *Meta) *JobsCSV {
	s := &JobsCSV{csv: newCSV(w), names: newNames(m), live: map[sim.JobID]sim.Record{}}
	s.header(jobsTable.Columns, m.Dims.Names())
	return s
}

// Take is sim.Sink.
func (s *JobsCSV) Take(batch []sim.Record) {
	for i := range batch {
		r := &batch[i]
		switch r.Kind {
		case sim.KindSubmitted:
			s.live[r.Job] = *r
		case sim.KindJobEnded:
			s.row(s.live[r.Job], "finished", r)
			delete(s.live, r.Job)
		case sim.KindImpossible:
			s.row(s.live[r.Job], "impossible", nil)
			delete(s.live, r.Job)
		}
	}
}

// row writes one job; end is nil if it has none.
func (s *JobsCSV) row(r sim.Record, state string, end *sim.Record) {
	s.int(int64(r.Job))
	s.name = s.names.appendJob(s.name[:0], sim.SpecID(r.Node), r.Task)
	s.text(string(s.name))
	s.text(s.names.tenant(r.Tenant))
	s.text(s.names.role(r.Tenant))
	s.text(state)
	if r.N == sim.Unlimited {
		s.text("unlimited")
	} else {
		s.int(r.N)
	}
	s.seconds(r.At, true)
	if end == nil {
		for range 4 {
			s.cell()
		}
	} else {
		s.seconds(end.At, true)
		s.seconds(end.At-r.At, true)
		s.seconds(sim.Time(end.M), true)
		s.cell()
		s.line = appendDecimal(s.line, millionths(int64(end.At-r.At), end.M), 6)
	}
	s.amounts(s.names.shape(r.Shape))
	s.end()
}

// Close writes the jobs that have not ended, and returns the first error of all
// writes.
func (s *JobsCSV) Close() error {
	ids := make([]sim.JobID, 0, len(s.live))
	for id := range s.live {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		s.row(s.live[id], "unfinished", nil)
	}
	return s.close()
}

var _ sim.Sink = (*JobsCSV)(nil)
