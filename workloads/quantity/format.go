package quantity

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"fairlead/sim"
)

// FormatDuration is the shortest text that Duration reads as t; of equally
// short ones one without a point, then the larger unit. The instant that never
// comes is "forever".
func FormatDuration(t sim.Time) string {
	switch {
	case t == sim.Forever:
		return "forever"
	case t < 0:
		return "-" + FormatDuration(-max(t, -sim.Forever))
	case t == 0:
		return "0s"
	}
	best := ""
	for _, u := range timeUnits {
		best = shorter(best, exact(int64(t), 1, int64(u.span)), u.name)
	}
	return best
}

// FormatSize is the shortest text with a binary unit that Size reads as n
// thousandths of a MiB, ties as for FormatDuration.
func FormatSize(n int64) string {
	switch {
	case n < 0:
		return "-" + FormatSize(-max(n, math.MinInt64+1))
	case n == 0:
		return "0MiB"
	}
	best := ""
	for _, u := range sizeUnits {
		if strings.HasSuffix(u.name, "iB") {
			best = shorter(best, exact(n, mebibyte, u.bytes*1000), u.name)
		}
	}
	return best
}

// FormatAmount is n thousandths as a decimal: 1500 is "1.5".
func FormatAmount(n int64) string {
	if n < 0 {
		return "-" + FormatAmount(-max(n, math.MinInt64+1))
	}
	return exact(n, 1, 1000)
}

func shorter(best, number, unit string) string {
	text := number + unit
	switch {
	case number == "":
		return best
	case best == "" || len(text) < len(best):
		return text
	case len(text) == len(best) && strings.Contains(best, ".") && !strings.Contains(text, "."):
		return text
	}
	return best
}

// exact is n × num / den as a decimal, "" where that has no end.
func exact(n, num, den int64) string {
	r := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(n), big.NewInt(num)), big.NewInt(den))
	digits, ends := r.FloatPrec()
	if !ends {
		return ""
	}
	if r.IsInt() && r.Num().IsInt64() {
		return strconv.FormatInt(r.Num().Int64(), 10)
	}
	return r.FloatString(digits)
}
