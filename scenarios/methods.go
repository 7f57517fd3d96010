package scenarios

import "strings"

// NodeCount is the number of nodes of all shapes.
func (s *Scenario) NodeCount() int {
	n := 0
	for i := range s.Nodes {
		n += s.Nodes[i].Count
	}
	return n
}

// Repeat is the overrides that were in force, as arguments of a shell, so that
// "fairlead run FILE" followed by them repeats the run. It is "" if there were none.
func (s *Scenario) Repeat() string {
	var args []string
	add := func(flag, value string) {
		if value != "" {
			args = append(args, flag, shellQuote(value))
		}
	}
	add("--seed", s.overrides.Seed)
	add("--policy", s.overrides.Policy)
	add("--until", s.overrides.Until)
	for _, set := range s.overrides.Set {
		add("--set", set)
	}
	return strings.Join(args, " ")
}

// shellQuote makes one word of a POSIX shell of text.
func shellQuote(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			strings.ContainsRune("-_=./,:@%+", r)
	}
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
