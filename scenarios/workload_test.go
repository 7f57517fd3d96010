package scenarios

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fairlead/workloads"
)

// TestWorkloadGallery runs an hour of each workload that comes with the program.
func TestWorkloadGallery(t *testing.T) {
	const text = `fairlead: 1
until: 1h
cluster: {nodes: [{name: n, count: 40, resources: {cpus: 16, mem: 64GiB}}]}
tenants: [{name: t, workload: %s}]
`
	for _, name := range workloads.Gallery.Names() {
		s, err := LoadBytes("w.yaml", fmt.Appendf(nil, text, name), Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Run(context.Background(), RunOptions{})
		if err != nil || r.Summary.Tasks.Finished < 100 || r.Summary.Tasks.Impossible > 0 {
			t.Errorf("%s: %v, tasks %+v", name, err, r.Summary.Tasks)
		}
	}
	_, err := LoadBytes("w.yaml", fmt.Appendf(nil, text, "querys"), Overrides{})
	if err == nil || !strings.Contains(err.Error(), "w.yaml:4:31: workload: cannot read \"querys\": file does not exist; the gallery has ") {
		t.Errorf("a workload that is not there: %v", err)
	}
}
