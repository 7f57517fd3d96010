package pf

import "testing"

var sink float64

func benchmark(b *testing.B, f func(u float64) float64) {
	for i := range b.N {
		sink += f((float64(i&1023) + 0.5) / 1024)
	}
}

func BenchmarkExp(b *testing.B)          { benchmark(b, Exp) }
func BenchmarkLog(b *testing.B)          { benchmark(b, Log) }
func BenchmarkNormQuantile(b *testing.B) { benchmark(b, NormQuantile) }
func BenchmarkGammaShape4(b *testing.B)  { benchmark(b, NewGamma(4).Quantile) }
