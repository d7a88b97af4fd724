package desk

import (
	"crypto/rand"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
)

// linked is a desk enrolled at a hub, with a resident to ask for letters.
type linked struct {
	t      *testing.T
	hub    *hub.Hub
	server *httptest.Server
	dir    string
	who    kampung.Resident
}

func newLinked(t *testing.T) (*linked, *Desk) {
	t.Helper()
	v, d, _ := newLinkedKey(t)
	return v, d
}

func newLinkedKey(t *testing.T) (*linked, *Desk, string) {
	t.Helper()
	v := &linked{t: t, dir: t.TempDir()}
	if _, err := hub.Init(filepath.Join(v.dir, "hub"), hub.InitOptions{Regency: "35.10"}, rand.Reader, testNow()); err != nil {
		t.Fatal(err)
	}
	var err error
	if v.hub, err = hub.Open(filepath.Join(v.dir, "hub")); err != nil {
		t.Fatal(err)
	}
	v.server = httptest.NewServer(v.hub.Handler())
	t.Cleanup(func() { v.server.Close(); v.hub.Close() })
	office := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG RAHARJO")
	d, recovery, err := Create(filepath.Join(v.dir, "desa"), kampung.Setup{Office: office, Password: "kopi pahit pagi", Account: kampung.Account{Login: "admin", Name: "SITI CONTOH", Role: kampung.RoleAdmin}}, testNow)
	if err != nil {
		t.Fatal(err)
	}
	if v.who, err = d.SaveResident(kampung.Resident{Name: "MISNATI", NIK: "3510055707700002", KK: "3510052005010001", Sex: 2, BirthPlace: "BANYUWANGI", BirthDate: kampung.Date{Year: 1970, Month: 7, Day: 17}, Dusun: "KRAJAN", Relation: 1, Status: 1}); err != nil {
		t.Fatal(err)
	}
	code, err := v.hub.EnrolCode(t.Context(), office.Village)
	if err == nil {
		err = d.Enrol(t.Context(), v.server.URL, code)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v, d, recovery
}

func testNow() time.Time { return time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB) }

func (v *linked) record(d *Desk, shop string) kampung.Request {
	v.t.Helper()
	draft := d.NewDraft()
	draft.Service, draft.Applicant = "sku", kampung.PersonOf(v.who)
	draft.Fields = map[string]string{"nama_usaha": shop, "keperluan": "Pinjaman bank"}
	r, err := d.Record(draft)
	if err != nil {
		v.t.Fatal(err)
	}
	return r
}

func (v *linked) open(dir string) *Desk {
	v.t.Helper()
	d, err := Unlock(dir, "admin", "kopi pahit pagi", testNow)
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { d.Close() })
	return d
}

func (v *linked) sync(d *Desk) kampung.SyncReport {
	v.t.Helper()
	r, err := d.Sync(v.t.Context(), "")
	if err != nil {
		v.t.Fatal(err)
	}
	if r.Pending != 0 {
		v.t.Fatalf("%+v", r)
	}
	return r
}

// TestTwoPCsWithOneKey: the disk was cloned. Both go on working, nobody has to
// understand it, and the regency has every request of both, each once.
func TestTwoPCsWithOneKey(t *testing.T) {
	v, d := newLinked(t)
	common := v.record(d, "SEBELUM DISALIN")
	v.sync(d)
	d.Close()
	clone := filepath.Join(v.dir, "salinan")
	if err := os.CopyFS(clone, os.DirFS(filepath.Join(v.dir, "desa"))); err != nil {
		t.Fatal(err)
	}
	a, b := v.open(filepath.Join(v.dir, "desa")), v.open(clone)
	one := v.record(a, "DI KOMPUTER LAMA")
	v.sync(a)
	two := v.record(b, "DI KOMPUTER BARU")
	v.sync(b) // meets the other's entries, takes a new epoch, sends again
	three := v.record(a, "DI KOMPUTER LAMA LAGI")
	v.sync(a)
	v.sync(b)
	rows, err := v.hub.Requests(t.Context(), "35.10.05.2001")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, r := range rows {
		seen[r.ID]++
	}
	for _, r := range []kampung.Request{common, one, two, three} {
		if seen[r.ID] != 1 {
			t.Errorf("%s is %d times at the regency", r.Fields["nama_usaha"], seen[r.ID])
		}
	}
	if len(rows) != 4 {
		t.Errorf("%d requests", len(rows))
	}
	// Each of the two shows what the other wrote.
	v.settle(a, b)
	v.same(a, b)
	if rows, err := b.Requests(kampung.RequestFilter{}); err != nil || len(rows) != 4 {
		t.Errorf("the clone shows %d requests, %v", len(rows), err)
	}
}

