// Package fairlead_test keeps the house tidy: the import arrows, the bans that
// make a run a pure function, the sizes and the documentation are rules, and
// the rules are a test.
//
// The checker works on parsed files alone, so that a test can plant a breach in
// a few lines of text and demand the message.
package fairlead_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "fairlead"

// arrows says which of our packages each package may import, tests apart.
// "core" stands for the packages under the physical world and the world itself.
var arrows = map[string][]string{
	"sim/pf":              {},
	"sim/resource":        {},
	"sim/queue":           {},
	"sim/fetch":           {},
	"sim/rng":             {"sim/pf"},
	"sim/claim":           {"sim/resource"},
	"sim":                 {"sim/resource", "sim/rng", "sim/claim", "sim/queue", "sim/fetch"},
	"sim/demand":          {"core"},
	"sim/fault":           {"core"},
	"sim/fluid":           {"sim/resource", "sim/pf"},
	"sim/mesos/allocator": {"core", "sim/pf"},
	"sim/mesos":           {"core", "sim/demand", "sim/mesos/allocator"},
	"sim/partitioned":     {"core", "sim/demand"},
	"sim/simtest":         {"core", "sim/demand", "sim/mesos", "sim/mesos/allocator", "sim/partitioned"},
	"policies":            {"sim/claim", "sim/resource", "sim/fluid", "sim/rng", "sim/pf"},
	"policies/policytest": {"sim/claim", "sim/resource", "sim/fluid", "sim/rng", "sim/pf"},
	"workloads":           {"sim", "sim/resource", "sim/rng", "sim/pf", "workloads/quantity"},
	"workloads/quantity":  {"sim", "sim/resource", "sim/pf"},
	"reports":             {"sim", "sim/resource", "sim/fluid", "sim/pf", "reports/schema"},
	"reports/schema":      {},
	"reports/plot":        {"sim", "sim/resource", "sim/pf", "reports", "reports/schema"},
	"reports/plot/fake":   {"sim", "sim/resource", "reports", "reports/schema"},
	"reports/html":        {"sim", "sim/resource", "sim/pf", "reports", "reports/schema", "reports/plot"},
	"reports/bundle":      {"sim", "sim/resource", "reports", "reports/schema", "reports/plot", "reports/html"},
	"scenarios": {"core", "sim/pf", "sim/demand", "sim/fault", "sim/fluid", "sim/mesos", "sim/mesos/allocator",
		"sim/partitioned", "policies", "workloads", "workloads/quantity", "reports", "reports/schema"},
	"scenarios/experiment": {"core", "scenarios", "reports", "reports/schema"},
	"cmd/fairlead":         {"*"},
}

var core = []string{"sim", "sim/resource", "sim/rng", "sim/claim", "sim/queue", "sim/fetch"}

// The packages that decide and do not act: no clock, no files, no goroutine, no
// global chance. What only serves tests may read files.
var (
	pure        = []string{"sim", "policies"}
	repeatable  = []string{"sim", "policies", "workloads"}
	testSupport = []string{"sim/simtest", "policies/policytest"}
	drawnFiles  = []string{"sim/mesos/allocator/shuffle.go"} // chance among exact things
	exact       = []string{"sim/resource", "sim/claim", "sim/queue", "sim/mesos/allocator", "sim/mesos"}
	anyFloat    = []string{"sim/pf", "reports/plot"}
	gonumUsers  = []string{"reports/plot", "sim/fluid"}
	coreWords   = []string{"sim", "sim/demand", "sim/partitioned", "sim/fault", "sim/queue", "sim/resource"}
)

// bannedImports names what pure packages must not import, and why.
var bannedImports = map[string]string{
	"time":           "the wall clock",
	"math/rand":      "global chance (use sim/rng)",
	"math/rand/v2":   "global chance (use sim/rng)",
	"crypto/rand":    "real chance (use sim/rng)",
	"hash/maphash":   "a hash that differs between processes",
	"sync":           "locks: a run is single-threaded",
	"sync/atomic":    "atomics: a run is single-threaded",
	"os":             "files and the environment",
	"os/exec":        "processes",
	"os/signal":      "signals",
	"io/ioutil":      "files",
	"path/filepath":  "files",
	"syscall":        "the operating system",
	"net":            "the network",
	"net/http":       "the network",
	"log":            "a logger",
	"log/slog":       "a logger",
	"runtime":        "the machine",
	"runtime/debug":  "the machine",
	"text/tabwriter": "printing",
}

