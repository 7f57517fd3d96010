package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// endless is a run that takes far longer than any test.
const endless = `fairlead: 1
name: endless
until: 36500d
bound: 100000000000
timeline: 100d
cluster: {nodes: [{name: n, count: 100, resources: {cpus: 8}}]}
tenants: [{name: t, jobs: [{name: j, arrivals: poisson(1/s), tasks: 10, task: {cpus: 1, duration: exp(30s)}}]}]
`

// startEndless starts the command in a process of its own and waits until its
// folder of results has begun to grow.
func startEndless(t *testing.T) (dir string, cmd *exec.Cmd, said *strings.Builder) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "endless.yaml"), []byte(endless), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd, said = exec.Command("fairlead", "run", "endless.yaml", "--out", "out", "--records", "records"), &strings.Builder{}
	cmd.Dir, cmd.Stderr = dir, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if found, _ := filepath.Glob(filepath.Join(dir, ".*", "tasks.csv")); len(found) > 0 {
			return dir, cmd, said
		}
		if time.Now().After(end) {
			_ = cmd.Process.Kill()
			t.Fatalf("no results grow: %v, %s", cmd.Wait(), said)
		}
	}
}

func TestInterruptLeavesNothing(t *testing.T) {
	dir, cmd, said := startEndless(t)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || !strings.Contains(said.String(), "interrupted") {
		t.Errorf("exit %d, said %q", code, said)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left %v, %v", left, err)
	}
}

// TestKillLeavesNothingWhole: what SIGKILL leaves has not the name of results,
// and the next run clears it away.
func TestKillLeavesNothingWhole(t *testing.T) {
	dir, cmd, _ := startEndless(t)
	if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	for _, name := range []string{"out", "records"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is there", name)
		}
	}
	again := exec.Command("fairlead", "run", "endless.yaml", "--until", "1m", "--out", "out", "--records", "records")
	again.Dir = dir
	if text, err := again.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	left, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
