package html

import (
	"math"
	"strings"
	"testing"
)

func TestFormats(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{count(0), "0"},
		{count(999), "999"},
		{count(-1234567), "-1,234,567"},
		{number(0), "0"},
		{number(2. / 3), "0.6667"},
		{number(1.5), "1.5"},
		{number(999.99), "1000"},
		{number(12345.6), "12,346"},
		{number(1e-9), "1e-09"},
		{number(math.NaN()), none},
		{number(math.Inf(1)), none},
		{percent(2. / 3), "66.7 %"},
		{percent(0.00012345), "0.012 %"},
		{percent(6.6e-8), "below 0.001 %"},
		{percent(0), "0.0 %"},
		{duration(0), "0 s"},
		{duration(0.0000123), "12.3 µs"},
		{duration(0.554), "554 ms"},
		{duration(119.5), "120 s"},
		{duration(3600), "60 min"},
		{duration(86400), "24 h"},
		{duration(11 * 86400), "11 d"},
		{duration(math.Inf(1)), none},
		{amount("cpus", 1600), "1,600"},
		{amount("mem", 12288), "12 GiB"},
		{amount("disk", 1<<40), "1,024 PiB"},
		{maybe(nil, number), none},
		{got(nil), "null"},
		{got(0.1), "0.1"},
		{got(true), "true"},
		{got("a\u202e"), `a\u202e`},
		{name("  "), `"  "`},
		{visibleText("a\r\n\tb\x1b\u2028c\n"), "a\n\tb\\x1b\\u2028c\n"},
	} {
		if strings.ReplaceAll(c.got, gap, " ") != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
