package main

import "strings"

// splitValues splits a list at its commas, leaving alone those inside brackets
// or quotes, so that values like lognormal(30s, 1.2) can be listed.
func splitValues(list string) []string {
	var out []string
	depth, from := 0, 0
	quote := rune(0)
	for i, r := range list {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
		case strings.ContainsRune("([{", r):
			depth++
		case strings.ContainsRune(")]}", r):
			depth--
		case r == ',' && depth <= 0:
			out = append(out, strings.TrimSpace(list[from:i]))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(list[from:]))
}
