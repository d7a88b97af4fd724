package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"smartkampung/kampung"
)

// newResident opens the form of a resident who is not in the register.
func newResident(t *testing.T) *stage {
	s := newStage(t, true).unlock().fill()
	s.u.frame.person.blank()
	s.u.show(s.u.frame.person)
	s.clerk.Sees("Penduduk baru")
	return s
}

func TestFieldsSayHowTheyUnderstood(t *testing.T) {
	s := newResident(t)
	k := s.clerk
	k.Type("NIK", "351005").Sees("6 dari 16 angka")
	k.Type("NIK", "3510055708900002").Sees("Perempuan, lahir 17 Agustus 1990")
	for _, typed := range []string{"17081990", "17-8-1990", "17/8/90", "17 agustus 1990", "17 agt 1990"} {
		k.Type("Tanggal lahir", typed).Sees("17 Agustus 1990")
	}
	k.Type("RT", "3/2").Key(fyne.KeyTab)
	if rt, rw := k.Value("RT"), k.Value("RW"); rt != "003" || rw != "002" {
		t.Fatalf("RT/RW 3/2 reads %q and %q", rt, rw)
	}
	k.Type("Telepon", "+62 812 0000 1234").Key(fyne.KeyTab)
	if got := k.Value("Telepon"); got != "0812-0000-1234" {
		t.Fatalf("the phone reads %q", got)
	}
	k.Type("Nama lengkap", "Sri Contoh").Type("Tanggal lahir", "31-02-1990").Type("NIK", "35100557").Shortcut(fyne.KeyReturn)
	k.Sees("31 Februari tidak ada.").Sees("NIK harus 16 angka, sekarang 8 angka.")
	if k.Focused() != "NIK" {
		t.Fatalf("the keyboard is at %q and not at the first that is wrong", k.Focused())
	}
	k.Type("NIK", "3510055708900002").Type("Tanggal lahir", "17081990").Shortcut(fyne.KeyS).Sees("Tersimpan")
	found := false
	for _, r := range s.desk.people {
		if r.NIK == "3510055708900002" {
			found = r.RT == "003" && r.RW == "002" && r.Phone == "0812-0000-1234" && r.BirthDate == kampung.Date{Year: 1990, Month: 8, Day: 17}
		}
	}
	if !found {
		t.Fatalf("not saved as typed: %+v", s.desk.people)
	}
}

func TestAmountIsSaidInWords(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyN).Keys("misn").Wait().Enter().Keys("sku").Enter().Tap("Isian lain (5)")
	for _, typed := range []string{"1500000", "1.500.000", "Rp 1.500.000", "1,5 juta"} {
		k.Type("Omzet per bulan", typed).Sees("satu juta lima ratus ribu rupiah")
	}
	k.Key(fyne.KeyTab)
	if got := k.Value("Omzet per bulan"); got != "Rp 1.500.000" {
		t.Fatalf("the amount reads %q", got)
	}
}

// TestNIKIsGroupedWhileTyped: the caret stays where the clerk works, and
// deleting never sticks at a gap.
func TestNIKIsGroupedWhileTyped(t *testing.T) {
	s := newResident(t)
	k := s.clerk
	k.Type("NIK", "3510051708900002")
	e := k.Field("NIK").(*entry)
	see := func(text string, caret int) {
		t.Helper()
		if e.Text != text || e.CursorColumn != caret {
			t.Fatalf("the field reads %q with the caret at %d; want %q, %d", e.Text, e.CursorColumn, text, caret)
		}
	}
	see("351005 170890 0002", 18)
	for range 4 {
		k.Key(fyne.KeyBackspace)
	}
	see("351005 170890", 13)
	k.Key(fyne.KeyHome)
	for range 7 {
		k.Key(fyne.KeyRight)
	}
	k.Key(fyne.KeyBackspace)
	see("351001 70890", 5)
	k.Keys("5")
	see("351005 170890", 6)
	k.Key(fyne.KeyDelete)
	see("351005 70890", 7)
	if got := s.u.frame.person.form.list[1].Control.Value(); got != "35100570890" {
		t.Fatalf("the value is %q", got)
	}
}

func TestPastedNumbersAreRead(t *testing.T) {
	s := newResident(t)
	k := s.clerk
	for _, pasted := range []string{"NIK: 3510051708900002", "351005.170890.0002", "3510051708\n900002", "351005\u00a0170890\u00a00002 ", "3510-0517-0890-0002"} {
		k.Type("NIK", "")
		clip := test.NewClipboard()
		clip.SetContent(pasted)
		e := k.Field("NIK").(*entry)
		e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
		if e.Text != "351005 170890 0002" {
			t.Fatalf("%q pasted reads %q", pasted, e.Text)
		}
	}
	k.Sees("Laki-laki, lahir 17 Agustus 1990")
}

