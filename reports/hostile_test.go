package reports

import (
	"bytes"
	enc "encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// Names that would do harm on a terminal, in a spreadsheet or in a file.
var hostile = []string{
	"\x1b[31mred\x1b]0;title\x07", "\u009b31m", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "a,b", `say "hi"`,
	"two\nlines", "<script>alert(1)</script>", "\u202egnp.exe", "\u2028", "a\x00b", "\xff\xfe", "\u200bzero", "日本語", "🙂", "\U000e0041tag",
	" =1", "'", `\u001b`, "\ufffd",
}

// outputs are all that is written of a run, by file.
func outputs(t testing.TB, a, b string, o TableOptions) map[string]string {
	r := workedResults(a, b)
	m, records := worked(a, b)
	out := map[string]string{}
	write := func(name string, f func(io.Writer) error) {
		var text bytes.Buffer
		if err := f(&text); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = text.String()
	}
	write("table", func(w io.Writer) error { return WriteTable(w, r, o) })
	write("compare", func(w io.Writer) error { return WriteComparison(w, []*Results{r, r}, []string{a, b}, o) })
	write("summary.json", func(w io.Writer) error { return WriteJSON(w, r.Summary, false) })
	write("tenants.csv", func(w io.Writer) error { return WriteTenantsCSV(w, r) })
	write("timeline.csv", func(w io.Writer) error { return WriteTimelineCSV(w, r) })
	write("records.jsonl", func(w io.Writer) error { s := NewRecordsJSONL(w, &m); s.Take(records); return s.Close() })
	write("tasks.csv", func(w io.Writer) error { s := NewTasksCSV(w, &m); s.Take(records); return s.Close() })
	write("jobs.csv", func(w io.Writer) error { s := NewJobsCSV(w, &m); s.Take(records); return s.Close() })
	return out
}

func TestHostileNames(t *testing.T) {
	plain := outputs(t, "A", "B", TableOptions{})
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
		a, b := name.Draw(rt, "a"), name.Draw(rt, "b")
		for file, text := range outputs(t, a, b, TableOptions{Width: 80}) {
			inert(rt, file, text)
			if file != "compare" && file != "table" && strings.Count(text, "\n") != strings.Count(plain[file], "\n") {
				rt.Fatalf("%s: names changed the number of lines:\n%s", file, text)
			}
			switch {
			case strings.HasSuffix(file, ".csv"):
				checkCells(rt, file, text)
			case file == "summary.json":
				checkNames(rt, text, a, b)
			}
		}
	})
}

// inert demands that nothing but line feeds controls a terminal. Spreadsheets and
// data frames get other printable marks as they are.
func inert(t *rapid.T, file, text string) {
	for i, r := range text {
		if r == '\n' {
			continue
		}
		if unicode.IsControl(r) || (!unicode.IsPrint(r) && !strings.HasSuffix(file, ".csv")) {
			t.Fatalf("%s: %q at %d of %q", file, r, i, text)
		}
	}
}

func checkCells(t *rapid.T, file, text string) {
	rows, err := enc.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v\n%s", file, err, text)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0 {
				t.Fatalf("%s: cell %q", file, cell)
			}
		}
	}
}

// checkNames demands that JSON gives names back, but for broken UTF-8.
func checkNames(t *rapid.T, text, a, b string) {
	var s struct{ Tenants []struct{ Name string } }
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	if s.Tenants[0].Name != strings.ToValidUTF8(a, "\ufffd") && strings.ToValidUTF8(a, "") == a {
		t.Fatalf("%q came back as %q", a, s.Tenants[0].Name)
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "日本 語": "日本 語", "\x1b[1m": `\x1b[1m`, "a\u202eb": `a\u202eb`, "\xff": `\xff`, "\ufffd": "\ufffd", "\u009b": `\u009b`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %s, want %s", in, got, want)
		}
	}
}
