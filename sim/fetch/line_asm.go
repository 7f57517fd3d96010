//go:build amd64 || arm64

package fetch

import "unsafe"

// Line asks for the line of memory at p, and does not wait for it.
//
//go:noescape
func Line(p unsafe.Pointer)
