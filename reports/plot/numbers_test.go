package plot

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"testing"

	"pgregory.net/rapid"

	"fairlead/reports"
	"fairlead/reports/schema"
	"fairlead/sim"
)

// TestAnyNumbers draws what no run should give.
func TestAnyNumbers(t *testing.T) {
	number := rapid.OneOf(rapid.Float64(), rapid.Float64Range(0, 1),
		rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, -1, 1e308, 5e-324}))
	row := rapid.SliceOfN(number, 0, 5)
	table := rapid.SliceOfN(row, 0, 4)
	names := rapid.SliceOfN(rapid.StringN(0, 8, -1), 0, 4)
	left := 40 // drawings take their time
	rapid.Check(t, func(t *rapid.T) {
		if left--; left < 0 {
			return
		}
		res := &reports.Results{
			Meta: reports.Meta{Warmup: sim.Time(rapid.Int64().Draw(t, "warmup"))},
			Timeline: &schema.Timeline{
				Start: number.Draw(t, "start"), Bin: number.Draw(t, "bin"), End: number.Draw(t, "end"),
				Resources: names.Draw(t, "resources"), Tenants: names.Draw(t, "tenants"),
				Allocated: table.Draw(t, "allocated"), Offered: table.Draw(t, "offered"),
				Capacity: table.Draw(t, "capacity"), Share: table.Draw(t, "share"),
			},
		}
		for _, name := range res.Timeline.Tenants {
			res.Waits = append(res.Waits, schema.CDF{Tenant: name, Seconds: row.Draw(t, "s"), Fraction: row.Draw(t, "f")})
		}
		c := newCast(res)
		for _, chart := range []*chart{utilisation(res), shares(res, c), waits(res, c)} {
			svg := chart.svg()
			for _, bad := range []string{"NaN", "Inf"} {
				if bytes.Contains(svg, []byte(bad)) {
					t.Fatalf("%s has %s in it", chart.title, bad)
				}
			}
			dec := xml.NewDecoder(bytes.NewReader(svg))
			for {
				if _, err := dec.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", chart.title, err)
				}
			}
		}
	})
}
