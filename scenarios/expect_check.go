package scenarios

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"go.starlark.net/syntax"
)

// checker finds the type of every part of an expression, and its mistakes. What
// it has no type for is not part of the language.
type checker struct {
	text     string
	names    ExpectNames
	vars     []comprehended // of the comprehensions around, the innermost last
	mistakes []ExpectMistake
}

type comprehended struct {
	name string
	typ  exprType
}

var noType = exprType{}

// mistake notes a mistake at the start of a part, and gives noType.
func (c *checker) mistake(at syntax.Node, format string, args ...any) exprType {
	return c.mistakeAt(syntax.Start(at), format, args...)
}

func (c *checker) mistakeAt(at syntax.Position, format string, args ...any) exprType {
	c.fail(c.col(at), format, args...)
	return noType
}

func (c *checker) fail(col int, format string, args ...any) []ExpectMistake {
	c.mistakes = append(c.mistakes, ExpectMistake{col, fmt.Sprintf(format, args...)})
	return c.mistakes
}

// col is the number of a place among all characters of the text, from 1.
func (c *checker) col(p syntax.Position) int {
	before := 0
	for i, line := range strings.SplitAfter(c.text, "\n") {
		if i+1 == int(p.Line) {
			break
		}
		before += utf8.RuneCountInString(line)
	}
	return before + max(int(p.Col), 1)
}

func unparen(e syntax.Expr) syntax.Expr {
	for {
		p, ok := e.(*syntax.ParenExpr)
		if !ok {
			return e
		}
		e = p.X
	}
}

func isComparison(op syntax.Token) bool {
	switch op {
	case syntax.EQL, syntax.NEQ, syntax.LT, syntax.LE, syntax.GT, syntax.GE, syntax.IN, syntax.NOT_IN:
		return true
	}
	return false
}

func (c *checker) expr(e syntax.Expr) exprType {
	switch e := e.(type) {
	case *syntax.ParenExpr:
		return c.expr(e.X)
	case *syntax.Literal:
		return c.literal(e)
	case *syntax.Ident:
		return c.ident(e)
	case *syntax.DotExpr:
		return c.dot(e)
	case *syntax.IndexExpr:
		return c.indexed(e)
	case *syntax.CallExpr:
		return c.call(e)
	case *syntax.UnaryExpr:
		return c.unary(e)
	case *syntax.BinaryExpr:
		return c.binary(e)
	case *syntax.CondExpr:
		return c.conditional(e)
	case *syntax.ListExpr:
		return c.listing(e)
	case *syntax.Comprehension:
		return c.comprehension(e)
	}
	return c.mistake(e, "an expectation has no tuples, dictionaries, slices or functions of its own")
}

// literal makes every number a float: integers of Starlark have no bound.
func (c *checker) literal(e *syntax.Literal) exprType {
	switch v := e.Value.(type) {
	case string:
		if e.Token == syntax.STRING {
			return exprType{kind: textType}
		}
	case int64:
		e.Token, e.Value = syntax.FLOAT, float64(v)
		return exprType{kind: numberType}
	case *big.Int:
		f, _ := new(big.Float).SetInt(v).Float64()
		if math.IsInf(f, 0) {
			return c.mistake(e, "the number is too large")
		}
		e.Token, e.Value = syntax.FLOAT, f
		return exprType{kind: numberType}
	case float64:
		return exprType{kind: numberType}
	}
	return c.mistake(e, "an expectation has no bytes")
}

func (c *checker) ident(e *syntax.Ident) exprType {
	for _, v := range slices.Backward(c.vars) {
		if v.name == e.Name {
			return v.typ
		}
	}
	if e.Name == "True" || e.Name == "False" {
		return exprType{kind: truthType}
	}
	if t, ok := c.field(summaryGroup, e.Name); ok {
		return t
	}
	if slices.Contains(functionNames, e.Name) {
		return c.mistake(e, "%s is a function: write %s(…)", e.Name, e.Name)
	}
	known := append(slices.Clone(groups[summaryGroup].names), functionNames...)
	for _, v := range c.vars {
		known = append(known, v.name)
	}
	return c.mistake(e, "unknown name %s%s", quote(e.Name), hint(e.Name, known))
}

func (c *checker) dot(e *syntax.DotExpr) exprType {
	x := c.expr(e.X)
	name := e.Name.Name
	switch x.kind {
	case badType:
		return noType
	case groupType:
		if t, ok := c.field(x.group, name); ok {
			return t
		}
		return c.mistakeAt(e.Name.NamePos, "unknown name %s%s", quote(name), hintOrList(name, groups[x.group].names))
	case tableType:
		return c.entry(e.Name, name, x)
	}
	return c.mistakeAt(e.Name.NamePos, "there is no %s in %s", quote(name), x.describe())
}

// entry is the type of an entry of a table.
func (c *checker) entry(at syntax.Node, key string, t exprType) exprType {
	if t.keys != nil && !slices.Contains(t.keys, key) {
		return c.mistake(at, "unknown entry %s%s", quote(key), hintOrList(key, t.keys))
	}
	return exprType{kind: numberType}
}

