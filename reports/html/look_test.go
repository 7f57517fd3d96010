package html_test

import (
	"os"
	"path/filepath"
	"testing"

	"fairlead/reports"
	"fairlead/reports/html"
	"fairlead/reports/plot"
	"fairlead/reports/plot/fake"
)

// TestLook writes pages to the folder that FAIRLEAD_LOOK names, to be looked at.
func TestLook(t *testing.T) {
	dir := os.Getenv("FAIRLEAD_LOOK")
	if dir == "" {
		t.Skip("FAIRLEAD_LOOK names no folder to write pages to")
	}
	write := func(name string, fill func(*os.File) error) {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := fill(f); err != nil {
			t.Fatal(err)
		}
	}
	for name, res := range map[string]*reports.Results{
		"report-3.html": fake.Results(3), "report-30.html": fake.Results(30), "report-hostile.html": hostile(), "report-0.html": fake.Results(0),
	} {
		write(name, func(f *os.File) error { return html.Write(f, res, plot.All(res)) })
	}
	write("compare.html", func(f *os.File) error {
		return html.WriteComparison(f, []*reports.Results{fake.Results(3), fake.Results(3), hostile()}, []string{"drf", "maxmin", "fifo"})
	})
}

// hostile are results with hostile text wherever text can be.
func hostile() *reports.Results {
	res := fake.Results(len(fake.Hostile), fake.Hostile...)
	h := fake.Hostile
	res.Meta.Scenario, res.Meta.About, res.Meta.Policy, res.Meta.Plane = h[0], h[1], h[2], h[4]
	res.Meta.Source = h[1] + "\n" + h[3] + "\r\n\ttab\n" + h[4] + h[7]
	res.Meta.Repeat = h[0] + h[10]
	s := res.Summary
	s.Policy, s.Plane, s.Fingerprint, s.EndedBy = h[2], h[4], h[0], h[1]
	s.Warnings = h
	s.Sources[0].File, s.Sources[0].Format = h[4], h[0]
	s.Sources[0].Reasons[h[1]] = 1
	for i, name := range h {
		s.Expect = append(s.Expect, s.Expect[i%3])
		s.Expect[len(s.Expect)-1].Assertion = name
		s.Expect[len(s.Expect)-1].Got = name
	}
	s.Cluster.Total[h[1]], s.Cluster.Utilization[h[4]] = 1, 2
	return res
}
