package ui

import (
	"go/ast"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// exitBox is a box over a screen: how a clerk opens it, what is half typed in
// it, and the button that puts it away.
type exitBox struct {
	name  string
	by    string // the function that opens it
	reach func(s *stage)
	sees  string
	label string
	text  string
	form  bool // of several fields: Escape asks before they are thrown away
	shut  string
}

// toRequest is the way to somebody's newest request, then buttons on it.
func toRequest(who string, taps ...string) func(*stage) {
	return func(s *stage) {
		s.clerk.Shortcut(fyne.Key2).Type("Saring", who).Enter().Enter().Sees("Perjalanan permohonan")
		for _, words := range taps {
			s.clerk.Tap(words)
		}
	}
}

// picture is a scan in the stage's folder.
func (s *stage) picture() string {
	path := filepath.Join(s.dir, "KTP contoh.png")
	f, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	if err := png.Encode(f, image.NewGray(image.Rect(0, 0, 300, 200))); err != nil {
		panic(err)
	}
	return path
}

// exitBoxes are all boxes.
func exitBoxes() []exitBox {
	return []exitBox{
		{name: "pertanyaan", by: "ask", reach: rail(fyne.Key5, "Penanda tangan", "DWI LESTARI CONTOH, S.E. · Sekretaris Desa · a.n.", "Hapus dari daftar"),
			sees: "Surat yang sudah dibuat tidak berubah.", shut: "Batal"},
		{name: "alasan", by: "askText", reach: toRequest("misnati", "Lainnya", "Tolak"), sees: "Permohonan kembali ke petugas", label: "Alasan", text: "KK belum ada", shut: "Batal"},
		{name: "catatan", by: "askText", reach: toRequest("misnati", "Lainnya", "Tulis catatan"), sees: "Catatan untuk petugas lain", label: "Catatan", text: "KK menyusul", shut: "Batal"},
		{name: "keterangan", by: "tell", reach: func(s *stage) { toRequest("misnati")(s); s.clerk.Shortcut(fyne.KeyP) }, sees: "Surat dicetak setelah disetujui.", shut: "Tutup"},
		{name: "bantuan", by: "help", reach: func(s *stage) { s.clerk.Shortcut(fyne.Key3).Key(fyne.KeyF1) }, sees: "Tombol di semua halaman", shut: "Tutup"},
		{name: "pilih berkas", by: "choose", reach: rail(fyne.KeyR, "Simpan PDF"), sees: "Nama berkas atau alamatnya", shut: "Batal"},
		{name: "lampiran", by: "pickFile", reach: toRequest("misnati", "Lainnya", "Tambah lampiran"), sees: "Pilih sekali folder tempat pemindai menyimpan", shut: "Batal"},
		{name: "lampirkan sebagai", by: "askAttach", reach: func(s *stage) { toRequest("misnati")(s); s.u.dropFiles([]string{s.picture()}) }, sees: "Lampirkan sebagai apa?", shut: "Batal"},
		{name: "gambar", by: "see", reach: func(s *stage) {
			toRequest("misnati")(s)
			s.u.frame.detail.attach("ktp", []string{s.picture()})
			s.clerk.Tap("Lihat")
		}, sees: "Buka dengan program lain", shut: "Tutup"},
		{name: "hasil", by: "tellBatch", reach: func(s *stage) {
			s.clerk.Shortcut(fyne.Key2)
			s.u.frame.list.rows.list.TypedShortcut(&fyne.ShortcutSelectAll{})
			s.clerk.Tap("Serahkan").Enter()
		}, sees: "surat diserahkan", shut: "Tutup"},
		{name: "atur cetak", by: "open", reach: func(s *stage) {
			s.u.env.Printers = func() []string { return []string{"KantorDesa"} }
			toRequest("anindya", "Lainnya", "Atur cetak · Ctrl+Shift+P")(s)
		}, sees: "Diingat untuk", shut: "Batal"},
		{name: "izin", by: "letIn", reach: func(s *stage) {
			if len(s.desk.devices) < 2 {
				s.desk.devices = append(s.desk.devices, kampung.Device{ID: "d2", Mark: "B", Code: "0BAD-CAFE-1234"})
			}
			rail(fyne.Key5, "Komputer di kantor ini", "Izinkan")(s)
		}, sees: "Cocokkan kode", shut: "Tidak sama"},
		{name: "surat di kertas", by: "ask", reach: rail(fyne.Key2, "Daftar nomor surat", "Catat surat di kertas"), sees: "Nomor lengkap di kertas",
			label: "Untuk siapa", text: "Bu Contoh", form: true, shut: "Batal"},
		{name: "pesan nomor", by: "ask", reach: rail(fyne.Key2, "Daftar nomor surat", "Pesan nomor"), sees: "Berapa nomor berikutnya",
			label: "Siapa yang meminta", text: "Kadus Contoh", form: true, shut: "Batal"},
		{name: "alamat", by: "askAddress", reach: func(s *stage) { s.desk.status.Enrolled = true; rail(fyne.Key4, "Kirim sekarang")(s) }, sees: "Meja ini terdaftar lewat USB",
			label: "Alamat kabupaten", text: "https://contoh.invalid", shut: "Batal"},
		{name: "batas data", by: "ask", reach: rail(fyne.Key4, "Atur"), sees: "Batas data sebulan", label: "Batas sebulan dalam MB", text: "50", shut: "Batal"},
	}
}

// exitBoxElsewhere open a box at moments of their own: at the door, see
// TestWaysOutOfTheDoor, and while many rows are worked on, see
// TestBatchStopsBetweenRows.
var exitBoxElsewhere = []string{"tellStopped", "steps"}

// TestEveryBoxIsLeft fails when a box is made that this table does not know.
func TestEveryBoxIsLeft(t *testing.T) {
	known := slices.Clone(exitBoxElsewhere)
	for _, b := range exitBoxes() {
		known = append(known, b.by)
	}
	found := 0
	for name, f := range sources(t, ".") {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) != 2 {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if x, named := selName(sel); ok && named && sel.Sel.Name == "open" && x == "u" {
					found++
					if !slices.Contains(known, fn.Name.Name) {
						t.Errorf("%s: nobody has tried the ways out of the box of %s; add it to exitBoxes", name, fn.Name.Name)
					}
				}
				return true
			})
		}
	}
	if found < 15 {
		t.Fatalf("only %d boxes found", found)
	}
}

