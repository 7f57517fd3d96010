package mesos_test

import (
	"fmt"
	"slices"
	"testing"

	"fairlead/sim"
	"fairlead/sim/claim"
	"fairlead/sim/demand"
	"fairlead/sim/mesos"
	"fairlead/sim/mesos/allocator"
	"fairlead/sim/resource"
	"fairlead/sim/rng"

	"pgregory.net/rapid"
)

// plain is the two-level plane written straight from the rules: every periodic
// run happens, every filter is an entry with its amounts, everything is sorted
// anew before each decision. Roles are flat.
type plain struct {
	cfg   mesos.Config
	w     *sim.World
	book  *demand.Book
	free  [][]int64
	total []int64
	fws   []plainFramework
	roles []plainRole
	asked bool
	last  sim.Time
	nth   uint64
	next  int32 // cursor of next-fit
	party sim.PartyID
}

type plainFramework struct {
	held    []int64
	count   int64
	active  bool
	started bool
	since   int64
	filters []plainFilter
}

type plainRole struct {
	name    string
	weight  resource.Frac
	held    []int64
	count   int64
	members []int
}

type plainFilter struct {
	agent     int
	refused   []int64
	made, end sim.Time
}

func (p *plain) Boot(w *sim.World) {
	p.w, p.last = w, -1
	p.total = make([]int64, w.Width())
	for _, s := range w.NodeShapes() {
		for range s.Count {
			v := w.Shapes().At(s.Capacity)
			p.free = append(p.free, slices.Clone(v))
			resource.Add(p.total, v)
		}
	}
	p.party = w.NewParty(sim.Leader, -1)
	var discs []demand.Discipline
	for i, f := range p.cfg.Frameworks {
		p.fws = append(p.fws, plainFramework{held: make([]int64, w.Width()), since: claim.NoWork})
		at := slices.IndexFunc(p.roles, func(r plainRole) bool { return r.name == f.Role[0] })
		if at < 0 {
			at = len(p.roles)
			p.roles = append(p.roles, plainRole{name: f.Role[0], weight: resource.One, held: make([]int64, w.Width())})
		}
		p.roles[at].members = append(p.roles[at].members, i)
		discs = append(discs, f.Discipline)
	}
	for _, r := range p.cfg.Roles {
		for i := range p.roles {
			if p.roles[i].name == r.Path[0] {
				p.roles[i].weight = r.Weight
			}
		}
	}
	p.book = demand.NewBook(w.Shapes(), discs)
	for i, f := range p.cfg.Frameworks {
		if f.Starts > 0 {
			w.After(p.party, f.Starts, 2, int64(i))
		} else {
			p.start(i)
		}
	}
	if p.cfg.Allocator.Interval > 0 {
		w.After(p.party, p.cfg.Allocator.Interval, 1, 0)
	}
}

func (p *plain) start(f int) {
	p.fws[f].started = true
	p.w.Record(sim.Record{Kind: sim.KindTenant, Cause: sim.CauseUp, Tenant: sim.TenantID(f), Job: sim.JobID(p.cfg.Frameworks[f].Group)})
	if !p.cfg.Frameworks[f].Suppress || !p.book.Empty(sim.TenantID(f)) {
		p.revive(f)
	}
}

func (p *plain) revive(f int) {
	p.fws[f].active = true
	p.fws[f].filters = nil
	p.ask()
}

func (p *plain) ask() {
	if !p.asked {
		p.asked = true
		p.w.Settle(p.party, 0, 0)
	}
}

func (p *plain) Submitted(j sim.JobSlot) {
	job := p.w.Job(j)
	f := int(job.Tenant)
	possible := false
	for _, s := range p.w.NodeShapes() {
		have := p.w.Shapes().At(s.Capacity)
		if resource.Fits(p.w.Shapes().At(job.Shape), have) && p.sees(f, have) {
			possible = true
		}
	}
	if !possible {
		p.w.Impossible(j)
		return
	}
	fresh := p.book.Push(job.Tenant, j, job, 0, 0, job.Tasks)
	p.fws[f].since = int64(p.book.Since(job.Tenant))
	if p.fws[f].started && fresh {
		p.revive(f)
	} else if p.fws[f].started && p.cfg.Allocator.Interval == 0 {
		p.ask()
	}
}

// sees reports whether gpus on an agent do not hide it from a framework.
func (p *plain) sees(f int, total []int64) bool {
	g := p.cfg.Allocator.GPUs
	return g < 0 || !p.cfg.Allocator.FilterGPUs || total[g] == 0 || p.cfg.Frameworks[f].GPU
}

