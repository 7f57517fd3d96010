package reports

import (
	"strconv"
	"unicode"
	"unicode/utf8"
)

// Visible returns a name as a terminal may show it: what is no printable
// character (controls, escape sequences, marks that turn the direction of
// writing, broken UTF-8) is spelled as in a Go string.
func Visible(name string) string { return spell(name, unicode.IsPrint) }

// uncontrolled returns a name without control characters and broken UTF-8, which
// are spelled as in a Go string; all else stays as it is.
func uncontrolled(name string) string {
	return spell(name, func(r rune) bool { return !unicode.IsControl(r) })
}

// spell spells the characters that are not fine.
func spell(s string, fine func(rune) bool) string {
	ok := func(r rune, n int) bool { return fine(r) && (r != utf8.RuneError || n > 1) }
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !ok(r, n) {
			break
		}
		i += n
	}
	if i == len(s) {
		return s
	}
	out := append(make([]byte, 0, len(s)+8), s[:i]...)
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if ok(r, n) {
			out = append(out, s[i:i+n]...)
		} else {
			q := strconv.QuoteToASCII(s[i : i+n])
			out = append(out, q[1:len(q)-1]...)
		}
		i += n
	}
	return string(out)
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
