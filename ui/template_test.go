package ui

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

func TestWordingIsEditedInTheWindow(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k, u := s.clerk, s.u
	u.show(u.frame.settings)
	k.Tap("Template surat").Sees("surat yang sudah dicatat tidak berubah")
	key := u.frame.templates.m.Info.Key
	before := k.Value("Isi surat")
	k.Type("Isi surat", before+"\n\nKata {namaa} kantor.").Wait().Sees("{namaa} tidak dikenal")
	k.Shortcut(fyne.KeyS).Sees("{namaa} tidak dikenal")
	if len(s.desk.wrote) != 0 {
		t.Fatal("a placeholder that does not exist was kept")
	}
	k.Type("Isi surat", before+"\n\nKata {nama} kantor.").Wait().SeesNot("tidak dikenal")
	k.Shortcut(fyne.KeyS).Sees("Tersimpan. Berlaku untuk surat berikutnya.").Sees("diubah kantor ini")
	own := s.desk.wrote[key]
	if n := len(own.Blocks); own.Blocks[n-1].Text != "Kata {nama} kantor." || own.Signer != s.desk.service(key).Signer {
		t.Fatalf("%+v", own)
	}
	file := filepath.Join(s.dir, "surat.json")
	k.Tap("Simpan sebagai berkas").Type("Nama berkas atau alamatnya", file).Enter().Sees("Tersimpan")
	k.Tap("Kembalikan ke bawaan").Sees("disimpan sebagai versi lama").Enter()
	if len(s.desk.wrote) != 0 || k.Value("Isi surat") != before {
		t.Fatal("it did not go back")
	}
	if got, err := s.desk.ImportTemplate(file, ""); err != nil || got.Key != key {
		t.Fatalf("%+v, %v", got, err)
	}
}

func TestVillageAddsAServiceInTheWindow(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k, u := s.clerk, s.u
	u.show(u.frame.templates)
	k.Tap("Layanan baru").Sees("Layanan baru milik desa ini.")
	k.Type("Kunci layanan", s.desk.services[0].Key).Type("Nama layanan", "Izin Hajatan").Type("Judul surat", "SURAT IZIN HAJATAN")
	k.Shortcut(fyne.KeyS).Sees("Kunci ini sudah dipakai layanan lain.")
	k.Type("Kunci layanan", "izin_hajatan").Type("Isian", "keperluan | Keperluan | tulisan | wajib\nhari | Hari | kapan").Shortcut(fyne.KeyS).Sees("Jenis isian “kapan” tidak dikenal.")
	k.Type("Isian", "keperluan | Keperluan | tulisan | wajib\nhari_h | Hari hajatan | tanggal | wajib").Wait()
	u.frame.templates.insert("hari_h")
	if !strings.Contains(k.Value("Isi surat"), "{hari_h}") {
		t.Fatal("nothing was put in")
	}
	k.Shortcut(fyne.KeyS).Sees("layanan sendiri").Sees("Hapus layanan ini")
	own := s.desk.wrote["izin_hajatan"]
	if len(own.Fields) != 2 || own.Fields[1].Type != kampung.FieldDate || own.Group != "umum" {
		t.Fatalf("%+v", own)
	}
}

// What an applicant shows, who signs, the further sheets of a letter and its
// rules are changed in the window too, and an earlier version comes back.
func TestAllOfAServiceIsEditedInTheWindow(t *testing.T) {
	s := newStage(t, true)
	n1 := s.desk.service("sku")
	n1.Key, n1.Name, n1.Short = "nikah", "Pengantar Nikah", "N1"
	n1.Sheets = []kampung.Sheet{{Key: "n2", Name: "Permohonan", Title: "PERMOHONAN", Mark: "Model N2", Blocks: []kampung.Block{{Text: "Dengan hormat."}}}}
	s.desk.services = append(s.desk.services, n1)
	s.unlock().fill()
	k, u := s.clerk, s.u
	u.show(u.frame.templates)
	k.Wait()
	u.frame.templates.load("nikah")
	k.Type("Syarat", "ktp | Fotokopi KTP-el | harus").Wait().Sees("wajib, jika ada, atau tidak perlu di belakang")
	k.Type("Syarat", "ktp | Fotokopi KTP-el | wajib\nakta | Akta cerai | jika ada").Type("Waktu layanan (menit)", "sepuluh").Wait().Sees("Tulis dengan angka")
	k.Type("Waktu layanan (menit)", "20").Type("Biaya (rupiah)", "0").Type("Ditujukan ke", "KUA")
	k.Type("Tempat tanda tangan", "kiri | camat\nkanan | kantor").Type("Catatan perubahan", "syarat ditambah")
	k.Type("Lembar", "N2").Enter()
	k.Type("Isi surat", "Dengan hormat, {namaa}.").Wait().Sees("{namaa} tidak dikenal")
	k.Type("Lembar", "Surat").Enter().Wait().Sees("Model N2 · Permohonan: ").Sees("{namaa} tidak dikenal")
	k.Type("Lembar", "N2").Enter()
	k.Type("Isi surat", "Dengan hormat, {nama}.").Wait().SeesNot("tidak dikenal").Shortcut(fyne.KeyS).Sees("Tersimpan. Berlaku untuk surat berikutnya.")
	own := s.desk.wrote["nikah"]
	if len(own.Requirements) != 2 || own.Requirements[1].Need != kampung.NeedIfAny || own.Minutes != 20 || own.Goes != "KUA" || own.Fee != 0 ||
		len(own.Signs) != 2 || own.Signs[0].Who != kampung.SignCamat || own.Sheets[0].Blocks[0].Text != "Dengan hormat, {nama}." {
		t.Fatalf("%+v", own)
	}
	if n1.Sheets[0].Blocks[0].Text != "Dengan hormat." {
		t.Error("the service of the program was changed with it")
	}
	k.Type("Judul surat", "JUDUL KEDUA").Type("Catatan perubahan", "judul").Shortcut(fyne.KeyS).Wait()
	k.Type("Versi sebelumnya", "syarat ditambah").Enter().Wait()
	if got := k.Value("Judul surat"); got != own.Title {
		t.Fatalf("%q", got)
	}
	k.Shortcut(fyne.KeyS).Wait()
	if got := s.desk.wrote["nikah"]; got.Title != own.Title {
		t.Errorf("%q", got.Title)
	}
}

// What the editor proposes for a new service lacks only its names.
func TestProposedServiceIsRight(t *testing.T) {
	m := templateModel{Was: newTemplate(), Typed: typedOf(newTemplate())}
	m.Typed.Key, m.Typed.Name, m.Typed.Title = "izin", "Izin", "IZIN"
	s, ps := m.Service()
	if ps = append(ps, letter.Check(s)...); ps.Err() != nil {
		t.Error(ps)
	}
}
