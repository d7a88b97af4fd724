package ui

import (
	"strings"

	"smartkampung/kampung"
)

// typed is called after each change: the draft is kept and the page drawn soon,
// or at once when a field was left.
func (s *formScreen) typed(left bool) {
	if s.m.Done || s.m.Draft.ID == "" {
		return
	}
	u := s.u
	s.m.Dirty = true
	if s.stopKeep != nil {
		s.stopKeep()
	}
	if s.stopPreview != nil {
		s.stopPreview()
	}
	if left {
		s.busyKey = ""
		s.keepNow()
	} else {
		s.stopKeep = u.after(draftDelay, s.keepNow)
	}
	s.stopPreview = u.after(previewDelay, s.draw)
}

// keepNow writes the draft.
func (s *formScreen) keepNow() {
	if s.stopKeep != nil {
		s.stopKeep()
		s.stopKeep = nil
	}
	m := &s.m
	if !m.Dirty || m.Done || m.Draft.ID == "" || s.u.desk == nil {
		return
	}
	m.Dirty = false
	u, desk := s.u, s.u.desk
	id := m.Draft.ID
	if m.Blank() {
		if m.Kept {
			m.Kept = false
			u.keep(func() { s.keptResult(id, desk.DeleteDraft(id), false) })
		}
		return
	}
	now := u.env.Now()
	m.Draft.At = now
	d := m.Snapshot()
	u.keep(func() { s.keptResult(id, desk.SaveDraft(d), true) })
}

// keptResult runs off the UI thread.
func (s *formScreen) keptResult(id string, err error, kept bool) {
	u := s.u
	u.post(func() {
		if err != nil && u.env.Log != nil {
			u.env.Log(err)
		}
		if s.m.Draft.ID != id {
			return
		}
		// A box would take the keyboard from somebody who types: the line over
		// the form tells, and the next key tries again.
		s.m.Unkept = err != nil
		if err != nil {
			s.m.Dirty = true
		} else if kept {
			s.m.Kept, s.m.KeptAt = true, u.env.Now()
		}
		s.showKept()
	})
}

func (s *formScreen) showKept() {
	s.kept.Paint(s.m.KeptWords(), roleQuiet)
	if s.m.Unkept {
		s.kept.Paint(s.m.KeptWords(), roleBack)
	}
	done := s.m.MarkStates()
	now := 0
	for now < 3 && done[now] {
		now++
	}
	for i, w := range s.marks {
		role := roleQuiet
		if done[i] {
			role = roleDone
		}
		w.Bold = i == now
		if i == now {
			role = roleMain
		}
		w.Role = role
		w.Refresh()
	}
}

// draw asks for the letter as it would be recorded, with what is still wrong,
// and shows its page. It runs off the UI thread; what is outdated is dropped.
func (s *formScreen) draw() {
	u, desk := s.u, s.u.desk
	if desk == nil || s.m.Done {
		return
	}
	s.turn++
	turn, d, service := s.turn, s.m.Snapshot(), s.m.Service()
	type drawn struct {
		problems kampung.Problems
		hints    []string
		pages    pagesOf
	}
	hints := s.m.warnings(kampung.DateOf(u.env.Now()))
	hide := u.look.hide
	dpi := u.dpiFor(s.preview.sheet.width, s.m.Office.Paper)
	quietly(u, func() (drawn, error) {
		r, ps := desk.Preview(d)
		var pg pagesOf
		var err error
		if d.Service != "" && u.env.Pages != nil {
			pg.images, err = u.env.Pages(service, shownAs(r, hide), desk.Logo(r), dpi)
		}
		return drawn{ps, hints, pg}, err
	}, func(v drawn, err error) {
		if turn != s.turn {
			return
		}
		s.m.Problems, s.m.Hints = v.problems, v.hints
		s.needs.hints.Set(joinLines(v.hints))
		s.showProblems(false)
		s.showKept()
		if err != nil {
			if u.env.Log != nil {
				u.env.Log(err)
			}
			s.preview.say(tr("Pratinjau belum bisa digambar. Isian tetap tersimpan."))
			return
		}
		s.preview.show(v.pages, d.Service != "", s.m.Office.Paper)
	})
}

// showProblems puts the problems beside their fields.
func (s *formScreen) showProblems(lead bool) {
	ps := s.m.ShownProblems(s.busyKey)
	shown := map[string]bool{}
	for _, f := range s.form.list {
		shown[f.Key] = true
		if !f.Must && s.m.Tried && !s.open && ps.Of(f.Key) != "" && f != s.signF && f != s.servF && f != s.needs.field {
			s.open = true
			s.showFold()
		}
	}
	shown["applicant"] = true
	if s.m.Outside {
		shown["applicant"] = false
	} else {
		for _, p := range ps {
			if len(p.Field) > 10 && p.Field[:10] == "applicant." {
				shown[p.Field] = false
			}
		}
	}
	s.form.show(ps.Of, lead)
	s.whole.Set(problemLines(ps, shown))
	s.body.Refresh()
}

// nextFrom goes to the next thing that is missing after a field, or to the
// button that saves.
func (s *formScreen) nextFrom(from *field) {
	all := s.m.All()
	start := 0
	for i, f := range s.form.list {
		if f == from {
			start = i + 1
		}
	}
	n := len(s.form.list)
	for i := range n {
		f := s.form.list[(start+i)%n]
		if f == from || !s.inSight(f) {
			continue
		}
		empty := f.Must && trim(f.Control.Value()) == "" && f.Key != "applicant"
		lost := f.Key == "applicant" && s.m.Draft.Applicant.Name == ""
		if empty || lost || all.Of(f.Key) != "" && s.m.typed(f.Key) {
			s.u.focus(f.Control.Focus())
			return
		}
	}
	s.u.focus(s.save)
}

// inSight reports whether a field can take the keyboard now: those of a person
// typed by hand stand aside while the applicant comes from the register, and
// optional ones while they are folded.
func (s *formScreen) inSight(f *field) bool {
	hand := strings.HasPrefix(f.Key, "applicant.")
	switch {
	case hand || f.Key == "applicant":
		return hand == s.m.Outside
	case f == s.noteF, strings.HasPrefix(f.Key, "fields.") && !f.Must:
		return s.open
	}
	return true
}

// ask says over the form what the regency wants mended.
func (s *formScreen) ask(field, reason string) {
	s.asked.Set(reason)
	if reason == "" && field != "" {
		s.asked.Set(backReason(s.m.Service(), field, ""))
	}
	s.body.Refresh()
}

// focusField gives the keyboard to a field as the regency names it; one of the
// applicant is the applicant's own field while they come from the register.
func (s *formScreen) focusField(name string) {
	name = strings.TrimPrefix(name, "applicant.")
	for _, f := range s.form.list {
		if f.Key != name && f.Key != "fields."+name && f.Key != "applicant."+name {
			continue
		}
		if strings.HasPrefix(f.Key, "fields.") && !f.Must && !s.open {
			s.open = true
			s.showFold()
			s.body.Refresh()
		}
		if s.inSight(f) {
			s.u.focus(f.Control.Focus())
			return
		}
		s.u.focus(s.who.change)
		return
	}
}

func (s *formScreen) refused(err error) {
	ps, text := s.u.wordsFor(err)
	if text != "" {
		s.u.bar.trouble(text)
		return
	}
	kept := kampung.Problems{}
	for _, p := range ps {
		if p.Text != "" {
			kept = append(kept, p)
		}
	}
	s.m.Problems = kept
	s.showProblems(true)
}
