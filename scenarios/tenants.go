package scenarios

import (
	"fairlead/sim"
	"fairlead/workloads"
)

const maxTenants = 1_000_000

var (
	tenantSchema = schema{
		what: "an entry of tenants",
		known: []string{"name", "role", "weight", "priority", "starts", "queue", "nodes", "framework",
			"jobs", "workload", "from"},
		soon: []string{"roles"},
	}
	frameworkSchema = schema{
		what:  "framework",
		known: []string{"refuse", "refuse_rest", "max_tasks_per_offer", "suppress", "capabilities"},
		soon:  []string{"hold", "launch_rate", "failover_timeout", "checkpoint", "partition_aware", "decision"},
	}
	queueWords       = []string{"backfill", "head-of-line"}
	capabilityWords  = []string{"GPU_RESOURCES"}
	capabilitiesSoon = []string{"REVOCABLE_RESOURCES", "TASK_KILLING_STATE", "SHARED_RESOURCES", "PARTITION_AWARE",
		"MULTI_ROLE", "RESERVATION_REFINEMENT", "REGION_AWARE"}
)

// Mesos' defaults of offer filters, and the longest that it takes.
const (
	defaultRefuse = 5 * sim.Second
	maxRefuse     = 365 * sim.Day
)

func (l *loader) tenants(n *node) {
	lines := map[string]int{}
	for _, item := range l.filled(n, "tenants") {
		l.tenant(item, lines)
	}
	l.linkRoles()
	l.checkOwned()
}

// tenant reads one entry, which becomes one tenant or, with a * in its name, one
// for each value of a column of a trace.
func (l *loader) tenant(n *node, lines map[string]int) {
	d := l.dict(n, &tenantSchema)
	if !d.ok {
		l.namesOpen = true
		return
	}
	name := l.need(d, "name", "name: spark")
	t := Tenant{
		nodesAt:   d.keys["nodes"],
		Place:     d.Place,
		Name:      l.name(name, "name"),
		Priority:  l.priority(d.get("priority")),
		Starts:    l.duration(d.get("starts"), "starts", 0, 0),
		Queue:     Queue(l.word(d.get("queue"), "queue", queueWords, nil)),
		Nodes:     l.owned(d.get("nodes")),
		Framework: l.framework(d.get("framework")),
		Trace:     NoTrace,
	}
	l.namesOpen = l.namesOpen || t.Name == ""
	if d.has("from") {
		l.onlyOneOf(d, "from", "jobs", "workload")
		l.pattern(d, t, name, lines)
		return
	}
	l.unique(name, t.Name, "tenants", lines)
	t.Role = l.roleOf(d, t.Name, d.Place, t.Priority)
	id := sim.TenantID(len(l.s.Tenants))
	switch {
	case d.has("workload"):
		l.onlyOneOf(d, "workload", "jobs")
		t.Jobs = l.workload(d.get("workload"))
	case d.has("jobs"):
		l.work(&t, d.get("jobs"), id)
	default:
		l.mistake(d.Place, "jobs is missing (jobs: […], workload: file.yaml, or from: {trace: …})")
	}
	l.addTenant(t, name)
}

// addTenant appends a tenant; at stands for it if it is one too many.
func (l *loader) addTenant(t Tenant, at *node) {
	if len(l.s.Tenants) == maxTenants && at != nil {
		l.mistake(at.Place, "more than %d tenants", maxTenants)
	}
	if len(l.s.Tenants) <= maxTenants {
		l.s.Tenants = append(l.s.Tenants, t)
	}
}

// onlyOneOf reports keys that may not stand beside another.
func (l *loader) onlyOneOf(d dict, key string, others ...string) {
	for _, o := range others {
		if d.has(o) {
			l.mistake(d.keys[o], "%s may not stand beside %s", o, key)
		}
	}
}

// work reads what stands under jobs: of a tenant.
func (l *loader) work(t *Tenant, n *node, id sim.TenantID) {
	switch {
	case n == nil || n.kind == badNode:
	case n.kind == mapNode && n.find("workload") != nil:
		d := l.dict(n, &schema{what: "jobs", known: []string{"workload"}})
		t.Jobs = l.workload(d.get("workload"))
	case n.kind == mapNode:
		t.Trace = l.wholeTrace(n, t.Name, id)
	default:
		t.Jobs = l.jobs(n)
	}
}

func (l *loader) framework(n *node) Framework {
	d := l.dict(n, &frameworkSchema)
	f := Framework{
		Refuse:           min(maxRefuse, l.duration(d.get("refuse"), "refuse", 0, defaultRefuse)),
		RefuseRest:       min(maxRefuse, l.duration(d.get("refuse_rest"), "refuse_rest", 0, defaultRefuse)),
		MaxTasksPerOffer: l.whole(d.get("max_tasks_per_offer"), "max_tasks_per_offer", workloads.MaxTasks, 0),
		Suppress:         l.yes(d.get("suppress"), "suppress", true),
	}
	for _, item := range l.list(d.get("capabilities"), "capabilities") {
		before := len(l.mistakes) + l.dropped
		l.word(item, "capability", capabilityWords, capabilitiesSoon)
		f.GPU = f.GPU || len(l.mistakes)+l.dropped == before && item.kind == scalarNode
	}
	return f
}
