package ui

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"smartkampung/assets"
	"smartkampung/kampung"
	"smartkampung/kampung/letter"
	"smartkampung/ui/uitest"
)

// stage is a window over a memory in memory, and the clerk before it.
type stage struct {
	u      *UI
	desk   *memDesk
	office kampung.Office // that the desk was made with
	gate   *memGate
	clerk  *uitest.Clerk
	clock  *uitest.Clock
	now    time.Time
	opened []string
	logged []error
	dir    string
}

const testRecovery = "7G2K-9D4M-1XQ8-ZT5R-B0NW-6HJC-3FVY"

var regions0 = []kampung.Region{
	{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"},
	{Code: "35.10.16.1001", Name: "Sumberejo", Kecamatan: "Banyuwangi", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur", Kelurahan: true},
}

func newStage(t testing.TB, exists bool) *stage {
	return newStageSet(t, exists, func(fyne.Preferences) {})
}

func newStageSet(t testing.TB, exists bool, set func(fyne.Preferences)) *stage {
	t.Helper()
	s := &stage{now: now0, clock: &uitest.Clock{}, dir: t.TempDir()}
	s.desk = newMemDesk(t, func() time.Time { return s.now })
	s.office = s.desk.office
	s.gate = &memGate{desk: s.desk, exists: exists, recovery: testRecovery}
	if exists {
		s.gate.last = "siti"
	}
	app := test.NewTempApp(t)
	set(app.Preferences())
	env := Env{
		Now: func() time.Time { return s.now },
		Regions: func(q string, limit int) []kampung.Region {
			var out []kampung.Region
			for _, r := range regions0 {
				if strings.Contains(strings.ToLower(r.Name+" "+r.Kecamatan+" "+r.Code), strings.ToLower(q)) {
					out = append(out, r)
				}
			}
			return out
		},
		Pages:     testPages(t),
		Open:      func(path string) error { s.opened = append(s.opened, path); return nil },
		Places:    func() []Place { return []Place{{"Dokumen", s.dir}} },
		Sticks:    func() []Place { return nil },
		WriteFile: func(path string, b []byte) error { return os.WriteFile(path, b, 0o600) },
		Log:       func(err error) { s.logged = append(s.logged, err) },
		Space:     func() (int64, error) { return 41_000_000_000, nil },
		Version:   "1.0",
		Spawn:     func(f func()) { f() },
		After:     s.clock.After,
	}
	s.u = New(app, s.gate, env)
	s.u.win.Resize(fyne.NewSize(1366, 768))
	s.u.win.Show()
	s.clerk = uitest.New(t, s.u.win, s.clock)
	s.clerk.Wait()
	return s
}

var press0 *letter.Press

func testPages(t testing.TB) func(kampung.Service, kampung.Request, []byte, float64) ([]image.Image, error) {
	if press0 == nil {
		r, b, i, bi := assets.Serif()
		p, err := letter.New(letter.Faces{Regular: r, Bold: b, Italic: i, BoldItalic: bi})
		if err != nil {
			t.Fatal(err)
		}
		press0 = p
	}
	return PagesFrom(press0)
}

// unlock goes through the door.
func (s *stage) unlock() *stage {
	s.clerk.Type("Kata sandi", testPassword).Enter()
	return s
}

// fill brings residents and requests of some days.
func (s *stage) fill() *stage {
	for _, r := range people0() {
		if _, err := s.desk.SaveResident(r); err != nil {
			panic(err)
		}
	}
	add := func(ago time.Duration, who, service string, fields map[string]string, steps ...kampung.State) {
		s.now = now0.Add(-ago)
		r, err := s.desk.Record(kampung.Draft{ID: "x", Service: service, Applicant: kampung.PersonOf(s.desk.people[who]), Fields: fields, Shown: []string{"ktp", "kk"}})
		if err != nil {
			panic(err)
		}
		for _, st := range steps {
			s.now = s.now.Add(4 * time.Minute)
			reason := ""
			if kampung.NeedsReason(st) {
				reason = "Alamat usaha belum sesuai dengan KK. Mohon dilengkapi dengan pengantar RT."
			}
			if _, err := s.desk.Advance(r.ID, st, reason); err != nil {
				panic(err)
			}
		}
		s.now = now0
	}
	sku := map[string]string{"nama_usaha": "TOKO MAJU JAYA", "keperluan": "Pinjaman KUR mikro di bank"}
	add(19*time.Minute, "w001", "sku", sku)
	add(70*time.Minute, "w002", "domisili", map[string]string{"keperluan": "Melamar pekerjaan"}, kampung.StateVerified, kampung.StateApproved)
	add(26*time.Hour, "w003", "sku", sku, kampung.StateRefused)
	add(50*time.Hour, "w004", "sktm", map[string]string{"keperluan": "Keringanan biaya pengobatan"}, kampung.StateApproved, kampung.StatePrinted)
	for i := range 5 {
		add(time.Duration(i*23+3)*time.Hour, "w002", "skck", map[string]string{"keterangan": "Melamar pekerjaan"}, kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded)
	}
	s.desk.status.PendingRequests, s.desk.status.Oldest = 9, now0.Add(-74*time.Hour)
	s.desk.sync["p005"] = kampung.SyncReceived
	s.desk.sync["p006"] = kampung.SyncPacked
	s.desk.drafts["d1"] = kampung.Draft{ID: "d1", Service: "sktm", Applicant: kampung.Person{Name: "ANINDYA PUTRI KUSUMANINGRUM WIJAYANTI"}, At: now0.Add(-9 * time.Minute), By: "siti"}
	s.desk.tell(kampung.Change{Requests: []string{"p001"}, Residents: true, Sync: true, Drafts: true})
	s.clerk.Wait()
	return s
}

func plan0() kampung.ImportPlan {
	p := kampung.ImportPlan{New: 486, Changed: 9, Unchanged: 2, Refused: 3, Problems: []kampung.RowProblem{
		{Row: 14, Column: "nik", Reason: "NIK sudah dibulatkan oleh Excel. Ubah kolomnya menjadi teks lalu ketik lagi 16 angkanya."},
		{Row: 87, Column: "tanggallahir", Reason: "31 Februari tidak ada."},
		{Row: 203, Column: "", Reason: "Orang ini sudah ada di baris 41 berkas yang sama. Hapus salah satu baris."},
	}}
	return p
}

func (s *stage) file(name string) string {
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte("contoh"), 0o600); err != nil {
		panic(err)
	}
	return path
}
