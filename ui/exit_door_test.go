package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// asksToClose presses Ctrl+Q twice: called off at first, then meant.
func (s *stage) asksToClose(t *testing.T, said string) {
	t.Helper()
	k := s.clerk
	closed := 0
	s.u.win.SetOnClosed(func() { closed++ })
	k.Shortcut(fyne.KeyQ).Sees("Belum disimpan").Sees(said).Shortcut(fyne.KeyQ).Tap("Batal").SeesNot("Belum disimpan")
	if s.sound(t); closed > 0 {
		t.Fatal("it closed without asking")
	}
	k.Shortcut(fyne.KeyQ).Tap("Tinggalkan dan tutup")
	if closed != 1 {
		t.Fatalf("closed %d times", closed)
	}
}

// closesAtOnce presses Ctrl+Q where nothing would be lost.
func (s *stage) closesAtOnce(t *testing.T) {
	t.Helper()
	closed := 0
	s.u.win.SetOnClosed(func() { closed++ })
	s.clerk.Shortcut(fyne.KeyQ)
	if closed != 1 || len(s.logged) > 0 {
		t.Fatalf("closed %d times, %v", closed, s.logged)
	}
}

// TestWaysOutOfTheDoor: Escape leaves the door alone and the forgotten password
// for the door; the box about an unexpected end goes by Escape and by its button.
func TestWaysOutOfTheDoor(t *testing.T) {
	s := newStage(t, true)
	k := s.clerk
	k.Keys("setengah").Key(fyne.KeyEscape).Sees("Lupa kata sandi")
	if s.sound(t); k.Value("Kata sandi") != "setengah" || k.Focused() != "Kata sandi" {
		t.Errorf("the password reads %q, the keyboard is at %q", k.Value("Kata sandi"), k.Focused())
	}
	for _, way := range []func(){func() { k.Key(fyne.KeyEscape) }, func() { k.Tap("Kembali") }} {
		k.Tap("Lupa kata sandi").Type("Kunci pemulihan", "7G2K")
		way()
		k.SeesNot("Kunci pemulihan").Sees("Buka")
		if s.sound(t); k.Focused() != "Kata sandi" {
			t.Errorf("the keyboard is at %q", k.Focused())
		}
		k.Tap("Lupa kata sandi")
		if k.Value("Kunci pemulihan") != "" {
			t.Error("the recovery key stands there for the next one to read")
		}
		way()
	}
	for _, way := range []func(){func() { k.Key(fyne.KeyEscape) }, func() { k.Tap("Tutup") }} {
		s.u.env.Stopped = &Stopped{Path: "/tmp/berhenti.txt", At: now0, Told: func() error { return nil }}
		s.u.door()
		k.Sees("Program berhenti mendadak")
		way()
		k.SeesNot("Program berhenti mendadak")
		s.sound(t)
	}
	s.closesAtOnce(t)
}

// TestWaysOutOfTheFirstRun: a step back keeps what is typed, another language
// too; another page and closing ask.
func TestWaysOutOfTheFirstRun(t *testing.T) {
	s := newStage(t, false)
	k := s.clerk
	k.Key(fyne.KeyEscape).Sees("Selamat datang di meja pelayanan")
	s.sound(t)
	k.Type("Desa atau kelurahan", "sumberb").Enter().Enter().Sees("Kop surat")
	k.Type("Nama", "H. SUYATNO CONTOH").Tap("Lanjut").Type("Kode unit dari kabupaten", "429.9").Tap("Lanjut")
	k.Type("Nama petugas", "Siti Contoh")
	for _, way := range []func(){func() { k.Key(fyne.KeyEscape) }, func() { k.Tap("Kembali") }} {
		way()
		if s.sound(t); k.Value("Kode unit dari kabupaten") != "429.9" {
			t.Errorf("the unit reads %q", k.Value("Kode unit dari kabupaten"))
		}
		k.Tap("Lanjut")
		if s.sound(t); k.Value("Nama petugas") != "Siti Contoh" {
			t.Errorf("the name reads %q", k.Value("Nama petugas"))
		}
	}
	k.Key(fyne.KeyEscape).Key(fyne.KeyEscape).Key(fyne.KeyEscape).Sees("Desa Sumberberas").Key(fyne.KeyEscape).Sees("Desa Sumberberas")
	k.Tap("Sambungkan ke kantor yang sudah ada").Sees("Isian pemasangan belum disimpan.").Tap("Batal").Sees("Desa Sumberberas")
	k.Type("Bahasa layar", "English").Enter().Sees("Sumberberas").Tap("Next step")
	if got := k.Value("Name"); got != "H. SUYATNO CONTOH" {
		t.Errorf("in another language the head is %q", got)
	}
	k.Key(fyne.KeyEscape).Type("Screen language", "Bahasa Indonesia").Enter().Sees("Desa Sumberberas")
	s.asksToClose(t, "Isian pemasangan belum disimpan.")
	if s.gate.exists {
		t.Error("an office was made")
	}
}

