package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// personScreen shows one resident, to read and to change.
type personScreen struct {
	plainScreen
	u      *UI
	m      personModel
	body   *fyne.Container
	name   *words
	sub    *words
	warn   *words
	whole  *words
	form   fields
	parts  []personField
	came   *fyne.Container // where a new resident came from
	origin fields          // in it
	rt     *formedControl
	from   *field
	day    *field
	ask    *button
	save   *button
	more   []*button // for one who is in the register
	see    *button
	looks  *words
	scroll *container.Scroll
	turn   int
	saving bool
}

func (u *UI) newPerson() *personScreen {
	s := &personScreen{u: u}
	s.name, s.sub = title(""), quiet("")
	s.warn, s.whole = blame(), blame()
	s.warn.Role = roleWait
	s.form = fields{u: u, done: func() { u.focus(s.save) }}
	s.save = u.button(tr("Simpan"), theme.DocumentSaveIcon(), weightMain, s.Save)
	s.save.Key = "Ctrl+S"
	s.ask = u.button(tr("Buat permohonan"), theme.ContentAddIcon(), weightPlain, s.request)
	s.from = u.field("from", tr("Pindah dari"), false, tr("Diisi untuk pendatang: tercatat di Buku Mutasi. Dikosongkan kalau warga lama yang belum terdaftar."), u.text(tr("desa, kecamatan, kabupaten")))
	s.day = u.field("date", tr("Tanggal datang"), false, "", u.dateField())
	s.origin = fields{list: []*field{s.from, s.day}}
	s.came = card(halves(12, []float32{1.6, 1}, s.from.Box, s.day.Box))
	list := column(12, s.came)
	for _, g := range personGroups() {
		box := column(12, heading(g.Title))
		for _, row := range g.Fields {
			var objs []fyne.CanvasObject
			shares := make([]float32, len(row))
			for i, pf := range row {
				f := s.form.add(u.field(pf.Key, pf.Label, pf.Must, "", s.control(pf)))
				s.parts = append(s.parts, pf)
				objs = append(objs, f.Box)
				shares[i] = 1
			}
			box.Add(halves(12, shares, objs...))
		}
		list.Add(card(box))
	}
	list.Add(column(4, s.warn, s.whole))
	s.scroll = u.vscroll(scrolled(leftMost(900, list)))
	back := u.button(tr("Ke daftar"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	s.more = []*button{
		u.button(tr("Peristiwa"), theme.CalendarIcon(), weightQuiet, func() { u.frame.event.load(s.m.R.ID); u.show(u.frame.event) }),
		u.button(tr("Riwayat"), theme.HistoryIcon(), weightQuiet, func() { u.frame.history.load(s.m.R.ID); u.show(u.frame.history) }),
		u.button(tr("Gabungkan"), theme.ContentPasteIcon(), weightQuiet, func() { u.frame.merge.load(s.m.R.ID); u.show(u.frame.merge) }),
	}
	for _, b := range s.more {
		b.Small = true
	}
	s.see, s.looks = u.seeButton(func() string { return s.m.R.ID }), smallAside("")
	s.looks.Gone, s.looks.Hidden = true, true
	list.Add(s.looks)
	s.body = inset(16, 24, container.NewBorder(column(4, line(12, s.name, back, s.ask, s.save), line(8, s.sub, s.see, s.more[0], s.more[1], s.more[2]), sized(0, 8, spacer())), nil, nil, nil, s.scroll))
	return s
}

func (s *personScreen) control(f personField) control {
	switch {
	case f.Kind == kampung.FieldDate:
		return s.u.dateField()
	case f.Kind == kampung.FieldChoice:
		return s.u.choice("", codeHits(f.Table))
	case strings.HasSuffix(f.Key, "nik"):
		return s.u.nikField()
	case f.Key == "no_kk":
		return s.u.kkField()
	case f.Key == "telepon":
		return s.u.phoneField()
	case f.Key == "rt":
		s.rt = s.u.rtField()
		return s.rt
	case f.Key == "rw":
		rw := s.u.rtField()
		rtPair(s.rt, rw)
		return rw
	}
	return s.u.text("")
}

func (s *personScreen) Body() fyne.CanvasObject { return s.body }
func (s *personScreen) First() fyne.Focusable   { return s.form.list[0].Control.Focus() }
func (s *personScreen) Hint() string {
	return tr("Enter ke isian berikut · Ctrl+S simpan · Esc ke daftar tanpa menyimpan")
}

// Back goes to the list.
func (s *personScreen) Back() { s.u.show(s.u.frame.residents) }

// Unsaved tells of what was changed.
func (s *personScreen) Unsaved() string {
	said := tr("Perubahan pada penduduk ini belum disimpan.")
	return joinNonEmpty(s.form.lost(said), s.origin.lost(said))
}

// Drop forgets it.
func (s *personScreen) Drop() {
	s.form.mark()
	s.origin.mark()
}

// blank is a new resident.
func (s *personScreen) blank() {
	s.turn++
	s.m = personModel{R: kampung.Resident{Citizenship: 1, Status: 1}, Came: kampung.DateOf(s.u.env.Now())}
	s.show()
}

// load shows a resident.
func (s *personScreen) load(id string) {
	u, desk := s.u, s.u.desk
	s.turn++
	turn := s.turn
	s.m = personModel{}
	s.show()
	quietly(u, func() (kampung.Resident, error) { return desk.Resident(id) }, func(r kampung.Resident, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m = personModel{R: r}
		s.show()
		s.Mask()
	})
}

// show copies the model into the widgets.
func (s *personScreen) show() {
	r := s.m.R
	for i, f := range s.form.list {
		f.Control.Put(s.parts[i].Get(&r))
		f.Fresh()
	}
	s.name.Set(r.Name)
	if r.ID == "" {
		s.name.Set(tr("Penduduk baru"))
	}
	today := kampung.DateOf(s.u.env.Now())
	age := ""
	if n := kampung.Age(r.BirthDate, today); n >= 0 {
		age = tr("{{.N}} tahun", "N", n)
	}
	s.came.Hidden = r.ID != ""
	if r.ID == "" {
		s.from.Control.Put(s.m.From)
		s.day.Control.Put(s.m.Came.ISO())
		s.from.Fresh()
		s.day.Fresh()
	}
	s.sub.Set(joinDots(age, placeLine(r.Dusun, r.RT, r.RW), statusNote(r.Status)))
	s.ask.Hidden = r.ID == "" || !r.Alive()
	for _, b := range s.more {
		b.Hidden = r.ID == "" || r.Status == kampung.StatusInvalid
	}
	s.more[0].Hidden = s.more[0].Hidden || r.Status == kampung.StatusDead
	s.more[1].Hidden = r.ID == ""
	s.mask()
	s.warn.Set("")
	if r.ID != "" {
		s.warn.Set(strings.Join(s.m.Warnings(today), "\n"))
	}
	s.whole.Set("")
	s.Drop()
	s.scroll.ScrollToTop()
	s.body.Refresh()
}

// Mask shows or hides the numbers; what is typed stays.
func (s *personScreen) Mask() {
	s.mask()
	u, desk, id := s.u, s.u.desk, s.m.R.ID
	if desk == nil || id == "" {
		return
	}
	quietly(u, func() (string, error) { return looksOf(desk, id, u.env.Now()) }, func(said string, err error) {
		if err == nil && id == s.m.R.ID {
			s.looks.Set(said)
			s.body.Refresh()
		}
	})
}

func (s *personScreen) mask() {
	id := s.m.R.ID
	whole := id == "" || s.u.sees(id)
	for _, f := range s.form.list {
		if e := f.Control.Entry(); e != nil {
			e.veil(!whole)
		}
	}
	s.see.Hidden = id == ""
	s.see.seeing(s.u.sees(id))
}

// read takes what is typed into the model.
func (s *personScreen) read() {
	s.m.BadDate = nil
	today := kampung.DateOf(s.u.env.Now())
	s.m.From, s.m.Came = "", kampung.Date{}
	if s.m.R.ID == "" {
		var wrong string
		s.m.From = trim(s.from.Control.Value())
		if s.m.Came, wrong = kampung.ParseDate(s.day.Control.Value(), today); wrong != "" && s.m.From != "" {
			s.m.BadDate.Add("date", wrong)
		}
	}
	for i, f := range s.form.list {
		v := f.Control.Value()
		if s.parts[i].Kind == kampung.FieldDate && v != "" {
			if _, problem := kampung.ParseDate(v, today); problem != "" {
				s.m.BadDate.Add(f.Key, problem)
				continue
			}
		}
		s.parts[i].Set(&s.m.R, v)
	}
}

// Save keeps the resident; Ctrl+S.
func (s *personScreen) Save() {
	if s.saving {
		return
	}
	u, desk, was := s.u, s.u.desk, s.m.R
	s.read()
	today := kampung.DateOf(u.env.Now())
	ps := s.m.Problems(today)
	s.present(ps, "")
	m := s.m
	s.m.R = was // until it is saved
	if len(ps) > 0 {
		return
	}
	s.saving = true
	work(u, tr("Sedang menyimpan …"), func() (kampung.Resident, error) { return saveResident(desk, m) },
		func(r kampung.Resident, err error) {
			s.saving = false
			if err != nil {
				ps, text := u.wordsFor(err)
				s.present(ps, text)
				return
			}
			s.m = personModel{R: r}
			s.show()
			u.bar.done(tr("Tersimpan"))
		})
}

func (s *personScreen) present(ps kampung.Problems, text string) {
	shown := map[string]bool{}
	for _, f := range s.form.list {
		shown[f.Key] = true
	}
	if s.m.R.ID == "" {
		shown["from"], shown["date"] = true, true
		s.from.SetProblem(ps.Of("from"))
		s.day.SetProblem(ps.Of("date"))
	}
	s.form.show(ps.Of, true)
	s.whole.Set(joinNonEmpty(problemLines(ps, shown), text))
	s.body.Refresh()
}

// request begins a request of this resident.
func (s *personScreen) request() {
	u := s.u
	u.leave(func() {
		u.frame.form.begin(kampung.Draft{})
		u.show(u.frame.form)
		u.frame.form.who.set(kampung.PersonOf(s.m.R))
	})
}
