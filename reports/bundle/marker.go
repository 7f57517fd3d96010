package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Marker is the file by which a folder of results is known as such. It lists
// every other file of the folder, one a line, below a line that explains it.
const Marker = ".fairlead"

const markerHead = "Results of fairlead. The next run that writes here replaces this folder while it holds nothing but these files:\n"

// tolerated are files that file managers leave wherever somebody looks.
var tolerated = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// mark writes the marker.
func (b *Bundle) mark() error {
	slices.Sort(b.files)
	text := markerHead
	for _, name := range b.files {
		text += name + "\n"
	}
	f, err := os.OpenFile(filepath.Join(b.place.path, Marker), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, text)
	return errors.Join(err, f.Sync(), f.Close())
}

// replaceable says whether results may be put at target: nothing is there, an
// empty folder, or results that nobody added anything to. It gives the
// permissions of a folder that is there, else 0.
func replaceable(target string) (fs.FileMode, error) {
	info, err := os.Lstat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, plain(target, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return 0, fmt.Errorf("%s: is a symbolic link; results are not written through it", target)
	case !info.IsDir():
		return 0, fmt.Errorf("%s: is a file; results need a folder", target)
	}
	known, ours, err := readMarker(target)
	if err != nil {
		return 0, plain(target, err)
	}
	stranger, err := findStranger(target, known)
	switch {
	case err != nil:
		return 0, plain(target, err)
	case stranger != "" && ours:
		return 0, fmt.Errorf("%s: will not be replaced, for fairlead did not write %s in it; move that away or choose another folder", target, stranger)
	case stranger != "":
		return 0, fmt.Errorf("%s: will not be replaced, for it was not written by fairlead; choose another folder", target)
	}
	return info.Mode().Perm() | 0o700, nil
}

// readMarker gives the files that a folder should hold, and their folders.
func readMarker(dir string) (known []string, ours bool, err error) {
	f, err := os.Open(filepath.Join(dir, Marker))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return nil, false, err
	}
	list, ours := bytes.CutPrefix(text, []byte(markerHead))
	if !ours {
		return nil, false, nil
	}
	known = []string{".", Marker}
	for name := range strings.Lines(string(list)) {
		name = strings.TrimSuffix(name, "\n")
		for ; name != "." && name != "/"; name = path.Dir(name) {
			known = append(known, name)
		}
	}
	slices.Sort(known)
	return known, true, nil
}

// findStranger gives the first file or folder in dir that is not known.
func findStranger(dir string, known []string) (string, error) {
	stranger := ""
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, file)
		if err != nil || name == "." || slices.Contains(tolerated, d.Name()) {
			return err
		}
		_, found := slices.BinarySearch(known, filepath.ToSlash(name))
		if !found || !(d.IsDir() || d.Type().IsRegular()) {
			stranger = name
			return fs.SkipAll
		}
		return nil
	})
	return stranger, err
}
