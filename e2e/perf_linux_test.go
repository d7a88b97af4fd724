//go:build perf

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// idle is the least share of a core, in percent, that a process used in one of
// three spells of ten seconds.
func idle(t *testing.T, pid int) float64 {
	t.Helper()
	const spell = 10 * time.Second
	least := 100.0
	for range 3 {
		before, start := cpuTime(t, pid), time.Now()
		time.Sleep(spell)
		least = min(least, 100*(cpuTime(t, pid)-before).Seconds()/time.Since(start).Seconds())
	}
	return least
}

// cpuTime is what all threads of a process have run, as the scheduler counts it.
func cpuTime(t *testing.T, pid int) (sum time.Duration) {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(threads) == 0 {
		t.Fatalf("the window is not there any more: %v", err)
	}
	for _, path := range threads {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // a thread that ended
		}
		var ns int64
		if _, err := fmt.Sscan(string(text), &ns); err == nil {
			sum += time.Duration(ns)
		}
	}
	return sum
}

// memory is the private memory of a process in MB (RssAnon).
func memory(t *testing.T, pid int) float64 {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "RssAnon: %f kB", &kb); n == 1 {
			return kb / 1024
		}
	}
	t.Fatal("the system tells no private memory")
	return 0
}
