package ui

import (
	"bytes"
	"errors"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestMain fails on what Fyne only writes to the log: texts without a
// translation, calls from a wrong goroutine.
func TestMain(m *testing.M) {
	var b bytes.Buffer
	log.SetOutput(&b)
	code := m.Run()
	for _, bad := range []string{"Translation failure", "Error in Fyne call thread"} {
		if strings.Contains(b.String(), bad) {
			os.Stderr.WriteString(b.String())
			code = 1
			break
		}
	}
	os.Exit(code)
}

func TestFirstRunByKeyboard(t *testing.T) {
	s := newStage(t, false)
	k := s.clerk
	k.Sees("Selamat datang di meja pelayanan")
	k.Tap("Lanjut").Sees("Pilih desa atau kelurahan dari daftar")
	k.Type("Desa atau kelurahan", "sumber").Sees("Kelurahan Sumberejo")
	k.Key(fyne.KeyDown).Key(fyne.KeyUp).Enter()
	k.Sees("Desa Sumberberas").Sees("kode 35.10.05.2001")
	if got := k.Focused(); got != "Lanjut" {
		t.Fatalf("after choosing the village the keyboard is at %q", got)
	}
	k.Enter().Sees("Kop surat")
	k.Tap("Lanjut").Sees("Isi nama pejabat")
	k.Type("Nama", "H. SUYATNO CONTOH").Type("Kode pos", "6847x")
	k.Tap("Lanjut").Sees("Kode pos terdiri dari 5 angka.")
	k.Type("Kode pos", "68472").Tap("Lanjut")
	k.Type("Kode unit dari kabupaten", "429.511.01").Sees("400.12.2.1/012/429.511.01/2026")
	k.Type("Pola nomor", "[kode]/PEM").Sees("Pola nomor harus berisi [nomor].")
	k.Type("Pola nomor", "[kode]/[nomor 3]/PEM/[tahun]").Sees("400.12.2.1/012/PEM/2026")
	k.Tap("Lanjut").Sees("Akun untuk membuka meja ini")
	k.Tap("Buat meja").Sees("Nama petugas belum diisi.").Sees("Kata sandi belum diisi.")
	k.Type("Nama petugas", "Siti Contoh").Type("Nama pengguna", "siti").Type("Kata sandi", testPassword).Type("Kata sandi sekali lagi", "lain")
	k.Tap("Buat meja").Sees("Kata sandi kedua belum sama.")
	k.Type("Kata sandi sekali lagi", testPassword).Enter()
	k.Sees("7G2K  -  9D4M").Tap("Simpan")
	k.Type("Nama berkas atau alamatnya", filepath.Join(s.dir, "kunci.txt")).Enter()
	k.Sees("Lembar disimpan di")
	sheet, err := os.ReadFile(filepath.Join(s.dir, "kunci.txt"))
	if err != nil || !strings.Contains(string(sheet), "7G2K   -   9D4M") {
		t.Fatalf("the sheet: %v %q", err, sheet)
	}
	k.Type("Kelompok ke-2", "9D4N").Type("Kelompok ke-6", "6hjc").Enter().Sees("Kelompok ke-2 belum sama")
	k.Type("Kelompok ke-2", "9d4m").Tap("Selesai")
	k.Sees("Perlu dikerjakan").Sees("Meja sudah siap. Mulai dari sini:").Sees("Desa Sumberberas")
	if s.desk.office.Head().Name != "H. SUYATNO CONTOH" || s.desk.office.Postal != "68472" {
		t.Fatalf("the office: %+v", s.desk.office)
	}
}

func TestUnlockTellsWhatIsWrong(t *testing.T) {
	s := newStage(t, true)
	k := s.clerk
	k.Sees("Smart Kampung").Enter().Sees("Isi kata sandi.")
	k.Type("Kata sandi", "bukan ini").Enter().Sees("Nama pengguna atau kata sandi belum cocok.")
	if k.Value("Kata sandi") != "" {
		t.Fatal("the wrong password stays in the field")
	}
	k.Keys(testPassword).Enter().Sees("Senin, 23 November 2026")
	k.Shortcut(fyne.KeyL).Sees("Layar terkunci").Tap("Ganti petugas").Sees("Nama pengguna")
	if !s.desk.locked {
		t.Fatal("the desk was not locked")
	}
}

func TestForgottenPassword(t *testing.T) {
	s := newStage(t, true)
	k := s.clerk
	k.Tap("Lupa kata sandi").Type("Kunci pemulihan", "7G2K").Tap("Pasang kata sandi baru").Sees("Kunci pemulihan belum benar")
	k.Key(fyne.KeyEscape).Sees("Buka").SeesNot("Pasang kata sandi baru")
}

func TestRequestByKeyboard(t *testing.T) {
	s := newStage(t, true).unlock()
	if _, err := s.desk.SaveResident(people0()[0]); err != nil {
		t.Fatal(err)
	}
	k := s.clerk
	k.Shortcut(fyne.KeyN).Sees("Isian muncul setelah layanan dipilih.")
	if k.Focused() != "Pemohon" {
		t.Fatalf("the keyboard is at %q", k.Focused())
	}
	k.Keys("misn").Wait().Sees("56 th").Enter()
	k.Sees("NIK 351005••••••0002")
	if k.Focused() != "Layanan" {
		t.Fatalf("after the applicant the keyboard is at %q", k.Focused())
	}
	k.Keys("sku").Enter()
	if k.Focused() != "Nama usaha" {
		t.Fatalf("after the service the keyboard is at %q", k.Focused())
	}
	k.Keys("TOKO MAJU").Wait().Sees("draf tersimpan 09.31")
	if len(s.desk.drafts) != 1 {
		t.Fatalf("%d drafts kept", len(s.desk.drafts))
	}
	k.Shortcut(fyne.KeyS).Sees("Keperluan belum diisi.")
	if k.Focused() != "Keperluan" {
		t.Fatalf("after the refusal the keyboard is at %q", k.Focused())
	}
	k.Type("Keperluan", "Pinjaman bank").Shortcut(fyne.KeyS)
	k.Sees("Tersimpan. Nomor surat:").Sees("500/001/429.511.01/2026").Sees("Dicatat dan diberi nomor oleh Siti Contoh")
	if len(s.desk.drafts) != 0 {
		t.Fatal("the draft stayed behind")
	}
	k.Tap("Lainnya").Tap("Setujui").Sees("Disetujui oleh Siti Contoh")
	k.Tap("Cetak").Sees("Dicetak oleh Siti Contoh")
	if len(s.desk.printed) != 1 {
		t.Fatal("nothing was printed")
	}
	if k.Focused() != "Serahkan" {
		t.Fatalf("the next step is %q", k.Focused())
	}
	k.Enter().Sees("Diserahkan kepada pemohon oleh Siti Contoh")
	k.Shortcut(fyne.Key2).Sees("500/001/429.511.01/2026").Sees("Diserahkan")
}

// TestFastTypingNeverTakesSomebodyElse: Enter comes before the list has followed
// what was typed.
func TestFastTypingNeverTakesSomebodyElse(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyN).Keys("pon").Wait().Sees("61 th")
	k.Key(fyne.KeyBackspace).Key(fyne.KeyBackspace).Key(fyne.KeyBackspace).Keys("pon").Wait()
	for range 3 {
		s.u.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	k.Keys("misn").Enter().Sees("NIK 351005••••••0002")
	if k.Focused() != "Layanan" {
		t.Fatalf("after the applicant the keyboard is at %q", k.Focused())
	}
	k.Shortcut(fyne.KeyN).Keys("tidakada").Enter().Sees("Tidak ditemukan di daftar penduduk")
}

func TestDraftSurvivesLeavingAndLocking(t *testing.T) {
	s := newStage(t, true).unlock()
	k := s.clerk
	k.Shortcut(fyne.KeyN).Tap("Orang di luar daftar penduduk").Type("Nama lengkap", "PAIJO CONTOH")
	k.Shortcut(fyne.KeyL).Tap("Ganti petugas").Sees("Nama pengguna")
	if len(s.desk.drafts) != 1 {
		t.Fatalf("%d drafts after locking", len(s.desk.drafts))
	}
	s.unlock()
	k.Sees("Draf yang belum selesai").Tap("PAIJO CONTOH")
	if got := k.Value("Nama lengkap"); got != "PAIJO CONTOH" {
		t.Fatalf("the draft came back with %q", got)
	}
	k.Type("Tanggal lahir", "31-02-1990").Key(fyne.KeyTab).Sees("31 Februari tidak ada.")
	k.Shortcut(fyne.Key1).Tap("PAIJO CONTOH").Sees("31 Februari tidak ada.")
	if got := k.Value("Tanggal lahir"); got != "31-02-1990" {
		t.Fatalf("the day that is none came back as %q", got)
	}
	k.Type("Tanggal lahir", "17081990").Key(fyne.KeyTab)
	if got := k.Value("Tanggal lahir"); got != "17-08-1990" {
		t.Fatalf("the date reads %q", got)
	}
	k.SeesNot("31 Februari")
	for _, d := range s.desk.drafts {
		if d.Applicant.BirthDate != (kampung.Date{Year: 1990, Month: 8, Day: 17}) {
			t.Fatalf("the draft has %v", d.Applicant.BirthDate)
		}
	}
}

func TestDraftThatCannotBeKeptIsToldWithoutABox(t *testing.T) {
	s := newStage(t, true).unlock()
	s.desk.draftErr = errors.New("disk full")
	k := s.clerk
	k.Shortcut(fyne.KeyN).Keys("paijo").Sees("draf belum tersimpan")
	if k.Focused() != "Pemohon" {
		t.Fatalf("the keyboard went to %q", k.Focused())
	}
	s.desk.draftErr = nil
	k.Keys("n").Sees("draf tersimpan 09.31")
}

func TestEmptyFormLeavesNoDraft(t *testing.T) {
	s := newStage(t, true).unlock()
	k := s.clerk
	k.Shortcut(fyne.KeyN).Keys("x").Wait().Key(fyne.KeyBackspace).Key(fyne.KeyEscape).Key(fyne.KeyEscape)
	if len(s.desk.drafts) != 0 {
		t.Fatalf("%d drafts of nothing", len(s.desk.drafts))
	}
}

func TestRefusedRequestIsMendedUnderItsNumber(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	s.u.frame.openRequest("p003")
	k.Sees("Alamat usaha belum sesuai").Tap("Perbaiki").Sees("Perbaiki permohonan")
	k.Type("Keperluan", "Modal usaha").Shortcut(fyne.KeyS)
	k.Sees("500/003/429.511.01/2026").Sees("Diperbaiki dan diajukan lagi oleh Siti Contoh")
	if got := s.desk.requests["p003"].Fields["keperluan"]; got != "Modal usaha" {
		t.Fatalf("the request says %q", got)
	}
}

func TestCancellingNeedsAReason(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	s.u.frame.openRequest("p001")
	k.Tap("Lainnya").Tap("Batalkan permohonan").Enter().Sees("Tulis alasannya")
	k.Key(fyne.KeyEscape).Sees("Diperiksa operator")
	k.Tap("Lainnya").Tap("Batalkan permohonan").Type("Alasan", "Pemohon tidak jadi").Enter()
	k.Sees("Dibatalkan oleh Siti Contoh").Sees("Pemohon tidak jadi")
	if s.desk.requests["p001"].State != kampung.StateCancelled {
		t.Fatal("the request is not cancelled")
	}
}

func TestImportShowsWhatItWouldDoFirst(t *testing.T) {
	s := newStage(t, true).unlock()
	s.desk.plan = plan0()
	s.desk.plan.Save = people0()
	file := s.file("penduduk.xlsx")
	k := s.clerk
	k.Tap("Impor data penduduk").Tap("Pilih berkas").Type("Nama berkas atau alamatnya", file).Enter()
	k.Sees("495 penduduk siap disimpan.").Sees("31 Februari tidak ada.").Sees("belum bisa diambil")
	if len(s.desk.people) != 0 {
		t.Fatal("the dry run changed something")
	}
	k.Enter().Sees("495 penduduk sudah tersimpan.").Sees("penduduk-perbaikan.xlsx")
	k.Enter()
	if len(s.opened) != 1 || !strings.HasSuffix(s.opened[0], "penduduk-perbaikan.xlsx") {
		t.Fatalf("opened %v", s.opened)
	}
}

func TestImportFailureIsToldPlainly(t *testing.T) {
	s := newStage(t, true).unlock()
	s.desk.planErr = &kampung.Trouble{What: "Berkas .xls lama belum bisa dibaca.", Next: "Simpan sebagai .xlsx.", Err: errors.New("bad magic")}
	k := s.clerk
	k.Tap("Impor data penduduk").Tap("Pilih berkas").Type("Nama berkas atau alamatnya", s.file("a.xls")).Enter()
	k.Sees("Berkas .xls lama belum bisa dibaca. Simpan sebagai .xlsx.").SeesNot("bad magic")
	k.Enter().SeesNot("Simpan sebagai .xlsx.")
	if len(s.logged) != 1 {
		t.Fatalf("%d failures in the log", len(s.logged))
	}
}

func TestUnknownFailureNeverShowsTheChain(t *testing.T) {
	s := newStage(t, true).unlock()
	s.desk.planErr = errors.New("store: open /x: permission denied")
	k := s.clerk
	k.Tap("Impor data penduduk").Tap("Pilih berkas").Type("Nama berkas atau alamatnya", s.file("a.csv")).Enter()
	k.Sees("Belum berhasil. Yang sudah tersimpan tetap aman.").SeesNot("permission denied")
}

func TestSearchFindsPeopleAndRequests(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyK).Keys("slamet").Wait().Sees("Domisili · 470/002/429.511.01/2026 · Disetujui").Sees("36 th")
	k.Key(fyne.KeyDown).Enter().Sees("Perjalanan permohonan").Sees("470/002/429.511.01/2026")
	k.Shortcut(fyne.KeyK).Keys("qwrtp").Wait().Sees("Tidak ada yang cocok").Key(fyne.KeyEscape).SeesNot("Tidak ada yang cocok")
}

