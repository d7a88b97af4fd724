package uplink_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	mrand "math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// far puts a line between a desk and the hub.
func (s *site) far(t testing.TB, h uplink.Hub, client *http.Client) (*hubtest.Line, *uplink.Client) {
	t.Helper()
	l := hubtest.NewLine(t, s.srv.Listener.Addr().String())
	h.URL = "http://" + l.Addr()
	return l, uplink.New(h, client)
}

// until pushes until nothing waits, at most so many visits; only a line that
// broke is forgiven. It returns how many visits it took.
func until(t testing.TB, c *uplink.Client, d *hubtest.Desk, most int) int {
	t.Helper()
	for n := 1; ; n++ {
		_, err := c.Push(context.Background(), d)
		if err == nil {
			return n
		}
		fails(t, err, uplink.ErrNoLine)
		if n == most {
			pending, _ := d.Pending()
			t.Fatalf("%d entries wait after %d visits: %v", pending, n, errors.Unwrap(err))
		}
	}
}

// realTime makes the tests of bad lines as slow as the lines are.
const realTime = "SMARTKAMPUNG_REAL_TIME"

// TestBadLine: 64 kbit/s, 600 ms there and back, every twentieth packet lost,
// and cuts. In the end every entry is there once.
func TestBadLine(t *testing.T) {
	s := newSite(t)
	d, _ := s.enrol(t, 1)
	faster := 40
	if os.Getenv(realTime) != "" {
		faster = 1
	}
	var ids []string
	for i := range 300 {
		ids = append(ids, d.Request(i))
	}
	for range 20 {
		d.Resident()
	}
	l, c := s.far(t, s.pinned(d), nil)
	all, conns := 0, int64(0)
	for seed := range uint64(3) {
		q := hubtest.Rural.Times(faster)
		q.Seed, q.Reset = seed, 0.1 // cuts as on ten times as much
		l.Be(q, nil)
		visits := until(t, c, d, 60)
		all, conns = all+visits, conns+l.Conns.Load()
		t.Logf("%d visits, %d connections, %d bytes up, %d down", visits, l.Conns.Load(), l.Up.Load(), l.Down.Load())
		s.arrived(t, d, ids)
		for i := range 100 {
			ids = append(ids, d.Request(1000*int(seed+1)+i))
		}
	}
	if conns < 5 {
		t.Errorf("%d visits over %d connections: the line was hardly bad", all, conns)
	}
}

// TestLineThatNeverCarriesAWholeBundle: the line is cut after every 16 kB. The
// desk sends less at once until it gets through, in one visit where it can.
func TestLineThatNeverCarriesAWholeBundle(t *testing.T) {
	s := newSite(t)
	d, _ := s.enrol(t, 1)
	var ids []string
	for i := range 2000 {
		ids = append(ids, d.Request(i))
	}
	const cut = 16 << 10
	if whole := len(d.Bundle(kab, 0, 2000)); whole < 2*cut {
		t.Fatalf("a bundle of %d bytes gets through", whole)
	}
	l, c := s.far(t, s.pinned(d), nil)
	l.Be(hubtest.Quality{}, &hubtest.Trip{At: cut, Again: true})
	if visits := until(t, c, d, 3); l.Conns.Load() < 4 {
		t.Errorf("%d visits over %d connections: the line was hardly cut", visits, l.Conns.Load())
	}
	s.arrived(t, d, ids)
}

// TestCutAtAnyByte cuts the line at bytes all over a visit, in both directions.
func TestCutAtAnyByte(t *testing.T) {
	s := newSite(t)
	d, _ := s.enrol(t, 1)
	l, c := s.far(t, s.pinned(d), &http.Client{Transport: &http.Transport{DisableKeepAlives: true}})
	var ids []string
	add := func() { ids = append(ids, d.Request(len(ids))); d.Resident() }
	add()
	l.Be(hubtest.Quality{}, nil)
	if until(t, c, d, 1); l.Up.Load() < 500 || l.Down.Load() < 500 {
		t.Fatalf("%d bytes up, %d down", l.Up.Load(), l.Down.Load())
	}
	up, down := l.Up.Load(), l.Down.Load()
	broken := 0
	for i := range int64(40) {
		add()
		tr := &hubtest.Trip{Down: i%2 == 1, At: up * i / 40}
		if tr.Down {
			tr.At = down * i / 40
		}
		l.Be(hubtest.Quality{}, tr)
		if _, err := c.Push(t.Context(), d); err != nil {
			fails(t, err, uplink.ErrNoLine)
			broken++
		}
	}
	if broken < 20 {
		t.Errorf("only %d of 40 cuts were felt", broken)
	}
	l.Be(hubtest.Quality{}, nil)
	until(t, c, d, 2)
	s.arrived(t, d, ids)
}

