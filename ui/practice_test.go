package ui

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// memPractice is a practice office in memory.
type memPractice struct {
	desk   *memDesk
	begun  int
	thrown int
	err    error
}

func (p *memPractice) Exists() bool     { return p.begun > p.thrown }
func (p *memPractice) Password() string { return testPassword }
func (p *memPractice) Throw() error     { p.thrown++; return p.err }
func (p *memPractice) Begin() (Desk, error) {
	if p.err != nil {
		return nil, p.err
	}
	p.begun++
	return p.desk, nil
}

// practise gives the stage a practice office with people in it.
func (s *stage) practise(t *testing.T) *memPractice {
	t.Helper()
	d := newMemDesk(t, s.u.env.Now)
	d.office.Practice, d.office.Name = true, "Latihan"
	for _, r := range people0() {
		if _, err := d.SaveResident(r); err != nil {
			t.Fatal(err)
		}
	}
	p := &memPractice{desk: d}
	s.u.env.Practice = p
	return p
}

// TestTour goes from the door through the tour to the first request, by
// keyboard alone.
func TestTour(t *testing.T) {
	s := newStage(t, true)
	p := s.practise(t)
	s.u.door()
	k := s.clerk
	k.Tap("Coba dulu dengan kantor latihan").Sees("LATIHAN").Sees("langkah 1 dari 7").Sees("Desa Latihan")
	if !strings.HasPrefix(s.u.win.Title(), "LATIHAN") || p.begun != 1 {
		t.Fatalf("%q, begun %d times", s.u.win.Title(), p.begun)
	}
	k.Key(fyne.KeyF2).Sees("langkah 2 dari 7").Key(fyne.KeyF2).Sees("langkah 3 dari 7").Key(fyne.KeyF2).Sees("Sekarang buat permohonan pertama")
	k.Shortcut(fyne.KeyN).Sees("langkah 5 dari 7")
	k.Keys("misn").Enter().Keys("sku").Enter().Keys("TOKO MAJU").Enter().Type("Keperluan", "Pinjaman bank").Shortcut(fyne.KeyS)
	k.Sees("Surat sudah bernomor.").Tap("Tandai sudah diperiksa").Sees("Selesai!").Tap("Selesai (F2)").SeesNot("langkah")
	if len(p.desk.requests) != 1 || len(s.desk.requests) != 0 {
		t.Fatalf("%d requests in the practice office, %d in the other", len(p.desk.requests), len(s.desk.requests))
	}
	k.Tap("Panduan").Sees("langkah 1 dari 7").Tap("Tutup panduan").SeesNot("langkah")
}

// TestLeavingPractice: going out keeps it, throwing away asks first; both end
// at the door of the office in earnest.
func TestLeavingPractice(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	p := s.practise(t)
	s.u.frame = s.u.newFrame() // the settings know of the practice office
	k := s.clerk
	s.u.page.RemoveAll()
	s.u.page.Add(s.u.frame.box)
	s.u.show(s.u.frame.settings)
	k.SeesNot("LATIHAN").Tap("Latihan").Tap("Buka kantor latihan").Sees("LATIHAN").Sees("Desa Latihan")
	if !s.desk.locked {
		t.Fatal("the office in earnest stayed open")
	}
	k.Tap("Keluar dari latihan").Sees("Nama pengguna").SeesNot("LATIHAN")
	if p.thrown != 0 || !p.desk.locked {
		t.Fatal("leaving threw it away, or left it open")
	}
	k.Tap("Coba dulu dengan kantor latihan").Tap("Buang kantor latihan").Sees("Data kantor yang sungguhan tidak tersentuh.").Tap("Batal").Sees("LATIHAN")
	k.Tap("Buang kantor latihan").Tap("Buang").Sees("Nama pengguna").Sees("Kantor latihan sudah dibuang.")
	if p.thrown != 1 {
		t.Fatalf("thrown %d times", p.thrown)
	}
	p.err = &kampung.Trouble{What: "Disk penuh.", Err: errors.New("full")}
	k.Tap("Coba dulu dengan kantor latihan").Sees("Disk penuh.").Tap("Tutup").Sees("Nama pengguna")
	p.err = nil
	k.Tap("Coba dulu dengan kantor latihan").Shortcut(fyne.KeyL).Sees("Kata sandi kantor latihan: " + testPassword).SeesNot("langkah")
	k.Keys(testPassword).Enter().Sees("langkah 1 dari 7")
}

func TestTourModel(t *testing.T) {
	m := tour{Steps: tourSteps()}
	if n := len(m.Steps); n < 5 || n > 7 {
		t.Fatalf("%d steps", n)
	}
	if m.Happened(tourForm); m.At != 4 {
		t.Errorf("opening the form early leads to step %d", m.At+1)
	}
	if m.Happened(tourForm) || m.Happened(tourNext) != true || m.At != 5 {
		t.Errorf("step %d", m.At+1)
	}
	if m.Happened(tourSaved) {
		t.Error("a step that is over happened again")
	}
	m.Happened(tourSigned)
	if !m.Last() || !m.Happened(tourNext) {
		t.Errorf("step %d is not the last", m.At+1)
	}
	if _, ok := m.Now(); ok || m.Happened(tourNext) {
		t.Error("the tour goes on past its end")
	}
}
