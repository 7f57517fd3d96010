package schema

// Timeline is the run in bins of equal length from Start on; the last bin ends
// with the run. Every value is the time-average over its bin.
//
// Resource rows are fractions of Peak, the largest total that the cluster had
// at any time, so that what is allocated and what is there can be drawn in one
// picture: without changes in the cluster every capacity is 1.
type Timeline struct {
	Start     float64     `json:"start_seconds"`
	Bin       float64     `json:"bin_seconds"`
	End       float64     `json:"end_seconds"`
	Bins      int         `json:"bins"`
	Resources []string    `json:"resources"` // those with a total
	Peak      []float64   `json:"peak"`      // of each resource, in its unit
	Allocated [][]float64 `json:"allocated"` // [resource][bin]: held by launched tasks
	Offered   [][]float64 `json:"offered"`   // [resource][bin]: held idle by outstanding offers
	Capacity  [][]float64 `json:"capacity"`  // [resource][bin]: of registered nodes
	Tenants   []string    `json:"tenants"`   // in order of the scenario; of very many only the first
	Share     [][]float64 `json:"share"`     // [tenant][bin]: dominant share, 0..1, not divided by weight
	Waiting   [][]float64 `json:"waiting"`   // [tenant][bin]: tasks not launched yet
	Running   [][]float64 `json:"running"`   // [tenant][bin]: tasks running
}

// Interval is the span of bin i in seconds.
func (t *Timeline) Interval(i int) (from, to float64) {
	from = t.Start + float64(float64(i)*t.Bin)
	to = t.Start + float64(float64(i+1)*t.Bin)
	return from, min(to, t.End)
}

// CDF is the distribution of the waiting times of one tenant, at most 200
// points, both rows ascending: Fraction[i] of all tasks waited at most
// Seconds[i]. Tasks still waiting at the end count in the whole but have no
// point, so that the curve stays below 1 where there are some.
type CDF struct {
	Tenant   string    `json:"tenant"`
	Seconds  []float64 `json:"seconds"`
	Fraction []float64 `json:"fraction"`
}
