package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

func TestPrintChoicesAreRemembered(t *testing.T) {
	c := readPrintChoices("")
	if c.mustAsk("sku", []string{"A"}) || !c.mustAsk("sku", []string{"A", "B"}) || !c.mustAsk("sku", nil) {
		t.Error("the first time is asked with several printers or none, and not with one")
	}
	c.keep("sku", kampung.PrintChoice{Printer: "B", Paper: "A4", Copies: 2})
	c = readPrintChoices(c.text())
	if got := c.of("sku"); got != (kampung.PrintChoice{Printer: "B", Paper: "A4", Copies: 2}) {
		t.Errorf("got %+v", got)
	}
	if got := c.of("sktm"); got != (kampung.PrintChoice{Printer: "B"}) {
		t.Errorf("a service that was never printed gets %+v, want the printer used last alone", got)
	}
	if !c.mustAsk("sku", []string{"A", "C"}) || c.mustAsk("sku", []string{"A", "B"}) {
		t.Error("a printer that is gone must be chosen anew, one that is there not")
	}
	for _, damaged := range []string{"{", "null", "[1]", "7"} {
		if got := readPrintChoices(damaged); got == nil || len(got) != 0 {
			t.Errorf("%q read as %v", damaged, got)
		}
	}
}

func TestPrintingAtOnceAndWithAChoice(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	s.u.env.Printers = func() []string { return []string{"KantorDesa", "Epson-L3110"} }
	s.u.frame.openRequest("p002")
	k := s.clerk
	k.Shortcut(fyne.KeyP).Sees("Atur cetak").Key(fyne.KeyEscape).SeesNot("Rangkap")
	if len(s.desk.printed) != 0 {
		t.Fatal("Escape printed")
	}
	k.Shortcut(fyne.KeyP).Tap("Epson-L3110").Tap("A4 210 × 297 mm").Type("Rangkap", "0").Enter().Sees("Tulis angka 1 sampai 20.")
	k.Type("Rangkap", "2").Enter().Sees("Dikirim ke Epson-L3110, 2 rangkap.").Sees("Dicetak oleh Siti Contoh")
	how := kampung.PrintChoice{Printer: "Epson-L3110", Paper: "A4", Copies: 2}
	if !slices.Equal(s.desk.printed, []kampung.PrintChoice{how}) {
		t.Fatalf("printed %+v", s.desk.printed)
	}
	k.Shortcut(fyne.KeyP).Sees("Dikirim ke Epson-L3110, 2 rangkap.")
	s.u.frame.openRequest("p004") // another service: the same printer, its own paper
	k.Shortcut(fyne.KeyP).Sees("Dikirim ke Epson-L3110.")
	if !slices.Equal(s.desk.printed, []kampung.PrintChoice{how, how, {Printer: "Epson-L3110"}}) {
		t.Fatalf("printed %+v", s.desk.printed)
	}
	s.u.env.Printers = func() []string { return nil }
	k.Shortcut(fyne.KeyP).Sees("Belum ada printer di komputer ini.").Tap("Simpan PDF").Sees("Simpan surat sebagai PDF")
}

func TestPrintingSeveralLetters(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	s.u.env.Printers = func() []string { return []string{"KantorDesa", "Epson-L3110"} }
	s.u.keepPrintChoice("sktm", kampung.PrintChoice{Printer: "Epson-L3110"})
	k := s.clerk
	s.u.printMany([]string{"p002", "p001", "p004"})
	k.Sees("Cetak 3 surat?").Key(fyne.KeyEscape)
	if len(s.desk.printed) != 0 {
		t.Fatal("Escape printed")
	}
	s.u.printMany([]string{"p002", "p001", "p004"})
	k.Enter().Wait().Sees("2 surat dicetak")
	if len(s.desk.printed) != 2 || s.desk.printed[0] != (kampung.PrintChoice{Printer: "Epson-L3110"}) ||
		s.desk.requests["p002"].State != kampung.StatePrinted || s.desk.requests["p001"].State != kampung.StateChecked {
		t.Fatalf("printed %+v", s.desk.printed)
	}
	k.Key(fyne.KeyEscape)
	s.desk.printErr = &kampung.Trouble{What: "Printer sedang mati.", Next: "Nyalakan."}
	s.u.printMany([]string{"p004"})
	k.Enter().Wait().Sees("Printer sedang mati.")
}

func TestPrintingBooksAndReports(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	s.u.env.Printers = func() []string { return []string{"KantorDesa"} }
	k := s.clerk
	k.Shortcut(fyne.KeyB).Shortcut(fyne.KeyP).Sees("Dikirim ke printer utama.")
	s.u.cur.(printSetter).SetPrint()
	k.Sees("Diingat untuk buku di komputer ini").Tap("A4 210 × 297 mm").Type("Rangkap", "3").Enter().Sees("Dikirim ke KantorDesa, 3 rangkap.")
	k.Shortcut(fyne.KeyR).Shortcut(fyne.KeyP).Sees("Dikirim ke KantorDesa.")
	how := kampung.PrintChoice{Printer: "KantorDesa", Paper: "A4", Copies: 3}
	if !slices.Equal(s.desk.printed, []kampung.PrintChoice{{}, how, {Printer: "KantorDesa"}}) {
		t.Fatalf("printed %+v", s.desk.printed)
	}
}
