package hub

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"smartkampung/hub/wire"
)

// reconnects says how many desks come in TestReconnectsHaveABound.
const reconnects = "SMARTKAMPUNG_RECONNECTS"

// watched counts the connections that a listener has open.
type watched struct {
	net.Listener
	now, most atomic.Int64
}

func (w *watched) Accept() (net.Conn, error) {
	c, err := w.Listener.Accept()
	if err != nil {
		return nil, err
	}
	n := w.now.Add(1)
	for m := w.most.Load(); n > m && !w.most.CompareAndSwap(m, n); m = w.most.Load() {
	}
	return &placed{Conn: c, leave: sync.OnceFunc(func() { w.now.Add(-1) })}, nil
}

// TestReconnectsHaveABound: desks come in crowds of 400, each over a connection
// of its own that it leaves open. The hub has 64 open at most, its memory does
// not grow with their number, and all are answered.
func TestReconnectsHaveABound(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	th.conns = 64
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{Listener: ln}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- th.Serve(ctx, w, nil) }()
	total := 4000
	if n, err := strconv.Atoi(os.Getenv(reconnects)); err == nil {
		total = n
	}
	path := "http://" + ln.Addr().String() + wire.PathLog + d.Log(kab).ID()
	visit := func() error {
		tr := &http.Transport{}
		defer tr.CloseIdleConnections()
		res, err := (&http.Client{Transport: tr}).Get(path)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
			return errors.Join(err, errors.New(res.Status))
		}
		return nil
	}
	wave := func(n int) {
		var wg sync.WaitGroup
		for range n {
			wg.Go(func() {
				if err := visit(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
	held := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	wave(400)
	before := held()
	for n := 400; n < total; n += 400 {
		wave(400)
	}
	if after := held(); after > before+8<<20 {
		t.Errorf("%d bytes held after %d desks, %d after the first 400", after, total, before)
	}
	if m := w.most.Load(); m > 64 || m < 32 {
		t.Errorf("at most %d connections at once, want up to 64", m)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if n := w.now.Load(); n != 0 {
		t.Errorf("%d connections are left open", n)
	}
}

// TestTooManyUploadsAreToldToComeBack: when as many bodies are being read as the
// hub has memory for, the next one gets 503 and a time, signed, before its body
// is read.
func TestTooManyUploadsAreToldToComeBack(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	data := d.Bundle(kab, 0, 1)
	for range cap(th.uploads) {
		th.uploads <- struct{}{}
	}
	path := wire.PathLog + d.Log(kab).ID()
	w := serveBytes(th.Handler(), http.MethodPost, path, data)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != "15" {
		t.Errorf("%d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	problemOf(t, th, w, "-")
	<-th.uploads
	if w := serveBytes(th.Handler(), http.MethodPost, path, data); w.Code != http.StatusOK || !bytes.Contains(w.Body.Bytes(), []byte("received")) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
