package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/hub/hubtest"
	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

const chunk = kampung.ScanChunkBytes

// recordWith records a request with photos.
func (v *linked) recordWith(d *Desk, shop string, photos ...[]byte) kampung.Request {
	v.t.Helper()
	draft := d.NewDraft()
	draft.Service, draft.Applicant = "sku", kampung.PersonOf(v.who)
	draft.Fields = map[string]string{"nama_usaha": shop, "keperluan": "Pinjaman bank"}
	for i, p := range photos {
		s, err := d.SaveScan("", fmt.Sprintf("foto-%d.jpg", i), p)
		if err != nil {
			v.t.Fatal(err)
		}
		draft.Scans = append(draft.Scans, s)
	}
	r, err := d.Record(draft)
	if err != nil {
		v.t.Fatal(err)
	}
	return r
}

// proxy stands between desk and hub: between may answer in the hub's place and
// returns true then.
func (v *linked) proxy(between func(w http.ResponseWriter, r *http.Request) bool) string {
	v.t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if between == nil || !between(w, r) {
			v.hub.Handler().ServeHTTP(w, r)
		}
	}))
	v.t.Cleanup(s.Close)
	return s.URL
}

func hangUp(w http.ResponseWriter) bool {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		conn.Close()
	}
	return true
}

// atHub checks that the hub has a scan whole, byte for byte.
func (v *linked) atHub(s kampung.Scan, data []byte) {
	v.t.Helper()
	got, err := v.hub.OpenScan(v.t.Context(), "35.10.05.2001", s)
	if err != nil || !bytes.Equal(got, data) {
		v.t.Fatalf("the hub has %d bytes of %d: %v", len(got), len(data), err)
	}
}

func (v *linked) waits(d *Desk, scans int, bytes int64) {
	v.t.Helper()
	st, err := d.Status()
	if err != nil || st.Scans != scans || st.ScanBytes != bytes {
		v.t.Fatalf("%d scans with %d bytes wait, want %d with %d (%v)", st.Scans, st.ScanBytes, scans, bytes, err)
	}
}

func (v *linked) verified() {
	v.t.Helper()
	var faults bytes.Buffer
	if sum, err := v.hub.Verify(v.t.Context(), &faults); err != nil || sum.Faults != 0 {
		v.t.Errorf("verify: %v %+v %s", err, sum, &faults)
	}
}

func TestScansFollowTheRecords(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	a, sa := hubtest.Photo(1, 2*chunk+5)
	b, sb := hubtest.Photo(2, 40)
	v.recordWith(d, "TOKO MAJU", a, b)
	v.recordWith(d, "TOKO LAIN", a) // the same picture travels once
	v.waits(d, 2, sa.Size+sb.Size)
	var order []string
	where := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
		order = append(order, r.Method+" "+strings.Split(r.URL.Path, "/")[2])
		return false
	})
	var last kampung.ScanProgress
	stop := d.OnProgress(func(p kampung.ScanProgress) {
		if p.Done < last.Done || p.Done > p.Total {
			t.Errorf("progress goes from %+v to %+v", last, p)
		}
		last = p
	})
	report, err := d.Sync(t.Context(), where)
	stop()
	if err != nil || report.Scans != 2 || report.Pending != 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	if last.Done != sa.Size+sb.Size || last.Total != last.Done || last.Scans != 0 {
		t.Errorf("progress ends at %+v", last)
	}
	v.atHub(sa, a)
	v.atHub(sb, b)
	v.waits(d, 0, 0)
	text := strings.Join(order, " ")
	if first, lastRecord := strings.Index(text, "blob"), strings.LastIndex(text, "log"); first < lastRecord || strings.Count(text, "POST blob") != 1 || strings.Count(text, "PUT blob") != 4 {
		t.Errorf("%s", text)
	}
	// A visit with nothing to do asks nothing of scans.
	order = nil
	if _, err := d.Sync(t.Context(), ""); err != nil || strings.Contains(strings.Join(order, " "), "blob") {
		t.Errorf("%v, %v", order, err)
	}
	v.verified()
}

