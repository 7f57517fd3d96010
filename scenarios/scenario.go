package scenarios

import (
	"fairlead/sim"
	"fairlead/sim/resource"
	"fairlead/workloads"
)

// Scenario is one checked scenario. It can only be made by Load and LoadBytes,
// so whoever holds one need not check it again: names are unique, numbers are in
// range, every resource asked for exists, and all references are resolved. All
// vectors have one amount for each dimension of Dims, in thousandths.
type Scenario struct {
	File   string // as it was named, for messages
	Source []byte // the text of the file, for reports; must not be changed
	Name   string
	About  string
	Seed   uint64 // 0 … 2^53-1

	Until    sim.Time // the end; sim.Forever if Drained
	Drained  bool     // ends when nothing is left to do
	Warmup   sim.Time // left out of the statistics
	Timeline sim.Time // width of a timeline bin; 0 if the file does not say
	Bound    int64    // the run ends after so many records

	Plane  Plane
	Policy Policy

	Dims    *resource.Dims
	Nodes   []NodeShape
	Listed  []workloads.SourceReport // files from which the nodes come
	Roles   []Role                   // declared ones in file order, then the others; indexed by sim.GroupID
	Tenants []Tenant                 // patterns over traces expanded; indexed by sim.TenantID
	Traces  []Trace
	Expect  []Expect

	overrides Overrides
}

// Place is where something stands, for mistakes that only show later.
type Place struct {
	File      string
	Line, Col int
}

// NodeShape is an entry under cluster.nodes: Count equal nodes, named Name-0,
// Name-1 and so on.
type NodeShape struct {
	Place
	Name       string
	Count      int
	Capacity   []int64
	Attributes []Attribute // in file order
	Racks      int         // node i is in rack-(i mod Racks); 0 = in none
}

// Attribute is one name and value of a node's attributes.
type Attribute struct{ Name, Value string }

// Role is a group of tenants in the tree of groups.
type Role struct {
	Place
	Name     string   // as reports show it: Path joined with "/"
	Path     []string // from the root; the default role of a tenant has one element, even with a "/" in it
	Parent   sim.GroupID
	Declared bool // stands under roles:
	Weight   resource.Frac
	Priority int64
}

// NoGroup is the Parent of a role at the top.
const NoGroup = sim.GroupID(-1)

// Queue says which waiting task of a tenant may use what is on offer.
type Queue uint8

// The queue disciplines.
const (
	Backfill   Queue = iota // any that fits
	HeadOfLine              // only the first
)

// Tenant is somebody who has jobs to run. Its work is either Jobs or what the
// rows of a trace bring for it.
type Tenant struct {
	Place
	Name      string
	Role      sim.GroupID
	Priority  int64
	Starts    sim.Time
	Queue     Queue
	Nodes     []int // under partitioned: how many nodes of each shape are its own; nil = its share
	Framework Framework
	Jobs      []Job
	Trace     int // index in Scenario.Traces, or NoTrace

	nodesAt Place // of nodes:
}

// NoTrace is Tenant.Trace of a tenant whose jobs stand in the file.
const NoTrace = -1

// Framework is how a tenant's scheduler treats offers.
type Framework struct {
	Refuse           sim.Time // filter on what it declines; 0 = none
	RefuseRest       sim.Time // filter on what is left of an accepted offer; 0 = none
	MaxTasksPerOffer int64    // 0 = as many as fit
	Suppress         bool     // stops asking while nothing waits
	GPU              bool     // may be offered nodes with gpus
}

// Job is an entry under jobs:, a kind of job that is submitted again and again.
type Job struct {
	Place
	Name     string
	Arrivals Arrivals
	Count    int64          // jobs at each instant of At, jobs in all otherwise; sim.Unlimited
	Tasks    workloads.Dist // number of tasks of a job; nil = unlimited
	Demand   []int64
	Duration workloads.Dist // in seconds; nil = for ever
	Startup  sim.Time
	Priority int64

	endless bool // unlimited in number or tasks, or without a duration
}

// Arrivals says when the jobs of one kind are submitted: exactly one of its
// fields is set.
type Arrivals struct {
	At      []sim.Time // these instants, ascending
	Every   sim.Time   // 0, Every, 2·Every …
	Poisson float64    // mean number per second
}

// Trace is a file of recorded jobs that has been read through once.
type Trace struct {
	Place
	Scan    *workloads.TraceScan
	Tenants []sim.TenantID // by index in Scan.Tenants
}

// Expect is an expression over the results that should hold.
type Expect struct {
	Place
	Text  string
	Check *Expectation
}

// Policy is who comes next, on both levels of the Mesos plane.
type Policy struct {
	Roles      PolicyUse // among roles
	Frameworks PolicyUse // among the tenants of one role
}

// PolicyUse is a policy and its parameters, which fit the plane and the cluster.
type PolicyUse struct {
	Place
	Name string
	Args map[string]string
}

// PlaneKind is a control plane.
type PlaneKind uint8

// The planes.
const (
	Mesos PlaneKind = iota
	Partitioned
)

// Plane is the control plane and its settings; those of Mesos hold only for Mesos.
type Plane struct {
	Place
	Kind  PlaneKind
	Mesos MesosPlane
}

// MesosPlane holds the settings of the two-level plane.
type MesosPlane struct {
	AllocationInterval sim.Time  // 0 = the idealised allocator
	MinAllocatable     [][]int64 // one of these must be contained in an offer; none = anything not empty
	FilterGPU          bool      // hide nodes with gpus from frameworks that do not know them
	Excluded           []bool    // for each dimension: left out of shares
	Offers             Offers
	Misfit             Misfit
	Placement          Placement
	Ties               Ties
}

// Offers is the grain of an offer.
type Offers uint8

// The grains.
const (
	WholeAgent Offers = iota // all that is free on a node, as Mesos does
	OneTask                  // progressive filling: one task's demand at a time
)

// Misfit says what happens when the next task of the claimant whose turn it is
// fits nowhere.
type Misfit uint8

// The answers to a misfit.
const (
	SkipMisfit Misfit = iota
	StopAtMisfit
)

// Placement is the choice of a node for one task.
type Placement uint8

// The placements; the order of nodes is the file's.
const (
	FirstFit Placement = iota
	NextFit
	BestFit
	WorstFit
	RandomFit
)

// Ties is the whole tie-break after the share.
type Ties uint8

// The tie-breaks.
const (
	MesosTies Ties = iota // count, then role path or registration
	NameTies
	NameDescendingTies
	RegistrationTies
)
