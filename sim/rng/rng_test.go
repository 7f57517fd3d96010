package rng

import (
	"math"
	"math/bits"
	"testing"

	"pgregory.net/rapid"
)

// chi2Limit is a bound that a chi-square statistic with n degrees of freedom
// exceeds by chance about once in 1e9 (normal approximation, six deviations).
func chi2Limit(n int) float64 { return float64(n) + 6*math.Sqrt(2*float64(n)) }

// walks are the ways in which names differ in practice: one of the four words
// counts up and the others stand still.
var walks = map[string]func(i uint64) uint64{
	"index":       func(i uint64) uint64 { return Hash(42, Duration, 7, i) },
	"entity":      func(i uint64) uint64 { return Hash(42, Duration, i, 7) },
	"seed":        func(i uint64) uint64 { return Hash(i, Duration, 7, 7) },
	"cause":       func(i uint64) uint64 { return Hash(i/256, Cause(i%256), 7, 7) },
	"diagonal":    func(i uint64) uint64 { return Hash(42, Duration, i, i) },
	"key":         func(i uint64) uint64 { return Hash(42, Duration, Mix(Key("a", "b"), i), 0) },
	"strided":     func(i uint64) uint64 { return Hash(42, Duration, 7, i<<32) },
	"two strides": func(i uint64) uint64 { return Hash(42, Duration, i<<32, i) },
	"mix":         func(i uint64) uint64 { return Mix(i, 1) },
	"mix second":  func(i uint64) uint64 { return Mix(1, i) },
}

func TestUniform(t *testing.T) {
	const n, cells = 1 << 18, 256
	for name, draw := range walks {
		var top, low [cells]float64
		for i := range uint64(n) {
			h := draw(i)
			top[h>>56]++
			low[h&0xff]++
		}
		for which, counts := range map[string]*[cells]float64{"top": &top, "low": &low} {
			var chi2 float64
			for _, c := range counts {
				d := c - n/cells
				chi2 += d * d / (n / cells)
			}
			if chi2 > chi2Limit(cells-1) {
				t.Errorf("%s: chi-square of the %s byte %.0f, want <= %.0f", name, which, chi2, chi2Limit(cells-1))
			}
		}
	}
}

// Neighbours in any word must look independent: pairs fill a square evenly.
func TestNeighboursAreIndependent(t *testing.T) {
	const n, side = 1 << 18, 32
	for name, draw := range walks {
		for _, lag := range []uint64{1, 2, 256} {
			var counts [side * side]float64
			for i := range uint64(n) {
				counts[draw(i)>>59*side+draw(i+lag)>>59]++
			}
			var chi2 float64
			for _, c := range counts {
				d := c - n/float64(side*side)
				chi2 += d * d / (n / float64(side*side))
			}
			if chi2 > chi2Limit(side*side-1) {
				t.Errorf("%s, lag %d: chi-square of pairs %.0f, want <= %.0f", name, lag, chi2, chi2Limit(side*side-1))
			}
		}
	}
}

// One flipped bit of any word flips each bit of the result half of the time.
func TestAvalanche(t *testing.T) {
	const n = 4096
	args := func(w *[4]uint64) uint64 { return Hash(w[0]&MaxSeed, Cause(w[1]), w[2], w[3]) }
	width := [4]int{53, 8, 64, 64}
	for word, name := range []string{"seed", "cause", "entity", "index"} {
		for bit := range width[word] {
			var flips [64]int
			for i := range uint64(n) {
				w := [4]uint64{i, i % 200, i * 3, i * 5}
				before := args(&w)
				w[word] ^= 1 << bit
				for d := before ^ args(&w); d != 0; d &= d - 1 {
					flips[bits.TrailingZeros64(d)]++
				}
			}
			for out, f := range flips {
				if math.Abs(float64(f)-n/2) > 6.5*math.Sqrt(n)/2 {
					t.Errorf("bit %d of %s flips bit %d of the hash %d times in %d", bit, name, out, f, n)
				}
			}
		}
	}
}

