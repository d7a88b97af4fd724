package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// pollScreen is the satisfaction survey on a screen that was turned to the
// resident: it fills the window, shows nothing of the desk, and no shortcut
// leads out of it. When it is over, or was broken off, a page without anybody's
// data waits for the clerk.
type pollScreen struct {
	plainScreen
	u     *UI
	m     pollModel
	then  screen // where the clerk goes on
	body  *fyne.Container
	mid   *fyne.Container
	count *words
	bar   *hbar
	ask   *words
	sort  *words
	wrong *words
	faces []*faceButton
	back  *button
	done  *button
}

// poll turns the screen to who was served; the clerk goes on with the screen
// that is up.
func (u *UI) poll(r kampung.Request) {
	if u.cur == nil || u.desk == nil {
		return
	}
	s := &pollScreen{u: u, m: newPoll(kampung.SurveyOf(r, u.env.Now())), then: u.cur}
	s.build()
	u.closeDrop()
	u.cur.Leave()
	u.page.RemoveAll()
	u.page.Add(container.NewStack(newPanel(theme.ColorNameBackground, "", 0), s.body))
	u.cur = s
	u.win.SetMainMenu(u.pollMenu())
	s.show()
}

// pollMenu leads nowhere: whoever holds the screen is not the clerk.
func (u *UI) pollMenu() *fyne.MainMenu {
	return fyne.NewMainMenu(fyne.NewMenu(tr("Survei"), quitItem(u)))
}

func (s *pollScreen) build() {
	u := s.u
	s.count, s.bar, s.wrong = quiet(""), newBar(0), blame()
	s.count.Whole = true
	s.wrong.Align = fyne.TextAlignCenter
	s.sort, s.ask = heading(""), paragraph("")
	s.sort.Role, s.sort.Align = roleMain, fyne.TextAlignCenter
	s.ask.Size_, s.ask.Bold, s.ask.Align = sizeBig, true, fyne.TextAlignCenter
	for score := 1; score <= kampung.SurveyScores; score++ {
		b := u.faceButton(score)
		b.choose, b.beside, b.back = s.choose, s.beside, s.before
		s.faces = append(s.faces, b)
	}
	s.back = u.button(tr("Pertanyaan sebelumnya"), theme.NavigateBackIcon(), weightQuiet, s.before)
	s.done = u.button(tr("Kembali ke meja petugas"), theme.NavigateNextIcon(), weightMain, s.leave)
	s.mid = container.NewStack()
	s.body = inset(28, 48, s.mid)
}

// question is the page of one element.
func (s *pollScreen) question() fyne.CanvasObject {
	head := column(8, line(12, title(tr("Bagaimana pelayanan kami?")), spacer(), s.count), s.bar.onTrack())
	stop := s.u.button(tr("Tidak jadi menilai"), theme.CancelIcon(), weightQuiet, s.stop)
	var faces []fyne.CanvasObject
	for _, b := range s.faces {
		faces = append(faces, b)
	}
	foot := column(8, s.wrong, centredQuiet(tr("Sentuh satu wajah, atau tekan 1 sampai 4. Nama Anda tidak dicatat.")), line(12, s.back, spacer(), stop))
	top := column(0, head, sized(1, 24, spacer()), s.sort, s.ask, sized(1, 12, spacer()))
	return container.NewBorder(top, inset(16, 0, foot), nil, nil, halves(16, []float32{1, 1, 1, 1}, faces...))
}

// waiting is the page that tells the clerk that the screen may be turned back.
func (s *pollScreen) waiting() fyne.CanvasObject {
	head, text := tr("Terima kasih"), tr("Penilaian Anda sudah disimpan tanpa nama. Silakan kembalikan layar kepada petugas.")
	if !s.m.Saved {
		head, text = tr("Tidak apa-apa"), tr("Tidak ada yang disimpan. Silakan kembalikan layar kepada petugas.")
	}
	h := newWords(head)
	h.Size_, h.Bold, h.Align = sizeBig, true, fyne.TextAlignCenter
	t := paragraph(text)
	t.Align = fyne.TextAlignCenter
	return container.NewCenter(container.New(wide{least: 520}, column(16, h, t, line(0, spacer(), s.done, spacer()))))
}

func (s *pollScreen) Body() fyne.CanvasObject { return s.body }

// First is the first face, or the one that was chosen before.
func (s *pollScreen) First() fyne.Focusable {
	if s.m.Over {
		return s.done
	}
	return s.faces[max(s.m.Survey.Scores[s.m.Element()]-1, 0)]
}

// Back goes one question back, and from the first one breaks off.
func (s *pollScreen) Back() {
	switch {
	case s.m.Over:
		s.u.focus(s.done)
	case s.m.At == 0:
		s.stop()
	default:
		s.before()
	}
}

// show copies the model into the widgets.
func (s *pollScreen) show() {
	s.mid.RemoveAll()
	if s.m.Over {
		s.mid.Add(s.waiting())
	} else {
		e := s.m.Element()
		s.count.Set(tr("{{.N}} dari {{.All}}", "N", s.m.At+1, "All", len(kampung.SurveyElements)))
		s.bar.set(float64(s.m.At) / float64(len(kampung.SurveyElements)))
		s.sort.Set(e.Title())
		s.ask.Set(e.Question())
		for i, b := range s.faces {
			b.SetText(e.Answers()[i])
			b.Chosen = s.m.Survey.Scores[e] == b.Score
			b.hovered = false
			b.Refresh()
		}
		s.back.Hidden = s.m.At == 0
		s.mid.Add(s.question())
	}
	s.body.Refresh()
	s.u.focus(s.First())
}

func (s *pollScreen) choose(score int) {
	if s.m.Over || s.m.At >= len(kampung.SurveyElements) {
		return // what was answered is being saved
	}
	s.wrong.Set("")
	if !s.m.Answer(score) {
		s.show()
		return
	}
	u, desk, answered := s.u, s.u.desk, s.m.Survey
	quietly(u, func() (kampung.Survey, error) { return desk.AddSurvey(answered) }, func(_ kampung.Survey, err error) {
		if u.cur != s {
			return
		}
		if err != nil {
			s.m.At--
			s.wrong.Set(tr("Belum tersimpan. Pilih sekali lagi, atau panggil petugas."))
			s.show()
			if u.env.Log != nil {
				u.env.Log(err)
			}
			return
		}
		s.m.Over, s.m.Saved = true, true
		s.show()
	})
}

func (s *pollScreen) beside(score int) {
	if score >= 1 && score <= len(s.faces) {
		s.u.focus(s.faces[score-1])
	}
}

func (s *pollScreen) before() {
	if s.m.Back() {
		s.show()
	}
}

// stop breaks off; nothing is kept.
func (s *pollScreen) stop() {
	s.m.Over = true
	s.show()
}

// leave gives the window back to the desk.
func (s *pollScreen) leave() {
	u := s.u
	if u.cur != s || u.frame == nil {
		return
	}
	u.page.RemoveAll()
	u.page.Add(u.frame.box)
	u.cur = nil
	u.win.SetMainMenu(u.deskMenu())
	u.show(s.then)
}
