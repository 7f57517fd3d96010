package workloads

import (
	"bytes"
	"io"
	"math"

	"fairlead/sim/resource"
)

// traceRow is a row that is kept.
type traceRow struct {
	number   int64 // among the rows, from 1
	submit   int64 // ns, as the log has it
	duration int64 // ns
	tasks    int64
	tenant   []byte  // the column of By as it stands, good until the next row
	amounts  []int64 // of a task, by tracePlan.resources, good until the next row
	noMem    bool    // neither the row nor the scenario says how much
	repaired traceReason
}

// repair notes the first thing that was changed or assumed.
func (r *traceRow) repair(why traceReason) {
	if r.repaired == traceFine {
		r.repaired = why
	}
}

// count sets the number of tasks, of which a fraction counts as one. There may
// be none, too many or an odd number.
func (r *traceRow) count(n traceNumber, none, many, odd traceReason) traceReason {
	switch {
	case n.kind == traceHuge, n.whole > traceMaxTasks:
		return many
	case !n.positive():
		return none
	}
	r.tasks = n.whole
	if n.nanos > 0 {
		r.tasks++
		r.repair(odd)
	}
	return traceFine
}

// traceReader reads a trace from its beginning and judges the rows.
type traceReader struct {
	plan  *tracePlan
	from  int64 // the window, in times of the log
	to    int64
	row   traceRow
	lines traceLines
	judge traceJudge
	file  io.Closer
}

// begin opens the trace for a pass over the rows with from <= submit < to.
func (p *tracePlan) begin(from, to int64) (*traceReader, error) {
	file, text, err := openTrace(p.Path, p.Open)
	if err != nil {
		return nil, readFailed(p.File, 0, err)
	}
	r := &traceReader{
		plan: p, from: from, to: to, file: file,
		row:   traceRow{amounts: make([]int64, len(p.resources))},
		lines: newTraceLines(text),
	}
	if r.judge, err = p.rows.begin(p, &r.lines); err != nil {
		file.Close() // was only read
		return nil, err
	}
	return r, nil
}

// next judges the next row: why it is skipped, or traceFine if row is kept. At
// the end of the file the error is io.EOF.
func (r *traceReader) next() (traceReason, error) {
	for {
		line, long, err := r.lines.next()
		switch {
		case err == io.EOF:
			return traceFine, err
		case err != nil:
			return traceFine, readFailed(r.plan.File, r.row.number+1, err)
		case long:
			r.row.number++
			return traceLong, nil
		}
		r.row.repaired, r.row.noMem, r.row.tenant = traceFine, false, nil
		why, is := r.judge.judge(line, &r.row)
		if !is {
			continue
		}
		r.row.number++
		switch {
		case why != traceFine:
			return why, nil
		case r.row.submit < r.from || r.row.submit >= r.to:
			return traceOutside, nil
		}
		return r.judge.amounts(&r.row), nil
	}
}

// run judges the run time n of a row, in ns, that has one.
func (p *tracePlan) run(row *traceRow, n int64) traceReason {
	switch {
	case n > traceMaxRun*1e9+999_999_999:
		return traceLongRun
	case n > 0:
		row.duration = n
	case p.SkipZero:
		return traceZeroRun
	default:
		row.duration = int64(p.Zero)
		row.repair(traceZeroRun)
	}
	if row.duration < traceMinRun {
		row.duration = traceMinRun
		row.repair(traceShortRun)
	}
	return traceFine
}

// traceColumn is how the numbers of a column become amounts of a task.
type traceColumn struct {
	unit   resource.Frac
	perJob bool
}

// amount converts a number of the column for a job of that many tasks, rounded
// up to a thousandth. Amounts above the limit fit nowhere and stay there.
func (c *traceColumn) amount(n traceNumber, tasks int64) int64 {
	num, den := int64(c.unit.Num), int64(c.unit.Den)
	if n.whole > math.MaxInt64/num {
		return traceMaxAmount
	}
	whole, part := n.whole*num/den, n.whole*num%den
	if n.nanos > 0 { // whole + (part + nanos·num/1e9) / den, rounded up
		part += (n.nanos*num + 999_999_999) / 1_000_000_000
	}
	whole += (part + den - 1) / den
	if c.perJob {
		whole = (whole + tasks - 1) / tasks
	}
	return min(whole, traceMaxAmount)
}

// traceBlank reports what may stand between columns.
func traceBlank(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// traceSpan is a part of a line.
type traceSpan struct{ a, b int32 }

// byteOrderMark may stand before the first line of a file.
var byteOrderMark = []byte("\xef\xbb\xbf")

// newTraceLines reads lines from their beginning.
func newTraceLines(text io.Reader) traceLines {
	l := traceLines{from: text, buf: make([]byte, traceMaxLine)}
	l.fill()
	for l.b < len(byteOrderMark) && l.err == nil {
		l.fill()
	}
	if bytes.HasPrefix(l.buf[:l.b], byteOrderMark) {
		l.a = len(byteOrderMark)
	}
	return l
}
