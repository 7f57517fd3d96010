package scenarios

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// maxNamedBytes bounds the files that a scenario names, traces apart.
const maxNamedBytes = 256 << 20

// openRegular opens a file for reading if it is a regular one. It never blocks:
// a FIFO is refused before and, should one take the file's place, after opening.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err == nil {
		err = regular(info)
	}
	if err != nil {
		return nil, plainPathError(err)
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, plainPathError(err)
	}
	if info, err = f.Stat(); err == nil {
		err = regular(info)
	}
	if err != nil {
		f.Close()
		return nil, plainPathError(err)
	}
	return f, nil
}

// readRegular is all of a regular file, or its first limit+1 bytes.
func readRegular(path string, limit int64) ([]byte, error) {
	f, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	return data, plainPathError(err)
}

// readNamed is a file that the scenario names. All of them together are bounded,
// for a small file can name a large one many times.
func (l *loader) readNamed(path string) ([]byte, error) {
	data, err := readRegular(path, min(maxFileBytes, maxNamedBytes-l.named))
	if l.named += int64(len(data)); l.named > maxNamedBytes {
		return nil, errors.New("the files that the scenario names hold more than 256 MiB")
	}
	return data, err
}

// regular says what a file is if it is not a regular one.
func regular(info fs.FileInfo) error {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		return errors.New("it is a directory")
	case mode&fs.ModeNamedPipe != 0:
		return errors.New("it is a named pipe, not a regular file")
	case mode&fs.ModeSocket != 0:
		return errors.New("it is a socket, not a regular file")
	case mode&fs.ModeDevice != 0:
		return errors.New("it is a device, not a regular file")
	}
	return errors.New("it is not a regular file")
}

// plainPathError takes the path out of an error, for the caller names it.
func plainPathError(err error) error {
	var pe *fs.PathError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fs.ErrNotExist
	case errors.As(err, &pe):
		return pe.Err
	}
	return err
}
