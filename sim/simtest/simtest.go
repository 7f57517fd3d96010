// Package simtest supports tests of the physical world and of control planes.
//
// A Dialogue turns the records of a run into an account that a reviewer reads as
// a story; such accounts are golden files. An Audit holds the records of any run
// against what must be true of all of them, with plain books of its own. Both are
// sinks:
//
//	d := simtest.NewDialogue(names)
//	a := simtest.NewAudit(names)
//	cfg.Sinks = []sim.Sink{d, a}
//	sim.New(cfg).Run()
//	fmt.Print(d)
//	for _, p := range a.Problems() { t.Error(p) }
package simtest

import (
	"strconv"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// Names resolves the numbers in records.
type Names struct {
	Dims    *resource.Dims
	Shapes  *resource.Table
	Nodes   []sim.NodeShape
	Tenants []string // by sim.TenantID
	Groups  []string // by sim.GroupID
	Jobs    []string // kinds of job, by sim.SpecID
}

// node is the name of a node: that of its shape and its number among those.
func (n *Names) node(id sim.NodeID) string {
	i := int32(id)
	for _, s := range n.Nodes {
		if i < s.Count {
			return s.Name + "-" + strconv.Itoa(int(i))
		}
		i -= s.Count
	}
	return "node " + strconv.Itoa(int(id))
}

// capacity is what a node can hold.
func (n *Names) capacity(id sim.NodeID) []int64 {
	i := int32(id)
	for _, s := range n.Nodes {
		if i < s.Count {
			return n.Shapes.At(s.Capacity)
		}
		i -= s.Count
	}
	return nil
}

// shape spells an interned vector out.
func (n *Names) shape(id resource.ShapeID) string { return n.amounts(n.Shapes.At(id)) }

// amounts spells a vector out: cpus 2, mem 4GiB. Dimensions of which there is
// nothing are left out.
func (n *Names) amounts(v []int64) string {
	text := ""
	for d, x := range v {
		if x == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += n.Dims.Name(d) + " "
		switch n.Dims.Name(d) {
		case "mem", "disk":
			text += size(x)
		default:
			text += decimal(x, 3)
		}
	}
	if text == "" {
		return "nothing"
	}
	return text
}

// size spells thousandths of a MiB out, in GiB where that is a whole number.
func size(x int64) string {
	const gib = 1024 * resource.Unit
	if x%gib == 0 {
		return strconv.FormatInt(x/gib, 10) + "GiB"
	}
	return decimal(x, 3) + "MiB"
}

// seconds spells a time out.
func seconds(t sim.Time) string { return decimal(int64(t), 9) + "s" }

// decimal is x / 10^places, without trailing zeros.
func decimal(x int64, places int) string {
	if x < 0 {
		return "-" + decimal(-x, places)
	}
	scale := int64(1)
	for range places {
		scale *= 10
	}
	text := strconv.FormatInt(x/scale, 10)
	rest := x % scale
	if rest == 0 {
		return text
	}
	text += "."
	for rest > 0 {
		scale /= 10
		text += string(rune('0' + rest/scale))
		rest %= scale
	}
	return text
}

// many is a number and its noun.
func many(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.FormatInt(n, 10) + " " + noun + "s"
}
