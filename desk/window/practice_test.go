package window

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/ui"
)

// digest is a hash of all that stands in a folder.
func digest(t *testing.T, dir string) [32]byte {
	t.Helper()
	sum := sha256.New()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		sum.Write([]byte(path))
		sum.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return [32]byte(sum.Sum(nil))
}

// TestPractisingNeverTouchesTheOffice: what is done in the practice office, and
// throwing it away, leaves every byte of the one in earnest; the next practice
// office begins as the first did.
func TestPractisingNeverTouchesTheOffice(t *testing.T) {
	dir := t.TempDir()
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB) }
	gate := Gate{Dir: filepath.Join(dir, "desa"), Now: now}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	office := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG RAHARJO")
	real, _, err := gate.Setup(kampung.Setup{Office: office, Password: "kopi pahit pagi", Account: kampung.Account{Login: "siti", Name: "Siti Contoh", Role: kampung.RoleAdmin}})
	must(err)
	must(real.SaveDraft(kampung.Draft{Service: "sku", Applicant: kampung.Person{Name: "PAIJO CONTOH"}}))
	must(real.Lock())
	before := digest(t, gate.Dir)

	p := Practice{gate}
	if p.Exists() {
		t.Fatal("a practice office is there already")
	}
	d, err := p.Begin()
	must(err)
	count := func(d ui.Desk) int {
		rows, err := d.Requests(kampung.RequestFilter{Limit: 100})
		must(err)
		return len(rows)
	}
	first := count(d)
	if !p.Exists() || !d.Office().Practice || d.Residents() < 50 || first == 0 {
		t.Fatalf("%+v, %d residents, %d requests", d.Office(), d.Residents(), first)
	}
	if err := d.Confirm(p.Password()); err != nil {
		t.Error(err)
	}
	found, err := d.FindResidents("sup", 5)
	must(err)
	if len(found) == 0 {
		t.Fatal("the tour names a word that finds nobody")
	}
	r, err := d.Resident(found[0].ID)
	must(err)
	_, err = d.Record(kampung.Draft{ID: "01a20000-0000-7000-8000-000000000002", At: now(), By: d.Me().Login, Service: "sku", Applicant: kampung.PersonOf(r),
		Fields: map[string]string{"nama_usaha": "TOKO MAJU", "keperluan": "Pinjaman bank"}})
	must(err)
	if _, err := d.Sync(t.Context()); err == nil {
		t.Error("a practice office went on the line")
	}
	must(d.Lock())
	d, err = p.Begin()
	must(err)
	if count(d) != first+1 {
		t.Errorf("%d requests after coming back", count(d))
	}
	must(d.Lock())
	if digest(t, gate.Dir) != before {
		t.Error("practising changed the office in earnest")
	}
	must(p.Throw())
	if p.Exists() || digest(t, gate.Dir) != before {
		t.Error("throwing away left the practice office, or changed the one in earnest")
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) != 1 {
		t.Errorf("%v, %v", names, err)
	}
	d, err = p.Begin()
	must(err)
	if count(d) != first {
		t.Errorf("the new practice office has %d requests", count(d))
	}
	must(d.Lock())
	real, err = gate.Unlock("siti", "kopi pahit pagi")
	must(err)
	defer real.Lock()
	drafts, err := real.Drafts()
	must(err)
	if len(drafts) != 1 || real.Office().Practice || count(real) != 0 {
		t.Errorf("%+v, %+v", drafts, real.Office())
	}
	var none *kampung.Trouble
	if err := (Practice{Gate{Dir: filepath.Join(dir, "lain")}}).Throw(); errors.As(err, &none) {
		t.Error(err)
	}
}
