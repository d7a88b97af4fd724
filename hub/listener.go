package hub

import (
	"net"
	"sync"
	"time"
)

// Bounds of connections. One costs some 50 kB and a file handle, and a desk
// needs it for seconds; what comes above the bound waits in the kernel's queue,
// where it costs nearly nothing, or fails and comes back with full jitter.
const (
	maxConns = 2048
	// idleTimeout is how long a connection may hold its place with nothing to do.
	idleTimeout = 20 * time.Second
)

// bounded is a listener with at most so many connections open at once.
type bounded struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

func newBounded(ln net.Listener, n int) *bounded {
	return &bounded{Listener: ln, places: make(chan struct{}, n), closed: make(chan struct{})}
}

// Accept waits for a place and a connection.
func (b *bounded) Accept() (net.Conn, error) {
	select {
	case b.places <- struct{}{}:
	case <-b.closed:
		return nil, net.ErrClosed
	}
	c, err := b.Listener.Accept()
	if err != nil {
		<-b.places
		return nil, err
	}
	return &placed{Conn: c, leave: sync.OnceFunc(func() { <-b.places })}, nil
}

// Close also ends an Accept that waits for a place.
func (b *bounded) Close() error {
	b.once.Do(func() { close(b.closed) })
	return b.Listener.Close()
}

// placed is a connection that gives its place back.
type placed struct {
	net.Conn
	leave func()
}

// Close closes the connection.
func (p *placed) Close() error {
	defer p.leave()
	return p.Conn.Close()
}
