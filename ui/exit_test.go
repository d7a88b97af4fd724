package ui

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// What becomes of a text that is half typed when its screen is left.
type fate int

const (
	fateNone   fate = iota // nothing is typed
	fateSearch             // a question to the program; nobody misses it
	fateDraft              // kept as a draft
	fateAsks               // asked about before it is thrown away
	fateStays              // waits on its screen; only closing the desk asks
)

// exitRow is a screen: how a clerk comes to it, what is half typed there, and
// where Escape leads.
type exitRow struct {
	name  string
	typ   string // its type in the sources
	reach func(s *stage)
	sees  string
	label string // of the field that is half typed, or ""
	text  string
	fate  fate
	back  string // words of the button that leads back, or ""
	esc   string // in exitPlaces; "" for a screen that Escape does not leave
}

// exitPlaces are where ways out lead.
var exitPlaces = map[string]struct {
	screen func(f *frame) screen
	sees   string
}{
	"home":      {func(f *frame) screen { return f.home }, "Perlu dikerjakan"},
	"list":      {func(f *frame) screen { return f.list }, "Periksa surat"},
	"residents": {func(f *frame) screen { return f.residents }, "Tambah penduduk"},
	"letters":   {func(f *frame) screen { return f.letters }, "Surat"},
	"book":      {func(f *frame) screen { return f.book }, "Surat masuk: Nomor"},
	"report":    {func(f *frame) screen { return f.report }, "Laporan pelayanan"},
	"link":      {func(f *frame) screen { return f.link }, "Kirim ke kabupaten"},
	"settings":  {func(f *frame) screen { return f.settings }, "Akun petugas"},
	"person":    {func(f *frame) screen { return f.person }, "Jati diri"},
	"form":      {func(f *frame) screen { return f.form }, "Simpan saja"},
}

// exitRail are the keys of the rail with where they lead.
var exitRail = []struct {
	key   fyne.KeyName
	place string
}{{fyne.Key1, "home"}, {fyne.Key2, "list"}, {fyne.Key3, "residents"}, {fyne.KeyU, "letters"}, {fyne.KeyB, "book"}, {fyne.KeyR, "report"}, {fyne.Key4, "link"}, {fyne.Key5, "settings"}}

// rail is a way to a screen: a key of the rail, then buttons.
func rail(key fyne.KeyName, taps ...string) func(*stage) {
	return func(s *stage) {
		s.clerk.Shortcut(key)
		for _, words := range taps {
			s.clerk.Tap(words)
		}
	}
}

// toPerson is the way to a resident's page, then buttons on it.
func toPerson(taps ...string) func(*stage) {
	return func(s *stage) {
		s.clerk.Shortcut(fyne.Key3).Type("Cari penduduk", "slamet").Enter().Enter().Sees("Jati diri")
		for _, words := range taps {
			s.clerk.Tap(words)
		}
	}
}

