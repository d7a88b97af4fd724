package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// formScreen is a request being typed: the form at the left, the page that will
// be printed at the right.
type formScreen struct {
	plainScreen
	u *UI
	m formModel

	body    *fyne.Container
	name    *words
	marks   [4]*words
	kept    *words
	save    *button
	scroll  *container.Scroll
	whole   *words
	form    fields
	busyKey string // field being typed in

	who      *applicantPart
	service  *choice
	servF    *field
	must     *fyne.Container
	may      *fyne.Container
	fold     *button
	foldLine *fyne.Container
	open     bool
	own      []*field // the service's fields
	builtOf  string   // key of the service they were built for
	needs    *needsPart
	signer   *choice
	signF    *field
	note     *textControl
	noteF    *field

	preview     *previewPart
	stopKeep    func()
	stopPreview func()
	turn        int
	saving      bool
}

func (u *UI) newForm() *formScreen {
	s := &formScreen{u: u}
	s.form = fields{u: u}
	s.name = title(tr("Permohonan baru"))
	s.kept = small("")
	s.kept.Whole = true
	s.save = u.button(tr("Simpan"), theme.DocumentSaveIcon(), weightMain, s.Save)
	s.whole = blame()
	s.who = s.newApplicantPart()
	s.service = u.choice(tr("Pilih jenis surat"), nil)
	s.servF = u.field("service", tr("Layanan"), true, "", s.service)
	s.service.Listen(func(left bool) { s.serviceChosen(left) })
	s.service.e.enter = func() { s.nextFrom(s.servF) }
	s.service.chosen = s.service.e.enter
	s.must, s.may = column(12), column(12)
	s.fold = u.button("", theme.MenuExpandIcon(), weightQuiet, s.toggle)
	s.needs = s.newNeedsPart()
	s.signer = u.choice("", nil)
	s.signF = u.field("signer", tr("Penanda tangan"), false, "", s.signer)
	s.signer.Listen(func(left bool) { s.m.Draft.Signer = s.signer.Value(); s.typed(left) })
	s.signer.e.enter = func() { s.nextFrom(s.signF) }
	s.signer.chosen = s.signer.e.enter
	s.note = &textControl{u.long(2)}
	s.noteF = u.field("note", tr("Catatan untuk petugas (tidak dicetak)"), false, "", s.note)
	s.note.Listen(func(left bool) { s.m.Draft.Note = s.note.Value(); s.typed(left) })
	s.preview = s.newPreviewPart()
	s.build()
	return s
}

func (s *formScreen) build() {
	for i, n := range []string{tr("1 Pemohon"), tr("2 Layanan"), tr("3 Isian"), tr("4 Terbitkan")} {
		s.marks[i] = plain(n)
		s.marks[i].Role = roleQuiet
	}
	marks := line(16, s.marks[0], s.marks[1], s.marks[2], s.marks[3], spacer(), s.kept)
	head := column(6, line(12, s.name, s.save), marks)
	s.foldLine = line(0, s.fold, spacer())
	left := s.u.vscroll(scrolled(column(12,
		card(column(12, s.who.box, s.servF.Box)),
		card(column(12, s.must, s.foldLine, s.may)),
		card(s.needs.box), card(column(12, s.signF.Box, s.whole)))))
	s.scroll = left
	s.body = inset(16, 24, container.NewBorder(inset(0, 0, column(0, head, sized(0, 12, spacer()))), nil, nil, nil,
		halves(16, []float32{1.15, 1}, left, s.preview.box)))
}

func (s *formScreen) Body() fyne.CanvasObject { return s.body }
func (s *formScreen) Hint() string {
	return tr("Enter ke isian berikut yang belum lengkap · Ctrl+S simpan · Esc kembali, draf tetap ada")
}

func (s *formScreen) First() fyne.Focusable {
	if s.m.Draft.Applicant.Name == "" {
		return s.who.find.e
	}
	if s.m.Draft.Service == "" {
		return s.service.e
	}
	for _, f := range s.own {
		if f.Must && trim(f.Control.Value()) == "" {
			return f.Control.Focus()
		}
	}
	return s.save
}

// begin puts a draft into the form; what was in it is kept first.
func (s *formScreen) begin(d kampung.Draft) {
	u := s.u
	s.keepNow()
	s.m.Services, s.m.Office = u.facts.services, u.facts.office
	s.m.begin(d, u.env.Now(), u.facts.me.Login)
	s.open = s.m.MayFilled()
	s.builtOf = "\x00"
	s.turn++
	s.saving = false
	s.show()
	s.draw()
}

// Enter draws the page anew: settings may have changed meanwhile.
func (s *formScreen) Enter() {
	if s.m.Draft.ID == "" {
		s.begin(kampung.Draft{})
	}
}

// Leave keeps what is typed.
func (s *formScreen) Leave() { s.keepNow() }

// Back goes home; the draft stays.
func (s *formScreen) Back() {
	if s.m.Draft.Request != "" {
		s.u.frame.openRequest(s.m.Draft.Request)
		return
	}
	s.u.show(s.u.frame.home)
}

// show copies the model into the widgets.
func (s *formScreen) show() {
	m := &s.m
	s.name.Set(tr("Permohonan baru"))
	if m.Draft.Request != "" {
		s.name.Set(tr("Perbaiki permohonan"))
	}
	hits := make([]hit, len(m.Services))
	for i, sv := range m.Services {
		hits[i] = hit{Key: sv.Key, Title: joinDashes(sv.Short, sv.Name)}
	}
	s.service.SetOptions(hits)
	s.service.Put(m.Draft.Service)
	if m.Draft.Request != "" {
		s.service.e.Disable()
	} else {
		s.service.e.Enable()
	}
	s.showSigners()
	s.note.Put(m.Draft.Note)
	s.who.show()
	s.buildFields()
	s.needs.show()
	s.showKept()
	s.showProblems(false)
	s.scroll.ScrollToTop()
	s.body.Refresh()
}

