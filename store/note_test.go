package store

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"smartkampung/kampung"
)

// TestNotesPrintsAndFilesOfARequest: what is noted, printed and added after the
// recording is told by who and when, and comes back from the journal alone.
func TestNotesPrintsAndFilesOfARequest(t *testing.T) {
	s, dir, _ := newStore(t)
	r := record(t, s, seed(t, s, 1)[0])
	scan, err := s.SaveScan("ktp", "ktp.jpg", []byte("\xff\xd8\xff\xe0 contoh"))
	if err != nil {
		t.Fatal(err)
	}
	var p kampung.Problems
	for _, bad := range []string{"  \n ", strings.Repeat("a", 1001)} {
		if _, err := s.AddNote(r.ID, bad); !errors.As(err, &p) || p.Of("note") == "" {
			t.Fatalf("%.20q: %v", bad, err)
		}
	}
	if _, err := s.AddNote("0198c1d8-0000-7000-8000-000000000000", "tidak ada"); !errors.Is(err, ErrNotFound) {
		t.Fatal(err)
	}
	for _, text := range []string{"Pemohon datang lagi besok", "Berkas KK menyusul\nlewat RT"} {
		if _, err := s.AddNote(r.ID, text); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second time nothing is new
		if r, err = s.Attach(r.ID, []kampung.Scan{scan}); err != nil {
			t.Fatal(err)
		}
	}
	other := scan
	other.SHA256, other.Requirement = strings.Repeat("ab", 32), "bukan-syarat"
	if _, err := s.Attach(r.ID, []kampung.Scan{other}); !errors.As(err, &p) || p.Of("scans") == "" {
		t.Fatal(err)
	}
	advance(t, s, r.ID, kampung.StateApproved)
	for i, to := range []string{"HP LaserJet", "pdf"} {
		if err := s.NotePrint(r.ID, 2-i, to); err != nil {
			t.Fatal(err)
		}
	}
	if rows, err := s.Waiting(5); err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	if all, err := s.WaitingScans(); err == nil && len(all) > 0 && all[0].SHA256 != scan.SHA256 {
		t.Fatal(all)
	}
	check := func(s *Store) {
		t.Helper()
		got, err := s.Request(r.ID)
		if err != nil || len(got.Notes) != 2 || got.Notes[1].Text != "Berkas KK menyusul\nlewat RT" || got.Notes[0].By != "admin" || got.Notes[0].At.IsZero() {
			t.Fatalf("%+v, %v", got.Notes, err)
		}
		if len(got.Scans) != 1 || len(got.Attached) != 1 || got.Attached[0].By != "admin" || got.Scans[0] != scan {
			t.Fatalf("%+v %+v", got.Scans, got.Attached)
		}
		if len(got.PrintLog) != 2 || got.Prints != 3 || got.PrintLog[0].Copies != 2 || got.PrintLog[1].To != "pdf" {
			t.Fatalf("%+v", got.PrintLog)
		}
	}
	check(s)
	if _, err := s.Advance(r.ID, kampung.StateHanded, "Istri pemohon"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Attach(r.ID, []kampung.Scan{scan}); !errors.As(err, &p) || p.Of("scans") == "" {
		t.Fatal("a closed request takes files:", err)
	}
	s.Close()
	checkWell(t, dir)
	s = reopen(t, dir)
	check(s)
	s.mu.Lock()
	err = s.rebuild()
	s.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	check(s)
	got, _ := s.Request(r.ID)
	if i := slices.IndexFunc(got.Steps, func(x kampung.Step) bool { return x.State == kampung.StateHanded }); i < 0 || got.Steps[i].Reason != "Istri pemohon" {
		t.Fatalf("%+v", got.Steps)
	}
}
