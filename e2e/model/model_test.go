package model

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// workDir is where everything happens: in memory where the machine has such a
// folder, since thousands of histories force their bytes to disk at every step.
var workDir string

// histories is how many a plain `go test` plays.
const histories = 300

// TestMain makes the folder and sets how many histories there are. A plain `go
// test` plays the same ones each time; asked for a number, it draws new ones.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { asked[f.Name] = true })
	for name, value := range map[string]string{"rapid.checks": fmt.Sprint(histories), "rapid.steps": "16", "rapid.seed": "20261125"} {
		if !asked[name] && !(name == "rapid.seed" && asked["rapid.checks"]) {
			if err := flag.Set(name, value); err != nil {
				panic(err)
			}
		}
	}
	parent := "/dev/shm"
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		parent = ""
	}
	var err error
	if workDir, err = os.MkdirTemp(parent, "smartkampung-model"); err != nil {
		panic(err)
	}
	os.Setenv("TMPDIR", workDir) // the desk's own check works in a temporary folder
	code := m.Run()
	os.RemoveAll(workDir)
	os.Exit(code)
}

// TestHistories plays random histories, on every core at once. Where a seed is
// given, each core has its own, counted from it.
func TestHistories(t *testing.T) {
	cores := runtime.GOMAXPROCS(0)
	checks := flag.Lookup("rapid.checks").Value.(flag.Getter).Get().(int)
	if err := flag.Set("rapid.checks", fmt.Sprint((checks+cores-1)/cores)); err != nil {
		t.Fatal(err)
	}
	seed := flag.Lookup("rapid.seed").Value.(flag.Getter).Get().(uint64)
	var turn sync.Mutex // rapid reads the seed before the first history
	for i := range cores {
		t.Run(fmt.Sprint("core", i+1), func(t *testing.T) {
			t.Parallel()
			turn.Lock()
			begun := sync.OnceFunc(turn.Unlock)
			defer begun()
			if seed != 0 {
				if err := flag.Set("rapid.seed", fmt.Sprint(seed+uint64(i))); err != nil {
					t.Fatal(err)
				}
			}
			rapid.Check(t, func(rt *rapid.T) {
				begun()
				history(rt)
			})
		})
	}
}

// history is one history from its beginning to its end.
func history(t *rapid.T) {
	w := newWorld(t)
	t.Repeat(map[string]func(*rapid.T){"": func(*rapid.T) {}, "step": w.next})
	w.finish(t)
}

// faultLines collects what the hub's check finds.
type faultLines struct{ lines []faultLine }

type faultLine string

// Write takes one finding.
func (f *faultLines) Write(b []byte) (int, error) {
	f.lines = append(f.lines, faultLine(strings.TrimSpace(string(b))))
	return len(b), nil
}

// ofHeads reports whether heads.log knows of more than the database.
func (l faultLine) ofHeads() bool { return strings.Contains(string(l), "heads.log") }
