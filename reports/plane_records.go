package reports

import (
	"math"
	"math/bits"

	"fairlead/sim"
)

// offer follows what is held idle, and counts the offers.
func (c *Collector) offer(r *sim.Record) {
	c.holder = *r
	v := c.scratch
	clear(v)
	c.put(v, 0, r)
	c.hold(r.At, v)
	n := int64(r.Task)
	o := &c.tenants[r.Tenant].offers
	if r.Kind == sim.KindHeld {
		o.Sent += n
		c.offers.change(r.At, n)
		return
	}
	c.offers.change(r.At, -n)
	switch r.Cause {
	case sim.CauseUsed:
		o.Accepted += n
	case sim.CauseReturned:
		o.Declined += n
	case sim.CauseWithdrawn:
		o.Rescinded += n
	}
}

// more goes on with the dimensions of the record before.
func (c *Collector) more(r *sim.Record) {
	clear(c.scratch)
	c.put(c.scratch, int(r.Task), r)
	c.hold(r.At, c.scratch)
}

// put writes the two amounts of a record from dimension d on.
func (c *Collector) put(v []int64, d int, r *sim.Record) {
	if d < len(v) {
		v[d] = r.N
	}
	if d+1 < len(v) {
		v[d+1] = r.M
	}
}

// hold adds or takes away what the holder of the last such record holds idle.
func (c *Collector) hold(now sim.Time, v []int64) {
	if c.fresh {
		c.chooseAll()
	}
	t := &c.tenants[c.holder.Tenant]
	if c.holder.Kind == sim.KindHeld {
		t.offered.add(now, v, &c.totals)
		c.offered.add(now, v)
	} else {
		t.offered.sub(now, v, &c.totals)
		c.offered.sub(now, v)
	}
	switch {
	case t.group == nil:
	case c.holder.Kind == sim.KindHeld:
		t.group.offered.add(now, v, &c.totals)
	default:
		t.group.offered.sub(now, v, &c.totals)
	}
}

func (o *outstanding) change(now sim.Time, n int64) {
	o.sum.addMul(o.now, int64(now-o.since))
	o.since = now
	o.now += n
}

// node follows the totals. Shares so far are divided by the old totals first,
// once for all nodes that come or go in one instant.
func (c *Collector) node(r *sim.Record) {
	if c.turned != r.At {
		c.turned = r.At
		if c.fresh {
			c.chooseAll()
		}
		c.eachHolding(func(h *holding) { h.turn(r.At, &c.totals, c.counted) })
	}
	v := c.meta.Shapes.At(r.Shape)
	if r.Cause == sim.CauseUp {
		c.nodes++
		c.capacity.add(r.At, v)
	} else {
		c.nodes--
		c.capacity.sub(r.At, v)
	}
	c.totals.set(c.capacity.held)
	c.fresh = true
}

// chooseAll finds all dominant resources under new totals.
func (c *Collector) chooseAll() {
	c.fresh = false
	c.totals.settle()
	c.eachHolding(func(h *holding) { h.choose(&c.totals) })
}

func (c *Collector) eachHolding(f func(*holding)) {
	for i := range c.tenants {
		f(&c.tenants[i].held)
		f(&c.tenants[i].offered)
	}
	for _, g := range c.groups {
		if g != nil {
			f(&g.held)
			f(&g.offered)
		}
	}
}

// millionths is a/b in millionths, rounded half up.
func millionths(a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(a), 1e6)
	lo, carry := bits.Add64(lo, uint64(max(b, 1))/2, 0)
	hi += carry
	if hi >= uint64(max(b, 1)) {
		return math.MaxInt64
	}
	q, _ := bits.Div64(hi, lo, uint64(max(b, 1)))
	return int64(min(q, math.MaxInt64))
}
