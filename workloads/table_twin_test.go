package workloads

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"fairlead/sim"
	"fairlead/sim/resource"

	"pgregory.net/rapid"
)

// plainTable is the jobs and the account of a table with the columns t, a, b, n,
// c, g and s, read with the tools of the standard library. Times are in
// milliseconds, and amounts are c × g / 8.
func plainTable(o Trace, text string) (jobs, account string) {
	type plainJob struct {
		submit, run *big.Rat
		tasks, need int64
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	lines, err := r.ReadAll()
	if err != nil {
		panic(err)
	}
	var kept []plainJob
	reasons, repaired := map[string]int{}, 0
	for _, cells := range lines[1:] {
		number := func(column int) (*big.Rat, string) {
			if column >= len(cells) || strings.Trim(cells[column], " ") == "" || strings.Trim(cells[column], " ") == "NA" {
				return nil, "none"
			}
			v, ok := new(big.Rat).SetString(strings.Trim(cells[column], " "))
			if !ok {
				return nil, "text"
			}
			return v, ""
		}
		why, odd := "", ""
		submit, badSubmit := number(0)
		start, badStart := number(1)
		end, badEnd := number(2)
		tasks, badTasks := number(3)
		run := new(big.Rat)
		switch {
		case len(cells) < 7 || cells[6] != "x" && cells[6] != "y":
			why = "left out by where"
		case badSubmit == "none":
			why = "no submit time"
		case badSubmit == "text":
			why = "unreadable submit time"
		case badStart == "none" && !o.KeepPending:
			why = "never started"
		case badStart == "text", badEnd == "text":
			why = "unreadable run time"
		case badEnd == "none":
			why = "no run time"
		default:
			if badStart == "none" {
				start, odd = submit, "never started, kept"
			}
			run.Sub(end, start)
			switch {
			case run.Sign() < 0:
				why = "negative run time"
			case run.Sign() == 0 && o.SkipZero:
				why = "run time 0"
			case run.Sign() == 0:
				run.SetInt64(1000)
				odd = cmp.Or(odd, "run time 0")
			case run.Cmp(big.NewRat(1, 1)) < 0:
				run.SetInt64(1)
				odd = cmp.Or(odd, "run time below 1 ms")
			}
		}
		if why == "" && (badTasks != "" || tasks.Sign() <= 0) {
			why = "no tasks"
		}
		need := int64(0)
		if why == "" {
			up := func(r *big.Rat) int64 {
				n := new(big.Int).Add(r.Num(), new(big.Int).Sub(r.Denom(), big.NewInt(1)))
				return n.Quo(n, r.Denom()).Int64()
			}
			c, badC := number(4)
			g, badG := number(5)
			switch {
			case badC == "text" || badG == "text" || badC == "" && c.Sign() < 0 && badG == "" || badG == "" && g.Sign() < 0 && badC == "":
				why = "unreadable amount"
			case badC == "none" && badG == "" && g.Sign() < 0, badG == "none" && badC == "" && c.Sign() < 0:
				why = "unreadable amount"
			case badC == "none", badG == "none":
				why = "needs nothing"
			default:
				if need = up(c.Mul(c, g).Mul(c, big.NewRat(1, 8))); need == 0 {
					why = "needs nothing"
				}
			}
			if !tasks.IsInt() {
				odd = cmp.Or(odd, "fraction of a task")
			}
			kept = append(kept, plainJob{submit, run, up(tasks), need})
		}
		if why != "" {
			if need == 0 && len(kept) > 0 && (why == "unreadable amount" || why == "needs nothing") {
				kept = kept[:len(kept)-1]
			}
			reasons[why]++
		} else if odd != "" {
			reasons[odd]++
			repaired++
		}
	}
	slices.SortStableFunc(kept, func(a, b plainJob) int { return a.submit.Cmp(b.submit) })
	var out strings.Builder
	ns := func(ms *big.Rat) sim.Time {
		r := new(big.Rat).Mul(ms, big.NewRat(1_000_000, 1))
		return sim.Time(new(big.Int).Quo(r.Num(), r.Denom()).Int64())
	}
	for i, j := range kept {
		fmt.Fprintf(&out, "%v log#%d %d x [%d] for %v\n", (ns(j.submit) - ns(kept[0].submit)).Seconds(), i, j.tasks, j.need, ns(j.run).Seconds())
	}
	account = fmt.Sprintf("%d = %d (%d) + %d", len(lines)-1, len(kept), repaired, len(lines)-1-len(kept))
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		account += fmt.Sprintf("; %s %d", why, reasons[why])
	}
	return out.String(), account
}

