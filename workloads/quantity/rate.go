package quantity

import (
	"fmt"
	"math/big"
	"strings"

	"fairlead/sim"
)

// MaxRate is the highest rate that can be written, a second: one each
// nanosecond, the grain of simulated time.
const MaxRate = 1e9

var rateKind = kind{"a rate", "20/h"}

// Rate reads a number per s, m, h or d, such as 20/h or 0.5/s, and gives the
// nearest float of the number per second. A rate is above 0.
func Rate(text string) (float64, error) {
	d, unit, err := rateKind.split(text)
	if err != nil {
		return 0, err
	}
	span, ok := rateSpan(unit)
	if !ok {
		return 0, badRateUnit(text, unit)
	}
	_, _, by := d.scaled(1, int64(span/sim.Second))
	perSecond, _ := new(big.Rat).SetFrac(d.digits, by).Float64()
	switch {
	case d.digits.Sign() == 0:
		return 0, fmt.Errorf("%q must be above 0", text)
	case perSecond > MaxRate:
		return 0, fmt.Errorf("%q is too high: at most 1000000000/s", text)
	}
	return perSecond, nil
}

func rateSpan(unit string) (sim.Time, bool) {
	name, slash := strings.CutPrefix(unit, "/")
	span, ok := timeSpan(name)
	return span, slash && ok && span >= sim.Second
}

func badRateUnit(text, unit string) error {
	number := text[:len(text)-len(unit)]
	if unit == "" {
		return fmt.Errorf("%q needs a unit: %q?", text, text+"/h")
	}
	word := strings.ToLower(strings.TrimPrefix(unit, "/"))
	if known := timeWords[word]; known != "" {
		word = known
	}
	if _, ok := rateSpan("/" + word); ok {
		return fmt.Errorf("%q is not a rate: %q?", text, number+"/"+word)
	}
	return fmt.Errorf("%q is not a rate: a number per s, m, h or d, such as 20/h", text)
}
