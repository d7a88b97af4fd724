package store

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// regency is a hub as far as its log for a village goes.
type regency struct {
	t          *testing.T
	log        bundle.Log
	skey, vkey string
	lines      [][]byte
	tree       *bundle.Growth
	to         string
	also       []string
}

func newRegency(t *testing.T, s *Store) *regency {
	t.Helper()
	h := &regency{t: t, log: bundle.Log{Village: "35.10.05.2001", Device: "aaaaaaaaaaaaaaaa", Epoch: "bbbbbbbbbbbbbbbb", Audience: kampung.AudienceDesa}, tree: bundle.Grow(0, bundle.NoNodes)}
	h.skey, h.vkey, _ = bundle.GenerateKey(rand.Reader, "hub.35.10")
	_, _, h.to, _ = s.Device()
	if err := s.SaveHub(Hub{URL: "http://127.0.0.1:1", Name: "hub.35.10", Verifier: h.vkey, Recipient: s.keys.Recovery}); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *regency) say(id, kind, subject string, body any) {
	h.t.Helper()
	b, _ := json.Marshal(body)
	n := int64(len(h.lines))
	line, err := kampung.EncodeEntry(kampung.Head{V: 1, N: n, ID: id, Tick: 1000 + n, At: "2026-11-24T10:00:00+07:00", By: "hub.35.10", Kind: kind, Schema: 1, Subject: subject}, random(kampung.SaltBytes), b)
	if err != nil {
		h.t.Fatal(err)
	}
	p, _ := kampung.ParseEntry(line)
	h.lines = append(h.lines, line)
	if err := h.tree.Append(bundle.EntryHash(p)); err != nil {
		h.t.Fatal(err)
	}
}

func (h *regency) seal(from, to int) []byte {
	h.t.Helper()
	prev, _ := bundle.Root(int64(from), h.tree)
	root, _ := bundle.Root(int64(to), h.tree)
	data, err := bundle.Seal(bundle.Sealing{Log: h.log, From: int64(from), Lines: h.lines[from:to], Prev: prev, Root: root, ToName: "kantor.35.10.05.2001", To: h.to, Also: append([]string{h.to}, h.also...), Signer: h.skey})
	if err != nil {
		h.t.Fatal(err)
	}
	return data
}

func (h *regency) receipt(s *Store) {
	h.t.Helper()
	logs, _ := s.Logs()
	size, _, _ := s.Marks(logs[0])
	var root bundle.Hash
	s.read(func(v view) (err error) {
		root, err = bundle.Root(size, v.nodes(kampung.AudienceKabupaten))
		return err
	})
	r, err := bundle.SignReceipt(bundle.Receipt{Checkpoint: bundle.Checkpoint{Log: logs[0], Size: size, Root: root}}, h.skey)
	if err == nil {
		_, err = s.TakeReceipt(r)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestDecisionsAndVerdictsComeDown(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 2)
	one, two := record(t, s, r[0]), record(t, s, r[1])
	h := newRegency(t, s)
	h.receipt(s)
	h.say("019ad0c0-0000-7000-8000-000000000001", kampung.KindDecision, one.ID, kampung.DecisionBody{Decision: kampung.DecisionMend, Office: "Kecamatan Muncar", By: "Camat", Reason: "alamat usaha belum jelas", Field: "fields.alamat_usaha"})
	h.say("019ad0c0-0000-7000-8000-000000000002", kampung.KindVerdict, two.ID, kampung.VerdictBody{Verdict: kampung.VerdictTwin, Request: two.ID, Text: "Nomor ini sudah ada."})
	h.say("019ad0c0-0000-7000-8000-000000000003", "kabar", "x", map[string]string{"isi": "untuk versi nanti"})
	if n, err := s.TakeDown(h.seal(0, 2)); n != 2 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	// Again, overlapping, and what is new in it.
	for range 2 {
		if n, err := s.TakeDown(h.seal(0, 2)); n != 0 || err != nil {
			t.Fatalf("again: %d, %v", n, err)
		}
	}
	if n, err := s.TakeDown(h.seal(1, 3)); n != 1 || err != nil {
		t.Fatalf("overlapping: %d, %v", n, err)
	}
	check := func(s *Store) {
		t.Helper()
		got, err := s.Request(one.ID)
		if err != nil || len(got.Answers) != 1 || got.Answers[0].Reason != "alamat usaha belum jelas" {
			t.Fatalf("%+v, %v", got.Answers, err)
		}
		if row, _ := s.RequestRow(one.ID); row.Answer != kampung.DecisionMend || row.Sync != kampung.SyncReceived {
			t.Fatalf("%+v", row)
		}
		if row, _ := s.RequestRow(two.ID); row.Sync != kampung.SyncTwin {
			t.Fatalf("%+v", row)
		}
		if n, _ := s.DownMark(""); n != 3 {
			t.Fatalf("%d of the hub's log are here", n)
		}
	}
	check(s)
	// It comes back with the rest from either file.
	s.Close()
	for i, lost := range []string{journalName, dbName, journalName} {
		os.Remove(filepath.Join(dir, lost))
		s = reopen(t, dir)
		if _, err := s.Hub(); err != nil {
			t.Errorf("%s was lost and the enrolment with it: %v", lost, err)
		}
		if i == 0 { // the receipts are in the database, and come again with the next visit
			check(s)
		} else if got, err := s.Request(one.ID); err != nil || len(got.Answers) != 1 {
			t.Fatalf("%+v, %v", got.Answers, err)
		}
		s.Close()
	}
	checkWell(t, dir)
}

func TestOtherBundlesDoNotComeDown(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 1)
	req := record(t, s, r[0])
	h := newRegency(t, s)
	for i := range 4 {
		h.say("019ad0c0-0000-7000-8000-00000000000"+string(rune('0'+i)), kampung.KindDecision, req.ID, kampung.DecisionBody{Decision: kampung.DecisionAccept})
	}
	if _, err := s.TakeDown(h.seal(1, 2)); !errors.Is(err, ErrGap) {
		t.Errorf("gap: %v", err)
	}
	flipped := h.seal(0, 2)
	flipped[len(flipped)-1] ^= 1
	if _, err := s.TakeDown(flipped); !errors.Is(err, bundle.ErrDamaged) {
		t.Errorf("flipped: %v", err)
	}
	if _, err := s.TakeDown(h.seal(0, 2)); err != nil {
		t.Fatal(err)
	}
	// The hub says its past was another one.
	other := newRegency(t, s)
	other.skey, other.vkey, other.log = h.skey, h.vkey, h.log
	if err := s.SaveHub(Hub{URL: "http://127.0.0.1:1", Name: "hub.35.10", Verifier: h.vkey, Recipient: s.keys.Recovery}); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		other.say(newID(), kampung.KindDecision, req.ID, kampung.DecisionBody{Decision: kampung.DecisionRefuse})
	}
	if _, err := s.TakeDown(other.seal(1, 3)); !errors.Is(err, ErrForgedPast) {
		t.Errorf("another past: %v", err)
	}
	other.log.Village = "35.10.05.2002"
	if _, err := s.TakeDown(other.seal(0, 1)); !errors.Is(err, ErrNotDown) {
		t.Errorf("another village: %v", err)
	}
	stranger, strange, _ := bundle.GenerateKey(rand.Reader, "hub.35.10")
	_ = strange
	h.skey = stranger
	if _, err := s.TakeDown(h.seal(2, 4)); !errors.Is(err, bundle.ErrSignature) {
		t.Errorf("another hub: %v", err)
	}
	if got, _ := s.Request(req.ID); len(got.Answers) != 2 {
		t.Errorf("%d answers", len(got.Answers))
	}
}

