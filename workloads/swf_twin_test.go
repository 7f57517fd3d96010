package workloads

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"

	"pgregory.net/rapid"
)

var plainNumber = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)

// plain reads a column with the tools of the standard library. The number is
// in thousand millionths.
func plain(fields []string, column int) (*big.Int, traceKind) {
	if column > len(fields) {
		return nil, traceMissing
	}
	text := fields[column-1]
	switch word := strings.ToLower(strings.TrimLeft(text, "+-")); {
	case len(text)-len(word) > 1:
		return nil, traceText
	case word == "nan":
		return nil, traceMissing
	case (word == "inf" || word == "infinity") && text[0] == '-':
		return nil, traceNegative
	case word == "inf" || word == "infinity":
		return nil, traceHuge
	case !plainNumber.MatchString(text):
		return nil, traceText
	}
	r, _ := new(big.Rat).SetString(text)
	if r.Cmp(big.NewRat(1e18, 1)) >= 0 {
		return nil, traceHuge
	}
	sign := r.Sign()
	r.Abs(r).Mul(r, big.NewRat(1e9, 1))
	n := new(big.Int).Quo(r.Num(), r.Denom())
	switch {
	case sign < 0 && n.Cmp(big.NewInt(1e9)) == 0:
		return nil, traceMissing
	case sign < 0 && n.Sign() > 0:
		return nil, traceNegative
	}
	return n, traceKnown
}

func TestSWFNumberIsPlain(t *testing.T) {
	check := func(t interface{ Errorf(string, ...any) }, text string) {
		got := parseTraceNumber([]byte(text))
		want, kind := plain([]string{text}, 1)
		if want == nil {
			want = new(big.Int)
		}
		all := new(big.Int).Mul(big.NewInt(got.whole), big.NewInt(1e9))
		if got.kind != kind || all.Add(all, big.NewInt(got.nanos)).Cmp(want) != 0 {
			t.Errorf("%q: %+v, want %v of kind %d", text, got, want, kind)
		}
	}
	for _, text := range []string{"0", "-0", "1", "-1", "-1.0", "-10e-1", "-2", "1.", ".5", ".", "-", "+", "e5", "1e", "1e+", "1e5", "1E-5",
		"999999999999999999", "1000000000000000000", "99999999999999999999", "0.000000001", "0.0000000009", "-0.0000000009", "0e999999999",
		"1e-999", "00000000000000000000000000000000000001", "0.00000000000000000000000000001e30", "123456789012345678901234567890e-15",
		"1.5.2", "1e5.2", "0x10", "1_0", "nan", "+NaN", "--1", "Inf", "-inf", "infinity", "1,5", "é"} {
		check(t, text)
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.StringMatching(`[+-]?[0-9]{0,30}\.?[0-9]{0,30}([eE][+-]?[0-9]{1,2})?`).
			Filter(func(s string) bool { return s != "" }).Draw(t, "number"))
	})
}

// plainRow is a row as the twin keeps it.
type plainRow struct {
	submit, duration, tasks, mem int64
	value                        string
	noMem                        bool
	odd                          string // why it was repaired
}

// plainSWF judges the rows of a log with memory in columns 10 and 7.
func plainSWF(o Trace, log string) (rows []plainRow, reasons map[string]int, n int) {
	reasons = map[string]int{}
	for line := range strings.SplitSeq(log, "\n") {
		var f []string
		for _, word := range strings.Fields(line) {
			if word[0] == ';' || word[0] == '#' {
				break
			}
			f = append(f, word)
		}
		if len(f) == 0 {
			continue
		}
		n++
		row, why := plainJudge(o, f)
		if why != "" {
			reasons[why]++
		} else {
			rows = append(rows, row)
		}
	}
	return rows, reasons, n
}