// TestProxyReplaysAndReorders: something in between answers with what the hub
// said earlier, brings requests a second time and late. Only what the hub has is
// believed.
func TestProxyReplaysAndReorders(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	random := mrand.New(mrand.NewPCG(3, 4))
	type said struct {
		code int
		body []byte
	}
	var mu sync.Mutex
	var answers []said
	var requests []*http.Request
	ask := func(r *http.Request, body []byte) said {
		again := r.Clone(context.Background())
		again.Body = io.NopCloser(bytes.NewReader(body))
		w := httptest.NewRecorder()
		s.hub.Handler().ServeHTTP(w, again)
		return said{w.Code, w.Body.Bytes()}
	}
	s.stands(func(w http.ResponseWriter, r *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		late := func() {
			if len(requests) > 0 {
				old := requests[random.IntN(len(requests))]
				b, _ := old.GetBody()
				data, _ := io.ReadAll(b)
				answers = append(answers, ask(old, data))
			}
		}
		keep := r.Clone(context.Background())
		keep.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		requests = append(requests, keep)
		var a said
		switch random.IntN(4) {
		case 0: // it is never brought, or late
			late()
			if len(answers) == 0 {
				return hangUp(w, r)
			}
			a = answers[random.IntN(len(answers))]
		case 1: // an old answer hides the new one
			answers = append(answers, ask(r, body))
			a = answers[random.IntN(len(answers))]
		default:
			late()
			a = ask(r, body)
			answers = append(answers, a)
		}
		w.WriteHeader(a.code)
		w.Write(a.body)
		return true
	})
	var ids []string
	for i := range 60 {
		ids = append(ids, d.Request(i))
		if i%7 == 0 {
			d.Resident()
		}
		c.Push(t.Context(), d) // what it says does not matter here
		if has := int64(s.count(t)); d.Books[kab].Received > has {
			t.Fatalf("%d receipted, the hub has %d", d.Books[kab].Received, has)
		}
	}
	s.stands(nil)
	until(t, c, d, 4)
	s.arrived(t, d, ids)
}

// TestOldReceiptIsNotTakenForANewOne: a hub that answers 200 with the receipt of
// yesterday has not said that it has today's bundle.
func TestOldReceiptIsNotTakenForANewOne(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	d.Request(1)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	old, _, err := s.hub.Receipt(t.Context(), d.Log(kab).ID())
	if err != nil {
		t.Fatal(err)
	}
	d.Request(2)
	s.stands(func(w http.ResponseWriter, _ *http.Request) bool { w.Write(old); return true })
	rep, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrNoLine)
	if rep.Pending != 1 || rep.Sent != 0 || rep.Received != 0 {
		t.Errorf("%+v", rep)
	}
	s.stands(nil)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
}

// authority is a certificate authority of the test's own.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pool *x509.CertPool
}

func newAuthority(t testing.TB) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA Contoh"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	a := authority{key: key, pool: x509.NewCertPool()}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.pool.AddCert(a.cert)
	return a
}

// issue makes a certificate for a name or an address.
func (a authority) issue(t testing.TB, name string) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotBefore: a.cert.NotBefore, NotAfter: a.cert.NotAfter}
	if ip := net.ParseIP(name); ip != nil {
		tmpl.IPAddresses = []net.IP{ip}
	} else {
		tmpl.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, a.cert, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS13}
}

// TestCaptivePortalWithACertificate: a portal that speaks TLS, under another's
// name, under a name of its own authority, or under the hub's very name by an
// authority that the PC trusts. Whatever it answers, nothing counts as sent.
func TestCaptivePortalWithACertificate(t *testing.T) {
	s := newSite(t)
	d, _ := s.enrol(t, 1)
	d.Request(1)
	trusted, foreign := newAuthority(t), newAuthority(t)
	certs := map[string]*tls.Config{
		"another name": trusted.issue(t, "wifi.example"), "another authority": foreign.issue(t, "127.0.0.1"), "the hub's name": trusted.issue(t, "127.0.0.1")}
	old := []byte("smartkampung/35.10.05.2001/5f0c3a9e/c1d2e3f4/kabupaten\n1\n" + bundle.Hash{}.String() + "\nreceived 2026-11-23T14:05:00+07:00\n\n— hub.35.10 AAAAAA==\n")
	for name, conf := range certs {
		for _, status := range []int{200, 204, 302, 511} {
			srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "https://wifi.example/masuk")
				w.WriteHeader(status)
				if status == 200 {
					w.Write(old)
				} else if status != 204 {
					io.WriteString(w, "<html>Selamat datang</html>")
				}
			}))
			srv.TLS, srv.Config.ErrorLog = conf, log.New(io.Discard, "", 0)
			srv.StartTLS()
			h := s.pinned(d)
			h.URL = srv.URL
			c := uplink.New(h, &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted.pool}}})
			rep, err := c.Push(t.Context(), d)
			fails(t, err, uplink.ErrNoLine)
			wrong := strings.Contains(fmt.Sprint(errors.Unwrap(err)), "certificate")
			if rep.Received != 0 || rep.Pending != 1 || wrong != (name != "the hub's name") {
				t.Errorf("%s %d: %+v, %v", name, status, rep, errors.Unwrap(err))
			}
			srv.Close()
		}
	}
}
