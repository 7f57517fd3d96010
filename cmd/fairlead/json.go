package main

import (
	"encoding/json"
	"io"

	"github.com/spf13/cobra"
)

// printJSON prints a value for machines.
func (a *app) printJSON(v any) error { return writeJSON(a.stdout, v) }

// writeJSON writes a value indented, with < and & as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// noArguments refuses arguments in the words of this command line.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("%s takes no arguments, got %q", cmd.CommandPath(), args[0])
	}
	return nil
}