func plainJudge(o Trace, f []string) (row plainRow, skip string) {
	positive := func(column int) bool { n, _ := plain(f, column); return n != nil && n.Sign() > 0 }
	number := func(column int) *big.Int { n, _ := plain(f, column); return n }
	kind := func(column int) traceKind { _, k := plain(f, column); return k }
	seconds := func(n *big.Int) int64 { return new(big.Int).Quo(n, big.NewInt(1e9)).Int64() }

	status := int64(-1)
	if kind(11) == traceKnown {
		status = seconds(number(11))
	}
	if status >= 2 && status <= 4 {
		return row, "partial execution"
	}
	switch kind(2) {
	case traceMissing, traceNegative:
		return row, "no submit time"
	case traceText:
		return row, "unreadable submit time"
	case traceHuge:
		return row, "submit time out of range"
	}
	if seconds(number(2)) > 4e9 {
		return row, "submit time out of range"
	}
	row.submit = number(2).Int64()

	run := number(4)
	switch {
	case kind(4) == traceText:
		return row, "unreadable run time"
	case kind(4) == traceNegative:
		return row, "negative run time"
	case kind(4) == traceMissing, kind(4) == traceKnown && run.Sign() == 0 && status == 5 && !positive(5):
		if !o.KeepPending || !positive(9) {
			return row, "never started"
		}
		run, row.odd = number(9), "never started, requested time taken"
	}
	switch {
	case run == nil || seconds(run) > 1e9:
		return row, "run time out of range"
	case run.Sign() == 0 && o.SkipZero:
		return row, "run time 0"
	case run.Sign() == 0:
		row.duration, row.odd = 1e9, "run time 0"
	case run.Cmp(big.NewInt(1e6)) < 0:
		row.duration, row.odd = 1e6, cmp.Or(row.odd, "run time below 1 ms")
	default:
		row.duration = run.Int64()
	}

	procs := 5
	if !positive(5) {
		procs = 8
	}
	switch {
	case kind(procs) == traceHuge, positive(procs) && seconds(number(procs)) > 1e9:
		return row, "processors out of range"
	case !positive(procs):
		return row, "no processors"
	}
	up := new(big.Int).Add(number(procs), big.NewInt(1e9-1))
	row.tasks = seconds(up)
	if row.odd == "" && new(big.Int).Mod(number(procs), big.NewInt(1e9)).Sign() > 0 {
		row.odd = "fraction of a processor"
	}

	row.noMem = true
	for _, column := range []int{10, 7} {
		if kind(column) == traceHuge {
			row.mem, row.noMem = traceMaxAmount, false
			break
		}
		if positive(column) {
			kb := new(big.Rat).SetFrac(number(column), big.NewInt(1e9))
			kb.Mul(kb, big.NewRat(1000, 1024))
			mem := new(big.Int).Add(kb.Num(), new(big.Int).Sub(kb.Denom(), big.NewInt(1)))
			if mem.Quo(mem, kb.Denom()); mem.Cmp(big.NewInt(traceMaxAmount)) > 0 {
				mem.SetInt64(traceMaxAmount)
			}
			row.mem, row.noMem = mem.Int64(), false
			break
		}
	}
	row.value = "unknown"
	if column, _ := SWFColumnOf(o.By); column > 0 && kind(column) != traceMissing {
		row.value = f[column-1]
		if n := number(column); n != nil && new(big.Int).Mod(n, big.NewInt(1e9)).Sign() == 0 {
			row.value = strconv.FormatInt(seconds(n), 10)
		}
	}
	return row, ""
}