// exitRows are all screens behind the door.
func exitRows() []exitRow {
	rows := []exitRow{
		{name: "beranda", typ: "homeScreen", reach: rail(fyne.Key1), sees: "Perlu dikerjakan"},
		{name: "permohonan baru", typ: "formScreen", reach: rail(fyne.KeyN, "Orang di luar daftar penduduk"), sees: "Simpan saja",
			label: "Nama lengkap", text: "PAIJO CONTOH", fate: fateDraft, esc: "home"},
		{name: "daftar permohonan", typ: "listScreen", reach: rail(fyne.Key2), sees: "Periksa surat", label: "Saring", text: "sku", fate: fateSearch, esc: "home"},
		{name: "surat", typ: "letterScreen", reach: rail(fyne.KeyU), sees: "Daftar nomor surat", label: "Saring", text: "sku", fate: fateSearch, esc: "home"},
		{name: "periksa surat", typ: "checkScreen", reach: rail(fyne.Key2, "Periksa surat"), sees: "Tidak perlu sambungan.",
			label: "Tulisan dari kode QR", text: "SK1/x", fate: fateSearch, back: "Ke daftar", esc: "list"},
		{name: "rincian", typ: "detailScreen", reach: func(s *stage) { s.clerk.Shortcut(fyne.Key1).Enter() }, sees: "Perjalanan permohonan", esc: "list"},
		{name: "penduduk", typ: "residentsScreen", reach: rail(fyne.Key3), sees: "Tambah penduduk", label: "Cari penduduk", text: "slamet", fate: fateSearch, esc: "home"},
		{name: "data penduduk", typ: "personScreen", reach: toPerson(), sees: "Jati diri", back: "Ke daftar", esc: "residents"},
		{name: "ubah penduduk", typ: "personScreen", reach: toPerson(), sees: "Jati diri", label: "Nama lengkap", text: "SLAMET BARU", fate: fateAsks, back: "Ke daftar", esc: "residents"},
		{name: "penduduk baru", typ: "personScreen", reach: rail(fyne.Key3, "Tambah penduduk"), sees: "Penduduk baru",
			label: "Nama lengkap", text: "TUMINI CONTOH", fate: fateAsks, back: "Ke daftar", esc: "residents"},
		{name: "asal pendatang", typ: "personScreen", reach: rail(fyne.Key3, "Tambah penduduk"), sees: "Penduduk baru",
			label: "Pindah dari", text: "Desa Contoh, Jember", fate: fateAsks, back: "Ke daftar", esc: "residents"},
		{name: "peristiwa", typ: "eventScreen", reach: toPerson("Peristiwa"), sees: "Yang akan berubah", label: "Keterangan", text: "atas laporan RT",
			fate: fateAsks, back: "Ke data penduduk", esc: "person"},
		{name: "riwayat", typ: "historyScreen", reach: toPerson("Riwayat"), sees: "Ke data penduduk", back: "Ke data penduduk", esc: "person"},
		{name: "gabungkan", typ: "mergeScreen", reach: toPerson("Gabungkan"), sees: "Data yang terbuka ini tetap dipakai", label: "Data kedua", text: "poni",
			fate: fateSearch, back: "Ke data penduduk", esc: "person"},
		{name: "impor", typ: "importScreen", reach: rail(fyne.Key3, "Impor"), sees: "Impor penduduk", back: "Ke daftar", esc: "residents"},
		{name: "buku", typ: "bookScreen", reach: rail(fyne.KeyB), sees: "Surat masuk: Nomor", esc: "home"},
		{name: "surat masuk", typ: "mailScreen", reach: rail(fyne.KeyB, "Surat masuk"), sees: "Surat masuk baru", label: "Pengirim", text: "Kecamatan Contoh",
			fate: fateStays, back: "Ke buku", esc: "book"},
		{name: "penduduk sementara", typ: "visitorScreen", reach: rail(fyne.KeyB, "Penduduk sementara"), sees: "Penduduk sementara baru", label: "Maksud kedatangan",
			text: "bekerja di gudang", fate: fateStays, back: "Ke buku", esc: "book"},
		{name: "laporan", typ: "reportScreen", reach: rail(fyne.KeyR), sees: "Laporan pelayanan", esc: "home"},
		{name: "kepuasan", typ: "surveyScreen", reach: rail(fyne.KeyR, "Kepuasan masyarakat"), sees: "Ketik lembar yang sudah diisi", label: "Sembilan jawaban",
			text: "33443", fate: fateStays, back: "Ke laporan", esc: "report"},
		{name: "kirim", typ: "linkScreen", reach: rail(fyne.Key4), sees: "Kirim ke kabupaten", label: "Kode pendaftaran", text: "AB12-CD", fate: fateStays, esc: "home"},
		{name: "template", typ: "templateScreen", reach: rail(fyne.Key5, "Template surat"), sees: "Sisipkan isian ke isi surat", label: "Ditujukan ke",
			text: "Camat Contoh", fate: fateAsks, esc: "settings"},
		{name: "nomor surat", typ: "numberScreen", reach: rail(fyne.Key2, "Daftar nomor surat"), sees: "Catat surat di kertas", back: "Ke daftar", esc: "list"},
		{name: "dipilih", typ: "clashScreen", reach: func(s *stage) { s.clerk.Shortcut(fyne.KeyK).Keys("data yang perlu dipilih").Enter() }, sees: "Dua komputer mengubah isian ini", esc: "home"},
	}
	return append(rows, exitSettings()...)
}

