// Package pf is floating point with the same bits on every processor.
//
// IEEE 754 fixes the results of + - × ÷ and the square root, but Go lets a
// compiler fuse x*y+z into one rounding, which arm64, ppc64, s390x, riscv64 and
// amd64 at level v3 do and plain amd64 does not; and math.Exp, math.Log and
// their kin have assembly of their own on some processors. A last bit that
// differs becomes another nanosecond, another order of two events, another run.
//
// So what reaches a result goes through here: functions made of the exact
// operations alone, with each product written float64(a*b), which forbids the
// fusing (Go specification, "Floating-point operators"). A test reads this
// source and refuses a bare product. Users of the package owe the same care to
// their own products.
//
// The polynomials are published ones, named where they stand. The functions are
// as exact as math's to a unit or two in the last place, unless they say less.
package pf

import "math"

// Round is the integer nearest to x, halves upward; what lies beyond 64 bits
// gives the nearest end, and what is not a number gives 0. A plain conversion
// is another number on another processor there.
func Round(x float64) int64 {
	f := math.Floor(x)
	if x-f >= 0.5 { // exact: x and f are within 1 of each other
		f++
	}
	switch {
	case f >= 1<<63:
		return math.MaxInt64
	case f < -1<<63:
		return math.MinInt64
	case f != f:
		return 0
	}
	return int64(f)
}