// plainReplay gives what replaySWF gives, and the report, from sorted slices.
func plainReplay(o Trace, log string, units int64) (jobs, report string) {
	rows, reasons, n := plainSWF(o, log)
	origin := int64(0)
	if len(rows) > 0 {
		origin = slices.MinFunc(rows, func(a, b plainRow) int { return cmp.Compare(a.submit, b.submit) }).submit
	}
	if o.From > 0 || o.For > 0 {
		origin += int64(o.From)
		var in []plainRow
		for _, r := range rows {
			if r.submit >= origin && (o.For == 0 || r.submit < origin+int64(o.For)) {
				in = append(in, r)
			} else {
				reasons["outside the window"]++
			}
		}
		rows = in
	}
	names, rows := plainTenants(o, rows, reasons)
	slices.SortStableFunc(rows, func(a, b plainRow) int { return cmp.Compare(a.submit, b.submit) })

	stretch := big.NewRat(1, 1)
	if o.TimeScale > 0 {
		stretch, _ = new(big.Rat).SetString(fmt.Sprint(o.TimeScale))
	}
	if len(rows) > 0 && o.Load > 0 && rows[0].submit < rows[len(rows)-1].submit {
		work := new(big.Int)
		for _, r := range rows {
			work.Add(work, new(big.Int).Mul(big.NewInt(r.tasks), big.NewInt(r.duration)))
		}
		load, _ := new(big.Rat).SetString(fmt.Sprint(o.Load))
		span := new(big.Rat).SetFrac(work, big.NewInt(units))
		span.Quo(span, load).Add(span, big.NewRat(1, 2))
		nanos := new(big.Int).Quo(span.Num(), span.Denom())
		nanos = slices.MaxFunc([]*big.Int{nanos, big.NewInt(1)}, (*big.Int).Cmp)
		nanos = slices.MinFunc([]*big.Int{nanos, big.NewInt(traceMaxAt)}, (*big.Int).Cmp)
		stretch.SetFrac(nanos, big.NewInt(rows[len(rows)-1].submit-rows[0].submit))
	}
	var out strings.Builder
	instances := map[string]int{}
	repaired := 0
	for _, r := range rows {
		at := new(big.Rat).Mul(stretch, big.NewRat(r.submit-origin, 1))
		nanos := new(big.Int).Quo(at.Num(), at.Denom())
		nanos = slices.MinFunc([]*big.Int{nanos, big.NewInt(traceMaxAt)}, (*big.Int).Cmp)
		fmt.Fprintf(&out, "%v %s#%d %d x [1000 %d] for %v\n", sim.Time(nanos.Int64()).Seconds(), names[r.value], instances[names[r.value]],
			r.tasks, r.mem, sim.Time(r.duration).Seconds())
		instances[names[r.value]]++
		if r.odd == "" && r.noMem {
			r.odd = "no memory given"
		}
		if r.odd != "" {
			reasons[r.odd]++
			repaired++
		}
	}
	report = fmt.Sprintf("%d = %d (%d) + %d", n, len(rows), repaired, n-len(rows))
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		report += fmt.Sprintf("; %s %d", why, reasons[why])
	}
	return out.String(), report
}

// plainTenants finds the name of the tenant of each value.
func plainTenants(o Trace, rows []plainRow, reasons map[string]int) (map[string]string, []plainRow) {
	names := map[string]string{}
	if o.By == "" {
		return map[string]string{"unknown": o.Name}, rows
	}
	count := map[string]int{}
	for _, r := range rows {
		count[r.value]++
	}
	var values []string
	for v := range count {
		values = append(values, v)
	}
	slices.SortFunc(values, func(a, b string) int {
		x, noX := strconv.Atoi(a)
		y, noY := strconv.Atoi(b)
		if c := cmp.Compare(count[b], count[a]); c != 0 {
			return c
		}
		if noX != nil || noY != nil {
			return cmp.Or(cmp.Compare(fmt.Sprint(noX != nil), fmt.Sprint(noY != nil)), cmp.Compare(a, b))
		}
		return cmp.Compare(x, y)
	})
	for i, v := range values {
		names[v] = "other"
		if i < o.Max {
			names[v] = strings.ReplaceAll(o.Name, "*", v)
		}
	}
	if o.Rest != "skip" {
		return names, rows
	}
	var apart []plainRow
	for _, r := range rows {
		if names[r.value] == "other" {
			reasons["tenant left out"]++
		} else {
			apart = append(apart, r)
		}
	}
	return names, apart
}

