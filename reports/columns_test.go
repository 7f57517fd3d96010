package reports

import (
	"strings"
	"testing"

	"fairlead/reports/schema"
)

func TestColumnsAreWhatIsWritten(t *testing.T) {
	resources, tenants := []string{"cpus", "mem"}, []string{"A", "B"}
	files := outputs(t, "A", "B", TableOptions{})
	for _, table := range Tables {
		var want []string
		for _, c := range table.Columns {
			switch {
			case strings.Contains(c.Name, "RESOURCE"):
				for _, r := range resources {
					want = append(want, strings.Replace(c.Name, "RESOURCE", r, 1))
				}
			case strings.Contains(c.Name, "TENANT"):
				for _, r := range tenants {
					want = append(want, strings.Replace(c.Name, "TENANT", r, 1))
				}
			default:
				want = append(want, c.Name)
			}
			if c.Meaning == "" {
				t.Errorf("%s: column %s has no meaning", table.File, c.Name)
			}
		}
		head, _, _ := strings.Cut(files[table.File], "\n")
		if head != strings.Join(want, ",") {
			t.Errorf("%s begins with\n%s\nbut its columns are\n%s", table.File, head, strings.Join(want, ","))
		}
		if table.About == "" {
			t.Errorf("%s says nothing about itself", table.File)
		}
	}
}

// A column of tenants.csv that refers to summary.json refers to something.
func TestTenantColumnsRefer(t *testing.T) {
	for _, c := range tenantsTable.Columns {
		name, refers := strings.CutPrefix(c.Meaning, "as ")
		if !refers {
			continue
		}
		name, _, all := strings.Cut(name, ",")
		path := ".tenants[]." + name
		if all {
			path += ".*"
		}
		f, ok := schema.Describe(path)
		if !ok {
			t.Errorf("%s: %s is nothing in summary.json", c.Name, path)
		}
		if f.Unit != c.Unit && c.Name != "job_count" {
			t.Errorf("%s is in %q, %s in %q", c.Name, c.Unit, path, f.Unit)
		}
	}
}
