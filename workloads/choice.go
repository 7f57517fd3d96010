package workloads

import "sort"

// choice is one of several distributions, drawn by weight: choice(1s @ 9,
// exp(60s) @ 1). What is left of the uniform number after the choice, stretched
// to (0, 1), draws the value; so one number is enough, and the quantile does not
// rise with it from one branch to the next.
type choice struct {
	branches []branch
}

// A branch is drawn by numbers from the upper end of the branch before it up to
// its own.
type branch struct {
	dist   Dist
	weight float64
	upper  float64
}

// newChoice sets the ends of branches of which dist and weight are known.
func newChoice(branches []branch) choice {
	var total, sum float64
	for i := range branches {
		total += branches[i].weight
	}
	for i := range branches {
		sum += branches[i].weight
		branches[i].upper = sum / total
	}
	branches[len(branches)-1].upper = 1
	return choice{branches}
}

func (d choice) Quantile(u float64) float64 {
	i := sort.Search(len(d.branches)-1, func(i int) bool { return u < d.branches[i].upper })
	lower := 0.0
	if i > 0 {
		lower = d.branches[i-1].upper
	}
	b := &d.branches[i]
	within := (u - lower) / (b.upper - lower)
	return b.dist.Quantile(max(0x1p-53, min(1-0x1p-53, within)))
}

func (d choice) Mean() float64 {
	var sum, lower float64
	for i := range d.branches {
		b := &d.branches[i]
		if b.upper > lower { // else it is never drawn, and its mean may be infinite
			sum += float64((b.upper - lower) * b.dist.Mean())
		}
		lower = b.upper
	}
	return sum
}

func (d choice) String() string {
	args := make([]string, len(d.branches))
	for i := range d.branches {
		args[i] = d.branches[i].dist.String() + " @ " + Number.text(d.branches[i].weight)
	}
	return call("choice", args...)
}