// selName is what stands before the last dot: u in u.open and in s.u.open.
func selName(sel *ast.SelectorExpr) (string, bool) {
	if sel == nil {
		return "", false
	}
	switch x := sel.X.(type) {
	case *ast.Ident:
		return x.Name, true
	case *ast.SelectorExpr:
		return x.Sel.Name, true
	}
	return "", false
}

// exitBoxWalk takes one box's ways out, one after another.
type exitBoxWalk struct {
	*exitBox
	t       *testing.T
	s       *stage
	below   screen
	written string
}

// TestWaysOutOfBoxes takes every way out of every box, with a text half typed
// where one can be.
func TestWaysOutOfBoxes(t *testing.T) {
	for _, b := range exitBoxes() {
		t.Run(b.name, func(t *testing.T) {
			w := &exitBoxWalk{exitBox: &b, t: t, s: exitStage(t)}
			w.comes()
			w.escape()
			w.gone()
			w.comes()
			w.s.clerk.Tap(w.shut)
			w.gone()
			w.comes()
			w.holds()
			w.closes()
		})
	}
}

// comes opens the box and types half of something.
func (w *exitBoxWalk) comes() {
	w.t.Helper()
	w.reach(w.s)
	w.s.clerk.Sees(w.sees)
	if label, seen := w.s.clerk.FocusInSight(); !seen {
		w.t.Errorf("the keyboard is at %q", label)
	}
	if w.label != "" {
		w.s.clerk.Type(w.label, w.text)
	}
	w.below, w.written = w.s.u.cur, w.s.desk.written()
}

// there fails unless the box is up, with what was typed.
func (w *exitBoxWalk) there() {
	w.t.Helper()
	k := w.s.clerk
	k.Sees(w.sees)
	if _, seen := k.FocusInSight(); !seen || w.label != "" && k.Value(w.label) != w.text {
		w.t.Errorf("the box came back otherwise: keyboard in sight %v", seen)
	}
}

// gone fails unless the screen below is up, as it was.
func (w *exitBoxWalk) gone() {
	w.t.Helper()
	w.s.clerk.SeesNot(w.sees).SeesNot("Belum disimpan")
	w.s.sound(w.t)
	if w.s.u.cur != w.below || w.s.desk.written() != w.written {
		w.t.Errorf("%T is under the box, was %T; written: %v", w.s.u.cur, w.below, w.s.desk.written() != w.written)
	}
}

// escape presses Escape; a form of several fields asks first.
func (w *exitBoxWalk) escape() {
	k := w.s.clerk
	k.Key(fyne.KeyEscape)
	if w.form {
		k.Sees("Belum disimpan").Tap("Batal").SeesNot("Belum disimpan")
		w.there()
		k.Key(fyne.KeyEscape).Tap("Tinggalkan")
	}
}

// holds tries the shortcuts, which lead nowhere, and the lock, which gives the
// box back.
func (w *exitBoxWalk) holds() {
	w.t.Helper()
	k := w.s.clerk
	for _, way := range exitRail {
		k.Shortcut(way.key)
	}
	k.Shortcut(fyne.KeyN).Shortcut(fyne.KeyK).Shortcut(fyne.KeyS)
	w.there()
	k.Shortcut(fyne.KeyL).Sees("Layar terkunci").SeesNot(w.sees).Keys(testPassword).Enter()
	w.there()
	if w.s.u.cur != w.below || w.s.desk.written() != w.written {
		w.t.Errorf("%T is under the box, was %T", w.s.u.cur, w.below)
	}
}