// TestWaysOutOfTheRecoveryKey: the desk is made, and nothing leads past the key
// unasked.
func TestWaysOutOfTheRecoveryKey(t *testing.T) {
	s := newStage(t, false)
	k := s.clerk
	k.Type("Desa atau kelurahan", "sumberb").Enter().Enter().Type("Nama", "H. SUYATNO CONTOH").Tap("Lanjut").Tap("Lanjut")
	k.Type("Nama petugas", "Siti Contoh").Type("Nama pengguna", "siti").Type("Kata sandi", testPassword).Type("Kata sandi sekali lagi", testPassword).Enter()
	k.Sees("7G2K  -  9D4M").Key(fyne.KeyEscape).Sees("7G2K  -  9D4M")
	s.sound(t)
	s.asksToClose(t, "kunci pemulihan belum dipastikan tercatat")
}

// TestWaysOutOfJoining: half an address is asked about, and the page that waits
// is left to the door.
func TestWaysOutOfJoining(t *testing.T) {
	s := newStage(t, false)
	k := s.clerk
	for _, way := range []func(){func() { k.Key(fyne.KeyEscape) }, func() { k.Tap("Kembali") }} {
		k.Tap("Sambungkan ke kantor yang sudah ada").Sees("Untuk komputer kedua")
		s.sound(t)
		way()
		k.Sees("Selamat datang di meja pelayanan")
		s.sound(t)
		k.Tap("Sambungkan ke kantor yang sudah ada").Type("Kode pendaftaran", "AB12")
		way()
		k.Sees("Isian pemasangan belum disimpan.").Tap("Batal")
		if s.sound(t); k.Value("Kode pendaftaran") != "AB12" {
			t.Errorf("the code reads %q", k.Value("Kode pendaftaran"))
		}
		way()
		k.Tap("Tinggalkan").Sees("Selamat datang di meja pelayanan").SeesNot("Belum disimpan")
		s.sound(t)
	}
	joinTyped(s, "salah")
	k.Enter().Sees("Kode ini belum dikenal kabupaten.").Tap("Tutup").Sees("pendaftaran yang diketik belum dipakai.").Tap("Batal")
	if s.sound(t); k.Value("Kode pendaftaran") != "salah" {
		t.Errorf("the code reads %q", k.Value("Kode pendaftaran"))
	}
	k.Type("Kode pendaftaran", "benar").Enter().Sees("Menunggu izin dari kantor").Key(fyne.KeyEscape).Sees("Menunggu izin dari kantor")
	s.sound(t)
	k.Tap("Tutup").Sees("Nama pengguna").SeesNot("Menunggu izin")
	if s.sound(t); !s.desk.locked {
		t.Error("the desk stays open behind the door")
	}
	k.Type("Nama pengguna", "rina").Type("Kata sandi", testPassword).Enter().Sees("Menunggu izin dari kantor")
	s.closesAtOnce(t)
}

// TestWaysOutOfARestore: until it is put in place nothing has changed, so each
// way leads back without a question.
func TestWaysOutOfARestore(t *testing.T) {
	for _, office := range []bool{false, true} {
		s := newStage(t, office)
		k := s.clerk
		back := map[bool]string{false: "Selamat datang di meja pelayanan", true: "Nama pengguna"}[office]
		for _, way := range []func(){func() { k.Key(fyne.KeyEscape) }, func() { k.Tap("Kembali") }} {
			k.Tap("Pulihkan dari cadangan").Sees("Folder cadangannya hanya dibaca.")
			s.sound(t)
			way()
			k.Sees(back).SeesNot("Folder cadangannya hanya dibaca.")
			s.sound(t)
			k.Tap("Pulihkan dari cadangan").Tap("Pilih folder cadangan").Type("Folder", s.dir).Enter().Sees("Cadangan yang dipilih").Type("Kata sandi", testPassword)
			way()
			k.Sees(back).SeesNot("Cadangan yang dipilih")
			s.sound(t)
		}
		k.Tap("Pulihkan dari cadangan").Tap("Pilih folder cadangan").Key(fyne.KeyEscape).Sees("Folder cadangannya hanya dibaca.")
		s.sound(t)
		s.closesAtOnce(t)
	}
}

