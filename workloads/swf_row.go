package workloads

import (
	"bytes"
	"io"
	"math"
)

// swfRow is a row that is kept.
type swfRow struct {
	number   int64 // among the rows, from 1
	submit   int64 // ns, as the log has it
	duration int64 // ns
	tasks    int64
	tenant   []byte  // the column of By as it stands, good until the next row
	amounts  []int64 // of a task, by swfPlan.resources, good until the next row
	noMem    bool    // neither the row nor the scenario says how much
	repaired swfReason
}

// swfReader reads a trace from its beginning and judges the rows.
type swfReader struct {
	plan   *swfPlan
	from   int64 // the window, in times of the log
	to     int64
	row    swfRow
	lines  swfLines
	fields swfFields
	file   io.Closer
}

// begin opens the trace for a pass over the rows with from <= submit < to.
func (p *swfPlan) begin(from, to int64) (*swfReader, error) {
	file, text, err := p.open()
	if err != nil {
		return nil, p.failed(0, err)
	}
	return &swfReader{
		plan: p, from: from, to: to, file: file,
		row:    swfRow{amounts: make([]int64, len(p.resources))},
		lines:  swfLines{from: text, buf: make([]byte, swfMaxLine)},
		fields: swfFields{ends: make([]swfSpan, p.last)},
	}, nil
}

// next judges the next row: why it is skipped, or swfFine if row is kept. At
// the end of the file the error is io.EOF.
func (r *swfReader) next() (swfReason, error) {
	for {
		line, long, err := r.lines.next()
		switch {
		case err == io.EOF:
			return swfFine, err
		case err != nil:
			return swfFine, r.plan.failed(r.row.number+1, err)
		}
		if r.row.number == 0 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")) // a byte order mark
		}
		if long {
			r.row.number++
			return swfLong, nil
		}
		if r.fields.split(line); r.fields.n > 0 {
			r.row.number++
			return r.judge(), nil
		}
	}
}

// judge reads the row whose fields were split off.
func (r *swfReader) judge() swfReason {
	f, row := &r.fields, &r.row
	row.repaired, row.noMem = swfFine, false
	if s := f.number(swfStatus); s.kind == swfKnown && s.whole >= 2 && s.whole <= 4 {
		return swfPartial // the job's summary stands on a line of its own
	}
	if why := r.submit(); why != swfFine {
		return why
	}
	if why := r.run(); why != swfFine {
		return why
	}
	if why := r.procs(); why != swfFine {
		return why
	}
	if row.submit < r.from || row.submit >= r.to {
		return swfOutside
	}
	row.tenant = nil
	if r.plan.by > 0 {
		row.tenant = f.at(r.plan.by)
	}
	for i := range r.plan.resources {
		amount, given := r.amount(&r.plan.resources[i])
		row.amounts[i] = amount
		if i == r.plan.mem && !given && amount == 0 {
			row.noMem = true
		}
	}
	return swfFine
}

// submit reads the time of submission.
func (r *swfReader) submit() swfReason {
	n := r.fields.number(swfSubmit)
	switch {
	case n.kind == swfMissing, n.kind == swfNegative:
		return swfNoSubmit
	case n.kind == swfText:
		return swfBadSubmit
	case n.kind == swfHuge, n.whole > swfMaxSubmit:
		return swfFarSubmit
	}
	r.row.submit = n.whole*1e9 + n.nanos
	return swfFine
}

// run reads the run time. A job never started if the log does not know its run
// time, or if it was cancelled with a run time of 0 and without processors.
func (r *swfReader) run() swfReason {
	f, row := &r.fields, &r.row
	n := f.number(swfRun)
	switch {
	case n.kind == swfText:
		return swfBadRun
	case n.kind == swfNegative:
		return swfNegativeRun
	case n.kind == swfMissing, n == swfNumber{} && f.cancelled() && !f.number(swfProcs).positive():
		n = f.number(swfRequestTime)
		if !r.plan.KeepPending || !n.positive() {
			return swfPending
		}
		row.repaired = swfRequested
	}
	switch {
	case n.kind == swfHuge, n.whole > swfMaxRun:
		return swfLongRun
	case n.positive():
		row.duration = n.whole*1e9 + n.nanos
	case r.plan.SkipZero:
		return swfZeroRun
	default:
		row.duration, row.repaired = int64(r.plan.Zero), swfZeroRun
	}
	if row.duration < swfMinRun {
		row.duration, row.repaired = swfMinRun, swfShortRun
	}
	return swfFine
}

