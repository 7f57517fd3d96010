package queue

import (
	"container/heap"
	"fmt"
	"math"
	"testing"
)

// chance is a cheap source of delays, about Exp(1 s): the queues are to be
// measured, not the logarithm.
type chance uint64

func (c *chance) exp() int64 {
	*c += 0x9e3779b97f4a7c15
	z := uint64(*c)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	z ^= z >> 31
	return expTable[z>>54] + int64(z%(1<<20))
}

// expTable holds 1,024 quantiles of Exp(1 s) in nanoseconds.
var expTable = func() (t [1024]int64) {
	for i := range t {
		t[i] = int64(-1e9 * math.Log((float64(i)+0.5)/float64(len(t))))
	}
	return t
}()

// BenchmarkHold is the hold model: one operation takes the next event and pushes
// it again after Exp(1 s), with so many pending all the time.
func BenchmarkHold(b *testing.B) {
	for _, n := range []int{10, 1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("radix-%d", n), func(b *testing.B) { benchmarkRadix(b, n) })
		b.Run(fmt.Sprintf("heap-%d", n), func(b *testing.B) { benchmarkHeap(b, n) })
	}
}

func benchmarkRadix(b *testing.B, n int) {
	var q Queue
	var c chance
	for i := range n {
		q.Push(c.exp(), uint64(i))
	}
	hold(&q, &c, 2*n)
	b.ReportAllocs()
	b.ResetTimer()
	hold(&q, &c, b.N)
}

func benchmarkHeap(b *testing.B, n int) {
	var p plain
	var c chance
	for i := range n {
		p.Push(c.exp(), uint64(i))
	}
	step := func(k int) {
		for range k {
			e := heap.Pop(&p.heap).(*plainEvent)
			p.Push(e.at+c.exp(), e.data)
		}
	}
	step(2 * n)
	b.ReportAllocs()
	b.ResetTimer()
	step(b.N)
}

// BenchmarkTicks has all events on round instants, as timers have them.
func BenchmarkTicks(b *testing.B) {
	const n = 10_000
	var q Queue
	var c chance
	step := func(k int) {
		for range k {
			at, _ := q.Next()
			data, _ := q.Take()
			q.Push(at+(1+c.exp()>>30)*1_000_000_000, data)
		}
	}
	for i := range n {
		q.Push(0, uint64(i))
	}
	step(2 * n)
	b.ReportAllocs()
	b.ResetTimer()
	step(b.N)
}
