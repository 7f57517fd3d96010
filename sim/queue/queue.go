// Package queue holds what is going to happen: a monotone priority queue of
// 16-byte events without pointers, keyed by time alone.
//
// Its promise is a total order. Events come out by time; events of one instant
// come out in the order in which they were pushed, by construction and not by
// a sequence number. Time only moves forward: an event may be pushed at the
// current instant, even while that instant is being taken (it comes after what
// is there), but never before it.
//
//	for {
//		at, ok := q.Next() // to the earliest instant
//		if !ok {
//			break
//		}
//		for q.More() {
//			data, _ := q.Take()
//			... q.Push(at+delay, more)
//		}
//	}
//
// It is a radix heap (Ahuja, Mehlhorn, Orlin and Tarjan, "Faster algorithms for
// the shortest path problem", J. ACM 37, 1990, section 3) with digits of six
// bits: an event lies in the bucket named by the highest digit in which its time
// differs from the current instant, and by the value of that digit. When the
// clock reaches a bucket, its events move to lower digits, so that an event
// moves a few times in its life however many are pending, always through memory
// in sequence. A bucket with few events is not spread but sorted into a small
// array, `near`, which then serves all of the bucket's range; that saves the last
// moves, which are the ones that touch one event at a time.
//
// Equal times always share a bucket, and buckets, moves and the sort keep
// order: that is the whole proof of first in, first out.
package queue

import (
	"fmt"
	"math"
	"math/bits"
)

// The sizes were measured: hold model with 1e1 to 1e6 events pending, digits of
// 4, 5, 6 and 8 bits, near arrays of 8, 16 and 32, chunks of 16, 32 and 64.
// Eight bits are some 10 % faster at 1e5 and above and three times as large.
const (
	digitBits = 6
	fan       = 1 << digitBits
	levels    = (63 + digitBits - 1) / digitBits
	nearMax   = 32          // a bucket of at most so many is sorted, not spread
	nearCap   = 2 * nearMax // room for what is pushed meanwhile; a power of two
)

// event is one thing to come. What data means is its user's business.
type event struct {
	at   int64
	data uint64
}

// Queue is a queue of events. The zero value is empty, at instant 0.
//
// Two facts hold between calls. Every event in near is in [now, nearLast] and
// every other event is later than nearLast. An event outside near lies in the
// bucket (level, digit) of the highest digit in which its time differs from
// now, or at level 0 in the digit of now if it does not differ.
type Queue struct {
	now      int64
	n        int
	nearLast int64 // last instant that near serves; before now: near is empty and closed
	head     int   // near[head:tail] are pending, ordered
	tail     int
	near     [nearCap]event
	occupied uint32         // bit l: level l has an event
	digits   [levels]uint64 // bit d of digits[l]: bucket (l, d) has an event
	buckets  [levels * fan]bucket
	store    store
}

// Len is the number of events pending.
func (q *Queue) Len() int { return q.n }

// Push adds an event. It panics if at is before the current instant.
func (q *Queue) Push(at int64, data uint64) {
	if at < q.now {
		panic(fmt.Sprintf("queue: event %#x pushed at %d ns, before the current instant %d ns", data, at, q.now))
	}
	q.n++
	if at > q.nearLast {
		q.put(event{at, data})
		return
	}
	q.insert(event{at, data})
}

// Next advances to the earliest instant that has an event: the current one, if
// it has events left. It is false, and changes nothing, if nothing is pending.
func (q *Queue) Next() (at int64, ok bool) {
	if q.head < q.tail {
		q.now = q.near[q.head].at
		return q.now, true
	}
	if q.n == 0 {
		return q.now, false
	}
	q.advance()
	return q.now, true
}

// More says whether the current instant has events left.
func (q *Queue) More() bool {
	if q.head < q.tail {
		return q.near[q.head].at == q.now
	}
	return q.buckets[q.now&(fan-1)].n > 0
}

// Take removes the next event of the current instant, in the order of Push. It
// is false if the instant is exhausted.
func (q *Queue) Take() (data uint64, ok bool) {
	if q.head == q.tail {
		return q.takeBucket()
	}
	e := &q.near[q.head&(nearCap-1)]
	if e.at != q.now {
		return 0, false
	}
	q.head++
	q.n--
	return e.data, true
}

// Ahead is the data of the event that is to come k events after the next one, as
// far as that is known without work; a hint of what will soon be needed.
func (q *Queue) Ahead(k int) (data uint64, ok bool) {
	if i := q.head + k; i < q.tail {
		return q.near[i&(nearCap-1)].data, true
	}
	return 0, false
}

