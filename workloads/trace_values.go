package workloads

import (
	"cmp"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// traceUnknown is the value of rows whose column holds -1 or nothing.
const traceUnknown = "unknown"

// traceOverflow stands for all values beyond the number that are told apart.
const traceOverflow = int32(-1)

// traceValues numbers the values of the column of By. Numbers that are written
// differently (7, 07, +7, 7.0) are one value.
type traceValues struct {
	index map[string]int32 // by the text of a value, or another spelling of it
	names []string
	rows  []int64 // kept, by value
	over  int64   // kept, with values beyond the limit
	limit int     // entries of index, so that no log can fill the memory
}

// newTraceValues holds no value yet.
func newTraceValues() traceValues {
	return traceValues{index: map[string]int32{}, limit: traceMaxValues}
}

// of finds the number of a value, which it adds if insert is set. Unreadable
// text counts as unknown.
func (v *traceValues) of(text []byte, insert bool) (value int32, readable, ok bool) {
	if value, ok = v.index[string(text)]; ok {
		return value, true, true
	}
	name, readable := traceCanonical(text)
	value, ok = v.index[name]
	switch {
	case ok:
	case len(v.index) >= v.limit:
		return traceOverflow, readable, true
	case !insert:
		return 0, readable, false
	default:
		value = int32(len(v.names))
		v.names = append(v.names, name)
		v.rows = append(v.rows, 0)
		v.index[name] = value
	}
	if insert && readable && len(v.index) < v.limit {
		v.index[string(text)] = value
	}
	return value, readable, true
}

// traceCanonical is how the value of a column is spelt in the name of a tenant.
func traceCanonical(text []byte) (name string, readable bool) {
	switch n := parseTraceNumber(text); {
	case n.kind == traceMissing:
		return traceUnknown, true
	case n.kind == traceKnown && n.nanos == 0:
		return strconv.FormatInt(n.whole, 10), true
	}
	if len(text) > traceMaxName || !utf8.Valid(text) {
		return traceUnknown, false
	}
	for _, r := range string(text) {
		if unicode.IsControl(r) {
			return traceUnknown, false
		}
	}
	return string(text), true
}

// ranked are the values with most rows first, ties by value: numbers, then
// text.
func (v *traceValues) ranked() []int32 {
	all := make([]int32, len(v.names))
	for i := range all {
		all[i] = int32(i)
	}
	slices.SortFunc(all, func(a, b int32) int {
		if c := cmp.Compare(v.rows[b], v.rows[a]); c != 0 {
			return c
		}
		return traceCompare(v.names[a], v.names[b])
	})
	return all
}

// traceCompare orders canonical values.
func traceCompare(a, b string) int {
	x, noX := strconv.ParseInt(a, 10, 64)
	y, noY := strconv.ParseInt(b, 10, 64)
	switch {
	case noX == nil && noY == nil:
		return cmp.Compare(x, y)
	case noX == nil:
		return -1
	case noY == nil:
		return 1
	}
	return cmp.Compare(a, b)
}
