package scenarios

import (
	"slices"
	"strconv"

	"fairlead/workloads"
)

var (
	amountColumnSchema = schema{what: "a column", known: []string{"column", "unit", "per", "times"}}
	timeColumnSchema   = schema{what: "a column", known: []string{"column", "unit"}}
	nameColumnSchema   = schema{what: "a column", known: []string{"column"}}

	// jobColumns are the columns of a job beside its resources.
	jobColumns = []string{"submit", "start", "end", "duration", "tasks", "tenant"}
)

const columnsExample = "{submit: time, duration: runtime, cpus: {column: 7, unit: 0.01}}"

// delimiters are the texts and words for what stands between cells.
var delimiters = map[string]byte{
	",": ',', ";": ';', "|": '|', "\t": '\t', " ": ' ',
	"comma": ',', "semicolon": ';', "bar": '|', "tab": '\t', "blanks": ' ',
}

// csv reads how the columns of a table make jobs. It is false if they make none.
func (l *loader) csv(d dict, o *traceText) bool {
	before := len(l.mistakes) + l.dropped
	t := &workloads.JobTable{}
	o.Format = t
	columns := l.need(d, "columns", "columns: "+columnsExample)
	for _, f := range l.resourceMap(columns, "columns", columnsExample) {
		o.places[f.key.text] = f.value.Place
		switch f.key.text {
		case "submit":
			l.timeColumn(f.value, &t.Submit)
		case "start":
			l.timeColumn(f.value, &t.Start)
		case "end":
			l.timeColumn(f.value, &t.End)
		case "duration":
			l.timeColumn(f.value, &t.Duration)
		case "tasks":
			t.Tasks = l.columnName(f.value)
		case "tenant":
			o.tenant, o.places["by"] = l.columnName(f.value), f.value.Place
		default:
			if l.dims != nil && l.dims.Index(f.key.text) < 0 {
				l.nobodyHas(f.key, jobColumns)
				continue
			}
			t.Amounts = append(t.Amounts, l.amountColumn(f))
		}
	}
	o.Fill = l.fill(d.get("fill"), map[string]*workloads.TimeColumn{"submit": &t.Submit, "duration": &t.Duration})
	t.Table = l.table(d, o.places)
	names := []string{t.Submit.Column, t.Start.Column, t.End.Column, t.Duration.Column, t.Tasks, o.tenant}
	if by := d.get("by"); by != nil && by.text != "tenant" {
		names = append(names, by.text)
	}
	l.header(d, &t.Table, append(names, amountNames(t.Amounts)...))
	if columns == nil || columns.kind != mapNode || len(l.mistakes)+l.dropped > before {
		return false
	}
	return l.jobsOfTable(columns, t, o)
}

// jobsOfTable checks that the columns of a table are enough to make jobs.
func (l *loader) jobsOfTable(columns *node, t *workloads.JobTable, o *traceText) bool {
	before := len(l.mistakes) + l.dropped
	if t.Submit.Column == "" && !t.Submit.Filled && !o.Together {
		l.mistake(columns.Place, "submit is missing (submit: time), or say arrive: 0s")
	}
	if t.End.Column != "" && t.Duration.Column != "" {
		l.mistake(o.places["duration"], "a job has an end or a duration, not both")
	}
	if t.End.Column != "" && t.Submit.Column == "" && t.Start.Column == "" {
		l.mistake(o.places["end"], "an end needs a start: or a submit:")
	}
	if len(t.Amounts) == 0 && len(o.Fill) == 0 {
		l.mistake(columns.Place, "no column says what a task needs (cpus: 7)")
	}
	return len(l.mistakes)+l.dropped == before
}

// openb reads the pods of openb.
func (l *loader) openb(d dict, o *traceText) {
	var duration workloads.TimeColumn
	o.Fill = l.fill(d.get("fill"), map[string]*workloads.TimeColumn{"duration": &duration})
	t := workloads.Openb(duration)
	t.Where = l.where(d.get("where"), o.places)
	o.Format = t
}

