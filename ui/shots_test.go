//go:build shots

package ui

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestShots renders the screens and their states into a folder, to be looked at:
//
//	FYNE_CACHE=2h CGO_ENABLED=0 SHOTS=/tmp/shots go test -tags shots -run TestShots ./ui
func TestShots(t *testing.T) { eachStyle(t, takeShots) }

// eachStyle takes pictures in each style, or in that of STYLE.
func eachStyle(t *testing.T, take func(t *testing.T, dir string, set func(fyne.Preferences))) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		dir = "/tmp/shots"
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, style := range []struct {
		name string
		set  func(fyne.Preferences)
	}{
		{"terang", func(fyne.Preferences) {}},
		{"gelap", func(p fyne.Preferences) { p.SetString("tampilan", modeDark) }},
		{"en", func(p fyne.Preferences) { p.SetString("bahasa", langEN) }},
		{"besar", func(p fyne.Preferences) { p.SetFloat("ukuran_teks", 1.3) }},
	} {
		if only := os.Getenv("STYLE"); only != "" && only != style.name {
			continue
		}
		t.Run(style.name, func(t *testing.T) { take(t, filepath.Join(dir, style.name), style.set) })
	}
}

// shotsOfSurvey shows the turned screen, its ends, the index and home with it.
func shotsOfSurvey(s *stage, shot func(*stage, string)) {
	for i := range 12 {
		scores, _ := kampung.ParseScores([]string{"334433433", "433434432", "333433323"}[i%3])
		if _, err := s.desk.AddSurvey(kampung.Survey{Day: kampung.Date{Year: 2026, Month: 10 + i%2, Day: 1 + i}, Service: "sku", Scores: scores, Paper: i%4 == 0}); err != nil {
			panic(err)
		}
	}
	s.clerk.Shortcut(fyne.Key1)
	shot(s, "beranda-kepuasan")
	s.u.show(s.u.frame.survey)
	shot(s, "kepuasan")
	s.u.frame.survey.period.Put("2026-T4")
	s.u.frame.survey.look()
	s.clerk.Keys("33443343").Enter()
	shot(s, "kepuasan-triwulan")
	s.handOver()
	shot(s, "permohonan-diserahkan")
	s.clerk.Tap(tr("Minta penilaian"))
	shot(s, "survei")
	s.clerk.Keys("3").Keys("4").Key(fyne.KeyBackspace)
	shot(s, "survei-kembali")
	s.clerk.Keys("444444444")
	shot(s, "survei-selesai")
	s.clerk.Enter()
}

// shooter takes one picture after another into a folder.
func shooter(t *testing.T, dir string) func(*stage, string) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	n := 0
	return func(s *stage, name string) {
		n++
		s.clerk.Wait()
		s.clerk.Wait()
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%02d-%s.png", n, name)))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, s.u.win.Canvas().Capture()); err != nil {
			t.Fatal(err)
		}
	}
}

