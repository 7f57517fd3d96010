package scenarios

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"go.starlark.net/starlark"

	results "fairlead/reports/schema"
)

// errNull says that a value which is asked for does not exist in the results.
var errNull = errors.New("null")

// environment is everything that an expectation can name.
func environment(s *results.Summary) starlark.StringDict {
	env := functionsOn(s)
	v := reflect.ValueOf(s).Elem()
	for name, i := range groups[summaryGroup].index {
		x, err := valueOf(v.Field(i))
		if err != nil {
			x = groupValue{} // its fields do not exist either
		}
		env[name] = x
	}
	return env
}

// isExpectName says whether environment has the name.
func isExpectName(name string) bool {
	_, ok := groups[summaryGroup].index[name]
	return ok || slices.Contains(functionNames, name)
}

// valueOf shows a value of the results to Starlark.
func valueOf(v reflect.Value) (starlark.Value, error) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil, errNull
		}
		return valueOf(v.Elem())
	case reflect.Int64:
		return starlark.Float(v.Int()), nil
	case reflect.Uint64:
		return starlark.Float(v.Uint()), nil
	case reflect.Float64:
		return starlark.Float(v.Float()), nil
	case reflect.String:
		return starlark.String(v.String()), nil
	case reflect.Bool:
		return starlark.Bool(v.Bool()), nil
	case reflect.Map:
		return tableValue{opaque{"table"}, v}, nil
	case reflect.Slice:
		return listValue{opaque{"list"}, v}, nil
	}
	return groupValue{opaque{"group"}, v}, nil
}

// opaque is what all our values have in common: an expectation can only look
// into them.
type opaque struct{ kind string }

func (o opaque) String() string        { return o.kind }
func (o opaque) Type() string          { return o.kind }
func (o opaque) Freeze()               {}
func (o opaque) Truth() starlark.Bool  { return starlark.True }
func (o opaque) Hash() (uint32, error) { return 0, fmt.Errorf("a %s has no hash", o.kind) }

// groupValue is a struct of the results; the zero value is one that does not
// exist.
type groupValue struct {
	opaque
	v reflect.Value
}

// Attr is a field by its name in summary.json.
func (g groupValue) Attr(name string) (starlark.Value, error) {
	if !g.v.IsValid() {
		return nil, errNull
	}
	i, ok := groups[g.v.Type()].index[name]
	if !ok {
		return nil, nil
	}
	return valueOf(g.v.Field(i))
}

// AttrNames are the names of the fields.
func (g groupValue) AttrNames() []string {
	if !g.v.IsValid() {
		return nil
	}
	return groups[g.v.Type()].names
}

// tableValue is numbers by name.
type tableValue struct {
	opaque
	v reflect.Value
}

// Attr is an entry.
func (t tableValue) Attr(name string) (starlark.Value, error) {
	x := t.v.MapIndex(reflect.ValueOf(name))
	if !x.IsValid() {
		return nil, errNull
	}
	return valueOf(x)
}

// AttrNames is empty: it only serves hints, which the checker has given.
func (t tableValue) AttrNames() []string { return nil }

// Get is an entry by a computed name.
func (t tableValue) Get(k starlark.Value) (starlark.Value, bool, error) {
	x, err := t.Attr(string(k.(starlark.String)))
	return x, err == nil, err
}

// Len is the number of entries.
func (t tableValue) Len() int { return t.v.Len() }

// Iterate goes over nothing: the order of a table has no meaning.
func (t tableValue) Iterate() starlark.Iterator { return &listIterator{} }

// listValue is a list of the results.
type listValue struct {
	opaque
	v reflect.Value
}

// Len is the number of elements.
func (l listValue) Len() int { return l.v.Len() }

// Index is an element. Elements of lists of the results always exist.
func (l listValue) Index(i int) starlark.Value {
	x, err := valueOf(l.v.Index(i))
	if err != nil {
		return groupValue{}
	}
	return x
}

// Iterate goes over the elements in order.
func (l listValue) Iterate() starlark.Iterator { return &listIterator{l: l, n: l.Len()} }

type listIterator struct {
	l    listValue
	i, n int
}

// Next gives the next element.
func (it *listIterator) Next(p *starlark.Value) bool {
	if it.i == it.n {
		return false
	}
	*p = it.l.Index(it.i)
	it.i++
	return true
}

// Done ends an iteration.
func (it *listIterator) Done() {}

// byName finds rows by name. The index is made when it is first needed.
func byName(rows []results.Tenant) func(what, name string) (starlark.Value, error) {
	var index map[string]int
	return func(what, name string) (starlark.Value, error) {
		if index == nil {
			index = make(map[string]int, len(rows))
			for i := range rows {
				index[rows[i].Name] = i
			}
		}
		i, ok := index[name]
		if !ok {
			return nil, fmt.Errorf("the results have no %s %s", what, quote(name))
		}
		return groupValue{opaque{"group"}, reflect.ValueOf(&rows[i]).Elem()}, nil
	}
}

// statsOf sums the faults of one kind up.
func statsOf(faults []results.Fault, kind string) starlark.Value {
	var s faultStats
	var sum, worst float64
	healed := true
	for _, f := range faults {
		if f.Kind != kind {
			continue
		}
		s.Count++
		if f.Recovered == nil {
			healed = false
			continue
		}
		sum += *f.Recovered
		worst = max(worst, *f.Recovered)
	}
	if s.Count > 0 && healed {
		mean := sum / float64(s.Count)
		s.Mean, s.Max = &mean, &worst
	}
	return groupValue{opaque{"group"}, reflect.ValueOf(s)}
}
