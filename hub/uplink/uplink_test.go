package uplink_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"smartkampung/hub"
	"smartkampung/hub/hubtest"
	"smartkampung/hub/uplink"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

const (
	village = "35.10.05.2001"
	kab     = kampung.AudienceKabupaten
	kantor  = kampung.AudienceKantor
)

// site is a hub behind a real socket, and what stands in between.
type site struct {
	dir     string
	dsn     string // of PostgreSQL; empty for SQLite
	hub     *hub.Hub
	srv     *httptest.Server
	between atomic.Pointer[stand]
	calls   atomic.Int64
	lost    bool // the test takes something from the hub's memory
}

// stand may answer in the hub's place; it returns true then.
type stand = func(w http.ResponseWriter, r *http.Request) bool

// stands puts something between desk and hub; nil takes it away. A connection
// that a test gave up may still be served meanwhile.
func (s *site) stands(f stand) { s.between.Store(&f) }

func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{dir: t.TempDir(), dsn: hubtest.Database(t)}
	if _, err := hub.Init(s.dir, hub.InitOptions{Regency: "35.10", Database: s.dsn}, rand.Reader, time.Now()); err != nil {
		t.Fatal(err)
	}
	s.open(t)
	s.srv = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(func() {
		s.srv.Close()
		var faults bytes.Buffer
		if sum, err := s.hub.Verify(context.Background(), &faults); err != nil || sum.Faults != 0 && !s.lost {
			t.Errorf("verify: %v %+v %s", err, sum, &faults)
		}
		s.hub.Close()
	})
	return s
}

func (s *site) open(t testing.TB) {
	t.Helper()
	var err error
	if s.hub, err = hub.Open(s.dir); err != nil {
		t.Fatal(err)
	}
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	s.calls.Add(1)
	if f := s.between.Load(); f != nil && *f != nil && (*f)(w, r) {
		return
	}
	s.hub.Handler().ServeHTTP(w, r)
}

// enrol enrols a desk by the line and returns its client.
func (s *site) enrol(t testing.TB, seed uint64) (*hubtest.Desk, *uplink.Client) {
	t.Helper()
	d := hubtest.NewDesk(village, seed, s.hub.Keys())
	code, err := s.hub.EnrolCode(context.Background(), village)
	if err != nil {
		t.Fatal(err)
	}
	h, err := uplink.Enrol(context.Background(), nil, s.srv.URL, code, device(d))
	if err != nil {
		t.Fatal(err)
	}
	k := s.hub.Keys()
	if h != (uplink.Hub{URL: s.srv.URL, Name: k.Name, Verifier: k.Verifier, Recipient: k.Recipient}) {
		t.Errorf("pinned %+v", h)
	}
	return d, uplink.New(h, nil)
}

func device(d *hubtest.Desk) uplink.Device {
	return uplink.Device{Village: d.Village, Device: d.Device, Epoch: d.Epoch, Verifier: d.Verifier, Recipient: d.Identity.Recipient().String()}
}

func (s *site) count(t testing.TB) int {
	t.Helper()
	rs, err := s.hub.Requests(context.Background(), village)
	if err != nil {
		t.Fatal(err)
	}
	return len(rs)
}

// fails checks an error's kind and that it has words for the clerk.
func fails(t testing.TB, err, kind error) {
	t.Helper()
	var tr *kampung.Trouble
	if !errors.Is(err, kind) || !errors.As(err, &tr) {
		t.Fatalf("error %v (%T), want %v", err, errors.Unwrap(err), kind)
	}
	if tr.What == "" || tr.Next == "" || strings.Contains(strings.ToLower(tr.Error()), "error") || strings.Contains(tr.Error(), "uplink") {
		t.Errorf("words %q", tr.Error())
	}
}

func push(t testing.TB, c *uplink.Client, d *hubtest.Desk, want kampung.SyncReport) {
	t.Helper()
	if got, err := c.Push(context.Background(), d); err != nil || got != want {
		t.Fatalf("Push = %+v, %v (%v); want %+v", got, err, errors.Unwrap(err), want)
	}
}

func TestPushBothLogs(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	push(t, c, d, kampung.SyncReport{})
	for i := range 3 {
		d.Request(i)
		d.Resident()
	}
	push(t, c, d, kampung.SyncReport{Sent: 6, Received: 6})
	push(t, c, d, kampung.SyncReport{})
	d.Request(7)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	if s.count(t) != 4 {
		t.Error("requests are missing")
	}
}

