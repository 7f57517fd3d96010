package workloads

import (
	"errors"

	"fairlead/sim"
)

// JobTable is any table with a job a row.
//
// A job runs from Start, or where there is no such column from Submit, to End,
// or for Duration; if neither has a column, for ever. A row whose Start says
// nothing never started: it is skipped, or kept and runs from Submit to End.
type JobTable struct {
	Table
	Format   string     // in reports; "" = csv
	Submit   TimeColumn // may be left out if all jobs are submitted together
	Start    TimeColumn
	End      TimeColumn
	Duration TimeColumn
	Tasks    string // column with the number of tasks; "" = 1
	Amounts  []TableAmount
}

// TimeColumn is a column with times.
type TimeColumn struct {
	Column   string   // "" = none
	Unit     sim.Time // that a 1 stands for; 0 = 1 s
	Optional bool     // a table without it has none
	Filled   bool     // rows that do not say have Fill
	Fill     sim.Time
}

// Name is csv, or the name of the mapping.
func (o *JobTable) Name() string { return traceOrElse(o.Format, "csv") }

// jobPlan is a JobTable whose options are checked.
type jobPlan struct{ *JobTable }

// prepare adds the resources of which the columns hold amounts.
func (o *JobTable) prepare(p *tracePlan) (traceRows, error) {
	switch {
	case o.Submit.Column == "" && !o.Submit.Filled && !p.Together:
		return nil, errors.New("submit has no column, so all jobs have to arrive together")
	case o.End.Column != "" && o.Duration.Column != "":
		return nil, errors.New("a job has an end or a duration, not both")
	case o.End.Column != "" && o.Submit.Column == "" && o.Start.Column == "":
		return nil, errors.New("an end needs a start or a time of submission")
	}
	for i := range o.Amounts {
		a := &o.Amounts[i]
		if err := unitInRange(a.unit()); err != nil {
			return nil, err
		}
		p.resource(a.Resource)
	}
	return jobPlan{o}, nil
}

// begin finds the columns.
func (o jobPlan) begin(p *tracePlan, lines *traceLines) (traceJudge, error) {
	t, err := o.Table.begin(lines)
	if err != nil {
		return nil, readFailed(p.File, 0, err)
	}
	j := &jobJudge{tableReader: t, plan: p, mem: -1}
	j.submit = t.findTime("submit", &o.Submit)
	j.start = t.findTime("start", &o.Start)
	j.end = t.findTime("end", &o.End)
	j.duration = t.findTime("duration", &o.Duration)
	if o.Tasks != "" {
		j.tasks = t.column("tasks", o.Tasks)
	}
	if p.By != "" {
		j.tenant = t.column("by", p.By)
	}
	for i := range o.Amounts {
		a := &o.Amounts[i]
		index := p.resource(a.Resource)
		if a.Resource == "mem" {
			j.mem = index
		}
		j.given = append(j.given, t.amount(a, index))
	}
	if j.submit.column == 0 && !j.submit.filled && !p.Together && t.err == nil {
		t.err = &ColumnError{"submit", o.Submit.Column, t.header, t.names}
	}
	return j, t.err
}

// timeColumn is a TimeColumn that is found.
type timeColumn struct {
	column int // 0 = none
	unit   int64
	filled bool
	fill   int64
}

// findTime finds a column of times, if the mapping has one.
func (r *tableReader) findTime(key string, c *TimeColumn) timeColumn {
	found := timeColumn{unit: int64(c.Unit), filled: c.Filled, fill: int64(c.Fill)}
	if found.unit <= 0 {
		found.unit = int64(sim.Second)
	}
	switch {
	case c.Column == "":
	case c.Optional:
		found.column, _ = r.find(c.Column)
	default:
		found.column = r.column(key, c.Column)
	}
	return found
}

// jobJudge reads the rows of one pass.
type jobJudge struct {
	*tableReader
	plan                         *tracePlan
	submit, start, end, duration timeColumn
	tasks, tenant                int // columns, 0 = none
	given                        []tableAmount
	mem                          int // in tracePlan.resources, -1 = no column has it
}

