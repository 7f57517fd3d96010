package plot_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fairlead/reports"
	"fairlead/reports/plot"
	"fairlead/reports/plot/fake"
)

// TestLook writes pictures to the folder that FAIRLEAD_LOOK names, to be looked at.
func TestLook(t *testing.T) {
	dir := os.Getenv("FAIRLEAD_LOOK")
	if dir == "" {
		t.Skip("FAIRLEAD_LOOK names no folder to write pictures to")
	}
	save := func(pics []plot.Picture, suffix string) {
		for _, p := range pics {
			for ext, data := range map[string][]byte{"svg": p.SVG, "png": p.PNG} {
				if err := os.WriteFile(filepath.Join(dir, p.Name+"-"+suffix+"."+ext), data, 0o666); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for _, n := range []int{0, 1, 3, 8, 30} {
		save(plot.All(fake.Results(n)), fmt.Sprint(n))
	}
	save(plot.All(fake.Results(len(fake.Hostile), fake.Hostile...)), "hostile")
	runs := []*reports.Results{fake.Results(3), fake.Results(5), fake.Results(8)}
	save(plot.Compare(runs, []string{"drf", "maxmin", "fifo"}), "3")
}
