// Package rng gives chance by name. There is no generator with a state that
// advances: a draw is a pure function of
//
//	(seed, cause, entity, index)
//
// so the third task of a job lasts as long whoever launches it and whenever,
// two policies under one seed meet the same arrivals and the same failures
// (common random numbers), and a draw added in one place moves nothing
// elsewhere. The promise has a price: whoever draws must find a name that
// nothing else uses. Cause says what the draw is for, entity who it is about
// (the id of a node, the key of a job), index which one in a row. An entity
// with several parts is folded by Key (names) and Mix (numbers).
//
//	job := rng.Mix(rng.Key("spark", "etl"), 17)          // the 18th job of that kind
//	u := rng.U(seed, rng.Duration, job, 3)               // of its 4th task
//	u = rng.U(seed, rng.Duration, job, rng.Mix(3, 1))    // the same task, tried again
//
// Words are mixed with the 64-bit finaliser "Mix13" of Stafford, the one in
// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
// generators", OOPSLA 2014, section 5). It is a bijection, so different indexes
// of one entity, and different entities under one index, never meet in a hash.
package rng

import "math/bits"

// golden is the odd number nearest to 2^64 divided by the golden ratio: its
// multiples are spread evenly, so small and neighbouring numbers differ in many
// bits before they are mixed.
const golden = 0x9e3779b97f4a7c15

// MaxSeed is the largest seed: seeds take 53 bits, the cause stands above them.
const MaxSeed = 1<<53 - 1

// Key folds names into one word. Names are told apart from their
// concatenation: Key("ab", "c"), Key("a", "bc") and Key("abc") all differ.
func Key(names ...string) uint64 {
	h := uint64(len(names))
	for _, name := range names {
		h = Mix(h, uint64(len(name)))
		for len(name) > 0 {
			n := min(8, len(name))
			var word uint64
			for i := n - 1; i >= 0; i-- {
				word = word<<8 | uint64(name[i])
			}
			h = Mix(h, word)
			name = name[n:]
		}
	}
	return h
}

// Mix folds b into a. It is not symmetric; for a given a, different b give
// different results, and the other way round.
func Mix(a, b uint64) uint64 {
	return finish(finish(a+golden) ^ b*golden)
}

// Hash is the draw of that name as 64 mixed bits.
func Hash(seed uint64, c Cause, entity, index uint64) uint64 {
	return Of(seed, c, entity).Hash(index)
}

// U is the draw of that name as a number in (0, 1): an odd multiple of 2^-53,
// so neither end is possible, 1-U is exact, and both have the same distribution.
func U(seed uint64, c Cause, entity, index uint64) float64 {
	return Unit(Hash(seed, c, entity, index))
}

// Unit maps 64 mixed bits to a number in (0, 1), as U does.
func Unit(h uint64) float64 {
	return float64(float64(int64(h>>11|1)) * 0x1p-53) // held, so that no caller's sum is fused with it
}

// A Row is all draws of one (seed, cause, entity); a loop over indexes saves
// half of the work by naming them once.
type Row uint64

// Of names a row: Of(s, c, e).Hash(i) equals Hash(s, c, e, i).
func Of(seed uint64, c Cause, entity uint64) Row {
	// Seed and cause share one word without overlap, and an odd factor keeps
	// different words different; the rotation keeps a small entity off the low bits.
	return Row(finish((seed|uint64(c)<<53)*golden ^ bits.RotateLeft64(entity, 32)))
}

// Hash is the draw of that index as 64 mixed bits.
func (r Row) Hash(index uint64) uint64 { return finish(uint64(r) ^ index*golden) }

// U is the draw of that index as a number in (0, 1).
func (r Row) U(index uint64) float64 { return Unit(r.Hash(index)) }

// finish is Stafford's Mix13, a bijection of 64-bit words.
func finish(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
