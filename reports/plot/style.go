package plot

import (
	"image/color"
	"sync"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Measures of every picture, in points. The height follows from the legend, so
// that the data area keeps its size however many series there are.
const (
	pageWidth  vg.Length = 560
	dataHeight vg.Length = 250
	margin     vg.Length = 14
	dotsPerIn            = 144
)

// ink is the colour of text, rule of axes, grid of the lines behind the data.
var (
	paper = color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
	ink   = color.NRGBA{R: 0x22, G: 0x26, B: 0x2b, A: 0xff}
	muted = color.NRGBA{R: 0x5f, G: 0x66, B: 0x6e, A: 0xff}
	rule  = color.NRGBA{R: 0x8a, G: 0x90, B: 0x98, A: 0xff}
	shade = color.NRGBA{R: 0xf1, G: 0xf3, B: 0xf5, A: 0xff}
	grid  = color.NRGBA{R: 0xe6, G: 0xe8, B: 0xeb, A: 0xff}
	black = color.NRGBA{A: 0xff}
	grey  = color.NRGBA{R: 0x80, G: 0x80, B: 0x80, A: 0xff}
)

// palette is that of Okabe and Ito, which readers with any colour vision tell
// apart, without its black (kept for totals) and its yellow (too faint on white).
var palette = [...]color.NRGBA{
	{R: 0x00, G: 0x72, B: 0xb2, A: 0xff},
	{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff},
	{R: 0x00, G: 0x9e, B: 0x73, A: 0xff},
	{R: 0xcc, G: 0x79, B: 0xa7, A: 0xff},
	{R: 0xe6, G: 0x9f, B: 0x00, A: 0xff},
	{R: 0x56, G: 0xb4, B: 0xe9, A: 0xff},
}

// dashes continue where the colours end, so that more than six series differ
// in print and on a grey screen too.
var dashes = [...][]vg.Length{
	nil,
	{5, 2.5},
	{1.5, 2},
	{7, 2, 1.5, 2},
}

// seriesStyle is the line of series number i; the styles repeat after 24.
func seriesStyle(i int) draw.LineStyle {
	return draw.LineStyle{
		Color:  palette[i%len(palette)],
		Width:  1.4,
		Dashes: dashes[i/len(palette)%len(dashes)],
	}
}

// dodge moves each of several lines aside by less than the eye measures, up and
// to the left. Lines that run together (equal shares are what fair policies aim
// at) then lie side by side, where else the last would hide the others.
func dodge(all []series) {
	n := len(all)
	for i := range all {
		step := min(1.3, 3.6/vg.Length(max(n-1, 1)))
		all[i].dodge = step * (vg.Length(n-1)/2 - vg.Length(i))
	}
}

// totalStyle is the line of a whole, othersStyle that of the tenants that are
// not drawn one by one.
var (
	totalStyle  = draw.LineStyle{Color: black, Width: 2.4}
	othersStyle = draw.LineStyle{Color: grey, Width: 1.2, Dashes: []vg.Length{3, 1.5}}
)

// lighter is c as a transparent fill.
func lighter(c color.Color) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = 0x40
	return n
}

// plainText draws and measures text in the fonts that are part of the binary:
// no font of the machine takes part in a picture.
var plainText = sync.OnceValue(func() text.Plain {
	return text.Plain{Fonts: font.NewCache(liberation.Collection())}
})

// sans is a text style in Liberation Sans.
func sans(size vg.Length, bold bool, c color.Color) text.Style {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
	if bold {
		f.Weight = xfont.WeightBold
	}
	return text.Style{Color: c, Font: f, Handler: plainText()}
}
