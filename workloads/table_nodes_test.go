package workloads

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"fairlead/sim/resource"

	"pgregory.net/rapid"
)

// from makes o read from memory.
func (o NodeTable) from(s string) *NodeTable {
	o.File = "nodes.csv"
	o.Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
	return &o
}

// nodesText is a list on a few lines.
func nodesText(l *NodeList, err error) string {
	if err != nil {
		return err.Error()
	}
	out := fmt.Sprintln(l.Resources, accountSWF(l.Report))
	for _, s := range l.Shapes {
		out += fmt.Sprintln(s.Count, s.Amounts, fmt.Sprintf("%q", s.Attributes))
	}
	return out
}

func TestNodeTable(t *testing.T) {
	const openb = "sn,cpu_milli,memory_mib,gpu,model\nn0,32000,262144,0,\nn1,96000,1024,2,G2\nn2,32000,262144,0,\nn3,96000,1024,2,T4\nn4,96000,1024,2,G2\n"
	half, none := resource.Frac{Num: 1, Den: 2}, resource.Frac{Num: 0, Den: 1}
	kept := func(share resource.Frac) *NodeTable { o := OpenbNodes(); o.Keep = share; return o }
	table := NodeTable{
		Name: "1", Attributes: []TableAttribute{{"zone", "5"}},
		Table:   Table{Where: []TableWhere{{"4", []string{"USING"}}}, Null: []string{"NA"}},
		Amounts: []TableAmount{{Resource: "cpus", Column: "2"}, {Resource: "mem", Column: "3", Unit: resource.Frac{Num: 1024 * resource.Unit, Den: 1}}},
	}
	filled := table
	filled.Fill = []TraceFill{{"cpus", 5}, {"gpus", 7}}
	strict := table
	strict.MaxSkipped = none
	const odd = "a,96,100,USING,z1\na,97,100,USING,z1\nb,NA,100,USING,z1\nb,96,100.0,USING,\"z1\"\nc,96,100,NEW,z1\nd,0,0,USING,\ne,x,1,USING,\nf,1,1,USING,\x01\n" +
		"g,1,1,\"USING\n,96,100,USING,NA\n,96,100,USING,\n"
	for _, test := range []struct {
		name, text, want string
		o                *NodeTable
	}{
		{"openb", openb, "[cpus mem gpus] 5 = 5 (0) + 0\n2 [32000 262144000 0] [\"\"]\n2 [96000 1024000 2000] [\"G2\"]\n1 [96000 1024000 2000] [\"T4\"]\n", OpenbNodes()},
		{"half of 5 is 3", openb, "[cpus mem gpus] 5 = 3 (0) + 2; left out by keep 2\n2 [32000 262144000 0] [\"\"]\n1 [96000 1024000 2000] [\"G2\"]\n", kept(half)},
		{"at least 1", openb, "[cpus mem gpus] 5 = 1 (0) + 4; left out by keep 4\n1 [32000 262144000 0] [\"\"]\n", kept(resource.Frac{Num: 1, Den: 1000})},
		{"no rows", "sn,cpu_milli,memory_mib,gpu,model\n", "[cpus mem gpus] 0 = 0 (0) + 0\n", kept(half)},
		{"no column", "sn,cpu_milli,memory_mib,gpu\n", `model: the table has no column "model"`, OpenbNodes()},
		{"odd", odd, "[cpus mem] 11 = 4 (0) + 7; a node again 1; an amount not given 1; has nothing 1; left out by where 1; quotes do not match 1; unreadable amount 1; unreadable attribute 1\n" +
			"2 [96000 102400000] [\"z1\"]\n2 [96000 102400000] [\"\"]\n", &table},
		{"filled", "a,NA,1,USING,z\n", "[cpus mem gpus] 1 = 1 (0) + 0\n1 [5 1024000 7] [\"z\"]\n", &filled},
		{"strict", odd, "nodes.csv: 5 of 11 rows skipped, more than max_skipped allows", &strict},
		{"a bad header", "\"sn,\n", "nodes.csv: row 0: the header is no row of a table", OpenbNodes()},
	} {
		want := strings.Replace(test.want, "row 0: ", "", 1)
		expectSWF(t, test.name, nodesText(test.o.from(test.text).Read()), want)
	}
}

// Shapes against a plain count.
func TestNodeTableIsPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SampledFrom([]string{"1,2,a", "1,2,b", "2,1,a", "12,,", "1,2,", "1,21,a"}), 1, 40).Draw(t, "rows")
		percent := rapid.Uint64Range(1, 100).Draw(t, "keep")
		o := NodeTable{Amounts: []TableAmount{{Resource: "cpus", Column: "1"}, {Resource: "gpus", Column: "2"}}, Attributes: []TableAttribute{{"z", "3"}},
			Fill: []TraceFill{{"gpus", 0}}, Keep: resource.Reduced(percent, 100)}
		l, err := o.from(strings.Join(rows, "\n")).Read()
		if err != nil {
			t.Fatal(err)
		}
		kept := rows[:max(1, (len(rows)*int(percent)+50)/100)]
		count, order := map[string]int{}, []string(nil)
		for _, row := range kept {
			if count[row]++; count[row] == 1 {
				order = append(order, row)
			}
		}
		want := fmt.Sprint(order, slices.Sorted(maps.Values(count)))
		var got []string
		var counts []int
		for _, s := range l.Shapes {
			gpus := fmt.Sprint(s.Amounts[1] / 1000)
			if gpus == "0" {
				gpus = ""
			}
			got = append(got, fmt.Sprintf("%d,%s,%s", s.Amounts[0]/1000, gpus, s.Attributes[0]))
			counts = append(counts, s.Count)
			if count[got[len(got)-1]] != s.Count {
				t.Fatalf("%v of %s", s.Count, got[len(got)-1])
			}
		}
		slices.Sort(counts)
		if have := fmt.Sprint(got, counts); have != want {
			t.Fatalf("%s, want %s", have, want)
		}
	})
}

