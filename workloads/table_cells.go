package workloads

import (
	"bytes"
	"math/bits"
)

// tableCells are the cells of one row, as far as they matter.
type tableCells struct {
	delimiter byte
	nulls     []string // texts that say nothing
	line      []byte
	n         int // cells that the row has; 0 = it is no row
	ends      []traceSpan
}

// split finds the cells of a line, in which quoted ones lose their quotes. It is
// false if quotes do not match.
func (c *tableCells) split(line []byte) bool {
	c.line, c.n = line, 0
	i := skipBlanks(line, 0)
	if i == len(line) {
		return true
	}
	if c.delimiter != ' ' {
		i = 0
	}
	for c.n < len(c.ends) {
		for i < len(line) && line[i] != c.delimiter && traceBlank(line[i]) {
			i++
		}
		var cell traceSpan
		if i < len(line) && line[i] == '"' {
			b, after, ok := unquote(line, i+1)
			if after, ok = c.behind(after, ok); !ok {
				return false
			}
			cell, i = traceSpan{int32(i + 1), int32(b)}, after
		} else {
			end := c.end(i)
			b := end
			for b > i && traceBlank(line[b-1]) {
				b--
			}
			cell, i = traceSpan{int32(i), int32(b)}, end
		}
		c.ends[c.n] = cell
		c.n++
		if c.delimiter == ' ' {
			i = skipBlanks(line, i)
		}
		if i == len(line) {
			break
		}
		if c.delimiter != ' ' {
			i++
		}
	}
	return true
}

func skipBlanks(line []byte, i int) int {
	for i < len(line) && traceBlank(line[i]) {
		i++
	}
	return i
}

// end is where the cell that begins at i ends.
func (c *tableCells) end(i int) int {
	if c.delimiter == ' ' {
		for i < len(c.line) && !traceBlank(c.line[i]) {
			i++
		}
		return i
	}
	if n := bytes.IndexByte(c.line[i:], c.delimiter); n >= 0 {
		return i + n
	}
	return len(c.line)
}

// behind passes over the blanks behind a closing quote, to the delimiter or the
// end of the line.
func (c *tableCells) behind(i int, ok bool) (int, bool) {
	if c.delimiter == ' ' {
		return i, ok && (i == len(c.line) || traceBlank(c.line[i]))
	}
	for i < len(c.line) && c.line[i] != c.delimiter {
		ok = ok && traceBlank(c.line[i])
		i++
	}
	return i, ok
}

// unquote takes doubled quotes out of the text that begins at a, in place: it
// then ends at b, and what stands behind the closing quote begins at after.
func unquote(line []byte, a int) (b, after int, ok bool) {
	b = a
	for i := a; i < len(line); i++ {
		if line[i] == '"' {
			if i+1 == len(line) || line[i+1] != '"' {
				return b, i + 1, true
			}
			i++
		}
		line[b] = line[i]
		b++
	}
	return b, len(line), false
}

// raw is a cell as it stands, empty if the row is too short.
func (c *tableCells) raw(column int) []byte {
	if column < 1 || column > c.n {
		return nil
	}
	s := c.ends[column-1]
	return c.line[s.a:s.b]
}

// at is a cell as it stands, empty if it says nothing.
func (c *tableCells) at(column int) []byte {
	cell := c.raw(column)
	if oneOf(cell, c.nulls) {
		return nil
	}
	return cell
}

// oneOf reports whether a cell holds one of the texts.
func oneOf(cell []byte, texts []string) bool {
	for _, text := range texts {
		if string(cell) == text {
			return true
		}
	}
	return false
}

// number is a cell as a number. Numbers below 0 have that kind, whatever they
// are.
func (c *tableCells) number(column int) traceNumber {
	n, below := c.signed(column)
	if below {
		n.kind = traceNegative
	}
	return n
}

// signed is a cell as a number without its sign, and whether that is below 0.
func (c *tableCells) signed(column int) (n traceNumber, below bool) {
	cell := c.at(column)
	if v, ok := plainDigits(cell); ok {
		return traceNumber{whole: v}, false
	}
	return parseTraceSigned(cell)
}

// time is a cell as a time in nanoseconds, where a 1 stands for unit.
func (c *tableCells) time(column int, unit int64) (ns int64, kind traceKind) {
	n, below := c.signed(column)
	if n.kind != traceKnown {
		return 0, n.kind
	}
	hi, lo := bits.Mul64(uint64(n.whole), uint64(unit))
	partHi, partLo := bits.Mul64(uint64(n.nanos), uint64(unit))
	part, _ := bits.Div64(partHi, partLo, 1_000_000_000)
	if hi > 0 || lo > traceMaxSubmit*1e9 || part > traceMaxSubmit*1e9 || lo+part > traceMaxSubmit*1e9 {
		return 0, traceHuge
	}
	ns = int64(lo + part)
	if below {
		ns = -ns
	}
	return ns, traceKnown
}

// times is the product of two numbers, cut off behind its ninth decimal. The
// worse kind of the two is that of the product.
func (n traceNumber) times(m traceNumber) traceNumber {
	if n.kind != traceKnown || m.kind != traceKnown {
		return traceNumber{kind: max(n.kind, m.kind)}
	}
	const unit = 1_000_000_000
	if n.whole >= unit || m.whole >= unit {
		if n.nanos|m.nanos != 0 || n.whole > 0 && m.whole >= 1e18/n.whole {
			return traceNumber{kind: traceHuge}
		}
		return traceNumber{whole: n.whole * m.whole}
	}
	hi, lo := bits.Mul64(uint64(n.whole*unit+n.nanos), uint64(m.whole*unit+m.nanos))
	whole, rest := bits.Div64(hi, lo, unit*unit)
	return traceNumber{whole: int64(whole), nanos: int64(rest / unit)}
}
