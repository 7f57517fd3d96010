package plot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"image"
	"image/draw"
	_ "image/png"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
	"testing"

	"fairlead/reports"
	"fairlead/reports/plot/fake"
	"fairlead/reports/schema"
)

// hash is short enough to be read.
func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}

// pixels are the bytes of a picture, whatever the compression.
func pixels(t *testing.T, data []byte) []byte {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	rgba := image.NewRGBA(img.Bounds())
	draw.Draw(rgba, rgba.Bounds(), img, image.Point{}, draw.Src)
	return rgba.Pix
}

// charts are the pictures of results by name, not drawn yet.
func charts(res *reports.Results) map[string]*chart {
	c := newCast(res)
	return map[string]*chart{"utilisation": utilisation(res), "dominant-share": shares(res, c), "waiting-time": waits(res, c)}
}

// crowd is one set of pictures for all tests that look at pixels.
var crowd = sync.OnceValue(func() []Picture { return All(fake.Results(13, fake.Hostile...)) })

// golden are the pictures of crowd: hashes of the SVG and of the
// pixels. They are the same on every processor. After a wanted change, look at
// the pictures (FAIRLEAD_LOOK) before the new hashes are written here.
var golden = map[string]string{
	"utilisation":    "f7944d2e06bb 0a173006e46c",
	"dominant-share": "ba48528842b6 77cb8a0e38fa",
	"waiting-time":   "20cc2e9d2be2 126b9f083902",
}

func TestGolden(t *testing.T) {
	for _, p := range crowd() {
		if got := hash(p.SVG) + " " + hash(pixels(t, p.PNG)); got != golden[p.Name] {
			t.Errorf("%s: %s, want %s", p.Name, got, golden[p.Name])
		}
	}
}

func TestSameTwice(t *testing.T) {
	again := charts(fake.Results(13, fake.Hostile...))
	for _, p := range crowd() {
		if !bytes.Equal(p.SVG, again[p.Name].svg()) {
			t.Errorf("%s differs from itself", p.Name)
		}
	}
}

// label is a piece of text on a picture.
type label struct {
	x, y float64
	text string
}

// read parses an SVG strictly and gives its labels; other elements than
// drawing gives fail.
func read(t *testing.T, svg []byte) (labels []label) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return labels
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "svg", "g", "path":
			case "text":
				var l label
				for _, a := range e.Attr {
					switch a.Name.Local {
					case "x":
						l.x, _ = strconv.ParseFloat(a.Value, 64)
					case "y":
						l.y, _ = strconv.ParseFloat(a.Value, 64)
					}
				}
				labels = append(labels, l)
			default:
				t.Errorf("element <%s>", e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" || a.Name.Local == "id" {
					t.Errorf("attribute %s", a.Name.Local)
				}
			}
		case xml.CharData:
			if n := len(labels); n > 0 && labels[n-1].text == "" {
				labels[n-1].text = string(e)
			}
		}
	}
}

func texts(labels []label) string {
	var all []string
	for _, l := range labels {
		all = append(all, l.text)
	}
	return strings.Join(all, "|")
}

func TestHostileNames(t *testing.T) {
	res := fake.Results(len(fake.Hostile), fake.Hostile...)
	res.Meta.Scenario, res.Meta.Policy = fake.Hostile[0], fake.Hostile[2]
	for name, c := range charts(res) {
		all := texts(read(t, c.svg()))
		if name == "utilisation" {
			continue
		}
		for _, want := range []string{"<script>alert(1)</script>", `\u202egnp.exe\u202c right to left`, `broken \xff\xfe utf-8`, `"   "`} {
			if !strings.Contains(all, want) {
				t.Errorf("%s lacks %q: %s", name, want, all)
			}
		}
	}
}

// TestNothingOutside looks at the edges: all ink is inside the margins.
func TestNothingOutside(t *testing.T) {
	for _, p := range crowd() {
		img, _, err := image.Decode(bytes.NewReader(p.PNG))
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for _, x := range []int{b.Min.X + 4, b.Max.X - 5} {
				if r, g, b, _ := img.At(x, y).RGBA(); r+g+b != 3*0xffff {
					t.Fatalf("%s: ink at %d, %d", p.Name, x, y)
				}
			}
		}
	}
}

func TestManyTenants(t *testing.T) {
	for n, want := range map[int]string{
		12: "tenant-11",
		13: "2 others together",
		30: "19 others together",
	} {
		for name, c := range charts(fake.Results(n)) {
			if name == "utilisation" {
				continue
			}
			all := texts(read(t, c.svg()))
			if !strings.Contains(all, want) || n == 12 && strings.Contains(all, "others") {
				t.Errorf("%s of %d tenants lacks %q: %s", name, n, want, all)
			}
		}
	}
}

func TestLegendIsAboveTheData(t *testing.T) {
	for name, c := range charts(fake.Results(30)) {
		if name == "utilisation" {
			continue
		}
		top, legend := math.Inf(1), math.Inf(-1)
		for _, l := range read(t, c.svg()) {
			switch {
			case strings.HasSuffix(l.text, "%"):
				top = min(top, l.y)
			case strings.HasPrefix(l.text, "tenant-"):
				legend = max(legend, l.y)
			}
		}
		if !(legend < top) {
			t.Errorf("%s: lowest name at %v, highest tick at %v", name, legend, top)
		}
	}
}

// TestNothingToDraw must neither panic nor leave the reader guessing.
func TestNothingToDraw(t *testing.T) {
	nan := math.NaN()
	for which, res := range map[string]*reports.Results{
		"zero":       {},
		"no bins":    {Summary: &schema.Summary{}, Timeline: &schema.Timeline{Resources: []string{"cpus"}, Tenants: []string{"a"}}},
		"no numbers": {Timeline: &schema.Timeline{Bin: 1, End: 1, Bins: 1, Resources: []string{"cpus"}, Allocated: [][]float64{{nan}}, Tenants: []string{"a"}, Share: [][]float64{{nan}}}, Waits: []schema.CDF{{Tenant: "a"}}},
		"tenants 0":  fake.Results(0),
	} {
		for name, c := range charts(res) {
			if which == "tenants 0" && name == "utilisation" {
				continue
			}
			if all := texts(read(t, c.svg())); !strings.Contains(all, "no data") {
				t.Errorf("%s of %s: %s", name, which, all)
			}
		}
		both := []*reports.Results{res, res}
		compareUtilisation(both, nil, "cpus").svg()
		compareWaits(both, nil).svg()
	}
	Compare(nil, nil)
}

func TestCompare(t *testing.T) {
	runs := []*reports.Results{fake.Results(3), fake.Results(3)}
	var got []string
	for _, p := range Compare(runs, []string{"drf", "<b>"}) {
		got = append(got, fmt.Sprintf("%s: %s", p.Name, p.Title))
		if all := texts(read(t, p.SVG)); !strings.Contains(all, "drf") || !strings.Contains(all, "<b>") {
			t.Errorf("%s lacks a label: %s", p.Name, all)
		}
	}
	want := "compare-utilisation-1: Utilisation of cpus|compare-utilisation-2: Utilisation of mem|" +
		"compare-waiting-time: Waiting time of all tasks, from submission to first start"
	if strings.Join(got, "|") != want {
		t.Errorf("pictures %q", got)
	}
}