func takeShots(t *testing.T, dir string, set func(fyne.Preferences)) {
	shot := shooter(t, dir)
	s := newStageSet(t, false, set)
	shot(s, "awal-desa")
	s.clerk.Keys("sumberb")
	shot(s, "awal-cari")
	s.clerk.Enter()
	shot(s, "awal-desa-terpilih")
	s.clerk.Enter().Enter()
	shot(s, "awal-kepala")
	s.clerk.Key(fyne.KeyEscape)
	s.setup().m.Step = stepHead
	s.setup().showStep()
	s.setup().forward()
	shot(s, "awal-kepala-kurang")
	s.setup().signer.name.Put("H. SUYATNO CONTOH, S.Sos")
	s.setup().forward()
	shot(s, "awal-nomor")
	s.setup().forward()
	s.setup().forward()
	shot(s, "awal-akun-kurang")
	s.setup().name.Put("Siti Contoh")
	s.setup().login.Put("siti")
	s.setup().pass.put(testPassword)
	s.setup().again.put(testPassword)
	s.setup().forward()
	shot(s, "awal-kunci")

	s = newStageSet(t, false, set)
	s.desk.join = kampung.JoinEnrol
	shotsOfJoining(s, shot)
	shotsOfRestoring(s, shot)

	shotsOfPrinting(newStageSet(t, true, set), shot)

	s = newStageSet(t, true, set)
	shot(s, "pintu")
	s.clerk.Keys("salah saja").Enter()
	shot(s, "pintu-salah")
	s.u.cur.(*doorScreen).forgot()
	shot(s, "pintu-lupa")

	s = newStageSet(t, true, set)
	s.u.carried = "/media/usb/kabupaten-35.10-20261123.skr"
	s.u.door()
	shot(s, "pintu-berkas")
	s.u.env.Stopped = &Stopped{Path: "/home/desa/.local/share/smartkampung/laporan/berhenti-20261122-070512.txt", At: s.now.Add(-24 * time.Hour),
		Told: func() error { return nil }}
	s.u.door()
	shot(s, "berhenti-mendadak")
	s.clerk.Enter()
	unlockAny(s)
	shot(s, "berkas-dibaca")

	s = newStageSet(t, true, set)
	unlockAny(s)
	s.fill()
	if spoken != langEN {
		shotsOfSurvey(s, shot)
	}

	s = newStageSet(t, true, set)
	unlockAny(s)
	shot(s, "beranda-kosong")
	s.clerk.Shortcut(fyne.Key4)
	shot(s, "kirim-belum-daftar")
	s.fill()
	s.clerk.Shortcut(fyne.Key1)
	shot(s, "beranda")
	s.clerk.Shortcut(fyne.KeyK)
	s.clerk.Keys("misn")
	shot(s, "cari")
	s.clerk.Key(fyne.KeyEscape)
	s.clerk.Shortcut(fyne.KeyN)
	shot(s, "baru-kosong")
	s.clerk.Keys("putri")
	shot(s, "baru-cari")
	s.clerk.Enter()
	s.clerk.Key(fyne.KeyDown)
	shot(s, "baru-layanan")
	s.clerk.Key(fyne.KeyEscape)
	s.clerk.Keys("sku").Enter()
	s.clerk.Keys("TOKO MAJU JAYA ABADI")
	shot(s, "baru-isi")
	s.clerk.Shortcut(fyne.KeyS)
	shot(s, "baru-kurang")
	s.u.frame.form.toggle()
	shot(s, "baru-isian-lain")
	s.clerk.Shortcut(fyne.KeyN)
	s.u.frame.form.who.outside()
	s.u.frame.form.service.Put("sktm")
	s.u.frame.form.serviceChosen(false)
	s.u.frame.form.toggle()
	for _, f := range s.u.frame.form.own {
		if tf, ok := f.Control.(*tableField); ok {
			tf.more.Tapped(nil)
		}
	}
	s.clerk.Wait()
	shot(s, "baru-luar-tabel")
	s.clerk.Shortcut(fyne.Key2)
	shot(s, "daftar")
	shotsOfLists(s, shot)
	s.u.frame.detail.fresh = "p001"
	s.u.frame.openRequest("p001")
	shot(s, "rinci-baru")
	s.u.frame.openRequest("p003")
	shot(s, "rinci-ditolak")
	s.u.frame.openRequest("p002")
	shot(s, "rinci-disetujui")
	s.u.frame.detail.act(action{Key: string(kampung.StateCancelled)})
	s.clerk.Enter()
	shot(s, "rinci-batal")
	s.clerk.Key(fyne.KeyEscape)
	shotsOfDetail(s, shot)
	s.clerk.Shortcut(fyne.Key3)
	shot(s, "penduduk-kosong")
	s.clerk.Keys("krajan")
	shot(s, "penduduk")
	s.u.frame.openResident("w001")
	shot(s, "penduduk-rinci")
	s.u.show(s.u.frame.importer)
	shot(s, "impor")
	s.desk.plan = plan0()
	s.u.frame.importer.m = importModel{Path: "/media/usb/penduduk_sumberberas.xlsx", Plan: plan0(), Planned: true}
	s.u.frame.importer.show()
	shot(s, "impor-periksa")
	s.u.frame.importer.Save()
	shot(s, "impor-selesai")
	s.u.frame.importer.choose()
	shot(s, "pilih-berkas")
	s.clerk.Key(fyne.KeyEscape)
	shotsOfBooks(s, shot)
	shotsOfLetters(s, shot)
	shotsOfLink(s, shot)
	for _, p := range settingsParts() {
		s.u.show(s.u.frame.settings)
		s.u.frame.settings.open(p.Key)
		shot(s, "atur-"+p.Key)
	}
	s.clerk.Shortcut(fyne.Key5)
	s.u.frame.settings.open("komputer")
	s.u.frame.settings.letIn(deviceLines(s.desk.devices)[1])
	shot(s, "izinkan")
	s.clerk.Key(fyne.KeyEscape)
	s.desk.clashes = clashes0()
	s.desk.tell(kampung.Change{Requests: []string{"p001"}})
	s.u.show(s.u.frame.clash)
	shot(s, "bertabrakan")
	s.u.frame.who.press()
	shot(s, "menu-saya")
	s.u.closeDrop()
	s.u.help()
	shot(s, "bantuan")
	s.clerk.Key(fyne.KeyEscape)
	shotsOfGuard(t, s, shot)
}

