package hub

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

func serveBytes(h http.Handler, method, path string, body []byte, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// problemOf reads a refusal and checks its signature.
func problemOf(t *testing.T, th *testHub, w *httptest.ResponseRecorder, about string) wire.Problem {
	t.Helper()
	var p wire.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	a, err := wire.OpenAnswer([]byte(p.Answer), th.Keys().Verifier)
	if err != nil || a.Status != w.Code || p.Status != w.Code || a.About != about || a.Size != p.Size || wire.ProblemType+a.Kind != p.Type {
		t.Fatalf("answer %+v of %+v: %v", a, p, err)
	}
	if ct := w.Header().Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("content type %q", ct)
	}
	return p
}

// gapOf reports whether a receipt is the hub's, over so many entries, and tells
// of a bundle that began after them.
func gapOf(t *testing.T, th *testHub, receipt string, size, gap int64) bool {
	t.Helper()
	r, err := bundle.OpenReceipt([]byte(receipt), th.Keys().Verifier)
	return err == nil && r.Size == size && r.Gap == gap
}

func TestHTTPAnswers(t *testing.T) {
	th := newHub(t)
	h := th.Handler()
	d := th.desk(t, village, 1)
	for i := range 3 {
		d.Request(i)
	}
	path := wire.PathLog + d.Log(kab).ID()

	if w := serveBytes(h, "GET", wire.PathHealth, nil); w.Code != 200 || !strings.Contains(w.Body.String(), "ok") {
		t.Errorf("healthz %d %s", w.Code, w.Body)
	}
	var keys wire.Keys
	if w := serveBytes(h, "GET", wire.PathKeys, nil); json.Unmarshal(w.Body.Bytes(), &keys) != nil || keys != th.Keys() {
		t.Errorf("keys %s", w.Body)
	}
	if p := problemOf(t, th, serveBytes(h, "GET", path, nil), d.Log(kab).ID()); p.Status != 404 {
		t.Errorf("empty head %+v", p)
	}
	late := d.Bundle(kab, 1, 3)
	if p := problemOf(t, th, serveBytes(h, "POST", path, late), wire.About(late)); p.Status != 409 || p.Size != 0 || !gapOf(t, th, p.Receipt, 0, 1) {
		t.Errorf("gap %+v", p)
	}
	first := d.Bundle(kab, 0, 1)
	if p := problemOf(t, th, serveBytes(h, "POST", path, first, "Content-Digest", wire.Digest(late)), wire.About(first)); p.Status != 400 {
		t.Errorf("digest %+v", p)
	}
	if p := problemOf(t, th, serveBytes(h, "POST", wire.PathLog+d.Log(kantor).ID(), first), wire.About(first)); p.Status != 400 {
		t.Errorf("other log %+v", p)
	}
	w := serveBytes(h, "POST", path, first, "Content-Digest", wire.Digest(first))
	if r, err := bundle.OpenReceipt(w.Body.Bytes(), th.Keys().Verifier); w.Code != 200 || err != nil || r.Size != 1 {
		t.Errorf("%d %v %s", w.Code, err, w.Body)
	}
	if got := serveBytes(h, "GET", path, nil); got.Code != 200 || got.Body.String() != w.Body.String() {
		t.Errorf("head %d %s", got.Code, got.Body)
	}
	far := d.Bundle(kab, 2, 3)
	if p := problemOf(t, th, serveBytes(h, "POST", path, far), wire.About(far)); p.Size != 1 || !gapOf(t, th, p.Receipt, 1, 2) {
		t.Errorf("gap %+v", p)
	}
	if p := problemOf(t, th, serveBytes(h, "POST", path, make([]byte, maxBody+1)), "-"); p.Status != 413 {
		t.Errorf("large %+v", p)
	}
	for _, c := range [][2]string{{"GET", "/"}, {"PUT", path}, {"GET", wire.PathLog + "../x"}, {"GET", wire.PathLog + "xyz"}} {
		if w := serveBytes(h, c[0], c[1], nil); w.Code < 300 {
			t.Errorf("%v: %d", c, w.Code)
		}
	}
}

