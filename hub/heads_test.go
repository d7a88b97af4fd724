package hub

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

func headOf(device string, size int64, root byte) bundle.Checkpoint {
	return bundle.Checkpoint{Log: bundle.Log{Village: village, Device: device, Epoch: "c1d2e3f4", Audience: kampung.AudienceKabupaten}, Size: size, Root: bundle.Hash{root}}
}

func TestHeadsLogIsMadeShorterAtAStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), fileHeads)
	at := time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)
	hl, err := openHeads(path, 1)
	if err != nil {
		t.Fatal(err)
	}
	for size := int64(1); size <= 200; size++ {
		for _, device := range []string{"aaaaaaaa", "bbbbbbbb"} {
			if err := hl.add(headOf(device, size, byte(size)), at); err != nil {
				t.Fatal(err)
			}
		}
	}
	long, _ := os.ReadFile(path)
	// While another has it open it stays as it is, and both go on in one file.
	other, err := openHeads(path, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.add(headOf("cccccccc", 1, 1), at); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(path); !bytes.HasPrefix(text, long) || len(text) == len(long) {
		t.Fatal("shortened while another had it open")
	}
	other.close()
	hl.close()
	os.WriteFile(path, append(mustRead(t, path), "2026-11-23T14:05:00+07:00 smartkampung/35"+tornMark+"\nrusak\n"...), 0o600)
	os.WriteFile(path+".new", []byte("what a power cut left"), 0o600)

	for range 2 {
		if hl, err = openHeads(path, 1); err != nil {
			t.Fatal(err)
		}
		text := string(mustRead(t, path))
		if n := strings.Count(text, "\n"); n != 4 || !strings.Contains(text, "aaaaaaaa/c1d2e3f4/kabupaten 200 ") || !strings.Contains(text, "bbbbbbbb/c1d2e3f4/kabupaten 200 ") ||
			!strings.Contains(text, "cccccccc/c1d2e3f4/kabupaten 1 ") || !strings.HasSuffix(text, "rusak\n") {
			t.Fatalf("%d lines:\n%s", n, text)
		}
		if hl.last["smartkampung/35.10.05.2001/aaaaaaaa/c1d2e3f4/kabupaten"] != 200 {
			t.Errorf("%v", hl.last)
		}
		if err := hl.add(headOf("aaaaaaaa", 200, 200), at); err != nil { // had already
			t.Fatal(err)
		}
		hl.close()
	}
	if hl, err = openHeads(path, headsLarge); err != nil {
		t.Fatal(err)
	}
	defer hl.close()
	if err := hl.add(headOf("aaaaaaaa", 201, 201), at); err != nil || !strings.Contains(string(mustRead(t, path)), " 201 ") {
		t.Errorf("%v: not appended", err)
	}
	if _, err := os.Stat(path + ".new"); err == nil {
		t.Error("a file is left over")
	}
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestLastHeadsKeepsForks: two heads of one size are both kept, for a hub that
// was changed by hand.
func TestLastHeadsKeepsForks(t *testing.T) {
	var text []byte
	for _, c := range []bundle.Checkpoint{headOf("aaaaaaaa", 1, 1), headOf("aaaaaaaa", 2, 2), headOf("aaaaaaaa", 2, 3), headOf("aaaaaaaa", 1, 4)} {
		text = fmt.Appendf(text, "2026-11-23T14:05:00+07:00 %s %d %s\n", c.Log.Origin(), c.Size, c.Root)
	}
	if got := string(lastHeads(text)); strings.Count(got, "\n") != 2 || strings.Count(got, " 2 ") != 2 {
		t.Errorf("%s", got)
	}
}

// TestRestoredHubIsNoticedAfterHeadsWereShortened: what heads.log is for still
// holds after it was written anew.
func TestRestoredHubIsNoticedAfterHeadsWereShortened(t *testing.T) {
	th := newHub(t)
	if th.engine != engineSQLite {
		t.Skip("copies the database file")
	}
	d := th.desk(t, village, 1)
	for i := range 30 {
		d.Request(i)
		th.take(t, d, d.Bundle(kab, int64(i), int64(i)+1))
		if i == 10 {
			if err := th.Backup(t.Context(), filepath.Join(th.dir, "old.db")); err != nil {
				t.Fatal(err)
			}
		}
	}
	th.Close()
	hl, err := openHeads(filepath.Join(th.dir, fileHeads), 1)
	if err != nil {
		t.Fatal(err)
	}
	hl.close()
	th.open(t)
	sum, err := th.Verify(t.Context(), &bytes.Buffer{})
	if err != nil || sum.Faults != 0 || sum.Heads != 1 {
		t.Fatalf("%+v %v", sum, err)
	}
	th.Close()
	for _, f := range []string{"hub.db-wal", "hub.db-shm"} {
		os.Remove(filepath.Join(th.dir, f))
	}
	if err := os.Rename(filepath.Join(th.dir, "old.db"), filepath.Join(th.dir, fileDB)); err != nil {
		t.Fatal(err)
	}
	th.open(t)
	th.faulty = true
	if sum, err := th.Verify(t.Context(), &bytes.Buffer{}); err != nil || sum.Faults == 0 {
		t.Errorf("an old copy was not noticed: %+v %v", sum, err)
	}
}
