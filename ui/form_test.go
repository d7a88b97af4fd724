package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// typed is what is typed into a field and what stands there when the record is
// opened again; seen is empty where that is the same.
type typed struct{ label, text, seen string }

// fillIn types into fields one after another.
func (s *stage) fillIn(all []typed) {
	for _, f := range all {
		s.clerk.Type(f.label, f.text)
	}
	s.clerk.Key(fyne.KeyTab)
}

// shows fails unless each field holds what was saved.
func (s *stage) shows(t *testing.T, all []typed) {
	t.Helper()
	for _, f := range all {
		want := f.seen
		if want == "" {
			want = f.text
		}
		if got := s.clerk.Value(f.label); got != want {
			t.Errorf("%q reads %q, not %q", f.label, got, want)
		}
	}
}

// beside fails unless exactly these problems stand beside their fields, all at
// once and each once, and the keyboard is in the first of them.
func (s *stage) beside(t *testing.T, form *fields, want map[string]string) {
	t.Helper()
	first := ""
	for _, f := range form.list {
		label := strings.TrimSuffix(f.label.Text, " *")
		if f.problem != "" && first == "" {
			first = label
		}
		switch text := want[label]; {
		case (text == "") != (f.problem == "") || !strings.Contains(f.problem, text):
			t.Errorf("beside %q stands %q, not %q", label, f.problem, text)
		case f.problem != "" && f.note.Text != f.problem:
			t.Errorf("beside %q %q is not shown", label, f.problem)
		}
	}
	if got := s.clerk.Focused(); got != first {
		t.Errorf("the keyboard is at %q, not at %q", got, first)
	}
}

// TestEachFieldOfAnIncomingLetter is typed, refused and seen again.
func TestEachFieldOfAnIncomingLetter(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k, form := s.clerk, &s.u.frame.mail.form
	rail(fyne.KeyB, "Surat masuk")(s)
	s.fillIn([]typed{{"Pengirim", "", ""}, {"Nomor surat", strings.Repeat("9", 101), ""}, {"Tanggal surat", "31-02-2026", ""}, {"Diterima tanggal", "24-11-2026", ""},
		{"Disposisi", strings.Repeat("x", 501), ""}, {"Keterangan", strings.Repeat("y", 501), ""}})
	k.Shortcut(fyne.KeyS)
	s.beside(t, form, map[string]string{"Pengirim": "Pengirim belum diisi.", "Isi singkat": "Isi singkat belum diisi.", "Nomor surat": "paling banyak 100",
		"Tanggal surat": "31 Februari tidak ada.", "Diterima tanggal": "masih akan datang.", "Disposisi": "terlalu panjang", "Keterangan": "terlalu panjang"})
	if len(s.desk.ledger.mails) != 0 {
		t.Fatal("it was recorded")
	}
	all := []typed{{"Pengirim", "Kecamatan Muncar", ""}, {"Isi singkat", "Undangan rapat", ""}, {"Nomor surat", "005/312/2026", ""}, {"Tanggal surat", "20112026", "20-11-2026"},
		{"Diterima tanggal", "22 november 2026", "22-11-2026"}, {"Disposisi", "Sekdes hadir", ""}, {"Keterangan", "lewat pos", ""}}
	s.fillIn(all)
	k.Shortcut(fyne.KeyS).Sees("Tersimpan dengan nomor agenda 001").Sees("Surat masuk baru")
	s.shows(t, []typed{{"Pengirim", "", ""}, {"Disposisi", "", ""}, {"Diterima tanggal", "23-11-2026", ""}})
	k.Shortcut(fyne.KeyB)
	s.u.frame.book.open(0)
	k.Sees("Surat masuk nomor agenda 001")
	s.shows(t, all)
	// The book opens a new one: what was looked at is not saved again.
	rail(fyne.KeyB, "Surat masuk")(s)
	s.shows(t, []typed{{"Pengirim", "", ""}, {"Keterangan", "", ""}})
	k.Sees("Surat masuk baru").Shortcut(fyne.KeyS).Sees("Pengirim belum diisi.")
	if len(s.desk.ledger.mails) != 1 {
		t.Fatalf("%d letters are recorded", len(s.desk.ledger.mails))
	}
}

