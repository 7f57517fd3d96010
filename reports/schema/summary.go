// Package schema holds the names and meanings of the results: the types behind
// summary.json, the timeline and the waiting-time curves, and a list that says
// of every name what it means and in which unit it is.
//
// The names are a contract: fields may be added, never change meaning. A value
// that does not exist (a quantile of nothing, a mean over no time) is a nil
// pointer here and null in JSON.
package schema

// Summary is summary.json. Amounts are in the unit people write (cores, MiB),
// times in seconds. Maps have a resource name as key and leave out resources of
// which the cluster has none.
type Summary struct {
	Scenario         string             `json:"scenario"`
	Plane            string             `json:"plane"`
	Policy           string             `json:"policy"`
	Seed             uint64             `json:"seed"`
	Fingerprint      string             `json:"fingerprint"`
	Records          int64              `json:"records"`
	SimulatedSeconds float64            `json:"simulated_seconds"`
	EndedBy          string             `json:"ended_by"`
	Warnings         []string           `json:"warnings"`
	Sources          []Source           `json:"sources"`
	Cluster          Cluster            `json:"cluster"`
	Tasks            Tasks              `json:"tasks"`
	Attempts         Attempts           `json:"attempts"`
	Jobs             Jobs               `json:"jobs"`
	Work             Work               `json:"work"`
	WaitSeconds      Stats              `json:"wait_seconds"`
	JobSeconds       Stats              `json:"job_seconds"`
	Slowdown         Stats              `json:"slowdown"`
	WaitReasons      map[string]float64 `json:"wait_reasons,omitempty"`
	Tenants          []Tenant           `json:"tenants"`
	Roles            []Tenant           `json:"roles"`
	Fairness         Fairness           `json:"fairness"`
	Faults           []Fault            `json:"faults"`
	Mesos            *Mesos             `json:"mesos,omitempty"`
	Expect           []Expectation      `json:"expect"`
}

// Source tells how the rows of one trace file fared.
type Source struct {
	File     string           `json:"file"`
	Format   string           `json:"format"`
	Rows     int64            `json:"rows"`
	Kept     int64            `json:"kept"`
	Repaired int64            `json:"repaired"`
	Skipped  int64            `json:"skipped"`
	Reasons  map[string]int64 `json:"reasons"`
}

// Cluster is what there was and how much of it was in use.
type Cluster struct {
	Nodes       int64              `json:"nodes"`
	Total       map[string]float64 `json:"total"`
	Utilization map[string]float64 `json:"utilization"`
	Offered     map[string]float64 `json:"offered"`
}

// Tasks is a partition: Submitted is the sum of the rest, each task counted
// once, by its last outcome.
type Tasks struct {
	Submitted  int64 `json:"submitted"`
	Finished   int64 `json:"finished"`
	Failed     int64 `json:"failed"`
	Killed     int64 `json:"killed"`
	Impossible int64 `json:"impossible"`
	Unfinished int64 `json:"unfinished"`
}

// Attempts is a partition: Launched is the sum of the rest, each attempt
// counted once, by its final state.
type Attempts struct {
	Launched    int64 `json:"launched"`
	Running     int64 `json:"running"`
	Finished    int64 `json:"finished"`
	Failed      int64 `json:"failed"`
	Killed      int64 `json:"killed"`
	Lost        int64 `json:"lost"`
	Unreachable int64 `json:"unreachable"`
	Dropped     int64 `json:"dropped"`
	Gone        int64 `json:"gone"`
	Error       int64 `json:"error"`
}

// Jobs counts jobs.
type Jobs struct {
	Submitted int64 `json:"submitted"`
	Finished  int64 `json:"finished"`
}

// Work is what the cpus did, in cpu-seconds.
type Work struct {
	Useful     float64 `json:"useful_cpu_seconds"`
	Lost       float64 `json:"lost_cpu_seconds"`
	Duplicated float64 `json:"duplicated_cpu_seconds"`
}

// Stats describes one population. Quantiles are by nearest rank. Count includes
// Censored; where more than 1 % are censored, P99 and Max are nil.
type Stats struct {
	Count    int64    `json:"count"`
	Mean     *float64 `json:"mean"`
	P50      *float64 `json:"p50"`
	P95      *float64 `json:"p95"`
	P99      *float64 `json:"p99"`
	Max      *float64 `json:"max"`
	Censored int64    `json:"censored"`
}

// Tenant is one tenant, or one role with the sums over its tenants.
type Tenant struct {
	Name             string             `json:"name"`
	Role             string             `json:"role"`
	Weight           float64            `json:"weight"`
	DominantResource *string            `json:"dominant_resource"`
	Tasks            Tasks              `json:"tasks"`
	Attempts         Attempts           `json:"attempts"`
	Jobs             Jobs               `json:"jobs"`
	Work             Work               `json:"work"`
	WaitSeconds      Stats              `json:"wait_seconds"`
	JobSeconds       Stats              `json:"job_seconds"`
	Slowdown         Stats              `json:"slowdown"`
	WaitReasons      map[string]float64 `json:"wait_reasons,omitempty"`
	DominantShare    Share              `json:"dominant_share"`
	OfferedShare     Mean               `json:"offered_share"`
	Allocated        Allocated          `json:"allocated"`
	Offers           Offers             `json:"offers"`
}

// Share is a share over time and at the end.
type Share struct {
	Mean  *float64 `json:"mean"`
	Final float64  `json:"final"`
}

// Mean is a time-average.
type Mean struct {
	Mean *float64 `json:"mean"`
}

// Allocated is what launched tasks hold.
type Allocated struct {
	Final map[string]float64 `json:"final"`
}

// Offers counts offers, not bundles of them.
type Offers struct {
	Sent      int64 `json:"sent"`
	Accepted  int64 `json:"accepted"`
	Declined  int64 `json:"declined"`
	Rescinded int64 `json:"rescinded"`
}

// Fairness is evaluated at the bins of the timeline.
type Fairness struct {
	Jain       *Range `json:"jain"`
	Envy       *Range `json:"envy,omitempty"`
	Deficit    *Range `json:"sharing_incentive_deficit"`
	Starvation Max    `json:"starvation_seconds"`
}

// Range is how a measure moved over the bins for which it can be given.
type Range struct {
	Mean float64 `json:"mean"`
	Min  float64 `json:"min"`
	Max  float64 `json:"max"`
	Bins int64   `json:"bins"`
}

// Max is the largest value that was seen.
type Max struct {
	Max float64 `json:"max"`
}

// Fault is one fault and how long it took to heal.
type Fault struct {
	Kind      string             `json:"kind"`
	At        float64            `json:"at_seconds"`
	Hit       int64              `json:"hit"`
	Recovered *float64           `json:"recovered_after_seconds"`
	Parts     map[string]float64 `json:"parts"`
}

// Mesos is what only the Mesos plane has.
type Mesos struct {
	Elections         int64    `json:"elections"`
	AllocationRuns    int64    `json:"allocation_runs"`
	OffersOutstanding *float64 `json:"offers_outstanding_mean"`
}

// Expectation is one line under expect: and what came of it. Got is a number, a
// string, a bool or nil.
type Expectation struct {
	Assertion string `json:"assertion"`
	OK        bool   `json:"ok"`
	Got       any    `json:"got"`
}