// once lets f answer the first request with a method.
func once(method string, f func(w http.ResponseWriter, r *http.Request) bool) func(http.ResponseWriter, *http.Request) bool {
	var done atomic.Bool
	return func(w http.ResponseWriter, r *http.Request) bool {
		return r.Method == method && done.CompareAndSwap(false, true) && f(w, r)
	}
}

func hangUp(w http.ResponseWriter, _ *http.Request) bool {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		conn.Close()
	}
	return true
}

func TestRequestLost(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	s.stands(once("POST", hangUp))
	rep, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrNoLine)
	if rep.Pending != 1 || rep.Sent != 0 || s.count(t) != 0 {
		t.Errorf("%+v", rep)
	}
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
}

func TestReplyLost(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	s.stands(once("POST", func(w http.ResponseWriter, r *http.Request) bool {
		s.hub.Handler().ServeHTTP(httptest.NewRecorder(), r)
		return hangUp(w, r)
	}))
	rep, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrNoLine)
	if rep.Pending != 1 || s.count(t) != 1 {
		t.Errorf("%+v", rep)
	}
	// Nothing is sent again: the head already says that it arrived.
	push(t, c, d, kampung.SyncReport{Received: 1})
	if s.count(t) != 1 {
		t.Error("the request has two effects")
	}
}

func TestCaptivePortal(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	for _, status := range []int{200, 204, 302, 307, 400, 401, 403, 404, 409, 421, 422, 426, 500, 507, 511} {
		for _, method := range []string{"GET", "POST"} {
			s.stands(func(w http.ResponseWriter, r *http.Request) bool {
				if r.Method != method {
					return false
				}
				w.Header().Set("Location", "https://wifi.example/masuk")
				w.WriteHeader(status)
				if status != 204 {
					io.WriteString(w, "<html>Selamat datang di WiFi kami</html>")
				}
				return true
			})
			rep, err := c.Push(t.Context(), d)
			fails(t, err, uplink.ErrNoLine)
			if rep.Pending != 1 || rep.Received != 0 {
				t.Errorf("%s %d: %+v", method, status, rep)
			}
		}
	}
	s.stands(func(w http.ResponseWriter, r *http.Request) bool {
		for range 2000 {
			w.Write(make([]byte, 1024))
		}
		return true
	})
	_, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrNoLine)
}

// TestForgedRefusal replays the hub's own signed words where they do not belong.
func TestForgedRefusal(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	other := d.Clone()
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	other.NewEpoch()
	d2 := d.Clone()
	d2.Books[kab] = &hubtest.Book{}
	d2.Request(9)
	w := httptest.NewRecorder()
	s.hub.Handler().ServeHTTP(w, httptest.NewRequest("POST", wire.PathLog+d2.Log(kab).ID(), bytes.NewReader(d2.Bundle(kab, 0, 1))))
	if w.Code != 422 {
		t.Fatal(w.Code)
	}
	d.Request(2)
	s.stands(once("POST", func(rw http.ResponseWriter, _ *http.Request) bool {
		rw.WriteHeader(422)
		rw.Write(w.Body.Bytes())
		return true
	}))
	_, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrNoLine)
	// An old receipt in answer to a new bundle.
	old, _, _ := s.hub.Receipt(t.Context(), d.Log(kab).ID())
	s.stands(once("POST", func(rw http.ResponseWriter, _ *http.Request) bool { rw.Write(old); return true }))
	_, err = c.Push(t.Context(), d)
	fails(t, err, uplink.ErrNoLine)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
}

func TestForkAndRewind(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	image := d.Clone()
	d.Request(2)
	push(t, c, d, kampung.SyncReport{Sent: 2, Received: 2})
	rewound := image.Clone()
	_, err := c.Push(t.Context(), rewound) // the hub has more than the image
	fails(t, err, uplink.ErrFork)
	image.Request(3)
	_, err = c.Push(t.Context(), image) // as many, but others
	fails(t, err, uplink.ErrFork)
	image.Request(4)
	_, err = c.Push(t.Context(), image)
	fails(t, err, uplink.ErrFork)
	image.NewEpoch()
	push(t, c, image, kampung.SyncReport{Sent: 3, Received: 3})
	if s.count(t) != 4 {
		t.Errorf("%d requests", s.count(t))
	}
}