func TestResidentsSearchAndEdit(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.Key3).Sees("4 penduduk").Keys("misn").Wait().Sees("351005••••••0002").SeesNot("3510054107700002")
	k.Enter().Enter().Sees("Jati diri")
	k.Type("RT", "7").Type("NIK", "123").Shortcut(fyne.KeyS).Sees("16 angka")
	k.Type("NIK", "3510054107700002").Shortcut(fyne.KeyS).Sees("Tersimpan")
	if r := s.desk.people["w001"]; r.RT != "007" {
		t.Fatalf("RT is %q", r.RT)
	}
	k.Type("Nama ayah", "SARIMIN").Key(fyne.KeyEscape).Sees("Perubahan pada penduduk ini belum disimpan.")
	k.Enter().Sees("Penduduk").SeesNot("Jati diri")
	if s.desk.people["w001"].FatherName != "" {
		t.Fatal("what was left is saved")
	}
}

func TestSettings(t *testing.T) {
	s := newStage(t, true).unlock()
	k := s.clerk
	k.Shortcut(fyne.Key5).Sees("Kop surat").Type("Telepon", "0333-111111").Shortcut(fyne.KeyS).Sees("Tersimpan")
	if s.desk.office.Phone != "0333-111111" {
		t.Fatal("the phone was not saved")
	}
	k.Tap("Penanda tangan").Tap("Tambah penanda tangan").Type("Nama", "AGUS CONTOH").Shortcut(fyne.KeyS).Sees("Isi jabatannya, misalnya Kepala Desa.")
	k.Type("Jabatan", "Kasi Pelayanan").Shortcut(fyne.KeyS).Sees("AGUS CONTOH · Kasi Pelayanan · a.n.")
	if len(s.desk.office.Signers) != 3 || s.desk.office.Signers[2].Key != "kasi-pelayanan" {
		t.Fatalf("signers: %+v", s.desk.office.Signers)
	}
	k.Tap("Akun petugas").Tap("Tambah akun").Type("Nama petugas", "Rina Contoh").Type("Nama pengguna", "siti").Shortcut(fyne.KeyS)
	k.Sees("Nama pengguna ini sudah dipakai.").Sees("Kata sandi belum diisi.")
	k.Type("Nama pengguna", "rina").Type("Kata sandi", "kopi pagi 12").Shortcut(fyne.KeyS).Sees("Rina Contoh · rina · operator")
	k.Tap("Kata sandi saya").Type("Kata sandi sekarang", "salah").Type("Kata sandi baru", "kopi sore 34").Type("Kata sandi baru sekali lagi", "kopi sore 34").Enter()
	k.Sees("Kata sandi sekarang belum cocok.")
	k.Type("Kata sandi sekarang", testPassword).Shortcut(fyne.KeyS).Sees("Kata sandi sudah diganti.")
}

