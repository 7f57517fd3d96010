package plot

import (
	"math"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// series is one line of a chart: values that hold from their x to the next.
type series struct {
	name  string
	style draw.LineStyle
	x, y  []float64
	band  []float64 // if set, an area from y up to y+band is filled too
	dodge vg.Length // how far up and left of its place the line is drawn
	until float64   // where the last value ends; nowhere if below it
}

// chart is a picture before it is drawn.
type chart struct {
	title, note string
	shade       float64 // values of x below it lie in the shade
	x, y        axis
	series      []series
}

// empty reports whether no series has a point to draw.
func (c *chart) empty() bool {
	for i := range c.series {
		for k, y := range c.series[i].y {
			if finite(y) && finite(c.series[i].x[k]) {
				return false
			}
		}
	}
	return true
}

// finite reports whether v can be drawn: a number, and of a size that seconds
// and shares can have.
func finite(v float64) bool { return math.Abs(v) <= 1e12 }

// Sizes of text and the space around it.
var (
	titleText  = func() text.Style { return sans(13, true, ink) }
	noteText   = func() text.Style { return sans(9.5, false, muted) }
	legendText = func() text.Style { return sans(10, false, ink) }
	labelText  = func() text.Style { return sans(10, false, ink) }
	tickText   = func() text.Style { return sans(9.5, false, muted) }
)

// headHeight is the height of title, note and legend.
func (c *chart) headHeight(l legend) vg.Length {
	h := 1.3*titleText().Font.Size + 8 + l.height()
	if c.note != "" {
		h += 1.5 * noteText().Font.Size
	}
	return h
}

// draw lays the chart out from the top: title, note and legend, then axes and
// data, so that nothing lies on the data.
func (c *chart) draw(dc draw.Canvas, l legend) {
	dc.FillPolygon(paper, []vg.Point{dc.Min, {X: dc.Max.X, Y: dc.Min.Y}, dc.Max, {X: dc.Min.X, Y: dc.Max.Y}})
	area := draw.Crop(dc, margin, -margin, margin, -margin)
	width := area.Max.X - area.Min.X

	title, y := titleText(), area.Max.Y-titleText().Font.Size
	write(area, title, area.Min.X, y, fit(title, visible(c.title), width))
	y -= 0.3 * title.Font.Size
	if c.note != "" {
		note := noteText()
		y -= 1.2 * note.Font.Size
		write(area, note, area.Min.X, y, fit(note, visible(c.note), width))
		y -= 0.3 * note.Font.Size
	}
	l.draw(area, y-4)

	area.Max.Y -= c.headHeight(l)
	c.frame().Draw(area)
}

// write puts text with its baseline at y.
func write(c draw.Canvas, sty text.Style, x, y vg.Length, s string) {
	if s == "" {
		return
	}
	c.SetColor(sty.Color)
	c.FillString(plainText().Fonts.Lookup(sty.Font, sty.Font.Size), vg.Point{X: x, Y: y}, s)
}

// frame is the chart below its head.
func (c *chart) frame() *gplot.Plot {
	p := gplot.New()
	p.BackgroundColor = nil
	p.TextHandler = plainText()
	side(&p.X, c.x, draw.XCenter, draw.YTop)
	side(&p.Y, c.y, draw.XRight, draw.YCenter)
	p.X.Padding, p.Y.Padding = 3, 3
	p.Y.Width = 0 // the grid is enough

	g := plotter.NewGrid()
	g.Vertical = draw.LineStyle{Color: grid, Width: 0.75}
	g.Horizontal = g.Vertical
	if c.shade > 0 {
		p.Add(shaded(c.shade))
	}
	p.Add(g)
	if c.empty() {
		p.Add(nothing{})
		return p
	}
	for i := range c.series {
		if c.series[i].band != nil {
			p.Add(band{chart: c, series: &c.series[i]})
		}
	}
	for i := range c.series {
		p.Add(line{chart: c, series: &c.series[i]})
	}
	return p
}

// side sets one of gonum's axes up.
func side(g *gplot.Axis, a axis, x text.XAlignment, y text.YAlignment) {
	g.Min, g.Max = a.lo, a.hi
	g.Color, g.Width = rule, 0.75
	g.Label.Text = a.label
	g.Label.TextStyle = labelText()
	g.Label.TextStyle.XAlign, g.Label.TextStyle.YAlign = draw.XCenter, draw.YBottom
	g.Label.Padding = 5
	g.Tick.Marker = a
	g.Tick.Label = tickText()
	g.Tick.Label.XAlign, g.Tick.Label.YAlign = x, y
	g.Tick.Color, g.Tick.Width, g.Tick.Length = rule, 0.75, 4
}

// shaded darkens the chart up to a value of x.
type shaded float64

// Plot implements gonum's Plotter.
func (s shaded) Plot(c draw.Canvas, p *gplot.Plot) {
	to := c.X(min(max(p.X.Norm(float64(s)), 0), 1))
	c.FillPolygon(shade, []vg.Point{c.Min, {X: to, Y: c.Min.Y}, {X: to, Y: c.Max.Y}, {X: c.Min.X, Y: c.Max.Y}})
}

// nothing says that there is nothing to see.
type nothing struct{}

// Plot draws the words in the middle of the data area.
func (nothing) Plot(c draw.Canvas, _ *gplot.Plot) {
	sty := sans(13, false, muted)
	const s = "no data"
	write(c, sty, c.Center().X-sty.Width(s)/2, c.Center().Y-sty.Font.Size/3, s)
}