// snapshot keeps the hub's database as it is and returns what puts it back.
// The hub is closed and opened again both times; heads.log goes on.
func (s *site) snapshot(t testing.TB) (restore func()) {
	t.Helper()
	if s.dsn != "" {
		back := hubtest.Snapshot(t, s.dsn)
		return func() {
			s.hub.Close()
			back()
			s.open(t)
		}
	}
	old := filepath.Join(t.TempDir(), "old.db")
	if err := s.hub.Backup(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	return func() {
		s.hub.Close()
		for _, f := range []string{"hub.db-wal", "hub.db-shm"} {
			os.Remove(filepath.Join(s.dir, f))
		}
		b, err := os.ReadFile(old)
		if err == nil {
			err = os.WriteFile(filepath.Join(s.dir, "hub.db"), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		s.open(t)
	}
}

func TestHubRestoredFromOldCopy(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	restore := s.snapshot(t)
	d.Request(2)
	d.Resident()
	push(t, c, d, kampung.SyncReport{Sent: 2, Received: 2})
	restore()
	if sum, err := s.hub.Verify(t.Context(), io.Discard); err != nil || sum.Faults == 0 {
		t.Errorf("heads.log does not show the loss: %+v %v", sum, err)
	}
	push(t, c, d, kampung.SyncReport{Sent: 2})
	if s.count(t) != 2 {
		t.Errorf("%d requests", s.count(t))
	}
}

func TestLogInOnePieceIsHalved(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	for i := range 40 {
		d.Request(i)
	}
	limit := int64(3000) // of a proxy in between
	s.stands(func(w http.ResponseWriter, r *http.Request) bool {
		if r.ContentLength <= limit {
			return false
		}
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return true
	})
	push(t, c, d, kampung.SyncReport{Sent: 40, Received: 40})
	d.Request(41)
	limit = 10
	_, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrTooLarge)
}

func TestHubSaysNo(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	if err := s.hub.Revoke(t.Context(), d.Device); err != nil {
		t.Fatal(err)
	}
	_, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrRevoked)
	stranger := hubtest.NewDesk(village, 9, s.hub.Keys())
	stranger.Request(1)
	_, err = c.Push(t.Context(), stranger)
	fails(t, err, uplink.ErrUnknown)
	foreign, _ := s.enrol(t, 3)
	foreign.Request(1)
	foreign.Hub = newSite(t).hub.Keys()
	_, err = c.Push(t.Context(), foreign)
	fails(t, err, uplink.ErrWrongHub)
}

func TestBusyHub(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	for _, status := range []int{429, 503} {
		s.stands(once("POST", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Retry-After", "40")
			w.WriteHeader(status)
			return true
		}))
		_, err := c.Push(t.Context(), d)
		fails(t, err, uplink.ErrBusy)
		var wait *uplink.WaitError
		if !errors.As(err, &wait) || wait.After != 40*time.Second {
			t.Errorf("wait %v", wait)
		}
	}
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
}

func TestOneLogInTroubleDoesNotHoldTheOther(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	image := d.Clone()
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	image.Books[kab] = &hubtest.Book{}
	image.Request(5)
	image.Resident()
	rep, err := c.Push(t.Context(), image)
	fails(t, err, uplink.ErrFork)
	if rep.Sent != 1 || rep.Received != 1 || rep.Pending != 1 {
		t.Errorf("%+v", rep)
	}
}

func TestOneSenderAtATime(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	for i := range 5 {
		d.Request(i)
	}
	var now, most atomic.Int64
	s.stands(func(http.ResponseWriter, *http.Request) bool {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
		return false
	})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := c.Push(context.Background(), d); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 || s.count(t) != 5 {
		t.Errorf("%d at once, %d requests", most.Load(), s.count(t))
	}
}

func TestCancelled(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	ctx, cancel := context.WithCancel(t.Context())
	s.stands(func(w http.ResponseWriter, r *http.Request) bool {
		cancel()
		<-r.Context().Done()
		return true
	})
	if _, err := c.Push(ctx, d); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	s.stands(nil)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
}

