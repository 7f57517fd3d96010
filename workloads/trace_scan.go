package workloads

import (
	"fmt"
	"io"
	"math"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// TraceScan is what a first reading of a trace found out: who submits how much.
// It does not change, so several runs may use one.
type TraceScan struct {
	plan     *tracePlan
	values   traceValues
	tenants  []TraceTenant
	tenantOf []int32 // by value; traceOverflow = left out
	overflow int32   // the tenant of values beyond the limit

	tally    traceTally
	work     []traceSum // by resource: thousandths × ns
	from, to int64      // the window, in times of the log
	origin   int64      // time of the log at the start of the run
	first    int64      // time of the first kept submission
	last     int64      // and of the last
	endless  bool       // some rows run for ever
	lateness int64      // no row comes later in the file than a row submitted longer after it than this
}

// TraceTenant is a tenant that a trace brings.
type TraceTenant struct {
	Name  string // by the pattern of SWF.Name, or SWF.Rest
	Value string // in the column of SWF.By; "" for the rest and if there is one tenant only
	Jobs  int64
	Rest  bool // it stands for all values that are not apart
}

// Scan reads the trace once, or twice if a window or the biggest tenants must
// be found first. An error is a mistake in o, or a *ReadError.
func (o *Trace) Scan() (*TraceScan, error) {
	p, err := o.plan()
	if err != nil {
		return nil, err
	}
	s := &TraceScan{plan: p, from: math.MinInt64, to: math.MaxInt64, overflow: traceOverflow}
	if err := s.pass(true); err != nil {
		return nil, err
	}
	s.origin = s.first
	if p.From > 0 || p.For > 0 {
		if err := s.window(); err != nil {
			return nil, err
		}
	}
	s.choose()
	if p.skipRest && (s.overflow == traceOverflow && s.values.over > 0 || len(s.tenants) < len(s.values.names)) {
		if err := s.pass(false); err != nil {
			return nil, err
		}
	}
	if s.endless && p.load != nil {
		return nil, fmt.Errorf("load: jobs that run for ever have no load to stretch")
	}
	if s.tally.kept > math.MaxInt32 {
		return nil, fmt.Errorf("%s: %d jobs are too many", p.File, s.tally.kept)
	}
	return s, nil
}

// window leaves out the rows that were not submitted in the window.
func (s *TraceScan) window() error {
	s.from = traceLater(s.origin, s.plan.From)
	if s.plan.For > 0 {
		s.to = traceLater(s.from, s.plan.For)
	}
	s.origin = s.from
	return s.pass(true)
}

// traceLater adds without going round.
func traceLater(t int64, d sim.Time) int64 {
	if t > 0 && int64(d) > math.MaxInt64-t {
		return math.MaxInt64
	}
	return t + int64(d)
}

// pass reads all rows and sums them up anew. The first pass over a choice of
// rows counts them by value; once tenants are chosen, others are left out.
func (s *TraceScan) pass(count bool) error {
	s.tally, s.work = traceTally{}, make([]traceSum, len(s.plan.resources))
	s.first, s.last, s.lateness, s.endless = 0, 0, 0, false
	if count {
		s.values = newTraceValues()
		if s.plan.By == "" {
			s.values.of(nil, true) // the one tenant is there even if it has no rows
		}
	}
	r, err := s.plan.begin(s.from, s.to)
	if err != nil {
		return err
	}
	defer r.file.Close() // was only read
	for {
		why, err := r.next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case why != traceFine:
			s.tally.skip(why)
			continue
		}
		value, readable, _ := s.values.of(r.row.tenant, count)
		if count {
			s.count(value)
		} else if s.tenant(value) == traceOverflow {
			s.tally.skip(traceLeftOut)
			continue
		}
		if !readable && r.row.repaired == traceFine {
			r.row.repaired = traceBadTenant
		}
		s.add(&r.row)
	}
}

// count adds a row to its value.
func (s *TraceScan) count(value int32) {
	if value == traceOverflow {
		s.values.over++
		return
	}
	s.values.rows[value]++
}

// add sums up a kept row.
func (s *TraceScan) add(row *traceRow) {
	if s.tally.kept == 0 {
		s.first, s.last = row.submit, row.submit
	}
	s.first = min(s.first, row.submit)
	s.last = max(s.last, row.submit)
	s.lateness = max(s.lateness, s.last-row.submit)
	endless := row.duration == int64(sim.Endless)
	s.endless = s.endless || endless
	for i, amount := range row.amounts {
		if amount > 0 && !endless {
			s.work[i].add(uint64(row.tasks), uint64(amount), uint64(row.duration))
		}
	}
	s.tally.keep(row)
}

// choose makes tenants of the values: the biggest, then the rest. A value whose
// tenant would be called like the rest belongs to it.
func (s *TraceScan) choose() {
	p := s.plan
	s.tenantOf = make([]int32, len(s.values.names))
	rest := TraceTenant{Name: p.Rest, Jobs: s.values.over, Rest: true}
	others := s.values.over > 0
	var later []int32
	for _, v := range s.values.ranked() {
		name, n := p.tenant(s.values.names[v]), s.values.rows[v]
		if p.By != "" && (len(s.tenants) == p.Max || name == p.Rest && !p.skipRest) {
			rest.Jobs += n
			later, others = append(later, v), true
			continue
		}
		s.tenantOf[v] = int32(len(s.tenants))
		t := TraceTenant{Name: name, Jobs: n}
		if p.By != "" {
			t.Value = s.values.names[v]
		}
		s.tenants = append(s.tenants, t)
	}
	if others && !p.skipRest {
		s.overflow = int32(len(s.tenants))
		s.tenants = append(s.tenants, rest)
	}
	for _, v := range later {
		s.tenantOf[v] = s.overflow
	}
}

// tenant is the tenant of a value, or traceOverflow if its rows are left out.
func (s *TraceScan) tenant(value int32) int32 {
	if value == traceOverflow {
		return s.overflow
	}
	return s.tenantOf[value]
}

// Tenants lists the tenants, those with most rows first and the rest last. The
// slice must not be changed.
func (s *TraceScan) Tenants() []TraceTenant { return s.tenants }

// Report says what became of the rows in a cluster with these resources.
func (s *TraceScan) Report(d *resource.Dims) SourceReport {
	return s.tally.report(s.plan.File, s.plan.Format.Name(), d.Index("mem") >= 0)
}

// Check is an error if more rows were skipped for what they hold than
// MaxSkipped allows. Rows that the scenario leaves out by its window or by
// tenant do not count as skipped here.
func (s *TraceScan) Check() error { return s.tally.check(s.plan.File, s.plan.MaxSkipped) }
