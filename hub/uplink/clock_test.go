package uplink_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"smartkampung/hub/uplink"
	"smartkampung/kampung"
)

// TestWrongClockIsNoReasonToRefuse: whatever year the PC shows, the hub's
// certificate is judged by a time of its own; its name and its authority are
// judged as ever.
func TestWrongClockIsNoReasonToRefuse(t *testing.T) {
	s := newSite(t)
	trusted, foreign := newAuthority(t), newAuthority(t)
	seed := uint64(20)
	for _, years := range []int{-50, -10, 0, 10, 70} {
		now := func() time.Time { return time.Now().AddDate(years, 0, 0) }
		for _, c := range map[string]struct {
			from  authority
			names string
			want  error
		}{"hub": {trusted, "127.0.0.1", nil}, "other authority": {foreign, "127.0.0.1", uplink.ErrNoLine}, "other name": {trusted, "wifi.example", uplink.ErrNoLine}} {
			srv := httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
			srv.TLS, srv.Config.ErrorLog = c.from.issue(t, c.names), log.New(io.Discard, "", 0)
			srv.StartTLS()
			seed++
			d, _ := s.enrol(t, seed)
			d.Request(1)
			h := s.pinned(d)
			h.URL = srv.URL
			line := uplink.New(h, uplink.NewHTTPClientTrusting(now, trusted.pool))
			if c.want != nil {
				_, err := line.Push(t.Context(), d)
				fails(t, err, c.want)
			} else {
				push(t, line, d, kampung.SyncReport{Sent: 1, Received: 1})
			}
			srv.Close()
		}
	}
}
