package demand

import (
	"testing"

	"fairlead/sim/resource"

	"pgregory.net/rapid"
)

func TestFirstFitAgainstScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(t, "nodes")
		tree := NewFirstFit(n, 2)
		plain := make([][]int64, n)
		for i := range plain {
			plain[i] = make([]int64, 2)
		}
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			v := []int64{rapid.Int64Range(0, 3).Draw(t, "cpus"), rapid.Int64Range(0, 3).Draw(t, "mem")}
			want := -1
			for i := n - 1; i >= 0; i-- {
				if resource.Fits(v, plain[i]) {
					want = i
				}
			}
			if got := tree.Find(v); got != want {
				t.Fatalf("first fit of %v is %d, a scan says %d", v, got, want)
			}
			if want >= 0 && rapid.Bool().Draw(t, "take") {
				resource.Sub(plain[want], v)
				tree.Add(want, v, -1)
			} else if n > 0 {
				i := rapid.IntRange(0, n-1).Draw(t, "node")
				resource.Add(plain[i], v)
				tree.Add(i, v, 1)
			}
		}
	})
}
