package desk

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"net"
	"path/filepath"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/hub/hubtest"
	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/kampung/roster"
	"smartkampung/store"
)

// Bounds of what goes over a village's line, in bytes.
const (
	mostDay   = 3_000   // 30 entries of a day, sealed
	mostVisit = 8 << 10 // the visit that brings them, both ways with TLS
	mostYear  = 300_000 // 5,000 entries, sealed
)

// wired is a desk at a hub that serves TLS 1.3 as it does in earnest, over a
// line that counts.
type wired struct {
	d    *Desk
	line *hubtest.Line
	who  []kampung.Resident
	made int
	last string // id of the last request
	hub  *hub.Hub
	at   time.Duration

	roots *x509.CertPool
}

// now is a clock that moves: some minutes and seconds for each look at it.
func (w *wired) now() time.Time {
	w.at += 97 * time.Second
	return testNow().Add(w.at)
}

func newWired(t testing.TB, residents int) *wired {
	t.Helper()
	dir := t.TempDir()
	if _, err := hub.Init(filepath.Join(dir, "hub"), hub.InitOptions{Regency: "35.10"}, rand.Reader, testNow()); err != nil {
		t.Fatal(err)
	}
	h, err := hub.Open(filepath.Join(dir, "hub"))
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	conf, pool := certificates(t)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.Serve(ctx, ln, conf) }()
	t.Cleanup(func() { cancel(); <-done; h.Close() })
	w := &wired{hub: h}
	opt, err := Options(w.now)
	if err != nil {
		t.Fatal(err)
	}
	opt.Argon = store.Argon{Time: 1, Memory: 64, Threads: 1}
	office := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG RAHARJO")
	office.UnitCode = "429.511.01"
	st, _, err := store.Create(filepath.Join(dir, "desa"), kampung.Setup{Office: office, Password: "kopi pahit pagi", Account: kampung.Account{Login: "admin", Name: "SITI CONTOH", Role: kampung.RoleAdmin}}, opt)
	if err != nil {
		t.Fatal(err)
	}
	w.d, w.line, w.who = wrap("", st, w.now), hubtest.NewLine(t, ln.Addr().String()), roster.Invent(residents, "35.10.05.2001", 3)
	t.Cleanup(func() { w.d.Close() })
	w.roots = pool
	w.d.http = uplink.NewHTTPClientTrusting(time.Now, pool)
	code, err := h.EnrolCode(t.Context(), office.Village)
	if err == nil {
		err = w.d.Enrol(t.Context(), "https://"+w.line.Addr(), code)
	}
	if err == nil {
		_, err = w.d.Sync(t.Context(), "")
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// certificates makes an authority and a certificate as a hub has from a public
// one: a leaf of P-256 under one intermediate.
func certificates(t testing.TB) (*tls.Config, *x509.CertPool) {
	t.Helper()
	now := time.Now()
	make1 := func(name string, n int64, parent *x509.Certificate, signer *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		c := &x509.Certificate{SerialNumber: big.NewInt(n), Subject: pkix.Name{CommonName: name, Organization: []string{"Contoh"}}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
			BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature}
		if n < 3 {
			c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign
		} else {
			c.IPAddresses, c.DNSNames = []net.IP{net.IPv4(127, 0, 0, 1)}, []string{"kampung.kabupaten-contoh.example"}
			c.OCSPServer, c.IssuingCertificateURL = []string{"http://ocsp.ca-contoh.example"}, []string{"http://ca-contoh.example/antara.crt"}
		}
		if parent == nil {
			parent, signer = c, key
		}
		der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), signer)
		if err != nil {
			t.Fatal(err)
		}
		out, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return out, key
	}
	root, rootKey := make1("CA Contoh", 1, nil, nil)
	middle, middleKey := make1("CA Antara Contoh", 2, root, rootKey)
	leaf, key := make1("kampung.kabupaten-contoh.example", 3, middle, middleKey)
	pool := x509.NewCertPool()
	pool.AddCert(root)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{leaf.Raw, middle.Raw}, PrivateKey: key}}, MinVersion: tls.VersionTLS13}, pool
}

// request records one of the office's letters, each for another resident.
func (w *wired) request(t testing.TB) kampung.Request {
	t.Helper()
	w.made++
	draft := w.d.NewDraft()
	draft.Service, draft.Applicant = "sku", kampung.PersonOf(w.who[w.made%len(w.who)])
	draft.Fields = map[string]string{"nama_usaha": fmt.Sprintf("TOKO MAJU %d", w.made%40), "keperluan": []string{"Pinjaman bank", "KUR BRI", "Izin usaha"}[w.made%3]}
	r, err := w.d.Record(draft)
	if err != nil {
		t.Fatal(err)
	}
	w.last = r.ID
	return r
}

