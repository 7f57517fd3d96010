package claim

// Promises are the properties that a policy claims and its test checks.
type Promises uint16

const (
	// ScaleFree: the order does not change when all amounts and totals are multiplied by one number.
	ScaleFree Promises = 1 << iota
	// WeightMonotone: more weight never makes a claimant's key higher.
	WeightMonotone
	// ShareMonotone: holding more never makes a claimant's key lower.
	ShareMonotone
	// SingleResource: with one resource the order is that of max-min fairness.
	SingleResource
	// OneDimension: resources other than the one named by its parameter do not matter.
	OneDimension
	// Exact: equal holdings, or holdings in proportion to weight, give equal keys.
	Exact
)