// drawLog draws a log of mostly good rows in hardly any order.
func drawLog(t *rapid.T) string {
	odd := rapid.SampledFrom([]string{"-1", "0", "1", "2.5", "+3", "1e2", "1.5E-3", "NaN", "inf", "-7", "1e30", "5000000000", "x", ";", "#", ".0004", "-1.0", ""})
	usual := []*rapid.Generator[int]{2: rapid.IntRange(0, 60), 4: rapid.IntRange(0, 99), 5: rapid.IntRange(-1, 9), 11: rapid.IntRange(-1, 5), 12: rapid.IntRange(1, 5), 18: nil}
	blank := rapid.SampledFrom([]string{" ", "  ", "\t", " \r "})
	end := rapid.SampledFrom([]string{"\n", "\r\n", "\n;note\n", "\n\n"})
	var b strings.Builder
	for range rapid.IntRange(0, 30).Draw(t, "rows") {
		columns := 18
		if rapid.IntRange(0, 9).Draw(t, "short") == 0 {
			columns = rapid.IntRange(0, 20).Draw(t, "columns")
		}
		for c := 1; c <= columns; c++ {
			b.WriteString(blank.Draw(t, "blank"))
			switch {
			case rapid.IntRange(0, 30).Draw(t, "odd") == 0:
				b.WriteString(odd.Draw(t, "word"))
			case c < len(usual) && usual[c] != nil:
				fmt.Fprint(&b, usual[c].Draw(t, "number"))
			default:
				fmt.Fprint(&b, rapid.IntRange(-1, 2000).Draw(t, "number"))
			}
		}
		b.WriteString(end.Draw(t, "end"))
	}
	return b.String()
}

// drawSWF draws options.
func drawSWF(t *rapid.T) Trace {
	seconds := func(name string, most int) sim.Time {
		return max(0, sim.Time(rapid.IntRange(-most, most).Draw(t, name))) * sim.Second
	}
	return Trace{
		Name: "t*", By: rapid.SampledFrom([]string{"", "user", "12", "6", "18"}).Draw(t, "by"), Max: rapid.IntRange(1, 6).Draw(t, "max"),
		Rest: rapid.SampledFrom([]string{"", "skip"}).Draw(t, "rest"), SkipZero: rapid.Bool().Draw(t, "skip zero"), KeepPending: rapid.Bool().Draw(t, "keep pending"),
		From: seconds("from", 40), For: seconds("for", 40), TimeScale: rapid.SampledFrom([]float64{0, 0.1, 1, 2.5}).Draw(t, "scale"),
		Load: rapid.SampledFrom([]float64{0, 0, 0.3, 0.9}).Draw(t, "load"),
	}
}

func TestSWFIsPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log, o := drawLog(t), drawSWF(t)
		s, err := o.text(log).Scan()
		if err != nil {
			t.Fatal(err)
		}
		d := resource.NewDims("cpus", "mem")
		b := TraceBind{Dims: d, Shapes: resource.NewTable(2), Capacity: []int64{7000, 1}, Specs: make([]sim.SpecID, len(s.Tenants()))}
		for i := range b.Specs {
			b.Specs[i] = sim.SpecID(i)
		}
		wantJobs, wantReport := plainReplay(o, log, 7)
		if got := replaySWF(s, b); got != wantJobs {
			t.Fatalf("log:\n%s\njobs:\n%s\nwant:\n%s", log, got, wantJobs)
		}
		if got := accountSWF(s.Report(d)); got != wantReport {
			t.Fatalf("log:\n%s\nreport %s, want %s", log, got, wantReport)
		}
	})
}

func TestSWFSumIsPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sum traceSum
		want := new(big.Int)
		word := func(v uint64) *big.Int { return new(big.Int).SetUint64(v) }
		for range rapid.IntRange(0, 9).Draw(t, "terms") {
			a, b, c := rapid.Uint64().Draw(t, "a"), rapid.Uint64().Draw(t, "b"), rapid.Uint64().Draw(t, "c")
			sum.add(a>>4, b, c) // the sum stays in 192 bits
			want.Add(want, new(big.Int).Mul(word(a>>4), new(big.Int).Mul(word(b), word(c))))
		}
		if got := sum.big(); got.Cmp(want) != 0 {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
