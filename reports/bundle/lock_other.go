//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package bundle

import "os"

// holdWhileMoving: an open file cannot be renamed on every one of these systems.
const holdWhileMoving = false

// lockFile cannot tell here whether the owner of a file lives; so what a killed
// run leaves behind stays.
func lockFile(*os.File) lockResult { return lockUnknown }