// drawTable draws a table of mostly good rows in hardly any order, with LF, CRLF
// and quotes.
func drawTable(t *rapid.T) string {
	time := rapid.SampledFrom([]string{"0", "7", "12", "-5", "3.25", "1e1", "0.0005", "100", "20", "", "NA", "x", "\"8\"", " 9 "})
	count := rapid.SampledFrom([]string{"1", "2", "3", "2.5", "1", "4", "10", "7", "-1", "", "0", "\"6\"", "few"})
	state := rapid.SampledFrom([]string{"x", "y", "x", "y", "x", "y", "z", "", `"x"`, `"x,"`, `"""x"""`})
	end := rapid.SampledFrom([]string{"\n", "\r\n", "\n\n"})
	var b strings.Builder
	b.WriteString("t,a,b,n,c,g,s\n")
	for range rapid.IntRange(0, 30).Draw(t, "rows") {
		for _, g := range []*rapid.Generator[string]{time, time, time, count, count, count} {
			b.WriteString(g.Draw(t, "cell") + ",")
		}
		b.WriteString(state.Draw(t, "state") + end.Draw(t, "end"))
	}
	return b.String()
}

func TestTableIsPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawTable(t)
		o := Trace{Name: "log", SkipZero: rapid.Bool().Draw(t, "skip zero"), KeepPending: rapid.Bool().Draw(t, "keep pending")}
		o.Format = &JobTable{
			Table:  Table{Header: true, Null: []string{"NA"}, Where: []TableWhere{{"s", []string{"x", "y"}}}},
			Submit: TimeColumn{Column: "t", Unit: sim.Millisecond}, Start: TimeColumn{Column: "a", Unit: sim.Millisecond},
			End: TimeColumn{Column: "b", Unit: sim.Millisecond}, Tasks: "n",
			Amounts: []TableAmount{{Resource: "cpus", Column: "c", Times: "g", Unit: resource.Frac{Num: 1, Den: 8}}},
		}
		s, err := o.text(text).Scan()
		if err != nil {
			t.Fatal(err)
		}
		b := bindSWF(s, 7, "cpus")
		wantJobs, wantAccount := plainTable(o, text)
		if got := replaySWF(s, b); got != wantJobs {
			t.Fatalf("table:\n%s\njobs:\n%s\nwant:\n%s", text, got, wantJobs)
		}
		if got := accountSWF(s.Report(b.Dims)); got != wantAccount {
			t.Fatalf("table:\n%s\n%s, want\n%s", text, got, wantAccount)
		}
	})
}

// Cells against the reader of the standard library, for any text that has no
// blanks at the ends.
func TestTableCellsArePlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		delimiter := rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "delimiter")
		want := rapid.SliceOfN(rapid.StringMatching(`([a-z",;']([a-z",; ]{0,6}[a-z",;'])?)?`), 2, 9).Draw(t, "cells")
		var line strings.Builder
		w := csv.NewWriter(&line)
		w.Comma = delimiter
		if err := w.Write(want); err != nil {
			t.Fatal(err)
		}
		w.Flush()
		cells := tableCells{delimiter: byte(delimiter), ends: make([]traceSpan, rapid.IntRange(1, 12).Draw(t, "need"))}
		text := []byte(strings.TrimSuffix(line.String(), "\n"))
		ok := cells.split(text)
		if strings.Trim(line.String(), "\t\n ") == "" {
			want = nil // an empty line is no row
		}
		var got []string
		for i := range cells.n {
			got = append(got, string(cells.raw(i+1)))
		}
		if want = want[:min(len(want), len(cells.ends))]; !ok || !slices.Equal(got, want) {
			t.Fatalf("%q: %q, want %q", line.String(), got, want)
		}
	})
}

func TestTableNumbersArePlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string) (traceNumber, *big.Int) {
			n := traceNumber{whole: rapid.Int64Range(0, 1e18-1).Draw(t, name), nanos: rapid.Int64Range(0, 999_999_999).Draw(t, name+" nanos")}
			for range rapid.IntRange(0, 17).Draw(t, "digits") {
				n.whole /= 10
			}
			if rapid.Bool().Draw(t, "integer") {
				n.nanos = 0
			}
			all := new(big.Int).Mul(big.NewInt(n.whole), big.NewInt(1e9))
			return n, all.Add(all, big.NewInt(n.nanos))
		}
		n, a := number("n")
		m, b := number("m")
		got := n.times(m)
		want := new(big.Int).Mul(a, b)
		want.Quo(want, big.NewInt(1e9))
		have := new(big.Int).Mul(big.NewInt(got.whole), big.NewInt(1e9))
		if got.kind == traceKnown && have.Add(have, big.NewInt(got.nanos)).Cmp(want) != 0 {
			t.Fatalf("%v × %v = %v, want %v", n, m, got, want)
		}
		if got.kind == traceHuge && n.whole < 1e9 && m.whole < 1e9 {
			t.Fatalf("%v × %v is too much", n, m)
		}

		unit := rapid.Int64Range(1, int64(36500*sim.Day)).Draw(t, "unit")
		cells := tableCells{ends: []traceSpan{{0, 30}}, n: 1}
		cells.line = fmt.Appendf(nil, "%020d.%09d", n.whole, n.nanos)
		ns, kind := cells.time(1, unit)
		want.Mul(a, big.NewInt(unit))
		want.Quo(want, big.NewInt(1e9))
		far := want.Cmp(big.NewInt(traceMaxSubmit*1e9)) > 0
		if far != (kind == traceHuge) || !far && want.Cmp(big.NewInt(ns)) != 0 {
			t.Fatalf("%s × %d = %d of kind %d, want %v", cells.line, unit, ns, kind, want)
		}
	})
}
