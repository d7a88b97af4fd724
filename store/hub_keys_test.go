package store

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// rotated changes the regency's keys and returns the chain from the first.
func (h *regency) rotated(chain bundle.Chain) bundle.Chain {
	h.t.Helper()
	add := func(skey, vkey, before string) {
		k := bundle.HubKey{Name: "hub.35.10", Verifier: vkey, Recipient: h.to, At: testTime}
		var err error
		if k.Note, err = bundle.SignHubKey(k, skey, before); err != nil {
			h.t.Fatal(err)
		}
		chain = append(chain, k)
	}
	if chain == nil {
		add(h.skey, h.vkey, "")
	}
	old := h.skey
	h.skey, h.vkey, _ = bundle.GenerateKey(rand.Reader, "hub.35.10")
	add(h.skey, h.vkey, old)
	read, err := bundle.ReadChain([][]byte{chain[0].Note, chain[len(chain)-1].Note})
	if len(chain) == 2 && (err != nil || len(read) != 2) {
		h.t.Fatal(err)
	}
	return chain
}

var testTime = time.Date(2026, 11, 24, 8, 0, 0, 0, kampung.WIB)

func TestStoreFollowsTheHubsKeys(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 1)
	req := record(t, s, r[0])
	h := newRegency(t, s)
	h.receipt(s)
	h.say("019ad0c0-0000-7000-8000-000000000001", kampung.KindDecision, req.ID, kampung.DecisionBody{Decision: kampung.DecisionAccept, Office: "Kecamatan Muncar"})
	before := h.seal(0, 1)
	had, _ := s.Status()
	stranger := newRegency(t, s)
	if err := s.SaveHub(Hub{URL: "http://127.0.0.1:1", Name: "hub.35.10", Verifier: h.vkey, Recipient: s.keys.Recovery}); err != nil {
		t.Fatal(err)
	}
	h.receipt(s)
	first := bundle.Chain{}
	chain := h.rotated(nil)
	first = append(first, chain[:1]...)
	chain = h.rotated(chain)
	if _, err := s.TakeDown(h.seal(0, 1)); !errors.Is(err, bundle.ErrSignature) || errors.Is(err, ErrOldKey) {
		t.Errorf("a key that was not followed yet: %v", err)
	}
	if _, err := s.TakeKeys(stranger.rotated(nil)); !errors.Is(err, bundle.ErrChain) {
		t.Errorf("a stranger's chain: %v", err)
	}
	if changed, err := s.TakeKeys(chain); !changed || err != nil {
		t.Fatal(changed, err)
	}
	for name, c := range map[string]bundle.Chain{"again": chain, "of before": chain[:2], "the first": first} {
		if changed, err := s.TakeKeys(c); changed || err != nil {
			t.Errorf("%s: %v %v", name, changed, err)
		}
	}
	if _, err := s.TakeKeys(stranger.rotated(nil)); !errors.Is(err, bundle.ErrChain) {
		t.Errorf("a stranger's chain: %v", err)
	}
	s.Close()
	os.Remove(filepath.Join(dir, dbName))
	s = reopen(t, dir)
	hub, err := s.Hub()
	if err != nil || hub.Verifier != h.vkey || hub.Recipient != h.to || hub.URL != "http://127.0.0.1:1" {
		t.Errorf("%+v %v", hub, err)
	}
	if _, err := s.TakeDown(before); !errors.Is(err, ErrOldKey) {
		t.Errorf("sealed before the keys were changed: %v", err)
	}
	if n, err := s.TakeDown(h.seal(0, 1)); n != 1 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	h.receipt(s)
	if now, _ := s.Status(); now.Received != had.Received {
		t.Errorf("received %d, before %d", now.Received, had.Received)
	}
}

