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

// Trace says how a recorded log becomes jobs: which file, in which format, and
// what of it is replayed when and for whom.
//
// Real logs bend their formats, so a reader takes what it finds: any order,
// fractions, epoch times, gzip whatever the name. No row is a mistake. Each is
// kept, perhaps repaired, or skipped, and counted with a reason.
//
//	scan, err := (&Trace{Path: "log.swf.gz", Format: SWF{}, By: "group", Name: "vo-*"}).Scan()
//	for _, t := range scan.Tenants() { … }    // who submits, biggest first
//	source := scan.Source(TraceBind{…})       // reads the file again, as the run goes
//	for source.Next(&job) { … }
//	err = source.Err()
type Trace struct {
	Path   string                        // the file to open
	File   string                        // its name in messages and reports; "" = Path
	Open   func() (io.ReadCloser, error) // instead of opening Path; nil = open Path
	Format Format

	Name string // of a tenant; with By its * stands for the value; "" = *
	By   string // column whose values are the tenants; "" = one tenant
	Max  int    // tenants that stand apart, those with most rows; 0 = 64
	Rest string // name of the tenant that the others are together; "" = other, "skip" = skip their rows

	Zero        sim.Time    // run time of rows that have 0; 0 = 1 s
	SkipZero    bool        // skip them instead
	KeepPending bool        // keep rows that never started, as long as the format knows for how long they run
	Fill        []TraceFill // amounts a task, where the row gives none

	From      sim.Time // the window starts this long after the log
	For       sim.Time // and is this long; 0 = to the end
	TimeScale float64  // multiplies the times of submission: 2 halves the rate; 0 = 1
	Load      float64  // stretches time until work / (capacity × span) is this; 0 = leave it
	Together  bool     // all jobs are submitted at the instant Arrive
	Arrive    sim.Time

	MaxSkipped resource.Frac // share of rows that may be skipped, see TraceScan.Check; zero = all
}

// TraceFill is an amount of a resource in thousandths.
type TraceFill struct {
	Resource string
	Amount   int64
}

// Format is how a trace is written: SWF or JobTable.
type Format interface {
	Name() string
	// prepare checks the options and adds the resources that rows give.
	prepare(*tracePlan) (traceRows, error)
}

// traceRows begins to read rows, at the first line of the file.
type traceRows interface {
	begin(*tracePlan, *traceLines) (traceJudge, error)
}

// traceJudge reads the rows of one pass.
type traceJudge interface {
	// judge reads a line into row, all but the amounts: why it is skipped, and
	// whether it is a row at all.
	judge(line []byte, row *traceRow) (why traceReason, is bool)
	// amounts reads the amounts of the row that was judged last.
	amounts(row *traceRow) traceReason
}

// Limits that keep sums inside 64 bits, in seconds where they are times. The
// first reaches the year 2096 in logs with epoch times.
const (
	traceMaxSubmit = 4_000_000_000
	traceMaxRun    = 1_000_000_000
	traceMaxTasks  = 1_000_000_000
	traceMaxAmount = 1_000_000_000_000_000     // thousandths; more fits no node either
	traceMaxAt     = 4_000_000_000_000_000_000 // ns; later submissions are held here
	traceMaxValues = 1 << 20                   // tenants told apart; further ones go to the rest
	traceMaxName   = 100                       // bytes of a value that becomes a tenant
	traceMinRun    = int64(sim.Millisecond)    // durations are at least this
	traceMaxColumn = 999                       // the highest that may be asked for
)

// tracePlan is a Trace with its defaults filled in and its words looked up.
type tracePlan struct {
	Trace
	rows      traceRows
	skipRest  bool
	resources []traceResource
	scale     resource.Frac
	load      *big.Rat
}

// traceResource is a resource that tasks of the trace need.
type traceResource struct {
	name      string
	otherwise int64 // what a task needs of it if its row does not say
	filled    bool  // the scenario says so
	given     bool  // every row says, so that nothing fills it
}

// plan checks o and completes it.
func (o *Trace) plan() (*tracePlan, error) {
	p := &tracePlan{Trace: *o, scale: resource.One}
	p.File = traceOrElse(o.File, o.Path)
	p.Name = traceOrElse(o.Name, "*")
	p.Rest = traceOrElse(o.Rest, "other")
	p.skipRest = o.Rest == "skip"
	if p.Max <= 0 {
		p.Max = 64
	}
	if p.Zero <= 0 {
		p.Zero = sim.Second
	}
	if p.From < 0 || p.For < 0 || p.Arrive < 0 {
		return nil, fmt.Errorf("a time before the log starts")
	}
	if err := p.planTime(); err != nil {
		return nil, err
	}
	var err error
	if p.rows, err = o.Format.prepare(p); err != nil {
		return nil, err
	}
	if o.By != "" && !strings.Contains(p.Name, "*") {
		return nil, fmt.Errorf("name %q has no * for the value of %s", p.Name, o.By)
	}
	return p, p.planFill()
}

func traceOrElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// planTime turns the factors on time into exact fractions of their decimals.
func (p *tracePlan) planTime() error {
	if p.TimeScale != 0 {
		r, ok := traceDecimal(p.TimeScale)
		if !ok || r.Sign() < 0 || !r.Num().IsUint64() || !r.Denom().IsUint64() {
			return fmt.Errorf("time_scale %v: want a number above 0, with few digits", p.TimeScale)
		}
		p.scale = resource.Frac{Num: r.Num().Uint64(), Den: r.Denom().Uint64()}
	}
	if p.Load != 0 {
		r, ok := traceDecimal(p.Load)
		if !ok || r.Sign() < 0 {
			return fmt.Errorf("load %v: want a number above 0", p.Load)
		}
		p.load = r
	}
	return nil
}

// traceDecimal is the number that f was written as, exactly.
func traceDecimal(f float64) (*big.Rat, bool) {
	return new(big.Rat).SetString(strconv.FormatFloat(f, 'g', -1, 64))
}

// planFill notes the amounts that fill gaps, of resources that rows never give
// too.
func (p *tracePlan) planFill() error {
	for _, f := range p.Fill {
		if f.Amount < 0 || f.Amount > traceMaxAmount {
			return fmt.Errorf("fill of %s: out of range", f.Resource)
		}
		if r := &p.resources[p.resource(f.Resource)]; !r.given {
			r.otherwise, r.filled = f.Amount, true
		}
	}
	return nil
}

// resource finds or adds a resource.
func (p *tracePlan) resource(name string) int {
	i := slices.IndexFunc(p.resources, func(r traceResource) bool { return r.name == name })
	if i < 0 {
		i = len(p.resources)
		p.resources = append(p.resources, traceResource{name: name})
	}
	return i
}

// tenant is the name of the tenant that has this value.
func (p *tracePlan) tenant(value string) string {
	if p.By == "" {
		return p.Name
	}
	return strings.ReplaceAll(p.Name, "*", value)
}
