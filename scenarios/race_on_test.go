//go:build race

package scenarios

// watched says that the race detector is on, under which a run takes ten times
// as long.
const watched = true
