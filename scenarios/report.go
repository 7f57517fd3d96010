package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds on what a hostile file can make us say.
const (
	maxKept  = 10_000 // mistakes remembered
	maxShown = 1000   // mistakes reported
	maxQuote = 60     // characters of one value
	maxWords = 1000   // words that a mistyped one is compared with
)

// mistake notes one mistake.
func (l *loader) mistake(at Place, format string, args ...any) {
	if len(l.mistakes) >= maxKept {
		l.dropped++
		return
	}
	l.mistakes = append(l.mistakes, Mistake{at.File, at.Line, at.Col, fmt.Sprintf(format, args...)})
}

// result is all mistakes in order, or nil.
func (l *loader) result() error {
	if len(l.mistakes) == 0 {
		return nil
	}
	ms := l.mistakes.sorted(l.files)
	if more := len(ms) + l.dropped - maxShown; more > 0 {
		last := ms[maxShown-1]
		ms = append(ms[:maxShown:maxShown], Mistake{last.File, last.Line, last.Col, fmt.Sprintf("%d more mistakes are not shown", more)})
	}
	return ms
}

// quote shows a text of the file: on one line, escaped, and not too much of it.
func quote(text string) string { return strconv.Quote(clip(text)) }

// clip shortens a long text.
func clip(text string) string {
	if utf8.RuneCountInString(text) <= maxQuote {
		return text
	}
	return string([]rune(text)[:maxQuote]) + "…"
}

// hint is " (did you mean …?)" if one of the words is near, else "".
func hint(word string, words []string) string {
	if near := nearest(word, words); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

// hintOrList is hint, or the list of all words if none is near.
func hintOrList(word string, words []string) string {
	if h := hint(word, words); h != "" {
		return h
	}
	return " (one of: " + strings.Join(words, ", ") + ")"
}

// nearest is the word that a mistyped one most likely stands for, or "".
func nearest(word string, words []string) string {
	word = strings.ToLower(word)
	n := utf8.RuneCountInString(word)
	if n > maxQuote || len(words) > maxWords {
		return ""
	}
	best, least := "", min(max(1, n/3), n-1)+1
	for _, w := range words {
		if low := strings.ToLower(w); plural(word, low) || shortFor(low, word) || shortFor(word, low) {
			return w
		}
		if d := distance([]rune(word), []rune(strings.ToLower(w)), least); d < least {
			best, least = w, d
		}
	}
	return best
}

// shortFor reports whether a word begins with the whole of another one, and goes
// on as one word: mem is short for memory, task is not for task_count.
func shortFor(long, short string) bool {
	rest, ok := strings.CutPrefix(long, short)
	return ok && len(short) >= 3 && (rest == "" || !strings.ContainsAny(rest[:1], "_-. "))
}

// plural reports whether two words differ by an s or by _ against -.
func plural(a, b string) bool {
	a, b = strings.TrimSuffix(a, "s"), strings.TrimSuffix(b, "s")
	for {
		a, b = strings.TrimLeft(a, "_- "), strings.TrimLeft(b, "_- ")
		if a == "" || b == "" {
			return a == b
		}
		if a[0] != b[0] {
			return false
		}
		a, b = a[1:], b[1:]
	}
}

// distance is the number of insertions, deletions, substitutions and swaps of
// neighbours between two words, or bound if it is not below it.
func distance(a, b []rune, bound int) int {
	if d := len(a) - len(b); d >= bound || -d >= bound {
		return bound
	}
	before, last, row := []int(nil), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, slices.Clone(last)
	}
	return min(last[len(b)], bound)
}
