package reports

import (
	"fairlead/reports/schema"
	"fairlead/sim"
)

const (
	drainedBin  = sim.Minute // first length of bins where the end is not known
	drainedBins = 1000       // then two become one
	defaultBins = 1000       // at most, where the end is known
	maxCells    = 8_000_000  // tenants times bins that a timeline keeps
	minTenants  = 16         // that it keeps however many bins there are
)

// bins is the timeline while it grows: means over bins that are closed.
type bins struct {
	width   sim.Time
	start   sim.Time    // of the open bin
	n       int         // closed
	doubles bool        // the end is not known
	kept    int         // tenants
	used    [][]float64 // [dimension][bin], thousandths
	offered [][]float64
	total   [][]float64
	share   [][]float64 // [tenant][bin]
	waiting [][]float64
	running [][]float64
	busy    [][]bool // something waited all the time
	means   []float64
}

// BinLength is the length of the timeline's bins: as asked for, or until/1000
// rounded up to 1, 2 or 5 times a power of ten; at first a minute where the end
// is not known.
func BinLength(asked, until sim.Time) sim.Time {
	switch {
	case asked > 0:
		return asked
	case until == sim.Forever:
		return drainedBin
	}
	least := until / defaultBins
	if until%defaultBins != 0 {
		least++
	}
	for unit := sim.Nanosecond; ; unit *= 10 {
		for _, k := range []sim.Time{1, 2, 5} {
			if k*unit >= least {
				return k * unit
			}
		}
	}
}

func newBins(m *Meta, width int) bins {
	b := bins{
		width: BinLength(m.TimelineBin, m.Until), doubles: m.Until == sim.Forever,
		used: make([][]float64, width), offered: make([][]float64, width), total: make([][]float64, width),
		means: make([]float64, width),
	}
	expected := int64(drainedBins)
	if !b.doubles {
		expected = int64(m.Until/b.width) + 1
	}
	b.kept = min(len(m.Tenants), max(minTenants, int(maxCells/expected)))
	b.share, b.waiting = make([][]float64, b.kept), make([][]float64, b.kept)
	b.running, b.busy = make([][]float64, b.kept), make([][]bool, b.kept)
	for _, rows := range [][][]float64{b.used, b.offered, b.total, b.share, b.waiting, b.running} {
		for i := range rows {
			rows[i] = []float64{}
		}
	}
	return b
}

// setEdge says when Take has to stop next.
func (c *Collector) setEdge() {
	c.edge = c.bins.start + c.bins.width
	if c.edge < c.bins.start {
		c.edge = sim.Forever
	}
	if !c.counted {
		c.edge = min(c.edge, c.meta.Warmup)
	}
}

// cross closes the bins that end by now, and opens the window when it is time.
func (c *Collector) cross(now sim.Time) {
	for c.edge <= now {
		if c.fresh {
			c.chooseAll()
		}
		at := c.edge
		if at-c.bins.start == c.bins.width {
			c.closeBin(at)
		}
		if !c.counted && at == c.meta.Warmup {
			c.open(at)
		}
		if c.edge == sim.Forever {
			return
		}
		c.setEdge()
	}
}

// open begins the window of statistics.
func (c *Collector) open(now sim.Time) {
	c.capacity.open(now)
	c.used.open(now)
	c.offered.open(now)
	c.offers.change(now, 0)
	c.offers.sum = wide{}
	c.eachHolding(func(h *holding) { h.open(now, &c.totals) })
	c.counted = true
}

// closeBin ends the open bin.
func (c *Collector) closeBin(now sim.Time) {
	b := &c.bins
	length := now - b.start
	for _, l := range []struct {
		of *ledger
		to [][]float64
	}{{&c.used, b.used}, {&c.offered, b.offered}, {&c.capacity, b.total}} {
		l.of.closeBin(now, length, c.counted, b.means)
		for d, x := range b.means {
			l.to[d] = append(l.to[d], x)
		}
	}
	for i := range b.kept {
		t := &c.tenants[i]
		t.advance(now)
		b.share[i] = append(b.share[i], t.held.closeBin(now, length, &c.totals, c.counted))
		b.waiting[i] = append(b.waiting[i], t.waitNs.float()/float64(length))
		b.running[i] = append(b.running[i], t.runNs.float()/float64(length))
		b.busy[i] = append(b.busy[i], t.idle == 0)
		t.waitNs, t.runNs, t.idle = wide{}, wide{}, 0
	}
	b.n++
	b.start = now
	if b.doubles && b.n == drainedBins && length == b.width {
		b.double()
	}
}

// double makes one bin of every two.
func (b *bins) double() {
	for _, rows := range [][][]float64{b.used, b.offered, b.total, b.share, b.waiting, b.running} {
		for i, row := range rows {
			for k := range b.n / 2 {
				row[k] = (row[2*k] + row[2*k+1]) / 2
			}
			rows[i] = row[:b.n/2]
		}
	}
	for i, row := range b.busy {
		for k := range b.n / 2 {
			row[k] = row[2*k] && row[2*k+1]
		}
		b.busy[i] = row[:b.n/2]
	}
	b.n /= 2
	b.width *= 2
}

// timeline is what the bins come to.
func (c *Collector) timeline(end sim.Time) *schema.Timeline {
	b := &c.bins
	out := &schema.Timeline{
		Bin: b.width.Seconds(), End: end.Seconds(), Bins: b.n,
		Resources: []string{}, Peak: []float64{},
		Allocated: [][]float64{}, Offered: [][]float64{}, Capacity: [][]float64{},
		Tenants: []string{}, Share: b.share, Waiting: b.waiting, Running: b.running,
	}
	for d, peak := range c.totals.peak {
		if peak == 0 {
			continue
		}
		out.Resources = append(out.Resources, c.meta.Dims.Name(d))
		out.Peak = append(out.Peak, units(peak))
		out.Allocated = append(out.Allocated, scaled(b.used[d], peak))
		out.Offered = append(out.Offered, scaled(b.offered[d], peak))
		out.Capacity = append(out.Capacity, scaled(b.total[d], peak))
	}
	for _, t := range c.meta.Tenants[:b.kept] {
		out.Tenants = append(out.Tenants, t.Name)
	}
	return out
}

func scaled(row []float64, by int64) []float64 {
	out := make([]float64, len(row))
	for i, x := range row {
		out[i] = x / float64(by)
	}
	return out
}
