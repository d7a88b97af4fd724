package ui

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// handOver brings a request to the resident's hands and opens it.
func (s *stage) handOver() kampung.Request {
	id := s.desk.order[0]
	r := s.desk.requests[id]
	r.State = kampung.StateHanded
	r.Steps = append(r.Steps, kampung.Step{State: kampung.StateHanded, At: s.now, By: "siti"})
	s.desk.requests[id] = r
	s.u.frame.openRequest(id)
	s.clerk.Wait()
	return r
}

// noWayOut looks for a shortcut into the desk on the turned screen.
func (s *stage) noWayOut() {
	for _, menu := range s.u.win.MainMenu().Items {
		for _, i := range menu.Items {
			if i.Shortcut != nil && !i.IsQuit {
				panic("a shortcut leads from the turned screen: " + i.Label)
			}
		}
	}
}

// TestResidentAnswersOnATurnedScreen goes through the nine questions by keys, by
// touch and backwards.
func TestResidentAnswersOnATurnedScreen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	r := s.handOver()
	k := s.clerk
	k.Sees(r.Applicant.Name).Tap("Minta penilaian").Sees("1 dari 9").Sees("Persyaratan").Sees("Sangat sesuai").SeesNot(r.Applicant.Name).SeesNot("Beranda")
	s.noWayOut()
	k.SeesNot("Permohonan baru")
	k.Keys("7").Sees("1 dari 9").Keys("3").Sees("2 dari 9").Tap("Kurang mudah").Sees("3 dari 9")
	k.Key(fyne.KeyBackspace).Sees("2 dari 9")
	if got := k.Focused(); got != "Kurang mudah" {
		t.Errorf("back at the question the keyboard is at %q", got)
	}
	k.Key(fyne.KeyRight).Enter().Sees("3 dari 9").Tap("Pertanyaan sebelumnya").Keys("4").Sees("3 dari 9")
	k.Keys("3").Keys("4").Keys("3").Keys("3").Keys("4").Keys("3")
	s.desk.surveys.fail = errors.New("disk")
	k.Sees("9 dari 9").Keys("3")
	if len(s.desk.surveys.all) != 0 {
		t.Fatal("an answer that could not be kept is kept")
	}
	k.Sees("9 dari 9").Sees("Belum tersimpan.").Keys("3").Sees("Terima kasih").SeesNot(r.Applicant.Name)
	if len(s.desk.surveys.all) != 1 {
		t.Fatalf("%d answers are kept", len(s.desk.surveys.all))
	}
	if got := s.desk.surveys.all[0]; got.Scores[kampung.SurveyProcedure] != 4 || got.Scores[kampung.SurveyComplaints] != 3 || got.Paper || got.Service != r.Service {
		t.Errorf("%+v", got)
	}
	s.noWayOut()
	k.Keys("1").Key(fyne.KeyEscape).Sees("Terima kasih")
	if len(s.desk.surveys.all) != 1 {
		t.Error("answered twice")
	}
	k.Enter().Sees(r.Applicant.Name).Sees("Beranda")
	k.Shortcut(fyne.Key1).Sees("Perlu dikerjakan")
}

// TestResidentWouldRatherNot breaks off in each way; nothing is kept.
func TestResidentWouldRatherNot(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	r := s.handOver()
	k := s.clerk
	k.Tap("Minta penilaian").Keys("1").Sees("2 dari 9").Key(fyne.KeyEscape).Sees("1 dari 9").Key(fyne.KeyEscape).Sees("Tidak ada yang disimpan.").SeesNot(r.Applicant.Name)
	k.Tap("Kembali ke meja petugas").Sees(r.Applicant.Name)
	k.Tap("Minta penilaian").Keys("1").Keys("1").Tap("Tidak jadi menilai").Sees("Tidak ada yang disimpan.").Enter().Sees(r.Applicant.Name)
	if len(s.desk.surveys.all) != 0 {
		t.Errorf("%d answers are kept", len(s.desk.surveys.all))
	}
}

// TestSheetsAreTypedAndReported types two sheets by keys, takes one back and
// saves the report.
func TestSheetsAreTypedAndReported(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyR).Tap("Kepuasan masyarakat").Sees("Belum ada penilaian pada masa ini.")
	k.Keys("33443343").Enter().Sees("sembilan angka 1 sampai 4")
	if len(s.desk.surveys.all) != 0 {
		t.Fatal("eight digits are kept")
	}
	k.Type("Sembilan jawaban", "334433433").Enter().Sees("1 lembar tersimpan, terakhir 334433433").Sees("83,33").Sees("Baik")
	k.Keys("433434432").Enter().Sees("2 lembar tersimpan")
	if got := s.desk.surveys.all; len(got) != 2 || !got[1].Paper || got[1].Scores[kampung.SurveyTime] != 3 {
		t.Fatalf("%+v", got)
	}
	k.Tap("Coret yang terakhir").Sees("Catatannya tetap ada").Type("Alasan", "terketik dua kali").Enter().Sees("1 lembar tersimpan")
	if s.desk.surveys.all[1].Cancelled != "terketik dua kali" || s.desk.surveys.all[0].Cancelled != "" {
		t.Errorf("%+v", s.desk.surveys.all)
	}
	for _, ext := range []string{"Simpan PDF", "Simpan Excel", "Lembar kosong"} {
		k.Tap(ext).Sees("Simpan sebagai").Enter().Sees("Tersimpan di")
	}
	if len(s.desk.ledger.saved) != 3 {
		t.Errorf("saved %q", s.desk.ledger.saved)
	}
	k.Key(fyne.KeyEscape).Sees("Laporan pelayanan")
}

// TestHomeTellsWhatNeedsWhom reads the groups of the queue, and the way to what
// the regency lacks.
func TestHomeTellsWhatNeedsWhom(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.Key1).Sees("Perlu dikerjakan")
	h := s.u.frame.home
	for _, hit := range h.m.groupHits() {
		want := 0
		for _, id := range s.desk.order {
			if r := s.desk.requests[id]; !r.State.Final() && (hit.Key == "" || groupOf(r.State) == hit.Key) {
				want++
			}
		}
		if hit.Sub != countWord(want) {
			t.Errorf("%s: %s, want %d", hit.Title, hit.Sub, want)
		}
		if want == 0 {
			continue
		}
		k.Tap(hit.Title + "  " + hit.Sub)
		if len(h.shown) != want {
			t.Errorf("%s shows %d of %d", hit.Title, len(h.shown), want)
		}
	}
	last := true
	for _, q := range h.m.Queue {
		if q.Mine && !last {
			t.Error("what others have to do stands before what the clerk can")
		}
		last = q.Mine
	}
	k.Tap("Lihat laporan").Sees("Kepuasan masyarakat").Key(fyne.KeyEscape).Sees("Laporan pelayanan")
}
