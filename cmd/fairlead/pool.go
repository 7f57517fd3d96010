package main

import "sync"

// inOrder does work for items 0 … n-1 on j goroutines and hands the results to
// emit in the order of the items, each as soon as those before it are done. It
// returns when all are emitted.
func inOrder[T any](n, j int, work func(i int) T, emit func(i int, result T)) {
	results := make([]chan T, n)
	for i := range results {
		results[i] = make(chan T, 1)
	}
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(max(j, 1), n) {
		wg.Go(func() {
			for i := range next {
				results[i] <- work(i)
			}
		})
	}
	wg.Go(func() {
		for i := range n {
			next <- i
		}
		close(next)
	})
	for i := range results {
		emit(i, <-results[i])
	}
	wg.Wait()
}
