package desk

import (
	"context"
	"errors"
	"time"

	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/store"
)

// Background is what sending in the background takes from outside.
type Background struct {
	// Wait waits, or returns early with an error when ctx ends.
	Wait func(ctx context.Context, d time.Duration) error
	// Random returns a number in [0, 1).
	Random func() float64
	// Failed is told the error of a visit, for the log; may be nil.
	Failed func(error)
}

// KeepSending visits the hub by itself until ctx ends: soon after the desk was
// opened (never at once: no start waits for a line), then whenever something
// waits, and now and then to ask what came down. After a failure it waits with
// [kampung.Backoff], never less than the hub asked for, and never gives up. An
// office that is not enrolled is asked again later, and so is the month's bound
// of bytes once it is reached.
func (d *Desk) KeepSending(ctx context.Context, b Background) {
	failures := 0
	wait := kampung.Backoff(0, b.Random())
	for b.Wait(ctx, wait) == nil {
		err := d.syncQuietly(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil, errors.Is(err, store.ErrNotEnrolled), errors.Is(err, errNoAddress), errors.Is(err, errLimit):
			failures = 0
			wait = kampung.Again(b.Random())
			if pending, perr := d.Pending(); err == nil && perr == nil && pending > 0 {
				wait = kampung.Backoff(0, b.Random())
			}
		default:
			wait = kampung.Backoff(failures, b.Random())
			var told *uplink.WaitError
			if errors.As(err, &told) {
				wait += told.After // not before the hub asked for, and not all of them then
			}
			failures++
			if b.Failed != nil {
				b.Failed(err)
			}
		}
	}
}

// WaitOr waits for a time, for ctx to end, or for something that makes a visit
// worth while now.
func WaitOr(ctx context.Context, d time.Duration, now <-chan struct{}) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
	case <-now:
	}
	return nil
}
