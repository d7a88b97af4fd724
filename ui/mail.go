package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// mailScreen is the incoming letters at the left and one of them at the right.
type mailScreen struct {
	plainScreen
	u      *UI
	m      mailModel
	body   *fyne.Container
	rows   *rows
	form   fields
	parts  []formPart
	name   *words
	note   *words
	whole  *words
	save   *button
	strike *button
	want   string // the letter to show once the list is read
	turn   int
	saving bool
}

func (u *UI) newMail() *mailScreen {
	s := &mailScreen{u: u}
	s.name, s.note, s.whole = heading(""), blame(), blame()
	s.form = fields{u: u, done: func() { u.focus(s.save) }}
	s.save = u.button(tr("Simpan"), theme.DocumentSaveIcon(), weightMain, s.Save)
	s.save.Key = "Ctrl+S"
	s.strike = u.button(tr("Coret"), theme.ContentRemoveIcon(), weightPlain, s.cancel)
	fresh := u.button(tr("Surat masuk baru"), theme.ContentAddIcon(), weightPlain, s.fresh)
	back := u.button(tr("Ke buku"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	m := &s.m.Mail
	add := func(key, label string, must bool, c control, p formPart) *fyne.Container {
		s.parts = append(s.parts, p)
		return s.form.add(u.field(key, label, must, "", c)).Box
	}
	from := add("sender", tr("Pengirim"), true, u.text(tr("Kantor atau orang")), formPart{text: &m.Sender})
	subject := add("subject", tr("Isi singkat"), true, u.text(""), formPart{text: &m.Subject})
	number := add("number", tr("Nomor surat"), false, u.text(tr("seperti pada suratnya")), formPart{text: &m.Number})
	day := add("date", tr("Tanggal surat"), false, u.dateField(), formPart{day: &m.Date})
	got := add("received", tr("Diterima tanggal"), true, u.dateField(), formPart{day: &m.Received})
	order := add("disposition", tr("Disposisi"), false, u.text(""), formPart{text: &m.Disposition})
	note := add("note", tr("Keterangan"), false, u.text(""), formPart{text: &m.Note})
	form := column(12, s.name, s.note, from, subject, number, halves(12, []float32{1, 1}, day, got), order, note, s.whole, line(8, spacer(), s.strike, s.save))
	s.rows = u.rowList([]head{{Title: tr("Agenda"), Width: 70}, {Title: tr("Diterima"), Width: 96}, {Title: tr("Pengirim"), Share: 1}, {Title: tr("Isi singkat"), Share: 1.4, Icon: true}},
		func() int { return len(s.m.All) }, s.write, func(i int) { s.take(s.m.All[i]) })
	s.rows.WhenEmpty(container.NewCenter(container.New(wide{least: 360}, column(4, centredWords(tr("Belum ada surat masuk.")), centredQuiet(tr("Isi formulir di sebelah kanan untuk mencatat yang pertama."))))))
	right := u.vscroll(scrolled(card(form)))
	s.body = inset(20, 24, container.NewBorder(column(0, line(12, title(tr("Surat masuk")), back, fresh), sized(0, 12, spacer())), nil, nil, nil,
		halves(16, []float32{1.5, 1}, tightCard(s.rows.Box), right)))
	return s
}

func (s *mailScreen) write(i int, c []*cell) {
	m := s.m.All[i]
	role := roleInk
	if m.Cancelled != "" {
		role = roleQuiet
	}
	c[0].text.Bold = true
	c[0].Set(m.AgendaNumber(), role)
	c[1].Set(kampung.ShortDate(m.Received), roleQuiet)
	c[2].Set(m.Sender, role)
	if m.Cancelled != "" {
		c[3].Mark(theme.ContentRemoveIcon(), tr("Dicoret: {{.Reason}}", "Reason", m.Cancelled), roleQuiet)
		return
	}
	c[3].Mark(nil, m.Subject, role)
}

func (s *mailScreen) Body() fyne.CanvasObject { return s.body }
func (s *mailScreen) First() fyne.Focusable   { return s.form.list[0].Control.Focus() }
func (s *mailScreen) Hint() string {
	return tr("Enter ke isian berikut · Ctrl+S simpan · Esc ke buku")
}
func (s *mailScreen) Back() { s.u.show(s.u.frame.book) }

// Stays says that what is typed waits here.
func (s *mailScreen) Stays() {}

// Unsaved tells of what is typed.
func (s *mailScreen) Unsaved() string {
	return s.form.lost(tr("Surat masuk yang sedang diisi belum disimpan."))
}

// Drop forgets it.
func (s *mailScreen) Drop() { s.form.mark() }

func (s *mailScreen) Enter() { s.load() }
func (s *mailScreen) Changed(c kampung.Change) {
	if c.Books {
		s.load()
	}
}

// begin empties the form for a new letter that came today.
func (s *mailScreen) begin() {
	s.want = ""
	s.m.Mail = kampung.Mail{Received: kampung.DateOf(s.u.env.Now())}
}

// fresh empties the form, after asking about what is in it.
func (s *mailScreen) fresh() {
	s.u.sure(s.Unsaved(), tr("Tinggalkan"), func() {
		s.begin()
		s.show()
		s.u.focus(s.First())
	})
}

// take puts a letter of the list into the form.
func (s *mailScreen) take(m kampung.Mail) {
	s.u.sure(s.Unsaved(), tr("Tinggalkan"), func() {
		s.m.Mail = m
		s.show()
	})
}

// anew is the page as the book opens it: what waits there stays.
func (s *mailScreen) anew() {
	if !s.form.changed() {
		s.begin()
		s.show()
	}
	s.u.show(s)
}

// open shows a letter.
func (s *mailScreen) open(id string) {
	s.u.sure(s.Unsaved(), tr("Tinggalkan"), func() {
		s.want = id
		s.u.show(s)
	})
}

func (s *mailScreen) load() {
	u := s.u
	if u.desk == nil {
		return
	}
	s.turn++
	turn, desk := s.turn, u.desk
	quietly(u, func() ([]kampung.Mail, error) { return loadMails(desk) }, func(all []kampung.Mail, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m.All = all
		s.rows.Refresh()
		if s.want != "" {
			s.m.Mail, s.want = s.m.find(s.want), ""
			s.show()
		} else if s.m.Mail.ID == "" && s.name.Text == "" {
			s.begin()
			s.show()
		}
	})
}

// show copies the model into the widgets.
func (s *mailScreen) show() {
	s.form.fill(s.parts)
	s.form.mark()
	s.name.Set(s.m.Title())
	s.note.Set(s.m.Note())
	s.whole.Set("")
	s.strike.Hidden = s.m.Mail.ID == "" || s.m.Mail.Cancelled != ""
	s.save.Hidden = s.m.Mail.Cancelled != ""
	s.body.Refresh()
}

// read takes what is typed into the model.
func (s *mailScreen) read() { s.m.BadDate = s.form.read(s.parts, kampung.DateOf(s.u.env.Now())) }

// Save records the letter; Ctrl+S.
func (s *mailScreen) Save() {
	if s.saving || s.m.Mail.Cancelled != "" {
		return
	}
	u, desk := s.u, s.u.desk
	s.read()
	ps := s.m.Problems(kampung.DateOf(u.env.Now()))
	s.present(ps, "")
	if len(ps) > 0 {
		return
	}
	s.saving = true
	m := s.m.Mail
	work(u, tr("Sedang menyimpan …"), func() (kampung.Mail, error) { return desk.SaveMail(m) }, func(m kampung.Mail, err error) {
		s.saving = false
		if err != nil {
			s.present(u.wordsFor(err))
			return
		}
		u.bar.done(tr("Tersimpan dengan nomor agenda {{.N}}", "N", m.AgendaNumber()))
		s.begin()
		s.show()
		s.load()
		u.focus(s.First())
	})
}

func (s *mailScreen) present(ps kampung.Problems, text string) {
	s.form.present(s.whole, ps, text)
	s.body.Refresh()
}

// cancel strikes the letter through.
func (s *mailScreen) cancel() {
	u, desk, id := s.u, s.u.desk, s.m.Mail.ID
	u.askReason(tr("Coret surat masuk?"), tr("Barisnya tetap di Buku Agenda dengan coretan, dan nomornya tidak dipakai lagi."), tr("Coret"), func(reason string) {
		work(u, tr("Sedang menyimpan …"), func() (kampung.Mail, error) { return desk.CancelMail(id, reason) }, func(m kampung.Mail, err error) {
			if u.failed(err) {
				return
			}
			s.m.Mail = m
			s.show()
			s.load()
			u.bar.done(tr("Tersimpan"))
		})
	})
}
