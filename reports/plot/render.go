package plot

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// A Picture is one plot in two formats, the same bytes wherever it is drawn.
type Picture struct {
	Name  string // of the file, without extension
	Title string
	SVG   []byte // a whole document without declaration, fit to stand inside HTML
	PNG   []byte
}

// picture draws the chart.
func (c *chart) picture(name string) Picture {
	return Picture{Name: name, Title: c.title, SVG: c.svg(), PNG: c.png()}
}

// size is that of the page, with the legend that it must hold.
func (c *chart) size() (width, height vg.Length, l legend) {
	l = newLegend(c.series, pageWidth-2*margin)
	return pageWidth, dataHeight + c.headHeight(l) + 2*margin, l
}

func (c *chart) svg() []byte {
	width, height, l := c.size()
	canvas := vgsvg.New(width, height)
	c.draw(draw.NewCanvas(snapped{Canvas: canvas}, width, height), l)
	var b bytes.Buffer
	into(&b, canvas)
	return tidy(b.String(), visible(c.title), width, height)
}

func (c *chart) png() []byte {
	width, height, l := c.size()
	canvas := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(dotsPerIn))
	c.draw(draw.NewCanvas(snapped{Canvas: canvas, outlines: true}, width, height), l)
	var b bytes.Buffer
	into(&b, vgimg.PngCanvas{Canvas: canvas})
	return b.Bytes()
}

// into writes to memory, which cannot fail for a picture of sane size.
func into(b *bytes.Buffer, w io.WriterTo) {
	if _, err := w.WriteTo(b); err != nil {
		panic("plot: drawing to memory: " + err.Error())
	}
}

var (
	rootElement = regexp.MustCompile(`(?s)^.*?<svg[^>]*>`)
	fontStyle   = regexp.MustCompile(`font-family:Liberation Sans;font-variant:normal;font-weight:(\w+);font-style:normal;font-size:([0-9.]+)px`)
	pathData    = regexp.MustCompile(` d="[^"]*"`)
	pathPoint   = regexp.MustCompile(`([ML])([-0-9.e]+),([-0-9.e]+)`)
)

// tidy makes of gonum's drawing a document that scales, that a screen reader
// can name, that falls back to fonts with the same widths where Liberation is
// not installed, and that is half as long.
func tidy(svg, title string, width, height vg.Length) []byte {
	root := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%.6g" height="%.6g" viewBox="0 0 %.6g %.6g" `+
		`role="img" aria-label="%s" font-family="Liberation Sans,Arial,Helvetica,sans-serif">`,
		1.25*width, 1.25*height, width, height, html.EscapeString(title))
	svg = root + svg[len(rootElement.FindString(svg)):]
	svg = fontStyle.ReplaceAllString(svg, "font:$1 ${2}px Liberation Sans,Arial,Helvetica,sans-serif")
	svg = pathData.ReplaceAllStringFunc(svg, shorten)
	svg = strings.ReplaceAll(svg, "\n\tstyle=", " style=")
	return []byte(svg)
}

// shorten writes the level and upright parts of a path with one number each.
func shorten(d string) string {
	x, y := "", ""
	return pathPoint.ReplaceAllStringFunc(d, func(p string) string {
		m := pathPoint.FindStringSubmatch(p)
		op, px, py := m[1], x, y
		x, y = m[2], m[3]
		switch {
		case op == "L" && x == px && y == py:
			return ""
		case op == "L" && x == px:
			return "V" + y
		case op == "L" && y == py:
			return "H" + x
		}
		return p
	})
}
