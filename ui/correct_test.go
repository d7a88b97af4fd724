package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

func TestIssuedLetterIsCorrectedInTheWindow(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	old := s.desk.order[0]
	r := s.desk.requests[old]
	r.State = kampung.StateHanded
	s.desk.requests[old] = r
	s.u.frame.openRequest(old)
	k.Tap("Lainnya").Tap("Perbaiki surat").Sees("Perbaiki surat yang sudah terbit").Type("Alasan", "nama usaha keliru").Enter()
	k.Sees("Surat pengganti")
	if d := s.u.frame.form.m.Draft; d.Replaces != old || d.Why != "nama usaha keliru" || d.Request != "" || d.Applicant.Name != r.Applicant.Name {
		t.Fatalf("%+v", d)
	}
	k.Shortcut(fyne.KeyS)
	id := s.desk.order[len(s.desk.order)-1]
	fresh := s.desk.requests[id]
	if id == old || fresh.Replaces != old || fresh.Number == r.Number {
		t.Fatalf("%+v", fresh)
	}
	k.Sees("Mengganti surat nomor " + r.Number)
	if s.desk.requests[old].State != kampung.StateHanded {
		t.Fatal("the old letter ended before the new one was approved")
	}
	k.Tap("Lainnya").Tap("Setujui").Tap("Buka surat itu").Sees("Diganti dengan surat nomor " + fresh.Number).SeesNot("Perbaiki surat")
	k.Tap("Buka surat itu").Sees("Mengganti surat nomor " + r.Number)
}
