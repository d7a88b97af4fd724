package uplink_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/uplink"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// visited is a site with a desk that has one entry at the hub and one to bring.
func visited(t *testing.T) (*site, *hubtest.Desk, *uplink.Client) {
	t.Helper()
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	d.Request(2)
	return s, d, c
}

// refusing makes the hub refuse every bundle, with its own signature. stop ends
// it.
func (s *site) refusing(t testing.TB, status int, kind string, header ...string) (stop func()) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, "hub.sign"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	skey := lines[len(lines)-1]
	s.stands(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost {
			return false
		}
		var body bytes.Buffer
		body.ReadFrom(r.Body)
		answer, err := wire.SignAnswer(wire.Answer{Status: status, Kind: kind, About: wire.About(body.Bytes()), At: time.Now()}, skey)
		if err != nil {
			t.Error(err)
		}
		if len(header) == 2 {
			w.Header().Set(header[0], header[1])
		}
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(wire.Problem{Type: wire.ProblemType + kind, Title: "Tidak dapat", Status: status, Answer: string(answer)})
		return true
	})
	return func() { s.stands(nil) }
}

func TestStatus200AppliedOrAlreadyHad(t *testing.T) {
	s, d, c := visited(t)
	post := func(data []byte) string {
		w := httptest.NewRecorder()
		s.hub.Handler().ServeHTTP(w, httptest.NewRequest("POST", wire.PathLog+d.Log(kab).ID(), bytes.NewReader(data)))
		if w.Code != http.StatusOK {
			t.Fatal(w.Code, w.Body)
		}
		return w.Body.String()
	}
	data := d.Bundle(kab, 1, 2)
	first := post(data)
	if again := post(data); again != first {
		t.Errorf("the same bundle has another receipt:\n%s\n%s", first, again)
	}
	push(t, c, d, kampung.SyncReport{Received: 1})
	if s.count(t) != 2 {
		t.Errorf("%d requests", s.count(t))
	}
}

func TestStatus401UnknownDevice(t *testing.T) {
	s, _, c := visited(t)
	stranger := hubtest.NewDesk(village, 9, s.hub.Keys())
	stranger.Request(1)
	rep, err := c.Push(t.Context(), stranger)
	fails(t, err, uplink.ErrUnknown)
	if rep.Pending != 1 {
		t.Errorf("%+v", rep)
	}
}

func TestStatus403RevokedDevice(t *testing.T) {
	s, d, c := visited(t)
	if err := s.hub.Revoke(t.Context(), d.Device); err != nil {
		t.Fatal(err)
	}
	rep, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrRevoked)
	if rep.Pending != 1 || s.count(t) != 1 {
		t.Errorf("%+v, %d requests", rep, s.count(t))
	}
}

// lagging is a journal that sends from elsewhere than it was told.
type lagging struct {
	*hubtest.Desk
	from []int64
}

func (j *lagging) NextBundle(l bundle.Log, from int64, limit int) ([]byte, int64, error) {
	j.from = append(j.from, from)
	if len(j.from) == 1 {
		return j.Desk.NextBundle(l, from+1, limit)
	}
	return j.Desk.NextBundle(l, from, limit)
}

func TestStatus409SendsFromWhereTheHubSays(t *testing.T) {
	s, d, c := visited(t)
	d.Request(3)
	j := &lagging{Desk: d}
	if rep, err := c.Push(t.Context(), j); err != nil || rep.Sent != 2 || rep.Pending != 0 {
		t.Fatalf("%+v, %v", rep, err)
	}
	if fmt.Sprint(j.from) != "[1 1]" || s.count(t) != 3 {
		t.Errorf("sent from %v, %d requests", j.from, s.count(t))
	}
}

func TestStatus413Halves(t *testing.T) {
	s, d, c := visited(t)
	for i := range 30 {
		d.Request(10 + i)
	}
	most := len(d.Bundle(kab, 1, 9))
	var sizes []int
	s.stands(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost || int(r.ContentLength) <= most {
			return false
		}
		sizes = append(sizes, int(r.ContentLength))
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return true
	})
	push(t, c, d, kampung.SyncReport{Sent: 31, Received: 31})
	if len(sizes) == 0 || s.count(t) != 32 {
		t.Errorf("too large %v, %d requests", sizes, s.count(t))
	}
}

func TestStatus421WrongHub(t *testing.T) {
	s, _, c := visited(t)
	d, _ := s.enrol(t, 3)
	d.Request(1)
	d.Hub = newSite(t).hub.Keys()
	rep, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrWrongHub)
	if rep.Pending != 1 || s.count(t) != 1 {
		t.Errorf("%+v, %d requests", rep, s.count(t))
	}
}

func TestStatus422ForkNewEpochSameIDs(t *testing.T) {
	s, d, c := visited(t)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	image := d.Clone()
	image.Request(9)
	push(t, c, image, kampung.SyncReport{Sent: 1, Received: 1})
	d.Request(8)
	_, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrFork)
	d.NewEpoch()
	push(t, c, d, kampung.SyncReport{Sent: 3, Received: 3})
	if s.count(t) != 4 {
		t.Errorf("%d requests", s.count(t))
	}
}

// later writes bundles in a form of a later version.
type later struct {
	*hubtest.Desk
	t testing.TB
}

func (j later) NextBundle(l bundle.Log, from int64, limit int) ([]byte, int64, error) {
	data, to, err := j.Desk.NextBundle(l, from, limit)
	if err != nil {
		return nil, 0, err
	}
	head, _, _ := bytes.Cut(data, []byte("\n\n— "))
	body := data[bytes.Index(data, []byte("age-encryption.org")):]
	signer, err := note.NewSigner(j.Signer)
	if err != nil {
		return nil, 0, err
	}
	text := strings.Replace(string(head), "age+zstd+jsonl", "age2+zstd+cbor", 1) + "\n"
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	return append(signed, body...), to, err
}

func TestStatus426LaterVersion(t *testing.T) {
	s, d, c := visited(t)
	rep, err := c.Push(t.Context(), later{d, t})
	fails(t, err, uplink.ErrVersion)
	if rep.Pending != 1 || s.count(t) != 1 {
		t.Errorf("%+v, %d requests", rep, s.count(t))
	}
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1}) // after the update
}

func TestStatus429And503WaitAsTold(t *testing.T) {
	s, d, c := visited(t)
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		for header, want := range map[string]time.Duration{"40": 40 * time.Second, "99999": time.Hour, "-1": 0, "besok": 0, "": 0} {
			stop := s.refusing(t, status, wire.KindBusy, "Retry-After", header)
			rep, err := c.Push(t.Context(), d)
			fails(t, err, uplink.ErrBusy)
			var wait *uplink.WaitError
			if !errors.As(err, &wait) || wait.After != want || rep.Pending != 1 {
				t.Errorf("%d %q: %v, %+v", status, header, wait, rep)
			}
			stop()
		}
	}
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
}

func TestStatus507HubFull(t *testing.T) {
	s, d, c := visited(t)
	stop := s.refusing(t, http.StatusInsufficientStorage, wire.KindFull)
	rep, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrHubFull)
	if rep.Pending != 1 {
		t.Errorf("%+v", rep)
	}
	stop()
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
}