func (p *plain) Deliver(sim.PartyID, sim.PartyID, sim.Msg) { panic("a message") }

func (p *plain) Timer(_ sim.PartyID, kind uint16, arg int64) {
	switch kind {
	case 0:
		p.asked = false
		p.run()
	case 1:
		p.ask()
		p.w.After(p.party, p.cfg.Allocator.Interval, 1, 0)
	case 2:
		p.start(int(arg))
	}
}

func (p *plain) RunEnded(node sim.PartyID, r sim.RunSlot, _ sim.Cause) {
	run := p.w.Live(r)
	v := p.w.Shapes().At(run.Shape)
	resource.Add(p.free[node], v)
	p.giveBack(int(p.w.Job(run.Job).Tenant), v)
	if p.cfg.Allocator.Interval == 0 {
		p.ask()
	}
}

func (p *plain) roleOf(f int) *plainRole {
	for i := range p.roles {
		if slices.Contains(p.roles[i].members, f) {
			return &p.roles[i]
		}
	}
	panic("no role")
}

func (p *plain) giveBack(f int, v []int64) {
	resource.Sub(p.fws[f].held, v)
	resource.Sub(p.roleOf(f).held, v)
}

func (p *plain) grant(f int, v []int64) {
	resource.Add(p.fws[f].held, v)
	resource.Add(p.roleOf(f).held, v)
	p.fws[f].count++
	p.roleOf(f).count++
}

type plainClaim struct {
	id    int
	name  string
	count int64
	key   claim.Key
}

func (p *plain) sorted(r claim.Ranker, n int, fill func(i int) (c plainClaim, w resource.Frac, since int64, held []int64)) []int {
	v := &claim.View{Width: len(p.total), Total: p.total, Now: int64(p.w.Now())}
	v.Prepare()
	cs := make([]plainClaim, n)
	for i := range cs {
		c, w, since, held := fill(i)
		v.Held = held
		one := []claim.Key{{}}
		r.Rank(one, []claim.Claim{{Weight: w, Since: since}}, v)
		c.key = one[0]
		cs[i] = c
	}
	slices.SortFunc(cs, func(a, b plainClaim) int {
		if c := a.key.Cmp(&b.key); c != 0 {
			return c
		}
		switch {
		case p.cfg.Allocator.Ties == allocator.TiesMesos && a.count != b.count:
			return int(a.count - b.count)
		case a.name < b.name:
			return -1
		}
		return 1
	})
	ids := make([]int, n)
	for i := range cs {
		ids[i] = cs[i].id
	}
	return ids
}

// order lists the active frameworks as they are served at this moment.
func (p *plain) order() (fs []int) {
	roles := p.sorted(p.cfg.Allocator.RoleRanker, len(p.roles), func(i int) (plainClaim, resource.Frac, int64, []int64) {
		r := &p.roles[i]
		since := claim.NoWork
		for _, m := range r.members {
			since = min(since, p.fws[m].since)
		}
		return plainClaim{id: i, name: r.name, count: r.count}, r.weight, since, r.held
	})
	for _, r := range roles {
		m := p.roles[r].members
		for _, i := range p.sorted(p.cfg.Allocator.FrameworkRanker, len(m), func(i int) (plainClaim, resource.Frac, int64, []int64) {
			f := &p.fws[m[i]]
			name := fmt.Sprintf("%09d", m[i])
			if p.cfg.Allocator.Ties == allocator.TiesName {
				name = p.cfg.Frameworks[m[i]].Name
			}
			return plainClaim{id: m[i], name: name, count: f.count}, resource.One, f.since, f.held
		}) {
			if p.fws[i].active {
				fs = append(fs, i)
			}
		}
	}
	return fs
}

func (p *plain) refuses(f, agent int, periodic bool) bool {
	now := p.w.Now()
	for _, x := range p.fws[f].filters {
		over := x.end < now || x.end == now && !(periodic && x.end-x.made == p.cfg.Allocator.Interval)
		if x.agent == agent && !over && resource.Fits(p.free[agent], x.refused) {
			return true
		}
	}
	return false
}

func (p *plain) refuse(f, agent int, d sim.Time) {
	if d <= 0 || resource.Zero(p.free[agent]) {
		return
	}
	now := p.w.Now()
	d = max(d, p.cfg.Allocator.Interval)
	p.fws[f].filters = append(p.fws[f].filters, plainFilter{agent, slices.Clone(p.free[agent]), now, now + d})
}