func TestEnrolment(t *testing.T) {
	th := newHub(t)
	h := th.Handler()
	d := hubtest.NewDesk(village, 1, th.Keys())
	code, err := th.EnrolCode(t.Context(), village)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(th.dump(t), fmt.Sprintf("%x", code)) {
		t.Error("the code stands in the database")
	}
	post := func(d *hubtest.Desk, code string) *httptest.ResponseRecorder {
		b, _ := json.Marshal(d.EnrolRequest(code))
		return serveBytes(h, "POST", wire.PathEnrol, b)
	}
	w := post(d, strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	e, err := wire.OpenEnrolment(w.Body.Bytes(), th.Keys().Verifier)
	if err != nil || e.Device != d.Device || e.Village != village || e.Recipient != th.Keys().Recipient {
		t.Fatalf("%d %s %v", w.Code, w.Body, err)
	}
	th.clock.add(30 * 24 * time.Hour)
	if again := post(d, code); again.Code != 200 || again.Body.String() != w.Body.String() {
		t.Errorf("reply lost: %d %s", again.Code, again.Body)
	}
	if w := post(hubtest.NewDesk(village, 2, th.Keys()), code); w.Code != 403 {
		t.Errorf("used code: %d", w.Code)
	}
	cloned := hubtest.NewDesk(village, 1, th.Keys()) // the same id, another key
	if w := post(cloned, code); w.Code != 403 {
		t.Errorf("same id, other key: %d", w.Code)
	}
	fresh, _ := th.EnrolCode(t.Context(), village)
	if w := post(cloned, fresh); w.Code != 403 {
		t.Errorf("same id, other key, fresh code: %d", w.Code)
	}
	if w := post(hubtest.NewDesk("35.10.05.2002", 3, th.Keys()), fresh); w.Code != 403 {
		t.Errorf("another village's code: %d", w.Code)
	}
	th.clock.add(codeLife + time.Second)
	if w := post(hubtest.NewDesk(village, 4, th.Keys()), fresh); w.Code != 403 {
		t.Errorf("late code: %d", w.Code)
	}
	other := newHub(t)
	foreign, _ := other.EnrolCode(t.Context(), village)
	if w := post(d, foreign); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("another hub's code: %d", w.Code)
	}
	unknown, _ := wire.NewCode(bytes.NewReader(make([]byte, 10)), th.Keys().Verifier)
	if w := post(d, unknown.String()); w.Code != 403 {
		t.Errorf("unknown code: %d", w.Code)
	}
	for _, v := range []string{"35.11.05.2001", "35.10.05.201", "", "35.10.05.2001 "} {
		if _, err := th.EnrolCode(t.Context(), v); err == nil {
			t.Errorf("code for %q", v)
		}
	}
}

func TestEnrolmentIsSlowedDown(t *testing.T) {
	th := newHub(t)
	h := th.Handler()
	d := hubtest.NewDesk(village, 1, th.Keys())
	wrong, _ := wire.NewCode(bytes.NewReader(make([]byte, 10)), th.Keys().Verifier)
	b, _ := json.Marshal(d.EnrolRequest(wrong.String()))
	statuses := map[int]int{}
	for range tryBurst + 5 {
		w := serveBytes(h, "POST", wire.PathEnrol, b)
		statuses[w.Code]++
		if w.Code == 429 && w.Header().Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
	if statuses[403] != tryBurst || statuses[429] != 5 {
		t.Errorf("statuses %v", statuses)
	}
	th.clock.add(2 * tryEvery)
	if w := serveBytes(h, "POST", wire.PathEnrol, b); w.Code != 403 {
		t.Errorf("never forgotten: %d", w.Code)
	}
	l := newLimiter(th.clock.now)
	for i := range tryMemory + 100 {
		l.failed(fmt.Sprint(i))
	}
	if len(l.buckets) > tryMemory {
		t.Errorf("%d addresses remembered", len(l.buckets))
	}
}

func TestOneCodeTwoDevicesAtOnce(t *testing.T) {
	th := newHub(t)
	code, _ := th.EnrolCode(t.Context(), village)
	got := make(chan error, 8)
	for i := range 8 {
		d := hubtest.NewDesk(village, uint64(i), th.Keys())
		go func() {
			_, err := th.Enrol(t.Context(), d.EnrolRequest(code))
			got <- err
		}()
	}
	in := 0
	for range 8 {
		if <-got == nil {
			in++
		}
	}
	if in != 1 {
		t.Errorf("%d devices got in with one code", in)
	}
}
