package reports

import "fairlead/sim"

// ledger is an amount of every resource over time, integrated exactly.
type ledger struct {
	held  []int64
	since sim.Time
	part  []wide // in this bin
	win   []wide // in the window of statistics, before part
	mark  []wide // of part, when the window opened within this bin
}

func newLedger(width int) ledger {
	w := make([]wide, 3*width)
	return ledger{held: make([]int64, width), part: w[:width:width], win: w[width : 2*width : 2*width], mark: w[2*width:]}
}

// advance brings the integrals to now.
func (l *ledger) advance(now sim.Time) {
	dt := now - l.since
	if dt == 0 {
		return
	}
	l.since = now
	part := l.part[:len(l.held)]
	for d, x := range l.held {
		if x != 0 {
			part[d].addMul(x, int64(dt))
		}
	}
}

func (l *ledger) add(now sim.Time, v []int64) {
	l.advance(now)
	held := l.held[:len(v)]
	for d, x := range v {
		held[d] += x
	}
}

func (l *ledger) sub(now sim.Time, v []int64) {
	l.advance(now)
	held := l.held[:len(v)]
	for d, x := range v {
		held[d] -= x
	}
}

// open begins the window of statistics.
func (l *ledger) open(now sim.Time) {
	l.advance(now)
	copy(l.mark, l.part)
}

// closeBin ends a bin and puts the mean amounts of it, in thousandths, in means.
func (l *ledger) closeBin(now, length sim.Time, counted bool, means []float64) {
	l.advance(now)
	for d := range l.part {
		means[d] = l.part[d].float() / float64(length)
		if counted {
			l.win[d].addWide(l.part[d])
			l.win[d].subWide(l.mark[d])
		}
		l.part[d], l.mark[d] = wide{}, wide{}
	}
}
