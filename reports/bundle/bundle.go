// Package bundle writes results so that they are there whole or not at all.
//
// A Bundle is a folder of results. It grows in a hidden folder beside its
// target, and Commit puts it in place with one rename; a run that is killed,
// whenever that is, leaves the old results or the new ones and no half of
// either. What a killed run leaves beside the target is cleared away by the
// next run that writes there.
//
// A folder of results lists its files in a file named Marker. Only a folder in
// which every file is listed there is ever replaced, so that neither a mistyped
// path nor a note that somebody put beside the results costs anything.
//
// AtomicFile does the same for one file.
package bundle

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Bundle is a folder of results that is being written, by one goroutine.
type Bundle struct {
	target string // where it goes
	place  *place // where it grows
	files  []string
	open   int
	err    error // the first mistake; nothing is put in place after it
	done   bool
}

// Create begins a folder of results that will be at dir. A folder that is there
// is looked at now, before any work is done for nothing, and again by Commit.
func Create(dir string) (*Bundle, error) {
	target, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
		return nil, plain(filepath.Dir(target), err)
	}
	clearStale(target)
	mode, err := replaceable(target)
	if err != nil {
		return nil, err
	}
	p, err := newPlace(target, true)
	if err != nil {
		return nil, plain(target, err)
	}
	if mode != 0 {
		if err := os.Chmod(p.path, mode); err != nil {
			p.remove()
			return nil, plain(target, err)
		}
	}
	return &Bundle{target: target, place: p}, nil
}

// Dir is where the results will be.
func (b *Bundle) Dir() string { return b.target }

// File begins a file of the folder; name may have folders of its own, with
// slashes. It is to be closed before Commit. Writing is buffered.
func (b *Bundle) File(name string) (io.WriteCloser, error) {
	local := filepath.FromSlash(name)
	switch {
	case b.done:
		return nil, fmt.Errorf("%s: the folder is already in place", b.path(name))
	case !filepath.IsLocal(local) || filepath.Clean(local) != local || name == Marker || slices.Contains(b.files, name):
		return nil, fmt.Errorf("%s: not a name for a new file", b.path(name))
	}
	path := filepath.Join(b.place.path, local)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return nil, b.fail(name, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, b.fail(name, err)
	}
	b.files = append(b.files, name)
	b.open++
	return &file{of: b, name: name, f: f, w: bufio.NewWriterSize(f, 64<<10)}, nil
}

// path is what errors call a file: where it would have been.
func (b *Bundle) path(name string) string {
	return filepath.Join(b.target, filepath.FromSlash(name))
}

// fail remembers a mistake, so that Commit refuses.
func (b *Bundle) fail(name string, err error) error {
	err = plain(b.path(name), err)
	if b.err == nil {
		b.err = err
	}
	return err
}

// plain is an error that names the path the user knows instead of ours.
func plain(path string, err error) error {
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		err = pe.Err
	case errors.As(err, &le):
		err = le.Err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// Abort gives up: nothing of the folder remains, the target is as it was. After
// Commit it does nothing, so that it can be deferred.
func (b *Bundle) Abort() {
	if !b.done {
		b.done = true
		b.place.remove()
	}
}

// Commit puts the folder in place. After an error nothing has changed.
func (b *Bundle) Commit() error {
	if b.done {
		return fmt.Errorf("%s: the folder is already in place or given up", b.target)
	}
	err := b.finish()
	if err != nil {
		b.Abort()
		return err
	}
	b.done = true
	b.place.release()
	return nil
}

func (b *Bundle) finish() error {
	if b.err != nil {
		return b.err
	}
	if b.open > 0 {
		return fmt.Errorf("%s: %d files are still being written", b.target, b.open)
	}
	if err := b.mark(); err != nil {
		return b.fail(Marker, err)
	}
	if err := syncDirs(b.place.path); err != nil {
		return plain(b.target, err)
	}
	if _, err := replaceable(b.target); err != nil {
		return err
	}
	if !holdWhileMoving {
		b.place.release()
	}
	if err := putInPlace(b.place.path, b.target); err != nil {
		return plain(b.target, err)
	}
	syncDir(filepath.Dir(b.target))
	return nil
}

// file is one file of a Bundle.
type file struct {
	of     *Bundle
	name   string
	f      *os.File
	w      *bufio.Writer
	closed bool
}

// Write implements io.Writer.
func (f *file) Write(p []byte) (int, error) {
	if f.closed {
		return 0, plain(f.of.path(f.name), fs.ErrClosed)
	}
	n, err := f.w.Write(p)
	if err != nil {
		err = f.of.fail(f.name, err)
	}
	return n, err
}

// Close writes what is buffered and waits until the disk has it.
func (f *file) Close() error {
	if f.closed {
		return nil
	}
	f.closed = true
	f.of.open--
	err := errors.Join(f.w.Flush(), f.f.Sync(), f.f.Close())
	if err != nil {
		return f.of.fail(f.name, err)
	}
	return nil
}
