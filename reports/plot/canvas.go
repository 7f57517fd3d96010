package plot

import (
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// snapped moves whatever is drawn to a grid much finer than the eye. What
// processors that fuse products and sums make of a coordinate differs in its
// last bits; on the grid it is the same, and so are the bytes of the pictures.
type snapped struct {
	vg.Canvas
	// outlines: text is drawn as shapes. The library that else draws glyphs into
	// pixels computes with floats that differ between processors.
	outlines bool
}

// perPoint is the number of grid lines per point: whole steps of the pixel
// canvas, which counts 64ths of a pixel.
const perPoint = 64 * dotsPerIn / 72

func snap(v vg.Length) vg.Length {
	return vg.Length(math.Round(float64(v)*perPoint) / perPoint)
}

func snapPoint(p vg.Point) vg.Point { return vg.Point{X: snap(p.X), Y: snap(p.Y)} }

// snapPath moves the points of a path.
func snapPath(p vg.Path) vg.Path {
	out := make(vg.Path, len(p))
	for i, c := range p {
		c.Pos = snapPoint(c.Pos)
		control := make([]vg.Point, len(c.Control))
		for k := range c.Control {
			control[k] = snapPoint(c.Control[k])
		}
		c.Control = control
		out[i] = c
	}
	return out
}

// Stroke implements vg.Canvas.
func (s snapped) Stroke(p vg.Path) { s.Canvas.Stroke(snapPath(p)) }

// Fill implements vg.Canvas.
func (s snapped) Fill(p vg.Path) { s.Canvas.Fill(snapPath(p)) }

// FillString implements vg.Canvas.
func (s snapped) FillString(f font.Face, at vg.Point, text string) {
	if s.outlines {
		s.Fill(outline(f, snapPoint(at), text))
		return
	}
	s.Canvas.FillString(f, snapPoint(at), text)
}

// outline is the shape of a text.
func outline(f font.Face, at vg.Point, text string) vg.Path {
	var path vg.Path
	var buf sfnt.Buffer
	em := fixed.Int26_6(f.Face.UnitsPerEm()) // so that numbers are units of the font
	unit := f.Font.Size / vg.Length(em)
	x := fixed.Int26_6(0)
	place := func(p fixed.Point26_6) vg.Point {
		return vg.Point{X: at.X + vg.Length(unit*vg.Length(x+p.X)), Y: at.Y - vg.Length(unit*vg.Length(p.Y))}
	}
	var before sfnt.GlyphIndex
	for i, r := range text {
		glyph, err := f.Face.GlyphIndex(&buf, r)
		if err != nil {
			continue
		}
		if i > 0 {
			if kern, err := f.Face.Kern(&buf, before, glyph, em, 0); err == nil {
				x += kern
			}
		}
		before = glyph
		if shape, err := f.Face.LoadGlyph(&buf, glyph, em, nil); err == nil {
			path = trace(path, shape, place)
		}
		if advance, err := f.Face.GlyphAdvance(&buf, glyph, em, 0); err == nil {
			x += advance
		}
	}
	return path
}

// trace adds the shape of one glyph to a path.
func trace(path vg.Path, shape sfnt.Segments, place func(fixed.Point26_6) vg.Point) vg.Path {
	for i, s := range shape {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				path.Close()
			}
			path.Move(place(s.Args[0]))
		case sfnt.SegmentOpLineTo:
			path.Line(place(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			path.QuadTo(place(s.Args[0]), place(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			path.CubeTo(place(s.Args[0]), place(s.Args[1]), place(s.Args[2]))
		}
	}
	if len(shape) > 0 {
		path.Close()
	}
	return path
}
