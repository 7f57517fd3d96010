package quantity

import (
	"fmt"
	"strings"
)

// MaxAmount is the largest amount of anything that can be written, in
// thousandths: a million million units. Thousands of them can be added up.
const MaxAmount = 1_000_000_000_000_000

var sizeKind = kind{"a size", "4GiB"}

// sizeUnits are the units of size in bytes, the largest first.
var sizeUnits = []struct {
	name  string
	bytes int64
}{
	{"PiB", 1 << 50}, {"PB", 1e15}, {"TiB", 1 << 40}, {"TB", 1e12}, {"GiB", 1 << 30}, {"GB", 1e9},
	{"MiB", mebibyte}, {"MB", 1e6}, {"KiB", 1 << 10}, {"KB", 1e3}, {"kB", 1e3}, {"B", 1},
}

const mebibyte = 1 << 20

// Size reads a size such as 512MiB, 4GiB or 500MB, in thousandths of a MiB,
// rounded up: what asks for a byte is not given less. A bare number is in MiB.
func Size(text string) (int64, error) {
	d, unit, err := sizeKind.split(text)
	if err != nil {
		return 0, err
	}
	bytes, ok := sizeBytes(unit)
	if !ok {
		return 0, badSizeUnit(text, unit)
	}
	// A unit is at most 2^50 bytes, so this product stays below 2^60.
	floor, rest, _ := d.scaled(bytes*1000, mebibyte)
	n, ok := bounded(floor, MaxAmount)
	if ok && rest.Sign() > 0 {
		n++
	}
	if !ok || n > MaxAmount {
		return 0, fmt.Errorf("%q is too large: at most %s", text, FormatSize(MaxAmount))
	}
	return n, nil
}

func sizeBytes(unit string) (int64, bool) {
	if unit == "" {
		return mebibyte, true
	}
	for _, u := range sizeUnits {
		if u.name == unit {
			return u.bytes, true
		}
	}
	return 0, false
}

// badSizeUnit reads the letters of 4g, 4Gi, 4gib and 4gb the way they are
// likely meant: without a B, binary.
func badSizeUnit(text, unit string) error {
	number, word := text[:len(text)-len(unit)], strings.ToUpper(unit)
	letter, tail := word[:1], word[1:]
	name := letter + "B"
	if tail == "" || tail == "I" || tail == "IB" {
		name = letter + "iB"
	}
	if _, ok := sizeBytes(name); ok && (tail == "" || tail == "I" || tail == "IB" || tail == "B") {
		return fmt.Errorf("%q has an unknown unit: %q?", text, number+name)
	}
	return fmt.Errorf("%q has an unknown unit: sizes are in KiB, MiB, GiB, TiB or PiB, or KB, MB, GB, TB or PB", text)
}
