package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"smartkampung/kampung"
)

// tree is every file below a folder with what is in it.
func tree(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all = append(all, strings.TrimPrefix(path, dir)+"\x00"+string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// backedUp is a stick with the backup of an office of n residents, one request
// and a scan.
func backedUp(t *testing.T, n int) (stick string, b kampung.Backup, recovery string) {
	t.Helper()
	s, _, recovery := newStore(t)
	r := record(t, s, seed(t, s, n)[0])
	scan, err := s.SaveScan("ktp", "ktp.jpg", []byte("\xff\xd8\xff\xe0 contoh"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Attach(r.ID, []kampung.Scan{scan}); err != nil {
		t.Fatal(err)
	}
	stick = t.TempDir()
	if b, err = s.Backup(t.Context(), stick, nil); err != nil {
		t.Fatal(err)
	}
	return stick, b, recovery
}

func adminKey() kampung.BackupKey { return kampung.BackupKey{Login: "admin", Password: testPassword} }

// TestBackupTellsWhatItHolds: without a key its place and size, with one the
// office and its counts; nothing on the stick changes.
func TestBackupTellsWhatItHolds(t *testing.T) {
	stick, b, recovery := backedUp(t, 300)
	before := tree(t, stick)
	c, err := LookBackup(stick)
	if err != nil || c.Folder != b.Folder || c.Village != "35.10.05.2001" || c.Scans != 1 || c.Bytes < 1000 || c.Opened || c.Office.Name != "" {
		t.Fatalf("%+v, %v", c, err)
	}
	for _, key := range []kampung.BackupKey{adminKey(), {Recovery: recovery}} {
		var l told
		c, err := OpenBackup(t.Context(), stick, key, l.tell)
		if err != nil || !c.Opened || c.Office.Name != "Sumberberas" || c.Residents != 300 || c.Requests != 1 || c.Records != b.Records || c.Lost != 0 || !c.At.Equal(b.At) || c.Last.IsZero() {
			t.Fatalf("%+v, %v", c, err)
		}
		l.check(t, kampung.StepCheck)
	}
	if _, err := OpenBackup(t.Context(), stick, kampung.BackupKey{Login: "admin", Password: "bukan sandinya"}, nil); !errors.Is(err, ErrPassword) {
		t.Fatal(err)
	}
	other := kampung.FormatRecovery([kampung.RecoveryBytes]byte{7})
	if _, err := OpenBackup(t.Context(), stick, kampung.BackupKey{Recovery: other}, nil); !errors.Is(err, kampung.ErrRecovery) {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := OpenBackup(ctx, stick, adminKey(), nil); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if !slices.Equal(tree(t, stick), before) {
		t.Fatal("looking changed the backup")
	}
	scans, _ := filepath.Glob(filepath.Join(b.Folder, "scan", "*.sks"))
	os.Remove(scans[0])
	if c, err := OpenBackup(t.Context(), stick, adminKey(), nil); err != nil || c.Lost != 1 {
		t.Fatalf("%+v, %v", c, err)
	}
	if _, err := LookBackup(t.TempDir()); !errors.Is(err, ErrNoBackup) {
		t.Fatal(err)
	}
}

// recordEnds are the ends of a journal's records but the last: there the sums
// cannot tell that it was cut, but the backup's own count does.
func recordEnds(journal []byte) (ends []int) {
	for at := journalHeader; ; {
		n := int(journal[at]) | int(journal[at+1])<<8 | int(journal[at+2])<<16
		if at += recordHeader + n; at >= len(journal) {
			return ends
		}
		ends = append(ends, at)
	}
}

// TestCutBackupIsNotRestored: whatever byte a copy ends at, it is found, and the
// office that is there stays as it was.
func TestCutBackupIsNotRestored(t *testing.T) {
	stick, b, _ := backedUp(t, 20)
	s, dir, _ := newStore(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	journal := filepath.Join(b.Folder, journalName)
	whole, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	ends := recordEnds(whole)
	if len(ends) < 3 {
		t.Fatalf("%d records", len(ends))
	}
	cuts := append([]int{0, 10, journalHeader, journalHeader + 5, len(whole) / 2, len(whole) - 1}, ends...)
	for _, at := range cuts {
		if err := os.WriteFile(journal, whole[:at], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenBackup(t.Context(), stick, adminKey(), nil); !errors.Is(err, ErrBackupCut) {
			t.Fatalf("cut at %d of %d: %v", at, len(whole), err)
		}
		if slices.Contains(ends, at) {
			continue
		}
		if _, err := Replace(t.Context(), stick, dir, newClock().now(), nil); !errors.Is(err, ErrBackupCut) {
			t.Fatalf("cut at %d of %d: %v", at, len(whole), err)
		}
	}
	spoilt := slices.Clone(whole)
	spoilt[len(spoilt)/2] ^= 4
	for name, data := range map[string][]byte{journalName: spoilt, vaultName: []byte(`{"v":1}`)} {
		path := filepath.Join(b.Folder, name)
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if name == journalName {
			old = whole
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Replace(t.Context(), stick, dir, newClock().now(), nil); !errors.Is(err, ErrBackupCut) {
			t.Fatalf("%s: %v", name, err)
		}
		if err := os.WriteFile(path, old, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(tree(t, dir), before) {
		t.Fatal("the office that was there changed")
	}
	if _, err := Replace(t.Context(), stick, dir, newClock().now(), nil); err != nil {
		t.Fatal(err)
	}
}

// TestRestoreKeepsTheOfficeThatIsThere, which opens from where it was put.
func TestRestoreKeepsTheOfficeThatIsThere(t *testing.T) {
	stick, _, _ := backedUp(t, 30)
	s, dir, _ := newStore(t)
	seed(t, s, 7)
	if _, err := Replace(t.Context(), stick, dir, newClock().now(), nil); !errors.Is(err, ErrInUse) {
		t.Fatalf("over an open office: %v", err)
	}
	if n, err := s.Residents(); err != nil || n != 7 {
		t.Fatal(n, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{dir, filepath.Join(dir, stageName)} {
		if _, err := Replace(t.Context(), from, dir, newClock().now(), nil); err == nil {
			t.Fatalf("%s was taken for a backup", from)
		}
	}
	var l told
	kept, err := Replace(t.Context(), stick, dir, newClock().now(), l.tell)
	if err != nil || filepath.Base(kept) != "kantor-lama-20261123-091200" {
		t.Fatal(kept, err)
	}
	l.check(t, kampung.StepCopy, kampung.StepCheck)
	for place, want := range map[string]int{dir: 30, kept: 7} {
		back := reopen(t, place)
		if n, err := back.Residents(); err != nil || n != want {
			t.Fatal(place, n, err)
		}
		back.Close()
		checkWell(t, place)
	}
	// The office that was kept comes back the same way.
	again, err := Replace(t.Context(), kept, dir, newClock().now(), nil)
	if err != nil || again == kept || again == "" {
		t.Fatal(again, err)
	}
	back := reopen(t, dir)
	if n, err := back.Residents(); err != nil || n != 7 {
		t.Fatal(n, err)
	}
}

// TestRestoreThatIsCalledOff, or has no room, leaves everything as it was.
func TestRestoreThatIsCalledOff(t *testing.T) {
	stick, _, _ := backedUp(t, 30)
	s, dir, _ := newStore(t)
	s.Close()
	before, empty := tree(t, dir), filepath.Join(t.TempDir(), "kosong")
	for _, step := range []string{kampung.StepCopy, kampung.StepCheck} {
		for _, to := range []string{dir, empty} {
			ctx, cancel := context.WithCancel(t.Context())
			l := told{at: func(p kampung.Progress) {
				if p.Step == step {
					cancel()
				}
			}}
			if _, err := Replace(ctx, stick, to, newClock().now(), l.tell); !errors.Is(err, context.Canceled) {
				t.Fatalf("%s: %v", step, err)
			}
		}
	}
	freeSpace = func(string) (uint64, error) { return minFree + 1000, nil }
	defer func() { freeSpace = freeBytes }()
	for _, to := range []string{dir, empty} {
		if _, err := Replace(t.Context(), stick, to, newClock().now(), nil); !errors.Is(err, ErrDiskFull) {
			t.Fatal(err)
		}
	}
	if err := diskError("restore", syscall.ENOSPC); !errors.Is(err, ErrDiskFull) {
		t.Fatal(err) // also when the room goes while it copies
	}
	if !slices.Equal(tree(t, dir), before) || len(tree(t, empty)) != 0 || Exists(empty) {
		t.Fatal("something is left")
	}
}

// TestRestoreCutAtAnyStep: the program dies while it copies, after each of the
// renamings, and before the mark goes; whoever opens the folder next finds the
// one office or the other, whole, and the old one is never lost.
func TestRestoreCutAtAnyStep(t *testing.T) {
	stick, _, _ := backedUp(t, 30)
	for n := 0; ; n++ {
		s, dir, _ := newStore(t)
		seed(t, s, 7)
		s.Close()
		died := cutRestore(t, stick, dir, n)
		if !Exists(dir) {
			t.Fatalf("step %d: no office", n)
		}
		back := reopen(t, dir)
		got, err := back.Residents()
		if err != nil || got != 7 && got != 30 {
			t.Fatalf("step %d: %d residents, %v", n, got, err)
		}
		back.Close()
		checkWell(t, dir)
		kept, _ := filepath.Glob(filepath.Join(dir, asidePlace+"-*"))
		if got == 30 {
			if len(kept) != 1 {
				t.Fatalf("step %d: %v", n, kept)
			}
			old := reopen(t, kept[0])
			if had, err := old.Residents(); err != nil || had != 7 {
				t.Fatalf("step %d: the old office has %d, %v", n, had, err)
			}
			old.Close()
		}
		if left, _ := filepath.Glob(filepath.Join(dir, stageName+"*")); len(left) != 0 {
			t.Fatalf("step %d: %v", n, left)
		}
		if !died {
			if n < 10 || got != 30 {
				t.Fatalf("it ends after %d steps with %d residents", n, got)
			}
			return
		}
	}
}

// cutRestore runs a restore that stops before its n-th step, as a kill does:
// nothing is cleaned up. It reports whether it was stopped.
func cutRestore(t *testing.T, stick, dir string, n int) (died bool) {
	t.Helper()
	type kill struct{}
	step := 0
	beforeStep = func() {
		if step++; step > n {
			panic(kill{})
		}
	}
	defer func() {
		beforeStep = func() {}
		if p := recover(); p != nil {
			if _, ok := p.(kill); !ok {
				panic(p)
			}
			died = true
		}
	}()
	if _, err := Replace(t.Context(), stick, dir, newClock().now(), nil); err != nil {
		t.Fatal(err)
	}
	return false
}
