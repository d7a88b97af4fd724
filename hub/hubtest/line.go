package hubtest

import (
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Quality is how bad a [Line] is.
type Quality struct {
	Rate  int           // bytes a second, each way; 0 for no bound
	Delay time.Duration // one way
	Loss  float64       // chance that a packet is lost: it stalls until it was sent again
	Reset float64       // chance that a packet ends its connection
	Seed  uint64        // of the chances
}

// Times returns the quality of a line that is n times as fast: the same faults
// in less time.
func (q Quality) Times(n int) Quality {
	q.Rate, q.Delay = q.Rate*n, q.Delay/time.Duration(n)
	return q
}

// Rural is the line of a village behind a mountain: 64 kbit/s, 600 ms there and
// back, every twentieth packet lost, now and then a cut.
var Rural = Quality{Rate: 8000, Delay: 300 * time.Millisecond, Loss: 0.05, Reset: 0.01, Seed: 1}

// Trip is what happens to a [Line] at a byte: exactly At bytes came through in
// one direction, then Do runs, then every connection ends.
type Trip struct {
	Down  bool // of what the server says
	At    int64
	Do    func() // may be nil
	Again bool   // it happens every so many bytes
}

// packet is what goes over a line at once.
const packet = 1400

// Line is a TCP proxy with faults in front of a server. It counts what goes
// through.
type Line struct {
	Up, Down, Conns atomic.Int64

	ln     net.Listener
	target atomic.Value // string
	mu     sync.Mutex
	q      Quality
	random *rand.Rand
	trip   *Trip
	open   map[net.Conn]bool
}

// NewLine opens a line to a server at "host:port".
func NewLine(t testing.TB, target string) *Line {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{ln: ln, open: map[net.Conn]bool{}, random: rand.New(rand.NewPCG(1, 1))}
	l.To(target)
	go l.accept()
	t.Cleanup(func() { ln.Close(); l.HangUp() })
	return l
}

// Addr is where the line is dialled.
func (l *Line) Addr() string { return l.ln.Addr().String() }

// To leads new connections to another server.
func (l *Line) To(target string) { l.target.Store(target) }

// Be changes the line from its next packet on; tr may be nil.
// The counts begin anew.
func (l *Line) Be(q Quality, tr *Trip) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.q, l.trip, l.random = q, tr, rand.New(rand.NewPCG(q.Seed, 7))
	l.Up.Store(0)
	l.Down.Store(0)
	l.Conns.Store(0)
}

// HangUp ends every connection.
func (l *Line) HangUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		if tc, ok := c.(*net.TCPConn); ok {
			tc.SetLinger(0)
		}
		c.Close()
	}
	clear(l.open)
}

func (l *Line) accept() {
	for {
		c, err := l.ln.Accept()
		if err != nil {
			return
		}
		l.Conns.Add(1)
		s, err := net.Dial("tcp", l.target.Load().(string))
		if err != nil {
			c.Close()
			continue
		}
		l.mu.Lock()
		l.open[c], l.open[s] = true, true
		l.mu.Unlock()
		go l.carry(s, c, &l.Up, false)
		go l.carry(c, s, &l.Down, true)
	}
}

// late is a packet and when it arrives.
type late struct {
	data []byte
	at   time.Time
}

// carry brings one direction of a connection through.
func (l *Line) carry(to, from net.Conn, count *atomic.Int64, down bool) {
	way := make(chan late, 64)
	go func() {
		defer to.Close()
		defer from.Close()
		for p := range way {
			time.Sleep(time.Until(p.at))
			if !l.deliver(to, p.data, count, down) {
				break
			}
		}
		for range way { // the reader ends by the closed connection
		}
	}()
	defer close(way)
	var free time.Time // when the line has sent what came before
	for {
		buf := make([]byte, packet)
		n, err := from.Read(buf)
		if n > 0 {
			q, lost, reset := l.draw()
			if reset {
				return
			}
			if now := time.Now(); free.Before(now) {
				free = now
			}
			if q.Rate > 0 {
				free = free.Add(time.Duration(n) * time.Second / time.Duration(q.Rate))
			}
			if lost { // noticed and sent again; what follows waits for it
				free = free.Add(3 * q.Delay)
			}
			way <- late{buf[:n], free.Add(q.Delay)}
		}
		if err != nil {
			return
		}
	}
}

func (l *Line) draw() (q Quality, lost, reset bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.q, l.random.Float64() < l.q.Loss, l.random.Float64() < l.q.Reset
}

// deliver writes a packet, up to the byte of the trip; false ends the way.
func (l *Line) deliver(to net.Conn, data []byte, count *atomic.Int64, down bool) bool {
	l.mu.Lock()
	tr := l.trip
	if tr == nil || tr.Down != down || count.Load()+int64(len(data)) < tr.At {
		tr = nil
	} else {
		data = data[:max(0, tr.At-count.Load())]
		l.trip = nil
		if tr.Again {
			count.Store(-int64(len(data))) // the count begins anew
			l.trip = tr
		}
	}
	count.Add(int64(len(data)))
	l.mu.Unlock()
	_, err := to.Write(data)
	if tr != nil {
		if tr.Do != nil {
			tr.Do()
		}
		l.HangUp()
	}
	return err == nil && tr == nil
}
