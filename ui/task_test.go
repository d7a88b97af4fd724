package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestLongWorkCountsAndIsCalledOff: the card counts while the work runs; Escape
// calls it off and nothing has changed; the second run goes through.
func TestLongWorkCountsAndIsCalledOff(t *testing.T) {
	s := newStage(t, true).unlock()
	k := s.clerk
	s.desk.plan = kampung.ImportPlan{New: 1200}
	imp := s.u.frame.importer
	s.u.show(imp)
	imp.m = importModel{Path: "penduduk.xlsx", Plan: s.desk.plan, Planned: true}
	imp.show()
	n, saw := 0, ""
	s.desk.during = func() {
		if n++; n == 700 {
			saw = strings.Join(k.Texts(), "\n")
			k.Key(fyne.KeyEscape)
		}
	}
	before := s.desk.Residents()
	imp.Save()
	if !strings.Contains(saw, "Memeriksa: 640 dari 1.200 penduduk") || !strings.Contains(saw, "Mengimpor penduduk") {
		t.Fatalf("while it runs the screen says:\n%s", saw)
	}
	k.Sees("Dibatalkan. Tidak ada penduduk yang disimpan atau berubah.").SeesNot("Mengimpor penduduk")
	if n > 800 || s.desk.Residents() != before {
		t.Fatal(n, s.desk.Residents())
	}
	s.desk.during = nil
	k.Tap("Simpan").Sees("1.200 penduduk sudah tersimpan.")
	k.Key(fyne.KeyEscape).Sees("Penduduk")
}

// TestExportsThatAreCalledOff leave no file, or say which are whole.
func TestExportsThatAreCalledOff(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k, dir := s.clerk, t.TempDir()
	s.desk.during = func() { k.Key(fyne.KeyEscape) }
	path := filepath.Join(dir, "buku.xlsx")
	s.u.saveBook(kampung.Book{Title: "Buku Agenda"}, ".xlsx")
	k.Type("Nama berkas atau alamatnya", path).Enter().Sees("Dibatalkan. Tidak ada berkas yang ditulis.")
	if _, err := os.Stat(path); err == nil {
		t.Fatal("a file is left")
	}
	zip := filepath.Join(dir, "penduduk.zip")
	k.Shortcut(fyne.Key3).Tap("Untuk OpenDK").Sees("berisi NIK seluruh penduduk dan tidak disegel").Tap("Pilih tempatnya")
	k.Type("Nama berkas atau alamatnya", zip).Enter().Sees("Dibatalkan. Tidak ada berkas yang ditulis.")
	if _, err := os.Stat(zip); err == nil {
		t.Fatal("a file is left")
	}
	s.desk.during = nil
	k.Tap("Untuk OpenDK").Tap("Pilih tempatnya").Type("Nama berkas atau alamatnya", zip).Enter().Sees("200 penduduk tersimpan di " + zip)
	s.desk.during = func() { k.Key(fyne.KeyEscape) }
	s.desk.status.Enrolled = true
	k.Shortcut(fyne.Key4)
	s.u.frame.link.toStick()
	k.Type("Folder", dir).Enter().Sees("Dibatalkan. 1 berkas sudah utuh di USB")
}

// TestReadingAStickCountsAndIsCalledOff: what was taken in by then is told and
// stays; the second time all of it comes. The same at the door of a second PC.
func TestReadingAStickCountsAndIsCalledOff(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	s.desk.status.Enrolled = true
	k, n, saw := s.clerk, 0, ""
	stop := func() {
		if n++; n == 3 {
			saw = strings.Join(k.Texts(), "\n")
			k.Key(fyne.KeyEscape)
		}
	}
	s.desk.during = stop
	k.Shortcut(fyne.Key4).Tap("Ambil dari USB").Type("Folder", s.dir).Enter()
	k.Sees("Dibatalkan. 7 catatan diterima kabupaten. Yang sudah diambil tetap tersimpan; sisanya ikut kalau USB yang sama dibaca lagi.")
	if !strings.Contains(saw, "Membaca: 400 dari 1.200 catatan") || n != 3 {
		t.Fatalf("after %d bundles the screen says:\n%s", n, saw)
	}
	s.desk.during = nil
	k.Tap("Ambil dari USB").Type("Folder", s.dir).Enter().Sees("12 catatan diterima kabupaten.")

	s = newStage(t, false)
	joinTyped(s, "benar")
	k, n, saw = s.clerk, 0, ""
	k.Tap("Sambungkan")
	s.desk.during = stop
	k.Tap("Ambil dari USB").Type("Folder", s.dir).Enter().Sees("Dibatalkan. 7 catatan diterima kabupaten.").Sees("Menunggu izin dari kantor")
	s.desk.during = nil
	k.Tap("Ambil dari USB").Type("Folder", s.dir).Enter().Sees("USB sudah dibaca; masih ada yang belum sampai.")
}

// TestClosingWhileWorkRuns asks first, and then calls the work off.
func TestClosingWhileWorkRuns(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	asked, closed := "", false
	s.desk.during = func() {
		if asked == "" {
			s.u.close()
			asked = strings.Join(k.Texts(), "\n")
			k.Key(fyne.KeyEscape) // goes on
			s.u.callOffAll()
		}
	}
	s.u.frame.settings.open("cadangan")
	s.u.show(s.u.frame.settings)
	k.Tap("Cadangkan sekarang").Type("Folder", t.TempDir()).Enter().Enter().Sees("Dibatalkan. Cadangan sebelumnya tetap utuh")
	if !strings.Contains(asked, "“Mencadangkan data kantor” belum selesai") {
		t.Fatalf("asked:\n%s", asked)
	}
	s.desk.during = nil
	k.Tap("Cadangkan sekarang").Type("Folder", t.TempDir()).Enter().Enter().Sees("Cadangan diuji hari ini 09.31").Sees("200 rekaman dan 4 lampiran")
	k.Shortcut(fyne.Key1).Sees("Cadangan diuji hari ini")
	s.u.win.SetOnClosed(func() { closed = true })
	s.u.close()
	if !closed || len(s.u.tasks) != 0 {
		t.Fatal("the window does not close")
	}
}