func TestEnrolRefusals(t *testing.T) {
	s, other := newSite(t), newSite(t)
	d := hubtest.NewDesk(village, 1, s.hub.Keys())
	code, _ := s.hub.EnrolCode(t.Context(), village)
	enrol := func(address, code string) error {
		_, err := uplink.Enrol(t.Context(), nil, address, code, device(d))
		return err
	}
	before := other.calls.Load()
	fails(t, enrol(other.srv.URL, code), uplink.ErrWrongHub)
	if other.calls.Load() != before+1 {
		t.Error("the code went to another hub")
	}
	fails(t, enrol(s.srv.URL, "ABCD"), uplink.ErrCode)
	slip := "0" + code[1:]
	if code[0] == '0' {
		slip = "1" + code[1:]
	}
	fails(t, enrol(s.srv.URL, slip), uplink.ErrCode)
	for _, a := range []string{"http://hub.example", "ftp://127.0.0.1", "", "https://", "http://127.0.0.1.example", "https://u:p@hub.example", "http://10.0.0.1:80", "::"} {
		fails(t, enrol(a, code), uplink.ErrAddress)
	}
	s.stands(once("GET", func(w http.ResponseWriter, _ *http.Request) bool { io.WriteString(w, "<html>"); return true }))
	fails(t, enrol(s.srv.URL, code), uplink.ErrNoLine)
	s.stands(once("POST", func(w http.ResponseWriter, r *http.Request) bool {
		s.hub.Handler().ServeHTTP(httptest.NewRecorder(), r)
		return hangUp(w, r)
	}))
	fails(t, enrol(s.srv.URL, code), uplink.ErrNoLine)
	if err := enrol(s.srv.URL, code); err != nil {
		t.Errorf("after a lost reply: %v", err)
	}
	d = hubtest.NewDesk(village, 2, s.hub.Keys())
	fails(t, enrol(s.srv.URL, code), uplink.ErrCode)
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"hub.example": "https://hub.example", " https://hub.example/kampung/ ": "https://hub.example/kampung",
		"http://localhost:8735": "http://localhost:8735", "http://[::1]:8735/": "http://[::1]:8735", "http://127.0.0.1:1": "http://127.0.0.1:1",
	} {
		if got, err := uplink.CleanURL(in); err != nil || got != want {
			t.Errorf("CleanURL(%q) = %q, %v", in, got, err)
		}
	}
}

func TestOnlyTLS13(t *testing.T) {
	s := newSite(t)
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		srv := httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
		srv.TLS = &tls.Config{MaxVersion: version}
		srv.StartTLS()
		code, _ := s.hub.EnrolCode(t.Context(), village)
		d := hubtest.NewDesk(village, uint64(version), s.hub.Keys())
		_, err := uplink.Enrol(t.Context(), srv.Client(), srv.URL, code, device(d))
		if version == tls.VersionTLS13 {
			if err != nil {
				t.Error(err)
			}
		} else {
			fails(t, err, uplink.ErrNoLine)
		}
		srv.Close()
	}
}

// TestAnyHistory drives desks and a hub through random histories of work, lost
// requests, lost replies, restarts, sticks and images: in the end every entry
// is there once.
func TestAnyHistory(t *testing.T) {
	s := newSite(t)
	seed := uint64(100)
	rapid.Check(t, func(rt *rapid.T) {
		seed += 10
		d := hubtest.NewDesk(fmt.Sprintf("35.10.%02d.%04d", seed/10%90, 1000+seed/10/90), seed, s.hub.Keys())
		code, err := s.hub.EnrolCode(context.Background(), d.Village)
		if err != nil {
			rt.Fatal(err)
		}
		h, err := uplink.Enrol(context.Background(), nil, s.srv.URL, code, device(d))
		if err != nil {
			rt.Fatal(err)
		}
		c := uplink.New(h, nil)
		made := 0
		visit := func(between func(http.ResponseWriter, *http.Request) bool) {
			s.stands(between)
			_, err := c.Push(context.Background(), d)
			s.stands(nil)
			if errors.Is(err, uplink.ErrFork) {
				d.NewEpoch()
			} else if err != nil && !errors.Is(err, uplink.ErrNoLine) {
				rt.Fatal(err, errors.Unwrap(err))
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"work": func(rt *rapid.T) {
				for range rapid.IntRange(1, 4).Draw(rt, "n") {
					made++
					d.Request(made)
				}
			},
			"resident": func(*rapid.T) { d.Resident() },
			"push":     func(*rapid.T) { visit(nil) },
			"request lost": func(rt *rapid.T) {
				visit(once(rapid.SampledFrom([]string{"GET", "POST"}).Draw(rt, "method"), hangUp))
			},
			"reply lost": func(*rapid.T) {
				visit(once("POST", func(w http.ResponseWriter, r *http.Request) bool {
					s.hub.Handler().ServeHTTP(httptest.NewRecorder(), r)
					return hangUp(w, r)
				}))
			},
			"stick": func(rt *rapid.T) {
				a := rapid.SampledFrom(kampung.Audiences).Draw(rt, "audience")
				n := int64(len(d.Books[a].Lines))
				if n == 0 {
					return
				}
				from := rapid.Int64Range(0, n-1).Draw(rt, "from")
				to := rapid.Int64Range(from+1, n).Draw(rt, "to")
				data := d.Bundle(a, from, to)
				if rapid.Bool().Draw(rt, "damaged") {
					data = data[:len(data)-1]
				}
				if receipt, err := s.hub.ImportFile(context.Background(), data); err == nil {
					if _, err := d.TakeReceipt(receipt); err != nil && !errors.Is(err, bundle.ErrTree) {
						rt.Fatal(err)
					}
				}
			},
			"image restored": func(rt *rapid.T) {
				image := d.Clone()
				made++
				d.Request(made)
				visit(nil)
				lost := d
				d = image
				// What only the lost disk had is at the hub by now.
				if n, _ := lost.Pending(); n != 0 {
					d = lost
				}
			},
		})
		// A connection that the server hung up before may cost a visit, a fork
		// another one.
		for range 8 {
			if n, _ := d.Pending(); n == 0 {
				break
			}
			visit(nil)
		}
		if n, _ := d.Pending(); n != 0 {
			rt.Fatalf("%d entries never arrived", n)
		}
		rs, err := s.hub.Requests(context.Background(), d.Village)
		if err != nil || len(rs) != made {
			rt.Fatalf("%d requests at the hub, %d made, %v", len(rs), made, err)
		}
	})
}

