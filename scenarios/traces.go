package scenarios

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"fairlead/sim"
	"fairlead/sim/resource"
	"fairlead/workloads"
	"fairlead/workloads/quantity"
)

// maxScans bounds how often traces are read.
const maxScans = 1000

// The options of a trace: those of every trace, those of some formats, and those
// that make tenants of the values of a column.
var (
	traceOptions = []string{"trace", "file", "kind", "fill", "zero", "pending", "columns", "from", "for",
		"time_scale", "load", "arrive", "max_skipped", "null", "header", "delimiter", "where"}
	patternOptions = []string{"by", "max", "rest"}

	traceSchema   = schema{what: "jobs", known: traceOptions}
	patternSchema = schema{what: "from", known: slices.Concat(traceOptions, patternOptions)}
	columnSchema  = schema{what: "a column", known: []string{"column", "unit", "per"}}

	traceWords = []string{"swf", "csv", "openb"}
	tracesSoon = []string{"mesos-state", "kubernetes"}
	perWords   = []string{"task", "job"}
)

// traceText is a trace whose options are read.
type traceText struct {
	workloads.Trace
	tenant string           // the column of csv whose values are the tenants
	places map[string]Place // of what names the columns of a table, see workloads.ColumnError
}

// wholeTrace reads {trace: …} under jobs: all rows are the jobs of one tenant.
func (l *loader) wholeTrace(n *node, tenant string, id sim.TenantID) int {
	d := l.dict(n, &traceSchema)
	o := l.trace(d, "jobs: […], or jobs: {trace: swf, file: log.swf}")
	if o == nil {
		return NoTrace
	}
	if o.tenant != "" {
		l.mistake(o.places["by"], "a column of tenants makes tenants only under from:")
	}
	o.Name = tenant
	scan := l.scan(d, o)
	if scan == nil {
		return NoTrace
	}
	l.s.Traces = append(l.s.Traces, Trace{d.Place, scan, []sim.TenantID{id}})
	return len(l.s.Traces) - 1
}

// pattern reads a tenant with from:, which is one tenant for each value of a
// column, or one for all rows if no column is named.
func (l *loader) pattern(d dict, t Tenant, name *node, lines map[string]int) {
	before := len(l.s.Traces)
	defer func() { l.namesOpen = l.namesOpen || len(l.s.Traces) == before }()
	from := l.dict(d.get("from"), &patternSchema)
	o := l.trace(from, "from: {trace: swf, file: log.swf, by: group}")
	by := l.by(from, o)
	several := from.has("by") || o != nil && o.tenant != ""
	star := strings.Contains(t.Name, "*")
	switch {
	case !from.ok || t.Name == "":
		return
	case several && !star:
		l.mistake(name.Place, "name: %s needs a * for the value of by:", quote(t.Name))
		return
	case !several && star:
		l.mistake(from.Place, "by is missing: which column stands for the * of %s? (by: user, or by: group)", quote(t.Name))
		return
	}
	for _, key := range []string{"max", "rest"} {
		if from.has(key) && !several {
			l.mistake(from.keys[key], "%s needs by:, the column that makes the tenants", key)
		}
	}
	if o == nil || several && by == "" {
		return
	}
	o.Name, o.By = t.Name, by
	o.Max = int(l.whole(from.get("max"), "max", maxTenants, 0))
	o.Rest = l.name(from.get("rest"), "rest")
	if scan := l.scan(from, o); scan != nil {
		l.expand(d, t, name, lines, scan)
	}
}

// by is the column that makes the tenants, "" if there is none or it is wrong.
func (l *loader) by(from dict, o *traceText) string {
	n := from.get("by")
	text, ok := l.scalar(n, "by")
	switch {
	case o == nil || !ok && (n != nil || from.has("by")):
		return ""
	case o.Format.Name() == "swf":
		if !ok {
			return ""
		}
		if _, err := workloads.SWFColumnOf(text); err != nil {
			l.mistake(n.Place, "by: %v", err)
			return ""
		}
	case !ok || text == "tenant" && o.tenant != "":
		return o.tenant
	default:
		o.places["by"] = n.Place
	}
	return text
}

// expand makes the tenants that a trace brings.
func (l *loader) expand(d dict, t Tenant, name *node, lines map[string]int, scan *workloads.TraceScan) {
	t.Trace = len(l.s.Traces)
	trace := Trace{Place: d.Place, Scan: scan}
	for i, found := range scan.Tenants() {
		t.Name = found.Name
		if why := badLine(t.Name, maxName); why != "" {
			l.mistake(name.Place, "the name of a tenant of the trace %s", why)
			continue
		}
		l.unique(name, t.Name, "tenants", lines)
		if i == 0 || !d.has("role") {
			t.Role = l.roleOf(d, t.Name, d.Place, t.Priority)
		}
		trace.Tenants = append(trace.Tenants, sim.TenantID(len(l.s.Tenants)))
		l.addTenant(t, name)
	}
	l.s.Traces = append(l.s.Traces, trace)
}