// TestImageRestored: the PC was put back to an old image. What was recorded
// afterwards goes up, what the regency had stays there.
func TestImageRestored(t *testing.T) {
	v, d := newLinked(t)
	v.record(d, "LAMA")
	v.sync(d)
	d.Close()
	image := filepath.Join(v.dir, "citra")
	if err := os.CopyFS(image, os.DirFS(filepath.Join(v.dir, "desa"))); err != nil {
		t.Fatal(err)
	}
	d = v.open(filepath.Join(v.dir, "desa"))
	lost := v.record(d, "HILANG DARI KOMPUTER")
	v.sync(d)
	d.Close()
	d = v.open(image)
	fresh := v.record(d, "SESUDAH DIPULIHKAN")
	v.sync(d)
	if r, err := d.Request(lost.ID); err != nil || r.Fields["nama_usaha"] != "HILANG DARI KOMPUTER" {
		t.Errorf("what the image lacked did not come back: %+v, %v", r, err)
	}
	if next := v.record(d, "SETELAH ITU"); next.Number == lost.Number {
		t.Errorf("number %s twice", next.Number)
	}
	v.sync(d)
	rows, err := v.hub.Requests(t.Context(), "35.10.05.2001")
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d requests, %v", len(rows), err)
	}
	seen := map[string]bool{}
	for _, r := range rows {
		seen[r.ID] = true
	}
	if !seen[lost.ID] || !seen[fresh.ID] {
		t.Errorf("the regency has %v", rows)
	}
}

// TestOldEntriesThatComeAgainChangeNothing: a clone sends what it has under a
// new name, and it comes down to the PC that has gone on since.
func TestOldEntriesThatComeAgainChangeNothing(t *testing.T) {
	v, a := newLinked(t)
	r := v.record(a, "TOKO")
	a.Close()
	clone := filepath.Join(v.dir, "salinan")
	if err := os.CopyFS(clone, os.DirFS(filepath.Join(v.dir, "desa"))); err != nil {
		t.Fatal(err)
	}
	a, b := v.open(filepath.Join(v.dir, "desa")), v.open(clone)
	who := v.who
	who.Name = "MISNATI BARU"
	office, err := a.Office()
	office.Address = "Jalan Contoh 2"
	_, err1 := a.Advance(r.ID, kampung.StateVerified, "")
	_, err2 := a.SaveResident(who)
	if err := errors.Join(err, err1, err2, a.SaveOffice(office), a.SaveAccount(kampung.Account{Login: "admin", Name: "SITI BARU", Role: kampung.RoleAdmin}, "")); err != nil {
		t.Fatal(err)
	}
	v.sync(a)
	v.record(b, "TOKO LAIN")
	v.sync(b)
	v.sync(a)
	row, err := a.RequestRow(r.ID)
	if err != nil || row.State != kampung.StateVerified {
		t.Errorf("the list says %s, %v", row.State, err)
	}
	if now, err := a.Resident(who.ID); err != nil || now.Name != who.Name {
		t.Errorf("the resident is %q again, %v", now.Name, err)
	}
	if now, err := a.Office(); err != nil || now.Address != "Jalan Contoh 2" {
		t.Errorf("the address is %q again, %v", now.Address, err)
	}
	if all, err := a.Accounts(); err != nil || len(all) != 1 || all[0].Name != "SITI BARU" {
		t.Errorf("accounts %v, %v", all, err)
	}
}

// TestImageOfTheFirstDay: the image is of before the first request, so there is
// nothing to send by which the hub could tell. The PC asks all the same, and gets
// back what it wrote.
func TestImageOfTheFirstDay(t *testing.T) {
	v, d := newLinked(t)
	d.Close()
	image := filepath.Join(v.dir, "citra")
	if err := os.CopyFS(image, os.DirFS(filepath.Join(v.dir, "desa"))); err != nil {
		t.Fatal(err)
	}
	d = v.open(filepath.Join(v.dir, "desa"))
	lost := v.record(d, "HILANG DARI KOMPUTER")
	v.sync(d)
	d.Close()
	d = v.open(image)
	v.sync(d)
	if r, err := d.Request(lost.ID); err != nil || r.Number != lost.Number {
		t.Errorf("%s has not come back: %v", lost.Number, err)
	}
}
