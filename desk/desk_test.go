package desk

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/assets"
	"smartkampung/kampung"
	"smartkampung/kampung/roster"
	"smartkampung/store"
)

const village = "35.10.05.2001"

func now() time.Time { return time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB) }

// opened is an office whose password costs little to check.
func opened(t *testing.T) *Desk {
	t.Helper()
	regions, err := assets.Regions()
	must(t, err)
	region, ok := regions.Village(village)
	if !ok {
		t.Fatal("no village")
	}
	opt, err := Options(now)
	must(t, err)
	opt.Argon = store.Argon{Time: 1, Memory: 64, Threads: 1}
	dir := filepath.Join(t.TempDir(), "desa")
	st, _, err := store.Create(dir, kampung.Setup{Office: kampung.NewOffice(region, "SUGENG RAHARJO"), Password: "kopi pahit pagi",
		Account: kampung.Account{Login: "admin", Name: "SITI CONTOH", Role: kampung.RoleAdmin}}, opt)
	must(t, err)
	d := wrap(dir, st, now)
	t.Cleanup(func() { d.Close() })
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func says(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v does not say %q", err, want)
		return
	}
	plain(t, err)
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	must(t, os.WriteFile(path, []byte("12345"), 0o600))
	if b, err := ReadFile(path, 5); err != nil || string(b) != "12345" {
		t.Errorf("%q, %v", b, err)
	}
	_, err := ReadFile(path, 4)
	says(t, err, "terlalu besar")
	_, err = ReadFile(dir, 5)
	says(t, err, "adalah folder")
	_, err = ReadFile(filepath.Join(dir, "nihil"), 5)
	says(t, err, "tidak ada")
	_, err = ReadFile(filepath.Join(path, "nihil"), 5)
	if err == nil {
		t.Error("a file was read as a folder")
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "surat.pdf")
	must(t, WriteFile(path, []byte("satu")))
	must(t, WriteFile(path, []byte("dua")))
	if b, err := os.ReadFile(path); err != nil || string(b) != "dua" {
		t.Errorf("%q, %v", b, err)
	}
	says(t, WriteFile(dir, nil), "adalah folder")
	says(t, WriteFile(filepath.Join(dir, "nihil", "a"), nil), "tidak ada")
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A correction never writes over a file that is there; where it cannot stand
// beside its sheet it goes to the other folder.
func TestCorrectionHasAPlace(t *testing.T) {
	d := opened(t)
	dir, home := t.TempDir(), t.TempDir()
	people := roster.Invent(3, village, 7)
	people[0].Name = ""
	sheet, err := roster.Write(people)
	must(t, err)
	path := filepath.Join(dir, "penduduk.xlsx")
	must(t, os.WriteFile(path, sheet, 0o600))
	var seen []string
	for range 3 {
		plan, correction, err := d.ImportResidents(path, home)
		must(t, err)
		if plan.Refused != 1 || filepath.Dir(correction) != dir {
			t.Fatalf("%+v at %q", plan, correction)
		}
		for _, old := range seen {
			if old == correction {
				t.Errorf("%s was written over", old)
			}
		}
		seen = append(seen, correction)
	}
	gone := filepath.Join(dir, "stick", "penduduk.xlsx") // as of a read-only stick
	must(t, os.Mkdir(filepath.Dir(gone), 0o700))
	must(t, os.WriteFile(gone, sheet, 0o600))
	if os.Geteuid() != 0 { // root may write anywhere
		must(t, os.Chmod(filepath.Dir(gone), 0o500))
		_, correction, err := d.ImportResidents(gone, home)
		must(t, err)
		if filepath.Dir(correction) != home {
			t.Errorf("the correction is at %q", correction)
		}
		must(t, os.Chmod(filepath.Dir(gone), 0o700))
	}
}

// A dry run and a letter of nobody say what is missing and change nothing.
func TestNothingThere(t *testing.T) {
	d := opened(t)
	_, err := d.PlanResidents(filepath.Join(t.TempDir(), "nihil.xlsx"))
	says(t, err, "tidak ada")
	_, _, err = d.LetterPDF("01a209cb-bdf3-78fb-895d-026e8753705d")
	says(t, err, "tidak ditemukan")
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%v is not found", err)
	}
	_, err = d.Export(t.TempDir())
	says(t, err, "belum terdaftar")
	_, err = d.Sync(t.Context(), "")
	says(t, err, "belum terdaftar")
	_, err = d.Import(t.TempDir())
	says(t, err, "Tidak ada tanda terima")
	st, err := d.Status()
	if err != nil || st.Entries != 2 {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestUnlock(t *testing.T) {
	dir := opened(t).dir
	_, err := Unlock(dir, "admin", "kopi pahit pagi", now)
	says(t, err, "sudah terbuka")
	_, err = Unlock(dir, "admin", "bukan ini", now)
	says(t, err, "belum benar")
	_, err = Unlock(t.TempDir(), "admin", "x", now)
	says(t, err, "Belum ada kantor")
	_, err = Recover(dir, "AAAA-BBBB", "admin", "teh manis sore", now)
	says(t, err, "Kunci pemulihan belum benar")
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "1 detik", 1500 * time.Millisecond: "2 detik", time.Minute: "1 menit", 61 * time.Second: "2 menit"} {
		if got := Duration(d); got != want {
			t.Errorf("%v is %q, not %q", d, got, want)
		}
	}
}
