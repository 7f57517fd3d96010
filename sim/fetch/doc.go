// Package fetch asks the processor to bring memory into its cache before it is
// needed. It changes nothing that a program can see but how long it takes: what a
// run will touch when it ends was last touched long ago, and waiting for memory
// would cost more than everything else that the end brings.
package fetch
