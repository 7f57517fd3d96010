package sim

import (
	"unsafe"

	"fairlead/sim/fetch"
)

// Events of one instant happen in the order (time, class, seq). The class keeps
// planes from reordering physics: what happened on the machines is known before
// any message of that instant arrives, timers fire before clients hand in new
// work, and an allocation run sees everything that its instant brought. The big
// queue is keyed by time alone; what belongs to the current instant waits in one
// FIFO for each class, and the lowest class that waits goes next.
const (
	classPhysical = iota
	classMessage
	classTimer
	classClient
	classSettle
	numClasses
)

// Kinds of event, in the top byte of an event; then 24 bits of generation and
// 32 bits of slot.
const (
	evRunEnd = iota
	evRunStart
	evMessage
	evTimer
	evArrival
	evSettle // a timer for the end of the instant without an argument: its kind and party stand in the event
)

// classOf tells the class of events that come out of the queue.
var classOf = [...]uint8{
	evRunEnd:   classPhysical,
	evRunStart: classPhysical,
	evMessage:  classMessage,
	evTimer:    classTimer,
	evArrival:  classClient,
	evSettle:   classSettle,
}

// outward marks events that come from the world and not from the plane.
var outward = [8]bool{evRunEnd: true, evRunStart: true, evArrival: true}

const genMask = 1<<24 - 1

func event(kind uint8, gen uint32, slot int32) uint64 {
	return uint64(kind)<<56 | uint64(gen&genMask)<<32 | uint64(uint32(slot))
}

// fifo is the waiting line of one class within one instant.
type fifo struct {
	ev   []uint64
	head int
}

func (f *fifo) push(e uint64) {
	if f.head > 64 && f.head*2 > len(f.ev) { // an instant that goes on for long keeps what waits, not what has passed
		f.ev = f.ev[:copy(f.ev, f.ev[f.head:])]
		f.head = 0
	}
	f.ev = append(f.ev, e)
}

func (f *fifo) pop() (uint64, bool) {
	if f.head == len(f.ev) {
		return 0, false
	}
	e := f.ev[f.head]
	f.head++
	if f.head == len(f.ev) {
		f.ev, f.head = f.ev[:0], 0
	}
	return e, true
}

func (w *World) push(at Time, e uint64) {
	if outward[e>>56&7] {
		w.st.ahead++
	}
	if at == w.now {
		w.st.fifo[classOf[e>>56]].push(e)
		return
	}
	w.st.queue.Push(int64(at), e)
}

// dispatch makes one event happen.
func (w *World) dispatch(e uint64) {
	w.st.events++
	if outward[e>>56&7] {
		w.st.ahead--
	}
	gen, slot := uint32(e>>32)&genMask, int32(uint32(e))
	switch e >> 56 {
	case evRunEnd:
		w.runEnds(RunSlot(slot), gen)
	case evRunStart:
		w.runStarts(RunSlot(slot), gen)
	case evMessage:
		w.deliver(slot)
	case evTimer:
		w.fire(slot, gen)
	case evArrival:
		w.arrive(slot)
	case evSettle:
		w.plane.Timer(PartyID(slot), uint16(gen), 0)
	}
}

// look asks for the memory that events to come will need: first for the run that
// one will end, and when that is there, for what belongs to its node.
func (w *World) look() {
	if e, ok := w.st.queue.Ahead(lookRun); ok && e>>56 == evRunEnd {
		fetch.Line(unsafe.Pointer(&w.st.runs[uint32(e)]))
	}
	if e, ok := w.st.queue.Ahead(lookNode); ok && e>>56 == evRunEnd {
		n := w.st.runs[uint32(e)].Node
		w.Soon(n)
		if w.soon != nil {
			w.soon.Soon(n)
		}
	}
}

// How many events ahead look looks: about as many as happen while memory
// answers, and a few more.
const (
	lookRun  = 4
	lookNode = 1
)

// instant makes everything happen that waits in the current instant.
func (w *World) instant() {
	for class := 0; class < numClasses; {
		e, ok := w.st.fifo[class].pop()
		if !ok {
			class++
			continue
		}
		w.dispatch(e)
		class = 0
		if w.Full() {
			return
		}
	}
}
