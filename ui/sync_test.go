package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

func TestLinkTellsTheTruth(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Tap("9 menunggu, belum terdaftar").Sees("9 belum diterima, tertua 3 hari; belum terdaftar di kabupaten").SeesNot("Kirim sekarang")
	k.Sees("Belum pernah ada hubungan dengan kabupaten dari komputer ini.")
	k.Tap("Daftarkan meja ini").Sees("Isi kode pendaftaran dari kabupaten.")
	k.Type("Alamat kabupaten", "https://kampung.contoh.go.id").Type("Kode pendaftaran", "salah").Enter().Sees("Kode ini belum dikenal kabupaten.")
	k.Type("Kode pendaftaran", "benar").Enter().Sees("Meja ini sudah terdaftar di kabupaten.").Sees("Komputer ini didaftarkan di kabupaten.")
	k.Sees("9 belum diterima, tertua 3 hari; belum pernah tersambung")
	s.desk.syncErr = &kampung.Trouble{What: "Kabupaten tidak menjawab.", Next: "Coba lagi nanti, atau simpan ke USB."}
	k.Tap("Kirim sekarang").Sees("Kabupaten tidak menjawab. Coba lagi nanti, atau simpan ke USB.").Sees("Data tetap aman di komputer ini.").Sees("9 belum diterima")
	s.desk.syncErr = nil
	k.Tap("Kirim sekarang").Sees("9 catatan diterima kabupaten.").Sees("Semua sudah diterima; terakhir tersambung hari ini 09.31").Sees("Tidak ada yang menunggu.")
	s.desk.status.Scans, s.desk.status.ScanBytes = 2, 2_200_000
	s.desk.during = func() {
		s.desk.progress(kampung.ScanProgress{Done: 1_200_000, Total: 3_400_000, Scans: 2})
		k.Sees("Sedang mengirim lampiran: 1,2 MB dari 3,4 MB …")
	}
	k.Tap("Kirim sekarang").Sees("Semua catatan sudah diterima, 2 lampiran (2,2 MB) belum; terakhir tersambung hari ini 09.31")
	if s.desk.progress != nil {
		t.Error("the page still listens after the visit")
	}
	s.desk.status.Pending = 3
	s.desk.tell(kampung.Change{Sync: true})
	k.Sees("2 lampiran (2,2 MB) belum terkirim; menyusul setelah catatan.")
	s.desk.status.Scans, s.desk.status.Pending = 0, 0
	k.Sees("16 kB dikirim · 3 kB diterima").Sees("09.31 · 5 kB")
}

// waiting is a stage whose desk is enrolled, at the page of the link.
func waiting(t *testing.T) *stage {
	s := newStage(t, true).unlock().fill()
	s.desk.status.Enrolled, s.desk.status.HubName, s.desk.status.Pending = true, "Kabupaten Banyuwangi", 14
	s.desk.status.Hub = "https://kampung.contoh.go.id"
	s.desk.status.LastLine = now0.Add(-19*time.Hour - 26*time.Minute)
	s.desk.status.LastContact = s.desk.status.LastLine
	s.clerk.Shortcut(fyne.Key4)
	return s
}

func TestLinkListsWhatWaitsAndWhy(t *testing.T) {
	s := waiting(t)
	k := s.clerk
	k.Sees("9 belum diterima, tertua 3 hari; terakhir tersambung kemarin 14.05").Sees("Yang menunggu (9)")
	k.Sees("belum dikirim, sejak 21-11 07.31").Sees("Dikemas").Sees("di USB sejak")
	s.u.focus(s.u.frame.link.list.list)
	k.Key(fyne.KeyDown).Enter().Sees("Perjalanan permohonan")
}

// back0 is what the regency sent back about three requests.
func back0(d *memDesk) []kampung.Returned {
	row := func(id string) kampung.RequestRow {
		r := d.requests[id]
		return kampung.RequestRow{ID: id, Name: r.Applicant.Name, Number: r.Number, Service: r.Service, State: r.State, Sync: kampung.SyncReceived}
	}
	mend := row("p001")
	mend.Answer = kampung.DecisionMend
	return []kampung.Returned{
		{RequestRow: mend, Office: "Kecamatan Muncar", Field: "fields.keperluan", Reason: "Tulis nama banknya.", Came: now0.Add(-2 * time.Hour)},
		{RequestRow: row("p002"), Verdict: kampung.VerdictTwin, Field: "nik", Reason: "Layanan yang sama untuk orang yang sama sudah direkam hari itu di komputer lain. Periksa apakah ini permohonan yang sama.", Came: now0.Add(-26 * time.Hour)},
		{RequestRow: row("p003"), Verdict: kampung.VerdictRefused, Field: "nama", Came: now0.Add(-50 * time.Hour)},
	}
}

