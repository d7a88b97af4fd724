package uplink

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// Meter counts the bytes that a client's connections carry, of TLS and all that
// HTTP says around the bodies; not those of TCP and IP. Its zero value is ready.
type Meter struct {
	mu       sync.Mutex
	up, down int64
	left     int64  // until over is called
	over     func() // nil for no guard
}

// Watch makes a client of [NewHTTPClient] count, or one with a plain transport;
// of another one nothing can be counted. It is called before the client's first
// request.
func (m *Meter) Watch(c *http.Client) {
	var t *http.Transport
	switch v := c.Transport.(type) {
	case *patient:
		t = v.Transport
	case *http.Transport:
		t = v
	default:
		return
	}
	dial := t.DialContext
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &metered{c, m}, nil
	}
}

// Take returns what was carried since the last call.
func (m *Meter) Take() (up, down int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	up, down, m.up, m.down = m.up, m.down, 0, 0
	return up, down
}

// Guard calls over, once, as soon as more than left bytes were carried from now
// on, until release is called. There is one guard at a time.
func (m *Meter) Guard(left int64, over func()) (release func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.left, m.over = left, over
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.over = nil
	}
}

func (m *Meter) add(up, down int) {
	m.mu.Lock()
	m.up += int64(up)
	m.down += int64(down)
	var over func()
	if m.over != nil {
		if m.left -= int64(up + down); m.left < 0 {
			over, m.over = m.over, nil
		}
	}
	m.mu.Unlock()
	if over != nil {
		over()
	}
}

// metered is a connection whose bytes are counted.
type metered struct {
	net.Conn
	m *Meter
}

func (c *metered) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.m.add(0, n)
	return n, err
}

func (c *metered) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	c.m.add(n, 0)
	return n, err
}