// trace reads the options of a trace, or nil if there is no trace to read.
func (l *loader) trace(d dict, example string) *traceText {
	l.traced = true
	format := l.need(d, "trace", example)
	l.word(format, "trace", traceWords, tracesSoon)
	if format == nil || format.kind != scalarNode || !slices.Contains(traceWords, format.text) {
		return nil // options and columns mean other things in other formats
	}
	l.word(d.get("kind"), "kind", kindWords, kindsSoon)
	o := &traceText{Trace: workloads.Trace{
		From:       l.duration(d.get("from"), "from", 0, 0),
		For:        l.duration(d.get("for"), "for", sim.Millisecond, 0),
		TimeScale:  l.factor(d.get("time_scale"), "time_scale"),
		Load:       l.factor(d.get("load"), "load"),
		Arrive:     l.duration(d.get("arrive"), "arrive", 0, 0),
		Together:   d.has("arrive"),
		MaxSkipped: l.share(d.get("max_skipped"), "max_skipped"),
	}, places: map[string]Place{}}
	l.zero(&o.Trace, d.get("zero"))
	if l.word(d.get("pending"), "pending", []string{"skip", "keep"}, nil) == 1 {
		o.KeepPending = true
	}
	if d.has("load") && d.has("arrive") {
		l.mistake(d.keys["load"], "load and arrive: jobs that all come at once have no load to stretch")
	}
	whole := true
	switch format.text {
	case "swf":
		l.onlyTables(d, "swf", "null", "header", "delimiter", "where")
		o.Fill = l.fill(d.get("fill"), nil)
		o.Format = workloads.SWF{Columns: l.columns(d.get("columns"))}
	case "csv":
		whole = l.csv(d, o)
	case "openb":
		l.onlyTables(d, "openb", "null", "header", "delimiter", "columns")
		l.openb(d, o)
	}
	o.File, o.Open = l.traceFile(d, "log.swf.gz")
	if o.File == "" || !whole {
		return nil
	}
	return o
}

// onlyTables reports options that say how a table is written, which a format
// knows by itself.
func (l *loader) onlyTables(d dict, format string, keys ...string) {
	for _, key := range keys {
		if d.has(key) {
			l.mistake(d.keys[key], "%s is for trace: csv, not for %s", key, format)
		}
	}
}

// traceFile reads which file is meant; "" if there is none.
func (l *loader) traceFile(d dict, example string) (name string, open func() (io.ReadCloser, error)) {
	file := l.need(d, "file", "file: "+example)
	if name = l.line(file, "file", maxFileName); name == "" {
		return "", nil
	}
	path := l.beside(file.Place, name)
	return name, func() (io.ReadCloser, error) { return openRegular(path) }
}

// zero is what becomes of rows with a run time of 0.
func (l *loader) zero(o *workloads.Trace, n *node) {
	if n != nil && n.kind == scalarNode && n.text == "skip" {
		o.SkipZero = true
		return
	}
	o.Zero = l.duration(n, "zero", sim.Millisecond, 0)
}

// factor is a decimal above 0, or 0 if there is none.
func (l *loader) factor(n *node, what string) float64 {
	text, ok := l.scalar(n, what)
	if !ok {
		return 0
	}
	v, err := quantity.Count(text, 6)
	switch {
	case err != nil:
		l.mistake(n.Place, "%s: %v", what, err)
		return 0
	case v == 0:
		l.mistake(n.Place, "%s must be above 0", what)
		return 0
	}
	f, err := quantity.Number(text)
	if err != nil {
		l.mistake(n.Place, "%s: %v", what, err)
	}
	return f
}

func (l *loader) share(n *node, what string) resource.Frac {
	text, ok := l.scalar(n, what)
	if !ok {
		return resource.Frac{}
	}
	if text == "0" {
		return resource.Frac{Num: 0, Den: 1}
	}
	f, err := quantity.Share(text)
	if err != nil {
		l.mistake(n.Place, "%s: %v", what, err)
	}
	return f
}

