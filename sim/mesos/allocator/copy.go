package allocator

import "slices"

// CopyTo makes to, the zero Allocator, a copy of a between two runs. What runs
// keep only while they last is not copied.
func (a *Allocator) CopyTo(to *Allocator) {
	*to = *a
	to.scratch = scratch{}
	to.totals = NewTotals(a.width)
	a.totals.CopyTo(to.totals)
	to.roles = &Sorter{}
	a.roles.CopyTo(to.roles, to.totals)
	to.role = slices.Clone(a.role)
	for i := range to.role {
		if s := a.role[i].sorter; s != nil {
			to.role[i].sorter = &Sorter{}
			s.CopyTo(to.role[i].sorter, to.totals)
		}
	}
	to.byLeaf = slices.Clone(a.byLeaf)
	to.member = slices.Clone(a.member) // what frameworks a role has does not change
	to.fws = slices.Clone(a.fws)
	for i := range to.fws {
		to.fws[i].bundle = -1
		r := &to.fws[i].live
		r.live, r.agents = slices.Clone(r.live), slices.Clone(r.agents)
	}
	a.copyAgents(to)
}

// copyAgents copies what is kept of each agent.
func (a *Allocator) copyAgents(to *Allocator) {
	to.free, to.worth = slices.Clone(a.free), slices.Clone(a.worth)
	to.changed, to.gpu = slices.Clone(a.changed), slices.Clone(a.gpu)
	to.cells, to.older, to.hasOlder = slices.Clone(a.cells), slices.Clone(a.older), slices.Clone(a.hasOlder)
	to.shut, to.stale, to.isStale = slices.Clone(a.shut), slices.Clone(a.stale), slices.Clone(a.isStale)
	to.cold = slices.Clone(a.cold)
	h, f := &to.levels, &to.filters
	h.last, h.prior, h.first = slices.Clone(h.last), slices.Clone(h.prior), slices.Clone(h.first)
	h.list, h.was = slices.Clone(h.list), slices.Clone(h.was)
	f.list, f.refused = slices.Clone(f.list), slices.Clone(f.refused)
	to.log.agents = slices.Clone(a.log.agents)
	to.place.value = slices.Clone(a.place.value)
	to.place.bound, to.place.missed = slices.Clone(a.place.bound), slices.Clone(a.place.missed)
}
