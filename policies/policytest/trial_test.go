package policytest

import "runtime"

// trial is a rapid.TB that only notes whether a check failed.
type trial struct{ failed bool }

func (*trial) Helper()                 {}
func (*trial) Name() string            { return "trial" }
func (*trial) Logf(string, ...any)     {}
func (*trial) Log(...any)              {}
func (*trial) Skipf(string, ...any)    { runtime.Goexit() }
func (*trial) Skip(...any)             { runtime.Goexit() }
func (*trial) SkipNow()                { runtime.Goexit() }
func (t *trial) Errorf(string, ...any) { t.failed = true }
func (t *trial) Error(...any)          { t.failed = true }
func (t *trial) Fatalf(string, ...any) { t.FailNow() }
func (t *trial) Fatal(...any)          { t.FailNow() }
func (t *trial) FailNow()              { t.failed = true; runtime.Goexit() }
func (t *trial) Fail()                 { t.failed = true }
func (t *trial) Failed() bool          { return t.failed }
