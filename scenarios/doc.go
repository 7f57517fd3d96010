// Package scenarios turns a scenario file into a checked Scenario, and a
// Scenario into a run.
//
// A file is read once into nodes with places, overrides are applied to the
// nodes, and the nodes are walked once against the keys of the format. Every
// mistake of a file that parses is reported, in the order of the file:
//
//	scenario.yaml:12:9: unknown policy "drff" (did you mean "drf"?)
//
// What is parsed is proven: a Scenario can only be had from Load and LoadBytes,
// its values are resolved and in range, and no later stage checks them again.
// A key that is not of the format is a mistake, and so is one of the format
// that is not built yet; nothing is passed over in silence.
//
// Files are taken for hostile: they are bounded in size and nesting, and none
// of them makes the loader panic, block or say more than a screen or two.
package scenarios
