package uplink_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/uplink"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

func (s *site) rotate(t testing.TB) {
	t.Helper()
	if _, err := s.hub.RotateKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// pinned is the hub as a desk has it.
func (s *site) pinned(d *hubtest.Desk) uplink.Hub {
	return uplink.Hub{URL: s.srv.URL, Name: d.Hub.Name, Verifier: d.Hub.Verifier, Recipient: d.Hub.Recipient}
}

func TestHubWithNewKeys(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	id := d.Request(1)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	s.rotate(t)
	d.Request(2)
	_, err := c.Push(t.Context(), d)
	fails(t, err, uplink.ErrNoLine)
	fails(t, err, uplink.ErrKeys)
	s.decide(t, id, "lengkapi")
	for range 2 { // a bundle, and the answer that there is none
		in := newInbox(d)
		_, err = c.As(d.Village, d.Device, d.Signer, nil).Pull(t.Context(), in)
		fails(t, err, uplink.ErrKeys)
	}
	chain, err := uplink.FetchChain(t.Context(), nil, s.srv.URL)
	if err == nil {
		chain, err = chain.From(d.Hub.Verifier)
	}
	if err != nil || len(chain) != 2 {
		t.Fatal(err)
	}
	last := chain.Last()
	d.Hub = wire.Keys{Name: last.Name, Verifier: last.Verifier, Recipient: last.Recipient}
	c = uplink.New(s.pinned(d), nil)
	push(t, c, d, kampung.SyncReport{Sent: 1, Received: 1})
	in := newInbox(d)
	pull(t, c, in, 1)
	pull(t, c, in, 0)
	if s.count(t) != 2 {
		t.Errorf("%d requests", s.count(t))
	}
}

// Another hub of the same name is no hub with new keys.
func TestChainOfAStranger(t *testing.T) {
	s, other := newSite(t), newSite(t)
	d, _ := s.enrol(t, 1)
	d.Request(1)
	pin := s.pinned(d)
	pin.URL = other.srv.URL
	_, err := uplink.New(pin, nil).Push(t.Context(), d)
	fails(t, err, uplink.ErrKeys)
	chain, err := uplink.FetchChain(t.Context(), nil, other.srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chain.From(d.Hub.Verifier); !errors.Is(err, bundle.ErrChain) {
		t.Error(err)
	}
	for _, page := range []string{"<html>", `{"name":"hub.35.10","verifier":"x"}`, `{}`, ""} {
		s.stands(func(w http.ResponseWriter, _ *http.Request) bool { io.WriteString(w, page); return true })
		_, err = uplink.FetchChain(t.Context(), nil, s.srv.URL)
		fails(t, err, uplink.ErrNoLine)
		_, err = uplink.New(s.pinned(d), nil).Push(t.Context(), d)
		fails(t, err, uplink.ErrNoLine)
		if errors.Is(err, uplink.ErrKeys) {
			t.Errorf("%q counts as new keys", page)
		}
	}
	// A chain whose end is not what the hub says of itself.
	s.stands(func(w http.ResponseWriter, r *http.Request) bool {
		json.NewEncoder(w).Encode(wire.KeysAnswer{Keys: other.hub.Keys(), Chain: []string{string(s.hub.Chain().Notes())}})
		return true
	})
	_, err = uplink.FetchChain(t.Context(), nil, s.srv.URL)
	fails(t, err, uplink.ErrNoLine)
	s.stands(nil)
}

// A code outlives the keys of its day.
func TestEnrolWithACodeOfBefore(t *testing.T) {
	s := newSite(t)
	code, err := s.hub.EnrolCode(t.Context(), village)
	if err != nil {
		t.Fatal(err)
	}
	s.rotate(t)
	s.rotate(t)
	d := hubtest.NewDesk(village, 1, s.hub.Keys())
	h, err := uplink.Enrol(t.Context(), nil, s.srv.URL, code, device(d))
	if err != nil || h != s.pinned(d) {
		t.Fatalf("%+v %v", h, err)
	}
	d.Request(1)
	push(t, uplink.New(h, nil), d, kampung.SyncReport{Sent: 1, Received: 1})
}

func TestEnrolByStick(t *testing.T) {
	s, other := newSite(t), newSite(t)
	d := hubtest.NewDesk(village, 1, s.hub.Keys())
	code, err := s.hub.EnrolCode(t.Context(), village)
	if err != nil {
		t.Fatal(err)
	}
	_, _, _, err = uplink.RequestFile("XXXX", device(d), d.Signer, time.Now())
	fails(t, err, uplink.ErrCode)
	file, name, half, err := uplink.RequestFile(code, device(d), d.Signer, time.Now())
	if err != nil || name != "daftar-"+village+"-"+d.Device[:8]+".skd" {
		t.Fatal(name, err)
	}
	s.rotate(t)
	_, answer, err := s.hub.EnrolFile(t.Context(), file)
	if err != nil || !uplink.IsAnswer(answer) {
		t.Fatal(err)
	}
	take := func(n []byte, chain bundle.Chain, half string, d *hubtest.Desk) (uplink.Hub, error) {
		return uplink.Answer(n, chain, half, uplink.About(file), device(d))
	}
	h, err := take(answer, s.hub.Chain(), half, d)
	want := uplink.Hub{Name: s.hub.Keys().Name, Verifier: s.hub.Keys().Verifier, Recipient: s.hub.Keys().Recipient}
	if err != nil || h != want {
		t.Fatalf("%+v %v", h, err)
	}
	// Signed by a hub that the code does not name, whatever it says.
	_, err = take(answer, other.hub.Chain(), half, d)
	fails(t, err, uplink.ErrWrongHub)
	_, err = take(answer, other.hub.Chain(), uplink.Half(other.hub.Keys().Verifier), d)
	fails(t, err, uplink.ErrWrongHub)
	_, err = take(answer, nil, half, d)
	fails(t, err, uplink.ErrWrongHub)
	if _, err := take(answer, s.hub.Chain(), half, hubtest.NewDesk(village, 2, s.hub.Keys())); !errors.Is(err, uplink.ErrOtherDevice) {
		t.Error(err)
	}
	// A refusal, in the hub's words; one of an earlier file is passed over.
	late := hubtest.NewDesk(village, 3, s.hub.Keys())
	file, _, half, err = uplink.RequestFile(code, device(late), late.Signer, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	_, no, _ := s.hub.EnrolFile(t.Context(), file)
	_, err = take(no, s.hub.Chain(), half, late)
	fails(t, err, uplink.ErrCode)
	if _, err := uplink.Answer(no, s.hub.Chain(), half, uplink.About([]byte("x")), device(late)); !errors.Is(err, uplink.ErrOtherDevice) {
		t.Error(err)
	}
	_, err = take(no[:len(no)-3], s.hub.Chain(), half, late)
	fails(t, err, uplink.ErrWrongHub)
}

// lister is an inbox that keeps the list of keys.
type lister struct {
	*inbox
	list []byte
	took int
}

func (l *lister) KeyListDigest() (string, error) { return bundle.KeyListDigest(l.list), nil }
func (l *lister) TakeKeyList(data []byte) error {
	l.list = data
	l.took++
	return nil
}

func TestListOfKeysComesWhenItChanged(t *testing.T) {
	s := newSite(t)
	d, c := s.enrol(t, 1)
	l := &lister{inbox: newInbox(d)}
	page := "" // in the list's place; empty for the list
	asked := 0
	s.stands(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != wire.PathKeyList {
			return false
		}
		if asked++; page == "" {
			return false
		}
		io.WriteString(w, page)
		return true
	})
	visit := func(asks, took int) {
		t.Helper()
		asked = 0
		if _, err := c.As(d.Village, d.Device, d.Signer, nil).Pull(context.Background(), l); err != nil {
			t.Fatal(err)
		}
		if asked != asks || l.took != took {
			t.Errorf("asked %d times, took %d; want %d, %d", asked, l.took, asks, took)
		}
	}
	visit(1, 1)
	visit(0, 1)
	s.enrol(t, 2)
	visit(1, 2)
	list, err := bundle.OpenKeyList(l.list, s.hub.Keys().Verifier)
	if err != nil || len(list.Keys) != 2 {
		t.Fatalf("%+v %v", list, err)
	}
	// A list that does not come, or is another one, is left to the next visit.
	s.enrol(t, 3)
	for _, page = range []string{"<html>", string(l.list), " "} {
		visit(1, 2)
	}
	page = ""
	visit(1, 3)
}
