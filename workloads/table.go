package workloads

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"fairlead/sim/resource"
)

// Table is how rows and columns stand in a file of text: a row a line, cells
// apart by a delimiter, perhaps in double quotes, in which a quote is doubled.
// A row never goes on in the next line. Blanks around a cell do not count, nor
// do empty lines, and a byte order mark may stand before the first.
type Table struct {
	Delimiter byte         // 0 = a comma; a blank = any blanks
	Header    bool         // the first line names the columns; else they have numbers
	Null      []string     // texts of cells that say nothing, beside the empty one
	Where     []TableWhere // rows are chosen by all of these
}

// TableWhere chooses the rows that have one of the texts in a column.
type TableWhere struct {
	Column string
	Values []string
}

// TableAmount says that a column holds amounts of a resource: of a task, or of
// a whole job whose tasks share it, rounded up. Columns are named by their name
// in the header or by their number from 1.
type TableAmount struct {
	Resource string
	Column   string
	Times    string        // a column whose numbers multiply those of Column; "" = none
	Unit     resource.Frac // thousandths that a 1 stands for, see ColumnUnit; zero = the unit of the resource
	PerJob   bool
}

// ColumnError says that a table lacks a column.
type ColumnError struct {
	Key    string // what the column is for
	Column string
	Header bool
	Have   []string // the names that there are
}

// Error names the column.
func (e *ColumnError) Error() string {
	if e.Header {
		return fmt.Sprintf("%s: the table has no column %q", e.Key, e.Column)
	}
	return fmt.Sprintf("%s: %q: the columns of a table without a header have numbers from 1 to %d", e.Key, e.Column, traceMaxColumn)
}

// tableReader is a table whose columns are being found and then read.
type tableReader struct {
	tableCells
	header bool
	names  []string
	where  []tableWhere
	err    error // the first column that is not there
}

// tableWhere is a TableWhere whose column is found.
type tableWhere struct {
	column int
	values []string
}

// begin reads the header.
func (t *Table) begin(lines *traceLines) (*tableReader, error) {
	r := &tableReader{header: t.Header}
	r.delimiter = t.Delimiter
	if r.delimiter == 0 {
		r.delimiter = ','
	}
	for _, text := range t.Null {
		if text != "" {
			r.nulls = append(r.nulls, text)
		}
	}
	if err := r.readHeader(lines); err != nil {
		return nil, err
	}
	last := 0
	for _, w := range t.Where {
		column := r.column("where", w.Column)
		last = max(last, column)
		r.where = append(r.where, tableWhere{column, w.Values})
	}
	r.need(last)
	return r, nil
}

// readHeader names the columns by the first line that is not empty.
func (r *tableReader) readHeader(lines *traceLines) error {
	r.need(traceMaxColumn)
	for r.header && r.n == 0 {
		line, long, err := lines.next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case long, !r.split(line):
			return fmt.Errorf("the header is no row of a table")
		}
	}
	for i := range r.n {
		r.names = append(r.names, string(r.raw(i+1)))
	}
	r.n, r.ends = 0, nil
	return nil
}

// column finds a column for a purpose.
func (r *tableReader) column(key, name string) int {
	n, ok := r.find(name)
	if !ok && r.err == nil {
		r.err = &ColumnError{key, name, r.header, r.names}
	}
	return n
}

// find finds a column by its name, else by its number.
func (r *tableReader) find(name string) (column int, ok bool) {
	if i := slices.Index(r.names, strings.TrimSpace(name)); i >= 0 {
		r.need(i + 1)
		return i + 1, true
	}
	n, err := strconv.Atoi(name)
	if err != nil || columnInRange(n) != nil || r.header && n > len(r.names) {
		return 0, false
	}
	r.need(n)
	return n, true
}

// need makes room for that many columns.
func (r *tableReader) need(columns int) {
	if more := columns - len(r.ends); more > 0 {
		r.ends = append(r.ends, make([]traceSpan, more)...)
	}
}

// row splits a line. It says why the row is skipped, and whether it is one.
func (r *tableReader) row(line []byte) (why traceReason, is bool) {
	if !r.split(line) {
		return traceBadQuotes, true
	}
	for i := range r.where {
		if w := &r.where[i]; r.n > 0 && !oneOf(r.raw(w.column), w.values) {
			return traceNotChosen, true
		}
	}
	return traceFine, r.n > 0
}

// tableAmount is a TableAmount whose columns are found.
type tableAmount struct {
	resource int // in a list of resources
	column   int
	times    int // 0 = none
	traceColumn
}

// amount finds the columns of an amount, which is of the resource with that
// index.
func (r *tableReader) amount(a *TableAmount, index int) tableAmount {
	found := tableAmount{resource: index, column: r.column(a.Resource, a.Column)}
	if a.Times != "" {
		found.times = r.column(a.Resource, a.Times)
	}
	found.unit, found.perJob = a.unit(), a.PerJob
	return found
}

// unit is what a 1 stands for.
func (a *TableAmount) unit() resource.Frac {
	if a.Unit == (resource.Frac{}) {
		return resource.Frac{Num: resource.Unit, Den: 1}
	}
	return a.Unit
}

// read is the amount that the row says; ok is false if it is no amount, given if
// it says nothing.
func (a *tableAmount) read(c *tableCells, tasks int64) (thousandths int64, given, ok bool) {
	n := c.number(a.column)
	if a.times > 0 {
		n = n.times(c.number(a.times))
	}
	switch n.kind {
	case traceMissing:
		return 0, false, true
	case traceHuge:
		return traceMaxAmount, true, true
	case traceKnown:
		return a.amount(n, tasks), true, true
	}
	return 0, true, false
}
