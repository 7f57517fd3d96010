// Package html writes results as one file that a browser shows without a
// network: text, tables and pictures, no script.
//
// Names in it come from users and traces. They are escaped by html/template,
// what cannot be seen (controls, direction marks) is spelled out, long names
// wrap inside their cell, and a content security policy forbids everything that
// is not part of the file, so that nothing in it can ever run or call out.
package html

import (
	_ "embed" // for the template
	"fmt"
	"html/template"
	"io"
	"sync"

	"fairlead/reports"
	"fairlead/reports/plot"
)

//go:embed report.tmpl
var source string

// page is the parsed template.
var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Parse(source))
})

// Write writes the report of one run.
func Write(w io.Writer, res *reports.Results, pics []plot.Picture) error {
	if err := page().ExecuteTemplate(w, "report", newReport(res, pics)); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// WriteComparison writes several runs side by side, one column each, under the
// labels.
func WriteComparison(w io.Writer, results []*reports.Results, labels []string) error {
	if err := page().ExecuteTemplate(w, "comparison", newComparison(results, labels)); err != nil {
		return fmt.Errorf("comparison: %w", err)
	}
	return nil
}

// figure is a picture inside the page.
type figure struct {
	Title string
	SVG   template.HTML // of package plot, which escapes every text in it
}

func figures(pics []plot.Picture) []figure {
	var all []figure
	for _, p := range pics {
		all = append(all, figure{reports.Visible(p.Title), template.HTML(p.SVG)})
	}
	return all
}
