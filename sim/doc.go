// Package sim is the physical world and the run loop. A run is a pure function,
//
//	(configuration, seed) -> stream of records
//
// and everything else reads that stream: measures, reports, tests, fingerprints.
//
// # What is true, and what is believed
//
// The world knows bodies, not bookings: nodes and what they can hold, runs of
// tasks on them, jobs, tenants, and the parties of a control plane, which set
// timers and send each other messages. Its one physical law is that what runs on a
// node never exceeds what the node holds. Whatever is offered, reserved, queued or
// promised is the business of a Plane. A plane sees nothing but what the World
// calls it with, acts through the World alone, and is told by the party of a node
// what happened there.
//
// # The loop
//
//	boot                                 // the plane, the nodes, the first jobs
//	for {
//		at := earliest instant in the queue
//		if at is beyond the end, or all work is done { break }
//		put the instant's events into one FIFO for each class
//		for an event waits {
//			take the oldest event of the lowest class
//			make it happen                 // may add to this instant, or to later ones
//		}
//	}
//	tell which tasks never ran
//
// The big queue is keyed by time alone. Within an instant what happens physically
// goes first, then messages, timers, clients who submit work, and at the end what
// asked to settle: allocation runs, which so see all that their instant brought.
// Within a class the older event goes first. That order is total, so a run has one
// outcome; nothing depends on the order of a map, a clock, the machine or the
// number of its processors.
//
// # Chance
//
// A draw is a function of (seed, cause, entity, index), never the next number of
// a stream (package rng). The duration of a task is named by its job and its index:
// it is the same whoever starts the task, wherever and whenever, so that two
// policies, or two planes, are compared under the same work.
//
// # State
//
// All that changes during a run hangs off one State, slices without pointers, which
// CopyTo copies. Runs and jobs live in slots that are used again; a generation in
// each event tells whether it still means the run or timer that it was made for.
// A broken invariant is a bug of the simulator and panics with a *Fault, which names
// the time, the event and the seed.
//
// # Glossary
//
//	node      a machine: what it can hold, and what runs on it
//	task      work that is submitted once; it may need several attempts
//	run       one attempt of one task on one node, while it lives
//	job       tasks of one shape, submitted together
//	spec      what all jobs of one kind have in common
//	tenant    somebody who has jobs to run
//	group     tenants who are counted together: a role, a queue
//	shape     an interned vector of amounts: of a task, of a node
//	party     a process that thinks, is told things and acts: on a node, or none
//	plane     a control plane: all parties and all they know and decide
//	held      given to a tenant who does not use it yet, such as an offer
//	record    what happened, in 48 bytes; the stream of them is the only output
//	sink      whoever reads the stream
//	fault     a broken invariant (*Fault), or what a scenario breaks (KindFault)
package sim
