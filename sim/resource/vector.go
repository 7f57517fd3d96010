package resource

// Equal reports whether two vectors of one width are the same.
func Equal(a, b []int64) bool {
	for i, x := range a {
		if x != b[i] {
			return false
		}
	}
	return true
}

// Fits reports whether need is contained in have, dimension by dimension.
func Fits(need, have []int64) bool {
	have = have[:len(need)]
	for i, x := range need {
		if x > have[i] {
			return false
		}
	}
	return true
}

// Zero reports whether a vector is empty.
func Zero(v []int64) bool {
	for _, x := range v {
		if x != 0 {
			return false
		}
	}
	return true
}

// Add adds v to to, in place.
func Add(to, v []int64) {
	to = to[:len(v)]
	for i, x := range v {
		to[i] += x
	}
}

// Sub takes v from from, in place.
func Sub(from, v []int64) {
	from = from[:len(v)]
	for i, x := range v {
		from[i] -= x
	}
}
