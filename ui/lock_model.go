package ui

import (
	"slices"
	"time"
)

// Bounds of how long the window may lie untouched before it locks.
const (
	idleLeast = time.Minute
	idleMost  = time.Hour
	idleUsual = 10 * time.Minute

	idleTick = 5 * time.Second  // how often it is looked at
	idleDoze = 10 * time.Second // untouched so long, the mouse is watched for, see [watch]
)

// idle knows when somebody last touched the window.
type idle struct {
	last  time.Time
	after time.Duration // untouched so long, the window locks
}

// touch notes that somebody is there.
func (i *idle) touch(now time.Time) { i.last = now }

// quiet is how long nobody touched the window. A clock that was set back
// starts the time anew and never locks by itself.
func (i *idle) quiet(now time.Time) time.Duration {
	if i.last.IsZero() || now.Before(i.last) {
		i.last = now
	}
	return now.Sub(i.last)
}

// due reports whether the window locks now.
func (i *idle) due(now time.Time) bool { return i.quiet(now) >= i.after }

// idleMinutes keeps a setting within its bounds.
func idleMinutes(n int) int {
	return min(max(n, int(idleLeast/time.Minute)), int(idleMost/time.Minute))
}

// idleChoices are the minutes that the settings offer, with the one in use.
func idleChoices(now int) []hit {
	all := []int{1, 2, 3, 5, 10, 15, 20, 30, 45, 60}
	if !slices.Contains(all, now) {
		all = append(all, now)
		slices.Sort(all)
	}
	hits := make([]hit, len(all))
	for i, n := range all {
		hits[i] = hit{Key: countWord(n), Title: span(time.Duration(n) * time.Minute)}
	}
	return hits
}
