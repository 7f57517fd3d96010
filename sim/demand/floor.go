package demand

import "fairlead/sim"

// Floor is a lower bound, dimension by dimension, of every shape that waits: what
// it does not fit, nothing fits. It costs nothing to be too low, so it is brought
// up only now and then, after as many lines have gone as there are.
func (b *Book) Floor() (floor []int64, generation uint64) {
	if b.gone > 64 && b.gone > len(b.lines) {
		b.refloor()
	}
	return b.floor, b.floorGen
}

// lower takes a new shape into the floor.
func (b *Book) lower(shape []int64) {
	if b.floor == nil {
		b.floor = append(b.floor, shape...)
		b.floorGen++
		return
	}
	for d, x := range shape {
		if x < b.floor[d] {
			b.floor[d] = x
			b.floorGen++
		}
	}
}

// refloor recomputes the floor from the lines that are there.
func (b *Book) refloor() {
	b.gone = 0
	b.floor = b.floor[:0]
	for i := range b.lines {
		l := &b.lines[i]
		if l.head < 0 {
			continue
		}
		v := b.shapes.At(l.shape)
		if len(b.floor) == 0 {
			b.floor = append(b.floor, v...)
			continue
		}
		for d, x := range v {
			b.floor[d] = min(b.floor[d], x)
		}
	}
	if len(b.floor) == 0 {
		b.floor = nil
	}
	b.floorGen++
}

// Least writes the least that any waiting task of a tenant needs of each
// dimension to v and returns it, or nil if none waits.
func (b *Book) Least(t sim.TenantID, v []int64) []int64 {
	l := b.tenants[t].first
	if l < 0 {
		return nil
	}
	copy(v, b.shapes.At(b.lines[l].shape))
	for l = b.lines[l].next; l >= 0; l = b.lines[l].next {
		for d, x := range b.shapes.At(b.lines[l].shape) {
			v[d] = min(v[d], x)
		}
	}
	return v
}
