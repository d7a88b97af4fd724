package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// household makes one family of the residents: Slamet the head, Misnati his
// wife, Anindya their child.
func (s *stage) household() {
	for id, relation := range map[string]int{"w001": 3, "w002": kampung.RelationHead, "w003": 7, "w004": 4} {
		r := s.desk.people[id]
		r.Relation = relation
		if id == "w004" {
			r.Marital = 1
		}
		s.desk.people[id] = r
	}
}

// TestDeathOnTheScreen previews a death, records it, shows where each value
// comes from, and takes it back.
func TestDeathOnTheScreen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	s.household()
	k := s.clerk
	s.u.frame.openResident("w002")
	k.Sees("SLAMET RAHARJO").Tap("Peristiwa").Sees("Yang akan berubah").Sees("Status: Hidup menjadi Mati").Sees("Hubungan dalam keluarga: Istri menjadi Kepala Keluarga")
	k.SeesNot("Nama bayi").Type("Tanggal", "31-02-2026").Shortcut(fyne.KeyS).Sees("Februari")
	k.Type("Tanggal", "22112026").Type("Tempat", "RSUD Contoh").Type("Kepala keluarga yang baru", "anindya").Enter()
	k.Sees("Hubungan dalam keluarga: Anak menjadi Kepala Keluarga")
	k.Type("Kepala keluarga yang baru", "menurut").Enter().Sees("Istri menjadi Kepala Keluarga")
	k.Shortcut(fyne.KeyS).Sees("Tersimpan.").Sees("mati").SeesNot("Buat permohonan")
	if r := s.desk.people["w001"]; r.Relation != kampung.RelationHead || r.Marital != 4 {
		t.Fatalf("the widow %+v", r)
	}
	k.Tap("Riwayat").Sees("Riwayat: SLAMET RAHARJO").Sees("Meninggal · 22 November 2026 · RSUD Contoh").Sees("Siti Contoh")
	k.Tap("Batalkan").Type("Alasan", "salah orang").Enter().Sees("Dibatalkan: salah orang").SeesNot("Batalkan")
	if r := s.desk.people["w001"]; r.Relation != 3 || s.desk.people["w002"].Status != kampung.StatusAlive {
		t.Errorf("after taking it back %+v", r)
	}
}

// TestBirthAndMoveOnTheScreen brings a child into the family and takes part of
// the family away.
func TestBirthAndMoveOnTheScreen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	s.household()
	k := s.clerk
	s.u.frame.openResident("w001")
	k.Tap("Peristiwa").Type("Peristiwa", "kelahiran").Enter().Sees("Terlihat di sini begitu").Shortcut(fyne.KeyS).Sees("Nama belum diisi")
	k.Type("Nama bayi", "BAYI CONTOH").Type("Jenis kelamin", "perem").Enter().Type("Orang tua lainnya", "slamet").Enter()
	k.Sees("BAYI CONTOH (penduduk baru)").Sees("Nama ayah: SLAMET RAHARJO").Shortcut(fyne.KeyS).Sees("Tersimpan.")
	if r := s.desk.people["w005"]; r.Name != "BAYI CONTOH" || r.Sex != 2 || r.MotherName != "MISNATI" || r.KK != s.desk.people["w001"].KK {
		t.Fatalf("the child %+v", r)
	}
	s.u.frame.openResident("w002")
	k.Tap("Peristiwa").Type("Peristiwa", "pindah").Enter().Sees("Ikut pindah").Shortcut(fyne.KeyS).Sees("Tujuan pindah belum diisi.")
	k.Type("Pindah ke", "Jember")
	s.u.frame.event.m.With["w004"] = true
	s.u.frame.event.preview()
	k.Sees("MISNATI menjadi kepala keluarga").Shortcut(fyne.KeyS).Sees("Tersimpan.")
	if e := s.desk.ledger.events[1]; !slices.Equal(e.People, []string{"w002", "w004"}) || e.To != "Jember" {
		t.Errorf("%+v", e)
	}
	s.u.frame.openResident("w002")
	k.Tap("Peristiwa").Sees("Kembali dari").SeesNot("Pindah ke").Shortcut(fyne.KeyS).Sees("Tersimpan.").Sees("Buat permohonan")
}

