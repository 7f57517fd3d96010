package scenarios

import (
	"strings"

	"fairlead/workloads/quantity"
)

// Constant values only, until package workloads brings distributions.

type unit uint8

const (
	seconds unit = iota
	number
)

type syntaxError struct {
	Offset int
	Msg    string
}

func (e *syntaxError) Error() string { return e.Msg }

type constant struct {
	value float64
	text  string
}

func (c constant) Quantile(float64) float64 { return c.value }
func (c constant) Mean() float64            { return c.value }
func (c constant) String() string           { return c.text }

func parseDist(text string, u unit, _ func(string) ([]byte, error)) (Dist, error) {
	if strings.Contains(text, "(") {
		return nil, &syntaxError{0, "distributions are not supported yet"}
	}
	if u == seconds {
		t, err := quantity.Duration(text)
		return constant{t.Seconds(), text}, err
	}
	v, err := quantity.Count(text, 0)
	return constant{float64(v), text}, err
}

func workloadGallery() []string                 { return nil }
func workloadGalleryFile(string) ([]byte, bool) { return nil, false }
