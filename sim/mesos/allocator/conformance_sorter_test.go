package allocator

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strings"

	"fairlead/policies"
	"fairlead/sim/claim"
	"fairlead/sim/resource"

	"gopkg.in/yaml.v3"
)

// sorterStep is a step of a sorter-level case.
type sorterStep struct {
	op, client, agent    string
	total, res, old, new string
	weight               yaml.Node
	weights              []yaml.Node
	draws                int
	expect               yaml.Node // Kind 0: none

	amounts map[string]Amounts // total, res, old and new, read
}

// sorterOp is an operation of the sorter level: its keys and what it does. Keys
// marked with ? may be missing.
type sorterOp struct {
	keys []string
	do   func(r *sorterRun, s *sorterStep) error
}

var sorterOps = map[string]sorterOp{
	"add_agent":    {[]string{"id", "total"}, (*sorterRun).addAgent},
	"remove_agent": {[]string{"id", "total?"}, (*sorterRun).removeAgent},
	"add":          {[]string{"c"}, (*sorterRun).add},
	"activate":     {[]string{"c"}, (*sorterRun).activate},
	"deactivate":   {[]string{"c"}, (*sorterRun).deactivate},
	"remove":       {[]string{"c"}, (*sorterRun).remove},
	"weight":       {[]string{"c", "w"}, (*sorterRun).weight},
	"alloc":        {[]string{"c", "a", "res"}, (*sorterRun).alloc},
	"unalloc":      {[]string{"c", "a", "res"}, (*sorterRun).unalloc},
	"update":       {[]string{"c", "a", "old", "new"}, (*sorterRun).update},
	"shuffle":      {[]string{"weights", "draws"}, (*sorterRun).shuffle},
}

// sorterRun is a sorter-level case under way.
type sorterRun struct {
	seed     uint64
	reader   *resourceReader
	totals   *Totals
	sorter   *Sorter
	accounts *Accounts
	agents   map[string]Amounts // known now, with their totals
	ids      map[string]int32   // numbers of all agents ever named
	held     map[string]map[int32]Amounts
	order    [][]float64 // of the last shuffle: frequency by item and position
}

func runSorterCase(c *conformanceCase, seed uint64) error {
	reader := newResourceReader()
	var steps []*sorterStep
	for i := range c.Steps {
		s, err := readSorterStep(&c.Steps[i], reader)
		if err != nil {
			return err
		}
		steps = append(steps, s)
	}
	r := newSorterRun(reader, seed)
	if c.Config.Kind != 0 {
		if err := r.configure(&c.Config); err != nil {
			return err
		}
	}
	for i, s := range steps {
		if s.op != "" {
			if err := sorterOps[s.op].do(r, s); err != nil {
				return fmt.Errorf("line %d: %s: %w", c.Steps[i].Line, s.op, err)
			}
		}
		if s.expect.Kind != 0 {
			if err := r.expect(&s.expect); err != nil {
				return fmt.Errorf("line %d: after %s: %w", c.Steps[i].Line, s.op, err)
			}
		}
	}
	return nil
}

func readSorterStep(n *yaml.Node, reader *resourceReader) (*sorterStep, error) {
	s := &sorterStep{amounts: map[string]Amounts{}}
	var note yaml.Node
	all := map[string]any{
		"id": &s.agent, "total": &s.total, "c": &s.client, "a": &s.agent, "res": &s.res, "old": &s.old, "new": &s.new,
		"w": &s.weight, "weights": &s.weights, "draws": &s.draws,
	}
	into := map[string]any{"op": &s.op, "expect": &s.expect, "note": &note}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "op" {
			s.op = n.Content[i+1].Value
		}
	}
	op, known := sorterOps[s.op]
	if s.op != "" && !known {
		return nil, fmt.Errorf("line %d: unknown op %q", n.Line, s.op)
	}
	var needed []string
	for _, k := range op.keys {
		name, optional := strings.CutSuffix(k, "?")
		into[name] = all[name]
		if !optional {
			needed = append(needed, name)
		}
	}
	seen, err := fields(n, into)
	if err := errors.Join(err, require(n, seen, needed...)); err != nil {
		return nil, err
	}
	for name, text := range map[string]string{"total": s.total, "res": s.res, "old": s.old, "new": s.new} {
		if s.amounts[name], err = reader.read(text); err != nil {
			return nil, fmt.Errorf("line %d: %w", n.Line, err)
		}
	}
	return s, nil
}

