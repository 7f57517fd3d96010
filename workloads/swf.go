package workloads

import (
	"fmt"
	"strconv"
	"strings"

	"fairlead/sim/resource"
)

// SWF is the Standard Workload Format of the Parallel Workloads Archive, version
// 2.2: a job a line, 18 columns apart by blanks, -1 for what is not known,
// comments after a semicolon. There may be fewer or more columns.
//
// A kept row is one job of as many tasks as it has processors (column 5, else
// 8), of 1 cpu each, all as long as its run time (column 4). A row that never
// started and is kept nevertheless runs as long as it requested (column 9).
type SWF struct {
	Columns []SWFColumn // where amounts stand that SWF has no column for, or has in another unit
}

// SWFColumn says that a column holds amounts of a resource. The amounts are a
// task's unless PerJob is set; then they are divided by the tasks, rounded up.
type SWFColumn struct {
	Resource string
	Column   int           // from 1
	Unit     resource.Frac // thousandths that a 1 in the column stands for, see ColumnUnit; zero = 1 KB of mem, 1 of others
	PerJob   bool
}

// Columns of the format, counted from 1.
const (
	swfSubmit       = 2
	swfRun          = 4
	swfProcs        = 5
	swfUsedMem      = 7
	swfRequestProcs = 8
	swfRequestTime  = 9
	swfRequestMem   = 10
	swfStatus       = 11
	swfUser         = 12
	swfGroup        = 13
	swfApplication  = 14
	swfQueue        = 15
	swfPartition    = 16
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
	return n, columnInRange(n)
}

// columnInRange refuses columns that no log has.
func columnInRange(n int) error {
	if n < 1 || n > traceMaxColumn {
		return fmt.Errorf("column %d: want 1 to %d", n, traceMaxColumn)
	}
	return nil
}

// Name is swf.
func (SWF) Name() string { return "swf" }

// swfPlan is an SWF with its words looked up.
type swfPlan struct {
	by      int // column, 0 = one tenant
	last    int // the last column that is looked at
	sources []swfSource
	mem     int // which of them is mem
}

// swfSource is where the amounts of a resource come from.
type swfSource struct {
	resource int    // in tracePlan.resources
	columns  [2]int // the first that gives an amount above 0 counts; 0 = none
	traceColumn
}

// swfKB is the format's unit of memory, 1,024 bytes as batch systems count.
var swfKB = resource.Frac{Num: resource.Unit, Den: 1024}

// prepare lists where each resource comes from: cpus, mem, then those of Columns.
func (o SWF) prepare(p *tracePlan) (traceRows, error) {
	s := &swfPlan{last: swfStatus}
	if p.By != "" {
		var err error
		if s.by, err = SWFColumnOf(p.By); err != nil {
			return nil, err
		}
		s.last = max(s.last, s.by)
	}
	cpus := p.resource("cpus")
	p.resources[cpus].otherwise, p.resources[cpus].given = resource.Unit, true
	s.mem = p.resource("mem")
	s.sources = []swfSource{
		{resource: cpus},
		{resource: s.mem, columns: [2]int{swfRequestMem, swfUsedMem}, traceColumn: traceColumn{unit: swfKB}},
	}
	for _, c := range o.Columns {
		if err := s.column(p, c); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// column notes where the amounts of a resource stand.
func (s *swfPlan) column(p *tracePlan, c SWFColumn) error {
	if err := columnInRange(c.Column); err != nil {
		return err
	}
	if c.Unit == (resource.Frac{}) {
		c.Unit = resource.Frac{Num: resource.Unit, Den: 1}
		if c.Resource == "mem" {
			c.Unit = swfKB
		}
	}
	if err := unitInRange(c.Unit); err != nil {
		return fmt.Errorf("column %d: %w", c.Column, err)
	}
	from := swfSource{p.resource(c.Resource), [2]int{c.Column}, traceColumn{c.Unit, c.PerJob}}
	s.last = max(s.last, c.Column)
	for i := range s.sources {
		if s.sources[i].resource == from.resource {
			s.sources[i] = from
			return nil
		}
	}
	s.sources = append(s.sources, from)
	return nil
}
