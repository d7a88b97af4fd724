package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// The office writes its own complaints desk once for all services, and prints
// the sheets for the notice board.
func TestServiceStandardInTheWindow(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k, u := s.clerk, s.u
	u.show(u.frame.settings)
	k.Tap("Standar pelayanan").Sees("Lembar untuk papan pengumuman")
	before := k.Value("Jumlah pelaksana")
	if before == "" {
		t.Fatal("the program's own text is not shown")
	}
	k.Type("Penanganan pengaduan, saran dan masukan", strings.Repeat("x", 2001)).Shortcut(fyne.KeyS).Wait()
	if s.desk.office.Standard != (kampung.Standard{}) {
		t.Error("too long a text was kept")
	}
	k.Type("Penanganan pengaduan, saran dan masukan", "Ke Bu Sari, loket 2.").Shortcut(fyne.KeyS).Sees("Tersimpan")
	if got := s.desk.office.Standard; got != (kampung.Standard{Complaints: "Ke Bu Sari, loket 2."}) {
		t.Errorf("%+v", got)
	}
	k.Type("Penanganan pengaduan, saran dan masukan", "").Shortcut(fyne.KeyS).Wait()
	if got := s.desk.office.Standard; got != (kampung.Standard{}) {
		t.Errorf("%+v", got)
	}
	path := filepath.Join(s.dir, "standar")
	k.Type("Layanan", "SKU").Enter().Tap("Simpan PDF").Type("Nama berkas atau alamatnya", path).Enter().Sees("Tersimpan")
	if got, err := os.ReadFile(path + ".pdf"); err != nil || string(got) != "standar sku" {
		t.Errorf("%q, %v", got, err)
	}
	k.Key(fyne.KeyEscape).Sees("Perlu dikerjakan")
}
