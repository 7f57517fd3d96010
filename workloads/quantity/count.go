package quantity

import (
	"fmt"
	"strconv"
)

var (
	countKind  = kind{"a number", "4"}
	numberKind = kind{"a number", "1.5"}
	seedKind   = kind{"a seed", "42"}
)

// maxSeed is the largest seed: what a double holds exactly, so that any tool
// that reads a result as JSON gets the seed that was used.
const maxSeed = 1<<53 - 1

// Count reads a number of at most that many decimals and gives it times 10 to
// their number: Count("1.5", 3) is 1500, Count("80", 0) is 80.
func Count(text string, decimals int) (int64, error) {
	d, unit, err := countKind.split(text)
	switch {
	case err != nil:
		return 0, err
	case unit != "":
		return 0, fmt.Errorf("%q is not a number: no unit stands here", text)
	case d.scale > decimals && decimals == 0:
		return 0, fmt.Errorf("%q must be a whole number", text)
	case d.scale > decimals:
		return 0, fmt.Errorf("%q has more than %d decimals", text, decimals)
	}
	factor := int64(1)
	for range decimals {
		factor *= 10
	}
	floor, _, _ := d.scaled(factor, 1)
	n, ok := bounded(floor, MaxAmount)
	if !ok {
		return 0, fmt.Errorf("%q is too large", text)
	}
	return n, nil
}

// Number reads a plain decimal as the nearest float, for the shapes of
// distributions and the like, which no account adds up.
func Number(text string) (float64, error) {
	_, unit, err := numberKind.split(text)
	if err != nil {
		return 0, err
	}
	if unit != "" {
		return 0, fmt.Errorf("%q is not a number: no unit stands here", text)
	}
	return strconv.ParseFloat(text, 64)
}

// Seed reads a seed, 0 to 2^53-1 in decimal digits.
func Seed(text string) (uint64, error) {
	d, unit, err := seedKind.split(text)
	switch {
	case err != nil:
		return 0, err
	case unit != "" || d.scale > 0:
		return 0, fmt.Errorf("%q is not a seed: decimal digits only", text)
	case !d.digits.IsUint64() || d.digits.Uint64() > maxSeed:
		return 0, fmt.Errorf("%q is too large for a seed: at most %d", text, uint64(maxSeed))
	}
	return d.digits.Uint64(), nil
}
