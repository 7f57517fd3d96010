package workloads

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"fairlead/sim/pf"
	"fairlead/workloads/quantity"
)

// maxEmpirical bounds a file of values, in bytes.
const maxEmpirical = 16 << 20

// empirical draws from the values of a file, each alike: empirical(file). The
// file has one number a line, durations in seconds; blank lines and what follows
// a # are skipped.
type empirical struct {
	file   string
	values []float64 // ascending
}

func newEmpirical(file string, data []byte) (Dist, error) {
	if len(data) > maxEmpirical {
		return nil, fmt.Errorf("%q is larger than %s", file, quantity.FormatSize(maxEmpirical/(1<<20)*1000))
	}
	d := empirical{file: file}
	line := 0
	for row := range bytes.Lines(data) {
		line++
		text, _, _ := strings.Cut(string(row), "#")
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		v, err := quantity.Number(text)
		if err != nil {
			return nil, fmt.Errorf("%q, line %d: %w", file, line, err)
		}
		d.values = append(d.values, v)
	}
	slices.Sort(d.values)
	switch n := len(d.values); {
	case n == 0:
		return nil, fmt.Errorf("%q holds no numbers", file)
	case d.values[n-1] == 0:
		return nil, fmt.Errorf("%q holds nothing above 0", file)
	}
	return d, nil
}

// Quantile is the inverse of the empirical distribution function.
func (d empirical) Quantile(u float64) float64 {
	i := int(float64(u * float64(len(d.values))))
	return d.values[max(0, min(len(d.values)-1, i))]
}

func (d empirical) Mean() float64  { return pf.Mean(d.values) }
func (d empirical) String() string { return call("empirical", d.file) }