// actOnly are the bans that hold for packages that decide, but not for trace readers.
var actOnly = []string{"os", "os/exec", "os/signal", "io/ioutil", "path/filepath", "log", "log/slog", "text/tabwriter"}

// sameEverywhere are the functions of package math with the same bits on every
// processor; all others have to come from sim/pf.
var sameEverywhere = []string{"Abs", "Ceil", "Copysign", "Float32bits", "Float32frombits", "Float64bits", "Float64frombits",
	"Floor", "Frexp", "Inf", "IsInf", "IsNaN", "Ldexp", "Max", "Min", "Mod", "Modf", "NaN", "Nextafter", "Round",
	"RoundToEven", "Signbit", "Sqrt", "Trunc", "FMA"}

const (
	maxFileLines = 500
	maxFuncLines = 70
	maxMethods   = 5
)

// source is one parsed file of the product.
type source struct {
	name string // slash path from the root
	dir  string // its package's directory
	text []byte
	ast  *ast.File
	fset *token.FileSet
}

func parse(name string, text []byte) (*source, error) {
	s := &source{name: name, dir: path.Dir(name), text: text, fset: token.NewFileSet()}
	var err error
	s.ast, err = parser.ParseFile(s.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	return s, err
}

func (s *source) breach(at token.Pos, format string, args ...any) string {
	p := s.fset.Position(at)
	return fmt.Sprintf("%s:%d:%d: %s", s.name, p.Line, p.Column, fmt.Sprintf(format, args...))
}

// under reports whether dir is one of roots or below one.
func under(dir string, roots []string) bool {
	return slices.ContainsFunc(roots, func(r string) bool { return dir == r || strings.HasPrefix(dir, r+"/") })
}

// rules are checked for every file that is no test.
var rules = []func(*source) []string{
	checkArrows, checkImports, checkConcurrency, checkMath, checkFloats, checkPrinting,
	checkSizes, checkInterfaces, checkDocs, checkInit, checkWords, checkOpenEnds,
}

// tidy returns every breach in the files, in their order; package comments are
// looked for over all files of a package.
func tidy(files []*source) []string {
	var out []string
	documented := map[string]bool{}
	for _, s := range files {
		for _, rule := range rules {
			out = append(out, rule(s)...)
		}
		documented[s.dir] = documented[s.dir] || s.ast.Doc != nil
	}
	for _, s := range files {
		if !documented[s.dir] {
			documented[s.dir] = true
			out = append(out, s.breach(s.ast.Package, "package %s has no comment", s.ast.Name.Name))
		}
	}
	return out
}

func checkArrows(s *source) (out []string) {
	allowed, known := arrows[s.dir]
	if !known {
		return []string{s.breach(s.ast.Package, "package %s is not in the table of arrows", s.dir)}
	}
	if slices.Contains(allowed, "core") {
		allowed = append(slices.Clone(core), allowed...)
	}
	for _, imp := range s.ast.Imports {
		p := importPath(imp)
		ours, ok := strings.CutPrefix(p, module+"/")
		if ok && !slices.Contains(allowed, ours) && !slices.Contains(allowed, "*") {
			out = append(out, s.breach(imp.Pos(), "%s must not import %s", s.dir, ours))
		}
	}
	return out
}

func checkImports(s *source) (out []string) {
	for _, imp := range s.ast.Imports {
		p := importPath(imp)
		why, banned := bannedImports[p]
		switch {
		case strings.HasPrefix(p, "gonum.org/") && !under(s.dir, gonumUsers):
			out = append(out, s.breach(imp.Pos(), "import of %s: its sums differ between processors (use sim/pf)", p))
		case !banned || !under(s.dir, repeatable):
		case slices.Contains(actOnly, p) && (!under(s.dir, pure) || under(s.dir, testSupport)):
		default:
			out = append(out, s.breach(imp.Pos(), "import of %s: %s does not belong here", p, why))
		}
	}
	return out
}

func checkConcurrency(s *source) (out []string) {
	if !under(s.dir, repeatable) {
		return nil
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			out = append(out, s.breach(n.Pos(), "goroutine: a run is single-threaded"))
		case *ast.SelectStmt:
			out = append(out, s.breach(n.Pos(), "select: chooses at random between ready cases"))
		case *ast.ChanType:
			out = append(out, s.breach(n.Pos(), "channel: a run is single-threaded"))
		}
		return true
	})
	return out
}

