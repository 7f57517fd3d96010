package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"fairlead": main})
}

// TestScripts runs the command line as a user does: files, commands and what is
// expected in one text each. Beside testscript's own commands there are:
//
//	code N COMMAND…       the command ends with exit code N
//	json FILE PATH VALUE  the value at a dotted path of a JSON file is VALUE
//	xml FILE              the file is well-formed XML
//	same DIR DIR          two folders hold the same files with the same bytes
//	ls DIR [NAME…]        the folder holds exactly these files
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": scriptCode,
			"json": scriptJSON,
			"xml":  scriptXML,
			"same": scriptSame,
			"ls":   scriptList,
		},
	})
}

func scriptCode(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND…")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d\nstderr:\n%s", got, want, ts.ReadFile("stderr"))
	}
}

func scriptJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH VALUE")
	}
	var v any
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &v); err != nil {
		ts.Fatalf("%s: %v", args[0], err)
	}
	for _, key := range strings.Split(args[1], ".") {
		switch x := v.(type) {
		case map[string]any:
			var ok bool
			if v, ok = x[key]; !ok {
				ts.Fatalf("%s: no key %q in %s", args[0], key, args[1])
			}
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(x) {
				ts.Fatalf("%s: no element %q in %s", args[0], key, args[1])
			}
			v = x[i]
		default:
			ts.Fatalf("%s: %s goes below a value", args[0], args[1])
		}
	}
	text, err := json.Marshal(v)
	if err != nil {
		ts.Fatalf("%v", err)
	}
	if got := strings.Trim(string(text), `"`); (got == args[2]) == neg {
		ts.Fatalf("%s: %s is %s", args[0], args[1], got)
	}
}

func scriptXML(ts *testscript.TestScript, neg bool, args []string) {
	dec := xml.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	for {
		_, err := dec.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			ts.Fatalf("%s: %v", args[0], err)
		}
	}
}

func filesUnder(ts *testscript.TestScript, dir string) (names []string) {
	dir = ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, name)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	}))
	return names
}

func scriptSame(ts *testscript.TestScript, neg bool, args []string) {
	a, b := filesUnder(ts, args[0]), filesUnder(ts, args[1])
	if !slices.Equal(a, b) {
		ts.Fatalf("%s holds %v, %s holds %v", args[0], a, args[1], b)
	}
	if len(a) == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
	for _, name := range a {
		x, err := os.ReadFile(filepath.Join(ts.MkAbs(args[0]), name))
		ts.Check(err)
		y, err := os.ReadFile(filepath.Join(ts.MkAbs(args[1]), name))
		ts.Check(err)
		if string(x) != string(y) {
			ts.Fatalf("%s differs", name)
		}
	}
}

func scriptList(ts *testscript.TestScript, neg bool, args []string) {
	got, want := filesUnder(ts, args[0]), slices.Sorted(slices.Values(args[1:]))
	slices.Sort(got)
	if slices.Equal(got, want) == neg {
		ts.Fatalf("%s holds %v", args[0], got)
	}
}
