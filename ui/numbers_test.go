package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestNumbersOfARequestAreSeenOnPurpose: masked at first, whole for half a
// minute or until the screen is left, and noted.
func TestNumbersOfARequestAreSeenOnPurpose(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	r := s.desk.requests["p001"]
	nik := r.Applicant.NIK
	s.u.frame.openRequest("p001")
	k.Sees("Isi permohonan").Sees("••••••").SeesNot(nik).SeesNot("Nomor terakhir dilihat")
	k.Tap("Lihat nomor").Sees(nik).Sees("Nomor terakhir dilihat Siti Contoh, 09.31")
	s.clock.Pass(seenFor)
	k.SeesNot(nik).Tap("Lihat nomor").Sees(nik).Tap("Sembunyikan nomor").SeesNot(nik)
	k.Tap("Lihat nomor").Sees(nik).Key(fyne.KeyEscape).Sees("Daftar nomor surat")
	s.u.frame.openRequest("p001")
	k.Sees("Isi permohonan").SeesNot(nik)
	k.Tap("Lihat nomor").Shortcut(fyne.KeyL).Keys(testPassword).Enter().Sees("Isi permohonan").SeesNot(nik)
	if len(s.desk.looks) != 1 || s.desk.looks[0].ID != "p001" {
		t.Fatalf("%+v", s.desk.looks)
	}
}

// TestNumbersOfAResident: the fields show dots until somebody looks; saving
// keeps what is under them.
func TestNumbersOfAResident(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	before := s.desk.people["w001"]
	s.u.frame.openResident("w001")
	if s.drawn(before.NIK) || kampung.CleanNIK(k.Value("NIK")) != before.NIK {
		t.Fatal("the NIK is drawn, or lost")
	}
	k.Tap("Lihat nomor")
	if !s.drawn(before.NIK) {
		t.Fatal("the NIK is not drawn")
	}
	s.clock.Pass(seenFor)
	if s.drawn(before.NIK) {
		t.Fatal("the NIK is still drawn")
	}
	k.Type("Nama lengkap", "MISNATI BARU").Tap("Simpan").Sees("Tersimpan")
	after := s.desk.people["w001"]
	if after.NIK != before.NIK || after.KK != before.KK || after.Name != "MISNATI BARU" {
		t.Fatalf("%+v", after)
	}
	s.u.frame.person.blank()
	s.u.show(s.u.frame.person)
	k.Type("NIK", "3510051708900099")
	if !s.drawn("3510051708900099") {
		t.Fatal("what is typed for a new resident is hidden")
	}
	k.Shortcut(fyne.KeyH)
	if s.drawn("3510051708900099") || kampung.CleanNIK(k.Value("NIK")) != "3510051708900099" {
		t.Fatal("Ctrl+H does not hide what is typed, or loses it")
	}
	if !readLook(s.u.app.Preferences()).hide {
		t.Fatal("hiding is not kept")
	}
	k.Shortcut(fyne.KeyH)
	if !s.drawn("3510051708900099") {
		t.Fatal("Ctrl+H does not show again")
	}
}

// drawn reports whether a text is really painted: a field with dots holds its
// text and does not paint it.
func (s *stage) drawn(text string) bool {
	s.clerk.Wait()
	painted := strings.Join(s.clerk.Painted(), "\n")
	return strings.Contains(painted, text) || strings.Contains(painted, kampung.GroupNIK(text))
}

// TestListsNeverShowWholeNumbers walks the lists and finders.
func TestListsNeverShowWholeNumbers(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	look := func(where string) {
		t.Helper()
		for _, p := range s.desk.people {
			for _, n := range []string{p.NIK, p.KK} {
				if n != "" && s.drawn(n) {
					t.Errorf("%s shows %s", where, n)
				}
			}
		}
	}
	look("home")
	k.Shortcut(fyne.KeyK).Keys("misn").Wait()
	look("the search")
	k.Key(fyne.KeyEscape)
	k.Shortcut(fyne.Key3).Keys("krajan").Wait().Sees("••••••")
	look("the residents")
	k.Shortcut(fyne.Key2).Wait()
	look("the requests")
	k.Shortcut(fyne.KeyN).Keys("misn").Wait()
	look("the applicant's list")
	s.u.frame.openResident("w001")
	look("a resident")
	s.u.frame.history.load("w001")
	s.u.show(s.u.frame.history)
	look("a resident's history")
	s.u.frame.merge.load("w001")
	s.u.show(s.u.frame.merge)
	look("merging")
}