func checkMath(s *source) (out []string) {
	if under(s.dir, anyFloat) {
		return nil
	}
	eachSelector(s, "math", func(sel *ast.SelectorExpr) {
		name := sel.Sel.Name
		constant := strings.HasPrefix(name, "Max") && name != "Max" || strings.HasPrefix(name, "Min") && name != "Min" ||
			strings.HasPrefix(name, "Smallest") || strings.HasPrefix(name, "Sqrt") || strings.HasPrefix(name, "Ln") ||
			name == "Pi" || name == "E" || name == "Phi"
		if !constant && !slices.Contains(sameEverywhere, name) {
			out = append(out, s.breach(sel.Pos(), "math.%s: bits differ between processors (use sim/pf)", name))
		}
	})
	return out
}

// checkFloats keeps floats out of the exact packages. A method that takes none
// and returns one is the way out, for reports.
func checkFloats(s *source) (out []string) {
	if !slices.Contains(exact, s.dir) || slices.Contains(drawnFiles, s.name) {
		return nil
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			return n.Recv == nil || !returnsFloat(n.Type)
		case *ast.Ident:
			if n.Name == "float64" || n.Name == "float32" {
				out = append(out, s.breach(n.Pos(), "%s: amounts and shares are exact here", n.Name))
			}
		case *ast.BasicLit:
			if n.Kind == token.FLOAT {
				out = append(out, s.breach(n.Pos(), "float literal %s: amounts and shares are exact here", n.Value))
			}
		}
		return true
	})
	return out
}

func returnsFloat(f *ast.FuncType) bool {
	float := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return ok && id.Name == "float64"
	}
	return f.Results.NumFields() == 1 && float(f.Results.List[0].Type) &&
		!slices.ContainsFunc(f.Params.List, func(p *ast.Field) bool { return float(p.Type) })
}

func checkPrinting(s *source) (out []string) {
	if !under(s.dir, repeatable) {
		return nil
	}
	eachSelector(s, "fmt", func(sel *ast.SelectorExpr) {
		if strings.HasPrefix(sel.Sel.Name, "Print") {
			out = append(out, s.breach(sel.Pos(), "fmt.%s: the record stream is the only output", sel.Sel.Name))
		}
	})
	return out
}

func checkSizes(s *source) (out []string) {
	if n := strings.Count(string(s.text), "\n"); n > maxFileLines {
		out = append(out, s.breach(s.ast.Package, "file of %d lines (at most %d)", n, maxFileLines))
	}
	for _, d := range s.ast.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		if n := s.lines(f) - s.exempt(f.Body); n > maxFuncLines {
			out = append(out, s.breach(f.Pos(), "function %s of %d lines (at most %d, tables apart)", f.Name.Name, n, maxFuncLines))
		}
	}
	return out
}

func (s *source) lines(n ast.Node) int {
	return s.fset.Position(n.End()).Line - s.fset.Position(n.Pos()).Line + 1
}

// exempt counts the lines of tables (composite literals without code in them)
// and of switches in which every case is one line.
func (s *source) exempt(body ast.Node) (lines int) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if !holdsCode(n) {
				lines += s.lines(n) - 1
			}
			return false
		case *ast.SwitchStmt:
			if s.oneLiners(n.Body) {
				lines += s.lines(n)
				return false
			}
		case *ast.TypeSwitchStmt:
			if s.oneLiners(n.Body) {
				lines += s.lines(n)
				return false
			}
		}
		return true
	})
	return lines
}

func holdsCode(n ast.Node) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		_, code := n.(*ast.FuncLit)
		found = found || code
		return !found
	})
	return found
}

