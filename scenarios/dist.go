package scenarios

import (
	"errors"
	"unicode/utf8"
)

// dist reads a distribution. A mistake inside a call stands at its place in the
// text.
func (l *loader) dist(n *node, text, what string, unit unit) Dist {
	open := func(name string) ([]byte, error) {
		if why := badLine(name, maxFileName); why != "" {
			return nil, errors.New("the file name " + why)
		}
		return readRegular(l.beside(n.Place, name), maxFileBytes)
	}
	d, err := parseDist(text, unit, open)
	if err == nil {
		return d
	}
	at := n.Place
	var syntax *syntaxError
	if errors.As(err, &syntax) {
		if at.Line > 0 && !n.block {
			at.Col += utf8.RuneCountInString(text[:min(max(syntax.Offset, 0), len(text))])
			if !n.plain {
				at.Col++ // after the quote
			}
		}
		l.mistake(at, "%s: %s", what, syntax.Msg)
		return nil
	}
	l.mistake(at, "%s: %v", what, err)
	return nil
}
