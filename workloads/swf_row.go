package workloads

import "bytes"

// begin starts with the first line.
func (s *swfPlan) begin(p *tracePlan, lines *traceLines) (traceJudge, error) {
	lines.comment = swfComment
	return &swfJudge{swfPlan: s, plan: p, fields: swfFields{ends: make([]traceSpan, s.last)}}, nil
}

// swfJudge reads the rows of one pass.
type swfJudge struct {
	*swfPlan
	plan   *tracePlan
	fields swfFields
}

// judge reads a line.
func (r *swfJudge) judge(line []byte, row *traceRow) (traceReason, bool) {
	f := &r.fields
	if f.split(line); f.n == 0 {
		return traceFine, false
	}
	if s := f.number(swfStatus); s.kind == traceKnown && s.whole >= 2 && s.whole <= 4 {
		return tracePartial, true // the job's summary stands on a line of its own
	}
	if why := r.submit(row); why != traceFine {
		return why, true
	}
	if why := r.run(row); why != traceFine {
		return why, true
	}
	if r.by > 0 {
		row.tenant = f.at(r.by)
	}
	return r.procs(row), true
}

// submit reads the time of submission.
func (r *swfJudge) submit(row *traceRow) traceReason {
	n := r.fields.number(swfSubmit)
	switch {
	case n.kind == traceMissing, n.kind == traceNegative:
		return traceNoSubmit
	case n.kind == traceText:
		return traceBadSubmit
	case n.kind == traceHuge, n.whole > traceMaxSubmit:
		return traceFarSubmit
	}
	row.submit = n.whole*1e9 + n.nanos
	return traceFine
}

// run reads the run time. A job never started if the log does not know its run
// time, or if it was cancelled with a run time of 0 and without processors.
func (r *swfJudge) run(row *traceRow) traceReason {
	f := &r.fields
	n := f.number(swfRun)
	switch {
	case n.kind == traceText:
		return traceBadRun
	case n.kind == traceNegative:
		return traceNegativeRun
	case n.kind == traceMissing, n == traceNumber{} && f.cancelled() && !f.number(swfProcs).positive():
		n = f.number(swfRequestTime)
		if !r.plan.KeepPending || !n.positive() {
			return tracePending
		}
		row.repaired = traceRequested
	}
	if n.kind == traceHuge || n.whole > traceMaxRun {
		return traceLongRun
	}
	return r.plan.run(row, n.whole*1e9+n.nanos)
}

// procs reads the number of processors, each of which is a task.
func (r *swfJudge) procs(row *traceRow) traceReason {
	n := r.fields.number(swfProcs)
	if n.kind == traceHuge || !n.positive() {
		n = r.fields.number(swfRequestProcs)
	}
	return row.count(n, traceNoProcs, traceManyProcs, traceOddProcs)
}

// amounts reads what a task needs. Memory that nobody says anything about is
// noted, since it is then taken to be none.
func (r *swfJudge) amounts(row *traceRow) traceReason {
	for i, known := range r.plan.resources {
		row.amounts[i] = known.otherwise
	}
	row.noMem = row.amounts[r.mem] == 0
	for i := range r.sources {
		from := &r.sources[i]
		amount, given := r.amount(from, row.tasks)
		if given {
			row.amounts[from.resource] = amount
			row.noMem = row.noMem && from.resource != r.mem
		}
	}
	return traceFine
}

// amount is what a task of the row needs of a resource, and whether the row
// says so.
func (r *swfJudge) amount(from *swfSource, tasks int64) (thousandths int64, given bool) {
	for _, column := range from.columns {
		if column == 0 {
			break
		}
		n := r.fields.number(column)
		if n.kind == traceHuge {
			return traceMaxAmount, true
		}
		if n.positive() {
			return from.amount(n, tasks), true
		}
	}
	return 0, false
}

// swfFields are the columns of one row.
type swfFields struct {
	line []byte
	n    int         // columns that the row has, as far as they matter
	ends []traceSpan // where they stand
}

// split finds the columns of a line. A column that begins with a semicolon or
// # begins a comment, which ends the row.
func (f *swfFields) split(line []byte) {
	f.line, f.n = line, 0
	i := 0
	for f.n < len(f.ends) {
		for i < len(line) && traceBlank(line[i]) {
			i++
		}
		if i == len(line) || line[i] == ';' || line[i] == '#' {
			return
		}
		a := i
		for i < len(line) && !traceBlank(line[i]) {
			i++
		}
		f.ends[f.n] = traceSpan{int32(a), int32(i)}
		f.n++
	}
}

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
func (f *swfFields) number(column int) traceNumber { return parseTraceNumber(f.at(column)) }

// cancelled reports a row with that status.
func (f *swfFields) cancelled() bool {
	s := f.number(swfStatus)
	return s.kind == traceKnown && s.whole == 5
}
