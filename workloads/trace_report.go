package workloads

import (
	"cmp"
	"fmt"
	"slices"

	"fairlead/sim/resource"
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

// traceReason is why a row was skipped or repaired; 0 is none.
type traceReason uint8

const (
	traceFine traceReason = iota

	// Reasons to skip, in the order in which they are looked for.
	traceLong
	traceBadQuotes
	traceNotChosen
	traceNodeAgain
	traceNotKept
	traceEmptyNode
	traceBadAttribute
	tracePartial
	traceNoSubmit
	traceBadSubmit
	traceFarSubmit
	traceBadRun
	traceNegativeRun
	traceLongRun
	tracePending
	traceNoRun
	traceNoProcs
	traceManyProcs
	traceNoTasks
	traceManyTasks
	traceOutside
	traceBadAmount
	traceNothing
	traceLeftOut

	// Reasons to repair; the first skips if the scenario says so.
	traceZeroRun
	traceRequested
	traceShortRun
	traceOddProcs
	traceOddTasks
	traceFilledSubmit
	traceFilledRun
	traceKeptPending
	traceNoAmount
	traceBadTenant
	traceNoMem

	traceReasons
)

// traceReasonNames are the reasons as reports give them.
var traceReasonNames = [traceReasons]string{
	traceLong:         "line too long",
	traceBadQuotes:    "quotes do not match",
	traceNotChosen:    "left out by where",
	traceNodeAgain:    "a node again",
	traceNotKept:      "left out by keep",
	traceEmptyNode:    "has nothing",
	traceBadAttribute: "unreadable attribute",
	tracePartial:      "partial execution",
	traceNoSubmit:     "no submit time",
	traceBadSubmit:    "unreadable submit time",
	traceFarSubmit:    "submit time out of range",
	traceBadRun:       "unreadable run time",
	traceNegativeRun:  "negative run time",
	traceLongRun:      "run time out of range",
	tracePending:      "never started",
	traceNoRun:        "no run time",
	traceNoProcs:      "no processors",
	traceManyProcs:    "processors out of range",
	traceNoTasks:      "no tasks",
	traceManyTasks:    "tasks out of range",
	traceOutside:      "outside the window",
	traceBadAmount:    "unreadable amount",
	traceNothing:      "needs nothing",
	traceLeftOut:      "tenant left out",
	traceZeroRun:      "run time 0",
	traceRequested:    "never started, requested time taken",
	traceShortRun:     "run time below 1 ms",
	traceOddProcs:     "fraction of a processor",
	traceOddTasks:     "fraction of a task",
	traceFilledSubmit: "no submit time, filled in",
	traceFilledRun:    "no run time, filled in",
	traceKeptPending:  "never started, kept",
	traceNoAmount:     "an amount not given",
	traceBadTenant:    "unreadable tenant",
	traceNoMem:        "no memory given",
}

// chosen reports whether rows are skipped for this reason because the scenario
// asks for a part of the trace, and not because of what they hold.
func (r traceReason) chosen() bool {
	switch r {
	case traceOutside, traceLeftOut, traceNotChosen, traceNodeAgain, traceNotKept:
		return true
	}
	return false
}

// traceTally counts the rows of one pass.
type traceTally struct {
	rows, kept, repaired int64
	reasons              [traceReasons]int64
	noMem                int64 // of the kept rows that are not repaired otherwise
}

// skip counts a skipped row.
func (t *traceTally) skip(why traceReason) {
	t.rows++
	t.reasons[why]++
}

// keep counts a kept row.
func (t *traceTally) keep(row *traceRow) {
	t.rows++
	t.kept++
	switch {
	case row.repaired != traceFine:
		t.repaired++
		t.reasons[row.repaired]++
	case row.noMem:
		t.noMem++
	}
}

// report writes the tally out. Rows without memory count as repaired where the
// cluster has memory, since they are then taken to need none.
func (t traceTally) report(file, format string, mem bool) SourceReport {
	if mem {
		t.repaired += t.noMem
		t.reasons[traceNoMem] = t.noMem
	}
	r := SourceReport{File: file, Format: format, Rows: t.rows, Kept: t.kept, Repaired: t.repaired, Skipped: t.rows - t.kept}
	for why, n := range t.reasons {
		if n > 0 {
			r.Reasons = append(r.Reasons, Reason{traceReasonNames[why], n})
		}
	}
	slices.SortFunc(r.Reasons, func(a, b Reason) int { return cmp.Compare(a.Name, b.Name) })
	return r
}

// check is an error if more rows were skipped for what they hold than a share of
// all. Rows that the scenario leaves out do not count as skipped here.
func (t traceTally) check(file string, limit resource.Frac) error {
	if limit.Den == 0 {
		return nil
	}
	skipped := t.rows - t.kept
	for why, n := range t.reasons {
		if traceReason(why).chosen() {
			skipped -= n
		}
	}
	if skipped == 0 || (resource.Frac{Num: uint64(skipped), Den: uint64(t.rows)}).Cmp(limit) <= 0 {
		return nil
	}
	return fmt.Errorf("%s: %d of %d rows skipped, more than max_skipped allows", file, skipped, t.rows)
}
