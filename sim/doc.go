// Package sim is the physical world and the run loop: clock, queue, nodes, runs,
// jobs, parties, links and records, and the Plane interface on which control
// planes stand.
package sim
