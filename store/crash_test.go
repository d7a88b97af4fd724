package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/kampung"
)

// copyDir copies a data folder as it lies on the disk, as a kill would leave it.
func copyDir(t testing.TB, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// slow makes the views wait for their commit as long as the test runs, so that
// a copy of the folder has the journal ahead of the database.
func slow(opt Options) Options {
	opt.Linger = time.Hour
	return opt
}

// state is everything the office knows, to compare before and after a fault.
func state(t testing.TB, s *Store) string {
	t.Helper()
	var b strings.Builder
	for _, a := range kampung.Audiences {
		lines, err := s.journalDump(a)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			fmt.Fprintf(&b, "%s\n", l)
		}
	}
	rows, err := s.Requests(kampung.RequestFilter{Limit: 10000})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		req, err := s.Request(r.ID)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%+v %+v\n", r, req)
	}
	n, err := s.Residents()
	fmt.Fprintln(&b, n, err)
	return b.String()
}

func TestKilledAnywhereWhatWasSavedIsThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s, _, err := Create(dir, testSetup(), slow(testOptions(newClock())))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := seed(t, s, 10)
	for i := range 12 {
		req := record(t, s, r[i%10])
		if i%2 == 0 {
			if _, err := s.Advance(req.ID, kampung.StateApproved, ""); err != nil {
				t.Fatal(err)
			}
		}
		typing := draftFor(s, r[0])
		typing.Fields["nama_usaha"] = fmt.Sprintf("TOKO KE %d", i)
		if err := s.SaveDraft(typing); err != nil {
			t.Fatal(err)
		}
		if i%4 == 1 {
			record(t, s, r[1])
		}
		killed := copyDir(t, dir)
		want := state(t, s)
		again := reopen(t, killed)
		if got := state(t, again); got != want {
			t.Fatalf("after %d: something that was saved is missing", i)
		}
		drafts, err := again.Drafts()
		if err != nil || len(drafts) != i+1 || drafts[0].Fields["nama_usaha"] != typing.Fields["nama_usaha"] {
			t.Fatalf("drafts: %d, %v", len(drafts), err)
		}
		again.Close()
		checkWell(t, killed)
	}
}

