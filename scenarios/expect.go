package scenarios

import (
	"cmp"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	results "fairlead/reports/schema"
)

// ExpectNames is what an expectation may speak of, beside the names of
// summary.json. A nil list allows any name.
type ExpectNames struct {
	Tenants   []string
	Roles     []string
	Resources []string // those that a node has
	Faults    []string // kinds of fault
}

// ExpectMistake is one thing wrong with an expectation. Col counts the
// characters of the text from 1.
type ExpectMistake struct {
	Col int
	Msg string
}

// Expectation is a checked expression over the results of a run. It is
// constant: goroutines may share it.
//
// The language is Starlark cut down to what a statement about numbers needs.
// Types are checked when the scenario is loaded, so that a misspelt name is a
// mistake with a place and not a surprise after a long run; and all numbers are
// floats and no operator makes a longer text or list, so that no expression can
// grow a value without bound.
type Expectation struct {
	text    string
	program *starlark.Program
	sides   []string // variables of the program that hold what is worth showing
}

// maxExpectation bounds the length of an expression, and with it its nesting.
const maxExpectation = 4096

// The variables of a compiled expectation. No expression can name them: they
// are not in summary.json.
const (
	varLeft  = "_left"
	varRight = "_right"
	varOK    = "_ok"
)

// ParseExpectation checks an expression. Either there is an expectation, or
// there are mistakes, in the order of the text.
func ParseExpectation(text string, names ExpectNames) (*Expectation, []ExpectMistake) {
	c := &checker{text: text, names: names}
	if utf8.RuneCountInString(text) > maxExpectation {
		return nil, c.fail(1, "an expectation has at most %d characters", maxExpectation)
	}
	expr, err := new(syntax.FileOptions).ParseExpr("expect", text, 0)
	if bad, ok := errors.AsType[syntax.Error](err); ok {
		hint := ""
		if strings.HasPrefix(bad.Msg, "got '='") {
			hint = ` (did you mean "=="?)`
		}
		return nil, c.fail(c.col(bad.Pos), "this is no expression: %s%s", bad.Msg, hint)
	} else if err != nil {
		return nil, c.fail(1, "this is no expression: %v", err)
	}
	if t := c.expr(expr); t.kind != badType && t.kind != truthType {
		c.mistake(expr, "an expectation is true or false, but this is %s", t.describe())
	}
	if len(c.mistakes) > 0 {
		slices.SortStableFunc(c.mistakes, func(a, b ExpectMistake) int { return cmp.Compare(a.Col, b.Col) })
		return nil, c.mistakes
	}
	e := &Expectation{text: text}
	file := &syntax.File{Path: "expect", Options: &syntax.FileOptions{}, Stmts: e.statements(expr)}
	if e.program, err = starlark.FileProgram(file, isExpectName); err != nil {
		return nil, c.fail(1, "this is no expression: %v", err)
	}
	return e, nil
}

// statements computes the sides of a comparison apart, so that they can be shown.
func (e *Expectation) statements(expr syntax.Expr) []syntax.Stmt {
	left, right, verdict := comparison(expr)
	if left == nil {
		return []syntax.Stmt{assign(varOK, expr)}
	}
	if !isFixed(left) || isFixed(right) {
		e.sides = append(e.sides, varLeft)
	}
	if !isFixed(right) {
		e.sides = append(e.sides, varRight)
	}
	return []syntax.Stmt{assign(varLeft, left), assign(varRight, right), assign(varOK, verdict)}
}

// comparison takes a comparison, or near, apart: its sides, and the verdict as
// an expression of varLeft and varRight. The sides are nil if it is none.
func comparison(expr syntax.Expr) (left, right, verdict syntax.Expr) {
	l, r := &syntax.Ident{Name: varLeft}, &syntax.Ident{Name: varRight}
	switch e := unparen(expr).(type) {
	case *syntax.BinaryExpr:
		if isComparison(e.Op) {
			return e.X, e.Y, &syntax.BinaryExpr{X: l, Op: e.Op, OpPos: e.OpPos, Y: r}
		}
	case *syntax.CallExpr:
		if e.Fn.(*syntax.Ident).Name == "near" {
			return e.Args[0], e.Args[1], &syntax.CallExpr{Fn: e.Fn, Lparen: e.Lparen, Args: []syntax.Expr{l, r, e.Args[2]}, Rparen: e.Rparen}
		}
	}
	return nil, nil, nil
}

func assign(name string, value syntax.Expr) syntax.Stmt {
	return &syntax.AssignStmt{Op: syntax.EQ, LHS: &syntax.Ident{Name: name}, RHS: value}
}

// isFixed says that e does not depend on the results.
func isFixed(e syntax.Expr) bool {
	fixed := true
	syntax.Walk(e, func(n syntax.Node) bool {
		if id, ok := n.(*syntax.Ident); ok && !slices.Contains(constantNames, id.Name) {
			fixed = false
		}
		return fixed
	})
	return fixed
}

// Evaluate says whether the expectation holds of the results. Got is the value
// of the left side of a comparison, or of the side that is no constant, or the
// text "a and b" if neither is; nil if a value that is asked for does not exist;
// the text of the error if there is one; otherwise the value of the expression.
func (e *Expectation) Evaluate(s *results.Summary) results.Expectation {
	out := results.Expectation{Assertion: e.text}
	thread := &starlark.Thread{Name: "expect"}
	thread.SetMaxExecutionSteps(maxSteps(s))
	tooMany := false
	thread.OnMaxSteps = func(t *starlark.Thread) {
		tooMany = true
		t.Cancel("too many steps")
	}
	vars, err := e.program.Init(thread, environment(s))
	switch {
	case tooMany:
		out.Got = "the expression takes too many steps"
		return out
	case errors.Is(err, errNull):
		return out
	case err != nil:
		out.Got = err.Error()
		return out
	}
	out.OK = bool(vars[varOK].(starlark.Bool))
	out.Got = e.got(vars)
	return out
}

// maxSteps bounds an evaluation: linear in the rows there are to look at.
func maxSteps(s *results.Summary) uint64 {
	rows := len(s.Tenants) + len(s.Roles) + len(s.Faults) + len(s.Sources) + len(s.Warnings)
	return 1_000_000 + 50*uint64(rows)
}

func (e *Expectation) got(vars starlark.StringDict) any {
	switch len(e.sides) {
	case 0:
		return plainValue(vars[varOK])
	case 1:
		return plainValue(vars[e.sides[0]])
	}
	shown := make([]string, len(e.sides))
	for i, name := range e.sides {
		text, _ := json.Marshal(plainValue(vars[name])) // of a number, text or bool: cannot fail
		shown[i] = string(text)
	}
	return strings.Join(shown, " and ")
}

// plainValue is a value as JSON can hold it.
func plainValue(v starlark.Value) any {
	switch v := v.(type) {
	case starlark.Bool:
		return bool(v)
	case starlark.String:
		return string(v)
	case starlark.Float:
		if f := float64(v); !math.IsInf(f, 0) && !math.IsNaN(f) {
			return f
		}
	}
	return v.String()
}
