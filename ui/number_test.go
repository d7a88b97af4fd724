package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

func TestNumbersOfPaperAreRecordedInTheWindow(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	s.u.show(s.u.frame.list)
	k.Tap("Daftar nomor surat").Sees("Tiap nomor ada suratnya atau alasannya.").Sees("500/001/429.511.01/2026")
	last := len(s.desk.order)
	s.u.frame.numbers.ask(numberTyped{Use: kampung.NumberReserved})
	k.Type("Berapa nomor berikutnya", "dua").Type("Siapa yang meminta", "Kadus Krajan").Type("Untuk keperluan apa", "Surat keliling")
	k.Enter().Sees("Tulis dengan angka, misalnya 12.")
	k.Type("Berapa nomor berikutnya", "2").Type("Untuk keperluan apa", "Surat keliling").Enter()
	if len(s.desk.notes) != 1 || s.desk.notes[0].From != last+1 || s.desk.notes[0].To != last+2 {
		t.Fatalf("%+v", s.desk.notes)
	}
	k.Sees("Tersimpan: nomor").Sees("Surat keliling").Sees("Dipesan")
	k.Tap("Catat surat di kertas").Type("Urutan nomor", "1").Type("Tanggal surat", "20-11-2026").Type("Untuk siapa", "Bu Contoh").Type("Perihal", "Undangan").Enter()
	k.Sees("Nomor 1 sudah dipakai")
	k.Type("Urutan nomor", "30").Type("Perihal", "Undangan").Enter().Sees("Tulis nomor lengkap")
	k.Type("Nomor lengkap di kertas", "005/30/2026").Type("Perihal", "Undangan").Enter().Sees("Tersimpan: nomor 30")
	if n := s.desk.notes[1]; n.Use != kampung.NumberPaper || n.From != 30 || n.Number != "005/30/2026" || n.Date != (kampung.Date{Year: 2026, Month: 11, Day: 20}) {
		t.Fatalf("%+v", n)
	}
	k.Tap("Tanpa surat").SeesNot("500/001/429.511.01/2026").Sees("Belum dipakai")
}

func TestMissingNumberIsExplainedInTheWindow(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	s.desk.counters["semua/2026"] += 2
	s.u.show(s.u.frame.numbers)
	k.Sees("nomor belum jelas. Pilih barisnya untuk menulis alasannya.").Tap("Belum jelas")
	k.Key(fyne.KeySpace)
	s.u.frame.numbers.open(s.u.frame.numbers.lines[0])
	k.Sees("Mengapa nomor ini tidak ada suratnya?").Type("Alasan", "Kertas rusak").Enter()
	k.Sees("Tiap nomor ada suratnya atau alasannya.").Tap("Tanpa surat").Sees("Kertas rusak")
	s.u.frame.numbers.open(s.u.frame.numbers.lines[0])
	k.Sees("Tarik kembali catatan nomor").Type("Alasan", "Suratnya ditemukan").Enter()
	k.Sees("nomor belum jelas.").Sees("Belum jelas")
}
