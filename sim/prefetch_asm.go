//go:build amd64 || arm64

package sim

// prefetch asks for a run to be fetched into the cache, and does not wait. It
// changes nothing that a program can see.
//
//go:noescape
func prefetch(p *Run)
