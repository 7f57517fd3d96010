package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairlead/reports"
	"fairlead/reports/schema"
	"fairlead/scenarios"
)

// TestScenarioDocument loads every scenario that the description of the format
// shows.
func TestScenarioDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/scenario.md")
	if err != nil {
		t.Fatal(err)
	}
	dir, found := t.TempDir(), 0
	row := "1 0 5 60 4 -1 2048 4 60 2048 1 7 3 -1 -1 -1 -1 -1\n"
	for name, text := range map[string]string{
		"log.swf":      row + strings.Replace(row, " 7 3 ", " 8 3 ", 1),
		"machines.csv": "machine,cores,gb,gpus,gpu_type\na,4,16,0,\nb,8,64,2,T4\n",
		"rows.csv":     "app,created,runtime,instances,cpu,mem\na,0,60,2,50,1.5\nb,1500,-1,1,NA,1\n",
		"pods.csv": "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n" +
			"p0,1000,1024,1,460,,LS,Running,0,60,5\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range blocks(string(text)) {
		if b.language != "yaml" || !strings.HasPrefix(b.text, "fairlead: 1") {
			continue
		}
		found++
		if _, err := scenarios.LoadBytes(filepath.Join(dir, "scenario.md"), []byte(b.text), scenarios.Overrides{}); err != nil {
			t.Errorf("the block at line %d:\n%v", b.line, err)
		}
	}
	if found < 2 {
		t.Errorf("%d scenarios in the document", found)
	}
}

// TestResultsDocument: the description of the results is made of the
// descriptions that the packages keep (-update writes it).
func TestResultsDocument(t *testing.T) {
	const name = "../../docs/results.md"
	want := resultsDocument()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != want {
		t.Errorf("docs/results.md is not what the packages say (-update writes it): %v", err)
	}
}

func resultsDocument() string {
	var b strings.Builder
	b.WriteString(`# The results

` + "`fairlead run FILE --out DIR`" + ` writes a folder with these files. It is put in place when it is complete, replaces results
of an earlier run and nothing else, and is the same to the last byte wherever the scenario is run by the same binary.
Resources are in the unit people write (cpus in cores, mem and disk in MiB), times in seconds. A value that does not exist
(a quantile of nothing) is null in JSON and empty in CSV.

* ` + "`report.html`" + `: everything in one file, for a browser.
* ` + "`plots/`" + `: utilisation, dominant shares over time and waiting times, as SVG and PNG.
* ` + "`summary.json`" + ` and the tables below.

## summary.json

A name with ` + "`[]`" + ` is there for each element of a list, one with ` + "`*`" + ` for each key. Tenants and roles have what the whole run has.

| name | unit | meaning |
|---|---|---|
`)
	row := func(name, unit, meaning string) {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", name, unit, strings.ReplaceAll(meaning, "|", "\\|"))
	}
	for _, f := range schema.Fields {
		row(f.Name, f.Unit, f.Meaning)
	}
	for _, t := range reports.Tables {
		fmt.Fprintf(&b, "\n## %s\n\n%s%s.\n\n| column | unit | meaning |\n|---|---|---|\n", t.File, strings.ToUpper(t.About[:1]), t.About[1:])
		for _, c := range t.Columns {
			row(c.Name, c.Unit, c.Meaning)
		}
	}
	return b.String()
}