// TestScanIsCutAnywhere: at every request for scans in turn the request or its
// reply is lost, once. The next visits mend it, and nothing that arrived is sent
// again.
func TestScanIsCutAnywhere(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	seed := 100
	for _, lost := range []string{"request", "reply"} {
		for at := range 5 { // the question, three chunks, and none
			seed++
			data, s := hubtest.Photo(seed, 2*chunk+1)
			v.recordWith(d, "TOKO MAJU", data)
			var calls, puts, taken atomic.Int32
			where := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasPrefix(r.URL.Path, "/v1/blob") {
					return false
				}
				cut := int(calls.Add(1))-1 == at
				if r.Method == "PUT" {
					puts.Add(1)
				}
				if cut && lost == "reply" {
					v.hub.Handler().ServeHTTP(httptest.NewRecorder(), r)
				}
				if r.Method == "PUT" && (!cut || lost == "reply") {
					taken.Add(1)
				}
				return cut && hangUp(w)
			})
			report, err := d.Sync(t.Context(), where)
			if cut := at < 4; cut != errors.Is(err, uplink.ErrNoLine) || report.Pending != 0 {
				t.Fatalf("%s %d lost: %+v, %v", lost, at, report, err)
			}
			if at < 4 {
				v.waits(d, 1, s.Size)
				again := atomic.Int32{}
				second := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
					if r.Method == "PUT" {
						again.Add(1)
					}
					return false
				})
				if report, err = d.Sync(t.Context(), second); err != nil || report.Scans != 1 {
					t.Fatalf("%s %d lost, second visit: %+v, %v", lost, at, report, err)
				}
				if n := taken.Load() + again.Load(); n != 3 {
					t.Errorf("%s %d lost: %d chunks reached the hub, want each once", lost, at, n)
				}
			}
			v.atHub(s, data)
			v.waits(d, 0, 0)
		}
	}
	v.verified()
}

// TestHubRestartsBetweenChunks: each chunk meets a hub that was started anew.
func TestHubRestartsBetweenChunks(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	data, s := hubtest.Photo(1, 3*chunk)
	v.recordWith(d, "TOKO MAJU", data)
	where := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "PUT" {
			if err := v.hub.Close(); err != nil {
				t.Error(err)
			}
			var err error
			if v.hub, err = hub.Open(filepath.Join(v.dir, "hub")); err != nil {
				t.Error(err)
			}
		}
		return false
	})
	if report, err := d.Sync(t.Context(), where); err != nil || report.Scans != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	v.atHub(s, data)
	v.verified()
	v.hub.Close()
}

// TestScansStopWhenAsked: cancelling keeps what arrived, and the visit has done
// its work.
func TestScansStopWhenAsked(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	data, s := hubtest.Photo(1, 4*chunk)
	v.recordWith(d, "TOKO MAJU", data)
	ctx, cancel := context.WithCancel(t.Context())
	defer d.OnProgress(func(p kampung.ScanProgress) {
		if p.Done >= 2*chunk {
			cancel()
		}
	})()
	report, err := d.Sync(ctx, "")
	if err != nil || report.Pending != 0 || report.Scans != 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	words, err := v.hub.ScanWords(t.Context(), "35.10.05.2001", []kampung.Scan{s})
	if err != nil || words[0].Have.Bytes(s.Size) != 2*chunk {
		t.Fatalf("%+v, %v", words, err)
	}
	if report, err = d.Sync(t.Context(), ""); err != nil || report.Scans != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	v.atHub(s, data)
}

// TestRecordsGoBeforeScans: a request that is recorded while scans are on their
// way is at the hub before the next chunk is.
func TestRecordsGoBeforeScans(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	data, s := hubtest.Photo(1, 3*chunk)
	v.recordWith(d, "TOKO MAJU", data)
	var order []string
	recorded := false
	where := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
		order = append(order, r.Method+" "+strings.Split(r.URL.Path, "/")[2])
		if r.Method == "PUT" && !recorded {
			recorded = true
			v.record(d, "DATANG DI TENGAH JALAN")
		}
		return false
	})
	report, err := d.Sync(t.Context(), where)
	if err != nil || report.Pending != 0 || report.Scans != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	text := strings.Join(order, " ")
	if i := strings.Index(text, "PUT blob"); !strings.Contains(text[i:], "PUT blob GET log POST log") {
		t.Errorf("%s", text)
	}
	v.atHub(s, data)
}