func TestLinkOpensWhatCameBackAtItsMending(t *testing.T) {
	s := waiting(t)
	s.desk.back = back0(s.desk)
	k := s.clerk
	k.Shortcut(fyne.Key4).Sees("Dikembalikan kabupaten, perlu tindakan (3)").Sees("Minta perbaikan").Sees("Kecamatan Muncar · hari ini 07.31").Sees("Isian “Keperluan”: Tulis nama banknya.")
	k.Sees("Mungkin ganda").Sees("Isian “NIK”: Layanan yang sama").Sees("Ditolak kabupaten").Sees("Perbaiki isian “Nama pemohon”.")
	list := s.u.frame.link.list.list
	// Not approved yet: it is taken back first, and only when the clerk says so.
	s.u.focus(list)
	k.Key(fyne.KeyDown).Enter().Sees("Permohonan ditarik kembali untuk diperbaiki").Key(fyne.KeyEscape)
	if s.desk.requests["p001"].State != kampung.StateChecked {
		t.Fatal("Escape took the request back")
	}
	s.u.focus(list)
	k.Enter().Tap("Tarik dan perbaiki").Sees("Perbaiki permohonan").Sees("Isian “Keperluan”: Tulis nama banknya.")
	if k.Focused() != "Keperluan" {
		t.Fatalf("the keyboard is at %q", k.Focused())
	}
	k.Type("Keperluan", "Pinjaman di Bank Contoh").Shortcut(fyne.KeyS).Sees("Diperbaiki dan diajukan lagi")
	// Approved: its content stays, the page tells what can be done.
	k.Shortcut(fyne.Key4)
	s.u.focus(list)
	k.Key(fyne.KeyDown).Enter().Sees("Surat ini sudah disetujui, jadi isinya tidak diubah lagi.").Sees("Perjalanan permohonan")
	// Sent back at the desk already: the form opens at once, without what was asked before.
	k.Shortcut(fyne.Key4)
	s.u.focus(list)
	k.Key(fyne.KeyDown).Enter().Sees("Perbaiki permohonan").Sees("Perbaiki isian “Nama pemohon”.").SeesNot("Tulis nama banknya.")
	k.Shortcut(fyne.KeyN).SeesNot("Perbaiki isian")
}

func TestLinkTellsWhatTheMonthCosts(t *testing.T) {
	s := waiting(t)
	s.desk.traffic.Up, s.desk.traffic.Down = 31_000_000, 8_400_000
	k := s.clerk
	k.Shortcut(fyne.Key4).Sees("31 MB dikirim · 8,4 MB diterima").Sees("Tanpa batas.")
	k.Tap("Atur").Type("Batas sebulan dalam MB", "banyak").Enter().Sees("Tulis angka dalam MB")
	k.Type("Batas sebulan dalam MB", "2000000").Enter().Sees("dari 1 sampai 1.000.000")
	k.Key(fyne.KeyEscape).Sees("Tanpa batas.")
	k.Tap("Atur").Type("Batas sebulan dalam MB", "1.000").Enter().Sees("Batas 1 GB sebulan.")
	if s.desk.traffic.Limit != 1000*kampung.Megabyte {
		t.Fatalf("the bound is %d", s.desk.traffic.Limit)
	}
	k.Tap("Atur").Type("Batas sebulan dalam MB", "39 MB").Enter().Sees("Batas 39 MB tercapai: pengiriman otomatis berhenti.")
	k.Sees("Batas data bulan ini tercapai, jadi pengiriman otomatis berhenti. “Kirim sekarang” tetap bisa.").Sees("9 belum diterima, batas data")
	k.Tap("Kirim sekarang").Sees("Bulan ini sudah terpakai 39,4 MB dari 39 MB.").Key(fyne.KeyEscape)
	if s.desk.synced != 0 {
		t.Fatal("Escape sent")
	}
	k.Tap("Kirim sekarang").Tap("Kirim juga").Sees("9 catatan diterima kabupaten.")
	if s.desk.synced != 1 {
		t.Fatalf("sent %d times", s.desk.synced)
	}
	k.Tap("Atur").Type("Batas sebulan dalam MB", "").Enter().Sees("Tanpa batas.").SeesNot("pengiriman otomatis berhenti")
}

func TestLinkTellsHowFarItIsAndStops(t *testing.T) {
	s := waiting(t)
	k := s.clerk
	s.desk.during = func() {
		k.Sees("Sedang mengirim ke kabupaten … Tinggal 14 catatan.")
		s.desk.status.Pending = 3
		s.desk.tell(kampung.Change{Sync: true})
		k.Sees("Tinggal 3 catatan.")
		if !s.u.frame.link.send.Disabled() {
			t.Error("it can be sent twice at once")
		}
		k.Tap("Hentikan")
	}
	k.Tap("Kirim sekarang").Sees("Dihentikan. Yang sudah diterima kabupaten tetap tercatat, sisanya menunggu.").SeesNot("Hentikan").SeesNot("Sedang mengirim")
	s.desk.during = nil
	k.Tap("Kirim sekarang").Sees("9 catatan diterima kabupaten.")
}

