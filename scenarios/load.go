package scenarios

import (
	"fmt"
	"path/filepath"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// Overrides are what the command line says instead of the file; "" = not said.
type Overrides struct {
	Seed, Policy, Until string
	Set                 []string // path=value, in order
}

// Load reads and checks a scenario file. The error is Mistakes if the file is
// wrong, and something else if it cannot be read.
func Load(path string, o Overrides) (*Scenario, error) {
	data, err := readRegular(path, maxFileBytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return LoadBytes(path, data, o)
}

// LoadBytes checks a scenario that is already in memory. Name stands for the
// file in messages, and files that the scenario names are found beside it.
func LoadBytes(name string, data []byte, o Overrides) (*Scenario, error) {
	l := &loader{
		files:     []string{name},
		s:         &Scenario{File: name, Source: data, overrides: o},
		workloads: map[string][]Job{},
		shapes:    map[string]int{},
		roleIndex: map[string]sim.GroupID{},
	}
	if root := l.parse(name, data); root != nil {
		l.override(root, o)
		l.scenario(root)
	}
	if err := l.result(); err != nil {
		return nil, err
	}
	return l.s, nil
}

// loader holds what the walk over one scenario knows.
type loader struct {
	files    []string // in the order in which their mistakes are reported
	mistakes Mistakes
	dropped  int // mistakes beyond maxKept

	s         *Scenario
	nodes     []nodeText       // the shapes before the dimensions are known
	resources []string         // what nodes have, in file order
	dims      *resource.Dims   // nil = not known, because of a mistake
	workloads map[string][]Job // workload files read, by path
	shapes    map[string]int   // nodes by name
	roleIndex map[string]sim.GroupID
	traced    bool  // a trace brings jobs
	scans     int   // traces read
	named     int64 // bytes of files that the scenario names
	cells     int   // entries of all Tenant.Nodes
	linked    int   // roles that know their parents

	// What a mistake keeps us from knowing; nothing is said of names that may
	// be among these.
	namesOpen  bool // some tenants or roles
	shapesOpen bool // some resources of some nodes
}

// beside is where a file that is named at a place is to be found: beside the file
// that names it, which for an override is the scenario.
func (l *loader) beside(at Place, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	file := at.File
	if at.Line == 0 {
		file = l.s.File
	}
	return filepath.Join(filepath.Dir(file), name)
}
