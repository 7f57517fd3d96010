package scenarios

import (
	"fmt"
	"math"
	"slices"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	results "fairlead/reports/schema"
	"fairlead/workloads/quantity"
)

// functionNames are the functions of expectations.
var functionNames = []string{"tenant", "role", "fault", "duration", "near", "min", "max", "abs", "len", "all", "any"}

// constantNames do not depend on the results.
var constantNames = []string{"True", "False", "duration", "near", "min", "max", "abs", "len", "all", "any"}

// call is the type of a call.
func (c *checker) call(e *syntax.CallExpr) exprType {
	fn, ok := e.Fn.(*syntax.Ident)
	if !ok || slices.ContainsFunc(c.vars, func(v comprehended) bool { return v.name == fn.Name }) {
		return c.mistake(e.Fn, "this is not a function")
	}
	if !slices.Contains(functionNames, fn.Name) {
		if _, isName := c.field(summaryGroup, fn.Name); isName {
			return c.mistake(fn, "%s is not a function", fn.Name)
		}
		return c.mistake(fn, "unknown function %s%s", quote(fn.Name), hintOrList(fn.Name, functionNames))
	}
	args, ok := c.arguments(e)
	if !ok {
		return noType
	}
	switch fn.Name {
	case "tenant":
		return c.named(e, args, "tenant", c.names.Tenants, exprType{kind: groupType, group: tenantGroup})
	case "role":
		return c.named(e, args, "role", c.names.Roles, exprType{kind: groupType, group: tenantGroup})
	case "fault":
		return c.named(e, args, "kind of fault", c.names.Faults, exprType{kind: groupType, group: faultGroup})
	case "duration":
		return c.duration(e, args)
	case "near":
		return c.signature(e, args, truthType, numberType, numberType, numberType)
	case "abs":
		return c.signature(e, args, numberType, numberType)
	case "all", "any":
		return c.overList(e, args, truthType)
	case "len":
		return c.length(e, args)
	}
	return c.extreme(e, args) // min, max
}

// arguments are the types of the arguments; false if one is no plain expression.
func (c *checker) arguments(e *syntax.CallExpr) (types []exprType, ok bool) {
	ok = true
	for _, a := range e.Args {
		b, isBinary := a.(*syntax.BinaryExpr)
		u, isUnary := a.(*syntax.UnaryExpr)
		if isBinary && b.Op == syntax.EQ || isUnary && (u.Op == syntax.STAR || u.Op == syntax.STARSTAR) {
			c.mistake(a, "arguments are plain values: no names, no *")
			ok = false
			continue
		}
		types = append(types, c.expr(a))
	}
	return types, ok
}

// signature checks the kinds of all arguments.
func (c *checker) signature(e *syntax.CallExpr, args []exprType, result typeKind, kinds ...typeKind) exprType {
	if len(args) != len(kinds) {
		return c.mistake(e, "%s takes %s, not %d", e.Fn.(*syntax.Ident).Name, countOf(len(kinds), "argument"), len(args))
	}
	for i, kind := range kinds {
		c.want(e.Args[i], args[i], kind)
	}
	return exprType{kind: result}
}

