package schema

import (
	"reflect"
	"strings"
	"testing"
)

// paths lists every leaf of a type by the names that JSON gives it.
func paths(t reflect.Type, at string, out *[]string) {
	switch t.Kind() {
	case reflect.Pointer:
		paths(t.Elem(), at, out)
	case reflect.Slice:
		paths(t.Elem(), at+"[]", out)
	case reflect.Map:
		paths(t.Elem(), at+".*", out)
	case reflect.Struct:
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			paths(t.Field(i).Type, at+"."+name, out)
		}
	default:
		*out = append(*out, at)
	}
}

func TestEveryFieldIsDescribed(t *testing.T) {
	var all []string
	paths(reflect.TypeFor[Summary](), "", &all)
	used := map[string]bool{}
	for _, p := range all {
		f, ok := Describe(p)
		if !ok {
			t.Errorf("%s is not described", p)
		}
		used[f.Name] = true
	}
	for _, f := range Fields {
		if !used[f.Name] {
			t.Errorf("%s is described and does not exist", f.Name)
		}
		if f.Meaning == "" || strings.TrimSpace(f.Meaning) != f.Meaning {
			t.Errorf("%s has no meaning", f.Name)
		}
	}
	if _, ok := Describe(".tenants[].nothing"); ok {
		t.Error("described what does not exist")
	}
}

func TestFieldsAreInOrder(t *testing.T) {
	var all []string
	paths(reflect.TypeFor[Summary](), "", &all)
	i := 0
	for _, f := range Fields {
		for i < len(all) && all[i] != f.Name {
			i++
		}
		if i == len(all) {
			t.Fatalf("%s stands at another place in the summary", f.Name)
		}
	}
}

func TestInterval(t *testing.T) {
	tl := Timeline{Bin: 60, End: 90}
	if a, b := tl.Interval(1); a != 60 || b != 90 {
		t.Errorf("second bin is %v to %v", a, b)
	}
}
