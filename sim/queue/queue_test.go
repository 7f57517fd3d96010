package queue

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pair drives a queue and its twin with the same calls.
type pair struct {
	q    Queue
	twin plain
	made uint64
}

func (p *pair) push(at int64) {
	p.made++
	p.q.Push(at, p.made)
	p.twin.Push(at, p.made)
}

func (p *pair) next(t rapid.TB) bool {
	at, ok := p.q.Next()
	wantAt, wantOK := p.twin.Next()
	if at != wantAt || ok != wantOK {
		t.Fatalf("Next() = %d, %v; twin %d, %v", at, ok, wantAt, wantOK)
	}
	return ok
}

func (p *pair) take(t rapid.TB) bool {
	if more := p.q.More(); more != p.twin.More() {
		t.Fatalf("at %d: More() = %v, twin says otherwise", p.twin.now, more)
	}
	data, ok := p.q.Take()
	want, wantOK := p.twin.Take()
	if data != want || ok != wantOK {
		t.Fatalf("at %d: Take() = %d, %v; twin %d, %v", p.twin.now, data, ok, want, wantOK)
	}
	if p.q.Len() != p.twin.Len() {
		t.Fatalf("Len() = %d, twin %d", p.q.Len(), p.twin.Len())
	}
	return ok
}

func (p *pair) drain(t rapid.TB) {
	for p.next(t) {
		for p.take(t) {
		}
	}
	checkEmpty(t, &p.q)
}

// checkEmpty fails if something stays behind in an empty queue.
func checkEmpty(t rapid.TB, q *Queue) {
	if q.Len() != 0 || q.occupied != 0 || q.digits != [levels]uint64{} || q.store.used() != 0 {
		t.Fatalf("an empty queue holds on to something: n %d, levels %b, chunks %d", q.Len(), q.occupied, q.store.used())
	}
}

// delays are chosen so that instants coincide, buckets of every level fill and
// near overflows: all scales from 0 to 2^62, many of them round.
func drawDelay(t *rapid.T, now int64) int64 {
	d := int64(0)
	switch rapid.IntRange(0, 3).Draw(t, "scale") {
	case 1:
		d = rapid.Int64Range(0, 200).Draw(t, "near")
	case 2:
		d = rapid.Int64Range(0, 4).Draw(t, "ticks") * 1_000_000_000
	case 3:
		bits := rapid.IntRange(0, 62).Draw(t, "bits")
		d = rapid.Int64Range(0, 1<<bits).Draw(t, "far")
	}
	return now + min(d, 1<<62-now)
}

func TestQueuePopsAsPlainHeap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := new(pair)
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0: // a crowd at one instant
				at := drawDelay(t, p.twin.now)
				for range rapid.IntRange(1, 200).Draw(t, "crowd") {
					p.push(at)
				}
			case 1: // a crowd spread evenly
				step := rapid.Int64Range(1, 1<<40).Draw(t, "step")
				for i := range rapid.Int64Range(1, 300).Draw(t, "events") {
					p.push(min(p.twin.now+i*step, 1<<62))
				}
			case 2:
				for range rapid.IntRange(1, 20).Draw(t, "pushes") {
					p.push(drawDelay(t, p.twin.now))
				}
			case 3: // some of what comes next, with pushes in between
				for range rapid.IntRange(1, 50).Draw(t, "takes") {
					if !p.take(t) {
						p.next(t)
					} else if p.made%3 == 0 {
						p.push(drawDelay(t, p.twin.now))
					}
				}
			case 4: // whole instants
				for range rapid.IntRange(1, 20).Draw(t, "instants") {
					p.next(t)
					for p.take(t) {
					}
				}
			}
		}
		p.drain(t)
	})
}