func countOf(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// written is the text of an argument that stands there literally.
func written(e syntax.Expr) (string, bool) {
	lit, ok := unparen(e).(*syntax.Literal)
	if !ok {
		return "", false
	}
	s, ok := lit.Value.(string)
	return s, ok
}

// named checks a call that looks something up by name.
func (c *checker) named(e *syntax.CallExpr, args []exprType, what string, known []string, result exprType) exprType {
	if c.signature(e, args, result.kind, textType).kind == badType {
		return noType
	}
	name, ok := written(e.Args[0])
	if ok && known != nil && !slices.Contains(known, name) {
		c.mistake(e.Args[0], "unknown %s %s%s", what, quote(name), hint(name, known))
	}
	return result
}

func (c *checker) duration(e *syntax.CallExpr, args []exprType) exprType {
	t := c.signature(e, args, numberType, textType)
	if t.kind == badType {
		return noType
	}
	if s, ok := written(e.Args[0]); ok {
		if _, err := quantity.Duration(s); err != nil {
			c.mistake(e.Args[0], "%v", err)
		}
	}
	return t
}

// overList checks a call on one list of a kind.
func (c *checker) overList(e *syntax.CallExpr, args []exprType, elem typeKind) exprType {
	t := c.signature(e, args, elem, listType)
	if t.kind != badType && args[0].kind == listType && args[0].elem.kind != elem {
		c.mistake(e.Args[0], "a list of %s is needed here, each is %s", map[typeKind]string{truthType: "true or false", numberType: "numbers"}[elem], args[0].elem.describe())
	}
	return t
}

func (c *checker) length(e *syntax.CallExpr, args []exprType) exprType {
	if len(args) == 1 && args[0].kind == tableType {
		return exprType{kind: numberType}
	}
	return c.signature(e, args, numberType, listType)
}

// extreme checks min and max: of a list of numbers, or of two numbers or more.
func (c *checker) extreme(e *syntax.CallExpr, args []exprType) exprType {
	if len(args) < 2 {
		return c.overList(e, args, numberType)
	}
	return c.signature(e, args, numberType, slices.Repeat([]typeKind{numberType}, len(args))...)
}

// functionsOn are the functions at work on the results of one run.
func functionsOn(s *results.Summary) starlark.StringDict {
	tenants, roles := byName(s.Tenants), byName(s.Roles)
	table := map[string]func(*starlark.Thread, starlark.Tuple) (starlark.Value, error){
		"tenant": func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
			return tenants("tenant", string(args[0].(starlark.String)))
		},
		"role": func(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
			return roles("role", string(args[0].(starlark.String)))
		},
		"fault": func(t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
			t.Steps += uint64(len(s.Faults))
			return statsOf(s.Faults, string(args[0].(starlark.String))), nil
		},
		"duration": callDuration, "near": callNear, "abs": callAbs, "len": callLen,
		"min": callMin, "max": callMax, "all": callAll, "any": callAny,
	}
	out := starlark.StringDict{}
	for name, f := range table {
		out[name] = starlark.NewBuiltin(name, func(t *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return f(t, args)
		})
	}
	return out
}

func callDuration(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	d, err := quantity.Duration(string(args[0].(starlark.String)))
	return starlark.Float(d.Seconds()), err
}

func callNear(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	a, b, tol := floatOf(args[0]), floatOf(args[1]), floatOf(args[2])
	return starlark.Bool(math.Abs(a-b) <= tol), nil
}

func callAbs(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	return starlark.Float(math.Abs(floatOf(args[0]))), nil
}

func callLen(_ *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	return starlark.Float(starlark.Len(args[0])), nil
}

func callMin(t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	return fold(t, "min", args, func(a, b float64) float64 { return min(a, b) })
}

func callMax(t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	return fold(t, "max", args, func(a, b float64) float64 { return max(a, b) })
}

func callAll(t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	return starlark.Bool(!holds(t, args[0], starlark.False)), nil
}

func callAny(t *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
	return starlark.Bool(holds(t, args[0], starlark.True)), nil
}

// floatOf is a value that the checker has found to be a number.
func floatOf(v starlark.Value) float64 { return float64(v.(starlark.Float)) }

// holds says whether a list of bools holds what.
func holds(t *starlark.Thread, of starlark.Value, what starlark.Bool) (found bool) {
	l := of.(starlark.Indexable)
	t.Steps += uint64(l.Len())
	for i := range l.Len() {
		found = found || l.Index(i) == what
	}
	return found
}

// fold combines the arguments, or the elements of the only one.
func fold(t *starlark.Thread, name string, args starlark.Tuple, f func(a, b float64) float64) (starlark.Value, error) {
	l := starlark.Indexable(args)
	if len(args) == 1 {
		l = args[0].(starlark.Indexable)
	}
	if l.Len() == 0 {
		return nil, fmt.Errorf("%s of an empty list", name)
	}
	t.Steps += uint64(l.Len())
	out := floatOf(l.Index(0))
	for i := 1; i < l.Len(); i++ {
		out = f(out, floatOf(l.Index(i)))
	}
	return starlark.Float(out), nil
}
