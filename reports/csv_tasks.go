package reports

import (
	"cmp"
	"io"
	"slices"

	"fairlead/sim"
)

var tasksTable = Table{
	File:  "tasks.csv",
	About: "one row for each attempt of each task that was launched, in order of their ends; those alive at the end of the run last, by job and task",
	Columns: []Column{
		{"job", "", "number of the job, by order of submission"},
		{"name", "", "kind of job and number of the job among those of its kind"},
		{"task", "", "index of the task in its job"},
		{"attempt", "", "number of the attempt, from 0"},
		{"tenant", "", "its tenant"},
		{"role", "", "the tenant's role"},
		{"node", "", "where it ran"},
		{"state", "", "finished, failed, killed, lost; running or starting if alive at the end of the run"},
		{"submitted_seconds", "s", "when the job was submitted"},
		{"launched_seconds", "s", "when the attempt was launched"},
		{"running_seconds", "s", "when it began to run; empty if never"},
		{"ended_seconds", "s", "when it ended; empty if alive at the end of the run"},
		{"wait_seconds", "s", "from submission to running, of first attempts"},
		{"RESOURCE", "resource", "amount that it held"},
	},
}

// TasksCSV is a sim.Sink that writes tasks.csv. It remembers what lives.
type TasksCSV struct {
	csv
	names names
	jobs  map[sim.JobID]jobName
	live  map[taskID]attempt
	name  []byte
}

// attempt is an attempt that has not ended.
type attempt struct {
	launched sim.Record
	running  sim.Time // -1 while it starts up
}

// NewTasksCSV returns a sink that writes tasks.csv to w; Close ends it.
func NewTasksCSV(w io.Writer, m *Meta) *TasksCSV {
	s := &TasksCSV{csv: newCSV(w), names: newNames(m), jobs: map[sim.JobID]jobName{}, live: map[taskID]attempt{}}
	s.header(tasksTable.Columns, m.Dims.Names())
	return s
}

// Take is sim.Sink.
func (s *TasksCSV) Take(batch []sim.Record) {
	for i := range batch {
		r := &batch[i]
		id := taskID{r.Job, r.Task}
		switch r.Kind {
		case sim.KindSubmitted:
			s.jobs[r.Job] = jobName{sim.SpecID(r.Node), r.Task}
		case sim.KindJobEnded, sim.KindImpossible:
			delete(s.jobs, r.Job)
		case sim.KindLaunched:
			s.live[id] = attempt{*r, -1}
		case sim.KindRunning:
			a := s.live[id]
			a.running = r.At
			s.live[id] = a
		case sim.KindEnded:
			s.row(s.live[id], causes[r.Cause], r.At)
			delete(s.live, id)
		}
	}
}

// row writes one attempt; ended is negative if it has not.
func (s *TasksCSV) row(a attempt, state string, ended sim.Time) {
	r := &a.launched
	job := s.jobs[r.Job]
	s.int(int64(r.Job))
	s.name = s.names.appendJob(s.name[:0], job.spec, job.instance)
	s.text(string(s.name))
	s.int(int64(r.Task))
	s.int(r.M)
	s.text(s.names.tenant(r.Tenant))
	s.text(s.names.role(r.Tenant))
	s.name = s.names.appendNode(s.name[:0], r.Node)
	s.text(string(s.name))
	s.text(state)
	s.seconds(sim.Time(r.N), true)
	s.seconds(r.At, true)
	s.seconds(a.running, a.running >= 0)
	s.seconds(ended, ended >= 0)
	s.seconds(a.running-sim.Time(r.N), a.running >= 0 && r.M == 0)
	s.amounts(s.names.shape(r.Shape))
	s.end()
}

// Close writes what is alive at the end of the run, and returns the first error
// of all writes.
func (s *TasksCSV) Close() error {
	alive := make([]attempt, 0, len(s.live))
	for _, a := range s.live {
		alive = append(alive, a)
	}
	slices.SortFunc(alive, func(a, b attempt) int {
		return cmp.Or(cmp.Compare(a.launched.Job, b.launched.Job), cmp.Compare(a.launched.Task, b.launched.Task))
	})
	for _, a := range alive {
		state := "running"
		if a.running < 0 {
			state = "starting"
		}
		s.row(a, state, -1)
	}
	return s.close()
}

var _ sim.Sink = (*TasksCSV)(nil)
