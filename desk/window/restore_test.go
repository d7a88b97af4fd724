package window

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/ui"
)

// restoring is an office with its backup on a stick, and the door of another PC.
type restoring struct {
	t     *testing.T
	stick string
	gate  Gate // of the other PC
	key   kampung.BackupKey
}

func newRestoring(t *testing.T) *restoring {
	t.Helper()
	dir := t.TempDir()
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB) }
	r := &restoring{t: t, stick: filepath.Join(dir, "usb"), key: kampung.BackupKey{Login: "siti", Password: "kopi pahit pagi"}}
	r.gate = Gate{Dir: filepath.Join(dir, "baru"), Now: now}
	d := r.setup(Gate{Dir: filepath.Join(dir, "desa"), Now: now}, "Sumberberas")
	if _, err := d.SaveResident(kampung.Resident{NIK: "3510051708900001", KK: "3510052005010001", Name: "WARGA CONTOH", Sex: 1, BirthPlace: "BANYUWANGI", BirthDate: kampung.Date{Year: 1990, Month: 8, Day: 17}, Dusun: "KRAJAN", Relation: 1, Status: 1}); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(r.stick, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Backup(t.Context(), r.stick, nil); err != nil {
		t.Fatal(err)
	}
	if err := d.Lock(); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *restoring) setup(g Gate, name string) ui.Desk {
	r.t.Helper()
	office := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: name, Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG RAHARJO")
	d, _, err := g.Setup(kampung.Setup{Office: office, Password: r.key.Password, Account: kampung.Account{Login: "siti", Name: "Siti Contoh", Role: kampung.RoleAdmin}})
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

// says checks the words of an error for the clerk.
func (r *restoring) says(err error, words string) {
	r.t.Helper()
	var trouble *kampung.Trouble
	if !errors.As(err, &trouble) || !strings.Contains(trouble.Error(), words) {
		r.t.Fatalf("%v, want %q", err, words)
	}
}

// TestRestoreThroughTheDoor: the backup is opened with the password, put in the
// place of the office that is there, and that one is kept.
func TestRestoreThroughTheDoor(t *testing.T) {
	r := newRestoring(t)
	if err := r.setup(r.gate, "Lama").Lock(); err != nil {
		t.Fatal(err)
	}
	c, err := r.gate.LookBackup(r.stick)
	if err != nil || c.Village != "35.10.05.2001" {
		t.Fatalf("%+v, %v", c, err)
	}
	if c, err = r.gate.OpenBackup(t.Context(), c.Folder, r.key, nil); err != nil || c.Office.Name != "Sumberberas" || c.Residents != 1 {
		t.Fatalf("%+v, %v", c, err)
	}
	kept, err := r.gate.Restore(t.Context(), c.Folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	for place, name := range map[string]string{r.gate.Dir: "Sumberberas", kept: "Lama"} {
		g := Gate{Dir: place, Now: r.gate.Now}
		d, err := g.Unlock("siti", r.key.Password)
		if err != nil || d.Office().Name != name {
			t.Fatal(name, err)
		}
		if err := d.Lock(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRestoreTellsWhatIsWrong: each in words, and no office is made of it.
func TestRestoreTellsWhatIsWrong(t *testing.T) {
	r := newRestoring(t)
	open := func(key kampung.BackupKey) error {
		_, err := r.gate.OpenBackup(t.Context(), r.stick, key, nil)
		return err
	}
	_, err := r.gate.LookBackup(t.TempDir())
	r.says(err, "tidak ada cadangan Smart Kampung")
	_, err = r.gate.LookBackup(filepath.Join(r.stick, "nihil"))
	r.says(err, "tidak ada")
	r.says(open(kampung.BackupKey{Login: "siti", Password: "kopi manis sore"}), "kata sandi belum benar")
	r.says(open(kampung.BackupKey{Login: "budi", Password: "kopi pahit pagi"}), "kata sandi belum benar")
	r.says(open(kampung.BackupKey{Recovery: kampung.FormatRecovery([kampung.RecoveryBytes]byte{3})}), "Kunci pemulihan belum benar")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = r.gate.Restore(ctx, r.stick, nil)
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	journal, err := filepath.Glob(filepath.Join(r.stick, "*", "journal.skj"))
	if err != nil || len(journal) != 1 {
		t.Fatal(journal, err)
	}
	if err := os.Truncate(journal[0], 300); err != nil {
		t.Fatal(err)
	}
	r.says(open(r.key), "rusak atau terpotong")
	_, err = r.gate.Restore(t.Context(), r.stick, nil)
	r.says(err, "Tidak ada yang berubah di komputer ini")
	if r.gate.Exists() {
		t.Fatal("an office was made")
	}
}
