package window

import (
	"bytes"
	"crypto/rand"
	"image"
	"image/png"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
	"smartkampung/ui"
)

// TestASecondPCThroughTheDoor: what the window calls, against a real hub: a PC
// joins, is let in after its code was compared, and opens with the office in it.
func TestASecondPCThroughTheDoor(t *testing.T) {
	dir := t.TempDir()
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB) }
	if _, err := hub.Init(filepath.Join(dir, "hub"), hub.InitOptions{Regency: "35.10"}, rand.Reader, now()); err != nil {
		t.Fatal(err)
	}
	h, err := hub.Open(filepath.Join(dir, "hub"))
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	server := httptest.NewServer(h.Handler())
	defer server.Close()
	code := func() string {
		c, err := h.EnrolCode(t.Context(), "35.10.05.2001")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	visit := func(d ui.Desk) {
		t.Helper()
		_, err := d.Sync(t.Context())
		must(err)
	}
	office := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG RAHARJO")
	first := Gate{Dir: filepath.Join(dir, "desa"), Now: now}
	a, _, err := first.Setup(kampung.Setup{Office: office, Password: "kopi pahit pagi", Account: kampung.Account{Login: "siti", Name: "Siti Contoh", Role: kampung.RoleAdmin}})
	must(err)
	defer a.Lock()
	_, err = a.Enrol(t.Context(), server.URL, code())
	must(err)
	photo := filepath.Join(dir, "ktp.png")
	var img bytes.Buffer
	must(png.Encode(&img, image.NewGray(image.Rect(0, 0, 20, 10))))
	must(os.WriteFile(photo, img.Bytes(), 0o600))
	draft := kampung.Draft{ID: "01a20000-0000-7000-8000-000000000001", At: now(), By: "siti"}
	draft.Service, draft.Applicant = "sku", kampung.Person{Name: "SITI AMINAH", Address: "Jl. Contoh 1"}
	draft.Fields = map[string]string{"nama_usaha": "TOKO MAJU", "keperluan": "Pinjaman bank"}
	scan, err := a.Scan("ktp", photo)
	must(err)
	draft.Scans = []kampung.Scan{scan}
	_, err = a.Record(draft)
	must(err)
	visit(a)
	second := Gate{Dir: filepath.Join(dir, "desa2"), Now: now}
	b, err := second.Join("35.10.05.2001", "rina", "teh manis sore")
	must(err)
	if !second.Exists() || b.Joining() != kampung.JoinEnrol || b.Office().Name != "" || b.Me().Login != "rina" {
		t.Fatalf("%q, %+v", b.Joining(), b.Me())
	}
	_, err = b.Enrol(t.Context(), server.URL, code())
	must(err)
	visit(b)
	// The program is closed and opened again while it waits.
	must(b.Lock())
	b, err = second.Unlock("rina", "teh manis sore")
	must(err)
	if b.Joining() != kampung.JoinWaiting {
		t.Fatalf("%q", b.Joining())
	}
	heard := make(chan struct{}, 100)
	b.OnChange(func(c kampung.Change) {
		if c.Office {
			heard <- struct{}{}
		}
	})
	visit(a)
	devices, err := a.Devices()
	must(err)
	mine, err := b.Devices()
	must(err)
	if len(devices) != 2 || devices[1].Granted || devices[1].Code != mine[0].Code {
		t.Fatalf("%+v, %+v", devices, mine)
	}
	must(a.LetIn(devices[1].ID))
	visit(a)
	visit(b)
	if b.Joining() != kampung.JoinDone || b.Office().Name != "Sumberberas" || b.Me().Login != "siti" || len(heard) == 0 {
		t.Fatalf("%q, %+v, %+v", b.Joining(), b.Office(), b.Me())
	}
	if tr, err := b.Traffic(); err != nil || tr.Sum() == 0 {
		t.Fatalf("%+v, %v", tr, err)
	}
	must(b.Lock())
	b, err = second.Unlock("siti", "teh manis sore")
	must(err)
	got, err := b.ScanBytes(scan) // recorded at the other PC
	if err != nil || !bytes.Equal(got, img.Bytes()) {
		t.Errorf("%q, %v", got, err)
	}
	must(b.Lock())
}

// TestASecondPCEnrolsByStick: a PC that joins asks for its enrolment with a file
// and learns from the answer that it waits for its office.
func TestASecondPCEnrolsByStick(t *testing.T) {
	dir := t.TempDir()
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB) }
	if _, err := hub.Init(filepath.Join(dir, "hub"), hub.InitOptions{Regency: "35.10"}, rand.Reader, now()); err != nil {
		t.Fatal(err)
	}
	h, err := hub.Open(filepath.Join(dir, "hub"))
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	code, err := h.EnrolCode(t.Context(), "35.10.05.2001")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Gate{Dir: filepath.Join(dir, "desa"), Now: now}.Join("35.10.05.2001", "rina", "teh manis sore")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Lock()
	stick := t.TempDir()
	path, err := d.AskEnrol(stick, code)
	if err != nil || !d.AskedEnrol() || d.Joining() != kampung.JoinEnrol {
		t.Fatalf("%v, %q", err, d.Joining())
	}
	answer, err := h.Import(t.Context(), []string{path}, func(im hub.Imported) {
		if im.Err != nil {
			t.Errorf("%s: %v", im.File, im.Err)
		}
	})
	if err == nil {
		err = os.WriteFile(filepath.Join(stick, "kabupaten.skr"), answer, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	report, err := d.ImportWith(t.Context(), stick, nil)
	if err != nil || !report.Enrolled || d.AskedEnrol() || d.Joining() != kampung.JoinWaiting {
		t.Fatalf("%+v, %v, %q", report, err, d.Joining())
	}
	// It knows no line yet, and says so instead of trying.
	if _, err := d.Sync(t.Context()); err == nil {
		t.Error("it went to a hub without an address")
	}
	if all, err := d.Contacts(); err != nil || len(all) != 1 || all[0].Way != kampung.WayIn || !all[0].Enrolled {
		t.Errorf("%+v, %v", all, err)
	}
}
