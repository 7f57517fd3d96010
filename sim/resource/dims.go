// Package resource counts exactly what exists and who holds it.
//
// An amount is an int64 in thousandths of the unit people write: 1500 is 1.5
// cpus, 512000 is 512 MiB. Sums are exact and do not depend on their order, and
// == works. A vector is a []int64 with one amount for each dimension that the
// scenario uses; a Table interns vectors so that a record can name one by a
// ShapeID. Shares are compared as fractions, by 128-bit cross multiplication,
// so that ties are real ties.
package resource

import "slices"

// Unit is the number of thousandths in one unit: one cpu, one MiB, one gpu.
const Unit = 1000

// Dims are the resource dimensions of one scenario, in the order in which every
// vector lists them: cpus, mem, disk, gpus, ports (those in use), then the
// others by name.
type Dims struct {
	names []string
}

// known is the order of the resources that Mesos itself knows.
var known = []string{"cpus", "mem", "disk", "gpus", "ports"}

// NewDims returns the dimensions for the given resource names, in canonical
// order and without repetition.
func NewDims(names ...string) *Dims {
	d := &Dims{}
	for _, k := range known {
		if slices.Contains(names, k) {
			d.names = append(d.names, k)
		}
	}
	var rest []string
	for _, n := range names {
		if !slices.Contains(known, n) && !slices.Contains(rest, n) {
			rest = append(rest, n)
		}
	}
	slices.Sort(rest)
	d.names = append(d.names, rest...)
	return d
}

// Len is the number of dimensions.
func (d *Dims) Len() int { return len(d.names) }

// Name is the resource name of dimension i.
func (d *Dims) Name(i int) string { return d.names[i] }

// Names lists the resource names in order; the slice must not be changed.
func (d *Dims) Names() []string { return d.names }

// Index finds a resource by name, or returns -1.
func (d *Dims) Index(name string) int { return slices.Index(d.names, name) }
