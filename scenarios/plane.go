package scenarios

import (
	"slices"
	"strings"

	"fairlead/sim"
	"fairlead/workloads"
)

var (
	planeWords     = []string{"mesos", "partitioned"}
	offersWords    = []string{"whole-agent", "one-task"}
	misfitWords    = []string{"skip", "stop"}
	placementWords = []string{"first-fit", "next-fit", "best-fit", "worst-fit", "random"}
	tiesWords      = []string{"mesos", "name", "name-descending", "registration"}

	mesosSchema = schema{
		what: "plane",
		known: []string{"kind", "allocation_interval", "min_allocatable_resources", "filter_gpu_resources",
			"fair_sharing_excluded_resource_names", "latency", "offers", "misfit", "placement", "ties"},
		soon: []string{"masters", "zk_session_timeout", "offer_timeout", "role_sorter", "framework_sorter",
			"agent_ping_timeout", "max_agent_ping_timeouts", "agent_reregister_timeout",
			"recovery_agent_removal_limit", "agent_removal_rate_limit", "allocator_agent_recovery_factor",
			"allocator_recovery_timeout", "registry_fetch_timeout", "registry_store_timeout",
			"registry_gc_interval", "registry_max_agent_age", "registry_max_agent_count",
			"registration_backoff_factor", "executor_registration_timeout", "executor_reregistration_timeout",
			"executor_shutdown_grace_period", "recovery_timeout", "oversubscribed_resources_interval",
			"qos_correction_interval_min", "revoke_below", "revoke_after"},
	}
	partitionedSchema = schema{what: "plane: partitioned", known: []string{"kind"}}
)

// mesosResources are the names that Mesos itself knows: a setting may name them
// even if no node has them.
var mesosResources = []string{"cpus", "mem", "disk", "gpus", "ports"}

// plane reads a word, or a map with the settings of one plane.
func (l *loader) plane(n *node) Plane {
	p := Plane{Mesos: MesosPlane{AllocationInterval: sim.Second, FilterGPU: true}}
	if n == nil {
		p.Place = Place{l.s.File, 1, 1}
		p.Mesos.MinAllocatable = l.minimumText(nil, defaultMinimum)
		p.Mesos.Excluded = l.excluded(nil)
		return p
	}
	p.Place = n.Place
	kind := n
	if n.kind == mapNode {
		if kind = n.find("kind"); kind != nil && kind.isNull() {
			kind = nil // dict will say so
		}
	}
	p.Kind = PlaneKind(l.word(kind, "plane", planeWords, nil))
	s := &mesosSchema
	if p.Kind == Partitioned {
		s = &partitionedSchema
	}
	var d dict
	if n.kind == mapNode {
		d = l.dict(n, s)
	}
	l.mesos(&p.Mesos, d)
	return p
}

// mesos reads the settings of the two-level plane, under Mesos' names and ours.
func (l *loader) mesos(m *MesosPlane, d dict) {
	m.AllocationInterval = l.duration(d.get("allocation_interval"), "allocation_interval", 0, sim.Second)
	if t := d.get("allocation_interval"); t != nil && m.AllocationInterval > 0 && m.AllocationInterval < sim.Millisecond {
		l.mistake(t.Place, "allocation_interval: %s is below 1ms (0s is the idealised allocator)", quote(t.text))
	}
	m.FilterGPU = l.yes(d.get("filter_gpu_resources"), "filter_gpu_resources", true)
	m.Excluded = l.excluded(d.get("fair_sharing_excluded_resource_names"))
	m.MinAllocatable = l.minimum(d.get("min_allocatable_resources"))
	l.latency(d.get("latency"))
	m.Offers = Offers(l.word(d.get("offers"), "offers", offersWords, nil))
	m.Misfit = Misfit(l.word(d.get("misfit"), "misfit", misfitWords, nil))
	m.Placement = Placement(l.word(d.get("placement"), "placement", placementWords, nil))
	m.Ties = Ties(l.word(d.get("ties"), "ties", tiesWords, nil))
	for _, key := range []string{"misfit", "placement"} {
		if offers := d.get("offers"); d.has(key) && (offers == nil || offers.text == offersWords[WholeAgent]) {
			l.mistake(d.keys[key], "%s needs offers: one-task", key)
		}
	}
}

// latency takes no time and nothing else so far, be it a time or a distribution.
func (l *loader) latency(n *node) {
	text, ok := l.scalar(n, "latency")
	if !ok {
		return
	}
	later := strings.Contains(text, "(") && l.dist(n, text, "latency", workloads.Seconds) != nil
	if later || !strings.Contains(text, "(") && l.duration(n, "latency", 0, 0) > 0 {
		l.mistake(n.Place, "a \"latency\" other than 0s is not supported yet")
	}
}

// excluded reads the resources that shares leave out: a list, or names with
// commas as Mesos has them.
func (l *loader) excluded(n *node) []bool {
	if l.dims == nil {
		return nil
	}
	out := make([]bool, l.dims.Len())
	items := []*node{}
	switch {
	case n == nil || n.kind == badNode:
	case n.kind == scalarNode:
		for _, name := range strings.Split(n.text, ",") {
			items = append(items, &node{Place: n.Place, text: strings.TrimSpace(name)})
		}
	default:
		items = l.list(n, "fair_sharing_excluded_resource_names")
	}
	for _, item := range items {
		name := l.name(item, "a resource")
		if i := l.dims.Index(name); i >= 0 {
			out[i] = true
		} else if name != "" && !slices.Contains(mesosResources, name) {
			l.nobodyHas(&node{Place: item.Place, text: name}, mesosResources)
		}
	}
	return out
}
