package reports

import (
	"math"
	"strconv"
	"strings"
)

// none stands where there is no value.
const none = "-"

// three is x to three significant digits, whole numbers in full.
func three(x float64) string {
	a, decimals := math.Abs(x), 0
	for limit := 99.95; a < limit && decimals < 6; limit /= 10 {
		decimals++
	}
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if decimals > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// humanSeconds is a time in the unit that suits it.
func humanSeconds(x *float64) string {
	if x == nil {
		return none
	}
	switch s := *x; {
	case s == 0:
		return "0 s"
	case s < 1:
		return three(s*1000) + " ms"
	case s < 120:
		return three(s) + " s"
	case s < 120*60:
		return three(s/60) + " min"
	case s < 48*3600:
		return three(s/3600) + " h"
	default:
		return three(s/86400) + " d"
	}
}

// percent is a share of one, in percent.
func percent(x float64) string { return strconv.FormatFloat(x*100, 'f', 1, 64) + "%" }

func maybePercent(x *float64) string {
	if x == nil {
		return none
	}
	return percent(*x)
}

func maybeThree(x *float64) string {
	if x == nil {
		return none
	}
	return three(*x)
}

// humanAmount is an amount of a resource; mem and disk are in MiB.
func humanAmount(resource string, x float64) string {
	if resource != "mem" && resource != "disk" {
		return plainNumber(x)
	}
	unit := 0
	names := []string{" MiB", " GiB", " TiB", " PiB", " EiB"}
	for x >= 1024 && unit+1 < len(names) {
		x /= 1024
		unit++
	}
	return three(x) + names[unit]
}

// plainNumber is a number in full.
func plainNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// whole is a count.
func whole(n int64) string { return strconv.FormatInt(n, 10) }
