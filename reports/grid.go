package reports

import (
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// TableOptions say for whom a table is. The zero value is a file or a pipe.
type TableOptions struct {
	Color bool // the terminal understands colours
	Width int  // of the terminal; 0 = as wide as it takes
}

// widestName is how much of a name a terminal shows.
const widestName = 40

// leastName is how much of the names in a table's first column stays, however
// narrow the terminal.
const leastName = 18

// name makes a name fit to be shown.
func (o TableOptions) name(s string) string {
	s = Visible(s)
	if o.Width > 0 {
		s = cut(s, widestName)
	}
	return s
}

// cut shortens a text without colours to so many places on the screen, of which
// some characters take two.
func cut(s string, places int) string {
	if text.StringWidth(s) <= places {
		return s
	}
	return text.Trim(s, places-1) + "…"
}

func (o TableOptions) paint(code, s string) string {
	if !o.Color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (o TableOptions) bold(s string) string  { return o.paint("1", s) }
func (o TableOptions) red(s string) string   { return o.paint("1;31", s) }
func (o TableOptions) green(s string) string { return o.paint("32", s) }

// grid is a table of text in the making. Cells are fit to be shown already.
type grid struct {
	columns []column
	rows    [][]string
}

// column is a column of a grid. Of those that may go when the terminal is
// narrow, the one with the highest number goes first.
type column struct {
	head string
	left bool // aligned to the left
	goes int
}

func (g *grid) row(cells ...string) { g.rows = append(g.rows, cells) }

// write prints the grid, without columns for which there is no room; if it is
// too wide even so, with shorter names in the first.
func (g *grid) write(w io.Writer, o TableOptions) error {
	hidden := map[int]bool{}
	narrowed := false
	for {
		out := g.render(o, hidden)
		last := -1
		for i, c := range g.columns {
			if c.goes > 0 && !hidden[i] && (last < 0 || c.goes > g.columns[last].goes) {
				last = i
			}
		}
		excess := widest(out) - o.Width
		switch {
		case o.Width <= 0 || excess <= 0 || last < 0 && narrowed:
			_, err := io.WriteString(w, out+"\n")
			return err
		case last >= 0:
			hidden[last] = true
		default:
			narrowed = true
			g.narrow(excess)
		}
	}
}

// narrow shortens the first column by so many places, or as far as it goes.
func (g *grid) narrow(by int) {
	most := 0
	for _, r := range g.rows {
		most = max(most, text.StringWidth(r[0]))
	}
	for _, r := range g.rows {
		r[0] = cut(r[0], max(most-by, leastName))
	}
}

func widest(lines string) (most int) {
	for line := range strings.SplitSeq(lines, "\n") {
		most = max(most, text.StringWidthWithoutEscSequences(line))
	}
	return most
}

func (g *grid) render(o TableOptions, hidden map[int]bool) string {
	t := table.NewWriter()
	t.SetStyle(plainStyle)
	t.SuppressTrailingSpaces()
	head := table.Row{}
	var config []table.ColumnConfig
	for i, c := range g.columns {
		head = append(head, o.bold(c.head))
		align := text.AlignRight
		if c.left {
			align = text.AlignLeft
		}
		config = append(config, table.ColumnConfig{Number: i + 1, Align: align, AlignHeader: align, Hidden: hidden[i]})
	}
	t.AppendHeader(head)
	for _, cells := range g.rows {
		row := table.Row{}
		for _, c := range cells {
			row = append(row, c)
		}
		t.AppendRow(row)
	}
	t.SetColumnConfigs(config)
	return t.Render()
}

// plainStyle has two blanks between columns and a line under the header.
var plainStyle = table.Style{
	Name: "plain",
	Box: table.BoxStyle{
		MiddleHorizontal: "─", PaddingRight: "  ", UnfinishedRow: "…",
	},
	Format:  table.FormatOptions{Header: text.FormatDefault, Row: text.FormatDefault, Footer: text.FormatDefault},
	Options: table.Options{SeparateHeader: true},
}
