package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// visitorScreen is the temporary residents at the left and one of them at the
// right.
type visitorScreen struct {
	plainScreen
	u      *UI
	m      visitorModel
	body   *fyne.Container
	rows   *rows
	form   fields
	parts  []formPart
	name   *words
	note   *words
	whole  *words
	save   *button
	strike *button
	turn   int
	saving bool
}

func (u *UI) newVisitors() *visitorScreen {
	s := &visitorScreen{u: u}
	s.name, s.note, s.whole = heading(""), blame(), blame()
	s.form = fields{u: u, done: func() { u.focus(s.save) }}
	s.save = u.button(tr("Simpan"), theme.DocumentSaveIcon(), weightMain, s.Save)
	s.save.Key = "Ctrl+S"
	s.strike = u.button(tr("Coret"), theme.ContentRemoveIcon(), weightPlain, s.cancel)
	fresh := u.button(tr("Penduduk sementara baru"), theme.ContentAddIcon(), weightPlain, func() { s.take(kampung.Visitor{}) })
	back := u.button(tr("Ke buku"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	s.rows = u.rowList([]head{{Title: tr("Nama"), Share: 1.2}, {Title: tr("Datang"), Width: 96}, {Title: tr("Dari"), Share: 1}, {Title: tr("Pergi"), Share: 0.9, Icon: true}},
		func() int { return len(s.m.All) }, s.write, func(i int) { s.take(s.m.All[i]) })
	s.rows.WhenEmpty(container.NewCenter(container.New(wide{least: 360}, column(4, centredWords(tr("Belum ada penduduk sementara.")), centredQuiet(tr("Isi formulir di sebelah kanan untuk mencatat yang pertama."))))))
	right := u.vscroll(scrolled(card(s.buildForm())))
	s.body = inset(20, 24, container.NewBorder(column(0, line(12, title(tr("Penduduk sementara")), back, fresh, s.save), sized(0, 12, spacer())), nil, nil, nil,
		halves(16, []float32{1.3, 1}, tightCard(s.rows.Box), right)))
	return s
}

// buildForm makes the fields in the order of the book's columns; who and when
// come first, since the rest may stay empty.
func (s *visitorScreen) buildForm() fyne.CanvasObject {
	u, v := s.u, &s.m.Visitor
	add := func(key, label string, must bool, c control, p formPart) *fyne.Container {
		s.parts = append(s.parts, p)
		return s.form.add(u.field(key, label, must, "", c)).Box
	}
	text := func(key, label string, must bool, value *string) *fyne.Container {
		return add(key, label, must, u.text(""), formPart{text: value})
	}
	pair := []float32{1, 1}
	name := text("nama", tr("Nama lengkap"), true, &v.Name)
	came := add("datang", tr("Datang tanggal"), true, u.dateField(), formPart{day: &v.Arrived})
	left := add("pergi", tr("Pergi tanggal"), false, u.dateField(), formPart{day: &v.Left})
	from := text("datang_dari", tr("Datang dari"), false, &v.From)
	purpose := text("maksud", tr("Maksud kedatangan"), false, &v.Purpose)
	host := text("yang_didatangi", tr("Nama yang didatangi"), false, &v.Host)
	address := text("alamat_didatangi", tr("Alamat yang didatangi"), false, &v.HostAddress)
	sex := add("sex", tr("Jenis kelamin"), false, u.choice("", codeHits(kampung.TableSex)), formPart{code: &v.Sex, table: kampung.TableSex})
	number := add("identitas", tr("Nomor identitas"), false, u.paperField(), formPart{text: &v.Number})
	place := text("tempatlahir", tr("Tempat lahir"), false, &v.BirthPlace)
	born := add("tanggallahir", tr("Tanggal lahir"), false, u.dateField(), formPart{day: &v.BirthDate})
	job := text("pekerjaan", tr("Pekerjaan"), false, &v.Job)
	nation := text("kebangsaan", tr("Kewarganegaraan"), false, &v.Citizenship)
	note := text("ket", tr("Keterangan"), false, &v.Note)
	return column(12, s.name, s.note, name, halves(12, pair, came, left), from, purpose, halves(12, pair, host, address), halves(12, pair, sex, number),
		halves(12, pair, place, born), halves(12, pair, job, nation), note, s.whole, line(8, spacer(), s.strike))
}

func (s *visitorScreen) write(i int, c []*cell) {
	v := s.m.All[i]
	role := roleInk
	if gone(v) > 0 {
		role = roleQuiet
	}
	c[0].text.Bold = true
	c[0].Set(v.Name, role)
	c[1].Set(kampung.ShortDate(v.Arrived), roleQuiet)
	c[2].Set(v.From, role)
	switch {
	case v.Cancelled != "":
		c[3].Mark(theme.ContentRemoveIcon(), tr("Dicoret: {{.Reason}}", "Reason", v.Cancelled), roleQuiet)
	case !v.Left.IsZero():
		c[3].Mark(nil, kampung.ShortDate(v.Left), roleQuiet)
	default:
		c[3].Mark(nil, tr("masih di sini"), roleInk)
	}
}

func (s *visitorScreen) Body() fyne.CanvasObject { return s.body }
func (s *visitorScreen) First() fyne.Focusable   { return s.form.list[0].Control.Focus() }
func (s *visitorScreen) Hint() string {
	return tr("Enter ke isian berikut · Ctrl+S simpan · Esc ke buku")
}
func (s *visitorScreen) Back() { s.u.show(s.u.frame.book) }

// Stays says that what is typed waits here.
func (s *visitorScreen) Stays() {}

// Unsaved tells of what is typed.
func (s *visitorScreen) Unsaved() string {
	return s.form.lost(tr("Penduduk sementara yang sedang diisi belum disimpan."))
}

// Drop forgets it.
func (s *visitorScreen) Drop() { s.form.mark() }

func (s *visitorScreen) Enter() { s.load() }
func (s *visitorScreen) Changed(c kampung.Change) {
	if c.Books {
		s.load()
	}
}

// begin empties the form for somebody who came today.
func (s *visitorScreen) begin() {
	s.m.Visitor = kampung.Visitor{Arrived: kampung.DateOf(s.u.env.Now())}
}

// take puts somebody into the form, or nobody, after asking about what is in it.
func (s *visitorScreen) take(v kampung.Visitor) {
	s.u.sure(s.Unsaved(), tr("Tinggalkan"), func() {
		s.begin()
		if v.ID != "" {
			s.m.Visitor = v
		}
		s.show()
		if v.ID == "" {
			s.u.focus(s.First())
		}
	})
}

func (s *visitorScreen) load() {
	u := s.u
	if u.desk == nil {
		return
	}
	s.turn++
	turn, desk := s.turn, u.desk
	quietly(u, func() ([]kampung.Visitor, error) { return loadVisitors(desk) }, func(all []kampung.Visitor, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m.All = all
		s.rows.Refresh()
		if s.m.Visitor.ID == "" && s.name.Text == "" {
			s.begin()
			s.show()
		}
	})
}

// show copies the model into the widgets.
func (s *visitorScreen) show() {
	s.form.fill(s.parts)
	s.form.mark()
	s.name.Set(s.m.Title())
	s.note.Set(s.m.Note())
	s.whole.Set("")
	s.strike.Hidden = s.m.Visitor.ID == "" || s.m.Visitor.Cancelled != ""
	s.save.Hidden = s.m.Visitor.Cancelled != ""
	s.body.Refresh()
}

// read takes what is typed into the model.
func (s *visitorScreen) read() { s.m.BadDate = s.form.read(s.parts, kampung.DateOf(s.u.env.Now())) }

// Save records the person; Ctrl+S.
func (s *visitorScreen) Save() {
	if s.saving || s.m.Visitor.Cancelled != "" {
		return
	}
	u := s.u
	s.read()
	ps := s.m.Problems(kampung.DateOf(u.env.Now()))
	s.present(ps, "")
	if len(ps) == 0 {
		s.put(s.m.Visitor)
	}
}

// put saves a line and empties the form.
func (s *visitorScreen) put(v kampung.Visitor) {
	u, desk := s.u, s.u.desk
	s.saving = true
	work(u, tr("Sedang menyimpan …"), func() (kampung.Visitor, error) { return desk.SaveVisitor(v) }, func(v kampung.Visitor, err error) {
		s.saving = false
		if err != nil {
			s.present(u.wordsFor(err))
			return
		}
		u.bar.done(tr("Tersimpan"))
		s.begin()
		s.show()
		s.load()
		u.focus(s.First())
	})
}

func (s *visitorScreen) present(ps kampung.Problems, text string) {
	s.form.present(s.whole, ps, text)
	s.body.Refresh()
}

// cancel strikes the line through.
func (s *visitorScreen) cancel() {
	v := s.m.Visitor
	s.u.askReason(tr("Coret penduduk sementara?"), tr("Barisnya tetap di buku dengan coretan."), tr("Coret"), func(reason string) {
		v.Cancelled = reason
		s.put(v)
	})
}
