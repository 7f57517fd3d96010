// Package allocator is Mesos' hierarchical allocator as a state machine driven by
// calls and time: sorters, roles, filters and the runs that turn free resources
// into grants.
//
// In a run the agents are visited in an order drawn from the run's name; each
// goes whole to the first framework, in the order of the role sorter and then of
// that role's framework sorter, that is not kept from it by a filter or a missing
// capability. A grant counts towards the share at once, so that it changes the
// order for the next agent (hierarchical.cpp, __allocate). Everything that one
// run grants to one framework is a Bundle.
//
// Filters are kept per bundle, not per offer: a cell of a table (agent,
// framework) names the bundle in which the framework was last given that agent
// and declined it, and the bundle says until when. A filter holds for whatever is
// contained in what was refused; what that was follows from the few last levels
// of what was free on the agent, which are kept as long as some filter may need
// them. So declining the untouched rest of a bundle costs nothing.
package allocator

import (
	"unsafe"

	"fairlead/sim"
	"fairlead/sim/claim"
	"fairlead/sim/fetch"
	"fairlead/sim/resource"
	"fairlead/sim/rng"
)

// FrameworkID names a framework, by order of registration in the scenario.
type FrameworkID int32

// Config is what an allocator needs to know at the start.
type Config struct {
	Seed            uint64
	Shapes          *resource.Table
	Interval        sim.Time  // between periodic runs; filters live at least that long
	Minimums        [][]int64 // an offer must contain one of these; none = anything that is not empty
	GPUs            int       // dimension of gpus, or -1
	FilterGPUs      bool      // hide agents with gpus from frameworks without GPU_RESOURCES
	RoleRanker      claim.Ranker
	FrameworkRanker claim.Ranker
	Ties            Ties
	Excluded        []int // dimensions left out of shares
}

// FrameworkSpec is a framework as it registers.
type FrameworkSpec struct {
	Name       string
	Role       []string
	GPU        bool
	Refuse     sim.Time // filter on offers declined whole; 0 = none
	RefuseRest sim.Time // filter on what is left of an accepted offer; 0 = none
}

type framework struct {
	role   int32
	leaf   Node // in the framework sorter of its role
	slot   int16
	active bool
	gpu    bool
	gen    uint32 // a revive makes all explicit filters older than this void
	bundle int32  // in the present run, or -1
	refuse sim.Time
	rest   sim.Time
	live   ring
}

type role struct {
	path   []string
	leaf   Node // in the role sorter
	active int32
	only   FrameworkID // if it has one member
	sorter *Sorter     // of its frameworks, if it has more than one
}

// Allocator is the allocator of a leading master.
type Allocator struct {
	cfg    Config
	shapes *resource.Table
	width  int
	totals *Totals
	roles  *Sorter
	role   []role
	simple bool    // every role stands at the top and has one framework
	byLeaf []int32 // role of a leaf of the role sorter
	fws    []framework
	member [][]FrameworkID // by role: framework of a leaf of its sorter

	agents   int32
	free     []int64  // width amounts an agent: neither offered nor used
	worth    []uint64 // a bit an agent: enough is free for an offer
	changed  []uint32 // newest bundle when what is free on the agent last changed
	levels   history
	oldest   uint32   // no filter of a bundle up to this one runs
	gpu      []bool   // agents with gpus; nil if there are none
	cells    []uint32 // stride cells an agent: bundle in which the slot's framework declined it
	older    []uint32 // like cells: the bundle before that, if its filter still runs
	hasOlder []uint64 // by agent: slots whose older cell means something
	shut     []uint64 // by agent: slots that cells keep away, as of the last refresh
	stale    []int32  // agents whose bits in shut may be wrong
	isStale  []bool   // by agent: whether it is in stale
	cold     []int32  // first explicit filter of an agent, or -1
	filters  coldFilters
	stride   int
	slots    slots
	bundles  uint32 // number of the newest bundle

	minimum []int64 // one amount a dimension suffices; nil: look at cfg.Minimums
	log     freeLog
	place   placer

	lastRun sim.Time
	nth     uint64 // runs in the instant of the last one
	scratch scratch
}

// New returns an allocator without agents and frameworks.
func New(cfg Config) *Allocator {
	a := &Allocator{cfg: cfg, shapes: cfg.Shapes, width: cfg.Shapes.Width(), lastRun: -1, simple: true}
	a.totals = NewTotals(a.width)
	for _, d := range cfg.Excluded {
		a.totals.Exclude(d)
	}
	a.roles = NewSorter(SorterOptions{Width: a.width, Ranker: cfg.RoleRanker, Ties: cfg.Ties, Totals: a.totals})
	a.slots.init()
	a.filters.init(a.width)
	a.levels.init(a.width)
	a.minimum = singles(cfg.Minimums, a.width)
	return a
}

