package plot

import (
	"image/color"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// column is what a step line does within one pixel of the page.
type column struct {
	x                   vg.Length
	first, lo, hi, last vg.Length
}

// columnWidth is the distance below which points share a column. It bounds the
// size of a picture whatever the number of points, and keeps every extreme.
const columnWidth vg.Length = 0.5

// columns turns values into runs of columns; a value that is no number ends a run.
func columns(n int, at func(i int) (x, y vg.Length, ok bool)) [][]column {
	var runs [][]column
	var run []column
	for i := range n {
		x, y, ok := at(i)
		if !ok {
			if run != nil {
				runs, run = append(runs, run), nil
			}
			continue
		}
		if k := len(run) - 1; k >= 0 && x-run[k].x < columnWidth {
			run[k].lo, run[k].hi, run[k].last = min(run[k].lo, y), max(run[k].hi, y), y
		} else {
			run = append(run, column{x: x, first: y, lo: y, hi: y, last: y})
		}
	}
	if run != nil {
		runs = append(runs, run)
	}
	return runs
}

// tracer places the points of a series on the page.
type tracer struct {
	chart  *chart
	series *series
	x, y   func(float64) vg.Length
}

func newTracer(c *chart, s *series, p *gplot.Plot, dc *draw.Canvas) tracer {
	x, y := p.Transforms(dc)
	return tracer{c, s, x, y}
}

// value is point i, plus the share by of its band.
func (t tracer) value(i int, by float64) (x, y vg.Length, ok bool) {
	s := t.series
	v := s.y[i]
	if by != 0 && i < len(s.band) && s.band[i] > 0 {
		v += by * s.band[i]
	}
	if !finite(s.x[i]) || !finite(v) {
		return 0, 0, false
	}
	return t.x(t.chart.x.pos(s.x[i])) - s.dodge, t.y(t.chart.y.pos(v)) + s.dodge, true
}

// end is where the run's last value ends: at the next point, which is no
// number, or at the end of the series.
func (t tracer) end(last column, isLast bool) vg.Length {
	if !isLast || !(t.series.until > 0) {
		return last.x
	}
	return max(last.x, t.x(t.chart.x.pos(t.series.until))-t.series.dodge)
}

// line draws a series as steps.
type line struct {
	chart  *chart
	series *series
}

// Plot implements gonum's Plotter.
func (l line) Plot(dc draw.Canvas, p *gplot.Plot) {
	t := newTracer(l.chart, l.series, p, &dc)
	runs := columns(len(l.series.y), func(i int) (vg.Length, vg.Length, bool) { return t.value(i, 0) })
	dc.SetLineStyle(l.series.style)
	for k, run := range runs {
		end := t.end(run[len(run)-1], k == len(runs)-1)
		dc.Stroke(stepPath(run, end))
	}
}

// stepPath goes from column to column, through the extremes of each.
func stepPath(run []column, end vg.Length) vg.Path {
	var path vg.Path
	at := vg.Point{X: run[0].x, Y: run[0].first}
	path.Move(at)
	to := func(x, y vg.Length) {
		if x != at.X || y != at.Y {
			at = vg.Point{X: x, Y: y}
			path.Line(at)
		}
	}
	for _, c := range run {
		if c.first == at.Y && c.lo == at.Y && c.hi == at.Y && c.last == at.Y {
			continue // the line goes on as it was
		}
		to(c.x, at.Y)
		to(c.x, c.first)
		if c.lo < min(c.first, c.last) {
			to(c.x, c.lo)
		}
		if c.hi > max(c.first, c.last) {
			to(c.x, c.hi)
		}
		to(c.x, c.last)
	}
	to(end, at.Y)
	if len(path) == 1 { // one value at one point: a dash that can be seen
		path.Line(vg.Point{X: at.X + 2, Y: at.Y})
	}
	return path
}

// band fills the area between a series and the series plus its band.
type band struct {
	chart  *chart
	series *series
}

// Plot implements gonum's Plotter.
func (b band) Plot(dc draw.Canvas, p *gplot.Plot) {
	t := newTracer(b.chart, b.series, p, &dc)
	n := min(len(b.series.y), len(b.series.band))
	low := columns(n, func(i int) (vg.Length, vg.Length, bool) { return t.value(i, 0) })
	high := columns(n, func(i int) (vg.Length, vg.Length, bool) { return t.value(i, 1) })
	for k := range min(len(low), len(high)) {
		end := t.end(low[k][len(low[k])-1], k == len(low)-1)
		fillBetween(dc, low[k], high[k], end, lighter(b.series.style.Color))
	}
}

// fillBetween fills the steps from low to high, which share their columns.
func fillBetween(dc draw.Canvas, low, high []column, end vg.Length, c color.Color) {
	var path vg.Path
	path.Move(vg.Point{X: low[0].x, Y: low[0].lo})
	for i := range high {
		path.Line(vg.Point{X: high[i].x, Y: high[i].hi})
		path.Line(vg.Point{X: right(high, i, end), Y: high[i].hi})
	}
	for i := len(low) - 1; i >= 0; i-- {
		path.Line(vg.Point{X: right(low, i, end), Y: low[i].lo})
		path.Line(vg.Point{X: low[i].x, Y: low[i].lo})
	}
	path.Close()
	dc.SetColor(c)
	dc.Fill(path)
}

// right is where column i ends.
func right(run []column, i int, end vg.Length) vg.Length {
	if i+1 < len(run) {
		return run[i+1].x
	}
	return end
}
