package plot

import (
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Measures of the legend.
const (
	swatch      vg.Length = 22
	swatchGap   vg.Length = 5
	entryGap    vg.Length = 16
	entryMost   vg.Length = 150 // a longer name is shortened
	entryHeight vg.Length = 14
)

// legend names the series in a grid above the data.
type legend struct {
	series  []series
	names   []string
	columns int
	cell    vg.Length
}

// newLegend lays out the names of the series in the given width.
func newLegend(all []series, width vg.Length) legend {
	l := legend{series: all, columns: 1}
	sty := legendText()
	for i := range all {
		name := fit(sty, visible(all[i].name), entryMost)
		l.names = append(l.names, name)
		l.cell = max(l.cell, swatch+swatchGap+sty.Width(name)+entryGap)
	}
	for l.cell > 0 && vg.Length(l.columns+1)*l.cell <= width+entryGap {
		l.columns++
	}
	return l
}

// rows is the number of lines the legend takes.
func (l legend) rows() int { return (len(l.series) + l.columns - 1) / l.columns }

// height is the space the legend takes.
func (l legend) height() vg.Length { return vg.Length(l.rows()) * entryHeight }

// draw writes the legend below y, row by row.
func (l legend) draw(c draw.Canvas, y vg.Length) {
	sty := legendText()
	for i := range l.series {
		x := c.Min.X + vg.Length(i%l.columns)*l.cell
		base := y - vg.Length(i/l.columns+1)*entryHeight + 4
		l.entry(c, sty, x, base, i)
	}
}

// entry draws one swatch and name.
func (l legend) entry(c draw.Canvas, sty text.Style, x, base vg.Length, i int) {
	mid := base + 0.35*sty.Font.Size
	if l.series[i].band != nil {
		c.FillPolygon(lighter(l.series[i].style.Color), []vg.Point{
			{X: x, Y: mid}, {X: x + swatch, Y: mid}, {X: x + swatch, Y: mid + 5}, {X: x, Y: mid + 5},
		})
	}
	c.StrokeLine2(l.series[i].style, x, mid, x+swatch, mid)
	write(c, sty, x+swatch+swatchGap, base, l.names[i])
}
