package main

import (
	"os"
	"runtime"
	"runtime/pprof"

	"github.com/spf13/cobra"
)

// profiles are the hidden flags that measure the command itself.
type profiles struct{ cpu, memory string }

func (p *profiles) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&p.cpu, "cpuprofile", "", "write a CPU profile to `FILE`")
	f.StringVar(&p.memory, "memprofile", "", "write a memory profile to `FILE`")
	for _, name := range []string{"cpuprofile", "memprofile"} {
		f.Lookup(name).Hidden = true
	}
}

// during profiles work.
func (p *profiles) during(work func() error) error {
	if p.cpu != "" {
		f, err := os.Create(p.cpu)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // a profile is a help, not a result
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	if err := work(); err != nil || p.memory == "" {
		return err
	}
	f, err := os.Create(p.memory)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	runtime.GC()
	return pprof.Lookup("allocs").WriteTo(f, 0)
}
