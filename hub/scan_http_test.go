package hub

import (
	"fmt"
	"net/http/httptest"
	"strconv"
	"testing"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// asking signs a desk's question for scans.
func asking(t *testing.T, th *testHub, d *hubtest.Desk, scans ...kampung.Scan) []byte {
	t.Helper()
	note, err := wire.SignScanAsk(wire.ScanAsk{Village: d.Village, Device: d.Device, Scans: scans, At: th.clock.now()}, d.Signer)
	if err != nil {
		t.Fatal(err)
	}
	return note
}

// signedEmpty checks the hub's signature over an answer without a body.
func signedEmpty(t *testing.T, th *testHub, w *httptest.ResponseRecorder, status int, about []byte) wire.Answer {
	t.Helper()
	note, err := wire.DecodeHeader(w.Header().Get(wire.AnswerHeader))
	if err != nil {
		t.Fatal(err)
	}
	a, err := wire.OpenAnswer(note, th.Keys().Verifier)
	if err != nil || w.Code != status || a.Status != status || a.About != wire.About(about) || w.Body.Len() > 0 {
		t.Fatalf("%d %+v %v", w.Code, a, err)
	}
	return a
}

func TestHTTPAnswersOfScans(t *testing.T) {
	th := newHub(t)
	h := th.Handler()
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, chunk+9)
	at := func(n int) string { return wire.PathScan + s.SHA256 + "/" + strconv.Itoa(n) }
	one, two := d.Chunk(s, data, 0), d.Chunk(s, data, 1)

	if p := problemOf(t, th, serveBytes(h, "PUT", at(0), one, "Content-Digest", wire.Digest(two)), wire.About(one)); p.Status != 400 {
		t.Errorf("wrong digest: %+v", p)
	}
	for _, path := range []string{at(1), wire.PathScan + fmt.Sprintf("%064x", 7) + "/0", at(0) + "0"} {
		if p := problemOf(t, th, serveBytes(h, "PUT", path, one), wire.About(one)); p.Status != 400 {
			t.Errorf("at another address: %+v", p)
		}
	}
	if p := problemOf(t, th, serveBytes(h, "PUT", at(0), make([]byte, bundle.MaxChunk+1)), "-"); p.Status != 413 {
		t.Errorf("too large: %+v", p)
	}
	if a := signedEmpty(t, th, serveBytes(h, "PUT", at(0), one, "Content-Digest", wire.Digest(one)), 204, one); a.Kind != wire.KindChunk || a.Size != chunk {
		t.Errorf("%+v", a)
	}
	ask := asking(t, th, d, s, kampung.Scan{SHA256: fmt.Sprintf("%064x", 7), Size: 3})
	w := serveBytes(h, "POST", wire.PathScans, ask)
	r, err := bundle.OpenScans(w.Body.Bytes(), th.Keys().Verifier)
	if err != nil || r.About != wire.About(ask) || len(r.Scans) != 2 || r.Scans[0].State != bundle.ScanPartly || !r.Scans[0].Have.Has(0) || r.Scans[0].Have.Has(1) || r.Scans[1].State != bundle.ScanUnknown {
		t.Fatalf("%d %+v %v", w.Code, r, err)
	}
	header := wire.EncodeHeader(asking(t, th, d, s))
	if p := problemOf(t, th, serveBytes(h, "GET", at(0), nil, wire.AskHeader, header), wire.About(asking(t, th, d, s))); p.Status != 404 {
		t.Errorf("a chunk of a part: %+v", p)
	}
	for range 2 { // and a lost reply
		w = serveBytes(h, "PUT", at(1), two)
		r, err = bundle.OpenScans(w.Body.Bytes(), th.Keys().Verifier)
		if err != nil || w.Code != 200 || r.About != wire.About(two) || r.Total != 1 || len(r.Scans) != 1 || r.Scans[0].State != bundle.ScanWhole {
			t.Fatalf("%d %+v %v", w.Code, r, err)
		}
	}
	signedEmpty(t, th, serveBytes(h, "HEAD", at(1), nil, wire.AskHeader, header), 200, asking(t, th, d, s))
	w = serveBytes(h, "GET", at(1), nil, wire.AskHeader, header)
	c, err := bundle.ReadChunk(w.Body.Bytes(), d.Verifier)
	if err != nil || w.Code != 200 || !wire.DigestMatches(w.Header().Get("Content-Digest"), w.Body.Bytes()) {
		t.Fatalf("%d %v", w.Code, err)
	}
	if plain, err := c.Open(d.Identity); err != nil || string(plain) != string(data[chunk:]) {
		t.Errorf("%d bytes, %v", len(plain), err)
	}
}