// joinDashes is "SKU — Surat Keterangan Usaha", or the one that is there.
func joinDashes(short, long string) string {
	if short == "" || short == long {
		return long
	}
	return short + " — " + long
}

func (s *formScreen) showSigners() {
	hits := []hit{}
	for _, g := range s.m.Office.Signers {
		hits = append(hits, hit{Key: g.Key, Title: g.Name + " · " + g.Title})
	}
	s.signer.SetOptions(hits)
	key := s.m.Draft.Signer
	if key == "" {
		key = s.m.Office.Head().Key
		if usual := s.m.Service().Signer; usual != "" {
			if g, ok := s.m.Office.SignerByKey(usual); ok {
				key = g.Key
			}
		}
	}
	s.signer.Put(key)
}

// serviceChosen builds the fields of another service.
func (s *formScreen) serviceChosen(left bool) {
	key := s.service.Value()
	if key == s.m.Draft.Service {
		return
	}
	s.m.Draft.Service = key
	s.buildFields()
	s.needs.show()
	s.showSigners()
	s.body.Refresh()
	s.typed(left)
}

// buildFields makes the widgets of the chosen service's fields.
func (s *formScreen) buildFields() {
	if s.builtOf == s.m.Draft.ID+s.m.Draft.Service {
		return
	}
	s.builtOf = s.m.Draft.ID + s.m.Draft.Service
	s.own = nil
	s.must.RemoveAll()
	s.may.RemoveAll()
	add := func(box *fyne.Container, f kampung.Field) {
		c := s.u.controlFor(f)
		fd := s.u.field("fields."+f.Key, f.Label, f.Required, f.Help, c)
		c.Put(s.m.Draft.Fields[f.Key])
		c.Listen(func(left bool) {
			s.m.Draft.Fields[f.Key] = c.Value()
			s.busyKey = fd.Key
			s.typed(left)
		})
		if e := c.Entry(); e != nil {
			e.enter = func() { s.nextFrom(fd) }
			goOnFrom(c, e.enter)
		}
		s.own = append(s.own, fd)
		box.Add(fd.Box)
	}
	for _, f := range s.m.Must() {
		add(s.must, f)
	}
	for _, f := range s.m.May() {
		add(s.may, f)
	}
	if s.m.Draft.Service == "" {
		s.must.Add(aside(tr("Isian muncul setelah layanan dipilih.")))
	} else if len(s.m.Must()) == 0 {
		s.must.Add(aside(tr("Layanan ini tidak punya isian wajib.")))
	}
	s.may.Add(s.noteF.Box)
	s.form.list = nil
	s.form.list = append(append([]*field{}, s.who.fields...), s.servF)
	s.form.list = append(append(s.form.list, s.own...), s.noteF, s.needs.field, s.signF)
	s.showFold()
}

func (s *formScreen) toggle() {
	s.open = !s.open
	s.showFold()
	s.body.Refresh()
	if s.open {
		for _, f := range s.own {
			if !f.Must {
				s.u.focus(f.Control.Focus())
				return
			}
		}
		s.u.focus(s.note.e)
	}
}

func (s *formScreen) showFold() {
	n := len(s.m.May()) + 1
	s.fold.SetText(tr("Isian lain ({{.N}})", "N", n))
	s.fold.Icon = theme.MenuExpandIcon()
	s.may.Hide()
	if s.open {
		s.fold.Icon = theme.MenuDropDownIcon()
		s.may.Show()
	}
	s.foldLine.Hidden = s.m.Draft.Service == ""
	if s.foldLine.Hidden {
		s.may.Hide()
	}
	s.fold.Refresh()
}

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
	dpi := u.dpiFor(s.preview.sheet.width, s.m.Office.Paper)
	quietly(u, func() (drawn, error) {
		r, ps := desk.Preview(d)
		var pg pagesOf
		var err error
		if d.Service != "" && u.env.Pages != nil {
			pg.images, err = u.env.Pages(service, r, desk.Logo(r), dpi)
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

// Save records the request. It is the main button, and Ctrl+S.
func (s *formScreen) Save() {
	u := s.u
	if s.saving || s.m.Done {
		return
	}
	s.keepNow()
	s.saving = true
	s.m.Tried = true
	desk, d := u.desk, s.m.Snapshot()
	id := d.ID
	local := s.m.Outside && s.m.BadBirth != ""
	work(u, tr("Sedang menyimpan …"), func() (kampung.Request, error) {
		if local || d.Applicant.Name == "" {
			_, ps := desk.Preview(d)
			return kampung.Request{}, append(ps, kampung.Problem{Field: "applicant.nama", Text: ""})
		}
		u.settled()
		return desk.Record(d)
	}, func(r kampung.Request, err error) {
		s.saving = false
		if s.m.Draft.ID != id {
			return
		}
		if err != nil {
			s.refused(err)
			return
		}
		s.m.Done = true
		s.m.Draft.ID = ""
		u.frame.detail.fresh = r.ID
		u.frame.openRequest(r.ID)
		u.bar.done(tr("Tersimpan. Nomor {{.Number}}", "Number", r.Number))
	})
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

// Changed follows settings and residents that change meanwhile.
func (s *formScreen) Changed(c kampung.Change) {
	if c.Office && s.u.desk != nil {
		s.m.Office = s.u.facts.office
		s.showSigners()
		s.draw()
	}
}