// singles merges minimums of one dimension each into one vector, or returns nil.
func singles(minimums [][]int64, width int) []int64 {
	if len(minimums) == 0 {
		return nil
	}
	v := make([]int64, width)
	for _, m := range minimums {
		one := -1
		for d, x := range m {
			if x > 0 && one >= 0 {
				return nil
			}
			if x > 0 {
				one = d
			}
		}
		if one < 0 {
			return nil
		}
		if v[one] == 0 || m[one] < v[one] {
			v[one] = m[one]
		}
	}
	return v
}

// AddAgents registers agents, all free, with the given capacities.
func (a *Allocator) AddAgents(n int32, capacity []int64) {
	for range n {
		a.free = append(a.free, capacity...)
		a.changed = append(a.changed, a.bundles)
		a.levels.add()
		a.shut = append(a.shut, 0)
		a.hasOlder = append(a.hasOlder, 0)
		a.isStale = append(a.isStale, false)
		a.cold = append(a.cold, -1)
		for range a.stride {
			a.cells = append(a.cells, 0)
			a.older = append(a.older, 0)
		}
		a.totals.Add(capacity)
		if a.cfg.GPUs >= 0 {
			a.gpu = append(a.gpu, capacity[a.cfg.GPUs] > 0)
		}
	}
	a.agents += n
	a.worth = make([]uint64, (a.agents+63)/64)
	for i := range a.agents {
		a.weigh(i)
	}
	a.place.resize(a)
}

// SetRole gives a role its weight and priority; the role need not have members.
func (a *Allocator) SetRole(path []string, weight resource.Frac, priority int64) {
	a.roles.SetWeight(path, weight)
	a.roles.SetPriority(path, priority)
}

// AddFramework makes a framework known, suppressed: it is offered nothing until
// it revives. Frameworks are added in the order of their ids; members says how
// many of the scenario's frameworks share the role.
func (a *Allocator) AddFramework(spec FrameworkSpec, weight resource.Frac, priority int64, members int32) FrameworkID {
	id := FrameworkID(len(a.fws))
	r := a.findRole(spec.Role, members, id)
	f := framework{role: r, leaf: -1, slot: -1, bundle: -1, gpu: spec.GPU, refuse: a.lifetime(spec.Refuse), rest: a.lifetime(spec.RefuseRest)}
	if s := a.role[r].sorter; s != nil {
		path := []string{spec.Name}
		f.leaf = s.Add(path)
		s.SetWeight(path, weight)
		s.SetPriority(path, priority)
		for int(f.leaf) >= len(a.member[r]) {
			a.member[r] = append(a.member[r], -1)
		}
		a.member[r][f.leaf] = id
	}
	a.fws = append(a.fws, f)
	return id
}

// lifetime is how long a filter really lasts: at least until the next periodic
// run, at most a year (hierarchical.cpp, recoverResources).
func (a *Allocator) lifetime(refuse sim.Time) sim.Time {
	if refuse <= 0 {
		return 0
	}
	return min(max(refuse, a.cfg.Interval), 365*sim.Day)
}

func (a *Allocator) findRole(path []string, members int32, first FrameworkID) int32 {
	if leaf, ok := a.roles.Find(path); ok && int(leaf) < len(a.byLeaf) && a.byLeaf[leaf] >= 0 {
		return a.byLeaf[leaf]
	}
	r := int32(len(a.role))
	ro := role{path: path, leaf: a.roles.Add(path), only: first}
	if members > 1 {
		ro.sorter = NewSorter(SorterOptions{Width: a.width, Ranker: a.cfg.FrameworkRanker, Ties: a.cfg.Ties, ByRegistration: true, Totals: a.totals})
	}
	a.simple = a.simple && members == 1 && len(path) == 1
	a.role = append(a.role, ro)
	a.member = append(a.member, nil)
	for int(ro.leaf) >= len(a.byLeaf) {
		a.byLeaf = append(a.byLeaf, -1)
	}
	a.byLeaf[ro.leaf] = r
	return r
}

// Active reports whether a framework takes part in runs.
func (a *Allocator) Active(f FrameworkID) bool { return a.fws[f].active }

// Revive lets a framework take part in runs and voids its filters.
func (a *Allocator) Revive(f FrameworkID) {
	fw := &a.fws[f]
	fw.gen++
	fw.live.clear()
	if !fw.active {
		fw.active = true
		a.activate(fw)
		a.takeSlot(f)
	}
	if fw.slot >= 0 {
		a.slots.expired[fw.slot] = a.bundles
		a.slots.unknown |= 1 << fw.slot
	}
}

