package reports

import (
	"sort"
	"strconv"

	"fairlead/sim"
	"fairlead/sim/resource"
)

// names resolves the numbers of records.
type names struct {
	meta  *Meta
	ends  []int // of each node shape, the first NodeID beyond it
	width int
}

func newNames(m *Meta) names {
	n := names{meta: m, width: m.Dims.Len()}
	end := 0
	for _, s := range m.NodeShapes {
		end += s.Count
		n.ends = append(n.ends, end)
	}
	return n
}

// appendNode appends the name of a node, or its number where it has none.
func (n *names) appendNode(to []byte, id sim.NodeID) []byte {
	i := sort.SearchInts(n.ends, int(id)+1)
	if id < 0 || i == len(n.ends) {
		return strconv.AppendInt(to, int64(id), 10)
	}
	first := 0
	if i > 0 {
		first = n.ends[i-1]
	}
	to = append(to, n.meta.NodeShapes[i].Name...)
	to = append(to, '-')
	return strconv.AppendInt(to, int64(id)-int64(first), 10)
}

func (n *names) tenant(id sim.TenantID) string { return n.meta.Tenants[id].Name }

func (n *names) role(id sim.TenantID) string {
	return n.meta.Groups[n.meta.Tenants[id].Group].Name
}

func (n *names) shape(id resource.ShapeID) []int64 { return n.meta.Shapes.At(id) }

// appendJob appends the name of a job: its kind's and the number of it among
// those.
func (n *names) appendJob(to []byte, spec sim.SpecID, instance int32) []byte {
	if int(spec) < len(n.meta.Specs) && n.meta.Specs[spec].Name != "" {
		to = append(to, n.meta.Specs[spec].Name...)
		to = append(to, '-')
	}
	return strconv.AppendInt(to, int64(instance), 10)
}

// appendDecimal appends x/10^places exactly, without trailing zeros.
func appendDecimal(to []byte, x int64, places int) []byte {
	if x < 0 {
		to = append(to, '-')
	}
	u := uint64(x)
	if x < 0 {
		u = -u
	}
	scale := uint64(1)
	for range places {
		scale *= 10
	}
	to = strconv.AppendUint(to, u/scale, 10)
	rest := u % scale
	if rest == 0 {
		return to
	}
	to = append(to, '.')
	for rest > 0 {
		scale /= 10
		to = append(to, byte('0'+rest/scale))
		rest %= scale
	}
	return to
}

// appendSeconds appends a time in seconds.
func appendSeconds(to []byte, t sim.Time) []byte { return appendDecimal(to, int64(t), 9) }

// appendAmount appends an amount in the unit that people write.
func appendAmount(to []byte, thousandths int64) []byte { return appendDecimal(to, thousandths, 3) }
