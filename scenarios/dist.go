package scenarios

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"fairlead/workloads"
)

// dist reads a distribution. A mistake inside a call stands at its place in the
// text.
func (l *loader) dist(n *node, text, what string, unit workloads.Unit) workloads.Dist {
	open := func(name string) ([]byte, error) {
		if why := badLine(name, maxFileName); why != "" {
			return nil, errors.New("the file name " + why)
		}
		data, err := l.readNamed(l.beside(n.Place, name))
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", quote(name), err)
		}
		return data, nil
	}
	d, err := workloads.ParseDist(text, unit, open)
	if err != nil {
		l.mistake(n.inside(err), "%s: %v", what, err)
		return nil
	}
	return d
}

// inside is the place inside a scalar that a syntax error names.
func (n *node) inside(err error) Place {
	var syntax *workloads.SyntaxError
	if errors.As(err, &syntax) {
		return n.placeOf(utf8.RuneCountInString(n.text[:min(max(syntax.Offset, 0), len(n.text))]))
	}
	return n.Place
}

// placeOf is the place of a character of a scalar, counted from 0. Texts over
// several lines have one place.
func (n *node) placeOf(char int) Place {
	at := n.Place
	switch {
	case at.Line == 0 || n.block:
	case n.plain:
		at.Col += char
	default:
		at.Col += 1 + char // after the quote
	}
	return at
}