// shotsOfGuard are the locked screen, numbers seen and hidden, and the practice
// office with its tour.
func shotsOfGuard(t *testing.T, s *stage, shot func(*stage, string)) {
	s.u.frame.openRequest("p001")
	s.u.see("p001")
	s.u.frame.detail.scroll.ScrollToBottom()
	shot(s, "nomor-dilihat")
	s.u.frame.openResident("w001")
	shot(s, "nomor-samar")
	s.u.see("w001")
	shot(s, "nomor-warga-dilihat")
	s.u.lockScreen()
	shot(s, "layar-terkunci")
	s.u.locked.pass.put("bukan ini")
	s.u.locked.open()
	shot(s, "layar-terkunci-keliru")
	s.u.unlockScreen()
	s.practise(t)
	s.u.lock()
	shot(s, "pintu-latihan")
	s.u.practise()
	for s.u.guide != nil {
		if s.u.guide.m.At == 3 {
			s.u.frame.newRequest()
		}
		if s.u.guide.m.At == 5 {
			if _, err := s.u.desk.Record(kampung.Draft{ID: "x", Service: "sku", Applicant: kampung.PersonOf(s.desk.people["w001"]), Fields: map[string]string{"nama_usaha": "TOKO", "keperluan": "Bank"}, Shown: []string{"ktp"}}); err != nil {
				panic(err)
			}
			s.u.frame.openRequest("p001")
		}
		s.clerk.Wait()
		s.u.guide.place()
		shot(s, fmt.Sprintf("latihan-%d", s.u.guide.m.At+1))
		s.clerk.Key(fyne.KeyF2)
	}
	s.u.show(s.u.frame.settings)
	s.u.frame.settings.open("latihan")
	shot(s, "atur-latihan-di-dalam")
}