func TestOperatorMayNotChangeTheOffice(t *testing.T) {
	s := newStage(t, true)
	s.clerk.Type("Nama pengguna", "budi")
	s.unlock()
	s.clerk.Shortcut(fyne.Key5).Sees("Bagian ini hanya untuk akun admin.").SeesNot("Kop surat")
	s.clerk.Tap("Tampilan dan bahasa").Sees("Warna layar")
}

func TestEnglish(t *testing.T) {
	s := newStage(t, true).unlock()
	k := s.clerk
	k.Shortcut(fyne.Key5).Tap("Tampilan dan bahasa").Type("Bahasa layar", "eng").Enter().Sees("Settings").Sees("Screen language")
	k.Type("Screen language", "indo").Enter().Sees("Pengaturan")
}

// TestClickOnAListHandsTheKeyboardOn presses as the real driver does: the press
// first takes the keyboard from the field.
func TestClickOnAListHandsTheKeyboardOn(t *testing.T) {
	s := newStage(t, true).unlock()
	if _, err := s.desk.SaveResident(people0()[0]); err != nil {
		t.Fatal(err)
	}
	k := s.clerk
	click := func() {
		row := s.u.dropped.rows[0]
		row.MouseDown(nil)
		s.u.win.Canvas().Unfocus()
		k.Wait()
	}
	k.Shortcut(fyne.KeyN).Keys("misn").Wait()
	click()
	if k.Focused() != "Layanan" {
		t.Fatalf("after the applicant the keyboard is at %q", k.Focused())
	}
	k.Keys("sku").Wait()
	click()
	if k.Focused() != "Nama usaha" {
		t.Fatalf("after the service the keyboard is at %q", k.Focused())
	}
}
