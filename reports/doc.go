// Package reports turns records into measures, and measures into text, JSON and
// CSV.
//
// A Collector is a sim.Sink that keeps running sums and, of times, samples; its
// memory grows with tenants, bins and samples, not with records. Finish makes
// Results of it, from which every report is written. Sums of amounts over time
// are exact integers, so that a result does not depend on the order in which
// things were added; the few floats are computed in a fixed order and written
// so that no processor can fuse them.
package reports