func TestLinkByStick(t *testing.T) {
	s := waiting(t)
	k := s.clerk
	k.SeesNot("Simpan untuk komputer lain")
	k.Tap("Simpan ke USB").Type("Folder", s.dir+"/tidak-ada").Enter().Sees("Tidak ada berkas atau folder dengan nama itu.").Key(fyne.KeyEscape)
	s.desk.exportErr = &kampung.Trouble{What: "Tempat di USB tidak cukup.", Next: "Pakai USB lain."}
	k.Tap("Simpan ke USB").Type("Folder", s.dir).Enter().Sees("Tempat di USB tidak cukup. Pakai USB lain.").SeesNot("aman dicabut")
	s.desk.exportErr = nil
	k.Tap("Simpan ke USB").Type("Folder", s.dir).Enter().Sees("Tersimpan. USB aman dicabut.").Sees("sumberberas-2026-11-23.skb").Sees("Serahkan USB ke kabupaten.")
	s.desk.importErr = &kampung.Trouble{What: "Tidak ada tanda terima di folder ini.", Next: "Pilih USB yang lain."}
	k.Tap("Ambil dari USB").Type("Folder", s.dir).Enter().Sees("Tidak ada tanda terima di folder ini. Pilih USB yang lain.").Sees("Data tetap aman")
	s.desk.importErr = nil
	k.Tap("Ambil dari USB").Type("Folder", s.dir).Enter().Sees("12 catatan diterima kabupaten. Tidak ada yang tertinggal.").Sees("USB aman dicabut.")
	s.desk.devices = append(s.desk.devices, kampung.Device{ID: "d2", Mark: "B", Granted: true})
	s.desk.tell(kampung.Change{Sync: true})
	k.Tap("Simpan untuk komputer lain").Type("Folder", s.dir).Enter().Sees("sumberberas-semua.skb").Sees("Pasang USB di komputer lain")
	s.desk.nothing = true
	k.Tap("Simpan ke USB").Type("Folder", s.dir).Enter().Sees("Tidak ada yang perlu disimpan: semua sudah diterima.")
}

func TestLinkEnrolsByStick(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.Key4).Tap("Minta pendaftaran lewat USB").Sees("Isi kode pendaftaran dari kabupaten.")
	s.desk.askErr = &kampung.Trouble{What: "Kode pendaftaran tidak cocok.", Next: "Periksa kembali huruf demi huruf."}
	k.Type("Kode pendaftaran", "benar").Tap("Minta pendaftaran lewat USB").Type("Folder", s.dir).Enter().Sees("Kode pendaftaran tidak cocok. Periksa kembali")
	s.desk.askErr = nil
	k.Tap("Minta pendaftaran lewat USB").Type("Folder", s.dir).Enter().Sees("Permintaan tersimpan. USB aman dicabut.").Sees("sumberberas-4f1a.skd")
	k.Sees("Permintaan pendaftaran sudah ditulis ke USB. Bawa ke kabupaten")
	k.Tap("Ambil dari USB").Type("Folder", s.dir).Enter().Sees("Terdaftar di kabupaten. 14 masih menunggu.").SeesNot("Daftarkan meja ini")
	// It knows the hub, and no line to it yet.
	s.desk.address = "https://kampung.contoh.go.id"
	k.Sees("Terdaftar di hub.35.10 lewat USB.").Tap("Kirim sekarang").Enter().Sees("Isi alamat dari kabupaten")
	k.Type("Alamat kabupaten", "https://lain.contoh.go.id").Enter().Sees("Di alamat itu tidak ada jawaban")
	k.Tap("Kirim sekarang").Type("Alamat kabupaten", "https://kampung.contoh.go.id").Enter().Sees("9 catatan diterima kabupaten.").Sees("Yang menunggu dikirim sendiri")
}

func TestLinkListsLongReasonsWithinTheirLines(t *testing.T) {
	s := waiting(t)
	s.desk.back = back0(s.desk)
	s.desk.back[0].Reason = strings.Repeat("Alamat usaha belum sesuai dengan kartu keluarga. ", 30)
	s.clerk.Shortcut(fyne.Key4).Wait()
	rows := s.u.frame.link.list.rows
	if got := rows[1]; !strings.HasSuffix(got.Short, " …") || len(got.Short) >= len(got.Reason) || len(got.Short) < 100 {
		t.Fatalf("%d of %d: %q", len(got.Short), len(got.Reason), got.Short)
	}
	if got := rows[3]; got.Short != got.Reason {
		t.Fatalf("a short reason was cut: %q", got.Short)
	}
}
