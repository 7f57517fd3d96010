package workloads

import (
	"cmp"
	"slices"
)

// SourceReport is what became of the rows of a trace. Every row is kept or
// skipped, Repaired of the kept ones with something changed or assumed; every
// repaired or skipped row is counted under one reason, the first that applied.
type SourceReport struct {
	File, Format                  string
	Rows, Kept, Repaired, Skipped int64
	Reasons                       []Reason // by name; those that occurred
}

// Reason counts the rows that were repaired or skipped because of one thing.
type Reason struct {
	Name  string
	Count int64
}

// swfReason is why a row was skipped or repaired; 0 is none.
type swfReason uint8

const (
	swfFine swfReason = iota

	// Reasons to skip, in the order in which they are looked for.
	swfLong
	swfPartial
	swfNoSubmit
	swfBadSubmit
	swfFarSubmit
	swfBadRun
	swfNegativeRun
	swfLongRun
	swfPending
	swfNoProcs
	swfManyProcs
	swfOutside
	swfLeftOut

	// Reasons to repair; the first skips if the scenario says so.
	swfZeroRun
	swfRequested
	swfShortRun
	swfOddProcs
	swfBadTenant
	swfNoMem

	swfReasons
)

// swfReasonNames are the reasons as reports give them.
var swfReasonNames = [swfReasons]string{
	swfLong:        "line too long",
	swfPartial:     "partial execution",
	swfNoSubmit:    "no submit time",
	swfBadSubmit:   "unreadable submit time",
	swfFarSubmit:   "submit time out of range",
	swfBadRun:      "unreadable run time",
	swfNegativeRun: "negative run time",
	swfLongRun:     "run time out of range",
	swfPending:     "never started",
	swfNoProcs:     "no processors",
	swfManyProcs:   "processors out of range",
	swfOutside:     "outside the window",
	swfLeftOut:     "tenant left out",
	swfZeroRun:     "run time 0",
	swfRequested:   "never started, requested time taken",
	swfShortRun:    "run time below 1 ms",
	swfOddProcs:    "fraction of a processor",
	swfBadTenant:   "unreadable tenant",
	swfNoMem:       "no memory given",
}

// chosen reports whether rows are skipped for this reason because the scenario
// asks for a part of the trace, and not because of what they hold.
func (r swfReason) chosen() bool { return r == swfOutside || r == swfLeftOut }

// swfTally counts the rows of one pass.
type swfTally struct {
	rows, kept, repaired int64
	reasons              [swfReasons]int64
	noMem                int64 // of the kept rows that are not repaired otherwise
}

// skip counts a skipped row.
func (t *swfTally) skip(why swfReason) {
	t.rows++
	t.reasons[why]++
}

// keep counts a kept row.
func (t *swfTally) keep(row *swfRow) {
	t.rows++
	t.kept++
	switch {
	case row.repaired != swfFine:
		t.repaired++
		t.reasons[row.repaired]++
	case row.noMem:
		t.noMem++
	}
}

// report writes the tally out. Rows without memory count as repaired where the
// cluster has memory, since they are then taken to need none.
func (t swfTally) report(file string, mem bool) SourceReport {
	if mem {
		t.repaired += t.noMem
		t.reasons[swfNoMem] = t.noMem
	}
	r := SourceReport{File: file, Format: "swf", Rows: t.rows, Kept: t.kept, Repaired: t.repaired, Skipped: t.rows - t.kept}
	for why, n := range t.reasons {
		if n > 0 {
			r.Reasons = append(r.Reasons, Reason{swfReasonNames[why], n})
		}
	}
	slices.SortFunc(r.Reasons, func(a, b Reason) int { return cmp.Compare(a.Name, b.Name) })
	return r
}