// TestMovingInOnTheScreen records a newcomer with the event that brings them,
// and somebody who always lived here without one.
func TestMovingInOnTheScreen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	fillIn := func(name, from, day string) {
		k.Shortcut(fyne.Key3).Tap("Tambah penduduk").Type("Pindah dari", from).Type("Tanggal datang", day).Type("Nama lengkap", name).
			Type("Jenis kelamin", "perem").Enter().Type("Tanggal lahir", "01021990").Shortcut(fyne.KeyS)
	}
	fillIn("RATNA CONTOH", "Jember", "31-02-2026")
	k.Sees("Februari").Type("Tanggal datang", "22112026").Shortcut(fyne.KeyS).Sees("Nomor KK belum diisi").Type("Nomor KK", "3510050101100099").Shortcut(fyne.KeyS).Sees("Tersimpan").SeesNot("Pindah dari")
	if e := s.desk.ledger.events; len(e) != 1 || e[0].Type != kampung.EventMoveIn || e[0].From != "Jember" || s.desk.people["w005"].Name != "RATNA CONTOH" {
		t.Fatalf("%+v", e)
	}
	k.Key(fyne.KeyEscape)
	fillIn("WARGA LAMA", "", "22112026")
	k.Sees("Tersimpan")
	if len(s.desk.ledger.events) != 1 || s.desk.people["w006"].Name != "WARGA LAMA" {
		t.Errorf("%+v", s.desk.ledger.events)
	}
}

// TestMergeOnTheScreen makes one of two records by choosing values, and takes it
// back.
func TestMergeOnTheScreen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	twin := s.desk.people["w001"]
	twin.ID, twin.NIK, twin.Name, twin.Phone = "", "", "MISNATTI", "081200000000"
	if _, err := s.desk.SaveResident(twin); err != nil {
		t.Fatal(err)
	}
	k := s.clerk
	s.u.frame.openResident("w001")
	k.Tap("Gabungkan").Sees("Isian yang berbeda terlihat di sini").Type("Data kedua", "misnatti").Enter()
	k.Sees("1 isian yang kosong dilengkapi dari data kedua.").Tap("MISNATTI").Shortcut(fyne.KeyS).Sees("MISNATTI ditandai tidak berlaku").Enter().Sees("Kedua data sudah digabung.")
	if r := s.desk.people["w001"]; r.Name != "MISNATTI" || r.Phone == "" || s.desk.people["w005"].Status != kampung.StatusInvalid {
		t.Fatalf("%+v", r)
	}
	k.Tap("Riwayat").Sees("Data digabung").Tap("Batalkan").Type("Alasan", "dua orang").Enter().Sees("Dibatalkan: dua orang")
	if r := s.desk.people["w001"]; r.Name != "MISNATI" || r.Phone != "" || s.desk.people["w005"].Status != kampung.StatusAlive {
		t.Errorf("after taking it back %+v", r)
	}
}

// TestCausesInWords says where a change comes from.
func TestCausesInWords(t *testing.T) {
	newStage(t, true)
	m := historyModel{Events: []kampung.Event{{ID: "e1", Type: kampung.EventDeath}}}
	for cause, want := range map[string]string{"": "Diisi di layar", kampung.CauseImport: "Impor berkas", kampung.CauseEvent + "e1": "Meninggal", kampung.CauseUndo + "e1": "Batal: Meninggal", kampung.CauseEvent + "x": "Peristiwa"} {
		if got := m.Cause(cause); !strings.HasPrefix(got, want) {
			t.Errorf("%q: %q, want %q", cause, got, want)
		}
	}
}
