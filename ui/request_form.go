package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// formScreen is a request being typed: the form at the left, the page that will
// be printed at the right.
type formScreen struct {
	u *UI
	m formModel

	body    *fyne.Container
	name    *words
	marks   [4]*words
	kept    *words
	save    *button
	only    *button // record without printing
	scroll  *container.Scroll
	whole   *words
	asked   *words // what the regency wants mended
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
	s.save = u.button(tr("Simpan"), theme.DocumentSaveIcon(), weightMain, s.Finish)
	s.save.Key = "Ctrl+Enter"
	s.only = u.button(tr("Simpan saja"), nil, weightPlain, s.Save)
	s.only.Key = "Ctrl+S"
	s.whole, s.asked = blame(), blame()
	s.who = s.newApplicantPart()
	s.service = u.choice(tr("Pilih jenis surat"), nil)
	s.service.eager = true
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
	head := column(6, line(12, s.name, s.only, s.save), marks)
	s.foldLine = line(0, s.fold, spacer())
	left := s.u.vscroll(scrolled(column(12, s.asked,
		card(column(12, s.who.box, s.servF.Box)),
		card(column(12, s.must, s.foldLine, s.may)),
		card(s.needs.box), card(column(12, s.signF.Box, s.whole)))))
	s.scroll = left
	s.body = inset(16, 24, container.NewBorder(inset(0, 0, column(0, head, sized(0, 12, spacer()))), nil, nil, nil,
		halves(16, []float32{1.15, 1}, left, s.preview.box)))
}

func (s *formScreen) Body() fyne.CanvasObject { return s.body }
func (s *formScreen) Hint() string {
	return tr("Enter ke isian berikut yang belum lengkap · Ctrl+Enter selesai · Ctrl+S simpan saja · Esc kembali, draf tetap ada")
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
	s.m.Role = u.facts.me.Role
	s.m.begin(d, u.env.Now(), u.facts.me.Login)
	s.open = s.m.MayFilled()
	s.builtOf = "\x00"
	s.asked.Set("")
	s.turn++
	s.saving = false
	s.show()
	s.draw()
	s.learn()
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
	if s.m.Draft.Replaces != "" {
		s.u.frame.openRequest(s.m.Draft.Replaces)
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
	if m.Draft.Replaces != "" {
		s.name.Set(tr("Surat pengganti"))
	}
	s.showServices()
	s.service.Put(m.Draft.Service)
	s.showFinish()
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
	s.signer.SetOptions(s.m.signerHits())
	s.signer.Put(s.m.Signer())
}

// showServices offers the services, those used last first.
func (s *formScreen) showServices() {
	if !s.service.typed {
		s.service.SetOptions(s.m.serviceHits())
	}
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

// Changed follows settings and residents that change meanwhile.
func (s *formScreen) Changed(c kampung.Change) {
	if c.Office && s.u.desk != nil {
		s.m.Office = s.u.facts.office
		s.showSigners()
		s.draw()
	}
}