// TestFocusSelects: what stands in a field is replaced by typing, unless a
// click set the caret or the window was left for another one.
func TestFocusSelects(t *testing.T) {
	s := newResident(t)
	k := s.clerk
	k.Type("Nama lengkap", "Sri").Key(fyne.KeyTab).BackTab().Keys("Dwi")
	if got := k.Value("Nama lengkap"); got != "Dwi" {
		t.Fatalf("typing over it gives %q", got)
	}
	e := k.Field("Nama lengkap").(*entry)
	e.FocusLost() // the window is left
	e.FocusGained()
	k.Keys("k")
	if got := k.Value("Nama lengkap"); got != "Dwik" {
		t.Fatalf("after another window it reads %q", got)
	}
	k.Key(fyne.KeyTab)
	e.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: fyne.NewPos(e.Size().Width-4, 10)}})
	k.Keys("a")
	if got := k.Value("Nama lengkap"); got != "Dwika" {
		t.Fatalf("after a click it reads %q", got)
	}
}

// TestChoiceIsReplacedByTyping: a list that has a value is narrowed by what is
// typed over it.
func TestChoiceIsReplacedByTyping(t *testing.T) {
	s := newResident(t)
	k := s.clerk
	k.Type("Agama", "kri").Key(fyne.KeyDown).Key(fyne.KeyUp).Enter()
	first := k.Value("Agama")
	k.Key(fyne.KeyTab).BackTab().Key(fyne.KeyTab)
	s.u.focus(k.Field("Agama"))
	k.Keys("isl").Enter()
	if got := k.Value("Agama"); first == "" || got == first || got == "" {
		t.Fatalf("%q over %q", got, first)
	}
}

// TestNothingJumps: a problem of one line takes no room of its own.
func TestNothingJumps(t *testing.T) {
	s := newResident(t)
	k := s.clerk
	place := func() fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(k.Wait().Field("Pekerjaan").(fyne.CanvasObject))
	}
	k.Type("Nama lengkap", "")
	before := place()
	k.Shortcut(fyne.KeyS).Sees("Nama belum diisi.")
	if at := place(); at != before {
		t.Fatalf("the problem moved the form from %v to %v", before, at)
	}
	k.Type("Nama lengkap", "Sri Contoh").Key(fyne.KeyTab).SeesNot("Nama belum diisi.")
	if at := place(); at != before {
		t.Fatalf("its end moved the form from %v to %v", before, at)
	}
}

func TestEnterInALongField(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyN).Keys("misn").Wait().Enter().Keys("sku").Enter().Keys("TOKO").Enter().Keys("Pinjaman")
	e := s.u.win.Canvas().Focused().(*entry)
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	k.Enter()
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	k.Keys("bank")
	if e.Text != "Pinjaman\nbank" {
		t.Fatalf("Shift+Enter makes %q", e.Text)
	}
	k.Enter()
	if k.Focused() != "Simpan dan cetak" {
		t.Fatalf("Enter goes to %q", k.Focused())
	}
}

func TestNarrowPutsTheBestFirst(t *testing.T) {
	options := []hit{{Key: "a", Title: "Surat lain tentang usaha"}, {Key: "b", Title: "Usahawan"}, {Key: "c", Title: "Usaha — Surat Usaha"}, {Key: "d", Title: "Wirausaha"}, {Key: "e", Title: "Domisili"}}
	for typed, want := range map[string]string{"usaha": "cbad", "sur us": "ac", "": "abcde", "x": "", "DOM": "e"} {
		got := ""
		for _, h := range narrow(options, typed) {
			got += h.Key
		}
		if got != want {
			t.Errorf("%q narrows to %q, want %q", typed, got, want)
		}
	}
}

// TestServicesShowByThemselves: the list is open when the keyboard comes to the
// empty field, and nothing is chosen until the clerk does.
func TestServicesShowByThemselves(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyN).Keys("misn").Wait().Enter().Sees("terakhir dipakai")
	k.Enter()
	if s.u.frame.form.m.Draft.Service != "" {
		t.Fatal("Enter chose what was not marked")
	}
	s.u.focus(k.Field("Layanan"))
	k.Key(fyne.KeyDown).Enter()
	if got := k.Value("Layanan"); got == "" || s.u.frame.form.m.Draft.Service == "" {
		t.Fatalf("Down and Enter chose %q", got)
	}
}

func TestKeysStandOnTheirButtons(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.Key1).Sees("Ctrl+N")
	k.Shortcut(fyne.KeyN).Sees("Ctrl+Enter").Sees("Ctrl+S")
	s.u.frame.openRequest("p002")
	k.Sees("Ctrl+P")
	k.Key(fyne.KeyF1).Sees("baris baru dalam isian panjang")
}

// TestHiddenNumbersAreNotSaid: what a NIK tells is hidden with it.
func TestHiddenNumbersAreNotSaid(t *testing.T) {
	s := newResident(t)
	k := s.clerk
	k.Type("NIK", "3510055708900002").Sees("lahir 17 Agustus 1990")
	s.u.hideNumbers(true)
	k.SeesNot("lahir 17 Agustus 1990")
	s.u.hideNumbers(false)
	k.Sees("lahir 17 Agustus 1990")
}
