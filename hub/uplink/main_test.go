package uplink_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain runs fewer histories than rapid's default unless -rapid.checks asks
// for a number: each goes through real sockets and a durable hub.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", "40"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