// fill reads amounts for rows that give none, and times of tables.
func (l *loader) fill(n *node, times map[string]*workloads.TimeColumn) []workloads.TraceFill {
	var fills []workloads.TraceFill
	for _, f := range l.resourceMap(n, "fill", "{mem: 1GiB}") {
		if t := times[f.key.text]; t != nil {
			t.Fill, t.Filled = l.duration(f.value, f.key.text, 0, 0), true
			continue
		}
		if f.key.text == "cpus" && times == nil {
			l.mistake(f.key.Place, "fill: a row of SWF always says how many cpus")
			continue
		}
		if _, amount, ok := l.demand(f, slices.Sorted(maps.Keys(times))); ok {
			fills = append(fills, workloads.TraceFill{Resource: f.key.text, Amount: amount})
		}
	}
	return fills
}

// columns reads where amounts stand that SWF has no column for.
func (l *loader) columns(n *node) []workloads.SWFColumn {
	var columns []workloads.SWFColumn
	for _, f := range l.resourceMap(n, "columns", "{mem: {column: 10, unit: 1KiB, per: task}}") {
		if l.dims != nil && l.dims.Index(f.key.text) < 0 {
			l.nobodyHas(f.key, nil)
			continue
		}
		d := l.dict(f.value, &columnSchema)
		c := workloads.SWFColumn{
			Resource: f.key.text,
			Column:   int(l.whole(l.need(d, "column", "column: 10"), "column", 999, 1)),
			PerJob:   l.word(d.get("per"), "per", perWords, nil) == 1,
		}
		var ok bool
		if c.Unit, ok = l.columnUnit(d.get("unit"), c.Resource); !ok {
			continue
		}
		columns = append(columns, c)
	}
	return columns
}

// columnUnit reads the unit of amounts in a column; zero is none.
func (l *loader) columnUnit(n *node, name string) (resource.Frac, bool) {
	text, ok := l.scalar(n, "unit")
	if !ok {
		return resource.Frac{}, true
	}
	unit, err := workloads.ColumnUnit(name, text)
	if err != nil {
		l.mistake(n.Place, "unit: %v", err)
	}
	return unit, err == nil
}

func (l *loader) resourceMap(n *node, what, example string) []field {
	switch {
	case n == nil || n.kind == badNode:
		return nil
	case n.kind != mapNode:
		l.mistake(n.Place, "%s must be a map such as %s, not %s", what, example, n.describe())
		return nil
	}
	return n.fields
}

// scan reads a trace through, so that its tenants are known.
func (l *loader) scan(d dict, o *traceText) *workloads.TraceScan {
	if l.scans++; l.scans > maxScans {
		l.mistake(d.Place, "more than %d traces", maxScans)
		return nil
	}
	scan, err := o.Scan()
	if err != nil {
		l.unread(d, o.File, o.places, err)
		return nil
	}
	if err := scan.Check(); err != nil {
		l.mistake(d.keys["max_skipped"], "%v", err)
	}
	return scan
}

// unread reports why a file that lists jobs or nodes could not be read: the file
// itself, a column that it lacks, or options that do not go together.
func (l *loader) unread(d dict, name string, places map[string]Place, err error) {
	file := d.get("file")
	var read *workloads.ReadError
	var column *workloads.ColumnError
	switch {
	case errors.As(err, &read):
		l.mistake(file.Place, "file: cannot read %s%s: %v", quote(name), ofRow(read.Row), read.Err)
	case errors.As(err, &column):
		place, ok := places[column.Key]
		if at, chosen := places[column.Key+" "+column.Column]; chosen {
			place, ok = at, true
		}
		if !ok {
			place = file.Place
		}
		if !column.Header {
			l.mistake(place, "%v", err)
			return
		}
		or := ""
		if column.Key == "submit" {
			or = ", and the jobs are not said to arrive: 0s"
		}
		l.mistake(place, "%s has no column %s%s%s", quote(name), quote(column.Column), or, columnHint(column.Column, column.Have))
	default:
		l.mistake(d.Place, "%v", err)
	}
}

func ofRow(row int64) string {
	if row == 0 {
		return ""
	}
	return fmt.Sprintf(" (row %s)", strconv.FormatInt(row, 10))
}

// columnHint says which column may have been meant, or which there are. A header
// is foreign text, so only fit names are shown, and not many.
func columnHint(name string, have []string) string {
	const most, longest = 20, 40
	var fit []string
	for _, column := range have {
		if badLine(column, longest) == "" {
			fit = append(fit, column)
		}
	}
	if near := hint(name, fit); near != "" || len(fit) == 0 {
		return near
	}
	if len(fit) > most {
		return " (some of them: " + strings.Join(fit[:most], ", ") + ")"
	}
	return " (one of: " + strings.Join(fit, ", ") + ")"
}