// TestHubThatCameBackGoesOnInItsLog: the hub was put back with its heads.log, so
// it did not notice, and said other things after the same place.
func TestHubThatCameBackGoesOnInItsLog(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 1)
	req := record(t, s, r[0])
	h := newRegency(t, s)
	say := func(n int, d kampung.Decision) {
		h.say("019ad0c0-0000-7000-8000-00000000000"+string(rune('0'+n)), kampung.KindDecision, req.ID, kampung.DecisionBody{Decision: d, Reason: string(d)})
	}
	say(1, kampung.DecisionMend)
	say(2, kampung.DecisionRefuse)
	old := h.seal(0, 2)
	if _, err := s.TakeDown(old); err != nil {
		t.Fatal(err)
	}
	first := h.lines[0]
	h.lines, h.tree = nil, bundle.Grow(0, bundle.NoNodes)
	h.lines = append(h.lines, first)
	p, err := kampung.ParseEntry(first)
	if err == nil {
		err = h.tree.Append(bundle.EntryHash(p))
	}
	if err != nil {
		t.Fatal(err)
	}
	say(3, kampung.DecisionAccept)
	if _, err := s.TakeDown(h.seal(1, 2)); !errors.Is(err, ErrForgedPast) {
		t.Errorf("a part of another past: %v", err)
	}
	for _, data := range [][]byte{h.seal(0, 2), old, h.seal(0, 2)} { // the old one comes late, from a drawer
		if _, err := s.TakeDown(data); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := s.Request(req.ID); len(got.Answers) != 3 {
		t.Errorf("%d answers of three", len(got.Answers))
	}
	root, err1 := h.tree.Root()
	if here, err := s.DownRoot(""); err1 != nil || err != nil || here != root {
		t.Errorf("another root than the hub's: %v %v", err1, err)
	}
	s.Close()
	checkWell(t, dir)
}

func TestHubThatCameBackStartsANewLog(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 1)
	req := record(t, s, r[0])
	h := newRegency(t, s)
	h.say("019ad0c0-0000-7000-8000-000000000001", kampung.KindDecision, req.ID, kampung.DecisionBody{Decision: kampung.DecisionAccept})
	h.say("019ad0c0-0000-7000-8000-000000000002", kampung.KindDecision, req.ID, kampung.DecisionBody{Decision: kampung.DecisionRefuse, Reason: "x"})
	if _, err := s.TakeDown(h.seal(0, 2)); err != nil {
		t.Fatal(err)
	}
	h.lines, h.tree, h.log.Epoch = nil, bundle.Grow(0, bundle.NoNodes), "cccccccccccccccc"
	h.say("019ad0c0-0000-7000-8000-000000000002", kampung.KindDecision, req.ID, kampung.DecisionBody{Decision: kampung.DecisionRefuse, Reason: "x"})
	h.say("019ad0c0-0000-7000-8000-000000000003", kampung.KindDecision, req.ID, kampung.DecisionBody{Decision: kampung.DecisionAccept})
	if n, err := s.TakeDown(h.seal(0, 2)); n != 2 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if got, _ := s.Request(req.ID); len(got.Answers) != 3 {
		t.Errorf("%d answers: one came twice", len(got.Answers))
	}
	s.Close()
	checkWell(t, dir)
	os.Remove(filepath.Join(dir, dbName))
	s = reopen(t, dir)
	if got, err := s.Request(req.ID); err != nil || len(got.Answers) != 3 {
		t.Errorf("%d answers, %v", len(got.Answers), err)
	}
}
