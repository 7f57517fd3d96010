package html_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"

	"fairlead/reports"
	"fairlead/reports/html"
	"fairlead/reports/plot"
	"fairlead/reports/plot/fake"
	"fairlead/reports/schema"
)

// small stands for the pictures, which are tested where they are drawn.
var small = []plot.Picture{{Name: "p", Title: "<b>", SVG: []byte(`<svg xmlns="http://www.w3.org/2000/svg" id="a"></svg>`)}}

func report(t *testing.T, res *reports.Results) string {
	t.Helper()
	var b bytes.Buffer
	if err := html.Write(&b, res, small); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// elements that a page may hold; anything else came out of somebody's name.
var allowed = map[string]bool{
	"html": true, "head": true, "meta": true, "title": true, "style": true, "body": true, "main": true, "header": true,
	"h1": true, "h2": true, "p": true, "bdi": true, "dl": true, "div": true, "dt": true, "dd": true, "code": true,
	"ul": true, "li": true, "span": true, "strong": true, "section": true, "figure": true, "figcaption": true,
	"svg": true, "g": true, "path": true, "text": true, "table": true, "thead": true, "tbody": true, "tr": true,
	"th": true, "td": true, "pre": true, "footer": true,
}

// check parses the page strictly and demands that nothing in it can run, load
// or mislead.
func check(t *testing.T, page string) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(page))
	dec.Strict = true
	dec.AutoClose = []string{"meta"}
	for {
		token, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("not well formed: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok {
			if !allowed[e.Name.Local] {
				t.Errorf("element <%s>", e.Name.Local)
			}
			for _, a := range e.Attr {
				if n := a.Name.Local; strings.HasPrefix(n, "on") || n == "href" || n == "src" || n == "action" {
					t.Errorf("attribute %s of <%s>", n, e.Name.Local)
				}
			}
		}
	}
	for _, bad := range []string{"\u202e", "\u202c", "\x1b", "\x00", "\x7f", "\a", "\xff", "http://www.", "https:"} {
		if strings.Contains(strings.ReplaceAll(page, `xmlns="http://www.w3.org/2000/svg"`, ""), bad) {
			t.Errorf("page holds %q", bad)
		}
	}
	if !regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; `).MatchString(page) {
		t.Error("no content security policy")
	}
}

func TestHostile(t *testing.T) {
	page := report(t, hostile())
	check(t, page)
	for _, want := range []string{
		"&lt;script&gt;alert(1)&lt;/script&gt;",
		"&lt;/pre&gt;&lt;/svg&gt;&lt;/style&gt;&lt;img src=x onerror=alert(1)&gt;",
		`\u202egnp.exe\u202c right to left`,
		`bell\a escape\x1b[31m null\x00 del\x7f newline\nend`,
		`broken \xff\xfe utf-8`,
		"\ttab\n",
		"目录服务 ✓ 🚀",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q", want)
		}
	}
}

func TestComparisonOfHostile(t *testing.T) {
	var b bytes.Buffer
	if err := html.WriteComparison(&b, []*reports.Results{hostile(), fake.Results(2)}, fake.Hostile); err != nil {
		t.Fatal(err)
	}
	check(t, b.String())
}

func TestContents(t *testing.T) {
	page := report(t, fake.Results(3))
	check(t, page)
	for _, want := range []string{
		"what-if-node-loss", "A day of mixed work on a cluster that loses a rack.", "fl1:0123456789abcdef0123456789abcdef",
		"73.2\u00a0%", "118,000", "of 120,000; 500 failed, killed or impossible", "12.3\u00a0s", "5\u00a0min", "0.9123",
		">pass<", ">fail<", "tasks.killed == 0", "<code>null</code>", "agent-loss at 2h hit nothing", "6,400\u00a0GiB",
		"28 × no processors; 2 × pending; 20 × zero duration, taken as 1s", "fairlead run what-if-node-loss.yaml --seed 42 --policy drf",
		"    - {count: 100}", "tenant-2", `name="viewport"`, "@media print", string(small[0].SVG),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q", want)
		}
	}
	if strings.Contains(page, ">Role<") {
		t.Error("a column of roles where each tenant is its own")
	}
}

func TestSameTwice(t *testing.T) {
	one, two := report(t, hostile()), report(t, hostile())
	if one != two {
		t.Error("the same results gave two pages")
	}
}

func TestManyTenants(t *testing.T) {
	res := fake.Results(300)
	page := report(t, res)
	if !strings.Contains(page, "with the largest mean share, of 300") || strings.Count(page, `<th scope="row">`) > 220 {
		t.Errorf("%d rows of 300 tenants, or no note", strings.Count(page, `<th scope="row">`))
	}
}

func TestNothing(t *testing.T) {
	for name, res := range map[string]*reports.Results{"zero": {}, "empty": {Summary: &schema.Summary{}}, "no tenants": fake.Results(0)} {
		t.Run(name, func(t *testing.T) {
			check(t, report(t, res))
			var b bytes.Buffer
			if err := html.WriteComparison(&b, []*reports.Results{res}, nil); err != nil {
				t.Fatal(err)
			}
			check(t, b.String())
		})
	}
	if err := html.WriteComparison(io.Discard, nil, nil); err != nil {
		t.Fatal(err)
	}
}

func TestComparison(t *testing.T) {
	b1, b2 := fake.Results(2), fake.Results(3)
	b2.Summary.Fingerprint = "fl1:ff"
	var b bytes.Buffer
	if err := html.WriteComparison(&b, []*reports.Results{b1, fake.Results(2), b2}, []string{"drf", "maxmin", "fifo"}); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	check(t, page)
	for _, want := range []string{"the same records as drf", "fl1:ff", ">maxmin<", "tenant-2", "Utilisation of cpus",
		"What differs: <bdi>maxmin against drf</bdi>", "the same records, so nothing differs", "all tasks: mean wait"} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q", want)
		}
	}
}

// full is a disk without space.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriteErrors(t *testing.T) {
	if err := html.Write(full{}, fake.Results(1), nil); err == nil {
		t.Error("no error from a full disk")
	}
}