// shotsOfDetail are a request's story, its attachments and the work that counts.
func shotsOfDetail(s *stage, shot func(*stage, string)) {
	dir := s.dir
	for i, c := range []color.Gray{{200}, {120}} {
		img := image.NewGray(image.Rect(0, 0, 300+i, 200))
		draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("KTP Bu Misnati %d.png", i+1)))
		if err != nil {
			panic(err)
		}
		if err := errors.Join(png.Encode(f, img), f.Close()); err != nil {
			panic(err)
		}
	}
	pdf := filepath.Join(dir, "pengantar-rt-yang-namanya-panjang-sekali-dari-pemindai-2026-11-23.pdf")
	if err := os.WriteFile(pdf, []byte("%PDF-1.4 %%EOF"), 0o600); err != nil {
		panic(err)
	}
	s.u.frame.openRequest("p001")
	s.u.frame.detail.acts.Objects[1].(*button).press()
	shot(s, "rinci-lainnya")
	s.u.closeDrop()
	s.u.frame.detail.attach("ktp", []string{filepath.Join(dir, "KTP Bu Misnati 1.png"), pdf})
	s.u.frame.detail.askNote()
	shot(s, "rinci-catatan")
	s.clerk.Key(fyne.KeyEscape)
	if _, err := s.desk.AddNote("p001", "KK asli menyusul lewat RT hari Kamis; pemohon sudah diberi tahu lewat telepon."); err != nil {
		panic(err)
	}
	r := s.desk.requests["p001"]
	r.State = kampung.StatePrinted
	r.PrintLog = []kampung.Print{{At: now0, By: "siti", Copies: 2, To: "HP LaserJet P1102"}, {At: now0.Add(time.Minute), By: "siti", Copies: 1, To: "pdf"}}
	r.Received = []time.Time{now0.Add(time.Hour)}
	s.desk.requests["p001"] = r
	s.u.frame.openRequest("p001")
	shot(s, "rinci-cerita")
	s.u.frame.detail.scroll.ScrollToBottom()
	shot(s, "rinci-lampiran")
	s.u.frame.detail.addFiles()
	shot(s, "rinci-folder-belum")
	s.clerk.Key(fyne.KeyEscape)
	s.u.app.Preferences().SetString(folderOfScans, dir)
	s.u.frame.detail.addFiles()
	shot(s, "rinci-folder")
	s.clerk.Key(fyne.KeyEscape)
	s.u.frame.detail.Dropped([]string{pdf})
	shot(s, "rinci-lampirkan")
	s.clerk.Key(fyne.KeyEscape)
	t := s.u.begin(tr("Mengimpor penduduk"), func() {})
	t.tell(kampung.Progress{Step: kampung.StepSave, Done: 1200, Total: 5000, Of: kampung.OfResidents})
	shot(s, "kerja")
	s.u.askToClose()
	shot(s, "kerja-tutup")
	s.clerk.Key(fyne.KeyEscape)
	s.u.end(t)
}

// shotsOfBooks are the books, the incoming letters and the report.
func shotsOfBooks(s *stage, shot func(*stage, string)) {
	shot2 := func(show screen, name string) {
		s.u.show(show)
		shot(s, name)
	}
	f := s.u.frame
	shot2(f.mail, "surat-masuk-kosong")
	for _, m := range []kampung.Mail{{Received: kampung.DateOf(now0), Sender: "Kecamatan Muncar", Subject: "Undangan rapat koordinasi penyaluran bantuan pangan di pendopo kecamatan", Number: "005/312/429.511/2026"},
		{Received: kampung.DateOf(now0), Sender: "Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak Kabupaten Banyuwangi", Subject: "Pemutakhiran data"}} {
		if _, err := s.desk.SaveMail(m); err != nil {
			panic(err)
		}
	}
	if _, err := s.desk.CancelMail("m002", "dicatat dua kali"); err != nil {
		panic(err)
	}
	f.mail.open("m001")
	shot2(f.mail, "surat-masuk")
	if _, err := s.desk.SaveVisitor(kampung.Visitor{Name: "DWI TAMU CONTOH", Sex: 2, From: "Jember", Purpose: "Bekerja di gudang", Host: "Poniman", Arrived: kampung.DateOf(now0)}); err != nil {
		panic(err)
	}
	shot2(f.visitors, "penduduk-sementara")
	shot2(f.book, "buku-agenda")
	f.book.m.Key = kampung.BookResidents
	f.book.which.Put("induk")
	shot2(f.book, "buku-induk")
	f.book.m.Key = kampung.BookChanges
	f.book.which.Put("mutasi")
	f.book.stale = true
	shot2(f.book, "buku-kosong")
	shot2(f.report, "laporan")
	s.household()
	f.openResident("w002")
	shot(s, "warga")
	f.event.load("w002")
	shot2(f.event, "peristiwa-mati")
	f.event.kind.Put("pindah_keluar")
	f.event.typed("type", true)
	shot(s, "peristiwa-pindah")
	f.event.kind.Put("mati")
	f.event.typed("type", true)
	f.event.Save()
	f.history.load("w002")
	shot2(f.history, "riwayat")
	f.merge.load("w001")
	f.merge.pick("w003")
	shot2(f.merge, "gabung")
}

