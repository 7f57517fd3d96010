package quantity

import (
	"fmt"
	"math/big"
	"math/bits"

	"fairlead/sim/resource"
)

var shareKind = kind{"a share", "10% or 1/10"}

// Share reads a part of a whole, from 0 to 1, as 12.5% or 1/8, exactly.
func Share(text string) (resource.Frac, error) {
	d, unit, err := shareKind.split(text)
	if err != nil {
		return resource.Frac{}, err
	}
	_, _, below := d.scaled(1, 100)
	switch {
	case unit == "%":
	case unit != "" && unit[0] == '/' && d.scale == 0:
		den, rest, err := shareKind.split(unit[1:])
		if err != nil || rest != "" || den.scale > 0 {
			return resource.Frac{}, fmt.Errorf("%q is not a share: two whole numbers, such as 1/10", text)
		}
		below = den.digits
	case unit == "":
		percent, _, _ := d.scaled(100_000, 1)
		if !percent.IsInt64() || percent.Int64() > 100_000 {
			return resource.Frac{}, fmt.Errorf("%q is not a share: 10%% or 1/10?", text)
		}
		return resource.Frac{}, fmt.Errorf("%q is not a share: \"%s%%\"?", text, FormatAmount(percent.Int64()))
	default:
		return resource.Frac{}, fmt.Errorf("%q is not a share such as 10%% or 1/10", text)
	}
	return share(text, d.digits, below)
}

func share(text string, num, den *big.Int) (resource.Frac, error) {
	switch {
	case den.Sign() == 0:
		return resource.Frac{}, fmt.Errorf("%q divides by 0", text)
	case num.Cmp(den) > 0:
		return resource.Frac{}, fmt.Errorf("%q is more than the whole", text)
	}
	r := new(big.Rat).SetFrac(num, den)
	if !r.Denom().IsInt64() {
		return resource.Frac{}, fmt.Errorf("%q has too many digits", text)
	}
	return resource.Frac{Num: r.Num().Uint64(), Den: r.Denom().Uint64()}, nil
}

// Part is that share of n things: rounded half up, and at least 1 unless the
// share or n is 0.
func Part(f resource.Frac, n int64) int64 {
	if f.Num == 0 || n <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(f.Num, uint64(n))
	q, rest := bits.Div64(hi, lo, f.Den) // f is at most 1, so hi is below f.Den
	if rest >= f.Den-rest {
		q++
	}
	return max(1, int64(q))
}
