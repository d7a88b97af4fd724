package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestEachFieldOfTheOffice is typed, refused and seen again, on each page of the
// settings that has a form for the office.
func TestEachFieldOfTheOffice(t *testing.T) {
	long, tooLong := strings.Repeat("x", 201), "terlalu panjang"
	for _, c := range []struct {
		part  string
		wrong []typed
		told  map[string]string
		right []typed
	}{
		{"Kantor dan kop surat",
			[]typed{{"Alamat kantor", long, ""}, {"Kode pos", "6847x", ""}, {"Surel", "desa.contoh", ""}, {"Situs web", long, ""}},
			map[string]string{"Alamat kantor": tooLong, "Kode pos": "5 angka", "Surel": "tanda @", "Situs web": tooLong},
			[]typed{{"Alamat kantor", "Jalan Contoh 2", ""}, {"Kode pos", "68473", ""}, {"Telepon", "0333000001", kampung.FormatPhone("0333000001")},
				{"Surel", "desa@contoh.invalid", ""}, {"Situs web", "contoh.invalid", ""}, {"Kertas surat", "A4", "A4 210 × 297 mm"}}},
		{"Nomor surat",
			[]typed{{"Kode unit dari kabupaten", "429{1}", ""}, {"Pola nomor", "[kode]/PEM", ""}},
			map[string]string{"Kode unit dari kabupaten": "tidak dapat dicetak", "Pola nomor": "harus berisi [nomor]"},
			[]typed{{"Kode unit dari kabupaten", "429.999", ""}, {"Pola nomor", "[kode]/[nomor 3]/PEM/[tahun]", ""},
				{"Satu urutan nomor untuk", "Tiap layanan sendiri", ""}, {"Kode klasifikasi", "Permendagri", "Permendagri 83/2022 (400.12.2.1)"}}},
		{"Penanda tangan",
			[]typed{{"Nama", "", ""}, {"Jabatan", "", ""}, {"NIP atau NIPD", "abc", ""}},
			map[string]string{"Nama": "Isi nama pejabat", "Jabatan": "Isi jabatannya", "NIP atau NIPD": "hanya berisi angka"},
			[]typed{{"Nama", "SUTRISNO CONTOH", ""}, {"Jabatan", "Penjabat Kepala Desa", ""}, {"Menandatangani sebagai", "Pj. (penjabat)", ""},
				{"NIP atau NIPD", "19800101", ""}, {"Pangkat (kelurahan)", "Penata", ""}}},
	} {
		t.Run(c.part, func(t *testing.T) {
			s := newStage(t, true).unlock().fill()
			rail(fyne.Key5, c.part)(s)
			before := s.desk.written()
			s.fillIn(c.wrong)
			s.clerk.Shortcut(fyne.KeyS)
			s.beside(t, s.u.frame.settings.pages[s.u.frame.settings.at].form, c.told)
			if s.desk.written() != before {
				t.Fatal("it was saved")
			}
			s.fillIn(c.right)
			s.clerk.Shortcut(fyne.KeyS).Sees("Tersimpan")
			s.shows(t, c.right)
			s.clerk.Shortcut(fyne.Key1).SeesNot("Belum disimpan")
			s.u.frame = s.u.newFrame() // as after the next start
			s.u.win.SetMainMenu(s.u.deskMenu())
			s.u.page.RemoveAll()
			s.u.page.Add(s.u.frame.box)
			rail(fyne.Key5, c.part)(s)
			s.shows(t, c.right)
		})
	}
}

// TestPartsOfTheSettingsKeepWhatIsTyped: another part, saving it, and what
// another PC changes leave a half typed part alone.
func TestPartsOfTheSettingsKeepWhatIsTyped(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	rail(fyne.Key5, "Kantor dan kop surat")(s)
	k.Type("Surel", "desa@contoh.invalid").Tap("Nomor surat").Type("Kode unit dari kabupaten", "429.999").Shortcut(fyne.KeyS).Sees("Tersimpan")
	s.desk.office.Phone = "0333-999999"
	s.desk.tell(kampung.Change{Office: true, Accounts: true, Sync: true})
	k.Tap("Kantor dan kop surat")
	if got := k.Value("Surel"); got != "desa@contoh.invalid" {
		t.Fatalf("the address reads %q", got)
	}
	k.Shortcut(fyne.Key1).Sees("Perubahan pada “Kantor dan kop surat” belum disimpan.").Tap("Batal").Shortcut(fyne.KeyS).Sees("Tersimpan")
	if o := s.desk.office; o.Email != "desa@contoh.invalid" || o.UnitCode != "429.999" {
		t.Errorf("%q, %q", o.Email, o.UnitCode)
	}
	k.Shortcut(fyne.Key1).Sees("Perlu dikerjakan").SeesNot("Belum disimpan")
	rail(fyne.Key5, "Kantor dan kop surat")(s)
	s.desk.office.Logo = []byte("\x89PNG\r\n\x1a\n")
	s.desk.tell(kampung.Change{Office: true})
	k.Shortcut(fyne.Key1).Sees("Perlu dikerjakan").SeesNot("Belum disimpan")
	rail(fyne.Key5, "Kantor dan kop surat")(s)
	k.Tap("Tanpa lambang").Shortcut(fyne.Key1).Sees("Perubahan pada “Kantor dan kop surat” belum disimpan.").Tap("Batal").Shortcut(fyne.KeyS)
	if len(s.desk.office.Logo) > 0 {
		t.Error("the picture is there still")
	}
	k.Shortcut(fyne.Key1).SeesNot("Belum disimpan")
}

