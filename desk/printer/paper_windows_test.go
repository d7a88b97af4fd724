//go:build cups

package printer

import (
	"os"
	"testing"
)

// TestWindowsPrint prints one of the sample documents; the test on the Linux
// side runs it under wine and reads what came out.
func TestWindowsPrint(t *testing.T) {
	name := os.Getenv("SMOKE_PRINTER")
	if name == "" {
		t.Skip("no printer named: run by make print-smoke")
	}
	docs, press := samplePages(t)
	d, ok := docs[os.Getenv("SMOKE_DOC")]
	if !ok {
		t.Fatalf("no document %q", os.Getenv("SMOKE_DOC"))
	}
	if got := List(); len(got) == 0 || got[0] != name {
		t.Fatalf("printers %q, want %s first", got, name)
	}
	d.Title = os.Getenv("SMOKE_TITLE")
	if err := Print(d, press, Job{Printer: name}); err != nil {
		t.Fatal(err)
	}
}
