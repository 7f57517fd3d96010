package reports

import (
	"fmt"

	"pgregory.net/rapid"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// stream draws a small world and a consistent stream of its records: jobs with
// and without end, attempts that start late, fail and are started again, nodes
// that come and go, offers of several dimensions.
type stream struct {
	t       *rapid.T
	meta    Meta
	out     []sim.Record
	now     sim.Time
	end     sim.Time
	jobs    []*fakeJob
	runs    []sim.Record // live attempts: Launched or Running records
	held    []sim.Record // live holdings with their second half
	nodes   []sim.Record // nodes that are up
	attempt map[taskID]int64
	again   []sim.Record // attempts to start again
}

type fakeJob struct {
	id                       sim.JobID
	tenant                   sim.TenantID
	shape                    resource.ShapeID
	submitted                sim.Time
	tasks, launched, finited int64
}

func drawStream(t *rapid.T) *stream {
	s := &stream{t: t, attempt: map[taskID]int64{}}
	s.meta = drawMeta(t)
	s.end = s.meta.Until
	for range rapid.IntRange(1, 3).Draw(t, "nodes at start") {
		s.nodeUp()
	}
	acts := []func(){s.submit, s.submit, s.launch, s.launch, s.launch, s.launch, s.begin, s.begin, s.finish, s.finish,
		s.finish, s.restart, s.hold, s.release, s.nodeUp, s.nodeDown, s.impossible, s.wait, s.wait, s.wait, s.wait}
	for range rapid.IntRange(0, 120).Draw(t, "acts") {
		acts[rapid.IntRange(0, len(acts)-1).Draw(t, "act")]()
	}
	if s.meta.Until == sim.Forever {
		s.end = s.now
	}
	s.now = s.end
	for _, j := range s.jobs {
		if j != nil && j.tasks != sim.Unlimited && j.launched < j.tasks {
			s.emit(sim.Record{Kind: sim.KindWaiting, Tenant: j.tenant, Job: j.id, Shape: j.shape,
				Task: int32(j.launched), M: j.tasks - j.launched, N: int64(j.submitted)})
		}
	}
	return s
}

func drawMeta(t *rapid.T) Meta {
	dims := resource.NewDims([]string{"mem", "cpus", "gpus"}[:rapid.IntRange(1, 3).Draw(t, "dims")]...)
	m := Meta{Scenario: "drawn", Dims: dims, Shapes: resource.NewTable(dims.Len()), Until: sim.Forever}
	for i := range rapid.IntRange(1, 3).Draw(t, "groups") {
		m.Groups = append(m.Groups, GroupMeta{Name: fmt.Sprint("g", i), Weight: 1})
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "tenants") {
		m.Tenants = append(m.Tenants, TenantMeta{
			Name: fmt.Sprint("t", i), Weight: float64(1 + i%2),
			Group:  sim.GroupID(rapid.IntRange(0, len(m.Groups)-1).Draw(t, "group")),
			Starts: sim.Time(rapid.Int64Range(0, 200).Draw(t, "starts")),
		})
	}
	if rapid.Bool().Draw(t, "until") {
		m.Until = sim.Time(rapid.Int64Range(1, 5000).Draw(t, "until"))
	}
	m.Warmup = sim.Time(max(0, rapid.Int64Range(-200, 1500).Draw(t, "warmup")))
	m.TimelineBin = sim.Time(max(0, rapid.Int64Range(-100, 300).Draw(t, "bin")))
	if m.TimelineBin == 0 && m.Until == sim.Forever {
		m.TimelineBin = 1
	}
	return m
}

func (s *stream) emit(r sim.Record) {
	r.At = s.now
	s.out = append(s.out, r)
}

func (s *stream) index(n int) int { return rapid.IntRange(0, n-1).Draw(s.t, "which") }

func (s *stream) wait() {
	s.now += sim.Time(rapid.Int64Range(0, 400).Draw(s.t, "dt"))
	if s.now > s.meta.Until {
		s.now = s.meta.Until
	}
}

func (s *stream) shape(most int64) resource.ShapeID {
	v := make([]int64, s.meta.Dims.Len())
	for d := range v {
		v[d] = rapid.Int64Range(0, most).Draw(s.t, "amount")
	}
	return s.meta.Shapes.Intern(v)
}

func (s *stream) submit() {
	j := &fakeJob{id: sim.JobID(len(s.jobs)), tenant: sim.TenantID(s.index(len(s.meta.Tenants))), shape: s.shape(5), submitted: s.now}
	j.tasks = rapid.Int64Range(1, 4).Draw(s.t, "tasks")
	if rapid.IntRange(0, 5).Draw(s.t, "endless") == 0 {
		j.tasks = sim.Unlimited
	}
	s.jobs = append(s.jobs, j)
	r := sim.Record{Kind: sim.KindSubmitted, Tenant: j.tenant, Job: j.id, Shape: j.shape, N: j.tasks}
	if j.tasks == sim.Unlimited || j.id%7 == 6 {
		r.Flags = sim.FlagEndless
	}
	s.emit(r)
}

func (s *stream) job() *fakeJob {
	if len(s.jobs) == 0 {
		return nil
	}
	return s.jobs[s.index(len(s.jobs))]
}

func (s *stream) impossible() {
	j := s.job()
	if j == nil || j.launched > 0 {
		return
	}
	n := j.tasks
	if n == sim.Unlimited {
		n = 1
	}
	s.emit(sim.Record{Kind: sim.KindImpossible, Tenant: j.tenant, Job: j.id, Shape: j.shape, N: n})
	s.jobs[j.id] = nil
}

func (s *stream) launch() {
	j := s.job()
	if j == nil || j.launched == j.tasks || s.now < s.meta.Tenants[j.tenant].Starts {
		return
	}
	r := sim.Record{Kind: sim.KindLaunched, Tenant: j.tenant, Job: j.id, Task: int32(j.launched), Shape: j.shape, N: int64(j.submitted)}
	j.launched++
	if j.tasks == sim.Unlimited {
		r.Flags |= sim.FlagUnlimited
	}
	if rapid.Bool().Draw(s.t, "single") {
		r.Flags |= sim.FlagSingle
	}
	s.start(r)
}

func (s *stream) start(r sim.Record) {
	s.emit(r)
	s.runs = append(s.runs, r)
	if rapid.Bool().Draw(s.t, "at once") {
		s.run(len(s.runs) - 1)
	}
}

// begin makes a launched attempt run.
func (s *stream) begin() {
	for i, r := range s.runs {
		if r.Kind == sim.KindLaunched {
			s.run(i)
			return
		}
	}
}

func (s *stream) run(i int) {
	r := &s.runs[i]
	r.Kind = sim.KindRunning
	r.Flags &= sim.FlagUnlimited
	r.At = s.now
	if r.M == 0 {
		r.Flags |= sim.FlagFirst
	}
	s.emit(*r)
}

func (s *stream) finish() {
	if len(s.runs) == 0 {
		return
	}
	i := s.index(len(s.runs))
	r := s.runs[i]
	s.runs = append(s.runs[:i], s.runs[i+1:]...)
	e := sim.Record{Kind: sim.KindEnded, Tenant: r.Tenant, Job: r.Job, Task: r.Task, Shape: r.Shape, M: r.M, N: -1}
	e.Cause = []sim.Cause{sim.CauseFailed, sim.CauseKilled, sim.CauseLost}[s.index(3)]
	if r.Kind == sim.KindRunning {
		e.N = int64(r.At)
		if rapid.Bool().Draw(s.t, "well") {
			e.Cause = sim.CauseFinished
		}
	}
	s.emit(e)
	j := s.jobs[r.Job]
	if e.Cause != sim.CauseFinished {
		r.Kind, r.M, r.Flags, r.N = sim.KindLaunched, r.M+1, r.Flags&sim.FlagUnlimited, int64(j.submitted)
		s.again = append(s.again, r)
		return
	}
	if j.finited++; j.finited == j.tasks {
		s.emit(sim.Record{Kind: sim.KindJobEnded, Tenant: j.tenant, Job: j.id, N: int64(j.submitted),
			M: rapid.Int64Range(1, 500).Draw(s.t, "longest")})
		s.jobs[j.id] = nil
	}
}

// restart gives a task another attempt.
func (s *stream) restart() {
	if len(s.again) == 0 {
		return
	}
	i := s.index(len(s.again))
	r := s.again[i]
	s.again = append(s.again[:i], s.again[i+1:]...)
	s.start(r)
}

func (s *stream) hold() {
	t := sim.TenantID(s.index(len(s.meta.Tenants)))
	if s.now < s.meta.Tenants[t].Starts {
		return
	}
	r := sim.Record{Kind: sim.KindHeld, Tenant: t, Job: sim.JobID(s.meta.Tenants[t].Group), Task: int32(1 + s.index(3)),
		N: int64(s.index(4))}
	width := s.meta.Dims.Len()
	if width > 1 {
		r.M = int64(s.index(4))
	}
	more := sim.Record{}
	s.emit(r)
	if width > 2 {
		more = sim.Record{Kind: sim.KindMore, Task: 2, N: int64(s.index(4))}
		s.emit(more)
	}
	s.held = append(s.held, r, more)
}

func (s *stream) release() {
	if len(s.held) == 0 {
		return
	}
	i := s.index(len(s.held)/2) * 2
	r, more := s.held[i], s.held[i+1]
	s.held = append(s.held[:i], s.held[i+2:]...)
	r.Kind = sim.KindReleased
	r.Cause = []sim.Cause{sim.CauseUsed, sim.CauseReturned, sim.CauseWithdrawn}[s.index(3)]
	s.emit(r)
	if more.Kind == sim.KindMore {
		s.emit(more)
	}
}

func (s *stream) nodeUp() {
	r := sim.Record{Kind: sim.KindNode, Cause: sim.CauseUp, Shape: s.shape(9)}
	s.emit(r)
	s.nodes = append(s.nodes, r)
}

func (s *stream) nodeDown() {
	if len(s.nodes) == 0 {
		return
	}
	i := s.index(len(s.nodes))
	r := s.nodes[i]
	s.nodes = append(s.nodes[:i], s.nodes[i+1:]...)
	r.Cause = sim.CauseDown
	s.emit(r)
}
