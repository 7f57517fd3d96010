package pf

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"path/filepath"
	"strings"
	"testing"
)

// golden is the digest of a hundred thousand results of every function. It must
// be the same under any GOARCH and GOAMD64; run this test there too:
//
//	GOAMD64=v3 go test ./sim/pf
//	GOARCH=arm64 go test -exec qemu-aarch64-static ./sim/pf
const golden = "6233fcd53d06fe0b6dfc2a1d4536037432e4257d833b563605abf283443639b3"

func TestGolden(t *testing.T) {
	const n = 100_000
	h := sha256.New()
	block := make([]byte, 0, 1<<12)
	put := func(x float64) {
		if len(block) == cap(block) {
			h.Write(block)
			block = block[:0]
		}
		block = binary.LittleEndian.AppendUint64(block, math.Float64bits(x))
	}
	gammas := []Gamma{NewGamma(0.01), NewGamma(0.7), NewGamma(1), NewGamma(4), NewGamma(9.99), NewGamma(100), NewGamma(1e5)}
	var m Moments
	all := make([]float64, 0, n)
	for i := range n {
		u := (float64(i) + 0.5) / n // exact operations only, the same everywhere
		put(Exp(float64((u - 0.5) * 1400)))
		put(Log(u))
		put(Log(float64(u * 1e300)))
		put(Log1p(u - 0.5))
		put(Pow(u, -0.8))
		put(Pow(float64(u*100), 2.5))
		put(LogGamma(float64(u * 40)))
		put(NormQuantile(u))
		put(NormQuantile(float64(u * 1e-9)))
		put(float64(Round(float64(u * 1e12))))
		put(gammas[i%len(gammas)].Quantile(u))
		if i%10 == 0 {
			put(StudentTQuantile(u, float64(1+i%50)))
		}
		all = append(all, float64(NormQuantile(u)*1e3)+u)
		m.Add(float64(u * u))
	}
	for _, x := range []float64{Sum(all), Mean(all), Variance(all), m.Mean(), m.Variance()} {
		put(x)
	}
	h.Write(block)
	if got := hex.EncodeToString(h.Sum(nil)); got != golden {
		t.Errorf("digest %s, want %s", got, golden)
	}
}

// A product may stand bare only as an operand of another product or of a
// quotient, where nothing can fuse it; everywhere else float64(…) holds it.
func TestProductsAreHeld(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, pos := range bareProducts(tree) {
			t.Errorf("%s: product not held by float64(…)", fset.Position(pos))
		}
	}
}

func TestBareProductsAreFound(t *testing.T) {
	for body, want := range map[string]int{
		"a*b + c": 1, "float64(a*b) + c": 0, "a*b*c": 1, "float64(a*b*c)": 0, "(a*b)/c + d": 0, "-(a*b)": 1, "f(a*b)": 1,
		"float64((a*b)) - float64(c*d)": 0, "float64(a*b+c)": 1, "g(float64(a*b))": 0,
	} {
		tree, err := parser.ParseFile(token.NewFileSet(), "x.go", "package p\nvar x = "+body, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(bareProducts(tree)); got != want {
			t.Errorf("%s: %d bare products, want %d", body, got, want)
		}
	}
}

// bareProducts are the places of products that a compiler might fuse with what
// is done to them next. Constant expressions of literals alone are exact.
func bareProducts(tree *ast.File) []token.Pos {
	held := map[ast.Expr]bool{}
	hold := func(e ast.Expr) {
		for {
			held[e] = true
			p, ok := e.(*ast.ParenExpr)
			if !ok {
				return
			}
			e = p.X
		}
	}
	var bare []token.Pos
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "float64" {
				hold(n.Args[0])
			}
		case *ast.BinaryExpr:
			if n.Op == token.MUL || n.Op == token.QUO {
				hold(n.X)
				hold(n.Y)
			}
			if n.Op == token.MUL && !held[n] {
				bare = append(bare, n.OpPos)
			}
		case *ast.AssignStmt:
			if n.Tok == token.MUL_ASSIGN {
				bare = append(bare, n.TokPos)
			}
		}
		return true
	})
	return bare
}
