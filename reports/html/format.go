package html

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"fairlead/reports"
)

// gap keeps a number and its unit on one line.
const gap = "\u00a0"

// none stands where there is no number.
const none = "–"

// visibleText is reports.Visible for text of several lines.
func visibleText(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range lines {
		cells := strings.Split(line, "\t")
		for k := range cells {
			cells[k] = reports.Visible(cells[k])
		}
		lines[i] = strings.Join(cells, "\t")
	}
	return strings.Join(lines, "\n")
}

// name is reports.Visible, with quotes around a name that is nothing but space.
func name(s string) string {
	if s != "" && strings.TrimSpace(s) == "" {
		return strconv.Quote(s)
	}
	return reports.Visible(s)
}

// count groups digits by threes.
func count(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// number writes about four digits of v.
func number(v float64) string { return digits(v, 4) }

// digits writes about n digits of v, but all of those before the point.
func digits(v float64, n int) string {
	switch a := math.Abs(v); {
	case !(a <= math.MaxFloat64):
		return none
	case a == 0:
		return "0"
	case a >= 1000 && a < 1e15:
		return count(int64(math.Round(v)))
	case a < 1e-3 || a >= 1e15:
		return strconv.FormatFloat(v, 'g', n, 64)
	}
	s := strconv.FormatFloat(v, 'g', n, 64)
	if r, err := strconv.ParseFloat(s, 64); err == nil {
		s = strconv.FormatFloat(r, 'f', -1, 64)
	}
	return s
}

// percent writes a share.
func percent(v float64) string {
	if !(math.Abs(v) <= 1e9) {
		return none
	}
	p := v * 100
	if a := math.Abs(p); a != 0 && a < 0.001 {
		return "below" + gap + "0.001" + gap + "%"
	}
	if p != 0 && math.Abs(p) < 0.1 {
		return strconv.FormatFloat(p, 'g', 2, 64) + gap + "%"
	}
	return strconv.FormatFloat(p, 'f', 1, 64) + gap + "%"
}

// duration writes seconds in the unit that keeps the number short.
func duration(s float64) string {
	switch a := math.Abs(s); {
	case !(a <= math.MaxFloat64):
		return none
	case a == 0:
		return "0" + gap + "s"
	case a < 1e-3:
		return digits(s*1e6, 3) + gap + "µs"
	case a < 1:
		return digits(s*1e3, 3) + gap + "ms"
	case a < 120:
		return digits(s, 3) + gap + "s"
	case a < 7200:
		return digits(s/60, 3) + gap + "min"
	case a < 2*86400:
		return digits(s/3600, 3) + gap + "h"
	}
	return digits(s/86400, 3) + gap + "d"
}

// maybe formats a number that may be missing.
func maybe(v *float64, format func(float64) string) string {
	if v == nil {
		return none
	}
	return format(*v)
}

// amount writes so much of a resource; memory and disk are in MiB.
func amount(resource string, v float64) string {
	if resource != "mem" && resource != "disk" {
		return number(v)
	}
	for _, u := range []string{"MiB", "GiB", "TiB"} {
		if math.Abs(v) < 10*1024 {
			return number(v) + gap + u
		}
		v /= 1024
	}
	return number(v) + gap + "PiB"
}

// got writes what an expectation found.
func got(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case string:
		return reports.Visible(v)
	}
	return reports.Visible(fmt.Sprint(v))
}
