package quantity

import (
	"fmt"
	"strings"

	"fairlead/sim"
)

// MaxDuration is the longest time that can be written: a hundred years, so that
// an instant and a few durations can be added without leaving 64 bits.
const MaxDuration = 36500 * sim.Day

var durationKind = kind{"a time", "30s"}

// A timeUnit is a unit of time as it is written.
type timeUnit struct {
	name string
	span sim.Time
}

// timeUnits are the units of time, the largest first.
var timeUnits = []timeUnit{
	{"d", sim.Day}, {"h", sim.Hour}, {"m", sim.Minute}, {"s", sim.Second}, {"ms", sim.Millisecond},
}

// timeWords are other words for the units, to propose the right one.
var timeWords = map[string]string{
	"msec": "ms", "millis": "ms", "millisecond": "ms", "milliseconds": "ms",
	"sec": "s", "secs": "s", "second": "s", "seconds": "s",
	"min": "m", "mins": "m", "minute": "m", "minutes": "m",
	"hr": "h", "hrs": "h", "hour": "h", "hours": "h", "day": "d", "days": "d",
}

// Duration reads a time such as 250ms, 5s, 1.5h or 2d. The unit is required;
// what is finer than a nanosecond rounds half up. Zero is fine here.
func Duration(text string) (sim.Time, error) {
	d, unit, err := durationKind.split(text)
	if err != nil {
		return 0, err
	}
	span, ok := timeSpan(unit)
	if !ok {
		return 0, badTimeUnit(text, unit)
	}
	floor, rest, by := d.scaled(int64(span), 1)
	n, ok := bounded(floor, int64(MaxDuration))
	if ok && rest.Lsh(rest, 1).Cmp(by) >= 0 {
		n++
	}
	if !ok || sim.Time(n) > MaxDuration {
		return 0, fmt.Errorf("%q is too long: at most %s", text, FormatDuration(MaxDuration))
	}
	return sim.Time(n), nil
}

func timeSpan(unit string) (sim.Time, bool) {
	for _, u := range timeUnits {
		if u.name == unit {
			return u.span, true
		}
	}
	return 0, false
}

func badTimeUnit(text, unit string) error {
	number := text[:len(text)-len(unit)]
	if unit == "" {
		return fmt.Errorf("%q needs a unit: %q?", text, text+"s")
	}
	if sum, ok := compound(text); ok {
		return fmt.Errorf("%q has more than one unit: %q?", text, FormatDuration(sum))
	}
	word := strings.ToLower(unit)
	if _, ok := timeSpan(word); !ok {
		word = timeWords[word]
	}
	if word != "" {
		return fmt.Errorf("%q has an unknown unit: %q?", text, number+word)
	}
	return fmt.Errorf("%q has an unknown unit: times are in ms, s, m, h or d", text)
}

// compound adds up a text like 1h30m, to propose how to write it.
func compound(text string) (sum sim.Time, ok bool) {
	for text != "" {
		end := strings.IndexFunc(text, func(c rune) bool { return c >= 'a' && c <= 'z' })
		if end < 0 {
			return 0, false
		}
		for end < len(text) && text[end] >= 'a' && text[end] <= 'z' {
			end++
		}
		d, unit, err := durationKind.split(text[:end])
		span, known := timeSpan(unit)
		if err != nil || !known {
			return 0, false
		}
		floor, _, _ := d.scaled(int64(span), 1)
		n, fits := bounded(floor, int64(MaxDuration))
		if sum += sim.Time(n); !fits || sum > MaxDuration {
			return 0, false
		}
		text = text[end:]
	}
	return sum, true
}