// shotsOfLetters are the numbers and the office's own templates.
func shotsOfLetters(s *stage, shot func(*stage, string)) {
	f := s.u.frame
	s.desk.counters["semua/2026"] += 2
	s.u.show(f.numbers)
	shot(s, "nomor")
	f.numbers.ask(numberTyped{Use: kampung.NumberReserved})
	shot(s, "nomor-pesan")
	s.clerk.Key(fyne.KeyEscape)
	s.u.show(f.templates)
	shot(s, "template")
	s.clerk.Type(tr("Isi surat"), s.clerk.Value(tr("Isi surat"))+"\n\nKata {namaa} kantor.").Wait()
	shot(s, "template-salah")
	s.u.focus(f.templates.get["note"].Focus())
	shot(s, "template-lembar")
	f.templates.begin()
	shot(s, "template-baru")
	f.templates.Drop()
}

// shotsOfLink are the states of the page of the link.
func shotsOfLink(s *stage, shot func(*stage, string)) {
	link := func(name string) {
		s.clerk.Shortcut(fyne.Key4)
		shot(s, "kirim-"+name)
	}
	st := &s.desk.status
	link("belum-daftar-menunggu")
	st.Enrolled, st.HubName, st.Hub, st.Pending = true, "Kabupaten Banyuwangi", "https://kampung.contoh.go.id", 14
	link("belum-pernah")
	st.LastLine, st.LastContact = now0.Add(-19*time.Hour-26*time.Minute), now0.Add(-19*time.Hour-26*time.Minute)
	s.desk.traffic.Up, s.desk.traffic.Down, s.desk.traffic.Limit = 12_300_000, 4_100_000, 50*kampung.Megabyte
	for i, c := range []kampung.Contact{
		{Way: kampung.WayEnrol, Up: 2100, Down: 3400},
		{Way: kampung.WayLine, SyncReport: kampung.SyncReport{Sent: 512, Received: 512}, Up: 61_000, Down: 4100},
		{Way: kampung.WayOut, Packed: 31, Carried: 2},
		{Way: kampung.WayIn, SyncReport: kampung.SyncReport{Received: 31, Answers: 2}},
		{Way: kampung.WayLine, Quiet: true, Times: 6, Trouble: "Tidak tersambung ke pusat kabupaten. Data tetap aman di komputer ini."},
		{Way: kampung.WayLine, SyncReport: kampung.SyncReport{Received: 12, Siblings: 4, Pending: 3}, Up: 8200, Down: 3100},
	} {
		c.At = now0.Add(time.Duration(i-7) * 5 * time.Hour)
		s.desk.contacts = kampung.AddContact(s.desk.contacts, c)
	}
	link("menunggu")
	s.desk.back = back0(s.desk)
	s.desk.back[0].Reason = "Alamat usaha belum sesuai dengan kartu keluarga. Mohon dilengkapi dengan surat pengantar dari ketua RT setempat, dan sebutkan nama bank tempat pinjaman diajukan supaya kecamatan dapat memeriksa kesesuaian keperluannya."
	s.desk.devices = append(s.desk.devices, kampung.Device{ID: "d2", Mark: "B", Code: "0BAD-CAFE-1234"}, kampung.Device{ID: "d3", Mark: "C", Code: "77C0-5511-0F0F", Granted: true}, kampung.Device{ID: "d4", Mark: "D", Code: "5566-7788-99AA", Revoked: true})
	st.Scans, st.ScanBytes = 2, 3_100_000
	link("dikembalikan")
	s.u.frame.mendRequest("p003", "nama", "Perbaiki isian “Nama pemohon”.")
	shot(s, "perbaiki")
	s.clerk.Shortcut(fyne.Key4)
	s.u.frame.link.busy(tr("Sedang mengirim ke kabupaten …"), func() {})
	shot(s, "kirim-bekerja")
	s.u.frame.link.idle()
	s.desk.traffic.Up = 60_000_000
	link("batas")
	s.u.frame.link.sendNow()
	shot(s, "kirim-batas-tanya")
	s.clerk.Key(fyne.KeyEscape)
	s.u.frame.link.month.ask()
	shot(s, "kirim-batas-atur")
	s.clerk.Key(fyne.KeyEscape)
	s.desk.syncErr = &kampung.Trouble{What: "Tidak tersambung ke pusat kabupaten. Data tetap aman di komputer ini.", Next: "Periksa sambungan internet lalu tekan Kirim sekarang, atau simpan ke USB."}
	s.u.frame.link.visit()
	shot(s, "kirim-tidak-tersambung")
	s.u.frame.link.exported([]kampung.BundleFile{{File: "/media/usb/sumberberas-0001.skb", Entries: 31, Bytes: 2688}, {File: "/media/usb/a.skf", Scan: "x", Bytes: 262_144}}, "/media/siti/KINGSTON", tr("Serahkan USB ke kabupaten. Statusnya “Dikemas” sampai ada tanda terima."))
	shot(s, "kirim-usb")
	s.desk.syncErr, s.desk.back, st.Scans = nil, nil, 0
	s.u.frame.link.visit()
	shot(s, "kirim-selesai")
}

