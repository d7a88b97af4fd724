package window

import (
	"sync"
	"time"
)

const (
	// restFor is how long the window's thread sleeps at most. What the toolkit
	// does by a timer of its own, such as telling one press of the mouse from
	// two, waits for the end of a sleep.
	restFor = 200 * time.Millisecond
	// betweenRests is a little more than a round of the toolkit's loop, so that
	// what changed is drawn before the thread sleeps again.
	betweenRests = 20 * time.Millisecond
	// gatherFor is how long a key's picture waits for the rows that the key asked
	// for, so that both are drawn at once.
	gatherFor = 16 * time.Millisecond
)

// Rest lets the window's thread sleep until something happens. The toolkit's
// loop looks for events sixty times a second, which costs an idle office PC two
// percent of a core and a key press half a round of waiting; a sleep within the
// loop ends with the event. See docs/decisions/0020-rest.md.
type Rest struct {
	Do    func(func())                // runs a function in the toolkit's loop
	Wait  func(time.Duration)         // handles events; returns behind the first, or when the time is over
	Wake  func()                      // ends Wait, from any goroutine
	Live  func() bool                 // false once the toolkit has ended
	After func(time.Duration, func()) // runs a function later, on any goroutine
	Now   func() time.Time

	mu      sync.Mutex
	asleep  bool
	queue   []func()  // posted during a sleep
	pending int       // posted to the loop and not run yet
	worked  time.Time // when something last ran that may have changed the picture
	turn    int       // of sleeps
	asked   int       // look-ups begun in this sleep and not ended
}

// Start begins; called once, before the loop.
func (r *Rest) Start() {
	r.again()
}

func (r *Rest) again() { r.After(betweenRests, func() { r.Do(r.sleep) }) }

// Post runs f on the window's thread soon, in the order of the calls of one
// goroutine.
func (r *Rest) Post(f func()) {
	r.mu.Lock()
	if r.asleep {
		r.queue = append(r.queue, f)
		r.mu.Unlock()
		r.Wake()
		return
	}
	r.pending++
	r.mu.Unlock()
	r.Do(func() {
		r.mu.Lock()
		r.pending--
		r.worked = r.Now()
		r.mu.Unlock()
		f()
	})
}

// Spawn runs f off the window's thread.
func (r *Rest) Spawn(f func()) {
	r.mu.Lock()
	turn, asked := r.turn, r.asleep
	if asked {
		r.asked++
	}
	r.mu.Unlock()
	go func() {
		defer func() {
			r.mu.Lock()
			defer r.mu.Unlock()
			if asked && r.turn == turn {
				r.asked--
			}
		}()
		f()
	}()
}

// sleep waits for an event in the loop, unless there is something to draw.
func (r *Rest) sleep() {
	if !r.Live() {
		return
	}
	now := r.Now()
	r.mu.Lock()
	if r.pending > 0 || now.Sub(r.worked) < 2*betweenRests {
		r.mu.Unlock()
		r.again()
		return
	}
	r.asleep, r.asked = true, 0
	r.turn++
	r.mu.Unlock()
	r.Wait(restFor)
	woken := r.Now()
	early := woken.Sub(now) < restFor-time.Millisecond
	if early {
		r.gather(woken)
	}
	r.mu.Lock()
	r.asleep = false
	queue := r.queue
	r.queue = nil
	if early || len(queue) > 0 {
		r.worked = r.Now()
	}
	r.mu.Unlock()
	for _, f := range queue {
		f()
	}
	r.again()
}

// gather runs what was posted, and waits a moment for what the event asked for.
func (r *Rest) gather(from time.Time) {
	for {
		r.mu.Lock()
		queue, asked := r.queue, r.asked
		r.queue = nil
		r.mu.Unlock()
		for _, f := range queue {
			f()
		}
		left := gatherFor - r.Now().Sub(from)
		if left <= 0 || len(queue) == 0 && asked == 0 {
			return
		}
		if len(queue) == 0 {
			r.Wait(left)
		}
	}
}