// FuzzNodeTable reads arbitrary bytes: no panic, and the accounts add up.
func FuzzNodeTable(f *testing.F) {
	f.Add([]byte("sn,cpu_milli,memory_mib,gpu,model\nn0,32000,262144,0,\nn1,96000,1024,2,G2\n"), true)
	f.Add([]byte("m_1,0,219,17,96,100,USING\n\"m_1\",1e9,inf\n,,,\n"), false)
	f.Fuzz(func(t *testing.T, data []byte, openb bool) {
		o := OpenbNodes()
		if !openb {
			o = &NodeTable{Name: "1", Amounts: []TableAmount{{Resource: "cpus", Column: "2", Times: "3"}}, Attributes: []TableAttribute{{"a", "4"}}}
		}
		o.Keep = resource.Frac{Num: 2, Den: 3}
		o.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
		l, err := o.Read()
		if err != nil {
			var read *ReadError
			var column *ColumnError
			if !errors.As(err, &read) && !errors.As(err, &column) {
				t.Fatal(err)
			}
			return
		}
		nodes, reasons := int64(0), int64(0)
		for _, s := range l.Shapes {
			nodes += int64(s.Count)
			if s.Count < 1 || slices.Max(s.Amounts) <= 0 || slices.Min(s.Amounts) < 0 || slices.Max(s.Amounts) > traceMaxAmount {
				t.Fatalf("%+v", s)
			}
		}
		for _, r := range l.Report.Reasons {
			reasons += r.Count
		}
		if nodes != l.Report.Kept || l.Report.Rows != l.Report.Kept+l.Report.Skipped || reasons != l.Report.Skipped {
			t.Fatalf("%d nodes, %+v", nodes, l.Report)
		}
	})
}

// Counts as the notes beside the lists give them.
func TestNodeTableTraces(t *testing.T) {
	cores := TableAmount{Resource: "cpus", Column: "5"}
	for _, test := range []struct {
		file   string
		o      *NodeTable
		shapes int
		want   string
	}{
		{"alibaba-gpu-2023-openb/openb_node_list_all_node.csv", OpenbNodes(), 27, "1523 = 1523 (0) + 0: cpus 125514000 mem 612028416000 gpus 6212000"},
		{"alibaba-machine-inventories/pai_machine_spec.csv", &NodeTable{Name: "1", Attributes: []TableAttribute{{"gpu", "2"}}, Amounts: []TableAmount{
			{Resource: "cpus", Column: "3"}, {Resource: "mem", Column: "4", Unit: resource.Frac{Num: 1024 * resource.Unit, Den: 1}}, {Resource: "gpus", Column: "5"},
		}}, 7, "1897 = 1897 (0) + 0: cpus 156576000 mem 970981376000 gpus 6742000"},
		{"alibaba-machine-inventories/node_info_df.csv", &NodeTable{Table: Table{Header: true}, Name: "node_name", Attributes: []TableAttribute{{"gpu", "gpu_model"}},
			Amounts: []TableAmount{{Resource: "cpus", Column: "cpu_num"}, {Resource: "gpus", Column: "gpu_capacity_num"}}, Fill: []TraceFill{{"mem", 1}}}, 10, "4278 = 4278 (0) + 0: cpus 632636000 gpus 10412000 mem 4278"},
		{"alibaba-machine-inventories/machine_meta.csv", &NodeTable{Name: "1", Amounts: []TableAmount{cores}, Table: Table{Where: []TableWhere{{"7", []string{"USING"}}}}},
			1, "17592 = 4033 (0) + 13559; a node again 13554; left out by where 5: cpus 387168000"},
		{"google-2011-part0/machine_events-part-00000-of-00001.csv.gz", &NodeTable{Name: "2", Table: Table{Where: []TableWhere{{"1", []string{"0"}}, {"3", []string{"0"}}}},
			Amounts: []TableAmount{{Resource: "cpus", Column: "5", Unit: resource.Frac{Num: 32 * resource.Unit, Den: 1}}, {Resource: "mem", Column: "6", Unit: resource.Frac{Num: 128 * 1024 * resource.Unit, Den: 1}}}},
			10, "37780 = 12477 (0) + 25303; left out by where 25303: cpus 211304000 mem 768442543958"},
	} {
		test.o.Path = sharedTrace(t, test.file)
		l, err := test.o.Read()
		if err != nil {
			t.Fatal(err)
		}
		got := accountSWF(l.Report) + ":"
		for i, name := range l.Resources {
			sum := int64(0)
			for _, s := range l.Shapes {
				sum += s.Amounts[i] * int64(s.Count)
			}
			got += fmt.Sprintf(" %s %d", name, sum)
		}
		expectSWF(t, test.file, got, test.want)
		if len(l.Shapes) != test.shapes {
			t.Errorf("%s: %d shapes, want %d", test.file, len(l.Shapes), test.shapes)
		}
	}
}
