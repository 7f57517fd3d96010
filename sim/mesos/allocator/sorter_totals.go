package allocator

import "fairlead/sim/claim"

// Totals are what all known agents have together, the denominators of shares.
// One Totals serves the role sorter and all framework sorters: Mesos measures a
// framework against the cluster, not against its role.
type Totals struct {
	Now int64 // ns since the start of the run, for rankers that look at the clock

	gen      uint64 // grows with every change
	prepared uint64 // gen for which view is right
	amounts  []int64
	excluded []bool
	view     claim.View
}

// NewTotals returns totals of nothing.
func NewTotals(width int) *Totals {
	return &Totals{gen: 1, amounts: make([]int64, width), excluded: make([]bool, width)}
}

// Add adds an agent's resources.
func (t *Totals) Add(v []int64) { t.add(v, 1) }

// Sub takes an agent's resources away.
func (t *Totals) Sub(v []int64) { t.add(v, -1) }

func (t *Totals) add(v []int64, sign int64) {
	for i, x := range v {
		t.amounts[i] += sign * x
	}
	t.gen++
}

// Amounts is the total of each dimension, also of the excluded ones; the slice
// must not be changed.
func (t *Totals) Amounts() []int64 { return t.amounts }

// Exclude leaves a dimension out of all shares: ports, which are not a scalar,
// and what the operator names in fair_sharing_excluded_resource_names.
func (t *Totals) Exclude(dim int) {
	t.excluded[dim] = true
	t.gen++
}

// prepare brings the view of the totals up to date.
func (t *Totals) prepare() *claim.View {
	if t.prepared == t.gen {
		return &t.view
	}
	t.prepared = t.gen
	t.view.Width = len(t.amounts)
	t.view.Total = append(t.view.Total[:0], t.amounts...)
	for i, out := range t.excluded {
		if out {
			t.view.Total[i] = 0
		}
	}
	t.view.Prepare()
	return &t.view
}

// CopyTo makes to the same as t.
func (t *Totals) CopyTo(to *Totals) {
	to.Now, to.gen, to.prepared = t.Now, t.gen, 0
	to.amounts = append(to.amounts[:0], t.amounts...)
	to.excluded = append(to.excluded[:0], t.excluded...)
}
