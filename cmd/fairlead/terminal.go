package main

import (
	"io"
	"os"

	"golang.org/x/term"

	"fairlead/reports"
)

// terminal is w as a terminal, or nil if it is none.
func terminal(w io.Writer) *os.File {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// widthOf is the width of a terminal in characters.
func widthOf(f *os.File) int {
	w, _, err := term.GetSize(int(f.Fd()))
	if err != nil || w < 20 {
		return 80
	}
	return w
}

// tableOptions suits tables to where they go: what is no terminal gets every
// column and no colours.
func (a *app) tableOptions() reports.TableOptions {
	f := terminal(a.out)
	if f == nil {
		return reports.TableOptions{}
	}
	return reports.TableOptions{Width: widthOf(f), Color: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}