// judge reads a line.
func (j *jobJudge) judge(line []byte, row *traceRow) (traceReason, bool) {
	why, is := j.row(line)
	if why != traceFine || !is {
		return why, is
	}
	if why := j.readSubmit(row); why != traceFine {
		return why, true
	}
	if why := j.readRun(row); why != traceFine {
		return why, true
	}
	if j.tenant > 0 {
		row.tenant = j.at(j.tenant)
	}
	return j.readTasks(row), true
}

// readSubmit reads the time of submission, perhaps below 0. Without a column
// all are submitted at once.
func (j *jobJudge) readSubmit(row *traceRow) traceReason {
	row.submit = j.submit.fill
	if j.submit.column == 0 {
		return traceFine
	}
	ns, kind := j.time(j.submit.column, j.submit.unit)
	switch {
	case kind == traceKnown:
		row.submit = ns
	case kind == traceText:
		return traceBadSubmit
	case kind == traceHuge:
		return traceFarSubmit
	case !j.submit.filled:
		return traceNoSubmit
	default:
		row.repair(traceFilledSubmit)
	}
	return traceFine
}

// readRun reads how long the tasks run.
func (j *jobJudge) readRun(row *traceRow) traceReason {
	ns, kind, started := j.runTime(row)
	if !started && !j.plan.KeepPending {
		return tracePending
	}
	switch {
	case kind == traceText:
		return traceBadRun
	case kind == traceHuge:
		return traceLongRun
	case kind == traceMissing && !j.duration.filled:
		return traceNoRun
	case kind == traceMissing:
		ns = j.duration.fill
		if j.duration.column > 0 || j.end.column > 0 {
			row.repair(traceFilledRun)
		}
	case ns < 0:
		return traceNegativeRun
	}
	if !started {
		row.repair(traceKeptPending)
	}
	if ns == int64(sim.Endless) {
		row.duration = ns
		return traceFine
	}
	return j.plan.run(row, ns)
}

// runTime is the run time that the row gives, and whether its job ever started.
func (j *jobJudge) runTime(row *traceRow) (ns int64, kind traceKind, started bool) {
	from := row.submit
	known := j.submit.column > 0 || j.submit.filled
	started = j.start.column == 0
	if !started {
		ns, kind = j.time(j.start.column, j.start.unit)
		if started = kind != traceMissing; started {
			from, known = ns, true
		}
		if started && kind != traceKnown {
			return 0, kind, true
		}
	}
	switch {
	case j.duration.column > 0:
		ns, kind = j.time(j.duration.column, j.duration.unit)
		return ns, kind, started
	case j.end.column > 0 && !known:
		return 0, traceMissing, started
	case j.end.column > 0:
		ns, kind = j.time(j.end.column, j.end.unit)
		return ns - from, kind, started
	case j.duration.filled:
		return 0, traceMissing, started
	}
	return int64(sim.Endless), traceKnown, started
}

// readTasks reads the number of tasks.
func (j *jobJudge) readTasks(row *traceRow) traceReason {
	row.tasks = 1
	if j.tasks == 0 {
		return traceFine
	}
	return row.count(j.number(j.tasks), traceNoTasks, traceManyTasks, traceOddTasks)
}

// amounts reads what a task needs. What the row does not say is filled, or
// taken to be none and noted.
func (j *jobJudge) amounts(row *traceRow) traceReason {
	for i := range j.plan.resources {
		row.amounts[i] = j.plan.resources[i].otherwise
	}
	for i := range j.given {
		from := &j.given[i]
		amount, given, ok := from.read(&j.tableCells, row.tasks)
		switch {
		case !ok:
			return traceBadAmount
		case given:
			row.amounts[from.resource] = amount
		case j.plan.resources[from.resource].filled:
		case from.resource == j.mem:
			row.noMem = true
		default:
			row.repair(traceNoAmount)
		}
	}
	for _, amount := range row.amounts {
		if amount > 0 {
			return traceFine
		}
	}
	return traceNothing
}