// The mean number of collisions among truncated hashes of a million names of
// the kind a run uses is that of random words.
func TestNamesDoNotCollide(t *testing.T) {
	seen := make(map[uint64]bool, 1<<20)
	for _, c := range []Cause{Arrival, Duration, AgentOrder, Shuffle} {
		for e := range uint64(256) {
			for i := range uint64(256) {
				for seed := range uint64(4) {
					seen[Hash(seed, c, e, i)] = true
				}
			}
		}
	}
	if len(seen) != 4*256*256*4 {
		t.Errorf("%d different hashes of %d names", len(seen), 4*256*256*4)
	}
}

func TestMoments(t *testing.T) {
	const n = 1 << 20
	var sum, squares float64
	for i := range uint64(n) {
		u := U(1, Arrival, 0, i)
		if u <= 0 || u >= 1 {
			t.Fatalf("U = %v", u)
		}
		sum += u - 0.5
		squares += (u - 0.5) * (u - 0.5)
	}
	if m := sum / n; math.Abs(m) > 6*math.Sqrt(1.0/12/n) {
		t.Errorf("mean - 1/2 = %v", m)
	}
	if v := squares / n; math.Abs(v-1.0/12) > 6*math.Sqrt(1.0/180/n) {
		t.Errorf("variance = %v", v)
	}
}

func TestUnitEnds(t *testing.T) {
	if lo, hi := Unit(0), Unit(math.MaxUint64); lo != 0x1p-53 || hi != 1-0x1p-53 || 1-hi != lo {
		t.Errorf("ends %v, %v", lo, hi)
	}
}

func TestRowIsHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, c := rapid.Uint64Max(MaxSeed).Draw(t, "seed"), Cause(rapid.Uint8().Draw(t, "cause"))
		e, i := rapid.Uint64().Draw(t, "entity"), rapid.Uint64().Draw(t, "index")
		row := Of(seed, c, e)
		if row.Hash(i) != Hash(seed, c, e, i) || row.U(i) != U(seed, c, e, i) {
			t.Fatalf("a row differs from its hashes")
		}
	})
}

func TestKeyTellsNamesApart(t *testing.T) {
	seen := map[uint64][]string{}
	for _, names := range [][]string{
		nil, {""}, {"", ""}, {"a"}, {"a", ""}, {"", "a"}, {"a\x00"}, {"ab", "c"}, {"a", "bc"}, {"abc"},
		{"c", "ab"}, {"12345678"}, {"12345678", ""}, {"1234567", "8"}, {"12345678\x00"}, {"123456789"},
	} {
		k := Key(names...)
		if other, ok := seen[k]; ok {
			t.Errorf("Key(%q) = Key(%q)", names, other)
		}
		seen[k] = names
	}
}

// The words below are what every recorded run rests on: a change here is a
// change of every fingerprint in which chance plays a part.
func TestGolden(t *testing.T) {
	if causeCount != 16 {
		t.Errorf("%d causes: append to the list and to this number, never insert", causeCount)
	}
	h := uint64(0)
	for i := range uint64(10_000) {
		h = Mix(h, Hash(i, Cause(i%uint64(causeCount)), Key("tenant", "job"), i*i))
		h = Mix(h, math.Float64bits(U(i, Duration, h, i)))
	}
	const want = 0x58d6b4133288021e
	if h != want {
		t.Errorf("the draws changed: %#x, want %#x", h, uint64(want))
	}
}

var sink uint64
var sinkF float64

func BenchmarkHash(b *testing.B) {
	for i := range uint64(b.N) {
		sink += Hash(42, Duration, i, 3)
	}
}

func BenchmarkU(b *testing.B) {
	for i := range uint64(b.N) {
		sinkF += U(42, Duration, i, 3)
	}
}

func BenchmarkRowHash(b *testing.B) {
	row := Of(42, AgentOrder, 17)
	for i := range uint64(b.N) {
		sink += row.Hash(i)
	}
}