func newSorterRun(reader *resourceReader, seed uint64) *sorterRun {
	r := &sorterRun{seed: seed, reader: reader, totals: NewTotals(reader.width())}
	for i, isRange := range reader.ranges {
		if isRange {
			r.totals.Exclude(i)
		}
	}
	r.sorter = NewSorter(SorterOptions{Width: reader.width(), Ranker: mesosDRF(), Totals: r.totals})
	r.accounts = NewAccounts(r.sorter, reader.pools)
	r.agents, r.ids, r.held = map[string]Amounts{}, map[string]int32{}, map[string]map[int32]Amounts{}
	return r
}

// mesosDRF is drf in doubles: a case of Mesos' own tests depends on 0.15/3 being
// below 0.1/2.
func mesosDRF() claim.Ranker {
	p, _ := policies.Find("drf")
	r, err := p.New(map[string]string{"shares": "double"}, nil)
	if err != nil {
		panic(err)
	}
	return r
}

// configure reads the settings of a case that mean something to a sorter.
func (r *sorterRun) configure(n *yaml.Node) error {
	var excluded []string
	if _, err := fields(n, map[string]any{"fairness_exclude": &excluded}); err != nil {
		return fmt.Errorf("config of level sorter: %w", err)
	}
	for _, name := range excluded {
		if dim := slices.Index(r.reader.names, name); dim >= 0 {
			r.totals.Exclude(dim)
		}
	}
	return nil
}

func (r *sorterRun) quantities(v Amounts) []int64 {
	sum := make([]int64, r.reader.width())
	r.reader.pools.Quantities(v, sum)
	return sum
}

func (r *sorterRun) agent(name string) int32 {
	if _, ok := r.ids[name]; !ok {
		r.ids[name] = int32(len(r.ids))
	}
	return r.ids[name]
}

func (r *sorterRun) addAgent(s *sorterStep) error {
	if _, known := r.agents[s.agent]; known {
		return fmt.Errorf("agent %s is there already", s.agent)
	}
	r.agents[s.agent] = s.amounts["total"]
	r.totals.Add(r.quantities(s.amounts["total"]))
	return nil
}

func (r *sorterRun) removeAgent(s *sorterStep) error {
	total, known := r.agents[s.agent]
	if !known {
		return fmt.Errorf("no agent %s", s.agent)
	}
	if given := s.amounts["total"]; s.total != "" && !slices.Equal(given, total) {
		return fmt.Errorf("agent %s has not %s", s.agent, s.total)
	}
	delete(r.agents, s.agent)
	r.totals.Sub(r.quantities(total))
	return nil
}

// client finds the client of a step.
func (r *sorterRun) client(s *sorterStep) (Node, error) {
	n, ok := r.sorter.Find(strings.Split(s.client, "/"))
	if !ok {
		return none, fmt.Errorf("no client %s", s.client)
	}
	return n, nil
}

func (r *sorterRun) add(s *sorterStep) error {
	if _, err := r.client(s); err == nil {
		return fmt.Errorf("client %s is there already", s.client)
	}
	r.sorter.Add(strings.Split(s.client, "/"))
	r.held[s.client] = map[int32]Amounts{}
	return nil
}

func (r *sorterRun) activate(s *sorterStep) error {
	n, err := r.client(s)
	if err == nil {
		r.sorter.Activate(n)
	}
	return err
}

