package desk

import (
	"flag"
	"os"
	"testing"
)

// TestMain runs fewer histories than rapid's default unless -rapid.checks asks
// for a number: each goes through a durable store and a durable hub.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", "10"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
