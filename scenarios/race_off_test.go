//go:build !race

package scenarios

const watched = false
