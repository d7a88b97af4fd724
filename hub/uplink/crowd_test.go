package uplink_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/uplink"
)

// arrived checks that the hub has every request of a desk once and no other.
func (s *site) arrived(t testing.TB, d *hubtest.Desk, ids []string) {
	t.Helper()
	rs, err := s.hub.Requests(context.Background(), d.Village)
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, r := range rs {
		times[r.ID]++
	}
	for _, id := range ids {
		if times[id] != 1 {
			t.Errorf("%s: request %s is %d times at the hub", d.Village, id, times[id])
		}
	}
	if len(rs) != len(ids) {
		t.Errorf("%s: %d requests at the hub, %d made", d.Village, len(rs), len(ids))
	}
	if n, err := d.Pending(); err != nil || n != 0 {
		t.Errorf("%s: %d entries have no receipt, %v", d.Village, n, err)
	}
}

// TestAllVillagesPushAtOnce: the 217 villages of a regency come at the same
// moment over connections of their own, and each again when it is told to wait.
func TestAllVillagesPushAtOnce(t *testing.T) {
	s := newSite(t)
	const villages, each = 217, 6
	type office struct {
		d   *hubtest.Desk
		c   *uplink.Client
		ids []string
	}
	var offices []office
	for i := range villages {
		d := hubtest.NewDesk(fmt.Sprintf("35.10.%02d.%04d", 1+i/20, 2001+i%20), uint64(i), s.hub.Keys())
		code, err := s.hub.EnrolCode(t.Context(), d.Village)
		if err != nil {
			t.Fatal(err)
		}
		own := &http.Client{Transport: &http.Transport{}}
		h, err := uplink.Enrol(t.Context(), own, s.srv.URL, code, device(d))
		if err != nil {
			t.Fatal(err)
		}
		o := office{d: d, c: uplink.New(h, own)}
		for k := range each {
			o.ids = append(o.ids, d.Request(k))
		}
		d.Resident()
		offices = append(offices, o)
	}
	start := make(chan struct{})
	var wg sync.WaitGroup
	for _, o := range offices {
		wg.Go(func() {
			<-start
			for try := 0; ; try++ {
				_, err := o.c.Push(context.Background(), o.d)
				if err == nil {
					return
				}
				if try == 20 || !errors.Is(err, uplink.ErrBusy) && !errors.Is(err, uplink.ErrNoLine) {
					t.Errorf("%s: %v (%v)", o.d.Village, err, errors.Unwrap(err))
					return
				}
			}
		})
	}
	close(start)
	wg.Wait()
	for _, o := range offices {
		s.arrived(t, o.d, o.ids)
	}
}
