package reports

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns a name as a terminal may show it: what is no printable
// character (controls, escape sequences, marks that turn the direction of
// writing, broken UTF-8) is spelled as in a Go string.
func Visible(name string) string {
	if printable(name) {
		return name
	}
	var b strings.Builder
	for i := 0; i < len(name); {
		r, n := utf8.DecodeRuneInString(name[i:])
		if (r == utf8.RuneError && n == 1) || !unicode.IsPrint(r) {
			q := strconv.Quote(name[i : i+n])
			b.WriteString(q[1 : len(q)-1])
		} else {
			b.WriteString(name[i : i+n])
		}
		i += n
	}
	return b.String()
}

func printable(s string) bool {
	for i, r := range s {
		if !unicode.IsPrint(r) || (r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD")) {
			return false
		}
	}
	return true
}

// appendVisibleJSON appends JSON text, writing as \uXXXX what a terminal might
// take for a command and JSON allows to stand in a string as it is.
func appendVisibleJSON(to, text []byte) []byte {
	for len(text) > 0 {
		r, n := rune(text[0]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(text)
		}
		if r < 0x7f || unicode.IsPrint(r) {
			to = append(to, text[:n]...)
		} else {
			to = appendEscaped(to, r)
		}
		text = text[n:]
	}
	return to
}

// appendEscaped appends a character as JSON escapes it: those beyond 16 bits as
// a pair.
func appendEscaped(to []byte, r rune) []byte {
	if r > 0xffff {
		r -= 0x10000
		to = appendEscaped(to, 0xd800+r>>10)
		return appendEscaped(to, 0xdc00+r&0x3ff)
	}
	const hex = "0123456789abcdef"
	return append(to, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
