package claim

import "math/bits"

// Key orders claimants, lower first: by Tier, then by the fraction
// (Hi·2^64 + Lo) / Den. Den 0 is read as 1, so that the zero Key is the lowest
// of its tier.
type Key struct {
	Tier        int64
	Hi, Lo, Den uint64
}

// Cmp compares two keys exactly: -1, 0 or +1.
func (a *Key) Cmp(b *Key) int {
	if a.Tier != b.Tier {
		if a.Tier < b.Tier {
			return -1
		}
		return 1
	}
	if a.Den == b.Den {
		return cmp128(a.Hi, a.Lo, b.Hi, b.Lo)
	}
	return cmpCross(a, b)
}

func cmp128(ah, al, bh, bl uint64) int {
	switch {
	case ah < bh, ah == bh && al < bl:
		return -1
	case ah == bh && al == bl:
		return 0
	}
	return 1
}

// cmpCross compares a/aDen with b/bDen by 192-bit cross multiplication.
func cmpCross(a, b *Key) int {
	ad, bd := max(a.Den, 1), max(b.Den, 1)
	a2, a1, a0 := mul192(a.Hi, a.Lo, bd)
	b2, b1, b0 := mul192(b.Hi, b.Lo, ad)
	if a2 != b2 {
		if a2 < b2 {
			return -1
		}
		return 1
	}
	return cmp128(a1, a0, b1, b0)
}

func mul192(hi, lo, m uint64) (r2, r1, r0 uint64) {
	h, r0 := bits.Mul64(lo, m)
	r2, l := bits.Mul64(hi, m)
	r1, c := bits.Add64(l, h, 0)
	return r2 + c, r1, r0
}
