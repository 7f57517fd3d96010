package resource

// ShapeID names an interned vector. The zero ShapeID is the empty vector.
type ShapeID int32

// Table interns vectors of one width, so that a small number can stand for a
// vector in records and queues.
type Table struct {
	width   int
	amounts []int64
	index   map[uint64][]ShapeID
}

// NewTable returns a table for vectors of the given width, with the empty
// vector as shape 0.
func NewTable(width int) *Table {
	t := &Table{width: width, index: map[uint64][]ShapeID{}}
	t.Intern(make([]int64, width))
	return t
}

// Width is the number of dimensions of every vector in the table.
func (t *Table) Width() int { return t.width }

// Len is the number of distinct shapes, the empty one included.
func (t *Table) Len() int {
	if t.width == 0 {
		return 1
	}
	return len(t.amounts) / t.width
}

// At is the vector of a shape; it must not be changed.
func (t *Table) At(id ShapeID) []int64 {
	i := int(id) * t.width
	return t.amounts[i : i+t.width : i+t.width]
}

// Intern returns the shape of v, the same for equal vectors.
func (t *Table) Intern(v []int64) ShapeID {
	h := hash(v)
	for _, id := range t.index[h] {
		if Equal(t.At(id), v) {
			return id
		}
	}
	id := ShapeID(0)
	if t.width > 0 {
		id = ShapeID(len(t.amounts) / t.width)
	}
	t.amounts = append(t.amounts, v...)
	t.index[h] = append(t.index[h], id)
	return id
}

func hash(v []int64) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, x := range v {
		h = (h ^ uint64(x)) * 0xff51afd7ed558ccd
		h ^= h >> 32
	}
	return h
}
