package allocator

import (
	"fmt"
	"testing"
)

// BenchmarkSorterFill is progressive filling: grant to the first, then ask again;
// what was granted long ago comes back.
func BenchmarkSorterFill(b *testing.B) {
	for _, policy := range []string{"drf", "maxmin", "asset", "priority", "fifo"} {
		b.Run(policy+"-8", func(b *testing.B) { benchFill(b, policy, 8) })
	}
	for _, n := range []int{1, 32, 1000, 100000} {
		b.Run(fmt.Sprintf("drf-%d", n), func(b *testing.B) { benchFill(b, "drf", n) })
	}
}

func benchFill(b *testing.B, policy string, n int) {
	s := newTestSorter(b, policy, TiesMesos, 160_000_000, 655_360_000_000)
	for i := range n {
		s.add(fmt.Sprintf("tenant-%d", i))
	}
	shapes := make([][]int64, 64) // all different, half of them rich in cpus
	for i := range shapes {
		shapes[i] = []int64{500 + 100*int64(i), 512000 * int64(1+i*37%64)}
	}
	ring := make([]Node, 4096)
	for i := range ring {
		ring[i] = s.First()
		s.Grant(ring[i], shapes[int(ring[i])%64])
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		old := ring[i%4096]
		s.Return(old, shapes[int(old)%64])
		n := s.First()
		s.Grant(n, shapes[int(n)%64])
		ring[i%4096] = n
	}
}

// BenchmarkSorterGrant is Grant and First alone.
func BenchmarkSorterGrant(b *testing.B) {
	for _, n := range []int{8, 32} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := newTestSorter(b, "drf", TiesMesos, 160_000_000, 655_360_000_000)
			for i := range n {
				s.add(fmt.Sprintf("tenant-%d", i))
			}
			v := []int64{1, 4096}
			b.ReportAllocs()
			for range b.N {
				s.Grant(s.First(), v)
			}
		})
	}
}
