package plot_test

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
	"testing"

	"fairlead/reports"
	"fairlead/reports/plot"
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

// golden are the pictures of fake.Results(13): hashes of the SVG and of the
// pixels. They are the same on every processor. After a wanted change, look at
// the pictures (FAIRLEAD_LOOK) before the new hashes are written here.
var golden = map[string]string{
	"utilisation":    "9e331ecfcc5b 2b0bd4a022d3",
	"dominant-share": "a23392def41a 06e2af6355a3",
	"waiting-time":   "d2486f5a6890 510cfe157ee4",
}

func TestGolden(t *testing.T) {
	for _, p := range plot.All(fake.Results(13)) {
		if got := hash(p.SVG) + " " + hash(pixels(t, p.PNG)); got != golden[p.Name] {
			t.Errorf("%s: %s, want %s", p.Name, got, golden[p.Name])
		}
	}
}

func TestSameTwice(t *testing.T) {
	a, b := plot.All(fake.Results(5)), plot.All(fake.Results(5))
	for i := range a {
		if !bytes.Equal(a[i].SVG, b[i].SVG) || !bytes.Equal(a[i].PNG, b[i].PNG) {
			t.Errorf("%s differs from itself", a[i].Name)
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
	for _, p := range plot.All(res) {
		all := texts(read(t, p.SVG))
		if p.Name == "utilisation" {
			continue
		}
		for _, want := range []string{"<script>alert(1)</script>", `\u202egnp.exe\u202c right to left`, `broken \xff\xfe utf-8`, `"   "`} {
			if !strings.Contains(all, want) {
				t.Errorf("%s lacks %q: %s", p.Name, want, all)
			}
		}
	}
}

// TestNothingOutside looks at the edges: all ink is inside the margins.
func TestNothingOutside(t *testing.T) {
	for _, n := range []int{0, 1, 13} {
		for _, p := range plot.All(fake.Results(n, fake.Hostile...)) {
			img, _, err := image.Decode(bytes.NewReader(p.PNG))
			if err != nil {
				t.Fatal(err)
			}
			b := img.Bounds()
			for y := b.Min.Y; y < b.Max.Y; y++ {
				for _, x := range []int{b.Min.X + 4, b.Max.X - 5} {
					if r, g, b, _ := img.At(x, y).RGBA(); r+g+b != 3*0xffff {
						t.Fatalf("%s of %d tenants: ink at %d, %d", p.Name, n, x, y)
					}
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
		for _, p := range plot.All(fake.Results(n)) {
			if p.Name == "utilisation" {
				continue
			}
			all := texts(read(t, p.SVG))
			if !strings.Contains(all, want) || n == 12 && strings.Contains(all, "others") {
				t.Errorf("%s of %d tenants lacks %q: %s", p.Name, n, want, all)
			}
		}
	}
}

func TestLegendIsAboveTheData(t *testing.T) {
	for _, p := range plot.All(fake.Results(30)) {
		if p.Name == "utilisation" {
			continue
		}
		labels := read(t, p.SVG)
		top, legend := math.Inf(1), math.Inf(-1)
		for _, l := range labels {
			switch {
			case strings.HasSuffix(l.text, "%"):
				top = min(top, l.y)
			case strings.HasPrefix(l.text, "tenant-"):
				legend = max(legend, l.y)
			}
		}
		if !(legend < top) {
			t.Errorf("%s: lowest name at %v, highest tick at %v", p.Name, legend, top)
		}
	}
}

// TestNothingToDraw must neither panic nor leave the reader guessing.
func TestNothingToDraw(t *testing.T) {
	nan := math.NaN()
	for name, res := range map[string]*reports.Results{
		"zero":       {},
		"no bins":    {Summary: &schema.Summary{}, Timeline: &schema.Timeline{Resources: []string{"cpus"}, Tenants: []string{"a"}}},
		"no numbers": {Timeline: &schema.Timeline{Bin: 1, End: 1, Bins: 1, Resources: []string{"cpus"}, Allocated: [][]float64{{nan}}, Tenants: []string{"a"}, Share: [][]float64{{nan}}}, Waits: []schema.CDF{{Tenant: "a"}}},
		"tenants 0":  fake.Results(0),
	} {
		for _, p := range plot.All(res) {
			if name == "tenants 0" && p.Name == "utilisation" {
				continue
			}
			if all := texts(read(t, p.SVG)); !strings.Contains(all, "no data") {
				t.Errorf("%s of %s: %s", p.Name, name, all)
			}
		}
		plot.Compare([]*reports.Results{res, res}, nil)
	}
	plot.Compare(nil, nil)
}

func TestCompare(t *testing.T) {
	runs := []*reports.Results{fake.Results(3), fake.Results(3)}
	var got []string
	for _, p := range plot.Compare(runs, []string{"drf", "<b>"}) {
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