func (p *plain) run() {
	now, interval := p.w.Now(), p.cfg.Allocator.Interval
	if p.cfg.OneTask {
		for p.fillOne() {
		}
		return
	}
	if now == p.last {
		p.nth++
	} else {
		p.last, p.nth = now, 0
	}
	periodic := interval > 0 && now > 0 && now%interval == 0
	row := rng.Of(p.cfg.Allocator.Seed, rng.AgentOrder, rng.Mix(uint64(now), p.nth))
	agents := make([]int, len(p.free))
	for i := range agents {
		agents[i] = i
	}
	slices.SortFunc(agents, func(a, b int) int {
		if ha, hb := row.Hash(uint64(a))>>32, row.Hash(uint64(b))>>32; ha != hb {
			if ha < hb {
				return -1
			}
			return 1
		}
		return a - b
	})
	granted := make([][]int, len(p.fws))
	for _, a := range agents {
		worth := false
		for _, m := range p.cfg.Allocator.Minimums {
			worth = worth || resource.Fits(m, p.free[a])
		}
		if !worth {
			continue
		}
		for _, f := range p.order() {
			if p.sees(f, p.w.Shapes().At(p.w.Capacity(sim.NodeID(a)))) && !p.refuses(f, a, periodic) {
				p.grant(f, p.free[a])
				granted[f] = append(granted[f], a)
				break
			}
		}
	}
	for f := range granted {
		if len(granted[f]) > 0 {
			p.answer(f, granted[f])
		}
	}
}

func (p *plain) held(k sim.Kind, why sim.Cause, f int, n int, sum []int64) {
	r := sim.Record{Kind: k, Cause: why, Tenant: sim.TenantID(f), Job: sim.JobID(p.cfg.Frameworks[f].Group), Task: int32(n), N: sum[0], M: sum[1]}
	p.w.Record(r)
	if len(sum) > 2 {
		p.w.Record(sim.Record{Kind: sim.KindMore, Tenant: r.Tenant, Job: r.Job, Task: 2, N: sum[2]})
	}
}

func (p *plain) answer(f int, agents []int) {
	t, fw := sim.TenantID(f), &p.cfg.Frameworks[f]
	sum, used := make([]int64, len(p.total)), make([]int64, len(p.total))
	for _, a := range agents {
		resource.Add(sum, p.free[a])
	}
	p.held(sim.KindHeld, sim.CauseNone, f, len(agents), sum)
	accepted := 0
	for _, a := range agents {
		n := int64(0)
		for fw.MaxTasks == 0 || n < fw.MaxTasks {
			l := p.book.Fit(t, p.free[a])
			if l < 0 {
				break
			}
			v := p.w.Shapes().At(p.book.Shape(l))
			task := p.book.Take(t, l)
			resource.Sub(p.free[a], v)
			resource.Add(used, v)
			p.w.Start(sim.NodeID(a), task.Job, task.Index, task.Attempt, 0)
			n++
		}
		if n > 0 {
			accepted++
			p.refuse(f, a, fw.RefuseRest)
		} else {
			p.refuse(f, a, fw.Refuse)
		}
	}
	resource.Sub(sum, used)
	if accepted > 0 {
		p.held(sim.KindReleased, sim.CauseUsed, f, accepted, used)
	}
	if accepted < len(agents) || !resource.Zero(sum) {
		p.held(sim.KindReleased, sim.CauseReturned, f, len(agents)-accepted, sum)
	}
	p.giveBack(f, sum)
	p.rest(f)
}

func (p *plain) rest(f int) {
	t := sim.TenantID(f)
	p.fws[f].since = int64(p.book.Since(t))
	if p.book.Empty(t) && p.cfg.Frameworks[f].Suppress {
		p.fws[f].active = false
	}
}

func (p *plain) fillOne() bool {
	for _, f := range p.order() {
		t := sim.TenantID(f)
		for l := p.book.First(t); l >= 0; l = p.book.Next(t, l) {
			shape := p.book.Shape(l)
			a := p.place(f, p.w.Shapes().At(shape), l)
			if a < 0 {
				continue
			}
			task := p.book.Take(t, l)
			resource.Sub(p.free[a], p.w.Shapes().At(shape))
			p.grant(f, p.w.Shapes().At(shape))
			p.w.Start(sim.NodeID(a), task.Job, task.Index, task.Attempt, sim.FlagSingle)
			p.next = int32(a)
			p.rest(f)
			return true
		}
		if p.cfg.MisfitStop && !p.book.Empty(t) {
			return false
		}
	}
	return false
}

