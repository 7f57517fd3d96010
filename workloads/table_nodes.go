package workloads

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"unicode"
	"unicode/utf8"

	"fairlead/sim/resource"
	"fairlead/workloads/quantity"
)

// NodeTable is any table with a node a row: the cluster that a trace comes from.
// As with jobs no row is a mistake; one that does not say all amounts is skipped.
type NodeTable struct {
	Path string                        // the file to open
	File string                        // its name in messages and reports; "" = Path
	Open func() (io.ReadCloser, error) // instead of opening Path; nil = open Path

	Table
	Format     string // in reports; "" = csv
	Name       string // column with the names of nodes, of which each counts once; "" = none
	Amounts    []TableAmount
	Attributes []TableAttribute
	Fill       []TraceFill   // amounts of rows that do not say
	Keep       resource.Frac // share of the nodes that is kept, from the first; zero = all
	MaxSkipped resource.Frac // share of rows that may be skipped; zero = all
}

// TableAttribute is a column with the values of an attribute.
type TableAttribute struct{ Name, Column string }

// OpenbNodes maps the nodes of openb, see Openb. The model of their gpus is an
// attribute.
func OpenbNodes() *NodeTable {
	return &NodeTable{
		Table:  Table{Header: true},
		Format: "openb",
		Name:   "sn",
		Amounts: []TableAmount{
			{Resource: "cpus", Column: "cpu_milli", Unit: resource.Frac{Num: 1, Den: 1}},
			{Resource: "mem", Column: "memory_mib"},
			{Resource: "gpus", Column: "gpu"},
		},
		Attributes: []TableAttribute{{"model", "model"}},
	}
}

// NodeList is what a table of nodes holds: equal nodes as one shape, and shapes
// in the order of their first nodes.
type NodeList struct {
	Resources []string
	Shapes    []NodeShape
	Report    SourceReport
}

// NodeShape is a number of equal nodes.
type NodeShape struct {
	Count      int
	Amounts    []int64  // thousandths, by NodeList.Resources
	Attributes []string // by NodeTable.Attributes; "" = none
}

// Limits of a list of nodes.
const (
	maxListedNodes = 10_000_000
	maxAttribute   = 200 // characters
)

// nodeReader reads a table of nodes.
type nodeReader struct {
	*tableReader
	given      []tableAmount
	fill       []traceResource
	name       int   // column, 0 = none
	attributes []int // columns
	names      map[string]bool
	list       NodeList
	values     []string         // scratch
	amounts    []int64          // scratch
	key        []byte           // scratch
	index      map[string]int32 // of shapes, by what they have
	order      []int32          // shapes, by node
	tally      traceTally
}

// Read reads the table. An error is a *ColumnError, a *ReadError or a mistake in
// the options.
func (o *NodeTable) Read() (*NodeList, error) {
	name := traceOrElse(o.File, o.Path)
	file, text, err := openTrace(o.Path, o.Open)
	if err != nil {
		return nil, readFailed(name, 0, err)
	}
	defer file.Close() // was only read
	lines := newTraceLines(text)
	r, err := o.begin(&lines)
	switch err.(type) {
	case nil:
	case *ColumnError:
		return nil, err
	default:
		return nil, readFailed(name, 0, err)
	}
	if err := r.read(&lines); err != nil {
		return nil, readFailed(name, r.tally.rows+1, err)
	}
	r.keep(o.Keep)
	r.list.Report = r.tally.report(name, traceOrElse(o.Format, "csv"), false)
	return &r.list, r.tally.check(name, o.MaxSkipped)
}

// begin finds the columns.
func (o *NodeTable) begin(lines *traceLines) (*nodeReader, error) {
	t, err := o.Table.begin(lines)
	if err != nil {
		return nil, err
	}
	r := &nodeReader{tableReader: t, names: map[string]bool{}, index: map[string]int32{}}
	if o.Name != "" {
		r.name = t.column("name", o.Name)
	}
	for i := range o.Amounts {
		a := &o.Amounts[i]
		if err := unitInRange(a.unit()); err != nil {
			return nil, err
		}
		r.given = append(r.given, t.amount(a, r.resource(a.Resource)))
	}
	for _, f := range o.Fill {
		i := r.resource(f.Resource)
		r.fill[i].otherwise, r.fill[i].filled = f.Amount, true
	}
	for _, a := range o.Attributes {
		r.attributes = append(r.attributes, t.column(a.Name, a.Column))
	}
	r.amounts, r.values = make([]int64, len(r.fill)), make([]string, len(r.attributes))
	return r, t.err
}

