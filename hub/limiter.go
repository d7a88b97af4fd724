package hub

import (
	"sync"
	"time"
)

// Failed tries at enrolment that one address may make, and the time in which
// one of them is forgotten.
const (
	tryBurst  = 10
	tryEvery  = time.Minute
	tryMemory = 10000 // addresses remembered
)

// limiter counts failed tries by address: a leaky bucket each.
type limiter struct {
	mu      sync.Mutex
	now     func() time.Time
	buckets map[string]bucketOfTries
}

type bucketOfTries struct {
	level float64
	at    time.Time
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, buckets: map[string]bucketOfTries{}}
}

func (l *limiter) level(key string) float64 {
	b, ok := l.buckets[key]
	if !ok {
		return 0
	}
	return max(0, b.level-max(0, l.now().Sub(b.at).Seconds())/tryEvery.Seconds())
}

// wait returns how many seconds an address must wait; 0 lets it try.
func (l *limiter) wait(key string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	over := l.level(key) - (tryBurst - 1)
	if over <= 0 {
		return 0
	}
	return int(over*tryEvery.Seconds()) + 1
}

// failed counts a failed try.
func (l *limiter) failed(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.buckets) >= tryMemory {
		for k := range l.buckets {
			if l.level(k) == 0 || len(l.buckets) >= tryMemory {
				delete(l.buckets, k)
			}
		}
	}
	l.buckets[key] = bucketOfTries{l.level(key) + 1, l.now()}
}
