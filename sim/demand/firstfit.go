package demand

import "fairlead/sim/resource"

// FirstFit finds the first of a row of nodes on which some amounts are free: a
// tree whose inner nodes hold, for each dimension, the most that is free on any
// node below. A subtree in which some dimension is short is passed over whole.
type FirstFit struct {
	width, leaves int // leaves: a power of two
	n             int
	most          []int64 // width amounts for each node of the tree, root at 1
}

// NewFirstFit returns a tree over n nodes on which nothing is free yet.
func NewFirstFit(n, width int) *FirstFit {
	t := &FirstFit{width: width, n: n, leaves: 1}
	for t.leaves < n {
		t.leaves *= 2
	}
	t.most = make([]int64, 2*t.leaves*width)
	return t
}

// Free is what is free on node i; it must not be changed.
func (t *FirstFit) Free(i int) []int64 { return t.at(t.leaves + i) }

func (t *FirstFit) at(k int) []int64 { return t.most[k*t.width : (k+1)*t.width : (k+1)*t.width] }

// Add frees v on node i, or takes it if the sign is -1.
func (t *FirstFit) Add(i int, v []int64, sign int64) {
	k := t.leaves + i
	free := t.at(k)
	for d, x := range v {
		free[d] += sign * x
	}
	for k /= 2; k > 0; k /= 2 {
		up, l, r := t.at(k), t.at(2*k), t.at(2*k+1)
		changed := false
		for d := range up {
			if m := max(l[d], r[d]); m != up[d] {
				up[d], changed = m, true
			}
		}
		if !changed {
			return
		}
	}
}

// Find is the first node on which need is free, or -1.
func (t *FirstFit) Find(need []int64) int {
	if t.n == 0 {
		return -1
	}
	return t.find(1, need)
}

func (t *FirstFit) find(k int, need []int64) int {
	if !resource.Fits(need, t.at(k)) {
		return -1
	}
	if k >= t.leaves {
		if k-t.leaves >= t.n {
			return -1
		}
		return k - t.leaves
	}
	if i := t.find(2*k, need); i >= 0 {
		return i
	}
	return t.find(2*k+1, need)
}