// TestPowerCutAtAnyByteOfASave cuts the last record at every byte: the office
// has the change or has it not, and everything before it.
func TestPowerCutAtAnyByteOfASave(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s, _, err := Create(dir, testSetup(), slow(testOptions(newClock())))
	if err != nil {
		t.Fatal(err)
	}
	r := seed(t, s, 2)
	record(t, s, r[0])
	before, start := state(t, s), s.journal.end
	record(t, s, r[1])
	after, end := state(t, s), s.journal.end
	killed := copyDir(t, dir)
	s.Close()
	whole, _ := os.ReadFile(filepath.Join(killed, journalName))
	step := int64(1)
	if testing.Short() {
		step = 97
	}
	for cut := start; cut <= end; cut += step {
		// Bytes after the cut never reached the disk: zeros, or old rubbish.
		for _, fill := range []byte{0, 0xa5} {
			torn := bytes.Clone(whole)
			for i := cut; i < end; i++ {
				torn[i] = fill
			}
			d := t.TempDir()
			os.CopyFS(d, os.DirFS(killed))
			if err := os.WriteFile(filepath.Join(d, journalName), torn, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Unlock(d, "admin", testPassword, testOptions(newClock()))
			if err != nil {
				t.Fatalf("cut at %d: %v", cut-start, err)
			}
			want := before
			if cut == end {
				want = after
			}
			if got := state(t, s); got != want {
				t.Fatalf("cut at %d of %d\n got %s\nwant %s", cut-start, end-start, got, want)
			}
			// The desk goes on working, and the number is not lost.
			if cut%151 == 0 {
				if req := record(t, s, r[1]); req.Seq != 2 && cut != end {
					t.Fatalf("cut at %d: next number %d", cut-start, req.Seq)
				}
			}
			s.Close()
			os.RemoveAll(d)
		}
		if cut == start+64 { // the rest is the sealed payload: sparser
			step = 37
		}
		if cut < end && cut+step > end {
			step = end - cut
		}
	}
}

// TestFlippedBitsInTheDatabase flips bits anywhere in the bbolt file. Either
// the program opens with everything that was saved, made again from the journal
// where needed, or the check says what is damaged; never is anything else shown.
func TestFlippedBitsInTheDatabase(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 60)
	for i := range 30 {
		record(t, s, r[i])
	}
	s.Close()
	want := state(t, reopenClose(t, dir))
	raw, _ := os.ReadFile(filepath.Join(dir, dbName))
	random := rand.New(rand.NewPCG(1, 2))
	mended, quiet := 0, 0
	for i := range 150 {
		d := copyDir(t, dir)
		bad := bytes.Clone(raw)
		at := random.IntN(len(bad))
		bad[at] ^= 1 << random.IntN(8)
		os.WriteFile(filepath.Join(d, dbName), bad, 0o600)
		report, err := Check(d, "admin", testPassword, testOptions(newClock()))
		if err != nil {
			t.Fatalf("flip %d at %d: check: %v", i, at, err)
		}
		s, err := Unlock(d, "admin", testPassword, testOptions(newClock()))
		if err != nil {
			t.Fatalf("flip %d at %d: %v", i, at, err)
		}
		if len(report.Damage) > 0 {
			mended++
			s.mu.Lock()
			err := s.rebuild()
			s.mu.Unlock()
			if err != nil {
				t.Fatalf("flip %d at %d: %v", i, at, err)
			}
		} else {
			quiet++
		}
		if got := state(t, s); got != want {
			t.Fatalf("flip %d at %d (%d reported): shows something else", i, at, len(report.Damage))
		}
		s.Close()
		os.RemoveAll(d)
	}
	if mended == 0 || quiet == 0 {
		t.Errorf("%d mended, %d in places without meaning", mended, quiet)
	}
}

// TestAccountUnderAFlippedKey: a bit of an account's key, which nothing seals,
// must not keep its owner out.
func TestAccountUnderAFlippedKey(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 2)
	record(t, s, r[0])
	want := state(t, s)
	key := s.value.blinded("login", "admin")
	err := s.local(func(v view) error {
		b := v.bucket(bAccount)
		value := bytes.Clone(b.Get(key))
		flipped := bytes.Clone(key)
		flipped[3] ^= 4
		if err := b.Delete(key); err != nil {
			return err
		}
		return b.Put(flipped, value)
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = reopen(t, dir)
	if got := state(t, s); got != want {
		t.Error("shows something else")
	}
}

func reopenClose(t testing.TB, dir string) *Store {
	s := reopen(t, dir)
	t.Cleanup(func() { s.Close() })
	return s
}

func TestEveryFlippedBitInTheJournalIsNoticed(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 2)
	record(t, s, r[0])
	end := s.journal.end
	s.Close()
	want := state(t, reopen(t, copyDir(t, dir)))
	raw, _ := os.ReadFile(filepath.Join(dir, journalName))
	for i, at := 0, int64(journalHeader); at < end; i, at = i+1, at+13 {
		d := copyDir(t, dir)
		bad := bytes.Clone(raw)
		bad[at] ^= 0x10
		os.WriteFile(filepath.Join(d, journalName), bad, 0o600)
		report, err := Check(d, "admin", testPassword, testOptions(newClock()))
		if err != nil || len(report.Damage) == 0 {
			t.Fatalf("flip at %d was not noticed: %v", at, err)
		}
		if i%9 == 0 {
			if _, err := Mend(d, "admin", testPassword, testOptions(newClock())); err != nil {
				t.Fatalf("flip at %d: mend: %v", at, err)
			}
			checkWell(t, d)
			s := reopen(t, d)
			if got := state(t, s); got != want {
				t.Fatalf("flip at %d: mended to something else", at)
			}
			s.Close()
		}
		os.RemoveAll(d)
	}
}