// resource finds or adds a resource.
func (r *nodeReader) resource(name string) int {
	i := slices.Index(r.list.Resources, name)
	if i < 0 {
		i = len(r.list.Resources)
		r.list.Resources = append(r.list.Resources, name)
		r.fill = append(r.fill, traceResource{name: name})
	}
	return i
}

// read reads all rows.
func (r *nodeReader) read(lines *traceLines) error {
	for {
		line, long, err := lines.next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case len(r.order) == maxListedNodes:
			return fmt.Errorf("more than %d nodes", maxListedNodes)
		case long:
			r.tally.skip(traceLong)
			continue
		}
		why, is := r.row(line)
		if !is {
			continue
		}
		if why == traceFine {
			why = r.node()
		}
		if why != traceFine {
			r.tally.skip(why)
			continue
		}
		r.tally.rows++
		r.tally.kept++
		r.order = append(r.order, r.shape())
	}
}

// node reads what a node has. Its name is taken only if it is good, so that a
// later row may tell of it better.
func (r *nodeReader) node() traceReason {
	name := r.at(r.name)
	if r.name > 0 && r.names[string(name)] {
		return traceNodeAgain
	}
	for i := range r.fill {
		r.amounts[i] = r.fill[i].otherwise
	}
	for i := range r.given {
		from := &r.given[i]
		amount, given, ok := from.read(&r.tableCells, 1)
		switch {
		case !ok:
			return traceBadAmount
		case given:
			r.amounts[from.resource] = amount
		case !r.fill[from.resource].filled:
			return traceNoAmount
		}
	}
	if !slices.ContainsFunc(r.amounts, func(x int64) bool { return x > 0 }) {
		return traceEmptyNode
	}
	for i, column := range r.attributes {
		value := r.at(column)
		if !goodAttribute(value) {
			return traceBadAttribute
		}
		r.values[i] = string(value)
	}
	if r.name > 0 && len(name) > 0 {
		r.names[string(name)] = true
	}
	return traceFine
}

// goodAttribute reports whether a text can be the value of an attribute.
func goodAttribute(text []byte) bool {
	if !utf8.Valid(text) || utf8.RuneCount(text) > maxAttribute {
		return false
	}
	for _, c := range string(text) {
		if unicode.IsControl(c) || c == '\u2028' || c == '\u2029' {
			return false
		}
	}
	return true
}

// shape finds or adds the shape of the node that was read last.
func (r *nodeReader) shape() int32 {
	r.key = r.key[:0]
	for _, amount := range r.amounts {
		r.key = binary.AppendUvarint(r.key, uint64(amount))
	}
	for _, value := range r.values {
		r.key = binary.AppendUvarint(r.key, uint64(len(value)))
		r.key = append(r.key, value...)
	}
	i, ok := r.index[string(r.key)]
	if !ok {
		i = int32(len(r.list.Shapes))
		r.index[string(r.key)] = i
		r.list.Shapes = append(r.list.Shapes, NodeShape{Amounts: slices.Clone(r.amounts), Attributes: slices.Clone(r.values)})
	}
	return i
}

// keep counts the first nodes by shape.
func (r *nodeReader) keep(share resource.Frac) {
	kept := r.order
	if share.Den > 0 && len(kept) > 0 {
		kept = kept[:quantity.Part(share, int64(len(kept)))]
	}
	for _, shape := range kept {
		r.list.Shapes[shape].Count++
	}
	for n := len(r.list.Shapes); n > 0 && r.list.Shapes[n-1].Count == 0; n-- {
		r.list.Shapes = r.list.Shapes[:n-1]
	}
	cut := int64(len(r.order) - len(kept))
	r.tally.kept -= cut
	r.tally.reasons[traceNotKept] += cut
}
