package reports

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"fairlead/reports/schema"
)

const (
	fewDifferences = 5    // of each measure
	slightWait     = 0.01 // of the mean wait of all tasks: less is not told
	slightShare    = 0.01 // likewise, of the cluster
)

// Difference says in words how one run differs from the first of a comparison.
type Difference struct {
	Head  string   // which run against which
	Lines []string // the largest differences first; fit to be shown
}

// Differences compares every run with the first: the tenants whose mean wait
// differs most in proportion, and those whose mean dominant share differs most.
func Differences(results []*Results, labels []string) []Difference {
	var out []Difference
	for i := 1; i < len(results); i++ {
		a, b := results[0].Summary, results[i].Summary
		if a == nil || b == nil {
			continue
		}
		out = append(out, Difference{Visible(labels[i]) + " against " + Visible(labels[0]), differences(a, b)})
	}
	return out
}

func differences(a, b *schema.Summary) []string {
	if a.Fingerprint == b.Fingerprint && a.Fingerprint != "" {
		return []string{"the same records, so nothing differs"}
	}
	out := []string{}
	slight := 0.0
	if x, y := a.WaitSeconds.Mean, b.WaitSeconds.Mean; x != nil && y != nil {
		slight = slightWait * max(*x, *y)
		out = append(out, "all tasks: mean wait "+instead(*x, *y))
	}
	waits := changes(a, b, func(t *schema.Tenant) *float64 { return t.WaitSeconds.Mean })
	for _, c := range most(waits, slight, func(c change) float64 { return math.Abs(c.after-c.before) / max(c.after, c.before) }) {
		out = append(out, Visible(c.tenant)+": mean wait "+instead(c.before, c.after))
	}
	shares := changes(a, b, func(t *schema.Tenant) *float64 { return t.DominantShare.Mean })
	for _, c := range most(shares, slightShare, func(c change) float64 { return math.Abs(c.after - c.before) }) {
		out = append(out, Visible(c.tenant)+": mean dominant share "+percent(c.after)+" instead of "+percent(c.before))
	}
	if len(out) == 0 {
		out = append(out, "no tenant's mean dominant share differs by 1%, and there are no waiting times")
	}
	return out
}

// change is what a measure of one tenant came to in two runs.
type change struct {
	tenant        string
	before, after float64
}

// changes are those of the tenants for which both runs have the measure.
func changes(a, b *schema.Summary, of func(*schema.Tenant) *float64) []change {
	before := map[string]*float64{}
	for i := range a.Tenants {
		before[a.Tenants[i].Name] = of(&a.Tenants[i])
	}
	var out []change
	for i := range b.Tenants {
		t := &b.Tenants[i]
		if x, y := before[t.Name], of(t); x != nil && y != nil && *x != *y {
			out = append(out, change{t.Name, *x, *y})
		}
	}
	return out
}

// most are the few changes of which size says most, without those that are
// slight.
func most(all []change, slight float64, size func(change) float64) []change {
	all = slices.DeleteFunc(all, func(c change) bool { return math.Abs(c.after-c.before) < slight })
	slices.SortStableFunc(all, func(x, y change) int { return cmp.Compare(size(y), size(x)) })
	return all[:min(len(all), fewDifferences)]
}

// instead says what a time is in place of another.
func instead(before, after float64) string {
	out := humanSeconds(&after) + " instead of " + humanSeconds(&before)
	switch {
	case before == 0 || after == 0 || before == after:
		return out
	case after >= 2*before:
		return out + " (" + three(after/before) + " times as long)"
	}
	p := strconv.FormatFloat(math.Abs(after/before-1)*100, 'f', 0, 64) + "%"
	switch {
	case p == "0%":
		return out
	case after < before:
		return out + " (" + p + " less)"
	}
	return out + " (" + p + " more)"
}
