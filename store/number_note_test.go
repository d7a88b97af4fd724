package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"smartkampung/kampung"
)

func paper(n int, who string) kampung.NumberNote {
	return kampung.NumberNote{Use: kampung.NumberPaper, From: n, Service: "sku", Date: kampung.Date{Year: 2026, Month: 11, Day: 20}, Who: who, Why: "Dicetak saat listrik padam"}
}

// numbersOf is a counter's list in short.
func numbersOf(t *testing.T, s *Store, scope string) string {
	t.Helper()
	l, err := s.Numbers(scope)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, x := range l.Lines {
		all = append(all, x.Range()+" "+string(x.Status))
	}
	return strings.Join(all, ", ")
}

func TestNumberOfPaperIsNeverGivenAgain(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 1)[0]
	record(t, s, r)
	var p kampung.Problems
	if _, err := s.NoteNumber(paper(1, "BUDI CONTOH"), 0); !errors.As(err, &p) || !strings.Contains(p.Of("from"), "sudah dipakai") {
		t.Fatalf("a given number: %v", err)
	}
	n, err := s.NoteNumber(paper(2, "BUDI CONTOH"), 0)
	if err != nil || n.Number != "500.2.2.4/002/35.10.05.2001/2026" || n.By != "admin" || n.Scope != "semua/2026" {
		t.Fatalf("%+v, %v", n, err)
	}
	kept, err := s.NoteNumber(kampung.NumberNote{Use: kampung.NumberReserved, Who: "Kadus Krajan", Why: "Surat keliling"}, 3)
	if err != nil || kept.Range() != "3–5" {
		t.Fatalf("%+v, %v", kept, err)
	}
	if _, err := s.NoteNumber(paper(4, "ANI CONTOH"), 0); err != nil {
		t.Fatalf("a reserved number came to paper: %v", err)
	}
	if _, err := s.NoteNumber(paper(9, "ANI CONTOH"), 0); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{6, 7, 8, 10} {
		if q := record(t, s, r); q.Seq != want {
			t.Fatalf("number %d, want %d", q.Seq, want)
		}
	}
	want := "1 surat, 2 kertas, 3 dipesan, 4 kertas, 5 dipesan, 6 surat, 7 surat, 8 surat, 9 kertas, 10 surat"
	if got := numbersOf(t, s, "semua/2026"); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	s.Close()
	checkWell(t, dir)
	s = reopen(t, dir)
	if got := numbersOf(t, s, "semua/2026"); got != want {
		t.Errorf("opened again: %s", got)
	}
	if scopes, err := s.NumberScopes(2026); err != nil || !slices.Equal(scopes, []string{"semua/2026"}) {
		t.Errorf("%v, %v", scopes, err)
	}
}

func TestMissingNumberGetsItsReason(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 1)[0]
	kept, err := s.NoteNumber(kampung.NumberNote{Use: kampung.NumberReserved, Who: "Kadus", Why: "Surat keliling"}, 2)
	if err != nil {
		t.Fatal(err)
	}
	q := record(t, s, r)
	if _, err := s.Advance(q.ID, kampung.StateCancelled, "Salah orang"); err != nil {
		t.Fatal(err)
	}
	var p kampung.Problems
	if _, err := s.CancelNumber(kept.ID, " "); !errors.As(err, &p) {
		t.Fatalf("no reason: %v", err)
	}
	if _, err := s.CancelNumber(kept.ID, "Tidak jadi"); err != nil {
		t.Fatal(err)
	}
	if got := numbersOf(t, s, "semua/2026"); got != "1–2 belum-jelas, 3 batal" {
		t.Fatal(got)
	}
	if _, err := s.NoteNumber(kampung.NumberNote{Use: kampung.NumberExplained, From: 1, To: 2, Scope: "semua/2026", Why: "Pesanan tidak dipakai"}, 0); err != nil {
		t.Fatal(err)
	}
	l, err := s.Numbers("semua/2026")
	if err != nil || l.Unknown != 0 || l.Lines[0].Status != kampung.NumberUnused || l.Lines[0].Text != "Pesanan tidak dipakai" || l.Lines[1].Text != "Salah orang" {
		t.Errorf("%+v, %v", l, err)
	}
	if _, err := s.NoteNumber(paper(3, "BUDI CONTOH"), 0); !errors.As(err, &p) {
		t.Errorf("a cancelled number came to paper: %v", err)
	}
}