func (c *checker) indexed(e *syntax.IndexExpr) exprType {
	x := c.expr(e.X)
	at, isLiteral := unparen(e.Y).(*syntax.Literal)
	if x.kind == listType {
		if !isLiteral || at.Token != syntax.INT {
			return c.mistake(e.Y, "a place in a list is a whole number, from 0")
		}
		return *x.elem // the number stays an integer
	}
	y := c.expr(e.Y)
	switch {
	case x.kind == badType || y.kind == badType:
		return noType
	case x.kind != tableType:
		return c.mistake(e.Y, "only lists and tables have entries, but this is %s", x.describe())
	case y.kind != textType:
		return c.mistake(e.Y, "an entry of a table is named by a text")
	case isLiteral:
		return c.entry(e.Y, at.Value.(string), x)
	}
	return exprType{kind: numberType}
}

// want notes a mistake if e is not of the kind.
func (c *checker) want(e syntax.Expr, t exprType, kind typeKind) bool {
	if t.kind != kind && t.kind != badType {
		c.mistake(e, "%s is needed here, but this is %s", exprType{kind: kind}.describe(), t.describe())
	}
	return t.kind == kind
}

func (c *checker) unary(e *syntax.UnaryExpr) exprType {
	if e.X == nil {
		return c.mistake(e, "an expectation has no *")
	}
	x := c.expr(e.X)
	switch e.Op {
	case syntax.MINUS, syntax.PLUS:
		c.want(e.X, x, numberType)
		return exprType{kind: numberType}
	case syntax.NOT:
		c.want(e.X, x, truthType)
		return exprType{kind: truthType}
	}
	return c.mistake(e, "an expectation has no %s", e.Op)
}

func (c *checker) binary(e *syntax.BinaryExpr) exprType {
	x, y := c.expr(e.X), c.expr(e.Y)
	switch e.Op {
	case syntax.AND, syntax.OR:
		c.want(e.X, x, truthType)
		c.want(e.Y, y, truthType)
		return exprType{kind: truthType}
	case syntax.PLUS, syntax.MINUS, syntax.STAR, syntax.SLASH, syntax.SLASHSLASH, syntax.PERCENT:
		c.want(e.X, x, numberType)
		c.want(e.Y, y, numberType)
		return exprType{kind: numberType}
	}
	if !isComparison(e.Op) {
		return c.mistakeAt(e.OpPos, "an expectation has no %s", e.Op)
	}
	c.compared(e, x, y)
	return exprType{kind: truthType}
}

// compared checks the sides of a comparison.
func (c *checker) compared(e *syntax.BinaryExpr, x, y exprType) {
	if e.Op == syntax.IN || e.Op == syntax.NOT_IN {
		if _, written := unparen(e.Y).(*syntax.ListExpr); !written && y.kind != badType {
			c.mistake(e.Y, "after in, a list is needed: [a, b]")
		} else if y.kind == listType && x.kind != badType && !x.same(*y.elem) {
			c.mistake(e.X, "the list holds something else, this is %s", x.describe())
		}
		return
	}
	equality := e.Op == syntax.EQL || e.Op == syntax.NEQ
	switch {
	case x.kind == badType || y.kind == badType:
	case x.kind != numberType && x.kind != textType && (x.kind != truthType || !equality):
		c.mistake(e.X, "this cannot be compared by %s, it is %s", e.Op, x.describe())
	default:
		c.want(e.Y, y, x.kind)
	}
}

func (c *checker) conditional(e *syntax.CondExpr) exprType {
	cond, yes, no := c.expr(e.Cond), c.expr(e.True), c.expr(e.False)
	c.want(e.Cond, cond, truthType)
	if yes.kind == badType || no.kind == badType {
		return noType
	}
	if !yes.same(no) {
		return c.mistake(e.False, "both choices must be of one kind: one is %s, the other %s", yes.describe(), no.describe())
	}
	return yes
}

func (c *checker) listing(e *syntax.ListExpr) exprType {
	if len(e.List) == 0 {
		return c.mistake(e, "the list is empty")
	}
	first := c.expr(e.List[0])
	for _, x := range e.List[1:] {
		t := c.expr(x)
		if first.kind != badType && t.kind != badType && !t.same(first) {
			c.mistake(x, "all in a list must be of one kind: the first is %s, this is %s", first.describe(), t.describe())
		}
	}
	if first.kind == badType {
		return noType
	}
	return exprType{kind: listType, elem: &first}
}

func (c *checker) comprehension(e *syntax.Comprehension) exprType {
	if e.Curly {
		return c.mistake(e, "an expectation has no dictionaries")
	}
	outside := len(c.vars)
	defer func() { c.vars = c.vars[:outside] }()
	for _, clause := range e.Clauses {
		switch clause := clause.(type) {
		case *syntax.ForClause:
			c.forClause(clause)
		case *syntax.IfClause:
			c.want(clause.Cond, c.expr(clause.Cond), truthType)
		}
	}
	body := c.expr(e.Body)
	if body.kind == badType {
		return noType
	}
	return exprType{kind: listType, elem: &body}
}

func (c *checker) forClause(clause *syntax.ForClause) {
	x := c.expr(clause.X)
	v, ok := unparen(clause.Vars).(*syntax.Ident)
	if !ok {
		c.mistake(clause.Vars, "one name is needed after for")
		syntax.Walk(clause.Vars, func(n syntax.Node) bool {
			if id, ok := n.(*syntax.Ident); ok {
				c.vars = append(c.vars, comprehended{id.Name, noType})
			}
			return true
		})
		return
	}
	elem := noType
	if c.want(clause.X, x, listType) {
		elem = *x.elem
	}
	c.vars = append(c.vars, comprehended{v.Name, elem})
}
