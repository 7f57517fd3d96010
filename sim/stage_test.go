package sim

import (
	"fmt"

	"fairlead/sim/resource"
)

// stage is a plane that a test writes on the spot; what it leaves out does
// nothing. It keeps a log.
type stage struct {
	w         *World
	boot      func()
	submitted func(j JobSlot)
	deliver   func(to, from PartyID, m Msg)
	timer     func(p PartyID, kind uint16, arg int64)
	ended     func(node PartyID, r RunSlot, why Cause)
	log       []string
}

func (s *stage) say(format string, args ...any) {
	s.log = append(s.log, fmt.Sprintf("%gs ", s.w.Now().Seconds())+fmt.Sprintf(format, args...))
}

func (s *stage) Boot(w *World) {
	s.w = w
	if s.boot != nil {
		s.boot()
	}
}

func (s *stage) Submitted(j JobSlot) {
	if s.submitted != nil {
		s.submitted(j)
	}
}

func (s *stage) Deliver(to, from PartyID, m Msg) {
	if s.deliver != nil {
		s.deliver(to, from, m)
	}
}

func (s *stage) Timer(p PartyID, kind uint16, arg int64) {
	if s.timer != nil {
		s.timer(p, kind, arg)
	}
}

func (s *stage) RunEnded(node PartyID, r RunSlot, why Cause) {
	if s.ended != nil {
		s.ended(node, r, why)
	}
}

// eager makes a stage start all tasks of a job on node 0 when it is submitted;
// those of an unlimited job one by one.
func (s *stage) eager() *stage {
	s.submitted = func(j JobSlot) {
		n := s.w.Job(j).Tasks
		for i := int64(0); i == 0 || i < n; i++ {
			s.w.Start(0, j, i, 0, 0)
		}
	}
	s.ended = func(_ PartyID, r RunSlot, _ Cause) {
		run := s.w.Live(r)
		if s.w.Job(run.Job).Tasks == Unlimited {
			s.w.Start(0, run.Job, int64(run.Index)+1, 0, 0)
		}
	}
	return s
}

// jobs is a Source of a list.
type jobs []Submission

func (l *jobs) Next(s *Submission) bool {
	if len(*l) == 0 {
		return false
	}
	*s, *l = (*l)[0], (*l)[1:]
	return true
}

// kept is a sink that keeps everything.
type kept struct{ records []Record }

func (k *kept) Take(r []Record) { k.records = append(k.records, r...) }

func (k *kept) of(kinds ...Kind) (out []Record) {
	for _, r := range k.records {
		for _, x := range kinds {
			if r.Kind == x {
				out = append(out, r)
			}
		}
	}
	return out
}

// oneCPU is the shape of one cpu in the tables of theatre.
const oneCPU = resource.ShapeID(1)

// theatre is a run of a stage: one node of that many cpus, one kind of job of one
// tenant, tasks of one cpu.
func theatre(s *stage, cpus int64, list ...Submission) (Config, *kept) {
	shapes := resource.NewTable(1)
	shapes.Intern([]int64{1000})
	k := &kept{}
	for i := range list {
		if list[i].Shape == 0 {
			list[i].Shape = oneCPU
		}
		list[i].Instance = int32(i)
	}
	source := jobs(list)
	return Config{
		Until: Forever, Shapes: shapes, Groups: []GroupID{0}, Specs: []Spec{{}}, Plane: s, Sinks: []Sink{k}, Checked: true,
		Nodes: []NodeShape{{Name: "n", Count: 1, Capacity: shapes.Intern([]int64{cpus * 1000})}},
		Feeds: []Feed{{Source: &source, Finite: true}},
	}, k
}
