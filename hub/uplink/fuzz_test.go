package uplink_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/hub/hubtest"
	"smartkampung/hub/uplink"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
)

// anyone answers every request alike.
type anyone struct {
	status             int
	after, signed, all string
	body               []byte
}

func (a anyone) RoundTrip(r *http.Request) (*http.Response, error) {
	h := http.Header{}
	for name, value := range map[string]string{"Retry-After": a.after, wire.AnswerHeader: a.signed, wire.LogsHeader: a.all, "Location": a.after} {
		h.Set(name, value)
	}
	return &http.Response{StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: h, Body: io.NopCloser(bytes.NewReader(a.body)), Request: r}, nil
}

// FuzzAnswers lets anyone answer in the hub's place, with its true words of
// another time among the seeds: nothing is believed to be received, and nothing
// comes down.
func FuzzAnswers(f *testing.F) {
	keys := testKeys(f)
	d := hubtest.NewDesk(village, 1, keys)
	d.Request(1)
	d.Resident()
	f.Add(200, "", "", "", []byte("smartkampung/35.10.05.2001/5f0c3a9e/c1d2e3f4/kabupaten\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nreceived 2026-11-23T14:05:00+07:00\n\n— hub.35.10 AAAAAA==\n"))
	f.Add(409, "", "", "", []byte(`{"type":"urn:smartkampung:problem:gap","status":409,"size":9223372036854775807,"receipt":"x","answer":"smartkampung answer v1\n"}`))
	f.Add(503, "9999999999999999999", "", "", []byte("sibuk"))
	f.Add(204, "-1", "c21hcnRrYW1wdW5n", "a/b/kabupaten:1,", []byte{})
	f.Add(404, "", "", "", []byte(`{"answer":7}`))
	f.Fuzz(func(t *testing.T, status int, after, signed, all string, body []byte) {
		if status < 200 || status > 599 {
			return
		}
		client := &http.Client{Transport: anyone{status, after, signed, all, body}}
		c := uplink.New(uplink.Hub{URL: "http://127.0.0.1:1", Name: keys.Name, Verifier: keys.Verifier, Recipient: keys.Recipient}, client).As(village, d.Device, d.Signer, time.Now)
		rep, err := c.Push(t.Context(), d)
		if err == nil || rep.Received != 0 || rep.Sent != 0 || rep.Pending != 2 {
			t.Fatalf("%d %q: %+v, %v", status, body, rep, err)
		}
		in := &inbox{d: d, ids: map[string]kampung.Entry{}}
		if n, err := c.Pull(t.Context(), in); err == nil || n != 0 {
			t.Fatalf("%d %q: %d came down, %v", status, body, n, err)
		}
		if _, err := uplink.Enrol(t.Context(), client, "http://127.0.0.1:1", "0000-0000-0000-0000-0000-0000-0000-0000", device(d)); err == nil {
			t.Fatalf("%d %q: enrolled", status, body)
		}
	})
}

// testKeys are those of a hub that is nowhere.
func testKeys(t testing.TB) wire.Keys {
	t.Helper()
	dir := t.TempDir()
	keys, err := hub.Init(dir, hub.InitOptions{Regency: "35.10"}, &counting{}, time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// counting is a source that gives the same bytes each time, so that every worker
// of a fuzzer has the same hub.
type counting struct{ n byte }

func (c *counting) Read(p []byte) (int, error) {
	for i := range p {
		c.n++
		p[i] = c.n
	}
	return len(p), nil
}
