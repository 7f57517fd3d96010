package queue

import "slices"

// Events of a bucket lie in chunks of one shared slice, so that memory follows
// what is pending and not the sum of what each bucket once held.
const (
	chunkBits = 5
	chunkLen  = 1 << chunkBits
	keepIdle  = 256 // chunks that may lie idle however few are in use: 128 KiB
)

// bucket is a first-in first-out list of events. Its zero value is empty.
type bucket struct {
	head uint32 // place of the first event in store.events
	tail uint32 // place after the last event
	n    uint32
}

// first is the chunk that the bucket begins in.
func (b *bucket) first() uint32 { return b.head >> chunkBits }

// store is the memory of all buckets. Chunk 0 is not used: it ends the free list.
type store struct {
	events []event
	next   []uint32 // next[c] is the chunk after c in its bucket, or in the free list
	free   uint32   // first free chunk
	idle   int      // length of the free list
}

// add appends e to b.
func (s *store) add(b *bucket, e event) {
	t := b.tail
	if t%chunkLen == 0 {
		t = s.extend(b)
	}
	s.events[t] = e
	b.tail = t + 1
	b.n++
}

// extend gives b one more chunk and returns the chunk's first place.
func (s *store) extend(b *bucket) uint32 {
	c := s.alloc()
	if b.n == 0 {
		b.head = c << chunkBits
	} else {
		s.next[(b.tail-1)>>chunkBits] = c
	}
	return c << chunkBits
}

// alloc takes a chunk from the free list or from new memory.
func (s *store) alloc() uint32 {
	if c := s.free; c != 0 {
		s.free = s.next[c]
		s.idle--
		return c
	}
	if len(s.next) == 0 {
		s.events = append(s.events, blank[:]...)
		s.next = append(s.next, 0)
	}
	s.events = append(s.events, blank[:]...)
	s.next = append(s.next, 0)
	return uint32(len(s.next) - 1)
}

// blank is what a new chunk holds.
var blank [chunkLen]event

// release frees chunk c and returns the chunk that followed it.
func (s *store) release(c uint32) (next uint32) {
	next = s.next[c]
	s.next[c] = s.free
	s.free = c
	s.idle++
	return next
}

// chunk is the part of chunk c, read from its start, that belongs to a bucket of
// which left events are not read yet. It counts them down.
func (s *store) chunk(c uint32, left *uint32) []event {
	m := min(*left, chunkLen)
	*left -= m
	return s.events[c<<chunkBits:][:m]
}

// takeFirst removes the first event of b, which has one.
func (s *store) takeFirst(b *bucket) uint64 {
	h := b.head
	b.head++
	b.n--
	if b.n == 0 {
		s.release(h >> chunkBits)
	} else if b.head%chunkLen == 0 {
		b.head = s.release(h>>chunkBits) << chunkBits
	}
	return s.events[h].data
}

// used is the number of chunks in buckets.
func (s *store) used() int { return max(len(s.next)-1, 0) - s.idle }

// wasteful says that more than three quarters of a large store lie idle.
func (s *store) wasteful() bool { return s.idle > keepIdle && s.idle > 3*s.used() }

// reset empties the store and makes room for so many chunks.
func (s *store) reset(chunks int) {
	s.free, s.idle = 0, 0
	s.next = append(slices.Grow(s.next[:0], chunks+1), 0)
	s.events = append(slices.Grow(s.events[:0], (chunks+1)*chunkLen), blank[:]...)
}

// adopt copies a bucket of another store. Places within chunks stay as they are.
func (s *store) adopt(from *store, b bucket) bucket {
	last := (b.tail - 1) >> chunkBits
	out := bucket{n: b.n}
	for c := b.first(); ; c = from.next[c] {
		to := s.alloc()
		copy(s.events[to<<chunkBits:], from.events[c<<chunkBits:][:chunkLen])
		if c == b.first() {
			out.head = to<<chunkBits | b.head%chunkLen
		} else {
			s.next[to-1] = to
		}
		if c == last {
			out.tail = to<<chunkBits + (b.tail-1)%chunkLen + 1
			return out
		}
	}
}
