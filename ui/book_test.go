package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestBooksOnTheScreen walks the books: the Agenda of this month, another book
// by typing, files, and what a line is about.
func TestBooksOnTheScreen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyB).Sees("Surat masuk: Nomor").Sees("9 baris · November 2026").Sees("Surat Keterangan Usaha a.n. MISNATI")
	k.Type("Tahun", "2025").Enter().Sees("Nihil: belum ada yang tercatat pada November 2025.")
	k.Type("Tahun", "26").Enter().Sees("empat angka")
	k.Type("Tahun", "2026").Enter().SeesNot("empat angka").Type("Bulan", "setahun").Enter().Sees("9 baris · Tahun 2026")
	k.Type("Buku", "induk").Enter().Sees("4 baris · Tahun 2026").Sees("Tempat dan tanggal lahir: Tempat lahir").Sees("SLAMET RAHARJO")
	k.Tap("Simpan Excel")
	k.Enter().Sees("Tersimpan di")
	want := filepath.Join(s.dir, "induk-2026.xlsx")
	if _, err := os.Stat(want); err != nil || len(s.desk.ledger.saved) != 1 || s.desk.ledger.saved[0] != want {
		t.Errorf("saved %v, %v", s.desk.ledger.saved, err)
	}
	s.u.frame.book.open(0)
	k.Sees("Jati diri")
}

// TestBookOfAVillage: a book of 100,000 lines is not drawn whole, and its last
// line can be reached.
func TestBookOfAVillage(t *testing.T) {
	s := newStage(t, true).unlock()
	b := kampung.ResidentBook(kampung.Period{Year: 2026}, nil, nil)
	for i := range 100_000 {
		r := kampung.BookRow{About: "w001", Cells: make([]string, len(b.Columns))}
		r.Cells[0], r.Cells[1] = fmt.Sprint(i+1), fmt.Sprintf("PENDUDUK KE %d", i+1)
		b.Rows = append(b.Rows, r)
	}
	s.desk.ledger.book = &b
	k := s.clerk
	k.Shortcut(fyne.KeyB).Sees("100.000 baris").Sees("PENDUDUK KE 1")
	s.u.frame.book.grid.ScrollToBottom()
	k.Sees("PENDUDUK KE 100000").SeesNot("PENDUDUK KE 99000")
	drawn := 0
	for _, text := range k.Texts() {
		if strings.HasPrefix(text, "PENDUDUK KE") {
			drawn++
		}
	}
	if drawn > 100 {
		t.Errorf("%d lines are drawn", drawn)
	}
}

// TestMailOnTheScreen records, mends and strikes incoming letters.
func TestMailOnTheScreen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyB).Tap("Surat masuk").Sees("Belum ada surat masuk.").Shortcut(fyne.KeyS).Sees("Pengirim belum diisi.").Sees("Isi singkat belum diisi.")
	k.Type("Pengirim", "Kecamatan Muncar").Type("Isi singkat", "Undangan rapat").Type("Tanggal surat", "31-02-2026").Shortcut(fyne.KeyS).Sees("Februari")
	k.Type("Tanggal surat", "20112026").Shortcut(fyne.KeyS).Sees("Tersimpan dengan nomor agenda 001").Sees("Undangan rapat")
	if m := s.desk.ledger.mails; len(m) != 1 || m[0].Date != (kampung.Date{Year: 2026, Month: 11, Day: 20}) || m[0].Received != (kampung.Date{Year: 2026, Month: 11, Day: 23}) {
		t.Fatalf("%+v", m)
	}
	s.u.frame.mail.open("m001")
	s.u.show(s.u.frame.mail)
	k.Sees("Surat masuk nomor agenda 001").Type("Disposisi", "Sekdes hadir").Shortcut(fyne.KeyS).Sees("Tersimpan dengan nomor agenda 001")
	s.u.frame.mail.open("m001")
	s.u.show(s.u.frame.mail)
	k.Tap("Coret").Sees("Coret surat masuk?").Type("Alasan", "salah catat").Enter().Sees("Dicoret: salah catat")
	k.Key(fyne.KeyEscape).Sees("Undangan rapat")
	if r := s.u.frame.book.m.Book.Rows[0]; !r.Struck || !strings.Contains(r.Cells[9], "Batal: salah catat") {
		t.Errorf("%+v", r)
	}
	if m := s.desk.ledger.mails[0]; m.Disposition != "Sekdes hadir" || m.Cancelled != "salah catat" {
		t.Errorf("%+v", m)
	}
}

// TestReportOnTheScreen shows the figures and saves them.
func TestReportOnTheScreen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyR).Sees("Laporan pelayanan").Sees("Surat Keterangan Usaha").Sees("Sesuai standar").Sees("Umur pemohon").Sees("12 menit / 15 menit")
	k.Type("Tahun", "2025").Enter().Sees("Muncul setelah ada permohonan.")
	k.Type("Tahun", "2026").Enter().Tap("Simpan PDF").Sees("Simpan sebagai PDF").Enter().Sees("Tersimpan di")
	if len(s.desk.ledger.saved) != 1 || filepath.Base(s.desk.ledger.saved[0]) != "laporan-2026-11.pdf" {
		t.Errorf("saved %v", s.desk.ledger.saved)
	}
}

// TestWhatALineOpens follows lines of the books.
func TestWhatALineOpens(t *testing.T) {
	mail := kampung.BookRow{About: "m1", Cells: []string{"1", "", "", "", "X", "Y", "", "", "", ""}}
	paper := kampung.BookRow{Cells: []string{"3", "", "", "", "", "", "005/4: Undangan", "", "", ""}}
	letter := kampung.BookRow{About: "p1", Cells: []string{"2", "", "", "", "", "", "470/1: SKU", "", "", ""}}
	for _, c := range []struct {
		key  kampung.BookKey
		row  kampung.BookRow
		want target
	}{{kampung.BookAgenda, mail, targetMail}, {kampung.BookAgenda, letter, targetRequest}, {kampung.BookDelivery, letter, targetRequest},
		{kampung.BookResidents, letter, targetResident}, {kampung.BookVisitors, letter, targetNone}, {kampung.BookAgenda, paper, targetNone}} {
		m := bookModel{Key: c.key, Book: kampung.Book{Rows: []kampung.BookRow{c.row}}}
		if to, id := m.Opens(0); to != c.want || to != targetNone && id != c.row.About {
			t.Errorf("%s: %d %s", c.key, to, id)
		}
	}
	if to, _ := (bookModel{}).Opens(3); to != targetNone {
		t.Error("a line that is not there")
	}
}
