package bundle

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// lockResult says what came of an attempt to lock.
type lockResult int

const (
	lockTaken   lockResult = iota
	lockHeld               // by a living process
	lockUnknown            // this system or file system cannot lock
)

// swapFolders is exchange, but in the tests of what happens without it.
var swapFolders = exchange

// putInPlace moves a whole folder to its target. Where the system can exchange
// two folders there is no moment without one; elsewhere the old one is moved
// aside first, and clearStale knows how to put it back.
func putInPlace(from, target string) error {
	err := os.Rename(from, target) // nothing there, or an empty folder
	if err == nil {
		return nil
	}
	if info, statErr := os.Lstat(target); statErr != nil || !info.IsDir() {
		return err
	}
	if swapFolders(from, target) == nil {
		syncDir(filepath.Dir(target))
		os.RemoveAll(from)
		return nil
	}
	return moveAside(from, target)
}

// moveAside replaces the target in two renames.
func moveAside(from, target string) error {
	if holdWhileMoving { // so that nobody puts it back while it is aside
		lock, err := os.Open(target)
		if err != nil {
			return err
		}
		defer lock.Close()
		lockFile(lock)
	}
	old, err := freeName(target)
	if err != nil {
		return err
	}
	if err := os.Rename(target, old); err != nil {
		return err
	}
	if err := os.Rename(from, target); err != nil {
		return errors.Join(err, os.Rename(old, target))
	}
	syncDir(filepath.Dir(target))
	os.RemoveAll(old)
	return nil
}

// freeName is a hidden name beside the target that nothing has.
func freeName(target string) (string, error) {
	for n := range tries {
		old := sibling(target, aside, n)
		if _, err := os.Lstat(old); errors.Is(err, fs.ErrNotExist) {
			return old, nil
		}
	}
	return "", errors.New("no free name beside it")
}

// syncDirs makes the disk remember the names in a folder and below it.
func syncDirs(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			syncDir(path)
		}
		return err
	})
}

// syncDir is a favour to a machine that loses power; systems that cannot do it
// for folders are not asked twice.
func syncDir(path string) {
	if d, err := os.Open(path); err == nil {
		d.Sync()
		d.Close()
	}
}
