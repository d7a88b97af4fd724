package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// news0 is what came down about two requests of the stage.
func news0(d *memDesk) []kampung.News {
	row := func(id string) kampung.RequestRow {
		r := d.requests[id]
		return kampung.RequestRow{ID: id, Name: r.Applicant.Name, Service: r.Service, Number: r.Number, State: r.State}
	}
	return []kampung.News{
		{ID: "n3", RequestRow: row("p004"), Office: "Kecamatan Muncar", Decision: kampung.DecisionMend, Reason: "Lampirkan pengantar RT yang asli", Came: now0.Add(-time.Hour)},
		{ID: "n2", RequestRow: row("p002"), Verdict: kampung.VerdictTwin, Reason: "Nomor ini sudah ada", Came: now0.Add(-2 * time.Hour)},
		{ID: "n1", RequestRow: row("p002"), Office: "Kecamatan Muncar", Decision: kampung.DecisionAccept, Came: now0.Add(-3 * time.Hour)},
	}
}

func TestNewsFromTheRegency(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.SeesNot("kabar")
	high := s.u.frame.mid.Size()
	s.desk.news = news0(s.desk)
	s.desk.tell(kampung.Change{Sync: true})
	k.Sees("3 kabar").Sees("Kecamatan Muncar minta perbaikan").Sees("Lampirkan pengantar RT yang asli")
	if s.u.frame.mid.Size() != high {
		t.Error("the screen jumped")
	}
	// Escape puts the line away, the counter stays, and the next Escape goes back.
	k.Shortcut(fyne.Key3).Key(fyne.KeyEscape).SeesNot("Lampirkan pengantar").Sees("3 kabar")
	if s.u.cur != s.u.frame.residents {
		t.Error("Escape left the screen too")
	}
	// What comes later shows again.
	s.desk.news = append([]kampung.News{{ID: "n4", RequestRow: kampung.RequestRow{ID: "p001", Name: "MISNATI", Service: "sku"}, Office: "Dispendukcapil", Decision: kampung.DecisionRefuse}}, s.desk.news...)
	s.desk.tell(kampung.Change{Sync: true})
	k.Sees("Ditolak Dispendukcapil").Sees("4 kabar").Tap("Buka permohonan").Sees("3 kabar").SeesNot("Ditolak Dispendukcapil · MISNATI")
	if s.u.frame.detail.id != "p001" {
		t.Errorf("opened %s", s.u.frame.detail.id)
	}
	// However a request is opened, its news was seen; both about one request.
	s.u.frame.openRequest("p002")
	k.Sees("1 kabar")
	k.Tap("1 kabar").SeesNot("kabar")
	if s.u.frame.detail.id != "p004" || len(s.desk.news) != 0 {
		t.Errorf("opened %s, left %v", s.u.frame.detail.id, s.desk.news)
	}
}

func TestNewsWords(t *testing.T) {
	newStage(t, true)
	m := newsModel{names: map[string]string{"sku": "SKU"}}
	row := kampung.RequestRow{ID: "p1", Name: "MISNATI", Service: "sku"}
	for _, c := range []struct {
		n    kampung.News
		want string
		tone tone
	}{
		{kampung.News{RequestRow: row, Office: "Kecamatan Muncar", Decision: kampung.DecisionAccept}, "Disetujui Kecamatan Muncar · MISNATI · SKU", toneDone},
		{kampung.News{RequestRow: row, Office: "Kecamatan Muncar", Decision: kampung.DecisionRefuse, Reason: "belum lengkap"}, "Ditolak Kecamatan Muncar · MISNATI · SKU · belum lengkap", toneBack},
		{kampung.News{RequestRow: row, Office: "Dispendukcapil", Decision: "nanti"}, "Jawaban Dispendukcapil · MISNATI · SKU", toneWait},
		{kampung.News{RequestRow: row, Verdict: kampung.VerdictRefused, Reason: "NIK ganda"}, "Catatan pusat kabupaten · MISNATI · SKU · NIK ganda", toneBack},
		{kampung.News{RequestRow: row, Verdict: kampung.VerdictHeld}, "Catatan pusat kabupaten · MISNATI · SKU", toneWait},
	} {
		if text, tone := m.Words(c.n); text != c.want || tone != c.tone {
			t.Errorf("got %q, %v, want %q", text, tone, c.want)
		}
	}
}
