package plot

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// longest is the number of runes of a text that are looked at; no label shows
// more than a fraction of that.
const longest = 400

// visible spells out what the font cannot draw or what the eye cannot see:
// unknown glyphs, controls, direction marks and broken UTF-8 become escapes, as
// in a Go string. The font itself would draw nothing in their place. A text of
// spaces stands in quotes.
func visible(s string) string {
	if s != "" && strings.TrimSpace(s) == "" {
		return strconv.Quote(s)
	}
	face := plainText().Fonts.Lookup(sans(10, false, ink).Font, 10)
	var buf sfnt.Buffer
	var b strings.Builder
	n := 0
	for i, r := range s {
		if n++; n > longest {
			b.WriteString("…")
			break
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		if (r != utf8.RuneError || size > 1) && unicode.IsPrint(r) && !unicode.Is(unicode.M, r) {
			if g, err := face.Face.GlyphIndex(&buf, r); err == nil && g != 0 {
				b.WriteRune(r)
				continue
			}
		}
		quoted := strconv.QuoteToASCII(s[i : i+size])
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}

// fit shortens s to a width by leaving out its middle: names that share a
// beginning often differ at the end.
func fit(sty text.Style, s string, width vg.Length) string {
	if sty.Width(s) <= width {
		return s
	}
	runes := []rune(s)
	short := func(keep int) string {
		tail := keep / 3
		return string(runes[:keep-tail]) + "…" + string(runes[len(runes)-tail:])
	}
	keep := 0 // the most runes that fit, found by halving
	for lo, hi := 1, len(runes)-1; lo <= hi; {
		mid := (lo + hi) / 2
		if sty.Width(short(mid)) <= width {
			keep, lo = mid, mid+1
		} else {
			hi = mid - 1
		}
	}
	return short(keep)
}
