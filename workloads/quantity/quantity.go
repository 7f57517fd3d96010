// Package quantity reads the numbers that people write in scenarios: times
// ("1.5h"), rates ("20/h"), sizes ("4GiB"), counts ("0.25"), shares ("10%") and
// seeds. It is exact: a decimal is an integer and a power of ten, never a float,
// so "0.1" is a tenth and "0.3" cpus are 300 thousandths on every machine.
//
// All of them share one grammar: digits, perhaps a point and more digits, then
// the unit, with nothing before, between or after. Signs, exponents, blanks and
// sums of units ("1h30m") are mistakes. What a parser says about a mistake is a
// sentence without a place, for only the caller knows the place; where the
// meaning is plain it proposes what to write. The Format functions go back: the
// shortest text that reads as the same value.
package quantity

import (
	"fmt"
	"math/big"
	"strings"
)

// maxText bounds what is looked at: no honest quantity is longer, and a number
// of a million digits is not worth its arithmetic.
const maxText = 64

// A kind is what a text is meant to be, for messages.
type kind struct {
	name    string // with its article
	example string
}

// decimal is digits / 10^scale, as written.
type decimal struct {
	digits *big.Int
	scale  int
}

// split reads the number that text begins with and gives the rest as its unit.
func (k kind) split(text string) (decimal, string, error) {
	if err := k.plain(text); err != nil {
		return decimal{}, "", err
	}
	whole := leadingDigits(text)
	rest := text[len(whole):]
	fraction := ""
	if strings.HasPrefix(rest, ".") {
		fraction = leadingDigits(rest[1:])
		if fraction == "" {
			return decimal{}, "", fmt.Errorf("%q needs a digit after the point", text)
		}
		rest = rest[1+len(fraction):]
	}
	if err := k.follows(text, rest); err != nil {
		return decimal{}, "", err
	}
	digits, _ := new(big.Int).SetString(whole+fraction, 10) // digits only: always a number
	return decimal{digits, len(fraction)}, rest, nil
}

// plain refuses what no quantity may hold or begin with.
func (k kind) plain(text string) error {
	squeezed := strings.Join(strings.Fields(text), "")
	switch {
	case squeezed == "":
		return fmt.Errorf("%s is needed, such as %s", k.name, k.example)
	case len(text) > maxText:
		return fmt.Errorf("%q… is too long for %s", text[:16], k.name)
	case squeezed != text:
		return fmt.Errorf("%q has a blank inside: %q?", text, squeezed)
	case text[0] == '-':
		return fmt.Errorf("%q is negative: %s must not be", text, k.name)
	case text[0] == '+':
		return fmt.Errorf("%q has a sign: %q?", text, text[1:])
	case text[0] == '.' && leadingDigits(text[1:]) != "":
		return fmt.Errorf("%q needs a digit before the point: %q?", text, "0"+text)
	case leadingDigits(text) == "":
		return fmt.Errorf("%q is not %s such as %s", text, k.name, k.example)
	}
	return nil
}

// follows refuses what looks like more of the number rather than like a unit.
func (k kind) follows(text, rest string) error {
	if rest == "" {
		return nil
	}
	switch c := rest[0]; {
	case (c == 'e' || c == 'E') && len(rest) > 1 && strings.IndexByte("+-0123456789", rest[1]) >= 0:
		return fmt.Errorf("%q has an exponent: write the number out", text)
	case c == ',' || c == '_' || c == '\'':
		return fmt.Errorf("%q has a separator: digits and one point only", text)
	case c == '.':
		return fmt.Errorf("%q has a second point", text)
	}
	return nil
}

func leadingDigits(s string) string {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return s[:n]
}

// scaled gives d × num / den as the integer below and what is left over, as
// rest / by.
func (d decimal) scaled(num, den int64) (floor, rest, by *big.Int) {
	by = new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.scale)), nil)
	by.Mul(by, big.NewInt(den))
	floor, rest = new(big.Int), new(big.Int)
	floor.QuoRem(new(big.Int).Mul(d.digits, big.NewInt(num)), by, rest)
	return floor, rest, by
}

// bounded is n as an int64, or false where it is above limit.
func bounded(n *big.Int, limit int64) (int64, bool) {
	if !n.IsInt64() || n.Int64() > limit {
		return 0, false
	}
	return n.Int64(), true
}
