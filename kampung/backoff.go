package kampung

import "time"

// Times of sending in the background.
const (
	// SendFirst is the longest wait after a first failure, and before the first
	// visit after the desk was opened.
	SendFirst = 30 * time.Second
	// SendMost is the longest wait after many failures.
	SendMost = 30 * time.Minute
	// SendAgain is how often, on the average, a desk that has sent everything
	// asks what came down.
	SendAgain = 15 * time.Minute
)

// Backoff is how long to wait before the next visit after a number of failures
// in a row: anywhere between zero and a bound that doubles from [SendFirst] to
// [SendMost] ("full jitter": desks that lost one line together do not come back
// together). It never gives up. random lies in [0, 1).
func Backoff(failures int, random float64) time.Duration {
	bound := SendMost
	if failures < 7 { // 2^6 × 30 s is more than the bound
		bound = min(SendMost, SendFirst<<max(0, failures))
	}
	return time.Duration(random * float64(bound))
}

// Again is how long a desk that has sent everything waits before it asks again:
// [SendAgain], a third less or more. Desks that all came back at one moment
// drift apart by it. random lies in [0, 1).
func Again(random float64) time.Duration {
	return time.Duration((1 + random) * float64(SendAgain) * 2 / 3)
}