// procs reads the number of processors, each of which is a task. A fraction of
// one counts as one.
func (r *swfReader) procs() swfReason {
	n := r.fields.number(swfProcs)
	if n.kind == swfHuge || !n.positive() {
		n = r.fields.number(swfRequestProcs)
	}
	switch {
	case n.kind == swfHuge, n.whole > swfMaxProcs:
		return swfManyProcs
	case !n.positive():
		return swfNoProcs
	}
	r.row.tasks = n.whole
	if n.nanos > 0 {
		r.row.tasks++
		if r.row.repaired == swfFine {
			r.row.repaired = swfOddProcs
		}
	}
	return swfFine
}

// amount is what a task of the row needs of a resource, and whether the row
// says so.
func (r *swfReader) amount(from *swfResource) (thousandths int64, given bool) {
	for _, column := range from.columns {
		if column == 0 {
			break
		}
		n := r.fields.number(column)
		if n.kind == swfHuge {
			return swfMaxAmount, true
		}
		if n.positive() {
			return from.amount(n, r.row.tasks), true
		}
	}
	return from.otherwise, false
}

// amount converts a number of the column for a job of that many tasks, rounded
// up to a thousandth. Amounts above the limit fit nowhere and stay there.
func (f *swfResource) amount(n swfNumber, tasks int64) int64 {
	num, den := int64(f.unit.Num), int64(f.unit.Den)
	if n.whole > math.MaxInt64/num {
		return swfMaxAmount
	}
	whole, part := n.whole*num/den, n.whole*num%den
	if n.nanos > 0 { // whole + (part + nanos·num/1e9) / den, rounded up
		part += (n.nanos*num + 999_999_999) / 1_000_000_000
	}
	whole += (part + den - 1) / den
	if f.perJob {
		whole = (whole + tasks - 1) / tasks
	}
	return min(whole, swfMaxAmount)
}

// swfFields are the columns of one row.
type swfFields struct {
	line []byte
	n    int       // columns that the row has, as far as they matter
	ends []swfSpan // where they stand
}

// swfSpan is a part of a line.
type swfSpan struct{ a, b int32 }

// split finds the columns of a line. A column that begins with a semicolon or
// # begins a comment, which ends the row.
func (f *swfFields) split(line []byte) {
	f.line, f.n = line, 0
	i := 0
	for f.n < len(f.ends) {
		for i < len(line) && swfBlank(line[i]) {
			i++
		}
		if i == len(line) || line[i] == ';' || line[i] == '#' {
			return
		}
		a := i
		for i < len(line) && !swfBlank(line[i]) {
			i++
		}
		f.ends[f.n] = swfSpan{int32(a), int32(i)}
		f.n++
	}
}

// swfBlank reports what may stand between columns.
func swfBlank(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// swfComment reports a line that begins with a comment.
func swfComment(line []byte) bool {
	line = bytes.TrimLeft(line, "\t\v\f\r ")
	return len(line) > 0 && (line[0] == ';' || line[0] == '#')
}

// at is a column as it stands, empty if the row is too short.
func (f *swfFields) at(column int) []byte {
	if column > f.n {
		return nil
	}
	s := f.ends[column-1]
	return f.line[s.a:s.b]
}

// number is a column as a number.
func (f *swfFields) number(column int) swfNumber { return parseSWFNumber(f.at(column)) }

// cancelled reports a row with that status.
func (f *swfFields) cancelled() bool {
	s := f.number(swfStatus)
	return s.kind == swfKnown && s.whole == 5
}
