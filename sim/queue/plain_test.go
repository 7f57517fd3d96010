package queue

import "container/heap"

// plain is the twin: container/heap over pointers, ordered by (at, seq), which
// is how such a queue is usually written in Go.
type plain struct {
	heap plainHeap
	now  int64
	seq  uint64
}

type plainEvent struct {
	at        int64
	seq, data uint64
}

type plainHeap []*plainEvent

func (h plainHeap) Len() int { return len(h) }
func (h plainHeap) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].seq < h[j].seq
}
func (h plainHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *plainHeap) Push(x any)   { *h = append(*h, x.(*plainEvent)) }
func (h *plainHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

func (p *plain) Len() int { return len(p.heap) }

func (p *plain) Push(at int64, data uint64) {
	p.seq++
	heap.Push(&p.heap, &plainEvent{at, p.seq, data})
}

func (p *plain) Next() (int64, bool) {
	if len(p.heap) == 0 {
		return p.now, false
	}
	p.now = p.heap[0].at
	return p.now, true
}

func (p *plain) More() bool { return len(p.heap) > 0 && p.heap[0].at == p.now }

func (p *plain) Take() (uint64, bool) {
	if !p.More() {
		return 0, false
	}
	return heap.Pop(&p.heap).(*plainEvent).data, true
}

func (p *plain) CopyTo(dst *plain) {
	*dst = *p
	dst.heap = append(plainHeap(nil), p.heap...)
}
