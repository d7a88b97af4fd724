package desk

import (
	"encoding/json"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
)

func (v *linked) rotate() {
	v.t.Helper()
	if _, err := v.hub.RotateKeys(v.t.Context()); err != nil {
		v.t.Fatal(err)
	}
}

// answer imports files at the hub and writes its answer onto the stick.
func (v *linked) answer(stick string) string {
	v.t.Helper()
	carried, err := v.hub.Import(v.t.Context(), []string{stick}, func(hub.Imported) {})
	if err != nil {
		v.t.Fatal(err)
	}
	path := filepath.Join(stick, "kabupaten.skr")
	if err := hub.WriteReceipts(path, carried); err != nil {
		v.t.Fatal(err)
	}
	return path
}

func pending(t *testing.T, d *Desk, want int) {
	t.Helper()
	if n, err := d.Pending(); err != nil || n != want {
		t.Errorf("%d entries without a receipt, %v; want %d", n, err, want)
	}
}

func TestHubKeysChangedOverTheLine(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	if _, err := d.Sync(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		v.rotate()
		v.rotate()
		v.record(d, "TOKO MAJU")
		report, err := d.Sync(t.Context(), "")
		if err != nil || report.Sent != 1 || report.Received != 1 || report.Pending != 0 {
			t.Fatalf("%+v %v", report, err)
		}
		if h, err := d.Hub(); err != nil || h.Verifier != v.hub.Keys().Verifier || h.Recipient != v.hub.Keys().Recipient || h.URL != v.server.URL {
			t.Errorf("%+v %v", h, err)
		}
	}
	// Keys that change while the hub moves.
	v.rotate()
	moved := httptest.NewServer(v.hub.Handler())
	defer moved.Close()
	v.record(d, "TOKO DUA")
	if _, err := d.Sync(t.Context(), moved.URL); err != nil {
		t.Fatal(err)
	}
	if h, err := d.Hub(); err != nil || h.URL != moved.URL || h.Verifier != v.hub.Keys().Verifier {
		t.Errorf("%+v %v", h, err)
	}
	pending(t, d, 0)
}

// A hub of the same name with other keys gets nothing, whatever chain it shows.
func TestAnotherHubInTheMiddle(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	other, stranger := newLinked(t)
	stranger.Close()
	was, _ := d.Hub()
	v.record(d, "TOKO MAJU")
	all, _ := d.Pending()
	pushed := false
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pushed = pushed || r.Method == http.MethodPost
		other.hub.Handler().ServeHTTP(w, r)
	}))
	defer front.Close()
	moved := was
	moved.URL = front.URL
	if err := d.SaveHub(moved); err != nil {
		t.Fatal(err)
	}
	_, err := d.Sync(t.Context(), "")
	says(t, err, "Tidak tersambung")
	if h, _ := d.Hub(); h.Verifier != was.Verifier || pushed {
		t.Errorf("pinned %s, sent %v", h.Verifier, pushed)
	}
	pending(t, d, all)
}

func TestHubKeysChangedOnAStick(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	old, stick := t.TempDir(), t.TempDir()
	v.record(d, "TOKO MAJU")
	for _, dir := range []string{old, stick} {
		if _, err := d.Export(dir); err != nil {
			t.Fatal(err)
		}
	}
	before := v.answer(old)
	v.rotate()
	v.record(d, "TOKO DUA")
	if _, err := d.Export(stick); err != nil {
		t.Fatal(err)
	}
	after := v.answer(stick)
	report, err := d.Import(after)
	if err != nil || report.Pending != 0 {
		t.Fatalf("%+v %v", report, err)
	}
	if h, _ := d.Hub(); h.Verifier != v.hub.Keys().Verifier {
		t.Error("the new keys did not come")
	}
	// What was made before the keys changed changes nothing any more.
	_, err = d.Import(before)
	says(t, err, "sebelum kabupaten mengganti kuncinya")
	if report, err := d.Import(after); err != nil || report.Received != 0 {
		t.Errorf("the same file again: %+v %v", report, err)
	}
	// Another regency's keys are not ours.
	other, e := newLinked(t)
	defer e.Close()
	other.record(e, "TOKO LAIN")
	foreign := t.TempDir()
	if _, err := e.Export(foreign); err != nil {
		t.Fatal(err)
	}
	_, err = d.Import(other.answer(foreign))
	says(t, err, "bukan kelanjutan dari kunci kabupaten")
	pending(t, d, 0)
}

