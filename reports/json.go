package reports

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"slices"

	"fairlead/reports/schema"
)

// WriteJSON writes a summary as summary.json has it, or in one line. Numbers are
// the shortest decimals that read back as the same number, keys stand in a fixed
// order, and strings hold nothing that a terminal would act upon.
func WriteJSON(w io.Writer, s *schema.Summary, oneLine bool) error {
	c := *s
	c.Warnings, c.Sources = orEmpty(c.Warnings), slices.Clone(orEmpty(c.Sources))
	c.Tenants, c.Roles, c.Faults = orEmpty(c.Tenants), orEmpty(c.Roles), orEmpty(c.Faults)
	c.Expect = slices.Clone(orEmpty(c.Expect))
	for i := range c.Expect {
		if x, ok := c.Expect[i].Got.(float64); ok && (math.IsNaN(x) || math.IsInf(x, 0)) {
			c.Expect[i].Got = nil
		}
	}
	for i := range c.Sources {
		if c.Sources[i].Reasons == nil {
			c.Sources[i].Reasons = map[string]int64{}
		}
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if !oneLine {
		e.SetIndent("", "  ")
	}
	if err := e.Encode(&c); err != nil {
		return err
	}
	_, err := w.Write(appendVisibleJSON(make([]byte, 0, text.Len()), text.Bytes()))
	return err
}

// orEmpty makes an absent list an empty one, which JSON tells apart from null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
