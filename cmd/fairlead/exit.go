package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"fairlead/scenarios"
)

// Exit codes; of several files the worst one counts.
const (
	exitDone        = 0
	exitMistake     = 1 // mistakes in input or usage
	exitFailed      = 2 // expectations do not hold
	exitBroken      = 3 // a broken invariant: a bug in the simulator
	exitIO          = 4 // a file could not be read or written
	exitInterrupted = 130
)

// failure is an error that knows its exit code. Without an error in it all has
// been said already.
type failure struct {
	code int
	err  error
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit %d", f.code)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// usage is a mistake in how the command was called.
func usage(format string, args ...any) error {
	return &failure{exitMistake, fmt.Errorf(format, args...)}
}

// said ends the command with a code and no further words.
func said(code int) error {
	if code == exitDone {
		return nil
	}
	return &failure{code: code}
}

// codeOf is the exit code of an error.
func codeOf(err error) int {
	var f *failure
	var p *fs.PathError
	var l *os.LinkError
	var errno syscall.Errno
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &f):
		return f.code
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, new(scenarios.Mistakes)):
		return exitMistake
	case errors.As(err, &p), errors.As(err, &l), errors.As(err, &errno):
		return exitIO
	}
	return exitMistake
}

// words is what the user reads of an error: placed mistakes as they are, one a
// line, and everything else after the name of the command.
func words(err error) string {
	var f *failure
	switch {
	case err == nil, errors.As(err, &f) && f.err == nil:
		return ""
	case errors.As(err, new(scenarios.Mistakes)):
		return err.Error() + "\n"
	case errors.Is(err, context.Canceled):
		return "fairlead: interrupted, nothing written\n"
	}
	return "fairlead: " + err.Error() + "\n"
}
