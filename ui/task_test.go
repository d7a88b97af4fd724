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
	s.desk.status.Enrolled = true
	k.Shortcut(fyne.Key4)
	s.u.frame.link.toStick()
	k.Type("Folder", dir).Enter().Sees("Dibatalkan. 1 berkas sudah utuh di USB")
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
