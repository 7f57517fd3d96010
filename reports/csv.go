package reports

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"

	"fairlead/sim"
)

// Column is one column of a table. In Name, RESOURCE stands for one column for
// each resource of the scenario, TENANT for one for each tenant.
type Column struct {
	Name    string
	Unit    string
	Meaning string
}

// Table is one of the CSV files.
type Table struct {
	File    string
	About   string
	Columns []Column
}

// Tables are all CSV files and their columns, in order.
var Tables = []Table{tasksTable, jobsTable, tenantsTable, timelineTable}

// csv writes rows of cells. It exists beside encoding/csv because that wants a
// string for each number, and because cells must be harmless in a spreadsheet.
type csv struct {
	w     *bufio.Writer
	line  []byte
	first bool
	err   error
}

func newCSV(w io.Writer) csv {
	return csv{w: bufio.NewWriterSize(w, 1<<16), first: true}
}

// cell begins a cell.
func (c *csv) cell() {
	if !c.first {
		c.line = append(c.line, ',')
	}
	c.first = false
}

// text writes a cell of words. One that a spreadsheet would take for a formula
// gets an apostrophe in front; control characters are spelled.
func (c *csv) text(s string) {
	c.cell()
	if s == "" {
		return
	}
	if harmless(s) {
		c.line = append(c.line, s...)
		return
	}
	formula := strings.IndexByte("=+-@\t\r", s[0]) >= 0
	s = uncontrolled(s)
	quote := strings.ContainsAny(s, `,"`) || s[0] == ' '
	if quote {
		c.line = append(c.line, '"')
	}
	if formula {
		c.line = append(c.line, '\'')
	}
	if quote {
		s = strings.ReplaceAll(s, `"`, `""`)
	}
	c.line = append(c.line, s...)
	if quote {
		c.line = append(c.line, '"')
	}
}

// harmless says of most names that nothing has to be done about them.
func harmless(s string) bool {
	if first := s[0]; first == '=' || first == '+' || first == '-' || first == '@' || first == ' ' {
		return false
	}
	for i := range len(s) {
		if b := s[i]; b < ' ' || b >= 0x7f || b == ',' || b == '"' {
			return false
		}
	}
	return true
}

func (c *csv) int(x int64) {
	c.cell()
	c.line = strconv.AppendInt(c.line, x, 10)
}

// float writes the shortest decimal that reads back as x.
func (c *csv) float(x float64) {
	c.cell()
	form := byte('f')
	if a := math.Abs(x); a != 0 && (a < 1e-6 || a >= 1e21) {
		form = 'e' // as JSON has it
	}
	c.line = strconv.AppendFloat(c.line, x, form, -1, 64)
}

// maybe writes a value that may not exist.
func (c *csv) maybe(x *float64) {
	if x == nil {
		c.cell()
		return
	}
	c.float(*x)
}

// seconds writes a time, or nothing for one that never came.
func (c *csv) seconds(t sim.Time, came bool) {
	c.cell()
	if came {
		c.line = appendSeconds(c.line, t)
	}
}

func (c *csv) amounts(v []int64) {
	for _, x := range v {
		c.cell()
		c.line = appendAmount(c.line, x)
	}
}

// end ends a row.
func (c *csv) end() {
	c.line = append(c.line, '\n')
	if c.err == nil {
		_, c.err = c.w.Write(c.line)
	}
	c.line, c.first = c.line[:0], true
}

// header writes the names of the columns, one for each resource where a name
// says so.
func (c *csv) header(columns []Column, resources []string) {
	for _, col := range columns {
		if !strings.Contains(col.Name, "RESOURCE") {
			c.text(col.Name)
			continue
		}
		for _, r := range resources {
			c.text(strings.ReplaceAll(col.Name, "RESOURCE", r))
		}
	}
	c.end()
}

// close writes what is left and returns the first error.
func (c *csv) close() error {
	if err := c.w.Flush(); c.err == nil {
		c.err = err
	}
	return c.err
}

// jobName is what a job is called and whose it is, while it lives.
type jobName struct {
	spec     sim.SpecID
	instance int32
}
