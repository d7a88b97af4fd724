package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
)

// TestKilledInMidSyncTheQueueEmptiesByItself: the line is gone for a while, no
// new request is written, the line returns; everything arrives without anybody
// pressing a button.
func TestKilledInMidSyncTheQueueEmptiesByItself(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB) }
	dir := t.TempDir()
	if _, err := hub.Init(filepath.Join(dir, "hub"), hub.InitOptions{Regency: "35.10"}, rand.Reader, now()); err != nil {
		t.Fatal(err)
	}
	h, err := hub.Open(filepath.Join(dir, "hub"))
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	var down atomic.Bool
	handler := h.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			panic(http.ErrAbortHandler) // the line is cut in the middle of an answer
		}
		handler.ServeHTTP(w, r)
	}))
	defer server.Close()
	office := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG RAHARJO")
	d, _, err := Create(filepath.Join(dir, "desa"), kampung.Setup{Office: office, Password: "kopi pahit pagi", Account: kampung.Account{Login: "admin", Name: "SITI CONTOH", Role: kampung.RoleAdmin}}, now)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var waits []time.Duration
	var failed []error
	visits := 0
	// Not enrolled at first; then enrolled on a dead line for nine visits.
	d.KeepSending(ctx, Background{
		Random: func() float64 { return 0.5 },
		Failed: func(err error) { failed = append(failed, err) },
		Wait: func(ctx context.Context, w time.Duration) error {
			waits = append(waits, w)
			visits++
			switch visits {
			case 2:
				code, err := h.EnrolCode(ctx, office.Village)
				if err == nil {
					err = d.Enrol(ctx, server.URL, code)
				}
				if err != nil {
					t.Fatal(err)
				}
				down.Store(true)
			case 11:
				down.Store(false)
			case 12:
				cancel()
			}
			return ctx.Err()
		},
	})
	if pending, err := d.Pending(); err != nil || pending != 0 {
		t.Fatalf("%d still wait, %v", pending, err)
	}
	if len(failed) != 9 || waits[0] != 15*time.Second || waits[2] != 15*time.Second || waits[3] != 30*time.Second || waits[10] != 15*time.Minute || waits[11] != kampung.SendAgain {
		t.Errorf("%d failures, waits %v", len(failed), waits)
	}
	var trouble *kampung.Trouble
	for _, err := range failed {
		if !errors.As(err, &trouble) {
			t.Errorf("no words for %v", err)
		}
	}
}

func TestWaitOr(t *testing.T) {
	now := make(chan struct{}, 1)
	now <- struct{}{}
	if err := WaitOr(t.Context(), time.Hour, now); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := WaitOr(ctx, time.Hour, now); err == nil {
		t.Error("waited on")
	}
}

// TestWaitsAsLongAsTheHubAsksFor: a hub that is busy says after how many seconds
// to come again; the desk comes later than that, and not with all the others.
func TestWaitsAsLongAsTheHubAsksFor(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	v.record(d, "MENUNGGU")
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer busy.Close()
	h, err := d.Hub()
	if err != nil {
		t.Fatal(err)
	}
	h.URL = busy.URL
	if err := d.SaveHub(h); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var waits []time.Duration
	d.KeepSending(ctx, Background{Random: func() float64 { return 0.5 }, Wait: func(ctx context.Context, w time.Duration) error {
		if waits = append(waits, w); len(waits) == 4 {
			cancel()
		}
		return ctx.Err()
	}})
	if want := []time.Duration{15 * time.Second, 135 * time.Second, 150 * time.Second, 180 * time.Second}; !slices.Equal(waits, want) {
		t.Errorf("waits %v, want %v", waits, want)
	}
}