// TestAnotherRowAsksFirst: choosing a row, or beginning anew, does not throw away
// what is half typed beside the list.
func TestAnotherRowAsksFirst(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	if _, err := s.desk.SaveMail(kampung.Mail{Sender: "Dinas Contoh", Subject: "Edaran", Received: kampung.DateOf(now0)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.desk.SaveVisitor(kampung.Visitor{Name: "DWI TAMU CONTOH", Arrived: kampung.DateOf(now0)}); err != nil {
		t.Fatal(err)
	}
	f := s.u.frame
	for _, c := range []struct {
		open, label, half, whole, fresh string
		row                             *rows
	}{{"Surat masuk", "Pengirim", "Kecamatan Contoh", "Dinas Contoh", "Surat masuk baru", f.mail.rows},
		{"Penduduk sementara", "Nama lengkap", "TAMU LAIN", "DWI TAMU CONTOH", "Penduduk sementara baru", f.visitors.rows}} {
		rail(fyne.KeyB, c.open)(s)
		for _, way := range []func(){func() { c.row.list.Select(0) }, func() { k.Tap(c.fresh) }} {
			k.Type(c.label, c.half)
			way()
			k.Sees("Belum disimpan").Tap("Batal")
			if got := k.Value(c.label); got != c.half {
				t.Errorf("%s: called off, and %q reads %q", c.open, c.label, got)
			}
			way()
			k.Tap("Tinggalkan").SeesNot("Belum disimpan")
		}
		if got := k.Value(c.label); got != "" || k.Focused() != c.label {
			t.Errorf("%s: the new one reads %q, the keyboard is at %q", c.open, got, k.Focused())
		}
		c.row.list.Select(0)
		if got := k.Value(c.label); got != c.whole {
			t.Errorf("%s: the row reads %q", c.open, got)
		}
		k.Tap(c.fresh).SeesNot("Belum disimpan")
	}
}

// TestEachFieldOfAVisitor is typed, refused and seen again.
func TestEachFieldOfAVisitor(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k, form := s.clerk, &s.u.frame.visitors.form
	rail(fyne.KeyB, "Penduduk sementara")(s)
	long := strings.Repeat("x", 201)
	s.fillIn([]typed{{"Nama lengkap", "9", ""}, {"Datang tanggal", "", ""}, {"Pergi tanggal", "30-02-2026", ""}, {"Datang dari", long, ""}, {"Maksud kedatangan", long, ""},
		{"Nama yang didatangi", long, ""}, {"Alamat yang didatangi", long, ""}, {"Nomor identitas", long, ""}, {"Tempat lahir", long, ""},
		{"Tanggal lahir", "1-1-2030", ""}, {"Pekerjaan", long, ""}, {"Kewarganegaraan", long, ""}, {"Keterangan", long, ""}})
	k.Shortcut(fyne.KeyS)
	s.beside(t, form, map[string]string{"Nama lengkap": "Nama", "Datang tanggal": "Tanggal datang belum diisi.", "Pergi tanggal": "Februari", "Datang dari": "terlalu panjang",
		"Maksud kedatangan": "terlalu panjang", "Nama yang didatangi": "terlalu panjang", "Alamat yang didatangi": "terlalu panjang", "Nomor identitas": "terlalu panjang",
		"Tempat lahir": "terlalu panjang", "Tanggal lahir": "Tanggal lahir", "Pekerjaan": "terlalu panjang", "Kewarganegaraan": "terlalu panjang", "Keterangan": "terlalu panjang"})
	if len(s.desk.ledger.guests) != 0 {
		t.Fatal("it was recorded")
	}
	all := []typed{{"Nama lengkap", "dwi tamu contoh", "DWI TAMU CONTOH"}, {"Datang tanggal", "1112026", "01-11-2026"}, {"Pergi tanggal", "20-11-2026", ""},
		{"Datang dari", "Jember", ""}, {"Maksud kedatangan", "bekerja di gudang", ""}, {"Nama yang didatangi", "Poniman", ""}, {"Alamat yang didatangi", "Dusun Krajan", ""},
		{"Jenis kelamin", "Perempuan", ""}, {"Nomor identitas", "X 0000001", ""}, {"Tempat lahir", "Jember", ""}, {"Tanggal lahir", "17-8-1990", "17-08-1990"},
		{"Pekerjaan", "Pedagang", ""}, {"Kewarganegaraan", "Indonesia", ""}, {"Keterangan", "surat jalan ada", ""}}
	all[1].text = "1-11-2026"
	s.fillIn(all)
	k.Shortcut(fyne.KeyS).Sees("Tersimpan").Sees("Penduduk sementara baru")
	if len(s.desk.ledger.guests) != 1 {
		t.Fatalf("%d are recorded", len(s.desk.ledger.guests))
	}
	s.u.frame.visitors.rows.list.Select(0)
	s.shows(t, all)
}

// TestEachFieldOfANumber: letters on paper, reservations and reasons tell all
// that is wrong at once.
func TestEachFieldOfANumber(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	rail(fyne.Key2, "Daftar nomor surat", "Catat surat di kertas")(s)
	k.Tap("Simpan")
	k.Sees("Nomor belum diisi.").Sees("Tanggal surat belum diisi.").Sees("Tulis untuk siapa surat itu.").Sees("Perihal belum diisi.")
	s.fillIn([]typed{{"Urutan nomor", "dua", ""}, {"Nomor lengkap di kertas", strings.Repeat("9", 101), ""}, {"Tanggal surat", "31-02-2026", ""}})
	k.Tap("Simpan").Sees("Tulis dengan angka, misalnya 12.").Sees("Februari").Sees("paling banyak 100").Sees("Perihal belum diisi.")
	k.SeesNot("Nomor belum diisi.").SeesNot("Tanggal surat belum diisi.")
	if k.Focused() != "Urutan nomor" {
		t.Errorf("the keyboard is at %q", k.Focused())
	}
	service := s.desk.services[0]
	s.fillIn([]typed{{"Urutan nomor", "30", ""}, {"Layanan", service.Name, ""}, {"Nomor lengkap di kertas", "005/30/2026", ""}, {"Tanggal surat", "20112026", ""},
		{"Untuk siapa", "Bu Contoh", ""}, {"Perihal", "Undangan", ""}})
	k.Tap("Simpan").Sees("Tersimpan: nomor 30").Sees("005/30/2026").Sees("20-11-2026").Sees("Bu Contoh").Sees("Undangan").Sees("Surat di kertas")
	if n := s.desk.notes[0]; n.Service != service.Key || n.From != 30 || n.To != 30 {
		t.Errorf("%+v", n)
	}
	k.Tap("Pesan nomor")
	k.Type("Berapa nomor berikutnya", "").Tap("Pesan nomor").Sees("Tulis dengan angka, misalnya 12.").Sees("Tulis siapa yang meminta nomor.").Sees("Keperluan belum diisi.")
	k.Type("Berapa nomor berikutnya", "2").Type("Siapa yang meminta", "Kadus Contoh").Type("Untuk keperluan apa", "Surat keliling").Enter()
	k.Sees("Tersimpan: nomor").Sees("Kadus Contoh").Sees("Surat keliling").Sees("Dipesan")
	if n := s.desk.notes[1]; n.To != n.From+1 || n.Who != "Kadus Contoh" || n.Why != "Surat keliling" {
		t.Errorf("%+v", n)
	}
	s.desk.counters["semua/2026"] += 5
	s.desk.tell(kampung.Change{Books: true})
	k.Tap("Belum jelas")
	s.u.frame.numbers.open(s.u.frame.numbers.lines[0])
	k.Type("Dari nomor", "9").Type("Sampai nomor", "8").Type("Alasan", "").Enter().Sees("Nomor terakhir lebih kecil").Sees("Alasan belum diisi.")
}