func (p *plain) place(f int, need []int64, l demand.Line) int {
	best, score := -1, 0.0
	for i := range p.free {
		a := i
		if p.cfg.Placement == allocator.NextFit {
			a = (int(p.next) + i) % len(p.free)
		}
		if !resource.Fits(need, p.free[a]) || !p.sees(f, p.w.Shapes().At(p.w.Capacity(sim.NodeID(a)))) {
			continue
		}
		s := 0.0
		switch p.cfg.Placement {
		case allocator.FirstFit, allocator.NextFit:
			return a
		case allocator.BestFit, allocator.WorstFit:
			for d := range need {
				if p.total[d] > 0 {
					s += float64(p.free[a][d]-need[d]) / float64(p.total[d])
				}
			}
			if p.cfg.Placement == allocator.WorstFit {
				s = -s
			}
		case allocator.RandomFit:
			j, index := p.book.Peek(l)
			s = float64(rng.Hash(p.cfg.Allocator.Seed, rng.Placement, rng.Mix(p.w.Job(j).Key, uint64(index)), uint64(a)))
		}
		if best < 0 || s < score-1e-12 {
			best, score = a, s
		}
	}
	return best
}

// drawn is a small world drawn at random, the same for both planes.
type drawn struct {
	cfg   mesos.Config
	world sim.Config
	jobs  [][]sim.Submission
}

// list yields the jobs of one tenant.
type list struct{ jobs []sim.Submission }

func (l *list) Next(s *sim.Submission) bool {
	if len(l.jobs) == 0 {
		return false
	}
	*s, l.jobs = l.jobs[0], l.jobs[1:]
	return true
}

func draw(t *rapid.T) drawn {
	width := rapid.SampledFrom([]int{2, 3}).Draw(t, "width")
	shapes := resource.NewTable(width)
	vec := func(label string, most int64) resource.ShapeID {
		v := make([]int64, width)
		for d := range v {
			v[d] = rapid.Int64Range(0, most).Draw(t, label) * 1000
		}
		v[0] = max(v[0], 1000)
		return shapes.Intern(v)
	}
	second := func(label string, most int) sim.Time {
		return sim.Time(rapid.IntRange(0, most).Draw(t, label)) * 500 * sim.Millisecond
	}
	policy := ranker(rapid.SampledFrom([]string{"drf", "maxmin", "asset", "fifo"}).Draw(t, "policy"))
	d := drawn{cfg: mesos.Config{
		Allocator: allocator.Config{
			Seed: 7, Shapes: shapes, Interval: second("interval", 4), GPUs: -1, FilterGPUs: rapid.Bool().Draw(t, "filter"),
			RoleRanker: policy, FrameworkRanker: policy,
			Ties: rapid.SampledFrom([]allocator.Ties{allocator.TiesMesos, allocator.TiesName}).Draw(t, "ties"),
		},
		OneTask: rapid.Bool().Draw(t, "one-task"), MisfitStop: rapid.Bool().Draw(t, "stop"),
		Placement: allocator.Placement(rapid.IntRange(0, 4).Draw(t, "placement")),
	}}
	if width == 3 {
		d.cfg.Allocator.GPUs = 2
	}
	least := make([]int64, width)
	least[0] = 1000
	d.cfg.Allocator.Minimums = [][]int64{least}
	d.world = sim.Config{Seed: 7, Until: 40 * sim.Second, Shapes: shapes, Checked: true}
	for i := range rapid.IntRange(1, 3).Draw(t, "node shapes") {
		d.world.Nodes = append(d.world.Nodes, sim.NodeShape{Name: fmt.Sprint(i), Count: int32(rapid.IntRange(1, 4).Draw(t, "nodes")), Capacity: vec("capacity", 6)})
	}
	names := []string{"c", "a", "d", "b", "e"}
	for i := range rapid.IntRange(1, 5).Draw(t, "frameworks") {
		g := rapid.IntRange(0, i).Draw(t, "role")
		f := mesos.Framework{
			Name: names[i], Role: []string{"r" + names[g]}, Group: sim.GroupID(g), Weight: resource.One,
			Refuse: second("refuse", 8), RefuseRest: second("refuse rest", 8), GPU: rapid.Bool().Draw(t, "gpu"),
			MaxTasks: rapid.Int64Range(0, 2).Draw(t, "max"), Suppress: rapid.Bool().Draw(t, "suppress"),
			Starts: second("starts", 3) * sim.Time(rapid.IntRange(0, 1).Draw(t, "late")), Discipline: demand.Discipline(rapid.IntRange(0, 1).Draw(t, "queue")),
		}
		d.cfg.Frameworks = append(d.cfg.Frameworks, f)
		d.world.Specs = append(d.world.Specs, sim.Spec{Tenant: sim.TenantID(i)})
		var jobs []sim.Submission
		at := sim.Time(0)
		for k := range rapid.IntRange(0, 4).Draw(t, "jobs") {
			at += second("gap", 6)
			jobs = append(jobs, sim.Submission{
				At: at, Spec: sim.SpecID(i), Instance: int32(k), Key: rng.Mix(uint64(i), uint64(k)), Shape: vec("task", 4),
				Tasks: rapid.Int64Range(1, 6).Draw(t, "tasks"), Duration: second("duration", 12),
			})
		}
		d.jobs = append(d.jobs, jobs)
		d.cfg.Roles = append(d.cfg.Roles, mesos.Role{Path: []string{"r" + names[i]}, Weight: resource.Reduced(uint64(rapid.IntRange(1, 3).Draw(t, "weight")), 2)})
	}
	return d
}

