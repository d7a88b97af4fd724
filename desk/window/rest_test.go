package window

import (
	"slices"
	"sync"
	"testing"
	"time"
)

// loop is a toolkit's loop on one goroutine: functions come in by do, events by
// happen. What it did is in trace: a round draws what changed.
type loop struct {
	funcs  chan func()
	events chan func()
	awake  chan bool
	ended  chan bool

	mu    sync.Mutex
	trace []string
	dead  bool
}

func newLoop() *loop {
	return &loop{funcs: make(chan func(), 100), events: make(chan func(), 100), awake: make(chan bool, 100), ended: make(chan bool)}
}

func (l *loop) note(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.trace = append(l.trace, s)
}

func (l *loop) seen() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.trace)
}

func (l *loop) rest() *Rest {
	return &Rest{
		Do: func(f func()) { l.funcs <- f },
		Wait: func(d time.Duration) {
			l.note("wait")
			select {
			case f := <-l.events:
				f()
			case <-l.awake:
			case <-time.After(d):
			}
		},
		Wake:  func() { l.awake <- true },
		Live:  func() bool { l.mu.Lock(); defer l.mu.Unlock(); return !l.dead },
		After: func(d time.Duration, f func()) { time.AfterFunc(d, f) },
		Now:   time.Now,
	}
}

// run is the loop until n rounds were made: a round takes the events and draws.
func (l *loop) run(n int) {
	defer close(l.ended)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for n > 0 {
		select {
		case f := <-l.funcs:
			f()
		case <-tick.C:
			n--
			for len(l.events) > 0 {
				(<-l.events)()
			}
			l.note("draw")
		}
	}
}

// A key that comes during a sleep ends it, and the rows that it asks for are
// there before the picture is drawn.
func TestRestEndsWithAKeyAndDrawsItsRows(t *testing.T) {
	l := newLoop()
	r := l.rest()
	r.Start()
	go l.run(40)
	for slices.Index(l.seen(), "wait") < 0 {
		time.Sleep(time.Millisecond)
	}
	l.events <- func() {
		l.note("key")
		r.Spawn(func() { r.Post(func() { l.note("rows") }) })
	}
	<-l.ended
	got := l.seen()
	key := slices.Index(got, "key")
	if key < 0 {
		t.Fatalf("the key was lost: %v", got)
	}
	rows, draw := slices.Index(got[key:], "rows"), slices.Index(got[key:], "draw")
	if rows < 0 || draw < rows {
		t.Fatalf("the picture was drawn before its rows: %v", got[key:])
	}
}

// What is posted runs, once and in order, whether the thread sleeps or not, and
// is drawn before it sleeps again.
func TestPostedRunsInOrderAndIsDrawn(t *testing.T) {
	l := newLoop()
	r := l.rest()
	r.Start()
	go l.run(150)
	const n = 40
	var got []int
	for i := range n {
		r.Post(func() { got = append(got, i); l.note("posted") })
		time.Sleep(time.Duration(i%7) * 3 * time.Millisecond)
	}
	<-l.ended
	if len(got) != n || !slices.IsSorted(got) {
		t.Fatalf("posted 0 to %d, ran %v", n-1, got)
	}
	last := ""
	for i, s := range l.seen() {
		if s == "wait" && last == "posted" && i > 0 && !gathers(l.seen(), i) {
			t.Fatalf("it sleeps over what was posted: %v", l.seen()[max(0, i-5):i+1])
		}
		if s != "wait" || last != "posted" {
			last = s
		}
	}
}

// gathers reports whether the wait at i belongs to the sleep before it: nothing
// was drawn in between.
func gathers(trace []string, i int) bool {
	for k := i - 1; k >= 0 && trace[k] != "draw"; k-- {
		if trace[k] == "wait" {
			return true
		}
	}
	return false
}

// Once the toolkit has ended nothing waits in it any more.
func TestRestIsOverWithTheToolkit(t *testing.T) {
	l := newLoop()
	r := l.rest()
	l.dead = true
	r.Start()
	l.run(20)
	if i := slices.Index(l.seen(), "wait"); i >= 0 {
		t.Fatal("it waits in a toolkit that has ended")
	}
}
