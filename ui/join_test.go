package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// joinTyped fills the form of a PC that joins an office, up to its code.
func joinTyped(s *stage, code string) {
	k := s.clerk
	k.Tap("Sambungkan ke kantor yang sudah ada").Sees("Untuk komputer kedua")
	k.Type("Desa atau kelurahan", "sumberb").Enter().Sees("kode 35.10.05.2001")
	k.Type("Alamat kabupaten", "https://kampung.contoh.go.id").Type("Kode pendaftaran", code)
	k.Type("Nama pengguna", "rina").Type("Kata sandi", testPassword).Type("Kata sandi sekali lagi", testPassword)
}

// arrives brings the office to a PC that joins it.
func (s *stage) arrives() {
	s.desk.office, s.desk.join, s.desk.me = s.office, kampung.JoinDone, "siti"
	s.desk.accounts = []kampung.Account{{Login: "siti", Name: "Siti Contoh", Role: kampung.RoleAdmin}}
	s.desk.tell(kampung.Change{Office: true, Accounts: true, Residents: true})
}

func TestSecondPCJoinsItsOffice(t *testing.T) {
	s := newStage(t, false)
	k := s.clerk
	k.Sees("Kantor ini sudah dipakai di komputer lain?")
	joinTyped(s, "salah")
	k.Type("Kata sandi sekali lagi", "lain").Tap("Sambungkan").Sees("Kata sandi kedua belum sama.")
	k.Type("Nama pengguna", "Rina Contoh").Tap("Sambungkan").SeesNot("Menunggu izin")
	k.Type("Nama pengguna", "rina").Type("Kata sandi sekali lagi", testPassword).Enter()
	// The code was not right: what was typed stays, and only it is asked again.
	k.Sees("Daftarkan komputer ini").Sees("Kode ini belum dikenal kabupaten.").SeesNot("Coba lagi")
	if got := k.Value("Alamat kabupaten"); got != "https://kampung.contoh.go.id" {
		t.Fatalf("the address is %q", got)
	}
	k.Type("Kode pendaftaran", "benar").Enter()
	k.Sees("Menunggu izin dari kantor").Sees("4F1A-90C2-77DE").Sees("cocokkan kode di bawah")
	if k.Focused() != "Coba lagi" {
		t.Fatalf("the keyboard is at %q", k.Focused())
	}
	s.desk.syncErr = &kampung.Trouble{What: "Tidak tersambung ke pusat kabupaten.", Next: "Periksa sambungan internet."}
	k.Enter().Sees("Tidak tersambung ke pusat kabupaten. Periksa sambungan internet.")
	s.desk.syncErr = nil
	k.Enter().Sees("Sudah ditanyakan; belum ada yang baru.").SeesNot("Tidak tersambung")
	// Let in, and half of the records are here.
	s.desk.join = kampung.JoinReading
	s.desk.tell(kampung.Change{Sync: true})
	k.Sees("Mengambil catatan kantor").SeesNot("4F1A-90C2-77DE")
	s.desk.during = s.arrives
	k.Tap("Coba lagi").Sees("Masuk lain kali dengan nama “siti” dan kata sandi yang dibuat di komputer ini.")
	k.Enter().Sees("Perlu dikerjakan").Sees("Desa Sumberberas")
}

func TestJoiningTellsAllThatIsMissing(t *testing.T) {
	s := newStage(t, false)
	k := s.clerk
	k.Tap("Sambungkan ke kantor yang sudah ada").Tap("Sambungkan")
	k.Sees("Pilih desa atau kelurahan dari daftar").Sees("Isi alamat dari kabupaten").Sees("Isi kode pendaftaran dari kabupaten.").Sees("Kata sandi belum diisi.")
	k.Key(fyne.KeyEscape).Sees("Selamat datang di meja pelayanan")
	if s.gate.exists {
		t.Fatal("an office was made")
	}
	s.gate.joinErr = &kampung.Trouble{What: "Disk penuh, jadi tidak ada yang disimpan.", Next: "Kosongkan tempat di disk."}
	joinTyped(s, "benar")
	k.Tap("Sambungkan").Sees("Disk penuh, jadi tidak ada yang disimpan. Kosongkan tempat di disk.")
	s.gate.joinErr = nil
	k.Tap("Sambungkan").Sees("Menunggu izin dari kantor")
}

// TestUnlockOfAJoiningPCWaits: the program was closed meanwhile; the permission
// then comes in the background.
func TestUnlockOfAJoiningPCWaits(t *testing.T) {
	s := newStage(t, false)
	joinTyped(s, "benar")
	k := s.clerk
	k.Tap("Sambungkan").Sees("Menunggu izin dari kantor").Tap("Tutup").Sees("Buka")
	if !s.desk.locked {
		t.Fatal("the desk was not locked")
	}
	k.Type("Nama pengguna", "rina").Type("Kata sandi", testPassword).Enter().Sees("Menunggu izin dari kantor").Sees("4F1A-90C2-77DE")
	s.arrives()
	k.Sees("Komputer ini sudah tersambung.").Enter().Sees("Perlu dikerjakan")
}

