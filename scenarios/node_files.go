package scenarios

import (
	"strconv"

	"fairlead/workloads"
)

var (
	nodeFileSchema = schema{
		what: "nodes",
		known: []string{"trace", "file", "name", "keep", "fill", "columns", "attributes", "null", "header", "delimiter",
			"where", "max_skipped"},
	}
	nodeFileWords = []string{"csv", "openb"}
)

const nodeColumnsExample = "{cpus: 3, mem: {column: 4, unit: 1GiB}}"

// nodeFile reads nodes that a file lists: {trace: …, file: …}. Equal rows become
// one shape, and the shapes NAME-1, NAME-2 … are in the order of their first rows.
func (l *loader) nodeFile(n *node) {
	d := l.dict(n, &nodeFileSchema)
	before := len(l.mistakes) + l.dropped
	format := l.need(d, "trace", "nodes: {trace: openb, file: nodes.csv}, or nodes: [{name: …, count: …, resources: {…}}]")
	kind := l.word(format, "trace", nodeFileWords, tracesSoon)
	if format == nil || format.kind != scalarNode || len(l.mistakes)+l.dropped > before {
		return
	}
	places := map[string]Place{}
	t := workloads.OpenbNodes()
	if kind == 0 {
		t = l.nodeTable(d, places)
	} else {
		l.onlyTables(d, "openb", "null", "header", "delimiter", "columns", "attributes")
		t.Where = l.where(d.get("where"), places)
	}
	t.Fill = l.fillNodes(d.get("fill"))
	t.MaxSkipped = l.share(d.get("max_skipped"), "max_skipped")
	if t.Keep = l.share(d.get("keep"), "keep"); d.get("keep") != nil && t.Keep.Num == 0 && t.Keep.Den > 0 {
		l.mistake(d.get("keep").Place, "keep must be above 0")
	}
	name := "node"
	if d.has("name") {
		name = l.line(d.get("name"), "name", maxName-len("-10000000"))
	}
	t.File, t.Open = l.traceFile(d, "nodes.csv")
	if t.File == "" || len(l.mistakes)+l.dropped > before {
		return
	}
	list, err := t.Read()
	switch {
	case err != nil && list != nil:
		l.mistake(d.keys["max_skipped"], "%v", err)
		return
	case err != nil:
		l.unread(d, t.File, places, err)
		return
	}
	l.s.Listed = append(l.s.Listed, list.Report)
	l.listed(d, name, t, list)
}

// nodeTable reads how the columns of a table make nodes.
func (l *loader) nodeTable(d dict, places map[string]Place) *workloads.NodeTable {
	t := &workloads.NodeTable{}
	columns := l.need(d, "columns", "columns: "+nodeColumnsExample)
	for _, f := range l.resourceMap(columns, "columns", nodeColumnsExample) {
		places[f.key.text] = f.value.Place
		if f.key.text == "name" {
			t.Name = l.columnName(f.value)
			continue
		}
		if why := badLine(f.key.text, maxName); why != "" {
			l.mistake(f.key.Place, "the name of a resource %s", why)
			continue
		}
		t.Amounts = append(t.Amounts, l.amountColumn(f))
	}
	if columns != nil && columns.kind == mapNode && len(t.Amounts) == 0 && !d.has("fill") {
		l.mistake(columns.Place, "no column says what a node has (cpus: 3)")
	}
	names := append(amountNames(t.Amounts), t.Name)
	for _, f := range l.resourceMap(d.get("attributes"), "attributes", "{zone: 5}") {
		if why := badLine(f.key.text, maxName); why != "" {
			l.mistake(f.key.Place, "the name of an attribute %s", why)
			continue
		}
		column := l.columnName(f.value)
		places[f.key.text] = f.value.Place
		t.Attributes = append(t.Attributes, workloads.TableAttribute{Name: f.key.text, Column: column})
		names = append(names, column)
	}
	t.Table = l.table(d, places)
	l.header(d, &t.Table, names)
	return t
}

// fillNodes reads amounts for rows that give none.
func (l *loader) fillNodes(n *node) []workloads.TraceFill {
	var fills []workloads.TraceFill
	for _, f := range l.resourceMap(n, "fill", "{mem: 256GiB}") {
		if why := badLine(f.key.text, maxName); why != "" {
			l.mistake(f.key.Place, "the name of a resource %s", why)
			continue
		}
		if amount, ok := l.amount(f.value, f.key.text); ok {
			fills = append(fills, workloads.TraceFill{Resource: f.key.text, Amount: amount})
		}
	}
	return fills
}

// listed makes shapes of the nodes of a file.
func (l *loader) listed(d dict, name string, t *workloads.NodeTable, list *workloads.NodeList) {
	if len(list.Shapes) == 0 {
		l.mistake(d.get("file").Place, "%s lists no nodes that can be used (%d rows)", quote(t.File), list.Report.Rows)
		return
	}
	for i, shape := range list.Shapes {
		text := nodeText{NodeShape: NodeShape{Place: d.Place, Name: name + "-" + strconv.Itoa(i+1), Count: shape.Count}}
		for r, amount := range shape.Amounts {
			text.amounts = append(text.amounts, amountText{d.Place, list.Resources[r], amount, true})
		}
		for a, value := range shape.Attributes {
			if value != "" {
				text.Attributes = append(text.Attributes, Attribute{t.Attributes[a].Name, value})
			}
		}
		l.nodes = append(l.nodes, text)
	}
}
