package sim

// A Plane is one control plane. The run loop calls it, and it calls the World.
// It never blocks and never reads a clock; every queue, share, offer and retry
// is its own. What it knows of the nodes it was told by their parties.
type Plane interface {
	// Boot creates the plane's parties and first timers at t = 0. The World then
	// reports the nodes and the tenants; no job has been submitted yet.
	Boot(w *World)
	// Submitted hands over a job that a client wants run.
	Submitted(j JobSlot)
	// Deliver brings a message to a live party.
	Deliver(to, from PartyID, m Msg)
	// Timer fires a timer of a live party.
	Timer(p PartyID, kind uint16, arg int64)
	// RunEnded tells the party of a node that a run on it has ended. The run can
	// be read until RunEnded returns.
	RunEnded(node PartyID, r RunSlot, why Cause)
}

// soon is a Plane that fetches what it will need when a run on a node ends. It is
// a hint: the run may end otherwise, or not at all.
type soon interface {
	Soon(node NodeID)
}

// Msg is a message between parties: a small value, so that nothing is boxed.
type Msg struct {
	Kind uint16
	Arg  [3]int64
}

// PartyRole says what a party is, so that one fault plan means the same thing in
// every plane.
type PartyRole uint8

// The roles of parties.
const (
	NodeParty PartyRole = iota // lives on a node: Mesos agent, kubelet, node manager
	Leader                     // the replicated control service: Mesos master, resource manager
	Scheduler                  // decides placements; may be the Leader
	AppMaster                  // acts for a tenant or a job: a Mesos framework's scheduler
	Client                     // submits work, from outside the cluster
)

// party is a process. Node parties come first: the party of node n is n.
type party struct {
	role PartyRole
	node NodeID // -1 on a control machine
}

// NewParty creates a party on a node, or on a control machine if at is negative.
func (w *World) NewParty(role PartyRole, at NodeID) PartyID {
	w.st.parties = append(w.st.parties, party{role, at})
	return PartyID(w.nodes + int32(len(w.st.parties)) - 1)
}

// NodeOf is the node on which a party lives, or -1.
func (w *World) NodeOf(p PartyID) NodeID {
	if int32(p) < w.nodes {
		return NodeID(p)
	}
	return w.st.parties[int32(p)-w.nodes].node
}

// message is a Msg under way.
type message struct {
	from, to PartyID
	m        Msg
	next     int32
}

// Send hands a message to the network. Messages of one ordered pair of parties
// arrive in the order in which they were sent; without latency they arrive in
// the instant in which they were sent, after what physically happens in it.
func (w *World) Send(from, to PartyID, m Msg) {
	s := w.st.freeMsg
	if s < 0 {
		s = int32(len(w.st.msgs))
		w.st.msgs = append(w.st.msgs, message{})
	} else {
		w.st.freeMsg = w.st.msgs[s].next
	}
	w.st.msgs[s] = message{from: from, to: to, m: m}
	w.st.fifo[classMessage].push(event(evMessage, 0, s))
}

func (w *World) deliver(slot int32) {
	g := w.st.msgs[slot]
	w.st.msgs[slot].next = w.st.freeMsg
	w.st.freeMsg = slot
	w.plane.Deliver(g.to, g.from, g.m)
}

// timer is an alarm that a party has set.
type timer struct {
	party PartyID
	gen   uint32
	kind  uint16
	arg   int64
	next  int32
}

// TimerID names a set timer.
type TimerID int64

// After sets a timer of party p, d from now.
func (w *World) After(p PartyID, d Time, kind uint16, arg int64) TimerID {
	if d < 0 {
		w.fail("timer set %d ns into the past by party %d", -d, p)
	}
	s, gen := w.newTimer(p, kind, arg)
	at := w.now + d
	if at < w.now {
		at = Forever
	}
	w.push(at, event(evTimer, gen, s))
	return TimerID(s)<<32 | TimerID(gen)
}

// Await says that n more things are to come of which the plane alone knows, such as
// a tenant that starts later, or that -n of them have come: while one is to come,
// a run is not stuck.
func (w *World) Await(n int64) { w.st.ahead += n }

// Settle asks for a timer of party p at the end of the current instant, after
// everything else that happens in it: the place of an allocation run.
func (w *World) Settle(p PartyID, kind uint16, arg int64) {
	if arg == 0 {
		w.st.fifo[classSettle].push(event(evSettle, uint32(kind), int32(p)))
		return
	}
	s, gen := w.newTimer(p, kind, arg)
	w.st.fifo[classSettle].push(event(evTimer, gen, s))
}

func (w *World) newTimer(p PartyID, kind uint16, arg int64) (slot int32, gen uint32) {
	slot = w.st.freeTimer
	if slot < 0 {
		slot = int32(len(w.st.timers))
		w.st.timers = append(w.st.timers, timer{})
	} else {
		w.st.freeTimer = w.st.timers[slot].next
	}
	t := &w.st.timers[slot]
	t.party, t.kind, t.arg = p, kind, arg
	return slot, t.gen
}

// Cancel takes a timer back. Cancelling one that has fired does nothing.
func (w *World) Cancel(id TimerID) {
	slot, gen := int32(id>>32), uint32(id)
	if w.st.timers[slot].gen == gen {
		w.freeTimer(slot)
	}
}

func (w *World) freeTimer(slot int32) {
	t := &w.st.timers[slot]
	t.gen = (t.gen + 1) & genMask
	t.next = w.st.freeTimer
	w.st.freeTimer = slot
}

func (w *World) fire(slot int32, gen uint32) {
	t := w.st.timers[slot]
	if t.gen != gen {
		return
	}
	w.freeTimer(slot)
	w.plane.Timer(t.party, t.kind, t.arg)
}
