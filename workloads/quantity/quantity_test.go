package quantity

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fairlead/sim"
	"fairlead/sim/resource"
)

func TestDuration(t *testing.T) {
	for text, want := range map[string]sim.Time{
		"250ms": 250 * sim.Millisecond, "5s": 5 * sim.Second, "10m": 10 * sim.Minute, "2h": 2 * sim.Hour, "3d": 3 * sim.Day,
		"1.5h": 90 * sim.Minute, "0s": 0, "0.1s": 100 * sim.Millisecond, "007s": 7 * sim.Second, "0.000001ms": 1,
		"0.0000004ms": 0, "0.0000005ms": 1, "36500d": MaxDuration, "0.3333333333333333333333333333h": 20 * sim.Minute,
	} {
		if got, err := Duration(text); err != nil || got != want {
			t.Errorf("Duration(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestRate(t *testing.T) {
	for text, want := range map[string]float64{
		"20/h": 20.0 / 3600, "0.5/s": 0.5, "1/m": 1.0 / 60, "2/d": 2.0 / 86400, "0.1/s": 0.1, "1000000000/s": 1e9,
	} {
		if got, err := Rate(text); err != nil || got != want {
			t.Errorf("Rate(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestSize(t *testing.T) {
	for text, want := range map[string]int64{
		"512MiB": 512_000, "4GiB": 4096_000, "1TiB": 1 << 20 * 1000, "1PiB": 1 << 30 * 1000, "512": 512_000, "0": 0, "0B": 0,
		"1KiB": 1, "2KiB": 2, "1B": 1, "1048B": 1, "1049B": 2, "500MB": 476_838, "1GB": 953_675, "1kB": 1, "1024KB": 977,
		"0.5": 500, "0.0005": 1, "0.0015": 2, "1.5GiB": 1536_000, "1TB": 953_674_317, "1PB": 953_674_316_407,
	} {
		if got, err := Size(text); err != nil || got != want {
			t.Errorf("Size(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestCountNumberSeed(t *testing.T) {
	for text, want := range map[string]int64{"1.5": 1500, "0.001": 1, "16": 16_000, "0": 0, "0.25": 250, "1.500": 1500} {
		if got, err := Count(text, 3); err != nil || got != want {
			t.Errorf("Count(%q, 3) = %d, %v; want %d", text, got, err, want)
		}
	}
	if got, err := Count("80", 0); err != nil || got != 80 {
		t.Errorf("Count(80, 0) = %d, %v", got, err)
	}
	if got, err := Number("1.2"); err != nil || got != 1.2 {
		t.Errorf("Number(1.2) = %v, %v", got, err)
	}
	for text, want := range map[string]uint64{"0": 0, "42": 42, "9007199254740991": 1<<53 - 1} {
		if got, err := Seed(text); err != nil || got != want {
			t.Errorf("Seed(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestShare(t *testing.T) {
	for text, want := range map[string]resource.Frac{
		"10%": {Num: 1, Den: 10}, "1/10": {Num: 1, Den: 10}, "12.5%": {Num: 1, Den: 8}, "100%": {Num: 1, Den: 1}, "0%": {Num: 0, Den: 1},
		"1/3": {Num: 1, Den: 3}, "1/1000": {Num: 1, Den: 1000}, "3/3": {Num: 1, Den: 1},
	} {
		if got, err := Share(text); err != nil || got != want {
			t.Errorf("Share(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	for _, c := range []struct {
		f       resource.Frac
		n, want int64
	}{
		{resource.Frac{Num: 1, Den: 10}, 100, 10}, {resource.Frac{Num: 1, Den: 10}, 14, 1}, {resource.Frac{Num: 1, Den: 10}, 15, 2},
		{resource.Frac{Num: 1, Den: 1000}, 3, 1}, {resource.Frac{Num: 0, Den: 1}, 3, 0}, {resource.Frac{Num: 1, Den: 3}, 0, 0},
		{resource.Frac{Num: 1, Den: 1}, math.MaxInt64, math.MaxInt64}, {resource.Frac{Num: 2, Den: 3}, 4, 3},
	} {
		if got := Part(c.f, c.n); got != c.want {
			t.Errorf("Part(%v, %d) = %d, want %d", c.f, c.n, got, c.want)
		}
	}
}

func whole(text string) (int64, error) { return Count(text, 0) }

func amount(text string) (int64, error) { return Count(text, 3) }

// Each mistake is told in words that help.
func TestMistakes(t *testing.T) {
	for _, c := range []struct {
		text, want string
		parse      func(string) error
	}{
		{"30", `"30" needs a unit: "30s"?`, failure(Duration)},
		{"1h30m", `"1h30m" has more than one unit: "90m"?`, failure(Duration)},
		{"2d12h", `"2d12h" has more than one unit: "60h"?`, failure(Duration)},
		{"99999d1h", `"99999d1h" has an unknown unit: times are in ms, s, m, h or d`, failure(Duration)},
		{"5 s", `"5 s" has a blank inside: "5s"?`, failure(Duration)},
		{"-5s", `"-5s" is negative: a time must not be`, failure(Duration)},
		{"+5s", `"+5s" has a sign: "5s"?`, failure(Duration)},
		{".5s", `".5s" needs a digit before the point: "0.5s"?`, failure(Duration)},
		{"5.s", `"5.s" needs a digit after the point`, failure(Duration)},
		{"1e3s", `"1e3s" has an exponent: write the number out`, failure(Duration)},
		{"1,5s", `"1,5s" has a separator: digits and one point only`, failure(Duration)},
		{"1_000s", `"1_000s" has a separator: digits and one point only`, failure(Duration)},
		{"1.2.3s", `"1.2.3s" has a second point`, failure(Duration)},
		{"", "a time is needed, such as 30s", failure(Duration)},
		{" \t", "a time is needed, such as 30s", failure(Duration)},
		{"inf", `"inf" is not a time such as 30s`, failure(Duration)},
		{"NaN", `"NaN" is not a time such as 30s`, failure(Duration)},
		{"s", `"s" is not a time such as 30s`, failure(Duration)},
		{"٣s", `"٣s" is not a time such as 30s`, failure(Duration)},
		{"5min", `"5min" has an unknown unit: "5m"?`, failure(Duration)},
		{"5S", `"5S" has an unknown unit: "5s"?`, failure(Duration)},
		{"5us", `"5us" has an unknown unit: times are in ms, s, m, h or d`, failure(Duration)},
		{"36501d", `"36501d" is too long: at most 36500d`, failure(Duration)},
		{"99999999999999999999999999d", `"99999999999999999999999999d" is too long: at most 36500d`, failure(Duration)},
		{strings.Repeat("9", 5000) + "s", `"9999999999999999"… is too long for a time`, failure(Duration)},
		{"20", `"20" needs a unit: "20/h"?`, failure(Rate)},
		{"0/h", `"0/h" must be above 0`, failure(Rate)},
		{"20/hour", `"20/hour" is not a rate: "20/h"?`, failure(Rate)},
		{"20h", `"20h" is not a rate: "20/h"?`, failure(Rate)},
		{"1/30s", `"1/30s" is not a rate: a number per s, m, h or d, such as 20/h`, failure(Rate)},
		{"5/ms", `"5/ms" is not a rate: a number per s, m, h or d, such as 20/h`, failure(Rate)},
		{"20 / h", `"20 / h" has a blank inside: "20/h"?`, failure(Rate)},
		{"1000000001/s", `"1000000001/s" is too high: at most 1000000000/s`, failure(Rate)},
		{"4G", `"4G" has an unknown unit: "4GiB"?`, failure(Size)},
		{"4Gi", `"4Gi" has an unknown unit: "4GiB"?`, failure(Size)},
		{"4gb", `"4gb" has an unknown unit: "4GB"?`, failure(Size)},
		{"4b", `"4b" has an unknown unit: sizes are in KiB, MiB, GiB, TiB or PiB, or KB, MB, GB, TB or PB`, failure(Size)},
		{"4äx", `"4äx" has an unknown unit: sizes are in KiB, MiB, GiB, TiB or PiB, or KB, MB, GB, TB or PB`, failure(Size)},
		{"1000000PiB", `"1000000PiB" is too large: at most 976562500GiB`, failure(Size)},
		{"1.2345", `"1.2345" has more than 3 decimals`, failure(amount)},
		{"1.0000", `"1.0000" has more than 3 decimals`, failure(amount)},
		{"1.5", `"1.5" must be a whole number`, failure(whole)},
		{"4cpus", `"4cpus" is not a number: no unit stands here`, failure(amount)},
		{"99999999999999999999", `"99999999999999999999" is too large`, failure(amount)},
		{"1.5x", `"1.5x" is not a number: no unit stands here`, failure(Number)},
		{"-1", `"-1" is negative: a number must not be`, failure(Number)},
		{"0.1", `"0.1" is not a share: "10%"?`, failure(Share)},
		{"10", `"10" is not a share: 10% or 1/10?`, failure(Share)},
		{"101%", `"101%" is more than the whole`, failure(Share)},
		{"1/0", `"1/0" divides by 0`, failure(Share)},
		{"1/", `"1/" is not a share: two whole numbers, such as 1/10`, failure(Share)},
		{"1/2/3", `"1/2/3" is not a share: two whole numbers, such as 1/10`, failure(Share)},
		{"10%%", `"10%%" is not a share such as 10% or 1/10`, failure(Share)},
		{"0." + strings.Repeat("3", 40) + "%", `"0.` + strings.Repeat("3", 40) + `%" has too many digits`, failure(Share)},
		{"9007199254740992", `"9007199254740992" is too large for a seed: at most 9007199254740991`, failure(Seed)},
		{"0x10", `"0x10" is not a seed: decimal digits only`, failure(Seed)},
		{"1.0", `"1.0" is not a seed: decimal digits only`, failure(Seed)},
	} {
		if err := c.parse(c.text); err == nil || err.Error() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

func failure[V any](parse func(string) (V, error)) func(string) error {
	return func(text string) error {
		_, err := parse(text)
		return err
	}
}

func TestFormat(t *testing.T) {
	for at, want := range map[sim.Time]string{
		0: "0s", 250 * sim.Millisecond: "250ms", sim.Second: "1s", 90 * sim.Minute: "90m", 24 * sim.Hour: "1d", 36 * sim.Hour: "36h",
		100 * sim.Millisecond: "0.1s", 1: "0.000001ms", 1500 * sim.Millisecond: "1.5s", sim.Forever: "forever", -5 * sim.Second: "-5s",
	} {
		if got := FormatDuration(at); got != want {
			t.Errorf("FormatDuration(%d) = %s, want %s", at, got, want)
		}
	}
	for n, want := range map[int64]string{
		0: "0MiB", 512_000: "512MiB", 1536_000: "1.5GiB", 4096_000: "4GiB", 476_838: "476.838MiB", 1 << 20 * 1000: "1TiB", -1000: "-1MiB",
	} {
		if got := FormatSize(n); got != want {
			t.Errorf("FormatSize(%d) = %s, want %s", n, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0", 1: "0.001", 1500: "1.5", 16_000: "16", -250: "-0.25", math.MaxInt64: "9223372036854775.807"} {
		if got := FormatAmount(n); got != want {
			t.Errorf("FormatAmount(%d) = %s, want %s", n, got, want)
		}
	}
	if FormatDuration(math.MinInt64) == "" || FormatSize(math.MinInt64) == "" || FormatAmount(math.MinInt64) == "" {
		t.Error("the lowest numbers have no text")
	}
}

// What is formatted reads as the same value.
func TestFormatReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		grain := rapid.SampledFrom([]int64{1, 1e6, 1e9, 60e9, 3600e9}).Draw(t, "grain")
		at := sim.Time(rapid.Int64Range(0, int64(MaxDuration)/grain).Draw(t, "time") * grain)
		if back, err := Duration(FormatDuration(at)); err != nil || back != at {
			t.Fatalf("%d → %q → %d, %v", at, FormatDuration(at), back, err)
		}
		n := rapid.Int64Range(0, MaxAmount).Draw(t, "amount")
		if back, err := Size(FormatSize(n)); err != nil || back != n {
			t.Fatalf("%d → %q → %d, %v", n, FormatSize(n), back, err)
		}
		if back, err := Count(FormatAmount(n), 3); err != nil || back != n {
			t.Fatalf("%d → %q → %d, %v", n, FormatAmount(n), back, err)
		}
	})
}

// Whatever the text, a value is in its range and stays itself when written and
// read again, and a mistake is one line that is not endless.
func FuzzQuantities(f *testing.F) {
	for _, seed := range []string{
		"1.5h", "250ms", "20/h", "0.5/s", "4GiB", "500MB", "1.5", "10%", "1/10", "42", "1h30m", "-1s", "1e9s", "NaN", " 5s", "",
		"9999999999999999999999999999999999999d", "0.00000000000000000000000000001PiB", "\xff5s", "1/0", "5\x00s",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		said := func(err error) bool {
			if err != nil && (len(err.Error()) > 1000 || strings.ContainsAny(err.Error(), "\n\r\x00\x1b")) {
				t.Errorf("%q: hostile message %q", text, err)
			}
			return err == nil
		}
		if v, err := Duration(text); said(err) {
			if back, err := Duration(FormatDuration(v)); v < 0 || v > MaxDuration || err != nil || back != v {
				t.Errorf("Duration(%q) = %d, again %d, %v", text, v, back, err)
			}
		}
		if v, err := Rate(text); said(err) && !(v >= 0 && v <= MaxRate) {
			t.Errorf("Rate(%q) = %v", text, v)
		}
		if v, err := Size(text); said(err) {
			if back, err := Size(FormatSize(v)); v < 0 || v > MaxAmount || err != nil || back != v {
				t.Errorf("Size(%q) = %d, again %d, %v", text, v, back, err)
			}
		}
		if v, err := amount(text); said(err) {
			if back, err := amount(FormatAmount(v)); v < 0 || v > MaxAmount || err != nil || back != v {
				t.Errorf("Count(%q) = %d, again %d, %v", text, v, back, err)
			}
		}
		if v, err := Number(text); said(err) && (math.IsInf(v, 0) || !(v >= 0)) {
			t.Errorf("Number(%q) = %v", text, v)
		}
		if v, err := Share(text); said(err) && (v.Den == 0 || v.Num > v.Den || Part(v, 1000) > 1000) {
			t.Errorf("Share(%q) = %v", text, v)
		}
		if _, err := Seed(text); said(err) {
			_, err := whole(text)
			said(err)
		}
	})
}
