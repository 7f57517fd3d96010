package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"fairlead/reports"
	"fairlead/sim"
)

// drawEvery is how often the progress line is drawn anew.
const drawEvery = 150 * time.Millisecond

// meter draws one line about the runs under way, on a terminal only. It reads
// the wall clock, which is why nothing of it ever reaches a result.
type meter struct {
	out   io.Writer
	width func() int
	clock func() time.Time

	mu     sync.Mutex
	tracks []*track // under way, in order of their start
	done   int
	total  int
	drawn  bool
	stop   chan struct{}
	wg     sync.WaitGroup
}

// track is one run under way.
type track struct {
	name    string
	began   time.Time
	now     atomic.Int64
	until   atomic.Int64
	records atomic.Int64
}

// newMeter starts a meter for total runs if w is a terminal; otherwise it
// returns nil, and a nil meter does nothing.
func newMeter(w io.Writer, total int) *meter {
	f := terminal(w)
	if f == nil {
		return nil
	}
	m := &meter{out: f, total: total, clock: time.Now, stop: make(chan struct{}), width: func() int { return widthOf(f) }}
	m.wg.Go(m.draw)
	return m
}

// start begins to watch a run; what it returns is for the run's own goroutine.
func (m *meter) start(name string) *track {
	if m == nil {
		return &track{}
	}
	t := &track{name: reports.Visible(name), began: m.clock()}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tracks = append(m.tracks, t)
	return t
}

// update notes how far the run is.
func (t *track) update(now, until sim.Time, records int64) {
	t.now.Store(int64(now))
	t.until.Store(int64(until))
	t.records.Store(records)
}

// end stops watching a run.
func (m *meter) end(t *track) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, u := range m.tracks {
		if u == t {
			m.tracks = append(m.tracks[:i], m.tracks[i+1:]...)
			m.done++
			return
		}
	}
}

// aside runs f, which may print, with the progress line out of the way.
func (m *meter) aside(f func()) {
	if m != nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.clear()
	}
	f()
}

// close takes the line away for good.
func (m *meter) close() {
	if m == nil {
		return
	}
	close(m.stop)
	m.wg.Wait()
	m.aside(func() {})
}

func (m *meter) draw() {
	tick := time.NewTicker(drawEvery)
	defer tick.Stop()
	for {
		select {
		case <-m.stop:
			return
		case <-tick.C:
			m.mu.Lock()
			m.clear()
			if line := m.line(m.clock()); line != "" {
				m.drawn = true
				_, _ = io.WriteString(m.out, clip(line, m.width()-1)) // progress is not worth an error
			}
			m.mu.Unlock()
		}
	}
}

func (m *meter) clear() {
	if m.drawn {
		m.drawn = false
		_, _ = io.WriteString(m.out, "\r\x1b[K")
	}
}

// line is the text of the progress line: the oldest run in full, of the others
// how many there are.
func (m *meter) line(now time.Time) string {
	if len(m.tracks) == 0 {
		return ""
	}
	text := m.tracks[0].line(now)
	if m.total > 1 {
		text = fmt.Sprintf("%d of %d done · %s", m.done, m.total, text)
	}
	return text
}

func (t *track) line(now time.Time) string {
	spent := now.Sub(t.began).Seconds()
	at, until, records := sim.Time(t.now.Load()), sim.Time(t.until.Load()), t.records.Load()
	parts := []string{t.name}
	ends := until > 0 && until != sim.Forever
	if ends {
		parts = append(parts, fmt.Sprintf("%s of %s (%.0f %%)", span(at), span(until), 100*float64(at)/float64(until)))
	} else {
		parts = append(parts, span(at)+" simulated")
	}
	if spent > 0.2 && at > 0 {
		rate := float64(at) / spent
		parts = append(parts, span(sim.Time(rate))+" a second", count(float64(records)/spent)+" records/s")
		if ends {
			parts = append(parts, span(sim.Time(float64(until-at)/rate*1e9))+" left")
		}
	}
	return strings.Join(parts, " · ")
}

// span is a simulated time in its two largest units.
func span(t sim.Time) string {
	units := []struct {
		unit sim.Time
		name string
	}{{sim.Day, "d"}, {sim.Hour, "h"}, {sim.Minute, "m"}, {sim.Second, "s"}}
	for i, u := range units {
		if t < u.unit {
			continue
		}
		if u.unit == sim.Second {
			break
		}
		if rest := t % u.unit / units[i+1].unit; rest > 0 {
			return fmt.Sprintf("%d%s%d%s", t/u.unit, u.name, rest, units[i+1].name)
		}
		return fmt.Sprintf("%d%s", t/u.unit, u.name)
	}
	return fmt.Sprintf("%ds", t/sim.Second)
}

// count is a large number in three digits.
func count(x float64) string {
	switch {
	case x >= 1e9:
		return fmt.Sprintf("%.1fG", x/1e9)
	case x >= 1e6:
		return fmt.Sprintf("%.1fM", x/1e6)
	case x >= 1e3:
		return fmt.Sprintf("%.1fk", x/1e3)
	}
	return fmt.Sprintf("%.0f", x)
}

// clip cuts a line to a width in runes.
func clip(s string, width int) string {
	if r := []rune(s); len(r) > width && width > 0 {
		return string(r[:width])
	}
	return s
}