func (r *sorterRun) deactivate(s *sorterStep) error {
	n, err := r.client(s)
	if err == nil {
		r.sorter.Deactivate(n)
	}
	return err
}

func (r *sorterRun) remove(s *sorterStep) error {
	n, err := r.client(s)
	if err == nil {
		r.accounts.Remove(n)
		delete(r.held, s.client)
	}
	return err
}

func (r *sorterRun) weight(s *sorterStep) error {
	w, err := readWeight(s.weight.Value)
	if err == nil {
		r.sorter.SetWeight(strings.Split(s.client, "/"), w)
	}
	return err
}

func readWeight(text string) (resource.Frac, error) {
	w, ok := new(big.Rat).SetString(text)
	if !ok || w.Sign() <= 0 || !w.Num().IsUint64() || !w.Denom().IsUint64() {
		return resource.Frac{}, fmt.Errorf("%q is no weight", text)
	}
	return resource.Frac{Num: w.Num().Uint64(), Den: w.Denom().Uint64()}, nil
}

func (r *sorterRun) alloc(s *sorterStep) error {
	n, err := r.client(s)
	if err == nil {
		r.note(s, s.amounts["res"])
		r.accounts.Grant(n, r.agent(s.agent), s.amounts["res"])
	}
	return err
}

func (r *sorterRun) unalloc(s *sorterStep) error { return r.takeBack(s, "res") }

func (r *sorterRun) update(s *sorterStep) error {
	if err := r.takeBack(s, "old"); err != nil {
		return err
	}
	n, err := r.client(s)
	if err == nil {
		r.note(s, s.amounts["new"])
		r.accounts.Use(n, r.agent(s.agent), s.amounts["new"])
	}
	return err
}

// note adds to the runner's own record of who holds what.
func (r *sorterRun) note(s *sorterStep, v Amounts) {
	at := r.agent(s.agent)
	for _, o := range v {
		r.held[s.client][at] = r.reader.pools.Add(r.held[s.client][at], o)
	}
}

func (r *sorterRun) takeBack(s *sorterStep, which string) error {
	n, err := r.client(s)
	if err != nil {
		return err
	}
	at := r.agent(s.agent)
	rest, ok := slices.Clone(r.held[s.client][at]), true
	for _, o := range s.amounts[which] {
		if rest, ok = r.reader.pools.Sub(rest, o); !ok {
			return fmt.Errorf("%s does not hold that on %s", s.client, s.agent)
		}
	}
	r.held[s.client][at] = rest
	r.accounts.Return(n, at, s.amounts[which])
	return nil
}

// shuffle draws the order of items with the given weights that many times.
func (r *sorterRun) shuffle(s *sorterStep) error {
	if s.draws < 1 || len(s.weights) == 0 {
		return errors.New("nothing to draw")
	}
	sorter := NewSorter(SorterOptions{Width: 1, Ranker: mesosDRF(), Totals: NewTotals(1)})
	item := map[Node]int{}
	for i, text := range s.weights {
		w, err := readWeight(text.Value)
		if err != nil {
			return err
		}
		path := []string{fmt.Sprintf("item-%06d", i)}
		sorter.SetWeight(path, w)
		n := sorter.Add(path)
		sorter.Activate(n)
		item[n] = i
	}
	r.order = make([][]float64, len(s.weights))
	for i := range r.order {
		r.order[i] = make([]float64, len(s.weights))
	}
	var order []Node
	for round := range uint64(s.draws) {
		order = sorter.RandomOrder(r.seed, round, order[:0])
		for place, n := range order {
			r.order[item[n]][place] += 1 / float64(s.draws)
		}
	}
	return nil
}

