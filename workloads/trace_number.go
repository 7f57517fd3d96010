package workloads

// traceKind says what a column of a row holds.
type traceKind uint8

const (
	traceKnown    traceKind = iota // a number, 0 or above
	traceMissing                   // -1, NaN, or the row is too short
	traceNegative                  // any other number below 0
	traceHuge                      // a number of 1e18 or more
	traceText                      // no number
)

// traceNumber is a number in decimal fixed point. Digits behind the ninth
// decimal are cut off.
type traceNumber struct {
	whole int64
	nanos int64 // 0 … 999,999,999
	kind  traceKind
}

// positive reports a known number above 0.
func (n traceNumber) positive() bool { return n.kind == traceKnown && n.whole|n.nanos != 0 }

// parseTraceNumber reads a column in which -1 stands for what is not known.
// Almost all hold a few plain digits or -1.
func parseTraceNumber(b []byte) traceNumber {
	if v, ok := plainDigits(b); ok {
		return traceNumber{whole: v}
	}
	if len(b) == 2 && b[0] == '-' && b[1] == '1' {
		return traceNumber{kind: traceMissing}
	}
	return parseTraceAny(b)
}

// plainDigits reads up to 18 digits and nothing else.
func plainDigits(b []byte) (v int64, ok bool) {
	if len(b) > 18 || len(b) == 0 {
		return 0, false
	}
	for _, c := range b {
		d := c - '0'
		if d > 9 {
			return 0, false
		}
		v = v*10 + int64(d)
	}
	return v, true
}

// parseTraceAny is parseTraceNumber for all that is not plain.
func parseTraceAny(b []byte) traceNumber {
	n, below := parseTraceSigned(b)
	switch {
	case !below, n.kind != traceKnown && n.kind != traceHuge:
		return n
	case n == traceNumber{whole: 1}:
		return traceNumber{kind: traceMissing}
	}
	return traceNumber{kind: traceNegative}
}

// parseTraceSigned reads [sign] digits [. digits] [e [sign] digits], with digits
// on at least one side of the point, and the words nan, inf and infinity. The
// number comes without its sign; below says that it is below 0.
func parseTraceSigned(b []byte) (n traceNumber, below bool) {
	if len(b) == 0 {
		return traceNumber{kind: traceMissing}, false
	}
	below = b[0] == '-'
	if below || b[0] == '+' {
		b = b[1:]
	}
	switch {
	case traceWord(b, "nan"):
		return traceNumber{kind: traceMissing}, false
	case traceWord(b, "inf"), traceWord(b, "infinity"):
		return traceNumber{kind: traceHuge}, below
	}
	var digits traceDigits
	rest, ok := digits.mantissa(b)
	if !ok {
		return traceNumber{kind: traceText}, false
	}
	exp, ok := parseTraceExponent(rest)
	if !ok {
		return traceNumber{kind: traceText}, false
	}
	n = digits.value(exp)
	return n, below && n != traceNumber{}
}

// traceDigits are the digits of a number from its first that is not 0. More than
// 27 can not matter: 18 before the point and 9 behind it.
type traceDigits struct {
	digit [27]byte
	n     int
	point int // digits before the point; below 0: zeros behind it first
}

// mantissa reads digits and a point and returns what follows.
func (d *traceDigits) mantissa(b []byte) (rest []byte, ok bool) {
	seen, fraction := false, false
	i := 0
	for ; i < len(b); i++ {
		c := b[i]
		if c == '.' && !fraction {
			fraction = true
			continue
		}
		if c < '0' || c > '9' {
			break
		}
		seen = true
		d.add(c-'0', fraction)
	}
	return b[i:], seen
}

// add appends a digit.
func (d *traceDigits) add(digit byte, fraction bool) {
	if digit == 0 && d.n == 0 { // a leading zero
		if fraction {
			d.point--
		}
		return
	}
	if !fraction {
		d.point++
	}
	if d.n < len(d.digit) {
		d.digit[d.n] = digit
		d.n++
	}
}

// value is the number with the point moved by exp.
func (d *traceDigits) value(exp int) traceNumber {
	if d.n == 0 {
		return traceNumber{}
	}
	point := d.point + exp
	if point > 18 {
		return traceNumber{kind: traceHuge}
	}
	return traceNumber{whole: d.part(0, point), nanos: d.part(point, point+9)}
}

// part is the number that the digits from place a up to place b form; places
// outside what was written hold zeros.
func (d *traceDigits) part(a, b int) int64 {
	v := int64(0)
	for i := a; i < b; i++ {
		v *= 10
		if i >= 0 && i < d.n {
			v += int64(d.digit[i])
		}
	}
	return v
}

// parseTraceExponent reads what follows the mantissa.
func parseTraceExponent(b []byte) (exp int, ok bool) {
	if len(b) == 0 {
		return 0, true
	}
	if b[0] != 'e' && b[0] != 'E' {
		return 0, false
	}
	b = b[1:]
	neg := len(b) > 0 && b[0] == '-'
	if neg || len(b) > 0 && b[0] == '+' {
		b = b[1:]
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		exp = min(exp*10+int(c-'0'), traceMaxExponent)
	}
	if neg {
		exp = -exp
	}
	return exp, len(b) > 0
}

// traceMaxExponent is where exponents are cut: beyond what the digits of the
// longest line could make up for.
const traceMaxExponent = 1 << 20

// traceWord reports whether b is the lower-case word, in any case.
func traceWord(b []byte, word string) bool {
	if len(b) != len(word) {
		return false
	}
	for i, c := range b {
		if c|0x20 != word[i] {
			return false
		}
	}
	return true
}