func TestCopyContinuesEqually(t *testing.T) {
	used := new(pair) // the target of copies, with whatever the last one left
	rapid.Check(t, func(t *rapid.T) {
		p := new(pair)
		for range rapid.IntRange(1, 400).Draw(t, "pushes") {
			p.push(drawDelay(t, 0))
		}
		for range rapid.IntRange(0, 300).Draw(t, "takes") {
			if !p.take(t) {
				p.next(t)
			}
		}
		p.q.CopyTo(&used.q)
		p.twin.CopyTo(&used.twin)
		used.made = p.made + 1000 // so that mixing the two would show
		for range rapid.IntRange(0, 50).Draw(t, "more") {
			p.push(drawDelay(t, p.twin.now))
			used.push(drawDelay(t, used.twin.now))
		}
		p.drain(t)
		used.drain(t)
	})
}

func TestCopyToSelf(t *testing.T) {
	var p pair
	for i := range 100 {
		p.push(int64(i / 3))
	}
	p.q.CopyTo(&p.q)
	p.drain(t)
}

func TestZeroValueIsEmpty(t *testing.T) {
	var q Queue
	if at, ok := q.Next(); at != 0 || ok {
		t.Errorf("Next() = %d, %v of an empty queue", at, ok)
	}
	if _, ok := q.Take(); ok || q.More() || q.Len() != 0 {
		t.Error("an empty queue has something to take")
	}
}

func TestPushIntoCurrentInstantComesLast(t *testing.T) {
	for _, crowd := range []int{1, 2, 40, 500} {
		var q Queue
		for i := range crowd {
			q.Push(7, uint64(i))
		}
		q.Push(8, 99)
		q.Next()
		var got []uint64
		for q.More() {
			d, _ := q.Take()
			got = append(got, d)
			if d < uint64(crowd) {
				q.Push(7, d+1000)
			}
		}
		if len(got) != 2*crowd {
			t.Fatalf("crowd %d: took %d events, want %d", crowd, len(got), 2*crowd)
		}
		for i, d := range got {
			if want := uint64(i%crowd + i/crowd*1000); d != want {
				t.Fatalf("crowd %d: event %d is %d, want %d", crowd, i, d, want)
			}
		}
	}
}

func TestNextStaysWhileInstantLasts(t *testing.T) {
	for _, crowd := range []int{3, 300} {
		var q Queue
		for range crowd {
			q.Push(5, 0)
		}
		q.Push(math.MaxInt64, 1)
		q.Next()
		q.Take()
		if at, ok := q.Next(); at != 5 || !ok {
			t.Errorf("crowd %d: Next() = %d, %v with events left at 5", crowd, at, ok)
		}
	}
}

func TestPushBeforeNowPanics(t *testing.T) {
	var q Queue
	q.Push(500, 1)
	q.Next()
	defer func() {
		msg := fmt.Sprint(recover())
		if !strings.Contains(msg, "499") || !strings.Contains(msg, "500") {
			t.Errorf("panic %q does not name both times", msg)
		}
	}()
	q.Push(499, 2)
}

// hold is the hold model: with q.Len() pending, each step takes the next event
// and pushes it again later.
func hold(q *Queue, c *chance, steps int) {
	for range steps {
		at, _ := q.Next()
		data, _ := q.Take()
		q.Push(at+c.exp(), data)
	}
}

func TestSteadyStateAllocatesNothing(t *testing.T) {
	var q Queue
	var c chance
	for i := range 20_000 {
		q.Push(c.exp(), uint64(i))
	}
	hold(&q, &c, 100_000)
	if n := testing.AllocsPerRun(20, func() { hold(&q, &c, 2_000) }); n != 0 {
		t.Errorf("%v allocations in 2,000 steps of the steady state", n)
	}
}

func TestMemoryFollowsWhatIsPending(t *testing.T) {
	var q Queue
	var c chance
	const crowd = 160_000
	for i := range crowd {
		q.Push(c.exp(), uint64(i))
	}
	hold(&q, &c, 4*crowd)
	if got, live := 16*cap(q.store.events), 16*crowd; got > 2*live {
		t.Errorf("%d bytes held for %d bytes pending", got, live)
	}
	for q.Len() > 1000 {
		q.Next()
		q.Take()
	}
	hold(&q, &c, 10_000)
	if got := cap(q.store.events); got > 2*keepIdle*chunkLen {
		t.Errorf("room for %d events after the crowd has gone to 1,000", got)
	}
}