// run makes the drawn run under a plane and keeps the records.
func (d drawn) run(p sim.Plane) ([]sim.Record, string) {
	cfg := d.world
	var k keep
	cfg.Plane, cfg.Sinks = p, []sim.Sink{&k}
	for _, j := range d.jobs {
		cfg.Feeds = append(cfg.Feeds, sim.Feed{Source: &list{slices.Clone(j)}, Finite: true})
	}
	return k.records, sim.New(cfg).Run().Fingerprint
}

type keep struct{ records []sim.Record }

func (k *keep) Take(r []sim.Record) { k.records = append(k.records, r...) }

// TestPlaneAgainstPlain holds bundles, cells, spelled-out filters, skipped runs
// and indexed placement against the rules as they are written.
func TestPlaneAgainstPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		_, got := d.run(mesos.New(d.cfg))
		_, want := d.run(&plain{cfg: d.cfg})
		if got == want {
			return
		}
		fast, slow := d.runBoth()
		for i := range slow {
			if i >= len(fast) || fast[i] != slow[i] {
				f := sim.Record{}
				if i < len(fast) {
					f = fast[i]
				}
				for _, r := range slow[max(0, i-12):i] {
					t.Logf("%+v", r)
				}
				t.Fatalf("record %d differs\nfast  %+v\nplain %+v", i, f, slow[i])
			}
		}
		t.Fatalf("%d records, plain twin has %d", len(fast), len(slow))
	})
}

func (d drawn) runBoth() (fast, slow []sim.Record) {
	for i, p := range []sim.Plane{mesos.New(d.cfg), &plain{cfg: d.cfg}} {
		var k keep
		cfg := d.world
		cfg.Plane, cfg.Sinks = p, []sim.Sink{&k}
		for _, j := range d.jobs {
			cfg.Feeds = append(cfg.Feeds, sim.Feed{Source: &list{slices.Clone(j)}, Finite: true})
		}
		sim.New(cfg).Run()
		if i == 0 {
			fast = k.records
		} else {
			slow = k.records
		}
	}
	return fast, slow
}

// TestPlaneCopies stops a run, copies it, and continues both.
func TestPlaneCopies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		stop := sim.Time(rapid.IntRange(0, 40).Draw(t, "stop")) * sim.Second
		_, want := d.run(mesos.New(d.cfg))
		first, feeds := d.world, [2][]*list{}
		var worlds [2]*sim.World
		for i := range worlds {
			cfg := first
			cfg.Plane, cfg.Feeds = mesos.New(d.cfg), nil
			for _, j := range d.jobs {
				l := &list{slices.Clone(j)}
				feeds[i] = append(feeds[i], l)
				cfg.Feeds = append(cfg.Feeds, sim.Feed{Source: l, Finite: true})
			}
			worlds[i] = sim.New(cfg)
		}
		worlds[0].Advance(stop)
		for i, l := range feeds[0] {
			feeds[1][i].jobs = slices.Clone(l.jobs)
		}
		if !worlds[0].CopyTo(worlds[1]) {
			t.Fatal("the plane cannot be copied")
		}
		for i, w := range worlds {
			if got := w.Run().Fingerprint; got != want {
				t.Fatalf("world %d continued from %d ns to %s, want %s", i, int64(stop), got, want)
			}
		}
	})
}