// exitSettings are the parts of the settings.
func exitSettings() (rows []exitRow) {
	typed := map[string][2]string{"kantor": {"Surel", "desa@contoh.invalid"}, "nomor": {"Kode unit dari kabupaten", "429.9"}, "pejabat": {"NIP atau NIPD", "19800101"},
		"standar": {"Jaminan pelayanan", "Kami melayani."}, "akun": {"Nama petugas", "Dwi Contoh"}, "sandi": {"Kata sandi baru", "rahasia"}}
	for _, part := range settingsParts() {
		r := exitRow{name: "pengaturan " + part.Key, typ: "settingsScreen", reach: rail(fyne.Key5, part.Title), sees: part.Title, esc: "home"}
		if half, ok := typed[part.Key]; ok {
			r.label, r.text, r.fate = half[0], half[1], fateAsks
		}
		rows = append(rows, r)
	}
	return rows
}

// exitElsewhere are the screens at the door and the turned one; their ways out
// have tests of their own in exit_door_test.go.
var exitElsewhere = []string{"doorScreen", "setupScreen", "joinScreen", "restoreScreen", "waitScreen", "pollScreen"}

// TestEveryScreenIsLeft fails when a screen is made that this table does not
// know.
func TestEveryScreenIsLeft(t *testing.T) {
	known := slices.Clone(exitElsewhere)
	for _, r := range exitRows() {
		known = append(known, r.typ)
	}
	found := 0
	for name, f := range sources(t, ".") {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Name.Name != "Body" {
				continue
			}
			star, ok := fn.Recv.List[0].Type.(*ast.StarExpr)
			if !ok {
				t.Errorf("%s: a screen that is no pointer", name)
				continue
			}
			found++
			if typ := star.X.(*ast.Ident).Name; !slices.Contains(known, typ) {
				t.Errorf("%s: nobody has tried the ways out of %s; add it to exitRows", name, typ)
			}
		}
	}
	if found < 25 {
		t.Fatalf("only %d screens found", found)
	}
}

// written is all that the desk holds but drafts.
func (d *memDesk) written() string {
	return fmt.Sprint(d.requests, d.people, d.ledger.mails, d.ledger.guests, d.ledger.events, d.notes, d.surveys.all, d.office, d.accounts,
		d.passwords, d.wrote, d.settled, d.letIn, d.printed, d.backup, d.synced, d.traffic.Limit, d.status.Enrolled, d.asked)
}

// sound fails when a box or list is left behind, the keyboard is nowhere, or
// something went wrong.
func (s *stage) sound(t *testing.T) {
	t.Helper()
	s.clerk.Wait()
	u := s.u
	if u.modal != nil || u.win.Canvas().Overlays().Top() != nil {
		t.Errorf("a box is left behind: %q", s.clerk.Texts())
	}
	if len(u.float.Objects) > 0 {
		t.Error("a list is left behind")
	}
	if label, seen := s.clerk.FocusInSight(); !seen && u.cur.First() != nil {
		t.Errorf("the keyboard is at %q, which is not in sight", label)
	}
	if len(s.logged) > 0 {
		t.Errorf("went wrong: %v", s.logged)
	}
	if u.frame != nil && u.desk != nil && u.locked == nil && !strings.Contains(u.win.Title(), "Sumberberas") {
		t.Errorf("the title says %q", u.win.Title())
	}
}

// arrived fails unless a place is up, sound and marked in the rail.
func (s *stage) arrived(t *testing.T, place string) {
	t.Helper()
	p := exitPlaces[place]
	s.clerk.Sees(p.sees).SeesNot("Belum berhasil").SeesNot("Belum disimpan")
	if s.u.cur != p.screen(s.u.frame) {
		t.Fatalf("%T is up, not %s", s.u.cur, place)
	}
	s.sound(t)
	for _, e := range s.u.frame.rail {
		if e.screen == s.u.cur && !e.button.Chosen {
			t.Errorf("%s is not marked in the rail", place)
		}
	}
}

// exitStage is an office with something on every screen.
func exitStage(t *testing.T) *stage {
	s := newStage(t, true).unlock().fill()
	s.u.env.Pages = nil // drawing letters takes most of the time
	s.desk.drafts = map[string]kampung.Draft{}
	s.desk.clashes = clashes0()
	s.desk.tell(kampung.Change{Requests: []string{"p001"}, Drafts: true})
	s.clerk.Wait()
	return s
}
