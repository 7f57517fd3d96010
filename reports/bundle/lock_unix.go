//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package bundle

import (
	"errors"
	"os"
	"syscall"
)

// holdWhileMoving: a locked file can be renamed here.
const holdWhileMoving = true

// lockFile locks an open file or folder for this process without waiting. The
// lock ends when f is closed or the process ends.
func lockFile(f *os.File) lockResult {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return lockTaken
		case errors.Is(err, syscall.EWOULDBLOCK):
			return lockHeld
		case !errors.Is(err, syscall.EINTR):
			return lockUnknown
		}
	}
}
