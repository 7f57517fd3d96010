package allocator

import (
	"cmp"
	"maps"
	"slices"
)

// PoolID names a Pool. Pool 0 is the plain one: unreserved, not revocable, no
// volume; the hot paths of an allocator know nothing else, and keep its amounts
// as vectors.
type PoolID int32

// Plain is the pool of what anybody may be offered.
const Plain PoolID = 0

// ReservationID names a stack of reservations, from the bottom up; 0 is none.
type ReservationID int32

// VolumeID names a persistent volume; 0 is none.
type VolumeID int32

// Pool is what sets an amount apart from others of its name: amounts of one
// resource in different pools do not mix, though they count together in shares.
type Pool struct {
	Reserved  ReservationID // for the role on top of the stack
	Volume    VolumeID
	Revocable bool
	Mount     bool // a disk that cannot be cut
	Shared    bool // a volume that many tasks use at once
}

// Pools interns pools, reservation stacks and volume names.
type Pools struct {
	all     []Pool
	index   map[Pool]PoolID
	stacks  paths // a stack is a path whose names are roles
	volumes paths
}

// NewPools returns pools with the plain one in it.
func NewPools() *Pools {
	p := &Pools{index: map[Pool]PoolID{}, stacks: newPaths(), volumes: newPaths()}
	p.Intern(Pool{})
	return p
}

// Intern returns the id of a pool, the same for equal pools.
func (p *Pools) Intern(pool Pool) PoolID {
	id, ok := p.index[pool]
	if !ok {
		id = PoolID(len(p.all))
		p.all = append(p.all, pool)
		p.index[pool] = id
	}
	return id
}

// At is the pool with that id.
func (p *Pools) At(id PoolID) Pool { return p.all[id] }

// Reservation interns a stack of reservations, given from the bottom up.
func (p *Pools) Reservation(roles ...string) ReservationID {
	return ReservationID(p.stacks.internAll(roles))
}

// Roles is a stack of reservations from the bottom up; the last one owns it.
func (p *Pools) Roles(r ReservationID) []string { return p.stacks.split(int32(r)) }

// Volume interns the name of a volume.
func (p *Pools) Volume(name string) VolumeID { return VolumeID(p.volumes.intern(0, name)) }

// CopyTo makes to the same as p.
func (p *Pools) CopyTo(to *Pools) {
	to.all = append(to.all[:0], p.all...)
	to.index = maps.Clone(p.index)
	p.stacks.copyTo(&to.stacks)
	p.volumes.copyTo(&to.volumes)
}

// Object is an amount above zero of one resource in one pool.
type Object struct {
	Pool   PoolID
	Dim    int32
	Amount int64
}

// Amounts are objects in the order of (pool, dimension): one for each, but in
// shared pools one for each copy of the volume that is held.
type Amounts []Object

func byPlace(a, b Object) int {
	return cmp.Or(cmp.Compare(a.Pool, b.Pool), cmp.Compare(a.Dim, b.Dim))
}

// Add adds o to v in place, which may move it. An amount of zero is nothing.
func (p *Pools) Add(v Amounts, o Object) Amounts {
	i, found := slices.BinarySearchFunc(v, o, byPlace)
	switch {
	case o.Amount == 0:
		return v
	case found && !p.all[o.Pool].Shared:
		v[i].Amount += o.Amount
		return v
	}
	return slices.Insert(v, i, o)
}

// Sub takes o from v in place; false means that v does not contain it.
func (p *Pools) Sub(v Amounts, o Object) (Amounts, bool) {
	i, found := slices.BinarySearchFunc(v, o, byPlace)
	switch {
	case o.Amount == 0:
		return v, true
	case !found || v[i].Amount < o.Amount, p.all[o.Pool].Shared && v[i].Amount != o.Amount:
		return v, false
	case v[i].Amount > o.Amount:
		v[i].Amount -= o.Amount
		return v, true
	}
	return slices.Delete(v, i, i+1), true
}

// Quantities adds up v by resource, whatever the pool, into sum; a shared volume
// counts once however many copies there are.
func (p *Pools) Quantities(v Amounts, sum []int64) {
	clear(sum)
	for i, o := range v {
		if i > 0 && p.all[o.Pool].Shared && byPlace(v[i-1], o) == 0 {
			continue
		}
		sum[o.Dim] += o.Amount
	}
}
