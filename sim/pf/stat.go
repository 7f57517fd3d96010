package pf

import "math"

// Sum adds in the given order and carries the rounding errors along (Neumaier,
// "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
// ZAMM 54, 1974), so it is near the true sum whatever the order.
func Sum(xs []float64) float64 {
	var sum, lost float64
	for _, x := range xs {
		next := sum + x
		if math.Abs(sum) >= math.Abs(x) {
			lost += (sum - next) + x
		} else {
			lost += (x - next) + sum
		}
		sum = next
	}
	if lost != lost { // an infinity among xs: nothing was lost, all is
		return sum
	}
	return sum + lost
}

// Mean is the arithmetic mean, 0 of nothing.
func Mean(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	return Sum(xs) / float64(len(xs))
}

// Variance is the unbiased variance (divided by n-1), 0 of fewer than two.
func Variance(xs []float64) float64 {
	var m Moments
	for _, x := range xs {
		m.Add(x)
	}
	return m.Variance()
}

// Moments gathers count, mean and variance of a stream (Welford, "Note on a
// Method for Calculating Corrected Sums of Squares and Products", Technometrics
// 4, 1962). The zero Moments has seen nothing.
type Moments struct {
	n        int64
	mean, m2 float64
}

// Add takes one more value in.
func (m *Moments) Add(x float64) {
	m.n++
	d := x - m.mean
	m.mean += d / float64(m.n)
	m.m2 += float64(d * (x - m.mean))
}

// Mean is the mean of the values so far, 0 of none.
func (m *Moments) Mean() float64 { return m.mean }

// Variance is the unbiased variance so far, 0 of fewer than two values.
func (m *Moments) Variance() float64 {
	if m.n < 2 {
		return 0
	}
	return m.m2 / float64(m.n-1)
}