func TestLostPCComesBackWithTheRecoveryKey(t *testing.T) {
	s := newStage(t, false)
	joinTyped(s, "benar")
	s.desk.recovers = testRecovery
	k := s.clerk
	k.Tap("Sambungkan").Tap("Pakai kunci pemulihan")
	if k.Focused() != "Kunci pemulihan" {
		t.Fatalf("the keyboard is at %q", k.Focused())
	}
	k.Keys("7G2K").Enter().Sees("Kunci pemulihan belum benar. Periksa lagi tujuh kelompok huruf")
	key := kampung.FormatRecovery([kampung.RecoveryBytes]byte{7})
	k.Type("Kunci pemulihan", key).Tap("Pakai kunci ini").Sees("Kunci pemulihan itu bukan milik kantor ini. Periksa lembar kuncinya.")
	s.desk.recovers = key
	k.Tap("Pakai kunci ini").Sees("Kunci diterima. Catatan kantor belum ada di kabupaten")
	s.desk.during = s.arrives
	k.Tap("Coba lagi").Sees("Komputer ini sudah tersambung.")
}

func TestJoiningByStick(t *testing.T) {
	s := newStage(t, false)
	joinTyped(s, "benar")
	k := s.clerk
	k.Tap("Sambungkan")
	s.desk.importErr = &kampung.Trouble{What: "Tidak ada kiriman untuk kantor ini di folder ini.", Next: "Pilih USB yang lain."}
	k.Tap("Ambil dari USB").Type("Folder", s.dir).Enter().Sees("Tidak ada kiriman untuk kantor ini di folder ini.")
	s.desk.importErr = nil
	k.Tap("Ambil dari USB").Type("Folder", s.dir).Enter().Sees("USB sudah dibaca; masih ada yang belum sampai.")
}

func TestJoiningIsAskedForByStick(t *testing.T) {
	s := newStage(t, false)
	joinTyped(s, "salah")
	k := s.clerk
	k.Tap("Sambungkan").Sees("Kode ini belum dikenal kabupaten.").SeesNot("Ambil dari USB")
	k.Type("Kode pendaftaran", "").Tap("Minta pendaftaran lewat USB").Sees("Isi kode pendaftaran dari kabupaten.")
	k.Type("Kode pendaftaran", "benar").Tap("Minta pendaftaran lewat USB").Type("Folder", s.dir).Enter().Sees("Permintaan tersimpan. USB aman dicabut.").Sees("Menunggu jawaban kabupaten")
	k.Tap("Ambil dari USB").Type("Folder", s.dir).Enter().Sees("Menunggu izin dari kantor").Sees("4F1A-90C2-77DE")
}

// TestJoiningWithoutALine: no address is asked of who has no line.
func TestJoiningWithoutALine(t *testing.T) {
	s := newStage(t, false)
	joinTyped(s, "benar")
	k := s.clerk
	k.Type("Alamat kabupaten", "").Type("Kode pendaftaran", "").Tap("Minta pendaftaran lewat USB").Sees("Isi kode pendaftaran dari kabupaten.").SeesNot("Isi alamat dari kabupaten")
	k.Type("Kode pendaftaran", "benar").Tap("Minta pendaftaran lewat USB").Type("Folder", s.dir).Enter().Sees("Permintaan tersimpan. USB aman dicabut.")
	k.Tap("Ambil dari USB").Type("Folder", s.dir).Enter().Sees("Menunggu izin dari kantor")
}

func TestSettingsLetAPCIn(t *testing.T) {
	s := newStage(t, true).unlock()
	k := s.clerk
	k.Shortcut(fyne.Key5).Tap("Komputer di kantor ini").Sees("Komputer ini").Sees("4F1A-90C2-77DE").Sees("ikut bekerja").SeesNot("menunggu izin")
	s.desk.devices = append(s.desk.devices, kampung.Device{ID: "d2", Mark: "B", Code: "0BAD-CAFE-1234"}, kampung.Device{ID: "d3", Mark: "C", Code: "1111-2222-3333", Revoked: true})
	s.desk.tell(kampung.Change{Sync: true})
	k.Sees("Komputer B").Sees("menunggu izin").Sees("dicabut kabupaten")
	k.Tap("Izinkan").Sees("0BAD-CAFE-1234")
	if k.Focused() != "Tidak sama" {
		t.Fatalf("the keyboard is at %q: Enter must not let anybody in", k.Focused())
	}
	k.Tap("Tidak sama")
	if len(s.desk.letIn) != 0 {
		t.Fatal("let in without the same code")
	}
	k.Tap("Izinkan").Tap("Kodenya sama, izinkan").Sees("Di sana masuk dengan nama “siti”").Enter().SeesNot("menunggu izin")
	if len(s.desk.letIn) != 1 || s.desk.letIn[0] != "d2" {
		t.Fatalf("let in %v", s.desk.letIn)
	}
}

func TestOperatorLetsNobodyIn(t *testing.T) {
	s := newStage(t, true)
	s.desk.devices = append(s.desk.devices, kampung.Device{ID: "d2", Mark: "B", Code: "0BAD-CAFE-1234"})
	s.clerk.Type("Nama pengguna", "budi")
	s.unlock()
	s.clerk.Shortcut(fyne.Key5).Tap("Komputer di kantor ini").Tap("Izinkan").SeesNot("Cocokkan kode")
}
