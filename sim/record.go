package sim

import "fairlead/sim/resource"

// Kind says what a Record tells.
type Kind uint8

// The kinds of record. The comment lists the fields in use beside At; what is
// not named is zero. "Amounts" are two dimensions, N the first and M the second;
// further dimensions follow in KindMore records, two each.
const (
	KindNone       Kind = iota
	KindSubmitted       // Job, Tenant, Shape; N tasks (or Unlimited); Node = SpecID, Task = instance
	KindImpossible      // Job, Tenant, Shape; N tasks that fit no node
	KindJobEnded        // Job, Tenant; N submitted at; M longest task of the job, start-up included, ns
	KindLaunched        // Job, Task, Tenant, Node, Shape; N submitted at; M attempt, from 0
	KindRunning         // as KindLaunched
	KindEnded           // Job, Task, Tenant, Node, Shape, Cause; N running since, or -1; M attempt
	KindWaiting         // end of the run: Job, Tenant, Shape; Task first index; M tasks not yet started; N submitted at
	KindHeld            // Tenant, Job = GroupID, Task = number of offers; amounts: now held idle by the tenant
	KindReleased        // as KindHeld, with Cause (CauseUsed, CauseReturned, CauseWithdrawn): no longer held idle; what is left of used offers is returned without a number
	KindMore            // Task = first dimension; amounts: goes on with the record before
	KindNode            // Node, Shape its capacity; Cause CauseUp or CauseDown
	KindTenant          // Tenant, Job = GroupID; Cause CauseUp or CauseDown
	KindFault           // Task = number of the fault, Cause
	numKinds
)

// Cause says why.
type Cause uint8

// The causes, one closed list for all planes.
const (
	CauseNone      Cause = iota
	CauseFinished        // the task did its work
	CauseFailed          // the task failed by itself
	CauseKilled          // somebody asked for its end
	CauseLost            // its node or agent was lost
	CauseUsed            // what was held is now used by tasks
	CauseReturned        // what was held was given back by its holder
	CauseWithdrawn       // what was held was taken back by the plane
	CauseUp
	CauseDown
	numCauses
)

// Flags of a Record.
const (
	FlagUnlimited uint16 = 1 << iota // a task of a job without end: in no waiting statistic
	FlagSingle                       // KindLaunched: the grant of one task, an offer sent and accepted at once
	FlagFirst                        // KindRunning: first time that this task runs
	FlagEndless                      // KindSubmitted: the job never ends by itself: no limit of tasks, or no duration
)

// Record is what happened, as a small value of 48 bytes without pointers. The
// stream of records is the only output of a run; everything else reads it.
type Record struct {
	At     Time
	Kind   Kind
	Cause  Cause
	Flags  uint16
	Tenant TenantID
	Job    JobID
	Task   int32
	Node   NodeID
	Shape  resource.ShapeID
	N, M   int64
}

// A Sink takes records in order, in batches. It must not keep the slice.
type Sink interface {
	Take([]Record)
}
