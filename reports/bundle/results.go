package bundle

import (
	"io"

	"fairlead/reports"
	"fairlead/reports/html"
	"fairlead/reports/plot"
)

// WriteResults writes all files that are made from results: the summary, the
// tables of tenants and of the timeline, the pictures and the report. Tables of
// tasks and jobs are written during the run, by sinks into files of the bundle.
func WriteResults(b *Bundle, res *reports.Results, pics []plot.Picture) error {
	files := []part{
		{"summary.json", func(w io.Writer) error { return reports.WriteJSON(w, res.Summary, false) }},
		{"tenants.csv", func(w io.Writer) error { return reports.WriteTenantsCSV(w, res) }},
		{"timeline.csv", func(w io.Writer) error { return reports.WriteTimelineCSV(w, res) }},
		{"report.html", func(w io.Writer) error { return html.Write(w, res, pics) }},
	}
	return writeParts(b, append(files, pictures(pics)...))
}

// WriteComparison writes the files made from several runs side by side: the
// page and the pictures that lay the runs over each other.
func WriteComparison(b *Bundle, results []*reports.Results, labels []string) error {
	page := part{"comparison.html", func(w io.Writer) error { return html.WriteComparison(w, results, labels) }}
	return writeParts(b, append([]part{page}, pictures(plot.Compare(results, labels))...))
}

// part is a file and what fills it.
type part struct {
	name string
	fill func(io.Writer) error
}

func pictures(pics []plot.Picture) []part {
	var all []part
	for _, p := range pics {
		name := "plots/" + SafeName(p.Name)
		all = append(all, raw(name+".svg", p.SVG), raw(name+".png", p.PNG))
	}
	return all
}

func raw(name string, data []byte) part {
	return part{name, func(w io.Writer) error { _, err := w.Write(data); return err }}
}

func writeParts(b *Bundle, parts []part) error {
	for _, p := range parts {
		f, err := b.File(p.name)
		if err != nil {
			return err
		}
		if err := p.fill(f); err != nil {
			f.Close()
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}