func TestLostDatabaseAndLostJournalComeBackFromEachOther(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 30)
	for i := range 9 {
		record(t, s, r[i])
	}
	s.Close()
	s = reopen(t, dir)
	want := state(t, s)
	s.Close()
	for _, lost := range []string{dbName, journalName, dbName, journalName} {
		os.Remove(filepath.Join(dir, lost))
		s = reopen(t, dir)
		if len(s.Notices()) == 0 && lost == journalName {
			t.Errorf("%s was lost and nobody was told", lost)
		}
		if got := state(t, s); got != want {
			t.Fatalf("%s was lost: not everything came back", lost)
		}
		s.Close()
		checkWell(t, dir)
	}
	os.WriteFile(filepath.Join(dir, dbName), []byte("bukan basis data"), 0o600)
	s = reopen(t, dir)
	if n := s.Notices(); len(n) != 1 {
		t.Errorf("notices %q", n)
	}
	if got := state(t, s); got != want {
		t.Fatal("database overwritten: not everything came back")
	}
}

func TestDamagedReadMendsItself(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 5)
	req := record(t, s, r[0])
	s.flush()
	key, _ := idKey(req.ID)
	s.local(func(v view) error { return v.bucket(bRequest).Put(key, []byte("rusak")) })
	got, err := s.Request(req.ID)
	if err != nil || got.Number != req.Number {
		t.Errorf("%+v, %v", got, err)
	}
	if n := s.Notices(); len(n) != 1 {
		t.Errorf("notices %q", n)
	}
}

func TestDamagedVaultOpensFromItsCopy(t *testing.T) {
	s, dir, _ := newStore(t)
	s.Close()
	os.WriteFile(filepath.Join(dir, vaultName), []byte("{"), 0o600)
	s = reopen(t, dir)
	s.Close()
	os.WriteFile(filepath.Join(dir, vaultName), []byte("{"), 0o600)
	os.WriteFile(filepath.Join(dir, vaultName+".salinan"), []byte("{"), 0o600)
	if _, err := Unlock(dir, "admin", testPassword, testOptions(newClock())); !errors.Is(err, ErrDamaged) {
		t.Errorf("%v", err)
	}
}

// TestCommitFailsAfterTheSave: the disk fills up between the journal and the
// database. What was told saved stays saved, now and after a start.
func TestCommitFailsAfterTheSave(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s, _, err := Create(dir, testSetup(), slow(testOptions(newClock())))
	if err != nil {
		t.Fatal(err)
	}
	r := seed(t, s, 3)
	one := record(t, s, r[0])
	s.mu.Lock()
	s.drop() // as a commit that fails does
	s.stale = true
	s.mu.Unlock()
	two := record(t, s, r[1])
	if two.Seq != 2 {
		t.Errorf("number %d after a commit that failed", two.Seq)
	}
	if got, err := s.Request(one.ID); err != nil || got.Number != one.Number {
		t.Errorf("%+v, %v", got, err)
	}
	s.Close()
	checkWell(t, dir)
}

func FuzzJournal(f *testing.F) {
	s, dir, _ := newStore(f)
	r := seed(f, s, 1)
	record(f, s, r[0])
	end := s.journal.end
	s.Close()
	raw, _ := os.ReadFile(filepath.Join(dir, journalName))
	f.Add(raw[journalHeader:end])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, tail []byte) {
		path := filepath.Join(t.TempDir(), journalName)
		os.WriteFile(path, append(bytes.Clone(raw[:journalHeader]), tail...), 0o600)
		seal, _ := newSealer(s.dataKey, "journal")
		j, err := openJournal(path, s.vault.ID, seal, journalHeader, 0)
		if err != nil {
			return
		}
		defer j.close()
		if _, err := j.recover(func(payload []byte, seq uint64, end int64) error { return nil }); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
		if err := j.append([]byte("x")); err != nil {
			t.Fatal(err)
		}
	})
}
