package workloads

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// traceMaxLine is the longest line that is read; a longer one is skipped. Lists
// of fifty thousand machines still fit.
const traceMaxLine = 256 << 10

// ReadError says that a trace could not be read to its end.
type ReadError struct {
	File string
	Row  int64 // that was being read, from 1; 0 = none yet
	Err  error
}

// Error names the file and the row.
func (e *ReadError) Error() string {
	if e.Row == 0 {
		return fmt.Sprintf("%s: %v", e.File, e.Err)
	}
	return fmt.Sprintf("%s: row %d: %v", e.File, e.Row, e.Err)
}

// readFailed says where reading went wrong.
func readFailed(file string, row int64, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err // the path is said already
	}
	return &ReadError{File: file, Row: row, Err: err}
}

// Unwrap is the error below.
func (e *ReadError) Unwrap() error { return e.Err }

var (
	errTraceNotRegular = errors.New("not a regular file")
	errTraceTruncated  = errors.New("the gzip data end early")
	errTraceChanged    = errors.New("the file changed while it was in use")
)

// openTrace opens a file, or what open opens instead, unpacked if it is gzip
// whatever its name.
func openTrace(path string, open func() (io.ReadCloser, error)) (io.Closer, io.Reader, error) {
	if open == nil {
		open = func() (io.ReadCloser, error) { return traceOpen(path) }
	}
	f, err := open()
	if err != nil {
		return nil, nil, err
	}
	b := bufio.NewReaderSize(f, 64<<10)
	magic, err := b.Peek(2)
	if err != nil && err != io.EOF {
		return nil, nil, errors.Join(err, f.Close())
	}
	if !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return f, b, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, nil, errors.Join(traceGzipError(err), f.Close())
	}
	return f, z, nil
}

// traceOpen opens a file but not what could block or never end.
func traceOpen(path string) (io.ReadCloser, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errTraceNotRegular
	}
	return os.Open(path)
}

// traceGzipError words the commonest fault of packed files.
func traceGzipError(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return errTraceTruncated
	}
	return err
}

// traceLines cuts a stream into lines in bounded memory.
type traceLines struct {
	from io.Reader
	buf  []byte
	a, b int   // what is read and not yet given out
	err  error // that from ended with

	comment func([]byte) bool // whether a line that begins so is one; nil = none is
}

// next returns the next line without its newline, good until the next call. Of
// a line that does not fit the buffer it returns the end, as long, unless it is
// a comment.
func (l *traceLines) next() (line []byte, long bool, err error) {
	seen := 0 // bytes behind a that hold no newline
	comment := false
	for {
		if i := bytes.IndexByte(l.buf[l.a+seen:l.b], '\n'); i >= 0 {
			line = l.buf[l.a : l.a+seen+i]
			l.a += seen + i + 1
			if comment {
				line = nil
			}
			return line, long && !comment, nil
		}
		seen = l.b - l.a
		if l.err != nil {
			line, l.a = l.buf[l.a:l.b], l.b
			if l.err != io.EOF || comment || len(line) == 0 && !long {
				return nil, false, l.err
			}
			return line, long, nil
		}
		if seen == len(l.buf) {
			comment = comment || !long && l.comment != nil && l.comment(l.buf)
			long = true
			l.a, l.b, seen = 0, 0, 0
		}
		l.fill()
	}
}

// fill reads more behind what is there.
func (l *traceLines) fill() {
	l.b = copy(l.buf, l.buf[l.a:l.b])
	l.a = 0
	n, err := l.from.Read(l.buf[l.b:])
	l.b += n
	if err != nil && err != io.EOF {
		err = traceGzipError(err)
	}
	l.err = err
}
