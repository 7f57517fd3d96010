package workloads

import (
	"fmt"
	"math/big"
	"strings"

	"fairlead/sim"
	"fairlead/sim/resource"
	"fairlead/workloads/quantity"
)

// traceMaxUnit bounds both parts of a unit, so that amounts are exact in 64 bits.
const traceMaxUnit = 5_000_000_000

// traceSizes are the suffixes of a size and the bytes that they stand for.
var traceSizes = []struct {
	suffix string
	bytes  int64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"KB", 1e3}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12},
	{"B", 1},
}

// ColumnUnit reads the unit of a column: what a 1 in it stands for, as a fraction
// of a thousandth of the resource's own unit. Memory and disk take sizes (1B,
// 1KiB, 64kB; a bare number is MiB), other resources plain decimals (0.01).
func ColumnUnit(resourceName, text string) (resource.Frac, error) {
	number, factor := text, big.NewRat(resource.Unit, 1)
	if resourceName == "mem" || resourceName == "disk" {
		for _, s := range traceSizes {
			if before, ok := strings.CutSuffix(text, s.suffix); ok {
				number, factor = before, big.NewRat(s.bytes*resource.Unit, 1<<20)
				break
			}
		}
	}
	n := parseTraceNumber([]byte(number))
	if n.kind != traceKnown || number == "" || number[0] == '+' || strings.ContainsAny(number, "eE") {
		return resource.Frac{}, fmt.Errorf("%q is no unit of %s", text, resourceName)
	}
	unit := big.NewRat(n.nanos, 1_000_000_000)
	unit.Add(unit, new(big.Rat).SetInt64(n.whole)).Mul(unit, factor)
	limit := big.NewInt(traceMaxUnit)
	if unit.Sign() == 0 || unit.Num().Cmp(limit) > 0 || unit.Denom().Cmp(limit) > 0 {
		return resource.Frac{}, fmt.Errorf("%q is out of range for a unit of %s", text, resourceName)
	}
	return resource.Frac{Num: unit.Num().Uint64(), Den: unit.Denom().Uint64()}, nil
}

// unitInRange refuses units with which amounts are not exact.
func unitInRange(u resource.Frac) error {
	if u.Num == 0 || u.Den == 0 || u.Num > traceMaxUnit || u.Den > traceMaxUnit {
		return fmt.Errorf("a unit of %d/%d thousandths", u.Num, u.Den)
	}
	return nil
}

// ColumnTimeUnit reads the unit of a column of times: what a 1 in it stands for,
// such as 1s, 1ms, 1d, and unlike elsewhere also 1us and 1ns.
func ColumnTimeUnit(text string) (sim.Time, error) {
	for _, u := range []struct {
		suffix string
		ns     int64
	}{{"us", 1000}, {"µs", 1000}, {"ns", 1}} {
		if before, ok := strings.CutSuffix(text, u.suffix); ok {
			if v, ok := plainDigits([]byte(before)); ok && v > 0 && v <= 1e12 {
				return sim.Time(v * u.ns), nil
			}
			return 0, fmt.Errorf("%q is no unit of time", text)
		}
	}
	t, err := quantity.Duration(text)
	if err == nil && t <= 0 {
		err = fmt.Errorf("%q is no unit of time", text)
	}
	return t, err
}
