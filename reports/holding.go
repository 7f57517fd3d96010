package reports

import (
	"math/big"

	"fairlead/sim"
)

// totals are the amounts of the registered nodes, and what one thousandth is of
// each: held·inv is the share. Only which resource is dominant is decided by
// inv; shares that are reported divide.
type totals struct {
	now  []int64
	inv  []float64
	peak []int64
}

func newTotals(width int) totals {
	return totals{make([]int64, width), make([]float64, width), make([]int64, width)}
}

// settle follows a change of now.
func (t *totals) settle() {
	for d, x := range t.now {
		t.inv[d] = 0
		if x > 0 {
			t.inv[d] = 1 / float64(x)
		}
	}
}

// set takes new totals; settle makes shares of them.
func (t *totals) set(now []int64) {
	for d, x := range now {
		t.now[d] = x
		t.peak[d] = max(t.peak[d], x)
	}
}

// holding is what one tenant or group holds, and its dominant share over time.
//
// The share over time is kept as exact integers: of every resource, the amount
// times time while that resource was dominant. They become a share when they
// are divided by the totals, which is when a bin ends, when the statistics
// begin, and when the totals change.
type holding struct {
	held  []int64
	dom   int
	since sim.Time
	part  []wide    // since the last cut
	win   []wide    // in the window of statistics, cuts apart that follow
	past  []float64 // share·ns in the window under earlier totals, by dominant resource
	bin   float64   // share·ns in this bin before part
}

func newHolding(width int, from sim.Time) holding {
	w := make([]wide, 2*width)
	return holding{held: make([]int64, width), part: w[:width:width], win: w[width:], since: from}
}

// advance brings the integral to now.
func (h *holding) advance(now sim.Time) {
	if dt := now - h.since; dt != 0 {
		h.since = now
		h.part[h.dom].addMul(h.held[h.dom], int64(dt))
	}
}

// add adds v·sign to what is held, from now on.
func (h *holding) add(now sim.Time, v []int64, t *totals) {
	h.advance(now)
	held := h.held[:len(v)]
	for d, x := range v {
		held[d] += x
	}
	h.choose(t)
}

// sub takes v away.
func (h *holding) sub(now sim.Time, v []int64, t *totals) {
	h.advance(now)
	held := h.held[:len(v)]
	for d, x := range v {
		held[d] -= x
	}
	h.choose(t)
}

// choose finds the dominant resource; among equals it stays with the one that was
// dominant before. A tenant changes it seldom, so that the branch is foreseen.
func (h *holding) choose(t *totals) {
	inv := t.inv[:len(h.held)]
	best := float64(h.held[h.dom]) * inv[h.dom]
	for d, x := range h.held {
		if s := float64(x) * inv[d]; s > best {
			best, h.dom = s, d
		}
	}
}

// divided is share·ns of an integral under the present totals.
func (t *totals) divided(part []wide) float64 {
	x := 0.0
	for d := range part {
		if t.now[d] > 0 && !part[d].zero() {
			x += part[d].float() / float64(t.now[d])
		}
	}
	return x
}

// closeBin ends a bin of the given length and returns the mean share in it.
func (h *holding) closeBin(now, length sim.Time, t *totals, counted bool) float64 {
	h.advance(now)
	mean := (h.bin + t.divided(h.part)) / float64(length)
	h.bin = 0
	h.cut(counted)
	return mean
}

// cut begins a new part; what came before counts in the window, or not.
func (h *holding) cut(counted bool) {
	for d := range h.part {
		if counted {
			h.win[d].addWide(h.part[d])
		}
		h.part[d] = wide{}
	}
}

// open begins the window of statistics.
func (h *holding) open(now sim.Time, t *totals) {
	h.advance(now)
	h.bin += t.divided(h.part)
	h.cut(false)
}

// turn divides everything by the totals, which are about to change.
func (h *holding) turn(now sim.Time, t *totals, counted bool) {
	h.advance(now)
	h.bin += t.divided(h.part)
	h.cut(counted)
	for d := range h.win {
		if t.now[d] > 0 && !h.win[d].zero() {
			if h.past == nil {
				h.past = make([]float64, len(h.win))
			}
			h.past[d] += h.win[d].float() / float64(t.now[d])
		}
	}
	clear(h.win)
}

// mean is the mean share over a window of the given length; the parts must have
// been cut.
func (h *holding) mean(length sim.Time, t *totals) *float64 {
	if length <= 0 {
		return nil
	}
	m := 0.0
	for _, x := range h.past {
		m += x / float64(length)
	}
	sum, used := new(big.Rat), 0
	for d := range h.win {
		if t.now[d] > 0 && !h.win[d].zero() {
			sum.Add(sum, new(big.Rat).SetFrac(h.win[d].big(), big.NewInt(t.now[d])))
			used++
		}
	}
	if used > 0 {
		f, _ := sum.Quo(sum, new(big.Rat).SetInt64(int64(length))).Float64()
		m += f
	}
	return &m
}

// mostly is the resource that made up most of the share over the window, or at
// the end if nothing was held in it; -1 if nothing was held at all.
func (h *holding) mostly(t *totals) int {
	best, dom := 0.0, -1
	for d := range h.win {
		x := 0.0
		if t.now[d] > 0 {
			x = h.win[d].float() / float64(t.now[d])
		}
		if h.past != nil {
			x += h.past[d]
		}
		if x > best {
			best, dom = x, d
		}
	}
	if dom < 0 && h.held[h.dom] > 0 {
		return h.dom
	}
	return dom
}

// final is the dominant share at the end.
func (h *holding) final(t *totals) float64 {
	s := 0.0
	for d, x := range h.held {
		if t.now[d] > 0 {
			s = max(s, float64(x)/float64(t.now[d]))
		}
	}
	return s
}
