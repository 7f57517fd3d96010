package sim

import "fairlead/sim/resource"

// Time is simulated time in nanoseconds; zero is the start of the run.
type Time int64

// Units of simulated time, and the instant that never comes.
const (
	Nanosecond  Time = 1
	Millisecond      = 1_000_000 * Nanosecond
	Second           = 1000 * Millisecond
	Minute           = 60 * Second
	Hour             = 60 * Minute
	Day              = 24 * Hour
	Forever     Time = 1<<63 - 1
)

// Seconds is t in seconds, for reports.
func (t Time) Seconds() float64 { return float64(t) / 1e9 }

// Names that must not be mixed have different types. All count from 0.
type (
	NodeID   int32 // a node, by order in the scenario
	TenantID int32 // a tenant, by order in the scenario
	GroupID  int32 // a group of tenants (a role, a queue), by order in the scenario
	SpecID   int32 // a kind of job: one entry under jobs:, or one trace and tenant
	JobID    int32 // a submitted job, by order of submission
	PartyID  int32 // a process that thinks, crashes and is cut off
)

// A Sampler is a distribution. Quantile maps u in (0, 1) to a value by
// inversion, one uniform a variate; durations are in seconds.
type Sampler interface {
	Quantile(u float64) float64
}

// Unlimited is Submission.Tasks of a job that never runs out of tasks.
const Unlimited = int64(-1)

// Endless is a duration that never passes.
const Endless = Forever

// Spec is what all jobs of one kind have in common. It is shared and constant.
type Spec struct {
	Name     string // "" where a trace names its jobs by number
	Tenant   TenantID
	Duration Sampler // nil: Submission.Duration is the duration of every task
	Priority int64   // within the tenant, larger first
	Startup  Time    // between launched and running
}

// Submission is one job as a client hands it in.
type Submission struct {
	At       Time // not before the one that the Source gave last
	Spec     SpecID
	Instance int32  // number of this job among those of its Spec, from 0
	Key      uint64 // names the job in draws: the same under every policy and plane
	Tasks    int64  // at least 1, or Unlimited
	Shape    resource.ShapeID
	Duration Time // of each task if Spec.Duration is nil; Endless = for ever
}

// A Source yields jobs in order of submission. What it yields does not depend
// on anything the plane does.
type Source interface {
	Next(*Submission) bool
}
