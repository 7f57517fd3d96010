package scenarios

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	results "fairlead/reports/schema"
)

// The real pods of openb, all at once, on the first 60 % of its nodes: under drf
// the two big tenants hold the same part of the gpus, their dominant resource,
// and under maxmin of cpus come closer to the same part of the cpus.
func TestOpenb(t *testing.T) {
	dir, err := filepath.Abs(filepath.Join("..", "..", "shared", "traces", "alibaba-gpu-2023-openb"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no real traces here: %v", err)
	}
	text := fmt.Sprintf(`
fairlead: 1
until: 1m
cluster: {nodes: {trace: openb, file: %q, keep: 60%%}}
tenants:
  - name: "*"
    from: {trace: openb, file: %q, by: qos, pending: keep, arrive: 0s}
    framework: {capabilities: [GPU_RESOURCES]}
`, filepath.Join(dir, "openb_node_list_all_node.csv"), filepath.Join(dir, "openb_pod_list_default.csv"))
	apart := func(policy string) (gpus, cpus float64) {
		s, err := LoadBytes("openb.yaml", []byte(text), Overrides{Policy: policy})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Run(t.Context(), RunOptions{Paranoid: true})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "shapes", len(s.Nodes), 22)
		same(t, "nodes", r.Summary.Cluster.Nodes, 914)
		same(t, "rows", fmt.Sprint(r.Summary.Sources[0].Rows, r.Summary.Sources[1].Rows), "1523 8152")
		held := map[string]results.Tenant{}
		for _, tenant := range r.Summary.Tenants {
			held[tenant.Name] = tenant
		}
		same(t, "tenants", len(held), 4)
		part := func(resource string) float64 {
			return math.Abs(held["LS"].Allocated.Final[resource]-held["BE"].Allocated.Final[resource]) / r.Summary.Cluster.Total[resource]
		}
		return part("gpus"), part("cpus")
	}
	drfGPUs, drfCPUs := apart("drf")
	maxminGPUs, maxminCPUs := apart("maxmin")
	if drfGPUs > 0.02 || maxminGPUs < 0.1 || drfCPUs < 0.07 || maxminCPUs > 0.04 {
		t.Errorf("LS and BE are apart by %v of the gpus and %v of the cpus under drf, %v and %v under maxmin", drfGPUs, drfCPUs, maxminGPUs, maxminCPUs)
	}
}
