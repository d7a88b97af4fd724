package kampung

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestBackoffGrowsToItsBoundAndNeverGivesUp(t *testing.T) {
	for failures, want := range map[int]time.Duration{0: 30 * time.Second, 1: time.Minute, 5: 16 * time.Minute, 6: 30 * time.Minute, 7: 30 * time.Minute, 1 << 40: 30 * time.Minute, -1: 30 * time.Second} {
		if got := Backoff(failures, 0.9999999); got > want || got < want-time.Second {
			t.Errorf("after %d failures up to %v, want %v", failures, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := Backoff(rapid.IntRange(-5, 1<<50).Draw(t, "failures"), rapid.Float64Range(0, 0.999999).Draw(t, "random"))
		if d < 0 || d > SendMost {
			t.Fatalf("%v", d)
		}
	})
}
