//go:build shots

package ui

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestShots renders the screens and their states into a folder, to be looked at:
//
//	CGO_ENABLED=0 SHOTS=/tmp/shots go test -tags shots -run TestShots ./ui
func TestShots(t *testing.T) {
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
		t.Run(style.name, func(t *testing.T) { takeShots(t, filepath.Join(dir, style.name), style.set) })
	}
}

func takeShots(t *testing.T, dir string, set func(fyne.Preferences)) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	n := 0
	shot := func(s *stage, name string) {
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

	s = newStageSet(t, true, set)
	shot(s, "pintu")
	s.clerk.Keys("salah saja").Enter()
	shot(s, "pintu-salah")
	s.u.cur.(*doorScreen).forgot()
	shot(s, "pintu-lupa")

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
	s.desk.status.Enrolled, s.desk.status.HubName = true, "Kabupaten Banyuwangi"
	s.clerk.Shortcut(fyne.Key4)
	shot(s, "kirim")
	s.u.frame.link.sendNow()
	shot(s, "kirim-selesai")
	for _, p := range settingsParts() {
		s.u.show(s.u.frame.settings)
		s.u.frame.settings.open(p.Key)
		shot(s, "atur-"+p.Key)
	}
	s.u.frame.who.press()
	shot(s, "menu-saya")
	s.u.closeDrop()
	s.u.help()
	shot(s, "bantuan")
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
