package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"smartkampung/kampung"
)

// tell shows on a terminal how far long work has come; elsewhere, and with
// --json, nobody is told.
func (c *call) tell() kampung.Tell {
	f, ok := c.env.Err.(*os.File)
	if !ok || c.json || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return countOn(f)
}

// countOn writes counts over each other on a line of w, and ends the line with
// its step.
func countOn(w io.Writer) kampung.Tell {
	last := 0
	return func(p kampung.Progress) {
		text := p.Words()
		fmt.Fprintf(w, "\r%s%s", text, strings.Repeat(" ", max(0, last-len(text))))
		last = len(text)
		if p.Total > 0 && p.Done == p.Total {
			fmt.Fprintln(w)
			last = 0
		}
	}
}