// table reads how a table is written.
func (l *loader) table(d dict, places map[string]Place) workloads.Table {
	t := workloads.Table{Null: l.texts(d.get("null"), "null"), Where: l.where(d.get("where"), places)}
	if text, ok := l.scalar(d.get("delimiter"), "delimiter"); ok {
		if t.Delimiter, ok = delimiters[text]; !ok {
			words := []string{"comma", "semicolon", "bar", "tab", "blanks"}
			l.mistake(d.get("delimiter").Place, "unknown delimiter %s%s", quote(text), hintOrList(text, words))
		}
	}
	return t
}

// header decides whether the first line names the columns: if it is not said, it
// does where a column is called by something else than a number.
func (l *loader) header(d dict, t *workloads.Table, names []string) {
	for _, w := range t.Where {
		names = append(names, w.Column)
	}
	named := slices.ContainsFunc(names, func(name string) bool {
		_, err := strconv.Atoi(name)
		return err != nil && name != ""
	})
	t.Header = l.yes(d.get("header"), "header", named)
}

// where reads which rows are chosen: texts by column.
func (l *loader) where(n *node, places map[string]Place) []workloads.TableWhere {
	var where []workloads.TableWhere
	for _, f := range l.resourceMap(n, "where", "{status: [Terminated, Failed]}") {
		places["where "+f.key.text] = f.key.Place
		values := l.texts(f.value, "where")
		if len(values) == 0 && f.value.kind == listNode {
			l.mistake(f.value.Place, "where: no text is chosen for %s", quote(f.key.text))
		}
		where = append(where, workloads.TableWhere{Column: f.key.text, Values: values})
	}
	return where
}

// texts reads a text or a list of texts, which may be empty or look like null.
func (l *loader) texts(n *node, what string) []string {
	if n == nil || n.kind == badNode {
		return nil
	}
	items := []*node{n}
	if n.kind == listNode {
		items = n.items
	}
	var texts []string
	for _, item := range items {
		if item.kind == scalarNode {
			texts = append(texts, item.text)
		} else if item.kind != badNode {
			l.mistake(item.Place, "%s must be texts, not %s", what, item.describe())
		}
	}
	return texts
}

// column reads the name or number of a column, alone or in a map with more.
func (l *loader) column(n *node, s *schema) (name string, d dict) {
	if n.kind != mapNode {
		return l.name(n, "column"), dict{}
	}
	d = l.dict(n, s)
	return l.name(l.need(d, "column", "column: 10"), "column"), d
}

func (l *loader) columnName(n *node) string {
	name, _ := l.column(n, &nameColumnSchema)
	return name
}

// timeColumn reads where times stand.
func (l *loader) timeColumn(n *node, c *workloads.TimeColumn) {
	name, d := l.column(n, &timeColumnSchema)
	c.Column = name
	if text, ok := l.scalar(d.get("unit"), "unit"); ok {
		unit, err := workloads.ColumnTimeUnit(text)
		if err != nil {
			l.mistake(d.get("unit").Place, "unit: %v", err)
		}
		c.Unit = unit
	}
}

// amountColumn reads where amounts of a resource stand.
func (l *loader) amountColumn(f field) workloads.TableAmount {
	name, d := l.column(f.value, &amountColumnSchema)
	a := workloads.TableAmount{Resource: f.key.text, Column: name, PerJob: l.word(d.get("per"), "per", perWords, nil) == 1}
	a.Unit, _ = l.columnUnit(d.get("unit"), f.key.text)
	a.Times = l.name(d.get("times"), "times")
	return a
}

// amountNames are the columns of amounts.
func amountNames(amounts []workloads.TableAmount) []string {
	var names []string
	for i := range amounts {
		names = append(names, amounts[i].Column, amounts[i].Times)
	}
	return names
}
