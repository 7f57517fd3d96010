package reports

import (
	"bytes"
	"strings"
	"testing"
)

// A terminal of 80 columns holds the table of tenants whatever they are called,
// also where characters take two places.
func TestTableFits(t *testing.T) {
	for _, long := range []string{strings.Repeat("long-name ", 19), strings.Repeat("名", 190), strings.Repeat("e\u0301", 95)} {
		m, records := worked(long, "B")
		c := New(m)
		c.Take(records)
		var b bytes.Buffer
		o := TableOptions{Width: 80}
		p := &printer{w: &b, o: o}
		s := c.Finish(m.Until, "until", "", 0).Summary
		p.tenants("tenant", s.Tenants, s)
		if got := widest(b.String()); p.err != nil || got > 80 || got < 60 {
			t.Errorf("%d columns, %v:\n%s", got, p.err, b.String())
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"short", "short"}, {"abcdefgh", "abcdefgh"}, {"abcdefghi", "abcdefg…"}, {"名名名名", "名名名名"}, {"名名名名名", "名名名…"},
	} {
		if got := cut(c.text, 8); got != c.want {
			t.Errorf("%q is cut to %q, want %q", c.text, got, c.want)
		}
	}
}
