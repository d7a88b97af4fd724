package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

func restoreStage(t *testing.T, exists bool) *stage {
	s := newStage(t, exists)
	s.gate.content = kampung.BackupContent{At: now0.Add(-26 * time.Hour), Last: now0.Add(-27 * time.Hour), Scans: 12, Records: 900, Requests: 321, Residents: 4012}
	return s
}

// chosen goes to the restore and chooses a folder.
func (s *stage) chosen() {
	s.clerk.Tap("Pulihkan dari cadangan").Tap("Pilih folder cadangan").Type("Folder", s.dir).Enter()
}

// TestRestoreAtTheFirstRun: what the backup holds is shown before anything is
// written, and the door of its office comes up.
func TestRestoreAtTheFirstRun(t *testing.T) {
	s := restoreStage(t, false)
	k := s.clerk
	k.Sees("Ada cadangan di USB atau disk lain?")
	s.chosen()
	k.Sees("Sumberberas").Sees("1,4 MB, 12 lampiran; selebihnya tersegel").SeesNot("4.012 penduduk").SeesNot("Pulihkan kantor ini")
	if k.Focused() != "Nama pengguna" {
		t.Fatalf("the keyboard is at %q", k.Focused())
	}
	k.Tap("Periksa isinya").Sees("Isi nama pengguna.").Sees("Isi kata sandi.")
	k.Type("Nama pengguna", "siti").Type("Kata sandi", "salah sekali").Enter().Sees("Nama pengguna atau kata sandi belum cocok.").SeesNot("4.012 penduduk")
	k.Type("Kata sandi", testPassword).Enter().Sees("321 permohonan, 4.012 penduduk, 12 lampiran").Sees("Desa Sumberberas").Sees("Semua catatan terbaca dan utuh.")
	if s.gate.restored != 0 || s.gate.exists {
		t.Fatal("looking restored something")
	}
	k.Tap("Pulihkan kantor ini").Sees("Kantor sudah dipulihkan dari cadangan kemarin").Sees("Lupa kata sandi").SeesNot("disimpan di")
	k.Type("Nama pengguna", "siti").Type("Kata sandi", testPassword).Enter().Sees("Perlu dikerjakan")
	s.u.lock()
	k.SeesNot("Kantor sudah dipulihkan")
}

// TestRestoreOverAnOffice asks first, and says where the old one is kept.
func TestRestoreOverAnOffice(t *testing.T) {
	s := restoreStage(t, true)
	k := s.clerk
	s.chosen()
	k.Tap("Pakai kunci pemulihan")
	if k.Focused() != "Kunci pemulihan" {
		t.Fatalf("the keyboard is at %q", k.Focused())
	}
	k.Keys("7G2K").Enter().Sees("Periksa lagi tujuh kelompok huruf")
	s.gate.recovery = kampung.FormatRecovery([kampung.RecoveryBytes]byte{7})
	k.Type("Kunci pemulihan", kampung.FormatRecovery([kampung.RecoveryBytes]byte{9})).Tap("Periksa isinya").Sees("Kunci pemulihan belum benar.")
	k.Type("Kunci pemulihan", s.gate.recovery).Tap("Periksa isinya").Tap("Pulihkan kantor ini").Sees("Kantor itu tidak dihapus")
	k.Tap("Batal")
	if s.gate.restored != 0 {
		t.Fatal("restored without being asked to")
	}
	k.Tap("Pulihkan kantor ini").Tap("Simpan yang lama dan pulihkan").Sees("Kantor yang tadinya di sini disimpan di /data/kantor-lama-20261123.")
	if s.gate.restored != 1 {
		t.Fatal(s.gate.restored)
	}
}

// TestRestoreIsCalledOff: both parts count and stop, nothing was restored, and
// the second try goes through; what goes wrong is said on the page.
func TestRestoreIsCalledOff(t *testing.T) {
	s := restoreStage(t, false)
	k := s.clerk
	saw, n := "", 0
	stop := func() {
		if n++; n == 100 {
			saw = strings.Join(k.Texts(), "\n")
			k.Key(fyne.KeyEscape)
		}
	}
	s.chosen()
	s.gate.during = stop
	k.Type("Nama pengguna", "siti").Type("Kata sandi", testPassword).Enter().Sees("Dibatalkan. Cadangan tidak berubah.").SeesNot("4.012 penduduk")
	if !strings.Contains(saw, "Memeriksa: 64 dari 200 berkas") || !strings.Contains(saw, "Memeriksa cadangan") {
		t.Fatalf("while it runs the screen says:\n%s", saw)
	}
	s.gate.during = nil
	k.Type("Kata sandi", testPassword).Enter().Sees("4.012 penduduk")
	n, s.gate.during = 0, stop
	k.Tap("Pulihkan kantor ini").Sees("Dibatalkan. Tidak ada yang berubah di komputer ini.").Sees("Pulihkan kantor ini")
	if !strings.Contains(saw, "Menyalin: 64 dari 200 berkas") || s.gate.restored != 0 {
		t.Fatalf("while it runs the screen says:\n%s", saw)
	}
	s.gate.during, s.gate.restoreErr = nil, &kampung.Trouble{What: "Disk penuh, jadi tidak ada yang disimpan atau berubah.", Next: "Kosongkan tempat di disk."}
	k.Tap("Pulihkan kantor ini").Sees("Disk penuh, jadi tidak ada yang disimpan atau berubah. Kosongkan tempat di disk.")
	s.gate.restoreErr = nil
	k.Tap("Pulihkan kantor ini").Sees("Kantor sudah dipulihkan")
}

// TestRestoreOfAWrongFolder says so and offers another one.
func TestRestoreOfAWrongFolder(t *testing.T) {
	s := restoreStage(t, false)
	k := s.clerk
	s.gate.lookErr = &kampung.Trouble{What: "Di folder ini tidak ada cadangan Smart Kampung.", Next: "Pilih folder yang lain."}
	s.chosen()
	k.Sees("Di folder ini tidak ada cadangan Smart Kampung. Pilih folder yang lain.").SeesNot("Periksa isinya")
	if k.Focused() != "Pilih folder cadangan" {
		t.Fatalf("the keyboard is at %q", k.Focused())
	}
	s.gate.lookErr, s.gate.content.Lost = nil, 3
	k.Tap("Pilih folder cadangan").Type("Folder", s.dir).Enter().SeesNot("tidak ada cadangan").Sees("Pilih folder lain")
	k.Type("Nama pengguna", "siti").Type("Kata sandi", testPassword).Enter().Sees("3 lampiran tidak ada lagi di folder cadangan ini")
	k.Key(fyne.KeyEscape).Sees("Selamat datang di meja pelayanan")
}

// TestClosingDuringARestore asks, waits for it to stop, and closes.
func TestClosingDuringARestore(t *testing.T) {
	s := restoreStage(t, false)
	k, asked, closed := s.clerk, "", false
	s.chosen()
	s.u.win.SetOnClosed(func() { closed = true })
	s.gate.during = func() {
		if asked == "" {
			s.u.close()
			asked = strings.Join(k.Texts(), "\n")
			k.Key(fyne.KeyEscape)
			s.u.callOffAll()
		}
	}
	k.Type("Nama pengguna", "siti").Type("Kata sandi", testPassword).Enter().Sees("Dibatalkan.")
	if !strings.Contains(asked, "“Memeriksa cadangan” belum selesai") || closed {
		t.Fatalf("asked:\n%s", asked)
	}
	s.u.close()
	if !closed {
		t.Fatal("the window does not close")
	}
}
