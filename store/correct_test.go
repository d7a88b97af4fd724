package store

import (
	"errors"
	"strings"
	"testing"

	"smartkampung/kampung"
)

// advance takes a request through states.
func advance(t *testing.T, s *Store, id string, states ...kampung.State) (r kampung.Request) {
	t.Helper()
	for _, to := range states {
		var err error
		if r, err = s.Advance(id, to, ""); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestCorrectionReplacesTheLetterWhenApproved(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 1)[0]
	old := record(t, s, r)
	var p kampung.Problems
	if _, err := s.Correct(old.ID, "nama usaha keliru"); !errors.As(err, &p) || !strings.Contains(p.Of(""), "belum diterbitkan") {
		t.Fatalf("before it was issued: %v", err)
	}
	old = advance(t, s, old.ID, kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded)
	if _, err := s.Correct(old.ID, " "); !errors.As(err, &p) || p.Of("why") == "" {
		t.Fatalf("without a reason: %v", err)
	}
	d, err := s.Correct(old.ID, "nama usaha keliru")
	if err != nil {
		t.Fatal(err)
	}
	d.Fields["nama_usaha"] = "WARUNG BAIK"
	fresh, err := s.Record(d)
	if err != nil || fresh.Seq != 2 || fresh.Replaces != old.ID || fresh.Fields["nama_usaha"] != "WARUNG BAIK" || fresh.Applicant.Name != r.Name {
		t.Fatalf("%+v, %v", fresh, err)
	}
	if still, err := s.Request(old.ID); err != nil || still.State != kampung.StateHanded {
		t.Fatalf("the old letter counts until the new one is approved: %+v, %v", still, err)
	}
	if _, err := s.Correct(old.ID, "lagi"); !errors.As(err, &p) || !strings.Contains(p.Of(""), fresh.Number) {
		t.Fatalf("a second correction at once: %v", err)
	}
	advance(t, s, fresh.ID, kampung.StateApproved)
	check := func(s *Store) {
		t.Helper()
		gone, err := s.Request(old.ID)
		if err != nil || gone.State != kampung.StateCancelled || gone.ReplacedBy != fresh.ID || gone.Number != old.Number || !strings.Contains(gone.Reason, fresh.Number) {
			t.Fatalf("%+v, %v", gone, err)
		}
		c, _, _, err := kampung.ReadLetterCode(old.Code)
		if err != nil {
			t.Fatal(err)
		}
		if reg, err := s.OwnRegister(c); err != nil || reg.State != kampung.StateCancelled || reg.ReplacedBy != fresh.Number {
			t.Errorf("%+v, %v", reg, err)
		}
	}
	check(s)
	if _, err := s.Correct(old.ID, "sekali lagi"); !errors.As(err, &p) || !strings.Contains(p.Of(""), "penggantinya") {
		t.Errorf("a letter was replaced twice: %v", err)
	}
	s.Close()
	checkWell(t, dir)
	check(reopen(t, dir))
}

// A correction that is given up leaves the old letter as it was; one that was
// sent back and mended still replaces it.
func TestCorrectionSentBackStillReplaces(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 1)[0]
	old := record(t, s, r)
	advance(t, s, old.ID, kampung.StateApproved)
	d, err := s.Correct(old.ID, "alamat keliru")
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.Record(d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Advance(first.ID, kampung.StateCancelled, "tidak jadi"); err != nil {
		t.Fatal(err)
	}
	if d, err = s.Correct(old.ID, "alamat keliru"); err != nil {
		t.Fatal(err)
	}
	second, err := s.Record(d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Advance(second.ID, kampung.StateRefused, "kurang jelas"); err != nil {
		t.Fatal(err)
	}
	mend := draftFor(s, r)
	mend.Request = second.ID
	if second, err = s.Record(mend); err != nil || second.Replaces != old.ID || second.Why != "alamat keliru" {
		t.Fatalf("%+v, %v", second, err)
	}
	advance(t, s, second.ID, kampung.StateApproved)
	if gone, err := s.Request(old.ID); err != nil || gone.ReplacedBy != second.ID {
		t.Errorf("%+v, %v", gone, err)
	}
}
