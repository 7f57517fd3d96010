package bundle

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// File is a single file that appears at its path when it is whole.
type File struct {
	path  string // as the user gave it
	goal  string // what is replaced
	place *place // nil: written straight through
	f     *os.File
	w     *bufio.Writer
	err   error
	done  bool
}

// AtomicFile begins a file that will be at path, in place of a file that is
// there. Pipes and devices are written straight through.
func AtomicFile(path string) (*File, error) {
	goal, straight, err := goalOf(path)
	if err != nil {
		return nil, plain(path, err)
	}
	f := &File{path: path, goal: goal}
	if straight {
		if f.f, err = os.OpenFile(path, os.O_WRONLY, 0); err != nil {
			return nil, plain(path, err)
		}
	} else {
		clearStale(goal)
		if f.place, err = newPlace(goal, false); err != nil {
			return nil, plain(path, err)
		}
		f.f = f.place.lock
		if info, err := os.Stat(goal); err == nil {
			f.f.Chmod(info.Mode().Perm()) // a favour: the old file's permissions
		}
	}
	f.w = bufio.NewWriterSize(f.f, 64<<10)
	return f, nil
}

// goalOf is the file behind path, and whether it must be written straight.
func goalOf(path string) (goal string, straight bool, err error) {
	goal, err = filepath.Abs(path)
	if err != nil {
		return "", false, err
	}
	info, err := os.Stat(goal)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(goal); err == nil {
			return "", false, errors.New("is a symbolic link to nothing")
		}
		return goal, false, nil
	case err != nil:
		return "", false, err
	case info.IsDir():
		return "", false, errors.New("is a folder")
	case !info.Mode().IsRegular(), strings.HasPrefix(goal, "/dev/"), strings.HasPrefix(goal, "/proc/"):
		return goal, true, nil
	}
	goal, err = filepath.EvalSymlinks(goal)
	return goal, false, err
}

// Write implements io.Writer; it is buffered.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.w.Write(p)
	if err != nil {
		return n, f.fail(err)
	}
	return n, nil
}

func (f *File) fail(err error) error {
	if f.err == nil {
		f.err = plain(f.path, err)
	}
	return f.err
}

// Commit puts the file in place. After an error what was there is untouched.
func (f *File) Commit() error {
	if f.done {
		return fmt.Errorf("%s: already in place or given up", f.path)
	}
	if err := f.w.Flush(); err != nil {
		f.fail(err)
	}
	if f.place == nil {
		f.done = true
		if err := f.f.Close(); err != nil {
			f.fail(err)
		}
		return f.err
	}
	if f.err == nil {
		if err := f.f.Sync(); err != nil {
			f.fail(err)
		}
	}
	if !holdWhileMoving {
		f.place.release()
	}
	if f.err == nil {
		if err := os.Rename(f.place.path, f.goal); err != nil {
			f.fail(err)
		}
	}
	if f.err != nil {
		f.Abort()
		return f.err
	}
	f.done = true
	syncDir(filepath.Dir(f.goal))
	f.place.release()
	return nil
}

// Abort gives up; after Commit it does nothing, so that it can be deferred.
func (f *File) Abort() {
	if f.done {
		return
	}
	f.done = true
	if f.place != nil {
		f.place.remove()
	} else {
		f.f.Close()
	}
}
