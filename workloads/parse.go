package workloads

import (
	"fmt"
	"slices"
	"strings"
)

// maxNesting bounds how deep choices stand in choices.
const maxNesting = 16

// A SyntaxError is a mistake in the text of a distribution or an arrival
// process, and the byte at which it stands.
type SyntaxError struct {
	Offset int
	Msg    string
}

// Error is the message without the place, which only the caller knows.
func (e *SyntaxError) Error() string { return e.Msg }

// ParseDist reads a distribution, such as exp(30s) or choice(1 @ 9, 50 @ 1), or
// a plain value, which is the constant distribution. The unit says what the
// values are; open gives the content of a file that empirical(file) names. The
// error is a *SyntaxError.
func ParseDist(text string, unit Unit, open func(name string) ([]byte, error)) (Dist, error) {
	p := parser{text: text, unit: unit, open: open}
	d, err := p.dist(0)
	if err == nil && !p.ended() {
		err = p.mistake(p.pos, "%q is left over after %q", clip(p.text[p.pos:]), clip(d.String()))
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// parser reads from left to right; pos is what it has not looked at.
type parser struct {
	text string
	pos  int
	unit Unit
	open func(string) ([]byte, error)
}

func (p *parser) mistake(offset int, format string, args ...any) error {
	return &SyntaxError{offset, fmt.Sprintf(format, args...)}
}

// blanks passes blanks.
func (p *parser) blanks() {
	for p.pos < len(p.text) && (p.text[p.pos] == ' ' || p.text[p.pos] == '\t') {
		p.pos++
	}
}

// ended passes blanks and tells whether nothing else is left.
func (p *parser) ended() bool {
	p.blanks()
	return p.pos == len(p.text)
}

// skip passes blanks and then c, if it stands there.
func (p *parser) skip(c byte) bool {
	if p.ended() || p.text[p.pos] != c {
		return false
	}
	p.pos++
	return true
}

// word takes the text up to the next of ( ) , @ without the blanks around it.
func (p *parser) word() (word string, offset int) {
	p.blanks()
	offset = p.pos
	end := strings.IndexAny(p.text[offset:], "(),@")
	if end < 0 {
		end = len(p.text) - offset
	}
	p.pos += end
	return strings.TrimRight(p.text[offset:p.pos], " \t"), offset
}

// dist reads a value or a call.
func (p *parser) dist(depth int) (Dist, error) {
	name, at := p.word()
	if !p.skip('(') {
		v, err := p.value(name, at, p.unit, false)
		return constant{p.unit, v}, err
	}
	switch name {
	case "choice":
		return p.choice(at, depth+1)
	case "empirical":
		return p.empirical(at)
	}
	for i := range families {
		if families[i].name == name {
			return p.family(&families[i], at)
		}
	}
	return nil, p.mistake(at, "unknown distribution %q%s", clip(name), hint(name))
}

// value reads one number or time.
func (p *parser) value(text string, at int, unit Unit, zero bool) (float64, error) {
	v, err := unit.parse(text)
	switch {
	case err != nil:
		return 0, p.mistake(at, "%v", err)
	case v == 0 && !zero:
		return 0, p.mistake(at, "%q must be above 0", text)
	}
	return v, nil
}

// closed passes the end of a call.
func (p *parser) closed(name string) error {
	switch {
	case p.skip(')'):
		return nil
	case p.pos == len(p.text):
		return p.mistake(p.pos, "%s( has no )", name)
	}
	return p.mistake(p.pos, "%q does not belong into %s(…)", p.text[p.pos:p.pos+1], name)
}

// family reads the arguments of a call with plain ones.
func (p *parser) family(f *family, at int) (Dist, error) {
	var args []float64
	for i := 0; i == 0 || p.skip(','); i++ {
		word, offset := p.word()
		if i == len(f.params) || i == 0 && word == "" {
			return nil, p.count(f, at)
		}
		unit := p.unit
		if f.params[i].shape {
			unit = Number
		}
		v, err := p.value(word, offset, unit, f.params[i].zero)
		if err != nil {
			return nil, p.mistake(offset, "%s of %s: %v", f.params[i].name, f.name, err)
		}
		args = append(args, v)
	}
	if err := p.closed(f.name); err != nil {
		return nil, err
	}
	if len(args) < len(f.params) {
		return nil, p.count(f, at)
	}
	d, mistake := f.build(p.unit, args)
	if mistake != "" {
		return nil, p.mistake(at, "%s: %s", f.usage(), mistake)
	}
	return d, nil
}

func (p *parser) count(f *family, at int) error {
	noun := "arguments"
	if len(f.params) == 1 {
		noun = "argument"
	}
	return p.mistake(at, "%s takes %d %s: %s", f.name, len(f.params), noun, f.usage())
}

// choice reads the branches of a choice.
func (p *parser) choice(at, depth int) (Dist, error) {
	if depth > maxNesting {
		return nil, p.mistake(at, "choices are nested deeper than %d", maxNesting)
	}
	var branches []branch
	for len(branches) == 0 || p.skip(',') {
		d, err := p.dist(depth)
		if err != nil {
			return nil, err
		}
		if !p.skip('@') {
			return nil, p.mistake(p.pos, "%q needs a weight: %q?", clip(d.String()), clip(d.String())+" @ 1")
		}
		word, offset := p.word()
		w, err := p.value(word, offset, Number, false)
		if err != nil {
			return nil, p.mistake(offset, "weight of %q: %v", clip(d.String()), err)
		}
		branches = append(branches, branch{dist: d, weight: w})
	}
	return newChoice(branches), p.closed("choice")
}

// empirical reads the name of a file, and the file.
func (p *parser) empirical(at int) (Dist, error) {
	name, offset := p.word()
	if err := p.closed("empirical"); err != nil {
		return nil, err
	}
	if name == "" {
		return nil, p.mistake(at, "empirical takes 1 argument: empirical(file)")
	}
	if p.open == nil {
		return nil, p.mistake(offset, "a file cannot be named here")
	}
	data, err := p.open(name)
	if err != nil {
		return nil, p.mistake(offset, "%v", err)
	}
	d, err := newEmpirical(name, data)
	if err != nil {
		return nil, p.mistake(offset, "%v", err)
	}
	return d, nil
}

// clip shortens what a message quotes.
func clip(text string) string {
	if len(text) > 40 {
		return text[:40] + "…"
	}
	return text
}

// hint proposes the distribution that an unknown name is likely meant to be, or
// lists them.
func hint(name string) string {
	names := []string{}
	for i := range families {
		names = append(names, families[i].name)
	}
	names = append(names, "choice", "empirical")
	name = strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(clip(name)))
	for _, n := range names {
		if strings.HasPrefix(name, n) || len(name) > 2 && strings.HasPrefix(n, name) || oneEdit(name, n) {
			return fmt.Sprintf(" (did you mean %q?)", n)
		}
	}
	slices.Sort(names)
	return ": there are " + strings.Join(names, ", ")
}

// oneEdit tells whether one letter more, less, other or swapped with its
// neighbour makes b of a.
func oneEdit(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
