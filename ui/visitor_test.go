package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestTemporaryResidentsInTheWindow records somebody who stays for a while, then
// that they left, and strikes a line through.
func TestTemporaryResidentsInTheWindow(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyB).Tap("Penduduk sementara").Sees("Belum ada penduduk sementara.")
	k.Shortcut(fyne.KeyS).Sees("Nama")
	if len(s.desk.ledger.guests) != 0 {
		t.Fatal("somebody without a name is kept")
	}
	k.Type("Nama lengkap", "dwi tamu").Type("Datang tanggal", "20112026").Type("Datang dari", "Jember").Type("Jenis kelamin", "Perempuan")
	k.Type("Pergi tanggal", "1-1-2026").Shortcut(fyne.KeyS).Sees("lebih dulu daripada tanggal datang")
	k.Type("Pergi tanggal", "").Shortcut(fyne.KeyS).Sees("Tersimpan").Sees("masih di sini").Sees("DWI TAMU")
	if v := s.desk.ledger.guests[0]; v.Sex != 2 || v.From != "Jember" || v.Arrived != (kampung.Date{Year: 2026, Month: 11, Day: 20}) {
		t.Fatalf("%+v", v)
	}
	f := s.u.frame.visitors
	f.m.Visitor = f.m.All[0]
	f.show()
	k.Type("Pergi tanggal", "22-11-2026").Shortcut(fyne.KeyS).Sees("22-11-2026").SeesNot("masih di sini")
	f.m.Visitor = f.m.All[0]
	f.show()
	k.Tap("Coret").Sees("Barisnya tetap di buku dengan coretan.").Type("Alasan", "salah catat").Enter().Sees("Dicoret: salah catat")
	if v := s.desk.ledger.guests[0]; v.Cancelled != "salah catat" || v.Left.IsZero() {
		t.Fatalf("%+v", v)
	}
	k.Key(fyne.KeyEscape).Sees("Surat masuk: Nomor")
}