// TestTheButtonDoesNotWaitForScans: a second visit ends the scans of the first
// one and carries them on itself.
func TestTheButtonDoesNotWaitForScans(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	data, s := hubtest.Photo(1, 3*chunk)
	v.recordWith(d, "TOKO MAJU", data)
	held, release := make(chan struct{}), make(chan struct{})
	first := true
	where := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == "PUT" && first {
			first = false
			close(held)
			select { // a line that hardly moves
			case <-r.Context().Done():
			case <-release:
			}
			return hangUp(w)
		}
		return false
	})
	done := make(chan error, 1)
	go func() {
		_, err := d.Sync(context.Background(), where)
		done <- err
	}()
	<-held
	report, err := d.Sync(t.Context(), where)
	close(release)
	if err != nil || report.Scans != 1 {
		t.Fatalf("the button: %+v, %v", report, err)
	}
	if err := <-done; err != nil {
		t.Errorf("the visit that gave way: %v", err)
	}
	v.atHub(s, data)
}

func TestRevokedDeskSendsNoScan(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	data, s := hubtest.Photo(1, 40)
	v.recordWith(d, "TOKO MAJU", data)
	id, _, _, err := d.Device()
	if err != nil {
		t.Fatal(err)
	}
	where := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/v1/blob" {
			if err := v.hub.Revoke(r.Context(), id); err != nil {
				t.Error(err)
			}
		}
		return false
	})
	_, err = d.Sync(t.Context(), where)
	if !errors.Is(err, uplink.ErrRevoked) {
		t.Fatalf("%v", err)
	}
	v.waits(d, 1, s.Size)
}

// TestHubIsFullForScans: the records are through, the scan waits, and the clerk
// reads why.
func TestHubIsFullForScans(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	data, s := hubtest.Photo(1, 40)
	v.recordWith(d, "TOKO MAJU", data)
	v.hub.Close()
	if err := os.WriteFile(filepath.Join(v.dir, "hub", "hub.conf"), []byte("scans 0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var err error
	if v.hub, err = hub.Open(filepath.Join(v.dir, "hub")); err != nil {
		t.Fatal(err)
	}
	defer v.hub.Close()
	report, err := d.Sync(t.Context(), v.proxy(nil))
	var tr *kampung.Trouble
	if !errors.Is(err, uplink.ErrHubFull) || !errors.As(err, &tr) || report.Pending != 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	v.waits(d, 1, s.Size)
}

// TestAnswerOfAPortal: a 204 or 200 that the hub did not sign is no receipt.
func TestAnswerOfAPortal(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	data, s := hubtest.Photo(1, 40)
	v.recordWith(d, "TOKO MAJU", data)
	for _, status := range []int{204, 200, 422, 404} {
		where := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method == "PUT" {
				w.WriteHeader(status)
			}
			return r.Method == "PUT"
		})
		if _, err := d.Sync(t.Context(), where); !errors.Is(err, uplink.ErrNoLine) {
			t.Errorf("%d: %v", status, err)
		}
		v.waits(d, 1, s.Size)
	}
}

// TestOldWordsOnScans: what the hub once said, caught on the line and said again
// to the same chunk sealed anew, is no answer.
func TestOldWordsOnScans(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	data, s := hubtest.Photo(1, 40)
	v.recordWith(d, "TOKO MAJU", data)
	old := map[string][]byte{}
	listen := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/v1/blob") {
			return false
		}
		rec := httptest.NewRecorder()
		v.hub.Handler().ServeHTTP(rec, r)
		old[r.Method] = rec.Body.Bytes()
		if r.Method == "PUT" {
			return hangUp(w)
		}
		w.Write(rec.Body.Bytes())
		return true
	})
	if _, err := d.Sync(t.Context(), listen); err == nil || !bundle.IsScans(old["PUT"]) || !bundle.IsScans(old["POST"]) {
		t.Fatalf("%v, %s", err, old)
	}
	// The clock stands still, so the question is the same and so is its answer.
	where := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Path, "/v1/blob") {
			return false
		}
		w.Write(old[r.Method])
		return true
	})
	report, err := d.Sync(t.Context(), where)
	if !errors.Is(err, uplink.ErrNoLine) || report.Scans != 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	v.waits(d, 1, s.Size)
}

