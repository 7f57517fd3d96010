package workloads

// constant gives one value always: "30s", "80".
type constant struct {
	unit  Unit
	value float64
}

func (d constant) Quantile(float64) float64 { return d.value }
func (d constant) Mean() float64            { return d.value }
func (d constant) String() string           { return d.unit.text(d.value) }
