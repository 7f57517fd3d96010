package rng

// A Cause says what a draw is for. The list is closed and only grows at its
// end: the numbers are part of every draw, and so of every recorded fingerprint.
type Cause uint8

// The causes. Those up to Remaining belong to the world and are the same under
// every plane and policy; the others are what a control plane or a policy draws.
const (
	_            Cause = iota
	Arrival            // the gap before a job; entity: key of the block, index: number of the job
	TaskCount          // how many tasks a job has; entity: key of the block, index: number of the job
	Duration           // of a task; entity: key of the job, index: number of the task
	NodeFailure        // time to the next failure; entity: key of the node, index: number of the failure
	NodeRepair         // time to repair; entity and index as for NodeFailure
	TaskFailure        // whether and when an attempt fails; entity: key of the job, index: task and attempt
	FaultTarget        // which nodes, tasks or parties a fault hits; entity: number of the fault, index: the candidate
	Latency            // of a message; entity: the ordered pair of parties, index: number of the message
	Remaining          // what work already running at the start still has to do; entity: key of the job
	PingPhase          // phase of periodic checks; entity: the node
	AgentOrder         // order of nodes in an allocation run; entity: run number and stage, index: the node
	Placement          // a placement drawn among candidates; entity: run or decision number, index: the node
	Shuffle            // a weighted shuffle of claimants; entity: number of the sort, index: the claimant
	PolicyChoice       // whatever else a policy draws; entity: the claimant, index: number of the sort
	Resample           // resampling in statistics; entity: number of the sample, index: number of the draw
	causeCount         // the number of causes, for tests
)
