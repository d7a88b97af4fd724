package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"smartkampung/kampung"
)

// open2 opens the office in dir again at a time of its own.
func open2(t *testing.T, dir string, c *clock) *Store {
	t.Helper()
	s, err := Unlock(dir, "admin", testPassword, testOptions(c))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestWaitingTellsWhySinceWhen: a request waits since its oldest entry without
// a receipt, and is packed only while all of them are on the stick.
func TestWaitingTellsWhySinceWhen(t *testing.T) {
	first, dir, _ := newStore(t)
	first.Close()
	c := newClock()
	s := open2(t, dir, c)
	r := seed(t, s, 2)
	h := newRegency(t, s)
	start := c.now()
	one := record(t, s, r[0])
	c.add(time.Hour)
	two := record(t, s, r[1])
	waits := func(want ...string) []kampung.Waiting {
		t.Helper()
		all, err := s.Waiting(10)
		if err != nil || len(all) != len(want) {
			t.Fatalf("%+v, %v", all, err)
		}
		for i, w := range all {
			if w.ID != want[i] {
				t.Fatalf("%d is %s", i, w.Name)
			}
		}
		return all
	}
	all := waits(one.ID, two.ID)
	if !all[0].Since.Equal(start) || !all[1].Since.Equal(c.now()) || all[0].Sync != kampung.SyncSaved || !all[0].Packed.IsZero() {
		t.Fatalf("%+v", all)
	}
	c.add(time.Hour)
	packed := c.now()
	if _, err := s.Export(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	c.add(time.Hour)
	if _, err := s.Advance(one.ID, kampung.StateApproved, ""); err != nil {
		t.Fatal(err)
	}
	all = waits(one.ID, two.ID)
	if all[0].Sync != kampung.SyncSaved || !all[0].Packed.IsZero() || all[1].Sync != kampung.SyncPacked || !all[1].Packed.Equal(packed) {
		t.Fatalf("%+v", all)
	}
	h.receipt(s)
	waits()
	// Only what was done since waits now.
	c.add(time.Hour)
	if _, err := s.Advance(two.ID, kampung.StateApproved, ""); err != nil {
		t.Fatal(err)
	}
	if all = waits(two.ID); !all[0].Since.Equal(c.now()) {
		t.Fatalf("%+v", all)
	}
	if none, err := s.Waiting(0); err != nil || len(none) != 0 {
		t.Fatalf("%+v, %v", none, err)
	}
}

// TestReturnedUntilMended: what the regency sends back is listed until the
// content changed or the request was cancelled, and stands there again when the
// database was made from the journal.
func TestReturnedUntilMended(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 3)
	one, two, three := record(t, s, r[0]), record(t, s, r[1]), record(t, s, r[2])
	h := newRegency(t, s)
	h.receipt(s)
	h.say("019ad0c0-0000-7000-8000-000000000001", kampung.KindDecision, one.ID, kampung.DecisionBody{Decision: kampung.DecisionMend, Office: "Kecamatan Muncar", By: "Camat", Reason: "alamat usaha belum jelas", Field: "fields.alamat_usaha"})
	h.say("019ad0c0-0000-7000-8000-000000000002", kampung.KindVerdict, two.ID, kampung.VerdictBody{Verdict: kampung.VerdictRefused, Request: two.ID, Field: "nik", Text: "NIK terdiri dari 16 angka."})
	h.say("019ad0c0-0000-7000-8000-000000000003", kampung.KindDecision, three.ID, kampung.DecisionBody{Decision: kampung.DecisionAccept, Office: "Kecamatan Muncar"})
	if _, err := s.TakeDown(h.seal(0, 3)); err != nil {
		t.Fatal(err)
	}
	back := func(s *Store, n int) map[string]kampung.Returned {
		t.Helper()
		all, err := s.Returned()
		if err != nil || len(all) != n {
			t.Fatalf("%+v, %v", all, err)
		}
		by := map[string]kampung.Returned{}
		for _, x := range all {
			by[x.ID] = x
		}
		return by
	}
	check := func(s *Store) {
		t.Helper()
		by := back(s, 2)
		if x := by[one.ID]; x.Office != "Kecamatan Muncar" || x.Field != "fields.alamat_usaha" || x.Reason != "alamat usaha belum jelas" || x.Name == "" {
			t.Fatalf("%+v", x)
		}
		if x := by[two.ID]; x.Verdict != kampung.VerdictRefused || x.Field != "nik" || x.Sync != kampung.SyncRefused {
			t.Fatalf("%+v", x)
		}
	}
	check(s)
	s.Close()
	if err := os.Remove(filepath.Join(dir, dbName)); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir)
	h.receipt(s) // the receipts were in the database
	check(s)
	mend(t, s, one.ID)
	if by := back(s, 1); by[two.ID].ID == "" {
		t.Fatalf("%+v", by)
	}
	if _, err := s.Advance(two.ID, kampung.StateCancelled, "Pemohon tidak jadi"); err != nil {
		t.Fatal(err)
	}
	back(s, 0)
}