// takeBucket takes from the bucket of the current instant. At level 0 all
// events of a bucket have the same time.
func (q *Queue) takeBucket() (uint64, bool) {
	d := uint(q.now) & (fan - 1)
	b := &q.buckets[d]
	if b.n == 0 {
		return 0, false
	}
	data := q.store.takeFirst(b)
	q.n--
	if b.n == 0 {
		q.clear(0, d)
	}
	return data, true
}

// put adds e, which near does not serve, to its bucket.
func (q *Queue) put(e event) {
	l := levelOf[63-bits.LeadingZeros64(uint64(e.at^q.now)|1)]
	d := uint(e.at>>(l*digitBits)) & (fan - 1)
	b := &q.buckets[l<<digitBits|d]
	if b.n == 0 {
		q.occupied |= 1 << l
		q.digits[l] |= 1 << d
	}
	q.store.add(b, e)
}

// clear empties a bucket whose events have been taken out.
func (q *Queue) clear(l, d uint) {
	q.buckets[l<<digitBits|d] = bucket{}
	q.digits[l] &^= 1 << d
	if q.digits[l] == 0 {
		q.occupied &^= 1 << l
	}
}

// advance moves the clock to the earliest event of the buckets. near is empty.
func (q *Queue) advance() {
	if q.store.wasteful() {
		q.compact()
	}
	l := uint(bits.TrailingZeros32(q.occupied))
	d := uint(bits.TrailingZeros64(q.digits[l]))
	b := q.buckets[l<<digitBits|d]
	switch {
	case l == 0:
		q.now = q.store.events[b.head].at
	case b.n <= nearMax:
		q.clear(l, d)
		q.sort(b, l)
	default:
		q.clear(l, d)
		q.spread(b)
	}
}

// spread moves to the earliest event of b, and all its events to lower levels.
// Events of the very first instant skip all levels between: a crowd that shares
// one instant is moved once.
func (q *Queue) spread(b bucket) {
	first := int64(math.MaxInt64)
	for c, left := b.first(), b.n; left > 0; c = q.store.next[c] {
		part := q.store.chunk(c, &left)
		for i := range part {
			first = min(first, part[i].at)
		}
	}
	q.now = first
	q.nearLast = first - 1
	for c, left := b.first(), b.n; left > 0; {
		for _, e := range q.store.chunk(c, &left) {
			q.put(e)
		}
		c = q.store.release(c)
	}
}

// sort moves the few events of b, a bucket of level l, to near, which serves all
// of the bucket's range from now on; or every instant, if nothing else is
// pending.
func (q *Queue) sort(b bucket, l uint) {
	q.head, q.tail = 0, 0
	for c, left := b.first(), b.n; left > 0; {
		for _, e := range q.store.chunk(c, &left) {
			q.place(e)
		}
		c = q.store.release(c)
	}
	q.now = q.near[0].at
	q.nearLast = q.now | (1<<(l*digitBits) - 1)
	if q.tail == q.n {
		q.nearLast = math.MaxInt64
	}
}

// insert adds e to near, and gives near up if it has grown too large for that.
func (q *Queue) insert(e event) {
	if q.tail == nearCap {
		if q.head < nearMax {
			q.flush()
			q.put(e)
			return
		}
		q.tail = copy(q.near[:], q.near[q.head:q.tail])
		q.head = 0
	}
	q.place(e)
}

// place puts e behind all events of near that are not later.
func (q *Queue) place(e event) {
	i := q.tail
	for i > q.head && q.near[i-1].at > e.at {
		q.near[i] = q.near[i-1]
		i--
	}
	q.near[i] = e
	q.tail++
}

// flush moves the events of near to the buckets, which have none in its range.
func (q *Queue) flush() {
	pending := q.near[q.head:q.tail]
	q.head, q.tail = 0, 0
	q.nearLast = q.now - 1
	for _, e := range pending {
		q.put(e)
	}
}

// CopyTo makes dst equal to q: from then on both give the same events, each on
// its own. It reuses the memory of dst.
func (q *Queue) CopyTo(dst *Queue) {
	if dst == q {
		return
	}
	old := dst.store
	*dst = *q
	dst.store = old
	q.pack(dst)
}

// compact gives memory back after most of a crowd has passed.
func (q *Queue) compact() {
	old := *q
	q.store = store{}
	old.pack(q)
}

// pack gives dst, whose fields equal q's, a store of its own that holds the
// chunks in use and no others.
func (q *Queue) pack(dst *Queue) {
	dst.store.reset(q.store.used())
	for l := range uint(levels) {
		for m := q.digits[l]; m != 0; m &= m - 1 {
			i := l<<digitBits | uint(bits.TrailingZeros64(m))
			dst.buckets[i] = dst.store.adopt(&q.store, q.buckets[i])
		}
	}
}

// levelOf is the digit that a bit belongs to.
var levelOf = func() (t [64]uint) {
	for bit := range t {
		t[bit] = uint(bit) / digitBits
	}
	return t
}()
