// Command fairlead simulates who gets which part of a datacenter, when, and what
// that does to everybody's waiting.
//
//	fairlead run                     the quick start
//	fairlead run FILE --out DIR      a scenario, with its report
//	fairlead check DIR --junit F     scenarios with expectations, for a CI job
//	fairlead compare FILE --policies drf,maxmin
//
// This package is flags, files, progress and exit codes; everything else is done
// by the packages that it wires together. Results go to standard output, what is
// said about them (mistakes, progress, times) to standard error.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the next one ends the process at once.
	context.AfterFunc(ctx, stop)
	os.Exit(newApp(os.Stdout, os.Stderr).main(ctx, os.Args[1:]))
}