func TestVillageWithoutALine(t *testing.T) {
	v, first := newLinked(t)
	first.Close()
	d := opened(t)
	stick := t.TempDir()
	_, err := d.Sync(t.Context(), "")
	says(t, err, "belum terdaftar")
	_, err = d.AskEnrol(stick, "XXXX")
	says(t, err, "Kode pendaftaran tidak cocok")
	code, err := v.hub.EnrolCode(t.Context(), village)
	must(t, err)
	_, err = d.AskEnrol(filepath.Join(stick, "tidak-ada"), code)
	says(t, err, "tidak ada")
	path, err := d.AskEnrol(stick, code)
	must(t, err)
	asked, err := os.ReadFile(path)
	must(t, err)
	if strings.Contains(string(asked), code) || !strings.HasSuffix(path, ".skd") {
		t.Errorf("%s: %s", path, asked)
	}
	answer := v.answer(stick)
	report, err := d.Import(stick)
	if err != nil || !report.Enrolled {
		t.Fatalf("%+v %v", report, err)
	}
	if report, err = d.Import(answer); err != nil {
		t.Errorf("the same answer again: %v", err)
	}
	_, err = d.Sync(t.Context(), "")
	says(t, err, "terdaftar lewat USB")
	// From here on by stick alone, also when the regency changes its keys.
	for i := range 2 {
		files, err := d.Export(stick)
		if err != nil || len(files) == 0 {
			t.Fatal(err)
		}
		v.answer(stick)
		if report, err = d.Import(stick); err != nil || report.Pending != 0 || report.Received == 0 {
			t.Fatalf("%+v %v", report, err)
		}
		v.rotate()
		_, err = d.SaveResident(kampung.Resident{Name: "WULANDARI", NIK: fmt.Sprintf("351005570770000%d", 3+i), KK: "3510052005010001", Sex: 2, BirthPlace: "BANYUWANGI",
			BirthDate: kampung.Date{Year: 1970, Month: 7, Day: 17}, Dusun: "KRAJAN", Relation: 1 + i, Status: 1})
		must(t, err)
	}
	// And by a line that came at last.
	if _, err := d.Sync(t.Context(), v.server.URL); err != nil {
		t.Error(err)
	}
	if h, _ := d.Hub(); h.URL != v.server.URL || h.Verifier != v.hub.Keys().Verifier {
		t.Errorf("%+v", h)
	}
}

func TestEnrolmentByStickIsRefused(t *testing.T) {
	v, first := newLinked(t)
	first.Close()
	other, second := newLinked(t)
	second.Close()
	d, e := opened(t), opened(t)
	code, err := v.hub.EnrolCode(t.Context(), village)
	must(t, err)
	ask := func(d *Desk, code string) string {
		t.Helper()
		stick := t.TempDir()
		_, err := d.AskEnrol(stick, code)
		must(t, err)
		return stick
	}
	stick := ask(e, code)
	v.answer(stick)
	if _, err := e.Import(stick); err != nil {
		t.Fatal(err)
	}
	// Somebody else's answer on the stick.
	ask(d, code)
	_, err = d.Import(stick)
	says(t, err, "kantor atau komputer lain")
	// Used, in the hub's words.
	used := ask(d, code)
	v.answer(used)
	_, err = d.Import(used)
	says(t, err, "Kode pendaftaran sudah dipakai")
	if _, err := d.Hub(); err == nil {
		t.Error("enrolled all the same")
	}
	// An answer to a request of before is passed over.
	fresh, err := v.hub.EnrolCode(t.Context(), village)
	must(t, err)
	good := ask(d, fresh)
	_, err = d.Import(used)
	says(t, err, "kantor atau komputer lain")
	// A hub that did not give the code answers: its word counts for nothing.
	wrong := t.TempDir()
	files, _ := filepath.Glob(filepath.Join(good, "*.skd"))
	data, err := os.ReadFile(files[0])
	must(t, err)
	must(t, os.WriteFile(filepath.Join(wrong, "a.skd"), data, 0o600))
	other.answer(wrong)
	_, err = d.Import(wrong)
	says(t, err, "pusat yang lain")
	v.answer(good)
	if report, err := d.Import(good); err != nil || !report.Enrolled {
		t.Errorf("%+v %v", report, err)
	}
}

// letterOf records and approves a letter and returns its code.
func (v *linked) letterOf(d *Desk) kampung.Request {
	v.t.Helper()
	r, err := d.Advance(v.record(d, "TOKO MAJU").ID, kampung.StateApproved, "")
	if err != nil || r.Code == "" {
		v.t.Fatal(err)
	}
	return r
}