func (s *source) oneLiners(b *ast.BlockStmt) bool {
	for _, c := range b.List {
		clause := c.(*ast.CaseClause)
		if len(clause.Body) > 1 || len(clause.Body) == 1 && s.lines(clause.Body[0]) > 1 {
			return false
		}
	}
	return len(b.List) > 0
}

func checkInterfaces(s *source) (out []string) {
	ast.Inspect(s.ast, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || s.dir == "sim" && spec.Name.Name == "Plane" {
			return true
		}
		if i, ok := spec.Type.(*ast.InterfaceType); ok && i.Methods.NumFields() > maxMethods {
			out = append(out, s.breach(spec.Pos(), "interface %s of %d methods (at most %d)", spec.Name.Name, i.Methods.NumFields(), maxMethods))
		}
		return true
	})
	return out
}

func checkDocs(s *source) (out []string) {
	missing := func(id *ast.Ident, docs ...*ast.CommentGroup) {
		if id.IsExported() && !slices.ContainsFunc(docs, func(g *ast.CommentGroup) bool { return g != nil }) {
			out = append(out, s.breach(id.Pos(), "%s is exported and has no comment", id.Name))
		}
	}
	for _, d := range s.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || ast.IsExported(receiver(d.Recv.List[0].Type)) {
				missing(d.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					missing(spec.Name, d.Doc, spec.Doc, spec.Comment)
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						missing(id, d.Doc, spec.Doc, spec.Comment)
					}
				}
			}
		}
	}
	return out
}

func checkInit(s *source) (out []string) {
	for _, d := range s.ast.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			out = append(out, s.breach(f.Pos(), "init: a registry is a literal"))
		}
	}
	return out
}

// planeWords belong to one control plane and have no place in names of the core.
var planeWords = []string{"Agent", "Framework", "Offer"}

func checkWords(s *source) (out []string) {
	ast.Inspect(s.ast, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		words := camel.FindAllString(id.Name, -1)
		for _, w := range words {
			if l := strings.ToLower(strings.TrimSuffix(w, "s")); l == "slave" || l == "host" {
				out = append(out, s.breach(id.Pos(), "%s: say node or agent", id.Name))
			}
			if slices.Contains(coreWords, s.dir) && id.IsExported() && slices.Contains(planeWords, strings.TrimSuffix(w, "s")) {
				out = append(out, s.breach(id.Pos(), "%s: %s is a word of a plane, not of the core", id.Name, w))
			}
		}
		return true
	})
	return out
}

var (
	camel   = regexp.MustCompile(`[A-Z]?[a-z]+|[A-Z]+`)
	openEnd = regexp.MustCompile(`\b(TODO|FIXME|XXX)\b`)
)

func checkOpenEnds(s *source) (out []string) {
	for _, g := range s.ast.Comments {
		for _, c := range g.List {
			if w := openEnd.FindString(c.Text); w != "" {
				out = append(out, s.breach(c.Pos(), "%s: finish it or leave it out", w))
			}
		}
	}
	return out
}

func importPath(imp *ast.ImportSpec) string {
	p, err := strconv.Unquote(imp.Path.Value)
	if err != nil {
		return imp.Path.Value
	}
	return p
}

// eachSelector visits pkg.X for an imported standard package, by whatever name
// the file imports it.
func eachSelector(s *source, pkg string, visit func(*ast.SelectorExpr)) {
	local := ""
	for _, imp := range s.ast.Imports {
		if importPath(imp) == pkg {
			local = pkg
			if imp.Name != nil {
				local = imp.Name.Name
			}
		}
	}
	if local == "" {
		return
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == local {
				visit(sel)
			}
		}
		return true
	})
}

func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}

// product lists the Go files of the product, tests and other modules apart.
func product(root fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == "tools" || d.Name() == "testdata" || name != "." && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case !d.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

func TestTidy(t *testing.T) {
	root := os.DirFS(".")
	names, err := product(root)
	if err != nil {
		t.Fatal(err)
	}
	var files []*source
	for _, name := range names {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := parse(name, text)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		files = append(files, s)
	}
	if len(files) < 5 {
		t.Fatalf("found %d files: the checker looks in the wrong place", len(files))
	}
	for _, b := range tidy(files) {
		t.Error(b)
	}
}
