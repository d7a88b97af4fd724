package uplink

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestMeterCountsBothWays: the count holds at least the bodies and not much
// more, and begins anew when it was taken.
func TestMeterCountsBothWays(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Write(bytes.Repeat([]byte("b"), 30_000))
	}))
	defer server.Close()
	client, m := NewHTTPClient(nil), Meter{}
	m.Watch(client)
	post := func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, bytes.NewReader(bytes.Repeat([]byte("a"), 50_000)))
		if err != nil {
			t.Fatal(err)
		}
		res, err := client.Do(req)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		_, err = io.Copy(io.Discard, res.Body)
		return err
	}
	if err := post(t.Context()); err != nil {
		t.Fatal(err)
	}
	if up, down := m.Take(); up < 50_000 || up > 51_000 || down < 30_000 || down > 31_000 {
		t.Errorf("%d up, %d down", up, down)
	}
	if up, down := m.Take(); up != 0 || down != 0 {
		t.Errorf("after it was taken: %d up, %d down", up, down)
	}
	// A guard ends a visit that would go over, once, and only while it stands.
	ctx, cancel := context.WithCancel(t.Context())
	ended := 0
	release := m.Guard(20_000, func() { ended++; cancel() })
	if err := post(ctx); err == nil {
		t.Error("it went on over the bound")
	}
	release()
	if up, _ := m.Take(); ended != 1 || up < 20_000 {
		t.Errorf("ended %d times after %d bytes", ended, up)
	}
	release = m.Guard(20_000, func() { ended++ })
	release()
	if err := post(t.Context()); err != nil || ended != 1 {
		t.Errorf("%v, ended %d times", err, ended)
	}
}
