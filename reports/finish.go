package reports

import (
	"fmt"
	"math/big"

	"fairlead/reports/schema"
	"fairlead/sim"
)

// Finish ends the measurement and makes the results; the collector must not be
// used after it. What only the caller knows (sources, expectations, further
// warnings) is filled into the summary afterwards.
func (c *Collector) Finish(end sim.Time, endedBy string, fingerprint string, records int64) *Results {
	c.stop(end)
	d := &desk{}
	s := &schema.Summary{
		Scenario: c.meta.Scenario, Plane: c.meta.Plane, Policy: c.meta.Policy, Seed: c.meta.Seed,
		Fingerprint: fingerprint, Records: records, SimulatedSeconds: end.Seconds(), EndedBy: endedBy,
		Warnings: []string{}, Sources: append([]schema.Source{}, c.meta.Sources...),
		Cluster: c.cluster(), Tenants: []schema.Tenant{}, Roles: []schema.Tenant{},
		Faults: []schema.Fault{}, Expect: []schema.Expectation{},
	}
	everyone := make([]int, len(c.tenants))
	for i := range c.tenants {
		everyone[i] = i
		s.Tenants = append(s.Tenants, c.tenant(d, i, end))
	}
	for g, members := range c.members() {
		s.Roles = append(s.Roles, c.role(d, sim.GroupID(g), members, s.Tenants, end))
	}
	all := c.sums(d, everyone, end)
	s.Tasks, s.Attempts, s.Jobs, s.Work = all.Tasks, all.Attempts, all.Jobs, all.Work
	s.WaitSeconds, s.JobSeconds, s.Slowdown = all.WaitSeconds, all.JobSeconds, all.Slowdown
	s.Fairness = c.fairness(end)
	if c.mesos != nil {
		s.Mesos = &schema.Mesos{Elections: c.mesos.elections, AllocationRuns: c.mesos.runs, OffersOutstanding: c.meanOffers(end)}
	}
	if n := len(c.tenants) - c.bins.kept; n > 0 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("the timeline and fairness leave out the last %d of %d tenants", n, len(c.tenants)))
	}
	out := &Results{Meta: c.meta, Summary: s, Timeline: c.timeline(end)}
	for i := range c.tenants {
		if w := d.cdf(c.meta.Tenants[i].Name, &c.tenants[i].waits); w != nil {
			out.Waits = append(out.Waits, *w)
		}
	}
	return out
}

// stop brings everything to the end and closes the last bin.
func (c *Collector) stop(end sim.Time) {
	c.cross(end)
	if c.fresh {
		c.chooseAll()
	}
	if end > c.bins.start {
		c.closeBin(end)
	}
	c.offers.change(end, 0)
	c.eachHolding(func(h *holding) {
		h.advance(end)
		h.cut(c.counted)
	})
	for i := range c.tenants {
		c.tenants[i].total()
	}
	c.jobs.each(func(t sim.TenantID, submitted sim.Time) {
		if c.inWindow(submitted) {
			c.tenants[t].response.censor(int64(end-submitted), 1)
			c.tenants[t].lacking++
		}
	})
}

func (c *Collector) cluster() schema.Cluster {
	out := schema.Cluster{
		Nodes: c.nodes, Total: map[string]float64{}, Utilization: map[string]float64{}, Offered: map[string]float64{},
	}
	for d, peak := range c.totals.peak {
		if peak == 0 {
			continue
		}
		name, had := c.meta.Dims.Name(d), c.capacity.win[d].big()
		out.Total[name] = units(c.totals.now[d])
		out.Utilization[name] = c.used.win[d].over(had)
		out.Offered[name] = c.offered.win[d].over(had)
	}
	return out
}

func (c *Collector) meanOffers(end sim.Time) *float64 {
	if end <= c.meta.Warmup {
		return nil
	}
	x := c.offers.sum.overInt(int64(end - c.meta.Warmup))
	return &x
}

// tenant is what is reported of one tenant.
func (c *Collector) tenant(d *desk, i int, end sim.Time) schema.Tenant {
	m, t := &c.meta.Tenants[i], &c.tenants[i]
	out := c.sums(d, []int{i}, end)
	out.Name, out.Weight = m.Name, m.Weight
	out.Role = c.meta.Groups[m.Group].Name
	c.shares(&out, &t.held, &t.offered, end-max(c.meta.Warmup, m.Starts))
	return out
}

// members lists the tenants of each group.
func (c *Collector) members() [][]int {
	out := make([][]int, len(c.meta.Groups))
	for i, t := range c.meta.Tenants {
		out[t.Group] = append(out[t.Group], i)
	}
	return out
}

// role is what is reported of one group. Alone in it, a tenant has all the
// numbers already.
func (c *Collector) role(d *desk, g sim.GroupID, members []int, done []schema.Tenant, end sim.Time) schema.Tenant {
	m := &c.meta.Groups[g]
	starts := end
	for _, i := range members {
		starts = min(starts, c.meta.Tenants[i].Starts)
	}
	var out schema.Tenant
	switch {
	case len(members) == 1:
		out = done[members[0]]
	case c.groups[g] == nil:
		out = c.sums(d, members, end)
		nothing := newHolding(c.width, end)
		c.shares(&out, &nothing, &nothing, 0)
	default:
		out = c.sums(d, members, end)
		c.shares(&out, &c.groups[g].held, &c.groups[g].offered, end-max(c.meta.Warmup, starts))
	}
	out.Name, out.Role, out.Weight = m.Name, m.Name, m.Weight
	return out
}

// sums adds up several tenants: everything but shares.
func (c *Collector) sums(d *desk, members []int, end sim.Time) schema.Tenant {
	var all tally
	var useful, lost wide
	var waits, response, slowdown population
	lacking := int64(0)
	for _, i := range members {
		t := &c.tenants[i]
		all.add(&t.tally)
		u, l := t.work.at(end)
		useful.addWide(u)
		lost.addWide(l)
		waits, response, slowdown = append(waits, &t.waits), append(response, &t.response), append(slowdown, &t.slowdown)
		lacking += t.lacking
	}
	all.total()
	return schema.Tenant{
		Tasks: all.tasks, Attempts: all.attempts, Jobs: all.jobs, Offers: all.offers,
		Work:        schema.Work{Useful: cpuSeconds(useful), Lost: cpuSeconds(lost)},
		WaitSeconds: d.stats(waits, int64(sim.Second), 0),
		JobSeconds:  d.stats(response, int64(sim.Second), 0),
		Slowdown:    d.stats(slowdown, 1e6, lacking),
	}
}

// shares fills in what a tenant or group held over a span that ends now.
func (c *Collector) shares(out *schema.Tenant, held, offered *holding, span sim.Time) {
	t := &c.totals
	out.DominantShare = schema.Share{Mean: held.mean(span, t), Final: held.final(t)}
	out.OfferedShare = schema.Mean{Mean: offered.mean(span, t)}
	if r := held.mostly(t); r >= 0 {
		name := c.meta.Dims.Name(r)
		out.DominantResource = &name
	}
	out.Allocated.Final = map[string]float64{}
	for d, peak := range t.peak {
		if peak > 0 {
			out.Allocated.Final[c.meta.Dims.Name(d)] = units(held.held[d])
		}
	}
}

var cpuNs = big.NewInt(1000 * int64(sim.Second))

func cpuSeconds(w wide) float64 { return w.over(cpuNs) }

// units is an amount in the unit that people write.
func units(thousandths int64) float64 { return float64(thousandths) / 1000 }

var _ sim.Sink = (*Collector)(nil)
