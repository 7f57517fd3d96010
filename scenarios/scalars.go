package scenarios

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"fairlead/sim"
	"fairlead/sim/resource"
	"fairlead/workloads/quantity"
)

// maxName is the length of a name in characters, maxAbout that of a description.
const (
	maxName  = 200
	maxAbout = 1000
)

// The readers below give the zero value for a nil or bad node, in silence, and
// for a wrong one after reporting it; what names the value in messages.

// scalar is the text of a scalar.
func (l *loader) scalar(n *node, what string) (string, bool) {
	switch {
	case n == nil || n.kind == badNode:
		return "", false
	case n.kind != scalarNode:
		l.mistake(n.Place, "%s must be a single value, not %s", what, n.describe())
		return "", false
	case n.isNull():
		l.mistake(n.Place, "%s has no value", what)
		return "", false
	}
	return n.text, true
}

// name is a text of 1 to 200 characters without control characters.
func (l *loader) name(n *node, what string) string { return l.line(n, what, maxName) }

// about is a description of one line.
func (l *loader) about(n *node) string {
	if n != nil && n.block {
		n.text = strings.TrimRight(n.text, "\n")
	}
	return l.line(n, "about", maxAbout)
}

// unique reports a name that has been there before under the same parent.
func (l *loader) unique(n *node, name, what string, lines map[string]int) {
	if name == "" {
		return
	}
	if line, ok := lines[name]; ok {
		l.mistake(n.Place, "the name %s is taken already (%s, line %d)", quote(name), what, line)
		return
	}
	lines[name] = n.Line
}

func (l *loader) line(n *node, what string, limit int) string {
	text, ok := l.scalar(n, what)
	if !ok {
		return ""
	}
	if why := badLine(text, limit); why != "" {
		l.mistake(n.Place, "%s %s", what, why)
		return ""
	}
	return text
}

// badLine says why a text is no name, or "".
func badLine(text string, limit int) string {
	if text == "" {
		return "is empty"
	}
	if n := utf8.RuneCountInString(text); n > limit {
		return "is longer than " + strconv.Itoa(limit) + " characters (" + strconv.Itoa(n) + ")"
	}
	for _, r := range text {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return "holds a control character: " + quote(text)
		}
	}
	return ""
}

// word is one of a few words; it gives the index. Soon are words of the format
// that are not built yet.
func (l *loader) word(n *node, what string, words, soon []string) int {
	text, ok := l.scalar(n, what)
	if !ok {
		return 0
	}
	for i, w := range words {
		if w == text {
			return i
		}
	}
	for _, w := range soon {
		if w == text {
			l.mistake(n.Place, "%s %q is not supported yet", what, text)
			return 0
		}
	}
	l.mistake(n.Place, "unknown %s %s%s", what, quote(text), hintOrList(text, words))
	return 0
}

// yes is true or false.
func (l *loader) yes(n *node, what string, otherwise bool) bool {
	text, ok := l.scalar(n, what)
	switch {
	case !ok:
		return otherwise
	case text == "true":
		return true
	case text == "false":
		return false
	}
	l.mistake(n.Place, "%s must be true or false, not %s", what, quote(text))
	return otherwise
}

// whole is a whole number from 1 to limit, in decimal digits.
func (l *loader) whole(n *node, what string, limit, otherwise int64) int64 {
	text, ok := l.scalar(n, what)
	if !ok {
		return otherwise
	}
	v, err := quantity.Count(text, 0)
	switch {
	case err != nil:
		l.mistake(n.Place, "%s: %v", what, err)
	case v < 1:
		l.mistake(n.Place, "%s must be above 0", what)
	case v > limit:
		l.mistake(n.Place, "%s: %s is above the limit of %d", what, quote(text), limit)
	default:
		return v
	}
	return otherwise
}

// priority is a whole number, perhaps negative.
func (l *loader) priority(n *node) int64 {
	const limit = 1_000_000_000
	text, ok := l.scalar(n, "priority")
	if !ok {
		return 0
	}
	digits, minus := strings.CutPrefix(text, "-")
	v, err := quantity.Count(digits, 0)
	switch {
	case err != nil:
		l.mistake(n.Place, "priority: %v", err)
	case v > limit:
		l.mistake(n.Place, "priority: %s is beyond ±%d", quote(text), limit)
	case minus:
		return -v
	default:
		return v
	}
	return 0
}

// weight is a decimal above 0.
func (l *loader) weight(n *node) resource.Frac {
	const decimals, unit, limit = 6, 1_000_000, 1_000_000
	text, ok := l.scalar(n, "weight")
	if !ok {
		return resource.One
	}
	v, err := quantity.Count(text, decimals)
	switch {
	case err != nil:
		l.mistake(n.Place, "weight: %v", err)
	case v == 0:
		l.mistake(n.Place, "weight must be above 0")
	case v > limit*unit:
		l.mistake(n.Place, "weight: %s is above the limit of %d", quote(text), limit)
	default:
		return resource.Reduced(uint64(v), unit)
	}
	return resource.One
}

// duration is a time of at least least; zero is what "0s" gives if it may.
func (l *loader) duration(n *node, what string, least, otherwise sim.Time) sim.Time {
	text, ok := l.scalar(n, what)
	if !ok {
		return otherwise
	}
	t, err := quantity.Duration(text)
	switch {
	case err != nil:
		l.mistake(n.Place, "%s: %v", what, err)
	case t < least && t == 0:
		l.mistake(n.Place, "%s must be above 0", what)
	case t < least:
		l.mistake(n.Place, "%s: %s is below the least of %s", what, quote(text), quantity.FormatDuration(least))
	default:
		return t
	}
	return otherwise
}

// amount is an amount of a resource in thousandths. Gpus, ports and disk may
// be 0, whatever else must be above.
func (l *loader) amount(n *node, name string) (int64, bool) {
	text, ok := l.scalar(n, clip(name))
	if !ok {
		return 0, false
	}
	v, err := amountOf(name, text)
	switch {
	case err != nil:
		l.mistake(n.Place, "%s: %v", clip(name), err)
		return 0, false
	case v == 0 && !mayBeZero(name):
		l.mistake(n.Place, "%s must be above 0", clip(name))
		return 0, false
	}
	return v, true
}

// amountOf reads an amount of a resource in thousandths.
func amountOf(name, text string) (int64, error) {
	switch name {
	case "mem", "disk":
		return quantity.Size(text)
	case "ports":
		v, err := quantity.Count(text, 0)
		return min(v, quantity.MaxAmount/resource.Unit) * resource.Unit, err
	}
	return quantity.Count(text, 3)
}

func mayBeZero(name string) bool { return name == "gpus" || name == "ports" || name == "disk" }

// startsLikeNumber reports whether a text begins as a number does, if wrongly.
func startsLikeNumber(text string) bool { return strings.IndexAny(text, "+-.0123456789") == 0 }
