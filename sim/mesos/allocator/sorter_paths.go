package allocator

import (
	"slices"

	"fairlead/sim/resource"
)

// paths interns role paths: a path is its parent path and one more name. It
// remembers what was said about a path (weight, priority) whether or not a
// claimant stands there. Path 0 is the root. Nothing is ever taken out, and
// nothing in it is a pointer.
type paths struct {
	entry []path
	names []byte
	table []int32 // open addressing by hash; 0 = free
}

type path struct {
	parent   int32
	at, size int32         // its last name, in names
	node     Node          // what stands there now, or -1
	key      uint64        // names the path in draws
	weight   resource.Frac // Den 0: nobody said anything
	priority int64
}

func newPaths() paths {
	return paths{entry: []path{{parent: -1}}, table: make([]int32, 16)}
}

func (p *paths) name(id int32) []byte {
	e := &p.entry[id]
	return p.names[e.at : e.at+e.size]
}

// intern returns the path below parent with the given name, making it if need be.
func (p *paths) intern(parent int32, name string) int32 {
	key := pathKey(p.entry[parent].key, name)
	id, slot := p.probe(key, parent, name)
	if id != 0 {
		return id
	}
	id = int32(len(p.entry))
	p.entry = append(p.entry, path{parent: parent, at: int32(len(p.names)), size: int32(len(name)), node: none, key: key})
	p.names = append(p.names, name...)
	p.table[slot] = id
	if 2*len(p.entry) > len(p.table) {
		p.grow()
	}
	return id
}

// find returns the path with the given names, or -1.
func (p *paths) find(names []string) int32 {
	id := int32(0)
	for _, name := range names {
		next, _ := p.probe(pathKey(p.entry[id].key, name), id, name)
		if next == 0 {
			return -1
		}
		id = next
	}
	return id
}

func (p *paths) internAll(names []string) int32 {
	id := int32(0)
	for _, name := range names {
		id = p.intern(id, name)
	}
	return id
}

// probe looks for a path; if there is none (0), slot is where it belongs.
func (p *paths) probe(key uint64, parent int32, name string) (id int32, slot int) {
	mask := len(p.table) - 1
	for slot = int(key) & mask; ; slot = (slot + 1) & mask {
		id = p.table[slot]
		if id == 0 {
			return 0, slot
		}
		e := &p.entry[id]
		if e.key == key && e.parent == parent && string(p.name(id)) == name {
			return id, slot
		}
	}
}

func (p *paths) grow() {
	p.table = make([]int32, 2*len(p.table))
	mask := len(p.table) - 1
	for id := 1; id < len(p.entry); id++ {
		slot := int(p.entry[id].key) & mask
		for p.table[slot] != 0 {
			slot = (slot + 1) & mask
		}
		p.table[slot] = int32(id)
	}
}

// split is the inverse of internAll.
func (p *paths) split(id int32) []string {
	var names []string
	for ; id > 0; id = p.entry[id].parent {
		names = append(names, string(p.name(id)))
	}
	slices.Reverse(names)
	return names
}

func (p *paths) copyTo(to *paths) {
	to.entry = append(to.entry[:0], p.entry...)
	to.names = append(to.names[:0], p.names...)
	to.table = append(to.table[:0], p.table...)
}

// pathKey is a hash of a path: of its parent's key and its own name.
func pathKey(parent uint64, name string) uint64 {
	h := parent ^ 0x9e3779b97f4a7c15
	for i := 0; i < len(name); i++ {
		h = (h ^ uint64(name[i])) * 0x100000001b3
	}
	h = (h ^ h>>32) * 0xff51afd7ed558ccd
	return h ^ h>>29
}

// prefix is the beginning of a name as a number that sorts as the name does.
func prefix(name []byte) uint64 {
	h := uint64(0)
	for i := 0; i < 8; i++ {
		h <<= 8
		if i < len(name) {
			h |= uint64(name[i])
		}
	}
	return h
}