func TestCheckLetterWithoutALine(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	r := v.letterOf(d)
	// A neighbour that never saw that desk but once the hub.
	e := opened(t)
	found := func(d *Desk, what string, want kampung.CheckOutcome) kampung.CheckedLetter {
		t.Helper()
		got, err := d.CheckLetter(what)
		if err != nil || got.Outcome != want || got.Head == "" || got.Text == "" {
			t.Errorf("%.60q: %+v %v, want %s", what, got, err, want)
		}
		return got
	}
	if got := found(e, r.Code, kampung.CheckUnknown); !strings.Contains(got.Text, "belum punya daftar kunci") || got.Number != "" {
		t.Errorf("%+v", got)
	}
	code, err := v.hub.EnrolCode(t.Context(), village)
	must(t, err)
	must(t, e.Enrol(t.Context(), v.server.URL, code))
	if _, err := e.Sync(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	v.server.Close()
	// Of its own village the neighbour would know the register; it has no such
	// letter, and the key still counts.
	got := found(e, "https://hub.example/p/"+strings.ToLower(r.Code), kampung.CheckAuthentic)
	if got.Number != r.Number || got.Date != r.Date || got.Kind != "Surat Keterangan Usaha" || got.Village != "Desa Sumberberas, Kecamatan Muncar" || got.Initials != "M" || got.ListAt.IsZero() {
		t.Errorf("%+v", got)
	}
	b, err := json.Marshal(got)
	must(t, err)
	for _, secret := range []string{"MISNATI", v.who.NIK, v.who.NIK[:6] + "•"} {
		if strings.Contains(string(b), secret) {
			t.Errorf("%s shows %s", b, secret)
		}
	}
	found(e, "halo", kampung.CheckNoCode)
	found(e, r.Code[:60], kampung.CheckNoCode)
	found(e, strings.Repeat("A", 1<<17), kampung.CheckNoCode)
	// The page as it is printed, as a picture.
	pages, err := Pages(d, r, 150)
	must(t, err)
	photo := filepath.Join(t.TempDir(), "surat.png")
	f, err := os.Create(photo)
	must(t, err)
	must(t, png.Encode(f, pages[0]))
	must(t, f.Close())
	if again := found(e, photo, kampung.CheckAuthentic); again != got {
		t.Errorf("%+v, from its text %+v", again, got)
	}
	_, err = e.CheckLetter(filepath.Join(t.TempDir(), "tidak-ada.jpg"))
	says(t, err, "tidak ada")
	must(t, os.WriteFile(photo, []byte("bukan gambar"), 0o600))
	_, err = e.CheckLetter(photo)
	says(t, err, "bukan foto")
	// Its own desk knows what became of it.
	found(d, r.Code, kampung.CheckAuthentic)
	_, err = d.Advance(r.ID, kampung.StateCancelled, "salah orang")
	must(t, err)
	if got := found(d, r.Code, kampung.CheckCancelled); got.Number != r.Number {
		t.Errorf("%+v", got)
	}
}

func TestCheckLetterOfARevokedDevice(t *testing.T) {
	for day, want := range map[int]kampung.CheckOutcome{22: kampung.CheckRevoked, 23: kampung.CheckAuthentic, 24: kampung.CheckAuthentic} {
		v, d := newLinked(t)
		r := v.letterOf(d) // of the 23rd
		id, _, _, err := d.Device()
		must(t, err)
		must(t, d.Close())
		// The neighbouring village's desk gets the list on a stick.
		office := kampung.NewOffice(kampung.Region{Code: "35.10.05.2002", Name: "Sumbersewu", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "HADI CONTOH")
		e, _, err := Create(filepath.Join(t.TempDir(), "desa"), kampung.Setup{Office: office, Password: "kopi pahit pagi", Account: kampung.Account{Login: "admin", Name: "RINI CONTOH", Role: kampung.RoleAdmin}}, testNow)
		must(t, err)
		code, err := v.hub.EnrolCode(t.Context(), office.Village)
		must(t, err)
		must(t, e.Enrol(t.Context(), v.server.URL, code))
		then, err := hub.Open(filepath.Join(v.dir, "hub"), hub.WithClock(func() time.Time { return time.Date(2026, 11, day, 16, 0, 0, 0, kampung.WIB) }))
		must(t, err)
		must(t, then.RevokeAt(t.Context(), id, 2))
		must(t, then.Close())
		stick := t.TempDir()
		if _, err := e.Export(stick); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Import(v.answer(stick)); err != nil {
			t.Fatal(err)
		}
		got, err := e.CheckLetter(r.Code)
		if err != nil || got.Outcome != want || !strings.Contains(got.Head+got.Text, fmt.Sprintf("%d November 2026", day)) || got.Number != r.Number {
			t.Errorf("revoked on the %d.: %+v %v, want %s", day, got, err, want)
		}
		must(t, e.Close())
	}
}