// shotsOfRestoring are the door of an office that comes back from a backup.
func shotsOfRestoring(s *stage, shot func(*stage, string)) {
	s.gate.content = kampung.BackupContent{At: now0.Add(-26 * time.Hour), Last: now0.Add(-27 * time.Hour), Scans: 12, Requests: 321, Residents: 4012, Lost: 2}
	s.u.showAtDoor(s.u.newRestore(true))
	shot(s, "pulih-kosong")
	s.clerk.Tap("Pilih folder cadangan").Type("Folder", s.dir).Enter()
	shot(s, "pulih-kunci")
	s.clerk.Type("Nama pengguna", "siti").Type("Kata sandi", testPassword).Enter()
	shot(s, "pulih-isi")
}

// shotsOfJoining are the door of a PC that joins an office.
func shotsOfJoining(s *stage, shot func(*stage, string)) {
	s.u.showAtDoor(s.u.newJoin())
	shot(s, "sambung-kosong")
	j := s.u.cur.(*joinScreen)
	j.chosen("35.10.05.2001")
	j.join(false)
	shot(s, "sambung-kurang")
	w := s.u.waitToJoin(s.desk)
	shot(s, "sambung-daftar")
	s.desk.join = kampung.JoinWaiting
	w.follow()
	shot(s, "sambung-menunggu")
	w.say(&kampung.Trouble{What: "Tidak tersambung ke pusat kabupaten. Data tetap aman di komputer ini.", Next: "Periksa sambungan internet lalu tekan Coba lagi, atau ambil dari USB."}, "")
	w.askKey()
	shot(s, "sambung-kunci")
	s.desk.join = kampung.JoinReading
	w.follow()
	shot(s, "sambung-mengambil")
}

func unlockAny(s *stage) {
	if s.u.look.language == langEN {
		s.unlockEN()
		return
	}
	s.unlock()
}

func (s *stage) setup() *setupScreen { return s.u.cur.(*setupScreen) }

func (s *stage) unlockEN() *stage {
	s.clerk.Type("Password", testPassword).Enter()
	return s
}

// shotsOfPrinting shows the choice of printer, paper and copies, and what the
// regency says.
func shotsOfPrinting(s *stage, shot func(*stage, string)) {
	unlockAny(s)
	s.fill()
	s.desk.news = news0(s.desk)
	s.desk.tell(kampung.Change{Sync: true})
	shot(s, "kabar")
	s.clerk.Shortcut(fyne.KeyN)
	shot(s, "kabar-permohonan-baru")
	s.u.env.Printers = func() []string { return []string{"KantorDesa", "Epson-L3110-di-ruang-pelayanan-sebelah-timur"} }
	s.u.frame.openRequest("p004")
	shot(s, "kabar-permohonan")
	s.u.frame.detail.SetPrint()
	shot(s, "cetak-atur")
	s.clerk.Keys("x")
	s.u.modal.cancel()
	s.u.env.Printers = func() []string { return nil }
	s.clerk.Shortcut(fyne.KeyP)
	shot(s, "cetak-tanpa-printer")
	s.u.modal.cancel()
	s.u.printMany([]string{"p002", "p004"})
	shot(s, "cetak-banyak")
}