// day is 30 entries of an office: six people who get their letters.
func (w *wired) day(t testing.TB) { w.letters(t, 6) }

// letters brings n letters from the request to the person's hands, five entries
// each.
func (w *wired) letters(t testing.TB, n int) {
	t.Helper()
	for range n {
		r := w.request(t)
		for _, to := range []kampung.State{kampung.StateVerified, kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded} {
			if _, err := w.d.Advance(r.ID, to, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// sealed returns the bytes of what has no receipt yet, in bundles.
func (w *wired) sealed(t testing.TB) (bytes int) {
	t.Helper()
	logs, err := w.d.Logs()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range logs {
		size, from, err := w.d.Marks(l)
		for err == nil && from < size {
			var data []byte
			data, from, err = w.d.NextBundle(l, from, 0)
			bytes += len(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return bytes
}

// visit syncs over a new connection and returns the bytes of both ways. A desk
// visits every quarter of an hour; no server keeps its connection so long. A cold
// one is the first since the program was started.
func (w *wired) visit(t testing.TB, cold bool) int {
	t.Helper()
	w.d.http.CloseIdleConnections()
	if cold {
		w.d.http = uplink.NewHTTPClientTrusting(time.Now, w.roots)
	}
	w.line.Be(hubtest.Quality{}, nil)
	rep, err := w.d.Sync(t.Context(), "")
	if err != nil || rep.Pending != 0 {
		t.Fatal(rep, err)
	}
	if w.line.Conns.Load() != 1 {
		t.Errorf("%d connections for a visit", w.line.Conns.Load())
	}
	return int(w.line.Up.Load() + w.line.Down.Load())
}

func TestBytesOfADay(t *testing.T) {
	w := newWired(t, 200)
	for day := range 4 {
		w.day(t)
		cold := day%2 == 0
		sealed, visit := w.sealed(t), w.visit(t, cold)
		empty := w.visit(t, false)
		t.Logf("%d sealed, visit %d up + down (cold %v), without anything new %d", sealed, visit, cold, empty)
		if sealed > mostDay || visit > mostVisit || empty > mostVisit/2 {
			t.Errorf("%d bytes sealed of at most %d, %d on the line of at most %d (cold %v), %d with nothing new", sealed, mostDay, visit, mostVisit, cold, empty)
		}
	}
}

func TestBytesOf5000Entries(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 5,000 entries")
	}
	w := newWired(t, 1000)
	w.letters(t, 1000)
	sealed, visit := w.sealed(t), w.visit(t, true)
	t.Logf("5,000 entries: %d sealed, visit %d up + down", sealed, visit)
	if sealed > mostYear || visit > mostYear+mostVisit {
		t.Errorf("5,000 entries take %d bytes of at most %d, %d on the line", sealed, mostYear, visit)
	}
}

// BenchmarkBytes prints what goes over the line: a day of 30 entries, a visit
// with nothing new, 5,000 entries of 1,000 letters, and 5,000 requests alone.
func BenchmarkBytes(b *testing.B) {
	w := newWired(b, 5000)
	for b.Loop() {
		w.day(b)
		day := w.sealed(b)
		b.ReportMetric(float64(day), "day-B")
		b.ReportMetric(float64(w.visit(b, true)), "day-line-B")
		b.ReportMetric(float64(w.visit(b, false)), "empty-line-B")
		w.letters(b, 1000)
		b.ReportMetric(float64(w.sealed(b)), "5000-entries-B")
		b.ReportMetric(float64(w.visit(b, false)), "5000-entries-line-B")
		for range 5000 {
			w.request(b)
		}
		b.ReportMetric(float64(w.sealed(b)), "5000-requests-B")
	}
}

// TestClockTenYearsOff: the PC's clock stands ten years back or ahead. Nothing is
// refused, over TLS as in earnest; the regency is told that the clock is off.
func TestClockTenYearsOff(t *testing.T) {
	for _, years := range []int{-10, 10} {
		w := newWired(t, 10)
		w.request(t)
		w.d.http = uplink.NewHTTPClientTrusting(func() time.Time { return time.Now().AddDate(years, 0, 0) }, w.roots)
		w.at += time.Duration(years) * 365 * 24 * time.Hour
		if years > 0 { // a letter is not given a day before the program was made
			w.request(t)
		} else if _, err := w.d.Advance(w.last, kampung.StateVerified, ""); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			rep, err := w.d.Sync(t.Context(), "")
			if err != nil || rep.Pending != 0 {
				t.Fatalf("%d years: %+v, %v (%v)", years, rep, err, errors.Unwrap(err))
			}
		}
		rows, err := w.hub.Requests(t.Context(), "35.10.05.2001")
		if err != nil || len(rows) != w.made {
			t.Errorf("%d years: %d requests at the hub, %v", years, len(rows), err)
		}
	}
}
