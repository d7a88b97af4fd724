package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"smartkampung/kampung"
)

// told collects what long work tells and checks that counts rise to the total.
type told struct {
	all []kampung.Progress
	at  func(kampung.Progress)
}

func (l *told) tell(p kampung.Progress) {
	l.all = append(l.all, p)
	if l.at != nil {
		l.at(p)
	}
}

func (l *told) check(t *testing.T, steps ...string) {
	t.Helper()
	last := map[string]kampung.Progress{}
	for _, p := range l.all {
		if old, seen := last[p.Step]; seen && (p.Done < old.Done || p.Total != old.Total) {
			t.Fatalf("%+v after %+v", p, old)
		}
		last[p.Step] = p
	}
	for _, s := range steps {
		if p, ok := last[s]; !ok || p.Done != p.Total {
			t.Fatalf("%s ends at %+v", s, p)
		}
	}
}

// TestBackupIsTestedAndComesBack: the copy alone makes the office again, with
// its password, requests, scans and notes.
func TestBackupIsTestedAndComesBack(t *testing.T) {
	s, dir, _ := newStore(t)
	r := record(t, s, seed(t, s, 300)[0])
	scan, err := s.SaveScan("ktp", "ktp.jpg", []byte("\xff\xd8\xff\xe0 contoh"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Attach(r.ID, []kampung.Scan{scan}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(t.Context(), filepath.Join(dir, "di-sini"), nil); !errors.Is(err, ErrBackupHere) {
		t.Fatal(err)
	}
	stick := t.TempDir()
	var l told
	b, err := s.Backup(t.Context(), stick, l.tell)
	if err != nil || b.Scans != 1 || b.Records < 3 || b.Bytes == 0 {
		t.Fatalf("%+v, %v", b, err)
	}
	l.check(t, kampung.StepCopy, kampung.StepTest)
	if _, err := s.AddNote(r.ID, "Sesudah cadangan pertama"); err != nil {
		t.Fatal(err)
	}
	again, err := s.Backup(t.Context(), stick, nil)
	if err != nil || again.Folder != b.Folder || again.Records != b.Records+1 {
		t.Fatalf("%+v, %v", again, err)
	}
	if last, found, err := s.LastBackup(); err != nil || !found || last.Records != again.Records || !last.At.Equal(again.At) {
		t.Fatalf("%+v, %v", last, err)
	}
	home := filepath.Join(t.TempDir(), "pulih")
	if err := Restore(t.Context(), stick, home, newClock().now(), l.tell); err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), stick, home, newClock().now(), nil); !errors.Is(err, ErrExists) {
		t.Fatal(err)
	}
	back := reopen(t, home)
	got, err := back.Request(r.ID)
	if err != nil || got.Number != r.Number || len(got.Notes) != 1 || len(got.Scans) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if data, err := back.Scan(scan.SHA256); err != nil || len(data) == 0 {
		t.Fatal(err)
	}
	if n, err := back.Residents(); err != nil || n != 300 {
		t.Fatal(n, err)
	}
	back.Close()
	checkWell(t, home)
}

// TestBackupThatIsCalledOffOrSpoilt leaves the one before as it was.
func TestBackupThatIsCalledOffOrSpoilt(t *testing.T) {
	s, _, _ := newStore(t)
	seed(t, s, 50)
	stick := t.TempDir()
	b, err := s.Backup(t.Context(), stick, nil)
	if err != nil {
		t.Fatal(err)
	}
	names := func() (all []string) {
		found, _ := filepath.Glob(filepath.Join(b.Folder, "*"))
		for _, f := range found {
			data, _ := os.ReadFile(f)
			all = append(all, filepath.Base(f)+string(data))
		}
		return all
	}
	before := names()
	for i := range 30 {
		record(t, s, mustResident(t, s, i))
	}
	for _, step := range []string{kampung.StepCopy, kampung.StepTest} {
		ctx, cancel := context.WithCancel(t.Context())
		l := told{at: func(p kampung.Progress) {
			if p.Step == step {
				cancel()
			}
		}}
		if _, err := s.Backup(ctx, stick, l.tell); !errors.Is(err, context.Canceled) {
			t.Fatalf("%s: %v", step, err)
		}
		if !slices.Equal(names(), before) {
			t.Fatalf("called off while %s: the backup changed", step)
		}
	}
	path := filepath.Join(b.Folder, journalName)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.testJournal(t.Context(), path, s.journal.id, uint64(b.Records), nil); !errors.Is(err, ErrBackupBad) {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), t.TempDir(), filepath.Join(t.TempDir(), "x"), newClock().now(), nil); !errors.Is(err, ErrNoBackup) {
		t.Fatal(err)
	}
}

func mustResident(t *testing.T, s *Store, i int) kampung.Resident {
	t.Helper()
	rows, err := s.FindResidents(people(50).Rows[i].Resident.NIK, 1)
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	r, err := s.Resident(rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestImportThatIsCalledOff changes nothing, whenever that is; a second run goes
// through, and its counts end at the totals.
func TestImportThatIsCalledOff(t *testing.T) {
	s, _, _ := newStore(t)
	f := people(500)
	for _, at := range []int64{0, 64, 448} {
		ctx, cancel := context.WithCancel(t.Context())
		l := told{at: func(p kampung.Progress) {
			if p.Step == kampung.StepCheck && p.Done >= at {
				cancel()
			}
		}}
		if _, err := s.ApplyImportWith(ctx, f, l.tell); !errors.Is(err, context.Canceled) {
			t.Fatalf("at %d: %v", at, err)
		}
		if n, err := s.Residents(); err != nil || n != 0 {
			t.Fatalf("at %d: %d residents, %v", at, n, err)
		}
	}
	// Once the record is written it is too late: everything goes in.
	ctx, cancel := context.WithCancel(t.Context())
	l := told{at: func(p kampung.Progress) {
		if p.Step == kampung.StepSave && p.Done > 100 {
			cancel()
		}
	}}
	if plan, err := s.ApplyImportWith(ctx, f, l.tell); err != nil || plan.New != 500 {
		t.Fatalf("%+v, %v", plan.New, err)
	}
	l.check(t, kampung.StepCheck, kampung.StepSave)
	if n, err := s.Residents(); err != nil || n != 500 {
		t.Fatal(n, err)
	}
}
