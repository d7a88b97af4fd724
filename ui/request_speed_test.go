package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestLetterInFewKeys: from the home screen to a numbered and printed SKU of a
// known resident, by keys alone.
func TestLetterInFewKeys(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.Key1).Sees("Perlu dikerjakan").Presses()
	k.Shortcut(fyne.KeyN).Keys("misn").Wait().Enter()
	k.Keys("sku").Enter()
	k.Keys("TOKO MAJU").Enter()
	k.Keys("Pinjaman bank").Shortcut(fyne.KeyReturn)
	n := k.Presses()
	k.Sees("500/010/429.511.01/2026").Sees("Disetujui oleh Siti Contoh").Sees("Dicetak oleh Siti Contoh")
	if len(s.desk.printed) != 1 {
		t.Fatalf("printed %d times", len(s.desk.printed))
	}
	t.Logf("%d key presses beyond the text", n)
	if n > 8 {
		t.Fatalf("%d key presses", n)
	}
	if k.Focused() != "Serahkan" {
		t.Fatalf("after printing the keyboard is at %q", k.Focused())
	}
}

// TestLetterByTabs: the same without the shortcut, along the order of Tab.
func TestLetterByTabs(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.Key1).Presses()
	k.Shortcut(fyne.KeyN).Keys("misn").Wait().Enter().Keys("sku").Enter().Keys("TOKO MAJU").Key(fyne.KeyTab).Keys("Pinjaman bank").Enter()
	if k.Focused() != "Simpan dan cetak" {
		t.Fatalf("after the last field the keyboard is at %q", k.Focused())
	}
	k.Enter()
	if n := k.Presses(); n > 25 {
		t.Fatalf("%d key presses", n)
	}
	k.Sees("Dicetak oleh Siti Contoh")
}

// TestOneGoEndsWhereTheRoleEnds: an operator records, and is told whose turn it
// is; nothing is printed.
func TestOneGoEndsWhereTheRoleEnds(t *testing.T) {
	s := newStage(t, true)
	s.desk.accounts = []kampung.Account{{Login: "siti", Name: "Siti Contoh", Role: kampung.RoleOperator}, {Login: "wati", Name: "Wati Contoh", Role: kampung.RoleSekdes}}
	s.unlock()
	for _, r := range people0() {
		if _, err := s.desk.SaveResident(r); err != nil {
			t.Fatal(err)
		}
	}
	k := s.clerk
	k.Shortcut(fyne.KeyN).SeesNot("Simpan dan cetak").SeesNot("Simpan saja")
	k.Keys("misn").Wait().Enter().Keys("sku").Enter().Keys("TOKO MAJU").Enter().Keys("Pinjaman bank").Shortcut(fyne.KeyReturn)
	k.Sees("Tersimpan. Nomor 500/001/429.511.01/2026. Berikutnya diperiksa Wati Contoh (sekretaris desa).")
	if len(s.desk.printed) != 0 || s.desk.requests["p001"].State != kampung.StateChecked {
		t.Fatalf("printed %v, state %s", s.desk.printed, s.desk.requests["p001"].State)
	}
}

// TestOneGoTellsWhatStoodInTheWay: the request stays recorded when the office
// does not take the next step.
func TestOneGoTellsWhatStoodInTheWay(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyN).Keys("misn").Wait().Enter().Keys("sku").Enter().Keys("TOKO MAJU").Enter().Keys("Pinjaman bank").Wait()
	s.desk.stepErr = &kampung.Trouble{What: "Surat ini belum bisa disetujui.", Next: "Coba lagi nanti."}
	k.Shortcut(fyne.KeyReturn).Sees("Surat ini belum bisa disetujui.")
	k.Key(fyne.KeyEscape).Sees("500/010/429.511.01/2026").SeesNot("Dicetak oleh")
	if len(s.desk.printed) != 0 || s.desk.requests["p010"].State != kampung.StateChecked {
		t.Fatalf("printed %v, state %s", s.desk.printed, s.desk.requests["p010"].State)
	}
}

func TestOneGoTellsAllThatIsMissing(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyN).Keys("misn").Wait().Enter().Keys("sku").Enter().Shortcut(fyne.KeyReturn)
	k.Sees("Nama usaha belum diisi.").Sees("Keperluan belum diisi.")
	if k.Focused() != "Nama usaha" {
		t.Fatalf("the keyboard is at %q", k.Focused())
	}
}

// TestLastServicesAreOfferedFirst: what was recorded last stands on top, and so
// does who signed it.
func TestLastServicesAreOfferedFirst(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyN)
	form := s.u.frame.form
	if got := form.service.options[0]; got.Key != "skck" && got.Key != "sku" || got.Note == "" {
		t.Fatalf("first comes %+v", got)
	}
	k.Keys("misn").Wait().Enter().Keys("sku").Enter().Keys("TOKO MAJU").Enter().Keys("Pinjaman bank").Wait()
	form.signer.choose(form.m.signerHits()[1])
	k.Shortcut(fyne.KeyReturn).Sees("Dicetak oleh")
	k.Shortcut(fyne.KeyN)
	if got := form.service.options[0].Key; got != "sku" {
		t.Fatalf("first comes %q after an SKU", got)
	}
	k.Keys("misn").Wait().Enter().Keys("sku").Enter()
	if got := k.Value("Penanda tangan"); !strings.HasPrefix(got, "DWI LESTARI CONTOH") {
		t.Fatalf("the signer is %q", got)
	}
	k.Keys("TOKO DUA").Enter().Keys("Pinjaman bank").Shortcut(fyne.KeyS).Sees("Tersimpan. Nomor")
	if got := s.desk.requests["p011"].Signer.Key; got != "sekdes" {
		t.Fatalf("signed by %q", got)
	}
}