// mend pulls a request back and records it once more.
func mend(t *testing.T, s *Store, id string) {
	t.Helper()
	r, err := s.Advance(id, kampung.StateDraft, "")
	if err != nil {
		t.Fatal(err)
	}
	d := s.NewDraft()
	d.Request, d.Service, d.Applicant, d.Fields = id, r.Service, r.Applicant, r.Fields
	if _, err := s.Record(d); err != nil {
		t.Fatal(err)
	}
}

func TestContactsAndTrafficAreKept(t *testing.T) {
	first, dir, _ := newStore(t)
	first.Close()
	c := newClock()
	s := open2(t, dir, c)
	if got, err := s.Contacts(); err != nil || len(got) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if tr, err := s.Traffic(); err != nil || tr.Sum() != 0 || tr.Limit != 0 || tr.Month != "2026-11" {
		t.Fatalf("%+v, %v", tr, err)
	}
	note := func(x kampung.Contact) {
		t.Helper()
		if err := s.NoteContact(x); err != nil {
			t.Fatal(err)
		}
	}
	good := c.now()
	note(kampung.Contact{Way: kampung.WayLine, SyncReport: kampung.SyncReport{Received: 3}, Up: 700, Down: 300})
	c.add(time.Hour)
	note(kampung.Contact{Way: kampung.WayLine, Trouble: "Tidak tersambung.", Up: 5})
	note(kampung.Contact{Up: 95}) // the bytes of a visit that was ended with the window
	if err := s.SetLimit(1000); err != nil {
		t.Fatal(err)
	}
	before := len(journalOf(t, s))
	s.Close()
	s = open2(t, dir, c)
	all, err := s.Contacts()
	if err != nil || len(all) != 2 || all[0].Trouble == "" || all[1].Received != 3 || !all[1].At.Equal(good) {
		t.Fatalf("%+v, %v", all, err)
	}
	if tr, err := s.Traffic(); err != nil || tr.Up != 800 || tr.Down != 300 || !tr.Reached() {
		t.Fatalf("%+v, %v", tr, err)
	}
	if st, err := s.Status(); err != nil || !st.LastLine.Equal(good) {
		t.Fatalf("the last visit that went well was %v, %v", st.LastLine, err)
	}
	if after := len(journalOf(t, s)); after != before {
		t.Fatalf("contacts became entries: %d, then %d", before, after)
	}
	// A new month begins at nothing, under the same bound.
	c.add(10 * 24 * time.Hour)
	if tr, err := s.Traffic(); err != nil || tr.Sum() != 0 || tr.Limit != 1000 || tr.Month != "2026-12" {
		t.Fatalf("%+v, %v", tr, err)
	}
	if err := s.SetLimit(0); err != nil {
		t.Fatal(err)
	}
	if tr, err := s.Traffic(); err != nil || tr.Limit != 0 || tr.Reached() {
		t.Fatalf("%+v, %v", tr, err)
	}
}

func journalOf(t *testing.T, s *Store) (lines []string) {
	t.Helper()
	for _, a := range kampung.Audiences {
		dump, err := s.journalDump(a)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range dump {
			lines = append(lines, string(l))
		}
	}
	return lines
}

// TestWhatIsNoRequestCountsAsNone: what a PC tells the regency of itself is no
// request that waits.
func TestWhatIsNoRequestCountsAsNone(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 1)
	newRegency(t, s)
	record(t, s, r[0])
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		return []entry{{audience: kampung.AudienceKabupaten, kind: kampung.KindLimit, subject: s.keys.Device, body: kampung.LimitBody{Year: 2026, Own: 51, Upto: 51}}}, kampung.Change{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	st, err := s.Status()
	if err != nil || st.PendingRequests != 1 || st.Pending < 2 {
		t.Fatalf("%+v, %v", st, err)
	}
	if all, err := s.Waiting(10); err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
}

// TestWhereNothingWasReceivedEveryRequestWaits: the short count of an office that
// never had a line is that of reading each entry, and so is the next one after a
// receipt.
func TestWhereNothingWasReceivedEveryRequestWaits(t *testing.T) {
	s, _, _ := newStore(t)
	people := seed(t, s, 3)
	for i, r := range people {
		req := record(t, s, r)
		if i == 0 {
			if _, err := s.Advance(req.ID, kampung.StateCancelled, "Tidak jadi"); err != nil {
				t.Fatal(err)
			}
		}
	}
	count := func(from int64) (short, read int) {
		t.Helper()
		err := s.read(func(v view) (err error) {
			size := v.size(kampung.AudienceKabupaten)
			if short, err = v.pendingRequests(from, size); err != nil {
				return err
			}
			seen := map[string]bool{}
			for n := from; n < size; n++ {
				_, p, err := v.entry(kampung.AudienceKabupaten, n)
				if err != nil {
					return err
				}
				if p.Head.Kind == kampung.KindRequest || p.Head.Kind == kampung.KindStep {
					seen[p.Head.Subject] = true
				}
			}
			read = len(seen)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return short, read
	}
	if short, read := count(0); short != 3 || read != 3 {
		t.Fatalf("nothing received: %d, by reading %d, of 3", short, read)
	}
	if short, read := count(2); short != read || short >= 3 {
		t.Fatalf("some received: %d, by reading %d", short, read)
	}
}
