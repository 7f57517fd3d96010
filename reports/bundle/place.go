package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// place is where something grows until it is whole: a hidden sibling of its
// target, so that a rename moves it there. While its run lives it is locked;
// the lock ends with the process, however that ends.
type place struct {
	path string
	lock *os.File // open on path itself
}

// Names of hidden siblings are prefix, number of the process, dash, a counter.
const (
	partial = ".partial-"
	aside   = ".old-"
)

// prefix begins the names of hidden siblings of a target. Names near the limit
// of file systems are cut, with a hash to keep them apart.
func prefix(target, kind string) string {
	base := filepath.Base(target)
	if len(base) > 150 {
		sum := sha256.Sum256([]byte(base))
		base = base[:150] + "-" + hex.EncodeToString(sum[:8])
	}
	return "." + base + kind
}

// sibling is hidden sibling number n of this process.
func sibling(target, kind string, n int) string {
	name := prefix(target, kind) + strconv.Itoa(os.Getpid()) + "-" + strconv.Itoa(n)
	return filepath.Join(filepath.Dir(target), name)
}

// tries bounds the search for a free name.
const tries = 10_000

// newPlace makes an empty folder or file beside the target.
func newPlace(target string, folder bool) (*place, error) {
	for n := range tries {
		path := sibling(target, partial, n)
		lock, err := makeLocked(path, folder)
		switch {
		case err == nil && lock != nil:
			return &place{path, lock}, nil
		case err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
		if _, err := os.Stat(filepath.Dir(target)); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("no free name beside it")
}

// makeLocked makes path and locks it. It gives nil if somebody who clears away
// the remains of dead runs took the lock first: then path is theirs to remove.
func makeLocked(path string, folder bool) (*os.File, error) {
	var f *os.File
	var err error
	if folder {
		if err = os.Mkdir(path, 0o777); err == nil {
			f, err = os.Open(path)
		}
	} else {
		f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	}
	if err != nil {
		return nil, err
	}
	if lockFile(f) == lockHeld || !stillAt(f, path) {
		f.Close()
		return nil, nil
	}
	return f, nil
}

// stillAt reports whether path still names the open file.
func stillAt(f *os.File, path string) bool {
	a, errA := f.Stat()
	b, errB := os.Lstat(path)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// release gives the lock back.
func (p *place) release() { p.lock.Close() }

// remove removes what has grown.
func (p *place) remove() {
	os.RemoveAll(p.path)
	p.lock.Close()
}

// clearStale removes what killed runs left beside the target, and if one was
// killed between moving old results aside and putting new ones in their place,
// it puts the old ones back. What a living run still uses is locked and stays.
// Nothing here is an error: what cannot be removed is in nobody's way.
func clearStale(target string) {
	entries, err := os.ReadDir(filepath.Dir(target))
	if err != nil {
		return
	}
	for _, e := range entries {
		old := numbered(e.Name(), prefix(target, aside))
		if (!old && !numbered(e.Name(), prefix(target, partial))) || !(e.IsDir() || e.Type().IsRegular()) {
			continue
		}
		path := filepath.Join(filepath.Dir(target), e.Name())
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		if lockFile(f) == lockTaken && stillAt(f, path) {
			if !old || !putBack(path, target) {
				os.RemoveAll(path)
			}
		}
		f.Close()
	}
}

// numbered reports whether name is the prefix and then number, dash, number.
func numbered(name, prefix string) bool {
	rest, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return false
	}
	pid, n, ok := strings.Cut(rest, "-")
	return ok && digits(pid) && digits(n)
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// putBack renames old results to their target if there is nothing.
func putBack(old, target string) bool {
	if _, err := os.Lstat(target); !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	return os.Rename(old, target) == nil
}
