package scenarios

import (
	"reflect"
	"slices"
	"strings"

	results "fairlead/reports/schema"
)

// typeKind is what kind of value an expression has.
type typeKind uint8

const (
	badType typeKind = iota // there is a mistake in it already
	numberType
	textType
	truthType
	groupType // a struct of the results
	tableType // numbers by name
	listType
)

// exprType is the type of an expression.
type exprType struct {
	kind  typeKind
	group reflect.Type // of a group
	elem  *exprType    // of a list
	keys  []string     // of a table; nil = any
}

// openTables are the tables whose keys are not the resources, with the keys they
// may have; nil = any.
var openTables = map[string][]string{
	"wait_reasons": nil,
	"reasons":      nil,
	"parts":        {"detection", "election", "registry", "agents", "frameworks", "first_offer", "rerun"},
}

// shortNames stand for longer ones of the results.
var shortNames = map[string]string{"wait": "wait_seconds", "job": "job_seconds"}

// notExpected are names of the results that an expectation cannot speak of: the
// expectations themselves.
var notExpected = []string{"expect"}

// faultStats is what fault(kind) gives: how often it struck and how long it took
// to recover. Mean and Max are nil if it never struck or did not recover.
type faultStats struct {
	Count int64    `json:"count"`
	Mean  *float64 `json:"mean"`
	Max   *float64 `json:"max"`
}

var (
	summaryGroup = reflect.TypeFor[results.Summary]()
	tenantGroup  = reflect.TypeFor[results.Tenant]()
	faultGroup   = reflect.TypeFor[faultStats]()
)

// groupFields are the names of a group, in the order of its type, short ones after
// those they stand for, and the field that each means.
type groupFields struct {
	names []string
	index map[string]int
}

// groups holds the fields of every struct that an expectation can reach. It is
// read off the types of the results, so that the two cannot differ.
var groups = func() map[reflect.Type]groupFields {
	all := map[reflect.Type]groupFields{}
	addGroup(all, summaryGroup)
	addGroup(all, faultGroup)
	return all
}()

func addGroup(all map[reflect.Type]groupFields, t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if _, known := all[t]; known || t.Kind() != reflect.Struct {
		return
	}
	f := groupFields{index: map[string]int{}}
	all[t] = f
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if slices.Contains(notExpected, name) {
			continue
		}
		f.names = append(f.names, name)
		f.index[name] = i
		for short, long := range shortNames {
			if long == name {
				f.names = append(f.names, short)
				f.index[short] = i
			}
		}
		addGroup(all, t.Field(i).Type)
	}
	all[t] = f
}

// typeOf is the type of values of a Go type of the results.
func typeOf(t reflect.Type) exprType {
	switch t.Kind() {
	case reflect.Pointer:
		return typeOf(t.Elem())
	case reflect.Int64, reflect.Uint64, reflect.Float64:
		return exprType{kind: numberType}
	case reflect.String:
		return exprType{kind: textType}
	case reflect.Bool:
		return exprType{kind: truthType}
	case reflect.Map:
		return exprType{kind: tableType}
	case reflect.Slice:
		elem := typeOf(t.Elem())
		return exprType{kind: listType, elem: &elem}
	}
	return exprType{kind: groupType, group: t}
}

// field is the type of a field of a group.
func (c *checker) field(g reflect.Type, name string) (t exprType, ok bool) {
	i, ok := groups[g].index[name]
	if !ok {
		return exprType{}, false
	}
	t = typeOf(g.Field(i).Type)
	if keys, open := openTables[name]; open {
		t.keys = keys
	} else if t.kind == tableType {
		t.keys = c.names.Resources
	}
	return t, true
}

// same says that two types are one.
func (t exprType) same(u exprType) bool {
	if t.kind != u.kind || t.group != u.group {
		return false
	}
	return t.kind != listType || t.elem.same(*u.elem)
}

// describe is the type in words.
func (t exprType) describe() string {
	switch t.kind {
	case numberType:
		return "a number"
	case textType:
		return "a text"
	case truthType:
		return "true or false"
	case groupType:
		return "a group: say which of ." + strings.Join(groups[t.group].names, " .") + " is meant"
	case tableType:
		if t.keys == nil {
			return "a table: say which entry is meant"
		}
		return "a table: say which of ." + strings.Join(t.keys, " .") + " is meant"
	case listType:
		return "a list"
	}
	return "a mistake"
}