func TestWhoIsToldOfScans(t *testing.T) {
	th := newHub(t)
	h := th.Handler()
	d, sibling, other := th.desk(t, village, 1), th.desk(t, village, 2), th.desk(t, "35.10.05.2002", 3)
	stranger := hubtest.NewDesk(village, 4, th.Keys())
	data, s := th.named(t, d, 1, 100)
	if _, _, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 0)); err != nil {
		t.Fatal(err)
	}
	get := func(note []byte, n string) *httptest.ResponseRecorder {
		return serveBytes(h, "GET", wire.PathScan+s.SHA256+"/"+n, nil, wire.AskHeader, wire.EncodeHeader(note))
	}
	// A second PC gets what the first one sealed: to the office, and not to who
	// is enrolled but was not let in.
	c, err := bundle.ReadChunk(get(asking(t, th, sibling, s), "0").Body.Bytes(), d.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := c.Open(d.Identity); err != nil || string(plain) != string(data) {
		t.Errorf("the office: %v", err)
	}
	if _, err := c.Open(sibling.Identity); err == nil {
		t.Error("a device that was not let in opens it")
	}
	for name, q := range map[string]struct {
		desk   *hubtest.Desk
		n      string
		scan   kampung.Scan
		status int
	}{
		"another village": {other, "0", s, 404}, "a stranger": {stranger, "0", s, 401}, "no such chunk": {sibling, "1", s, 404}, "no number": {sibling, "x", s, 404},
		"another scan": {sibling, "0", kampung.Scan{SHA256: fmt.Sprintf("%064x", 7), Size: 3}, 400},
	} {
		note := asking(t, th, q.desk, q.scan)
		if p := problemOf(t, th, get(note, q.n), wire.About(note)); p.Status != q.status {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if w := serveBytes(h, "GET", wire.PathScan+s.SHA256+"/0", nil); w.Code != 401 {
		t.Errorf("without a question: %d", w.Code)
	}
	pretends := asking(t, th, other, s)
	forged, err := wire.SignScanAsk(wire.ScanAsk{Village: village, Device: other.Device, Scans: []kampung.Scan{s}, At: th.clock.now()}, other.Signer)
	if err != nil {
		t.Fatal(err)
	}
	if p := problemOf(t, th, get(forged, "0"), wire.About(forged)); p.Status != 403 {
		t.Errorf("in another village's name: %+v", p)
	}
	pretends[len(pretends)/3] ^= 1
	if w := get(pretends, "0"); w.Code < 400 {
		t.Errorf("a changed question: %d", w.Code)
	}
	if err := th.Revoke(t.Context(), sibling.Device); err != nil {
		t.Fatal(err)
	}
	note := asking(t, th, sibling, s)
	if p := problemOf(t, th, get(note, "0"), wire.About(note)); p.Status != 403 || p.Type != wire.ProblemType+wire.KindRevoked {
		t.Errorf("revoked: %+v", p)
	}
	if p := problemOf(t, th, serveBytes(h, "POST", wire.PathScans, note), wire.About(note)); p.Status != 403 {
		t.Errorf("revoked: %+v", p)
	}
}

// TestScanLineIsFull: too many chunks at once are asked to wait; records are not.
func TestScanLineIsFull(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, 100)
	for range cap(th.keep.bodies) {
		th.keep.bodies <- struct{}{}
	}
	w := serveBytes(th.Handler(), "PUT", wire.PathScan+s.SHA256+"/0", d.Chunk(s, data, 0))
	if p := problemOf(t, th, w, "-"); p.Status != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("%+v", p)
	}
	from := int64(len(d.Books[kab].Lines))
	d.Request(2)
	bundleOf := d.Bundle(kab, from, from+1)
	if w := serveBytes(th.Handler(), "POST", wire.PathLog+d.Log(kab).ID(), bundleOf); w.Code != 200 {
		t.Errorf("records: %d", w.Code)
	}
}