// closes ends the program over the box.
func (w *exitBoxWalk) closes() {
	w.t.Helper()
	k, closed := w.s.clerk, false
	w.s.u.win.SetOnClosed(func() { closed = true })
	k.Shortcut(fyne.KeyQ)
	if w.label != "" {
		k.Sees("Belum disimpan").Sees("Isian di kotak yang terbuka belum disimpan.").Tap("Batal")
		w.there()
		k.Shortcut(fyne.KeyQ).Tap("Tinggalkan dan tutup")
	}
	if !closed || !w.s.desk.locked || len(w.s.logged) > 0 {
		w.t.Errorf("closed %v, locked %v, %v", closed, w.s.desk.locked, w.s.logged)
	}
}

// TestABoxLeftByTheLock: who opens the desk instead finds no box of another's.
func TestABoxLeftByTheLock(t *testing.T) {
	s := exitStage(t)
	k := s.clerk
	toRequest("misnati", "Lainnya", "Tolak")(s)
	k.Type("Alasan", "KK belum ada").Shortcut(fyne.KeyL).Tap("Ganti petugas").Sees("sekali lagi").SeesNot("KK belum ada")
	k.Tap("Ganti petugas").Sees("Nama pengguna")
	s.unlock().arrived(t, "home")
	if s.desk.requests["p001"].State == kampung.StateRefused {
		t.Fatal("the request was refused by nobody")
	}
}

// TestChangingHandsFromTheMenu asks about what waits on another page.
func TestChangingHandsFromTheMenu(t *testing.T) {
	s := exitStage(t)
	k := s.clerk
	rail(fyne.KeyB, "Surat masuk")(s)
	k.Type("Pengirim", "Kecamatan Contoh").Shortcut(fyne.Key1)
	k.Tap("Siti Contoh · admin").Tap("Ganti petugas").Sees("Surat masuk yang sedang diisi belum disimpan.").Tap("Batal")
	s.arrived(t, "home")
	k.Tap("Siti Contoh · admin").Tap("Ganti petugas").Tap("Tinggalkan").Sees("Nama pengguna")
	s.unlock()
	rail(fyne.KeyB, "Surat masuk")(s)
	if got := k.Value("Pengirim"); got != "" || len(s.desk.ledger.mails) > 0 {
		t.Errorf("the next clerk finds %q, %d recorded", got, len(s.desk.ledger.mails))
	}
}

// TestClosingALockedWindow: nothing shows what is typed; who closes is told that
// something would be lost, and closes when they ask once more.
func TestClosingALockedWindow(t *testing.T) {
	s := exitStage(t)
	k := s.clerk
	closed := 0
	s.u.win.SetOnClosed(func() { closed++ })
	rail(fyne.KeyB, "Surat masuk")(s)
	k.Type("Pengirim", "Kecamatan Contoh").Shortcut(fyne.KeyL).Shortcut(fyne.KeyQ)
	k.Sees("Surat masuk yang sedang diisi belum disimpan. Tutup sekali lagi").SeesNot("Kecamatan Contoh")
	if closed > 0 {
		t.Fatal("it closed without a word")
	}
	k.Keys(testPassword).Enter()
	if got := k.Value("Pengirim"); got != "Kecamatan Contoh" {
		t.Fatalf("came back with %q", got)
	}
	k.Shortcut(fyne.KeyL).Shortcut(fyne.KeyQ).Shortcut(fyne.KeyQ).Shortcut(fyne.KeyQ)
	if closed != 1 || !s.desk.locked {
		t.Fatalf("closed %d times, locked %v", closed, s.desk.locked)
	}
}

// TestClosingWhileWorkRunsAndSomethingIsTyped asks about both.
func TestClosingWhileWorkRunsAndSomethingIsTyped(t *testing.T) {
	s := exitStage(t)
	k := s.clerk
	closed := false
	s.u.win.SetOnClosed(func() { closed = true })
	rail(fyne.KeyB, "Surat masuk")(s)
	k.Type("Pengirim", "Kecamatan Contoh")
	work := s.u.begin(tr("Mengimpor penduduk"), func() {})
	k.Shortcut(fyne.KeyQ).Sees("Masih ada pekerjaan").Shortcut(fyne.KeyQ).Tap("Batalkan dan tutup").Sees("Surat masuk yang sedang diisi belum disimpan.")
	if closed || work.off {
		t.Fatal("the work was called off before the second answer")
	}
	k.Tap("Batal").SeesNot("Belum disimpan")
	s.u.end(work)
	s.rest(time.Second)
	k.Shortcut(fyne.KeyQ).Tap("Tinggalkan dan tutup")
	if !closed {
		t.Fatal("it does not close")
	}
}
