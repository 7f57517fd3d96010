package workloads

import (
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// SWF says how a trace in the Standard Workload Format becomes jobs.
//
// The format is that of the Parallel Workloads Archive, version 2.2: a job a
// line, 18 columns apart by blanks, -1 for what is not known, comments after a
// semicolon. Real logs bend it, so the reader takes what it finds: fewer or
// more columns, fractions, epoch times, any order, gzip. No row is a mistake.
// Each is kept, perhaps repaired, or skipped, and counted with a reason.
//
// A kept row is one job of as many tasks as it has processors (column 5, else
// 8), of 1 cpu each, all as long as its run time (column 4).
//
//	scan, err := (&SWF{Path: "log.swf.gz", By: "group", Name: "vo-*"}).Scan()
//	for _, t := range scan.Tenants() { … }    // who submits, biggest first
//	source := scan.Source(SWFBind{…})         // reads the file again, as the run goes
//	for source.Next(&job) { … }
//	err = source.Err()
type SWF struct {
	Path string                        // the file to open
	File string                        // its name in messages and reports; "" = Path
	Open func() (io.ReadCloser, error) // instead of opening Path; nil = open Path

	Name string // of a tenant; with By its * stands for the value; "" = *
	By   string // column whose values are the tenants: see SWFColumnOf; "" = one tenant
	Max  int    // tenants that stand apart, those with most rows; 0 = 64
	Rest string // name of the tenant that the others are together; "" = other, "skip" = skip their rows

	Zero        sim.Time // run time of rows that have 0; 0 = 1 s
	SkipZero    bool     // skip them instead
	KeepPending bool     // rows that never started run as long as they requested, instead of being skipped

	Columns []SWFColumn // where amounts stand that SWF has no column for, or has in another unit
	Fill    []SWFFill   // amounts a task, where the row gives none

	From      sim.Time // the window starts this long after the log
	For       sim.Time // and is this long; 0 = to the end
	TimeScale float64  // multiplies the times of submission: 2 halves the rate; 0 = 1
	Load      float64  // stretches time until work / (capacity × span) is this; 0 = leave it
	Together  bool     // all jobs are submitted at the instant Arrive
	Arrive    sim.Time

	MaxSkipped resource.Frac // share of rows that may be skipped, see SWFScan.Check; zero = all
}

// SWFColumn says that a column holds amounts of a resource. The amounts are a
// task's unless PerJob is set; then they are divided by the tasks, rounded up.
type SWFColumn struct {
	Resource string
	Column   int           // from 1
	Unit     resource.Frac // thousandths that a 1 in the column stands for, see SWFUnit; zero = 1 KB of mem, 1 of others
	PerJob   bool
}

// SWFFill is an amount of a resource in thousandths.
type SWFFill struct {
	Resource string
	Amount   int64
}

// Columns of the format, counted from 1.
const (
	swfSubmit        = 2
	swfRun           = 4
	swfProcs         = 5
	swfUsedMem       = 7
	swfRequestProcs  = 8
	swfRequestTime   = 9
	swfRequestMem    = 10
	swfStatus        = 11
	swfUser          = 12
	swfGroup         = 13
	swfApplication   = 14
	swfQueue         = 15
	swfPartition     = 16
	swfHighestColumn = 999 // that may be asked for
)

// Limits that keep sums inside 64 bits, in seconds where they are times. The
// first reaches the year 2096 in logs with epoch times.
const (
	swfMaxSubmit = 4_000_000_000
	swfMaxRun    = 1_000_000_000
	swfMaxProcs  = 1_000_000_000
	swfMaxAmount = 1_000_000_000_000_000     // thousandths; more fits no node either
	swfMaxAt     = 4_000_000_000_000_000_000 // ns; later submissions are held here
	swfMaxValues = 1 << 20                   // tenants told apart; further ones go to the rest
	swfMaxName   = 100                       // bytes of a value that becomes a tenant
	swfMinRun    = int64(sim.Millisecond)    // durations are at least this
)

// swfWords are the columns that By may call by a word.
var swfWords = []struct {
	word   string
	column int
}{
	{"user", swfUser}, {"group", swfGroup}, {"application", swfApplication},
	{"queue", swfQueue}, {"partition", swfPartition},
}

// SWFColumnOf finds the column that By means: user, group, application, queue,
// partition or a column's number.
func SWFColumnOf(by string) (int, error) {
	words := make([]string, len(swfWords))
	for i, w := range swfWords {
		if w.word == by {
			return w.column, nil
		}
		words[i] = w.word
	}
	n, err := strconv.Atoi(by)
	if err != nil {
		return 0, fmt.Errorf("%q is no column of SWF: want %s or a number", by, strings.Join(words, ", "))
	}
	return n, swfColumnInRange(n)
}

// swfColumnInRange refuses columns that no log has.
func swfColumnInRange(n int) error {
	if n < 1 || n > swfHighestColumn {
		return fmt.Errorf("column %d: want 1 to %d", n, swfHighestColumn)
	}
	return nil
}

// swfPlan is an SWF with its defaults filled in and its words looked up.
type swfPlan struct {
	SWF
	by        int // column, 0 = one tenant
	skipRest  bool
	last      int // the last column that is looked at
	resources []swfResource
	mem       int // which of them is mem
	scale     resource.Frac
	load      *big.Rat
}

// swfResource is where the amounts of one resource come from.
type swfResource struct {
	name      string
	columns   [2]int // the first that gives an amount above 0 counts; 0 = none
	unit      resource.Frac
	perJob    bool
	otherwise int64 // what a task needs if none does
}

// plan checks o and completes it.
func (o *SWF) plan() (*swfPlan, error) {
	p := &swfPlan{SWF: *o, scale: resource.One}
	p.File = swfOrElse(o.File, o.Path)
	p.Name = swfOrElse(o.Name, "*")
	p.Rest = swfOrElse(o.Rest, "other")
	p.skipRest = o.Rest == "skip"
	if p.Max <= 0 {
		p.Max = 64
	}
	if p.Zero <= 0 {
		p.Zero = sim.Second
	}
	if o.By != "" {
		var err error
		if p.by, err = SWFColumnOf(o.By); err != nil {
			return nil, err
		}
		if !strings.Contains(p.Name, "*") {
			return nil, fmt.Errorf("name %q has no * for the value of %s", p.Name, o.By)
		}
	}
	if err := p.planTime(); err != nil {
		return nil, err
	}
	if err := p.planResources(); err != nil {
		return nil, err
	}
	p.last = max(p.last, swfStatus, p.by)
	return p, nil
}

func swfOrElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// planTime turns the factors on time into exact fractions of their decimals.
func (p *swfPlan) planTime() error {
	if p.TimeScale != 0 {
		r, ok := swfDecimal(p.TimeScale)
		if !ok || r.Sign() < 0 || !r.Num().IsUint64() || !r.Denom().IsUint64() {
			return fmt.Errorf("time_scale %v: want a number above 0, with few digits", p.TimeScale)
		}
		p.scale = resource.Frac{Num: r.Num().Uint64(), Den: r.Denom().Uint64()}
	}
	if p.Load != 0 {
		r, ok := swfDecimal(p.Load)
		if !ok || r.Sign() < 0 {
			return fmt.Errorf("load %v: want a number above 0", p.Load)
		}
		p.load = r
	}
	if p.From < 0 || p.For < 0 || p.Arrive < 0 {
		return fmt.Errorf("a time before the log starts")
	}
	return nil
}

// swfDecimal is the number that f was written as, exactly.
func swfDecimal(f float64) (*big.Rat, bool) {
	return new(big.Rat).SetString(strconv.FormatFloat(f, 'g', -1, 64))
}

// swfKB is the format's unit of memory, 1,024 bytes as batch systems count.
var swfKB = resource.Frac{Num: resource.Unit, Den: 1024}

// planResources lists where each resource comes from: cpus, mem, then those of
// Columns and Fill.
func (p *swfPlan) planResources() error {
	p.resources = []swfResource{
		{name: "cpus", otherwise: resource.Unit},
		{name: "mem", columns: [2]int{swfRequestMem, swfUsedMem}, unit: swfKB},
	}
	p.mem = 1
	for _, c := range p.Columns {
		if err := swfColumnInRange(c.Column); err != nil {
			return err
		}
		unit := c.Unit
		switch {
		case unit != resource.Frac{}:
		case c.Resource == "mem":
			unit = swfKB
		default:
			unit = resource.Frac{Num: resource.Unit, Den: 1}
		}
		if unit.Num == 0 || unit.Den == 0 || unit.Num > swfMaxUnit || unit.Den > swfMaxUnit {
			return fmt.Errorf("column %d: a unit of %d/%d thousandths", c.Column, unit.Num, unit.Den)
		}
		r := p.resource(c.Resource)
		r.columns, r.unit, r.perJob = [2]int{c.Column}, unit, c.PerJob
		p.last = max(p.last, c.Column)
	}
	for _, f := range p.Fill {
		if f.Amount < 0 || f.Amount > swfMaxAmount {
			return fmt.Errorf("fill of %s: out of range", f.Resource)
		}
		if f.Resource != "cpus" { // a row always gives those
			p.resource(f.Resource).otherwise = f.Amount
		}
	}
	return nil
}

// resource finds or adds a resource.
func (p *swfPlan) resource(name string) *swfResource {
	i := slices.IndexFunc(p.resources, func(r swfResource) bool { return r.name == name })
	if i < 0 {
		i = len(p.resources)
		p.resources = append(p.resources, swfResource{name: name})
	}
	return &p.resources[i]
}

// tenant is the name of the tenant that has this value.
func (p *swfPlan) tenant(value string) string {
	if p.by == 0 {
		return p.Name
	}
	return strings.ReplaceAll(p.Name, "*", value)
}
