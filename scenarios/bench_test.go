package scenarios

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkScenario makes whole runs, with all measures and the fingerprint: the
// scenarios of testdata/bench, which `fairlead run` makes too.
func BenchmarkScenario(b *testing.B) {
	files, err := filepath.Glob("testdata/bench/*.yaml")
	if err != nil || len(files) == 0 {
		b.Fatal("no benchmark scenarios", err)
	}
	for _, f := range files {
		b.Run(strings.TrimSuffix(filepath.Base(f), ".yaml"), func(b *testing.B) {
			var tasks, offers int64
			for range b.N {
				s, err := Load(f, Overrides{})
				if err != nil {
					b.Fatal(err)
				}
				r, err := s.Run(context.Background(), RunOptions{})
				if err != nil {
					b.Fatal(err)
				}
				tasks += r.Summary.Tasks.Finished
				for _, t := range r.Summary.Tenants {
					offers += t.Offers.Sent
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(tasks), "ns/task")
			b.ReportMetric(float64(offers)/float64(tasks), "offers/task")
		})
	}
}