// TestWaysOutOfTheTurnedScreen: nothing leads into the desk, a lock neither, and
// what is typed elsewhere waits.
func TestWaysOutOfTheTurnedScreen(t *testing.T) {
	s := exitStage(t)
	k := s.clerk
	rail(fyne.KeyB, "Surat masuk")(s)
	k.Type("Pengirim", "Kecamatan Contoh")
	r := s.handOver()
	turn := func() {
		k.Tap("Minta penilaian").Sees("1 dari 9").Keys("3").Sees("2 dari 9")
		s.noWayOut()
	}
	before := s.desk.written()
	for _, way := range []func(){func() { k.Key(fyne.KeyEscape).Sees("1 dari 9").Key(fyne.KeyEscape) }, func() { k.Tap("Tidak jadi menilai") }} {
		turn()
		way()
		k.Sees("Tidak ada yang disimpan.").Key(fyne.KeyEscape).Sees("Tidak ada yang disimpan.")
		s.sound(t)
		k.Enter().Sees(r.Applicant.Name).Sees("Beranda")
		s.sound(t)
	}
	turn()
	s.rest(s.u.look.idle())
	k.Sees("Layar terkunci").SeesNot("2 dari 9").Keys(testPassword).Enter().Sees("2 dari 9").SeesNot("Beranda")
	s.noWayOut()
	k.Tap("Tidak jadi menilai").Tap("Kembali ke meja petugas").Sees(r.Applicant.Name)
	if s.desk.written() != before {
		t.Error("an answer is kept that nobody finished")
	}
	turn()
	s.asksToClose(t, "Surat masuk yang sedang diisi belum disimpan.")
}

// TestWaysOutOfTheLock: Escape and F1 do nothing, and a wrong password keeps the
// keyboard where the next try is typed.
func TestWaysOutOfTheLock(t *testing.T) {
	s := exitStage(t)
	k := s.clerk
	k.Shortcut(fyne.KeyL).Keys("bukan ini").Enter().Sees("belum cocok").Key(fyne.KeyEscape).Key(fyne.KeyF1).Sees("Layar terkunci")
	if k.Focused() != "Kata sandi" || k.Value("Kata sandi") != "" {
		t.Errorf("the keyboard is at %q, %q typed", k.Focused(), k.Value("Kata sandi"))
	}
	s.logged = nil // the wrong password
	k.Tap("Buka").Sees("Isi kata sandi.").Keys(testPassword).Enter()
	s.arrived(t, "home")
	k.Shortcut(fyne.KeyL)
	s.closesAtOnce(t)
}

// TestWaysOutOfTheTour: it goes by its button, with the practice office and with
// a locked screen; what is half typed in the office in earnest is asked about
// before practising begins.
func TestWaysOutOfTheTour(t *testing.T) {
	s := newStage(t, true)
	s.practise(t)
	s.unlock().fill()
	k := s.clerk
	rail(fyne.KeyB, "Surat masuk")(s)
	k.Type("Pengirim", "Kecamatan Contoh")
	rail(fyne.Key5, "Latihan", "Buka kantor latihan")(s)
	k.Sees("Surat masuk yang sedang diisi belum disimpan.").Tap("Batal").SeesNot("langkah").Sees("Buka kantor latihan")
	if s.sound(t); s.desk.locked {
		t.Fatal("the office was closed unasked")
	}
	k.Tap("Buka kantor latihan").Tap("Tinggalkan").Sees("LATIHAN").Sees("langkah 1 dari 7")
	k.Key(fyne.KeyEscape).Sees("langkah 1 dari 7").Tap("Tutup panduan").SeesNot("langkah")
	k.Tap("Panduan").Shortcut(fyne.KeyL).SeesNot("langkah").Keys(testPassword).Enter().Sees("langkah 1 dari 7")
	rail(fyne.KeyB, "Surat masuk")(s)
	k.Type("Pengirim", "Kecamatan Latihan").Tap("Keluar dari latihan").Sees("Surat masuk yang sedang diisi belum disimpan.").Tap("Tinggalkan")
	k.Sees("Nama pengguna").SeesNot("langkah").SeesNot("LATIHAN")
	s.sound(t)
}

// TestWaysOutOfACorrection: Escape leads back to the request that is mended or
// replaced, and the draft stays.
func TestWaysOutOfACorrection(t *testing.T) {
	s := exitStage(t)
	k := s.clerk
	back := func(who string) {
		t.Helper()
		k.Key(fyne.KeyEscape).Sees("Perjalanan permohonan")
		s.sound(t)
		if s.u.frame.detail.m.R.Applicant.Name != who || len(s.desk.drafts) != 1 {
			t.Errorf("%q is up, %d drafts", s.u.frame.detail.m.R.Applicant.Name, len(s.desk.drafts))
		}
	}
	toRequest("poniman", "Perbaiki")(s)
	k.Sees("Perbaiki permohonan").Type("Nama usaha", "TOKO BARU")
	back("PONIMAN")
	s.desk.drafts = map[string]kampung.Draft{}
	id := s.desk.order[0]
	r := s.desk.requests[id]
	r.State = kampung.StateHanded
	s.desk.requests[id] = r
	toRequest("misnati", "Lainnya", "Perbaiki surat")(s)
	k.Type("Alasan", "nama usaha keliru").Enter().Sees("Surat pengganti").Type("Nama usaha", "TOKO LAIN")
	back("MISNATI")
}
