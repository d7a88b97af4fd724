//go:build shots

package ui

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestGuidePictures draws the pictures of the user's guide, over invented data and with
// Fyne's own painter, so that they are the same on every machine:
//
//	make panduan
func TestGuidePictures(t *testing.T) {
	dir := os.Getenv("GUIDE")
	if dir == "" {
		t.Fatal("GUIDE names no folder for the pictures; run scripts/panduan")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	shot := func(s *stage, name string) {
		s.clerk.Wait()
		s.clerk.Wait()
		var b bytes.Buffer
		enc := png.Encoder{CompressionLevel: png.BestCompression}
		if err := enc.Encode(&b, fewColours(s.u.win.Canvas().Capture())); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	guideOfFirstRun(t, shot)
	s := guideStage(t, true)
	shot(s, "pintu")
	s.unlock()
	s.fill()
	guideOfRequests(s, shot)
	guideOfResidents(s, shot)
	guideOfBooks(s, shot)
	guideOfLink(s, shot)
	guideOfSettings(s, shot)
}

// guideStage is a small window, so that its words stay readable on a page.
func guideStage(t *testing.T, exists bool) *stage {
	s := newStage(t, exists)
	s.dir = "/media/usb"
	s.u.win.Resize(fyne.NewSize(1180, 680))
	return s
}

func guideOfFirstRun(t *testing.T, shot func(*stage, string)) {
	s := guideStage(t, false)
	s.clerk.Keys("sumberb")
	shot(s, "pertama-desa")
	s.clerk.Enter().Enter().Enter()
	s.setup().m.Step = stepHead
	s.setup().showStep()
	s.setup().signer.name.Put("H. SUYATNO CONTOH, S.Sos")
	s.setup().forward()
	s.setup().forward()
	s.setup().name.Put("Siti Contoh")
	s.setup().login.Put("siti")
	s.setup().pass.put(testPassword)
	s.setup().again.put(testPassword)
	shot(s, "pertama-akun")
	s.setup().forward()
	shot(s, "pertama-kunci")
}

func guideOfRequests(s *stage, shot func(*stage, string)) {
	s.clerk.Shortcut(fyne.Key1)
	shot(s, "beranda")
	s.clerk.Shortcut(fyne.KeyK)
	s.clerk.Keys("misn")
	shot(s, "cari")
	s.clerk.Key(fyne.KeyEscape)
	s.clerk.Shortcut(fyne.KeyN)
	s.clerk.Keys("putri")
	shot(s, "permohonan-cari")
	s.clerk.Enter().Keys("sku").Enter().Keys("TOKO MAJU JAYA")
	shot(s, "permohonan-isi")
	s.clerk.Shortcut(fyne.Key2)
	shot(s, "permohonan")
	s.u.frame.detail.fresh = "p001"
	s.u.frame.openRequest("p001")
	shot(s, "permohonan-nomor")
	s.u.frame.openRequest("p002")
	shot(s, "permohonan-disetujui")
	s.u.frame.openRequest("p003")
	shot(s, "permohonan-ditolak")
	s.u.show(s.u.frame.check)
	shot(s, "periksa-surat")
	s.desk.counters["semua/2026"] += 2
	s.u.show(s.u.frame.numbers)
	shot(s, "nomor-surat")
}

func guideOfResidents(s *stage, shot func(*stage, string)) {
	f := s.u.frame
	f.importer.m = importModel{Path: "/media/usb/penduduk_sumberberas.xlsx", Plan: plan0(), Planned: true}
	s.u.show(f.importer)
	f.importer.show()
	shot(s, "impor")
	s.clerk.Shortcut(fyne.Key3)
	s.clerk.Keys("krajan")
	shot(s, "penduduk")
	s.household()
	f.openResident("w002")
	shot(s, "penduduk-rinci")
	f.event.load("w002")
	s.u.show(f.event)
	shot(s, "peristiwa")
	f.event.kind.Put("mati")
	f.event.typed("type", true)
	f.event.Save()
	f.history.load("w002")
	s.u.show(f.history)
	shot(s, "riwayat")
	f.merge.load("w001")
	f.merge.pick("w003")
	s.u.show(f.merge)
	shot(s, "gabung")
}

func guideOfBooks(s *stage, shot func(*stage, string)) {
	f := s.u.frame
	for _, m := range []kampung.Mail{{Received: kampung.DateOf(now0), Sender: "Kecamatan Muncar", Subject: "Undangan rapat koordinasi", Number: "005/312/429.511/2026"},
		{Received: kampung.DateOf(now0), Sender: "Dinas Sosial", Subject: "Pemutakhiran data"}} {
		if _, err := s.desk.SaveMail(m); err != nil {
			panic(err)
		}
	}
	s.u.show(f.mail)
	shot(s, "surat-masuk")
	if _, err := s.desk.SaveVisitor(kampung.Visitor{Name: "DWI TAMU CONTOH", Sex: 2, From: "Jember", Purpose: "Bekerja di gudang", Host: "Poniman", Arrived: kampung.DateOf(now0)}); err != nil {
		panic(err)
	}
	s.u.show(f.visitors)
	shot(s, "penduduk-sementara")
	s.u.show(f.book)
	shot(s, "buku")
	s.u.show(f.report)
	shot(s, "laporan")
}

func guideOfLink(s *stage, shot func(*stage, string)) {
	s.clerk.Shortcut(fyne.Key4)
	shot(s, "kirim-belum-daftar")
	st := &s.desk.status
	st.Enrolled, st.HubName, st.Hub, st.Pending = true, "Kabupaten Banyuwangi", "https://kampung.contoh.go.id", 14
	st.LastLine, st.LastContact = now0.AddDate(0, 0, -1), now0.AddDate(0, 0, -1)
	s.clerk.Shortcut(fyne.Key4)
	shot(s, "kirim")
	s.u.frame.link.exported([]kampung.BundleFile{{File: "/media/usb/sumberberas-0001.skb", Entries: 31, Bytes: 2688}}, "/media/usb", tr("Serahkan USB ke kabupaten. Statusnya “Dikemas” sampai ada tanda terima."))
	shot(s, "kirim-usb")
	s.desk.clashes = clashes0()
	s.desk.tell(kampung.Change{Requests: []string{"p001"}})
	s.u.show(s.u.frame.clash)
	shot(s, "dua-komputer")
	s.desk.clashes = nil
	s.desk.tell(kampung.Change{Requests: []string{"p001"}})
}

func guideOfSettings(s *stage, shot func(*stage, string)) {
	s.desk.devices = append(s.desk.devices, kampung.Device{ID: "d2", Mark: "B", Code: "0BAD-CAFE-1234"})
	for _, p := range settingsParts() {
		s.u.show(s.u.frame.settings)
		s.u.frame.settings.open(p.Key)
		shot(s, "pengaturan-"+p.Key)
	}
	s.u.show(s.u.frame.templates)
	shot(s, "template")
	s.u.show(s.u.frame.home)
	s.u.help()
	shot(s, "bantuan")
}

// fewColours draws a picture with its 128 most frequent colours: a page of the
// guide stays small, and letters stay as they are.
func fewColours(img image.Image) *image.Paletted {
	b := img.Bounds()
	count := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA {
		r, g, bl, _ := img.At(x, y).RGBA()
		return color.RGBA{uint8(r>>8) &^ 7, uint8(g>>8) &^ 7, uint8(bl>>8) &^ 7, 255}
	}
	exact := map[color.RGBA]map[color.RGBA]int{}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := at(x, y)
			count[c]++
			r, g, bl, _ := img.At(x, y).RGBA()
			if exact[c] == nil {
				exact[c] = map[color.RGBA]int{}
			}
			exact[c][color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(bl >> 8), 255}]++
		}
	}
	var all []color.RGBA
	for c := range count {
		all = append(all, c)
	}
	number := func(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }
	slices.SortFunc(all, func(a, b color.RGBA) int { return cmp.Or(count[b]-count[a], number(a)-number(b)) })
	if len(all) > 128 {
		all = all[:128]
	}
	pal := make(color.Palette, len(all))
	for i, c := range all {
		best, most := c, 0
		for e, n := range exact[c] {
			if n > most || n == most && number(e) < number(best) {
				best, most = e, n
			}
		}
		pal[i] = best
	}
	out := image.NewPaletted(image.Rect(0, 0, b.Dx(), b.Dy()), pal)
	near := map[color.RGBA]uint8{}
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := at(b.Min.X+x, b.Min.Y+y)
			i, ok := near[c]
			if !ok {
				i = uint8(pal.Index(c))
				if j := slices.Index(all, c); j >= 0 {
					i = uint8(j)
				}
				near[c] = i
			}
			out.SetColorIndex(x, y, i)
		}
	}
	return out
}
