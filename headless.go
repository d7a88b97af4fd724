//go:build !cgo

// Smart Kampung is the desk of a village office. This build has no C compiler's
// part and so no window; it gives the commands alone. See the README.
package main

import (
	"context"
	"fmt"
	"os"
)

func main() {
	code, done := command(context.Background())
	if !done {
		fmt.Fprintln(os.Stderr, "Versi ini tanpa jendela. Lihat “smartkampung help” untuk perintahnya.")
		code = 2
	}
	os.Exit(code)
}