// Each counter keeps its own list, and the year begins at 1.
func TestNotesFollowTheOfficesCounters(t *testing.T) {
	c := newClock()
	s, _, err := Create(filepath.Join(t.TempDir(), "data"), testSetup(), testOptions(c))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	r := seed(t, s, 1)[0]
	o, err := s.Office()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		scope kampung.NumberScope
		want  string
	}{{kampung.ScopeService, "layanan/sku/2026"}, {kampung.ScopeClassification, "klasifikasi/500.2.2.4/2026"}, {kampung.ScopeMail, "agenda/2026"}} {
		scope, want := x.scope, x.want
		o.NumberScope = scope
		if err := s.SaveOffice(o); err != nil {
			t.Fatal(err)
		}
		if n, err := s.NoteNumber(paper(1, "BUDI CONTOH"), 0); err != nil || n.Scope != want {
			t.Fatalf("%+v, %v", n, err)
		}
		if q := record(t, s, r); q.Seq != 2 || q.Scope != want {
			t.Errorf("%s: %d of %s", scope, q.Seq, q.Scope)
		}
		loose := paper(5, "BUDI CONTOH")
		loose.Service, loose.Number = "", "005/5/2026"
		var p kampung.Problems
		if _, err := s.NoteNumber(loose, 0); errors.As(err, &p) != kampung.CounterNeedsService(o) {
			t.Errorf("%s without a service: %v", scope, err)
		}
	}
	if m, err := s.SaveMail(kampung.Mail{Received: kampung.Date{Year: 2026, Month: 11, Day: 20}, Sender: "Camat", Subject: "Undangan"}); err != nil || m.Seq != 3 {
		t.Fatalf("%+v, %v", m, err)
	}
	if got := numbersOf(t, s, "agenda/2026"); got != "1 kertas, 2 surat, 3 masuk, 4 belum-dipakai, 5 kertas" {
		t.Error(got)
	}
	c.add(39 * 24 * time.Hour) // 1 January, WIB
	if q := record(t, s, r); q.Seq != 1 || q.Scope != "agenda/2027" {
		t.Errorf("the new year: %d of %s", q.Seq, q.Scope)
	}
}

// Two clerks at once never get one number, and a kill keeps what was told.
func TestTwoClerksAndAKillNeverShareANumber(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s, _, err := Create(dir, testSetup(), slow(testOptions(newClock())))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := seed(t, s, 1)[0]
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			if _, err := s.Record(draftFor(s, r)); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if _, err := s.NoteNumber(kampung.NumberNote{Use: kampung.NumberReserved, Who: fmt.Sprint("Kadus ", i), Why: "Surat keliling"}, 2); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() { s.NoteNumber(paper(10, "BUDI CONTOH"), 0) }) // at most one of them may
	}
	all.Wait()
	l, err := s.Numbers("semua/2026")
	if err != nil {
		t.Fatal(err)
	}
	letters, kept := 0, 0
	for _, x := range l.Lines {
		switch x.Status {
		case kampung.NumberOfLetter:
			letters++
		case kampung.NumberKept:
			kept += x.To - x.From + 1
		}
	}
	clashes, err := s.Clashes()
	if letters != 6 || kept < 11 || len(clashes) > 0 || err != nil {
		t.Fatalf("%d letters, %d reserved, %v, %v in %+v", letters, kept, clashes, err, l)
	}
	killed := copyDir(t, dir)
	again := reopen(t, killed)
	if got, want := numbersOf(t, again, "semua/2026"), numbersOf(t, s, "semua/2026"); got != want {
		t.Fatalf("after the kill: %s; want %s", got, want)
	}
	next, last := record(t, again, r), l.Lines[len(l.Lines)-1].To
	if slices.ContainsFunc(l.Lines, func(x kampung.NumberLine) bool {
		return x.From <= next.Seq && next.Seq <= x.To && x.Status != kampung.NumberAhead
	}) {
		t.Errorf("number %d of %d was taken", next.Seq, last)
	}
}

// A number that two PCs used without knowing of each other is shown with both,
// and settled by a person.
func TestNumberOfTwoPCsIsAClash(t *testing.T) {
	p := newPCs(t, 2)
	a, b := p.all[0], p.all[1]
	first, err := a.NoteNumber(paper(7, "BUDI CONTOH"), 0)
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.NoteNumber(paper(7, "ANI CONTOH"), 0)
	if err != nil {
		t.Fatal(err)
	}
	p.meet()
	for i, s := range p.all {
		clashes, err := s.Clashes()
		if err != nil || len(clashes) != 1 || clashes[0].Subject != "semua/2026/7" || len(clashes[0].Values) != 2 {
			t.Fatalf("PC %d: %+v, %v", i, clashes, err)
		}
		var taken kampung.Problems
		if _, err := s.NoteNumber(paper(7, "CICI CONTOH"), 0); !errors.As(err, &taken) {
			t.Errorf("PC %d takes it a third time: %v", i, err)
		}
	}
	clashes, _ := b.Clashes()
	if err := b.Settle(clashes[0], first.ID); err != nil {
		t.Fatal(err)
	}
	p.meet()
	for i, s := range p.all {
		clashes, err := s.Clashes()
		if err != nil || len(clashes) != 0 {
			t.Errorf("PC %d: %+v, %v", i, clashes, err)
		}
		if lost, err := readOne(s, numberLedger, second.ID); err != nil || lost.Cancelled == "" {
			t.Errorf("PC %d: %+v, %v", i, lost, err)
		}
	}
}
