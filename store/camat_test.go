package store

import (
	"errors"
	"slices"
	"testing"

	"smartkampung/kampung"
)

// sktm is a letter that the camat countersigns.
var sktm = kampung.Service{Key: "sktm", Name: "Surat Keterangan Tidak Mampu", Title: "SURAT KETERANGAN TIDAK MAMPU", NewCode: "400.10.4.4", Camat: true}

func camatStore(t *testing.T) (*Store, string, kampung.Request, Options) {
	t.Helper()
	dir, opt := t.TempDir()+"/data", testOptions(newClock())
	opt.Services = append(slices.Clone(opt.Services), sktm)
	s, _, err := Create(dir, testSetup(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d := draftFor(s, seed(t, s, 1)[0])
	d.Service, d.Fields = "sktm", nil
	r, err := s.Record(d)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir, r, opt
}

func TestCountersignatureOfPaper(t *testing.T) {
	s, dir, r, opt := camatStore(t)
	if r.Camat != kampung.CamatUnsent {
		t.Fatalf("%q", r.Camat)
	}
	var p kampung.Problems
	if _, err := s.SetCamat(r.ID, kampung.CamatSent, ""); !errors.As(err, &p) || p.Of("camat") == "" {
		t.Fatalf("before the village signed: %v", err)
	}
	advance(t, s, r.ID, kampung.StateApproved)
	for _, to := range []kampung.CamatState{kampung.CamatSent, kampung.CamatSigned} {
		if _, err := s.SetCamat(r.ID, to, ""); err != nil {
			t.Fatal(err)
		}
	}
	check := func(s *Store) {
		t.Helper()
		got, err := s.Request(r.ID)
		if err != nil || got.Camat != kampung.CamatSigned || len(got.CamatSteps) != 2 || got.CamatSteps[0].By != "admin" || got.State != kampung.StateApproved {
			t.Fatalf("%+v, %v", got, err)
		}
		for state, want := range map[kampung.CamatState]int{kampung.CamatSigned: 1, kampung.CamatSent: 0} {
			if rows, err := s.Requests(kampung.RequestFilter{Camat: []kampung.CamatState{state}}); err != nil || len(rows) != want {
				t.Errorf("%s: %+v, %v", state, rows, err)
			}
		}
	}
	check(s)
	s.Close()
	if rep, err := Check(dir, "admin", testPassword, opt); err != nil || len(rep.Damage) > 0 {
		t.Fatalf("%v, %v", rep.Damage, err)
	}
	s, err := Unlock(dir, "admin", testPassword, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	check(s)
	other := record(t, s, kampung.Resident{Name: "BUDI CONTOH", Sex: 1, NIK: "3510051708900077"})
	if other.Camat != kampung.CamatNone {
		t.Errorf("a letter without the camat: %q", other.Camat)
	}
}

func TestDecisionOfTheKecamatanComesDown(t *testing.T) {
	s, _, r, _ := camatStore(t)
	advance(t, s, r.ID, kampung.StateApproved)
	h := newRegency(t, s)
	h.receipt(s)
	h.say("019ad0c0-0000-7000-8000-000000000001", kampung.KindDecision, r.ID, kampung.DecisionBody{Decision: kampung.DecisionRefuse, Office: "Kantor Camat", By: "Hadi, Camat Muncar", Reason: "Foto rumah belum ada", Camat: true})
	if _, err := s.TakeDown(h.seal(0, 1)); err != nil {
		t.Fatal(err)
	}
	got, err := s.Request(r.ID)
	if err != nil || got.Camat != kampung.CamatRefused || got.CamatSteps[0].Reason != "Foto rumah belum ada" || got.State != kampung.StateApproved {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := s.SetCamat(r.ID, kampung.CamatSent, ""); err != nil {
		t.Fatal(err)
	}
	if row, err := s.RequestRow(r.ID); err != nil || row.Camat != kampung.CamatSent {
		t.Errorf("%+v, %v", row, err)
	}
}