func TestStoreKeepsTheListOfKeys(t *testing.T) {
	s, dir, _ := newStore(t)
	if err := s.TakeKeyList(nil); !errors.Is(err, ErrNotEnrolled) {
		t.Error(err)
	}
	h := newRegency(t, s)
	other := make([]byte, ed25519.PublicKeySize)
	other[0] = 7
	sign := func(regency string, at time.Time, n int64) []byte {
		b, err := bundle.SignKeyList(bundle.KeyList{Regency: regency, At: at, Keys: []kampung.DeviceKey{
			{Village: regency + ".05.2002", Device: "bbbbbbbb", Public: other, From: at, Until: at, Size: n}}}, h.skey)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	check := func(want int64) {
		t.Helper()
		keys, at, err := s.LetterKeys()
		if err != nil {
			t.Fatal(err)
		}
		if want < 0 {
			if len(keys) != 1 || !at.IsZero() {
				t.Errorf("%+v of %v", keys, at)
			}
			return
		}
		if len(keys) != 2 || keys[0].Size != want || keys[1].Device != s.keys.Device || at.IsZero() {
			t.Errorf("%+v of %v", keys, at)
		}
	}
	check(-1)
	now := sign("35.10", testTime, 1)
	if err := s.TakeKeyList(now); err != nil {
		t.Fatal(err)
	}
	check(1)
	if d, err := s.KeyListDigest(); err != nil || d != bundle.KeyListDigest(now) {
		t.Error(d, err)
	}
	// A stick may be an old one; what the hub gives now counts.
	before := sign("35.10", testTime.Add(-time.Hour), 2)
	if err := s.TakeCarriedList(before); !errors.Is(err, ErrOldList) {
		t.Error(err)
	}
	check(1)
	if err := s.TakeKeyList(before); err != nil {
		t.Error(err)
	}
	check(2)
	if err := s.TakeCarriedList(sign("35.10", testTime.Add(time.Hour), 3)); err != nil {
		t.Error(err)
	}
	check(3)
	forged := sign("35.10", testTime.Add(2*time.Hour), 4)
	forged[len(forged)-5] ^= 1
	for name, bad := range map[string][]byte{"forged": forged, "another regency's": sign("35.11", testTime.Add(2*time.Hour), 5), "words": []byte("halo")} {
		if err := s.TakeKeyList(bad); !errors.Is(err, bundle.ErrKeyList) {
			t.Errorf("%s: %v", name, err)
		}
	}
	check(3)
	// It stays when the hub changes its keys and when the database is made again
	// from one that can be read.
	if changed, err := s.TakeKeys(h.rotated(nil)); !changed || err != nil {
		t.Fatal(err)
	}
	check(3)
	s.mu.Lock()
	err := s.rebuild()
	s.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	check(3)
	s.Close()
	checkWell(t, dir)
	// A database that is lost takes it along; it comes again with the next visit.
	os.Remove(filepath.Join(dir, dbName))
	s = reopen(t, dir)
	check(-1)
	if d, err := s.KeyListDigest(); err != nil || d != "" {
		t.Error(d, err)
	}
	if err := s.TakeKeyList(now); !errors.Is(err, ErrOldKey) {
		t.Errorf("signed with the key of before: %v", err)
	}
	if err := s.TakeKeyList(sign("35.10", testTime, 6)); err != nil {
		t.Error(err)
	}
	check(6)
	newRegency(t, s) // an office that moves to another hub
	check(-1)
}

func TestWaitingForAnEnrolment(t *testing.T) {
	s, dir, _ := newStore(t)
	if _, ok := s.Asked(); ok {
		t.Error("waits for nothing")
	}
	want := Asked{Half: "00ff", About: "sha256:x", At: testTime}
	if err := s.SaveAsked(want); err != nil {
		t.Fatal(err)
	}
	s.Close()
	os.Remove(filepath.Join(dir, dbName))
	s = reopen(t, dir)
	if got, ok := s.Asked(); !ok || got.Half != want.Half || got.About != want.About || !got.At.Equal(want.At) {
		t.Errorf("%+v %v", got, ok)
	}
	newRegency(t, s)
	if _, ok := s.Asked(); ok {
		t.Error("still waits after it was enrolled")
	}
}

func TestOwnRegister(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 2)
	one, two := record(t, s, r[0]), record(t, s, r[1])
	if _, err := s.Advance(two.ID, kampung.StateCancelled, "salah orang"); err != nil {
		t.Fatal(err)
	}
	for number, want := range map[string]kampung.Register{
		one.Number: {Asked: true, Found: true, State: kampung.StateChecked}, two.Number: {Asked: true, Found: true, State: kampung.StateCancelled},
		"1/TIDAK/ADA": {Asked: true}, one.Number[:8]: {Asked: true},
	} {
		if got, err := s.OwnRegister(kampung.LetterCode{Village: "35.10.05.2001", Number: number}); err != nil || got != want {
			t.Errorf("%s: %+v %v, want %+v", number, got, err, want)
		}
	}
	if got, err := s.OwnRegister(kampung.LetterCode{Village: "35.10.05.2002", Number: one.Number}); err != nil || got.Asked {
		t.Errorf("another village: %+v %v", got, err)
	}
}