// expect checks what a step says about the state after it.
func (r *sorterRun) expect(n *yaml.Node) error {
	var sort, contains, absent []string
	var shares map[string]yaml.Node
	var table [][]float64
	count, total, tolerance := 0, "", 0.0
	seen, err := fields(n, map[string]any{
		"sort": &sort, "shares": &shares, "count": &count, "contains": &contains, "absent": &absent,
		"alloc_total": &total, "table": &table, "tolerance": &tolerance,
	})
	if err != nil {
		return err
	}
	if got := r.sorted(); seen["sort"] && !slices.Equal(got, sort) {
		return fmt.Errorf("sort is %v, want %v", got, sort)
	}
	if got := r.sorter.Len(); seen["count"] && got != count {
		return fmt.Errorf("count is %d, want %d", got, count)
	}
	if seen["table"] != seen["tolerance"] {
		return errors.New("table and tolerance go together")
	}
	for _, c := range contains {
		if _, ok := r.sorter.Find(strings.Split(c, "/")); !ok {
			return fmt.Errorf("%s is absent", c)
		}
	}
	for _, c := range absent {
		if _, ok := r.sorter.Find(strings.Split(c, "/")); ok {
			return fmt.Errorf("%s is not absent", c)
		}
	}
	err = r.expectShares(shares)
	if seen["alloc_total"] {
		err = errors.Join(err, r.expectTotal(total))
	}
	if seen["table"] {
		err = errors.Join(err, r.expectTable(table, tolerance))
	}
	return err
}

func (r *sorterRun) sorted() []string {
	got := []string{}
	for n := r.sorter.First(); n >= 0; n = r.sorter.Next(n) {
		got = append(got, r.sorter.Name(n))
	}
	return got
}

func (r *sorterRun) expectShares(want map[string]yaml.Node) error {
	for _, c := range slices.Sorted(maps.Keys(want)) {
		n, err := r.client(&sorterStep{client: c})
		if err != nil {
			return err
		}
		if text := want[c].Value; !sameShare(r.sorter.Share(n).Float(), text) {
			return fmt.Errorf("share of %s is %v, want %s", c, r.sorter.Share(n).Float(), text)
		}
	}
	return nil
}

// sameShare compares a share with how it is written: to 1e-9, or to four
// decimals where it is printed with exactly those.
func sameShare(got float64, text string) bool {
	want, ok := new(big.Rat).SetString(text)
	if !ok {
		return false
	}
	w, _ := want.Float64()
	if _, decimals, _ := strings.Cut(text, "."); len(decimals) == 4 && math.Abs(got-w) <= 0.5e-4+1e-9 {
		return true
	}
	return math.Abs(got-w) <= 1e-9
}

func (r *sorterRun) expectTotal(text string) error {
	want, err := r.reader.read(text)
	if err != nil {
		return err
	}
	if len(r.reader.names) > r.sorter.width {
		return fmt.Errorf("alloc_total %q names what nobody has", text)
	}
	sum := make([]int64, r.reader.width())
	for _, id := range r.ids {
		var all Amounts // what anybody holds there, so that a shared volume counts once
		for _, c := range r.held {
			for _, o := range c[id] {
				all = r.reader.pools.Add(all, o)
			}
		}
		resource.Add(sum, r.quantities(all))
	}
	if !slices.Equal(sum, r.quantities(want)) {
		return fmt.Errorf("alloc_total is %v of %v, want %s", sum, r.reader.names, text)
	}
	return nil
}

func (r *sorterRun) expectTable(want [][]float64, tolerance float64) error {
	if len(want) != len(r.order) {
		return fmt.Errorf("table has %d rows for %d items", len(want), len(r.order))
	}
	for i, row := range want {
		if len(row) != len(r.order) {
			return fmt.Errorf("row %d has %d columns for %d items", i, len(row), len(r.order))
		}
		for j, p := range row {
			if math.Abs(r.order[i][j]-p) > tolerance {
				return fmt.Errorf("item %d is at place %d with frequency %v, want %v", i, j, r.order[i][j], p)
			}
		}
	}
	return nil
}