// TestAnotherDigestWaitsADay: the hub refuses what came out; the desk says so
// once, goes on with the others and tries again the next day.
func TestAnotherDigestWaitsADay(t *testing.T) {
	now := testNow()
	v, d := newLinked(t)
	d.Close()
	d, err := Unlock(filepath.Join(v.dir, "desa"), "admin", "kopi pahit pagi", func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	a, sa := hubtest.Photo(1, chunk+40)
	b, sb := hubtest.Photo(2, 50)
	v.recordWith(d, "TOKO MAJU", a, b)
	if _, err := d.Sync(t.Context(), v.proxy(func(w http.ResponseWriter, r *http.Request) bool { return r.Method == "PUT" && hangUp(w) })); err == nil {
		t.Fatal("the line was not cut")
	}
	// Other bytes as the second chunk of the first scan, by this very device, as
	// a broken memory would make them.
	device, _, _, _ := d.Device()
	keys := v.hub.Keys()
	wrong, err := bundle.SealChunk(bundle.ChunkSealing{Village: "35.10.05.2001", Device: device, SHA256: sa.SHA256, Size: sa.Size, N: 1, Plain: b[:40],
		ToName: keys.Name, To: keys.Recipient, Also: []string{keys.Recipient}, Signer: d.Signer()})
	if err == nil {
		_, _, err = v.hub.TakeChunk(t.Context(), wrong)
	}
	if err != nil {
		t.Fatal(err)
	}
	where := v.proxy(nil)
	report, err := d.Sync(t.Context(), where)
	var tr *kampung.Trouble
	if !errors.Is(err, uplink.ErrScan) || errors.Is(err, uplink.ErrFork) || !errors.As(err, &tr) || report.Scans != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	v.atHub(sb, b)
	if st, err := d.Status(); err != nil || st.Scans != 1 || st.ScansRefused != 1 {
		t.Errorf("%+v, %v", st, err)
	}
	if report, err = d.Sync(t.Context(), where); err != nil || report.Scans != 0 {
		t.Errorf("the same day: %+v, %v", report, err)
	}
	now = now.Add(kampung.ScanAgain + time.Second)
	if report, err = d.Sync(t.Context(), where); err != nil || report.Scans != 1 {
		t.Errorf("the day after: %+v, %v", report, err)
	}
	v.atHub(sa, a)
	v.waits(d, 0, 0)
	v.verified()
}

// TestHubPutBackLacksScans: the hub comes back from a copy that is older than
// some scans, and sometimes than their records. The desk finds out by itself, at
// the next visit when records are missing, else within a day, and sends them
// again.
func TestHubPutBackLacksScans(t *testing.T) {
	t.Run("and records", func(t *testing.T) { hubPutBackLacksScans(t, true, 0) })
	t.Run("alone", func(t *testing.T) { hubPutBackLacksScans(t, false, kampung.ScanCheck+time.Minute) })
}

func hubPutBackLacksScans(t *testing.T, recordsToo bool, later time.Duration) {
	now := testNow()
	v, d := newLinked(t)
	d.Close()
	d, err := Unlock(filepath.Join(v.dir, "desa"), "admin", "kopi pahit pagi", func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	a, sa := hubtest.Photo(1, chunk+1)
	b, sb := hubtest.Photo(2, 50)
	v.recordWith(d, "TOKO MAJU", a)
	v.sync(d)
	dir, copied := filepath.Join(v.dir, "hub"), filepath.Join(v.dir, "salinan-hub")
	where := v.proxy(nil)
	keep := func() {
		v.hub.Close()
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		if v.hub, err = hub.Open(dir); err != nil {
			t.Fatal(err)
		}
	}
	if recordsToo {
		keep()
	}
	v.recordWith(d, "TOKO LAIN", b)
	if report, err := d.Sync(t.Context(), where); err != nil || report.Scans != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	if !recordsToo {
		keep()
	}
	// The copy takes the hub's place, without the files of the first scan.
	v.hub.Close()
	if err := errors.Join(os.RemoveAll(dir), os.CopyFS(dir, os.DirFS(copied)), os.RemoveAll(filepath.Join(dir, "scan"))); err != nil {
		t.Fatal(err)
	}
	if v.hub, err = hub.Open(dir); err != nil {
		t.Fatal(err)
	}
	defer v.hub.Close()
	now = now.Add(later)
	report, err := d.Sync(t.Context(), "")
	if err != nil || report.Scans != 2 {
		t.Fatalf("after the hub was put back: %+v, %v (%v)", report, err, errors.Unwrap(err))
	}
	v.atHub(sa, a)
	v.atHub(sb, b)
	v.waits(d, 0, 0)
	v.verified()
}
