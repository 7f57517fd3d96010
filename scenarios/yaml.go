package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	// The one place that knows the YAML library. gopkg.in/yaml.v3 is archived;
	// go.yaml.in/yaml/v3 has the same API and would be a change of this line.
	"gopkg.in/yaml.v3"
)

// Limits of a file.
const (
	maxFileBytes = 16 << 20
	maxNesting   = 100
)

// parse reads the one YAML document of a file into nodes. Everything that YAML
// allows and a scenario does not is a mistake here: further documents, aliases,
// anchors, merge keys, tags, duplicate keys, keys that are no scalars, too deep
// nesting. It returns nil if there is nothing to go on with.
func (l *loader) parse(file string, data []byte) *node {
	whole := Place{file, 1, 1}
	if len(data) > maxFileBytes {
		l.mistake(whole, "the file is larger than 16 MiB")
		return nil
	}
	if line, why := notText(data); why != "" {
		l.mistake(Place{file, line, 1}, "this is not YAML: %s", why)
		return nil
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	doc, err := decode(dec)
	switch {
	case errors.Is(err, io.EOF):
		l.mistake(whole, "the file is empty")
		return nil
	case err != nil:
		l.parserMistake(file, err)
		return nil
	}
	c := converter{l: l, file: file}
	root := c.node(doc.Content[0], 1)
	switch second, err := decode(dec); {
	case errors.Is(err, io.EOF):
	case err != nil:
		l.parserMistake(file, err)
		return nil
	default:
		l.mistake(Place{file, second.Line, second.Column}, "a second document may not stand here: one file is one scenario")
	}
	if root.isNull() {
		l.mistake(whole, "the file is empty")
		return nil
	}
	return root
}

// parseValue reads the text of an override; all its nodes stand at the override.
func (l *loader) parseValue(at Place, text string) *node {
	if len(text) > maxFileBytes {
		l.mistake(at, "the value is larger than 16 MiB")
		return nil
	}
	if _, why := notText([]byte(text)); why != "" {
		l.mistake(at, "the value is not YAML: %s", why)
		return nil
	}
	doc, err := decode(yaml.NewDecoder(bytes.NewReader([]byte(text))))
	switch {
	case errors.Is(err, io.EOF):
		return &node{Place: at, plain: true}
	case err != nil:
		_, msg := plainly(err)
		l.mistake(at, "the value is not YAML: %s", msg)
		return nil
	}
	c := converter{l: l, file: at.File, fixed: true}
	return c.node(doc.Content[0], 1)
}

// decode reads one document. The library reports what it cannot parse by errors,
// but a panic of its own must not become one of ours.
func decode(dec *yaml.Decoder) (doc *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	doc = &yaml.Node{}
	if err := dec.Decode(doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, io.EOF
	}
	return doc, nil
}

// converter makes nodes of one file out of the library's.
type converter struct {
	l     *loader
	file  string
	fixed bool // everything stands at the file itself: an override
}

func (c *converter) place(y *yaml.Node) Place {
	if c.fixed {
		return Place{File: c.file}
	}
	return Place{c.file, y.Line, y.Column}
}

func (c *converter) node(y *yaml.Node, depth int) *node {
	n := &node{Place: c.place(y), flow: y.Style&yaml.FlowStyle != 0}
	if !c.allowed(y, n.Place, depth) {
		n.kind = badNode
		return n
	}
	switch y.Kind {
	case yaml.ScalarNode:
		n.text = y.Value
		n.plain = y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
		n.block = y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	case yaml.SequenceNode:
		n.kind = listNode
		n.items = make([]*node, len(y.Content))
		for i, item := range y.Content {
			n.items[i] = c.node(item, depth+1)
		}
		c.l.joinItems(n)
	case yaml.MappingNode:
		n.kind = mapNode
		n.fields = make([]field, 0, len(y.Content)/2)
		for i := 0; i+1 < len(y.Content); i += 2 {
			n.fields = append(n.fields, field{c.node(y.Content[i], depth+1), c.node(y.Content[i+1], depth+1)})
		}
		c.l.joinFields(n)
		c.l.checkKeys(n)
	}
	return n
}

// allowed reports what YAML has and a scenario has not.
func (c *converter) allowed(y *yaml.Node, at Place, depth int) bool {
	switch {
	case depth > maxNesting:
		c.l.mistake(at, "nested deeper than %d levels", maxNesting)
	case y.Kind == yaml.AliasNode:
		c.l.mistake(at, "aliases (*%s) may not be used", clip(y.Value))
	case y.Anchor != "":
		c.l.mistake(at, "anchors (&%s) may not be used", clip(y.Anchor))
	case y.Style&yaml.TaggedStyle != 0:
		c.l.mistake(at, "tags (%s) may not be used", clip(y.Tag))
	default:
		return true
	}
	return false
}
