package scenarios

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// notText finds the first line that holds bytes which no YAML file has; the
// library would not say where.
func notText(data []byte) (line int, why string) {
	line = 1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == '\n':
			line++
		case r == utf8.RuneError && size == 1:
			return line, "it holds bytes that are not UTF-8 text"
		case r < ' ' && r != '\t' && r != '\r', r == 0x7f:
			return line, fmt.Sprintf("it holds the control character 0x%02x", r)
		}
		i += size
	}
	return 0, ""
}

// parserMistake turns an error of the library into a mistake at the line that it
// names, column 1.
func (l *loader) parserMistake(file string, err error) {
	line, msg := plainly(err)
	l.mistake(Place{file, line, 1}, "this is not YAML: %s", msg)
}

// plainly splits an error of the library into the line that it names, or 1, and
// what is wrong there.
func plainly(err error) (line int, msg string) {
	line, msg = 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if number, text, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(number); err == nil {
				line, msg = max(n, 1), text
			}
		}
	}
	if plain, ok := plainWords[msg]; ok {
		msg = plain
	}
	return line, msg
}

// plainWords says in other words what the library says most often.
var plainWords = map[string]string{
	"mapping values are not allowed in this context":               `a second ": " in one line, or a line that is indented too far (quote a text that holds ": ")`,
	"found character that cannot start any token":                  "a tab, or an unquoted @ or ` or % at the start of a value (indent with spaces, quote the value)",
	"found a tab character that violates indentation":              "a tab where the indentation needs spaces",
	"found a tab character where an indentation space is expected": "a tab where the indentation needs spaces",
	"did not find expected key":                                    "a line whose indentation fits no line above it",
	"did not find expected '-' indicator":                          `a line that should start with "- " like the entries of the list above it`,
	"did not find expected ',' or ']'":                             "a list [ … ] that is not closed, or lacks a comma",
	"did not find expected ',' or '}'":                             "a map { … } that is not closed, or lacks a comma",
	"could not find expected ':'":                                  `a key without ": " after it`,
	"did not find expected node content":                           "a value is missing, or starts with a character that must be quoted",
	"found unexpected end of stream":                               "a quoted text that is not closed",
	"found unexpected document indicator":                          "a quoted text that is not closed",
	"found unknown escape character":                               `an unknown escape in a quoted text (write \\ for a backslash)`,
	"block sequence entries are not allowed in this context":       `a "- " where no list can start`,
	"mapping keys are not allowed in this context":                 `a "? " where no key can stand`,
	"did not find expected <document start>":                       "text after the end of the document",
	"did not find expected alphabetic or numeric character":        "a * or & that must be quoted",
	"found incompatible YAML document":                             "a %YAML line of another version than 1.1 or 1.2",
	"exceeded max depth of 10000":                                  "it is nested too deeply",
	"did not find expected comment or line break":                  "text after | or > that must stand on the next line",
}