// inbox is a desk's end of what comes down.
type inbox struct {
	d     *hubtest.Desk
	epoch string
	ids   map[string]kampung.Entry
	size  int64
}

func (b *inbox) DownMark(string) (int64, error) { return b.size, nil }
func (b *inbox) DownEpoch(string) (string, error) {
	return b.epoch, nil
}

// TakeDown is strict: the bundle must go on where the inbox ends, or begin a
// new epoch.
func (b *inbox) TakeDown(data []byte) (int, error) {
	bu, err := bundle.Read(data, b.d.Hub.Verifier)
	if err != nil {
		return 0, err
	}
	if bu.Log.Epoch != b.epoch {
		b.epoch, b.size = bu.Log.Epoch, 0
	}
	if bu.From != b.size {
		return 0, fmt.Errorf("bundle from %d, inbox at %d", bu.From, b.size)
	}
	_, entries, err := bu.Open(b.d.Identity)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, p := range entries {
		if _, has := b.ids[p.Head.ID]; !has {
			n++
			b.ids[p.Head.ID] = p.Entry
		}
	}
	b.size = bu.Size
	return n, nil
}

func newInbox(d *hubtest.Desk) *inbox { return &inbox{d: d, ids: map[string]kampung.Entry{}} }

func pull(t testing.TB, c *uplink.Client, b *inbox, want int) {
	t.Helper()
	if n, err := c.As(b.d.Village, b.d.Device, b.d.Signer, nil).Pull(context.Background(), b); err != nil || n != want {
		t.Fatalf("Pull = %d, %v (%v); want %d", n, err, errors.Unwrap(err), want)
	}
}