func (a *Allocator) activate(fw *framework) {
	r := &a.role[fw.role]
	r.active++
	if r.sorter != nil {
		r.sorter.Activate(fw.leaf)
	}
	if r.active == 1 {
		a.roles.Activate(r.leaf)
	}
}

// Suppress takes a framework out of the runs; what it holds still counts.
func (a *Allocator) Suppress(f FrameworkID) {
	fw := &a.fws[f]
	if !fw.active {
		return
	}
	fw.active = false
	r := &a.role[fw.role]
	r.active--
	if r.sorter != nil {
		r.sorter.Deactivate(fw.leaf)
	}
	if r.active == 0 {
		a.roles.Deactivate(r.leaf)
	}
	a.slots.release(f, fw)
}

// SetSince tells since when the oldest task of a framework waits, for policies
// that look at it.
func (a *Allocator) SetSince(f FrameworkID, since sim.Time) {
	fw := &a.fws[f]
	r := &a.role[fw.role]
	if r.sorter == nil {
		a.roles.SetSince(r.leaf, int64(since))
		return
	}
	r.sorter.SetSince(fw.leaf, int64(since))
	oldest := claim.NoWork
	for leaf, id := range a.member[fw.role] {
		if id >= 0 {
			oldest = min(oldest, r.sorter.claims[leaf].Since)
		}
	}
	a.roles.SetSince(r.leaf, oldest)
}

// Free is what nobody holds of an agent; it must not be changed.
func (a *Allocator) Free(agent sim.NodeID) []int64 {
	i := int(agent) * a.width
	return a.free[i : i+a.width : i+a.width]
}

// Held is what all frameworks together hold.
func (a *Allocator) Held() []int64 {
	sum := make([]int64, a.width)
	for i := range a.role {
		resource.Add(sum, a.roles.Held(a.role[i].leaf))
	}
	return sum
}

// Soon fetches what Use and Ended will need of an agent.
func (a *Allocator) Soon(agent sim.NodeID) {
	if i := int(agent) * a.width; a.width > 0 {
		fetch.Line(unsafe.Pointer(&a.free[i]))
		if !a.place.on {
			fetch.Line(unsafe.Pointer(&a.levels.last[i]))
			fetch.Line(unsafe.Pointer(&a.changed[agent]))
		}
	}
}

// Ended gives back what a task held.
func (a *Allocator) Ended(f FrameworkID, agent sim.NodeID, shape resource.ShapeID) {
	v := a.shapes.At(shape)
	free := a.Free(agent)
	a.changes(int(agent), a.bundles)
	resource.Add(free, v)
	a.weigh(int32(agent))
	a.giveBack(f, v)
	if a.place.on {
		a.place.raise(agent, free)
		a.revalue(int32(agent))
		a.log.add(int32(agent), int(a.agents))
	}
}

func (a *Allocator) giveBack(f FrameworkID, v []int64) {
	fw := &a.fws[f]
	r := &a.role[fw.role]
	a.roles.Return(r.leaf, v)
	if r.sorter != nil {
		r.sorter.Return(fw.leaf, v)
	}
}

// grant books v as offered to or used by a framework, as n grants.
func (a *Allocator) grant(f FrameworkID, v []int64, n int64) {
	fw := &a.fws[f]
	r := &a.role[fw.role]
	a.roles.GrantN(r.leaf, v, n)
	if r.sorter != nil {
		r.sorter.GrantN(fw.leaf, v, n)
	}
}

// order names the agent order of a run: a pure function of the seed, the instant
// and how many runs came before in it.
func (a *Allocator) order(now sim.Time) rng.Row {
	if now != a.lastRun {
		a.lastRun, a.nth = now, 0
	} else {
		a.nth++
	}
	return rng.Of(a.cfg.Seed, rng.AgentOrder, rng.Mix(uint64(now), a.nth))
}

// weigh notes whether what is free on an agent is worth an offer.
func (a *Allocator) weigh(agent int32) {
	bit := uint64(1) << (agent & 63)
	if a.allocatable(a.Free(sim.NodeID(agent))) {
		a.worth[agent>>6] |= bit
	} else {
		a.worth[agent>>6] &^= bit
	}
}

// allocatable reports whether so much is worth an offer.
func (a *Allocator) allocatable(v []int64) bool {
	if m := a.minimum; m != nil {
		m = m[:len(v)]
		for d, x := range v {
			if m[d] > 0 && x >= m[d] {
				return true
			}
		}
		return false
	}
	for _, m := range a.cfg.Minimums {
		if resource.Fits(m, v) {
			return !resource.Zero(v)
		}
	}
	return len(a.cfg.Minimums) == 0 && !resource.Zero(v)
}