// TestAnotherEntryOfTheSettingsAsksFirst: officials and accounts.
func TestAnotherEntryOfTheSettingsAsksFirst(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	for _, c := range []struct{ part, label, other, is string }{
		{"Penanda tangan", "Nama", "DWI LESTARI CONTOH, S.E. · Sekretaris Desa · a.n.", "DWI LESTARI CONTOH, S.E."},
		{"Penanda tangan", "Nama", "Tambah penanda tangan", ""},
		{"Akun petugas", "Nama petugas", "Budi Contoh · budi · operator", "Budi Contoh"},
		{"Akun petugas", "Nama petugas", "Tambah akun", ""},
	} {
		rail(fyne.Key5, c.part)(s)
		k.Type(c.label, "SETENGAH").Tap(c.other).Sees("Perubahan di isian ini belum disimpan.").Tap("Batal")
		if got := k.Value(c.label); got != "SETENGAH" {
			t.Errorf("%s: called off, and it reads %q", c.other, got)
		}
		k.Tap(c.other).Tap("Tinggalkan")
		if got := k.Value(c.label); got != c.is || k.Focused() != c.label {
			t.Errorf("%s reads %q, the keyboard is at %q", c.other, got, k.Focused())
		}
		k.Shortcut(fyne.Key1).SeesNot("Belum disimpan").Sees("Perlu dikerjakan")
	}
	rail(fyne.Key5, "Akun petugas", "Budi Contoh · budi · operator")(s)
	k.Tap("Boleh membuka meja").Shortcut(fyne.Key1).Sees("Perubahan pada “Akun petugas” belum disimpan.").Tap("Batal").Shortcut(fyne.KeyS).Sees("tidak aktif")
	k.Shortcut(fyne.Key1).SeesNot("Belum disimpan")
}

// TestAnotherLanguageAsksFirst: the screens are built anew in it.
func TestAnotherLanguageAsksFirst(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	rail(fyne.KeyB, "Surat masuk")(s)
	k.Type("Pengirim", "Kecamatan Contoh")
	rail(fyne.Key5, "Tampilan dan bahasa")(s)
	k.Type("Bahasa layar", "English").Enter().Sees("Surat masuk yang sedang diisi belum disimpan.").Tap("Batal")
	if got := k.Value("Bahasa layar"); got != "Bahasa Indonesia" {
		t.Errorf("called off, and the language reads %q", got)
	}
	rail(fyne.KeyB, "Surat masuk")(s)
	if got := k.Value("Pengirim"); got != "Kecamatan Contoh" {
		t.Fatalf("the sender reads %q", got)
	}
	rail(fyne.Key5, "Tampilan dan bahasa")(s)
	k.Type("Bahasa layar", "English").Enter().Tap("Tinggalkan").Sees("Screen language").SeesNot("Not saved")
	if err := setLanguage(langID); err != nil {
		t.Fatal(err)
	}
}

// TestAnotherTemplateAsksFirst: another service, a new one, an older version and
// a file do not take the place of half typed wording.
func TestAnotherTemplateAsksFirst(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	s.u.env.Pages = nil
	k, f := s.clerk, s.u.frame.templates
	rail(fyne.Key5, "Template surat")(s)
	first, other := f.m.All[0], f.m.All[1]
	k.Type("Catatan perubahan", "versi satu").Shortcut(fyne.KeyS).Sees("Tersimpan")
	shown := k.Value("Layanan")
	for name, way := range map[string]func(){"service": func() { k.Type("Layanan", other.Name).Enter() }, "new": func() { k.Tap("Layanan baru") },
		"version": func() { f.past.choose(f.past.options[0]) }, "file": func() { k.Tap("Ambil dari berkas") }} {
		k.Type("Nama pendek", "SETENGAH")
		way()
		k.Sees("Perubahan pada template ini belum disimpan.").Tap("Batal")
		if got := k.Value("Nama pendek"); got != "SETENGAH" || f.m.Info.Key != first.Key {
			t.Errorf("%s: called off, and the editor has %q of %q", name, got, f.m.Info.Key)
		}
		if got := k.Value("Layanan"); got != shown {
			t.Errorf("%s: called off, and the service reads %q", name, got)
		}
		way()
		k.Tap("Tinggalkan")
		if name == "file" {
			k.Key(fyne.KeyEscape)
		} else if got := k.Value("Nama pendek"); got == "SETENGAH" {
			t.Errorf("%s: it did not go on", name)
		}
		k.Shortcut(fyne.Key1)
		if s.u.modal != nil { // the file was called off, and the wording stands
			k.Tap("Tinggalkan")
		}
		rail(fyne.Key5, "Template surat")(s)
		f.load(first.Key)
		k.Wait()
	}
}

// TestARefusedSaveStaysUnsaved: what the rules refused is asked about as well.
func TestARefusedSaveStaysUnsaved(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	toPerson()(s)
	was := k.Value("NIK")
	k.Type("NIK", "123").Shortcut(fyne.KeyS).Key(fyne.KeyEscape).Sees("Perubahan pada penduduk ini belum disimpan.").Tap("Batal")
	k.Tap("Buat permohonan").Tap("Tinggalkan").Sees("Simpan saja").SeesNot("Belum disimpan")
	if got := s.u.frame.form.m.Draft.Applicant.NIK; got != kampung.CleanNIK(was) {
		t.Errorf("the request begins with %q", got)
	}
}
