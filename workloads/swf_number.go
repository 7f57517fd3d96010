package workloads

// swfKind says what a column of a row holds.
type swfKind uint8

const (
	swfKnown    swfKind = iota // a number, 0 or above
	swfMissing                 // -1, NaN, or the row is too short
	swfNegative                // any other number below 0
	swfHuge                    // a number of 1e18 or more
	swfText                    // no number
)

// swfNumber is a number in decimal fixed point. Digits behind the ninth
// swfDecimal are cut off.
type swfNumber struct {
	whole int64
	nanos int64 // 0 … 999,999,999
	kind  swfKind
}

// positive reports a known number above 0.
func (n swfNumber) positive() bool { return n.kind == swfKnown && n.whole|n.nanos != 0 }

// parseSWFNumber reads a column. Almost all hold a few plain digits or -1.
func parseSWFNumber(b []byte) swfNumber {
	if len(b) > 18 || len(b) == 0 {
		return parseSWFAny(b)
	}
	v := int64(0)
	for _, c := range b {
		d := c - '0'
		if d > 9 {
			if len(b) == 2 && b[0] == '-' && b[1] == '1' {
				return swfNumber{kind: swfMissing}
			}
			return parseSWFAny(b)
		}
		v = v*10 + int64(d)
	}
	return swfNumber{whole: v}
}

// parseSWFAny reads [sign] digits [. digits] [e [sign] digits], with digits
// on at least one side of the point, and the words nan, inf and infinity.
func parseSWFAny(b []byte) swfNumber {
	if len(b) == 0 {
		return swfNumber{kind: swfMissing}
	}
	neg := b[0] == '-'
	if neg || b[0] == '+' {
		b = b[1:]
	}
	switch {
	case swfWord(b, "nan"):
		return swfNumber{kind: swfMissing}
	case swfWord(b, "inf"), swfWord(b, "infinity"):
		return swfSigned(swfNumber{kind: swfHuge}, neg)
	}
	var digits swfDigits
	rest, ok := digits.mantissa(b)
	if !ok {
		return swfNumber{kind: swfText}
	}
	exp, ok := parseSWFExponent(rest)
	if !ok {
		return swfNumber{kind: swfText}
	}
	return swfSigned(digits.value(exp), neg)
}

// swfSigned gives a number read without its sign its meaning: -1 is missing.
func swfSigned(n swfNumber, neg bool) swfNumber {
	switch {
	case !neg, n.kind == swfKnown && n.whole|n.nanos == 0:
		return n
	case n.kind == swfKnown && n.whole == 1 && n.nanos == 0:
		return swfNumber{kind: swfMissing}
	}
	return swfNumber{kind: swfNegative}
}

// swfDigits are the digits of a number from its first that is not 0. More than
// 27 can not matter: 18 before the point and 9 behind it.
type swfDigits struct {
	digit [27]byte
	n     int
	point int // digits before the point; below 0: zeros behind it first
}

// mantissa reads digits and a point and returns what follows.
func (d *swfDigits) mantissa(b []byte) (rest []byte, ok bool) {
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
func (d *swfDigits) add(digit byte, fraction bool) {
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
func (d *swfDigits) value(exp int) swfNumber {
	if d.n == 0 {
		return swfNumber{}
	}
	point := d.point + exp
	if point > 18 {
		return swfNumber{kind: swfHuge}
	}
	return swfNumber{whole: d.part(0, point), nanos: d.part(point, point+9)}
}

// part is the number that the digits from place a up to place b form; places
// outside what was written hold zeros.
func (d *swfDigits) part(a, b int) int64 {
	v := int64(0)
	for i := a; i < b; i++ {
		v *= 10
		if i >= 0 && i < d.n {
			v += int64(d.digit[i])
		}
	}
	return v
}

// parseSWFExponent reads what follows the mantissa.
func parseSWFExponent(b []byte) (exp int, ok bool) {
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
		exp = min(exp*10+int(c-'0'), swfMaxExponent)
	}
	if neg {
		exp = -exp
	}
	return exp, len(b) > 0
}

// swfMaxExponent is where exponents are cut: beyond what the digits of the
// longest line could make up for.
const swfMaxExponent = 1 << 20

// swfWord reports whether b is the lower-case word, in any case.
func swfWord(b []byte, word string) bool {
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
