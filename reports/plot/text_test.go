package plot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestVisible(t *testing.T) {
	for s, want := range map[string]string{
		"spark":         "spark",
		"größe µ € …":   "größe µ € …",
		"":              "",
		"  ":            `"  "`,
		"目录":            `\u76ee\u5f55`,
		"✓":             `\u2713`,
		"🚀":             `\U0001f680`,
		"a\u202eb":      `a\u202eb`,
		"a\x00\x7f\n":   `a\x00\x7f\n`,
		"\xff\ufffd":    `\xff\ufffd`,
		"e\u0301":       `e\u0301`,
		"zero\u200bgap": `zero\u200bgap`,
	} {
		if got := visible(s); got != want {
			t.Errorf("visible(%q) = %q, want %q", s, got, want)
		}
	}
	if n := utf8.RuneCountInString(visible(strings.Repeat("x", 1e6))); n > longest+1 {
		t.Errorf("%d runes of a huge name", n)
	}
}

func TestFit(t *testing.T) {
	sty := legendText()
	rapid.Check(t, func(t *rapid.T) {
		s := visible(rapid.StringN(0, 300, -1).Draw(t, "s"))
		got := fit(sty, s, entryMost)
		if w := sty.Width(got); w > entryMost {
			t.Fatalf("%q is %v wide", got, w)
		}
		if got != s && !strings.Contains(got, "…") {
			t.Fatalf("%q became %q", s, got)
		}
	})
}
