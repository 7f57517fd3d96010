package reports

import (
	"slices"
	"strings"
	"testing"

	"fairlead/reports/schema"
)

// run is a run in which all tasks wait and each tenant waits and holds so much;
// a negative wait is none.
func run(fingerprint string, wait float64, tenants ...schema.Tenant) *Results {
	s := &schema.Summary{Fingerprint: fingerprint, Tenants: tenants}
	if wait >= 0 {
		s.WaitSeconds.Mean = &wait
	}
	return &Results{Summary: s}
}

func fared(name string, wait, share float64) schema.Tenant {
	t := schema.Tenant{Name: name, DominantShare: schema.Share{Mean: &share}}
	if wait >= 0 {
		t.WaitSeconds.Mean = &wait
	}
	return t
}

func TestDifferences(t *testing.T) {
	first := run("a", 100, fared("less", 100, 0.5), fared("zero", 10, 0), fared("thrice", 20, 0.2), fared("slight", 0.1, 0.2), fared("more", 100, 0.1), fared("gone", 1, 1))
	for _, c := range []struct {
		with *Results
		want string
	}{
		{run("a", 100), "the same records, so nothing differs"},
		{run("b", 120, fared("less", 60, 0.3), fared("zero", 0, 0), fared("thrice", 60, 0.205), fared("slight", 0.9, 0.25), fared("more", 110, 0.1), fared("new\x1b", 9, 1)),
			"all tasks: mean wait 2 min instead of 100 s (20% more)|" +
				"zero: mean wait 0 s instead of 10 s|thrice: mean wait 60 s instead of 20 s (3 times as long)|" +
				"less: mean wait 60 s instead of 100 s (40% less)|more: mean wait 110 s instead of 100 s (10% more)|" +
				"less: mean dominant share 30.0% instead of 50.0%|slight: mean dominant share 25.0% instead of 20.0%"},
		{run("c", -1, fared("less", -1, 0.5)), "no tenant's mean dominant share differs by 1%, and there are no waiting times"},
	} {
		got := Differences([]*Results{first, c.with}, []string{"one", "two\x1b"})
		if len(got) != 1 || got[0].Head != `two\x1b against one` || strings.Join(got[0].Lines, "|") != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
	if got := Differences([]*Results{first}, []string{"one"}); got != nil {
		t.Errorf("one run differs: %v", got)
	}
}

// Of very many tenants only few are told, those first that differ most.
func TestFewDifferences(t *testing.T) {
	var a, b []schema.Tenant
	for _, name := range strings.Split("abcdefghij", "") {
		a = append(a, fared(name, 100, 0.1))
		b = append(b, fared(name, 100+10*float64(name[0]-'a'), 0.1))
	}
	lines := Differences([]*Results{run("a", 100, a...), run("b", 100, b...)}, []string{"one", "two"})[0].Lines
	var tenants []string
	for _, l := range lines[1:] {
		tenants = append(tenants, l[:1])
	}
	if !slices.Equal(tenants, strings.Split("jihgf", "")) {
		t.Errorf("told %q", lines)
	}
}