func (s *site) decide(t testing.TB, request string, reason string) {
	t.Helper()
	err := s.hub.Decide(context.Background(), hub.DecideInput{Village: village, Request: request, Office: "Kecamatan Muncar", By: "Camat Contoh", Decision: kampung.DecisionMend, Reason: reason})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPullWhatComesDown(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	e, c2 := s.enrol(t, 2)
	in, in2 := newInbox(d), newInbox(e)
	pull(t, c, in, 2) // the office has two PCs
	id := d.Request(1)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	pull(t, c, in, 0)
	s.decide(t, id, "Lampirkan KK")
	pull(t, c, in, 1)
	pull(t, c, in, 0)
	e.Request(1) // the same number from another device
	push(t, c2, e, kampung.SyncReport{Sent: 1, Received: 1})
	pull(t, c2, in2, 4)
	pull(t, c, in, 1)
	kinds := map[string]int{}
	for _, x := range in2.ids {
		kinds[x.Head.Kind]++
	}
	if kinds[kampung.KindDecision] != 1 || kinds[kampung.KindVerdict] != 1 {
		t.Errorf("came down: %v", kinds)
	}
}

// TestPullFromARestoredHub puts an old copy of the hub back: what it said since
// is lost there, and what it says now stands at the same places.
func TestPullFromARestoredHub(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	in := newInbox(d)
	id := d.Request(1)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	s.decide(t, id, "satu")
	pull(t, c, in, 1)
	restore := s.snapshot(t)
	s.decide(t, id, "dua")
	pull(t, c, in, 1)
	restore()
	s.decide(t, id, "tiga")
	pull(t, c, in, 1)
	if in.size != 2 || len(in.ids) != 3 {
		t.Errorf("inbox at %d with %d entries", in.size, len(in.ids))
	}
	// Without the desk's end of the story in heads.log, too.
	restore = s.snapshot(t)
	s.decide(t, id, "empat")
	pull(t, c, in, 1)
	os.Remove(filepath.Join(s.dir, "heads.log"))
	restore()
	in.epoch = "" // a desk that does not say what it has
	if n, err := c.As(d.Village, d.Device, d.Signer, nil).Pull(t.Context(), in); err != nil || n != 0 {
		t.Fatalf("%d %v", n, err)
	}
	s.lost = true
}

// TestAnOldAnswerOfAnotherHistory replays what a hub said before it was put back,
// to a desk that stands at the same place of its new history: no fault of the
// desk's own journal.
func TestAnOldAnswerOfAnotherHistory(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	in := newInbox(d)
	id := d.Request(1)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	s.decide(t, id, "satu")
	pull(t, c, in, 1)
	restore := s.snapshot(t)
	s.decide(t, id, "dua")
	pull(t, c, in, 1)
	s.decide(t, id, "tiga")
	old := httptest.NewRecorder()
	s.stands(func(w http.ResponseWriter, r *http.Request) bool {
		if old.Body.Len() > 0 {
			return false
		}
		s.hub.Handler().ServeHTTP(old, r)
		maps.Copy(w.Header(), old.Header())
		w.Write(old.Body.Bytes())
		return true
	})
	pull(t, c, in, 1)
	s.stands(nil)
	restore()
	s.decide(t, id, "empat")
	pull(t, c, in, 1)
	at := in.size
	s.stands(func(w http.ResponseWriter, _ *http.Request) bool {
		maps.Copy(w.Header(), old.Header())
		w.Write(old.Body.Bytes())
		return true
	})
	_, err := c.As(d.Village, d.Device, d.Signer, nil).Pull(t.Context(), in)
	fails(t, err, uplink.ErrNoLine)
	s.stands(nil)
	if in.size != at {
		t.Errorf("the inbox is at %d, was at %d", in.size, at)
	}
	pull(t, c, in, 0)
	s.lost = true
}

func TestPullIsRefused(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	id := d.Request(1)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	s.decide(t, id, "satu")
	in := newInbox(d)
	other := hubtest.NewDesk(village, 7, s.hub.Keys())
	_, err := c.As(other.Village, other.Device, other.Signer, nil).Pull(t.Context(), newInbox(other))
	fails(t, err, uplink.ErrUnknown)
	forged, _, _ := bundle.GenerateKey(rand.Reader, d.Device)
	_, err = c.As(d.Village, d.Device, forged, nil).Pull(t.Context(), in)
	fails(t, err, uplink.ErrRefused)
	_, err = c.As("35.10.05.2002", d.Device, d.Signer, nil).Pull(t.Context(), in)
	fails(t, err, uplink.ErrRevoked)
	for _, status := range []int{200, 204, 302, 500} { // a captive portal
		s.stands(func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(status)
			return true
		})
		_, err = c.As(d.Village, d.Device, d.Signer, nil).Pull(t.Context(), in)
		fails(t, err, uplink.ErrNoLine)
	}
	s.stands(nil)
	wrong := func() time.Time { return time.Now().AddDate(-10, 0, 0) }
	if n, err := c.As(d.Village, d.Device, d.Signer, wrong).Pull(t.Context(), in); err != nil || n != 1 {
		t.Errorf("a wrong clock: %d %v", n, err)
	}
	if a, err := s.hub.Alarms(t.Context(), village); err != nil || len(a) != 1 || a[0].Kind != hub.AlarmClock {
		t.Errorf("alarms %+v %v", a, err)
	}
	if err := s.hub.Revoke(t.Context(), d.Device); err != nil {
		t.Fatal(err)
	}
	_, err = c.As(d.Village, d.Device, d.Signer, nil).Pull(t.Context(), in)
	fails(t, err, uplink.ErrRevoked)
}
