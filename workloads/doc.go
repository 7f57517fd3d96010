// Package workloads is where jobs come from: arrival processes and
// distributions written in a scenario, and traces of real clusters.
//
// All of them end in a sim.Source, which hands in one job after the other in
// order of submission and depends on nothing that a control plane does. So the
// same jobs, of the same sizes, meet every policy that is compared.
//
//	tasks, err := workloads.ParseDist("choice(1 @ 9, exp(50) @ 1)", workloads.Number, nil)
//	block := workloads.Block{Seed: 42, Tenant: "spark", Job: "etl", Poisson: 20.0 / 3600, Tasks: tasks}
//	source := block.Source()
//	var job sim.Submission
//	for source.Next(&job) { … }       // job.At, job.Tasks, job.Key
//
// A distribution (Dist) is a quantile function: a value is drawn by putting one
// uniform number through it, never by rejection, which uses up a varying number
// of them. The uniform numbers have names (package rng): the gap before job k of
// a block is a function of the seed, the block and k alone, and so is its number
// of tasks. Nothing has to be drawn in order, nothing is drawn twice, and
// changing one block moves no job of another.
//
// Values pass through sim/pf, so they have the same bits on every processor, and
// each is rounded to an integer once: instants to nanoseconds, numbers of tasks
// to whole ones. Instants are added up as integers.
package workloads
