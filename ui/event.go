package ui

import (
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// eventScreen records what happened to a resident: the form at the left, what
// it changes in the register at the right.
type eventScreen struct {
	plainScreen
	u      *UI
	m      eventModel
	id     string
	body   *fyne.Container
	name   *words
	form   fields
	parts  map[string]control
	kind   *choice
	head   *choice
	other  *choice
	sex    *choice
	with   *fyne.Container
	withIn *fyne.Container
	whole  *words
	plan   *fyne.Container
	save   *button
	kept   map[string]bool // who goes along, as it began
	turn   int
	stop   func()
	saving bool
}

func (u *UI) newEvent() *eventScreen {
	s := &eventScreen{u: u, parts: map[string]control{}}
	s.name, s.whole = title(""), blame()
	s.form = fields{u: u, done: func() { u.focus(s.save) }}
	s.save = u.button(tr("Simpan peristiwa"), theme.DocumentSaveIcon(), weightMain, s.Save)
	s.save.Key = "Ctrl+S"
	back := u.button(tr("Ke data penduduk"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	s.kind, s.head, s.other = u.choice("", nil), u.choice("", nil), u.choice("", nil)
	s.sex = u.choice("", codeHits(kampung.TableSex))
	add := func(key, label string, must bool, c control) fyne.CanvasObject {
		s.parts[key] = c
		c.Listen(func(left bool) { s.typed(key, left) })
		return s.form.add(u.field(key, label, must, "", c)).Box
	}
	form := column(12, halves(12, []float32{1.4, 1}, add("type", tr("Peristiwa"), true, s.kind), add("date", tr("Tanggal"), true, u.dateField())),
		halves(12, []float32{1.6, 1}, add("new.nama", tr("Nama bayi"), true, u.text("")), add("new.sex", tr("Jenis kelamin"), true, s.sex)),
		add("new.nik", tr("NIK bayi, kalau sudah ada"), false, u.nikField()), add("other", tr("Orang tua lainnya"), false, s.other),
		add("place", tr("Tempat"), false, u.text("")), add("to", tr("Pindah ke"), true, u.text(tr("alamat, desa, kecamatan, kabupaten"))),
		add("from", tr("Kembali dari"), false, u.text("")), add("cause", tr("Sebab"), false, u.text("")))
	s.withIn = column(4)
	s.with = column(4, small(tr("Ikut pindah")), s.withIn)
	form.Add(s.with)
	form.Add(halves(12, []float32{1.4, 1}, add("new_head", tr("Kepala keluarga yang baru"), false, s.head), add("new_kk", tr("Nomor KK yang baru"), false, u.kkField())))
	form.Add(add("note", tr("Keterangan"), false, u.text("")))
	form.Add(s.whole)
	s.plan = column(12)
	right := u.vscroll(scrolled(card(s.plan)))
	left := u.vscroll(scrolled(card(form)))
	s.body = inset(16, 24, container.NewBorder(column(0, line(12, s.name, back, s.save), sized(0, 12, spacer())), nil, nil, nil, halves(16, []float32{1.1, 1}, left, right)))
	return s
}

func (s *eventScreen) Body() fyne.CanvasObject { return s.body }
func (s *eventScreen) First() fyne.Focusable   { return s.kind.Focus() }
func (s *eventScreen) Hint() string {
	return tr("Enter ke isian berikut · di kanan terlihat apa yang akan berubah · Ctrl+S simpan · Esc kembali")
}
func (s *eventScreen) Back() { s.u.frame.openResident(s.id) }

// Unsaved tells of an event that was begun.
func (s *eventScreen) Unsaved() string {
	if s.form.changed() || s.form.kept != nil && !maps.Equal(s.m.With, s.kept) {
		return tr("Peristiwa ini belum disimpan.")
	}
	return ""
}

// Drop forgets it.
func (s *eventScreen) Drop() {
	s.form.mark()
	s.kept = maps.Clone(s.m.With)
}

// load begins an event of a resident.
func (s *eventScreen) load(id string) {
	u, desk := s.u, s.u.desk
	s.turn++
	s.id = id
	turn, today := s.turn, kampung.DateOf(u.env.Now())
	quietly(u, func() (eventModel, error) { return loadEvent(desk, id, today) }, func(m eventModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m = m
		s.begin()
	})
}

// begin copies a new event into the widgets.
func (s *eventScreen) begin() {
	m := s.m
	s.name.Set(tr("Peristiwa: {{.Name}}", "Name", m.R.Name))
	var kinds []hit
	for _, t := range m.Types() {
		kinds = append(kinds, hit{Key: string(t), Title: eventWord(t)})
	}
	for key, c := range s.parts {
		if key != "type" && key != "date" {
			c.Put("")
		}
	}
	s.kind.SetOptions(kinds)
	s.kind.Put(string(m.Event.Type))
	s.parts["date"].Put(m.Event.Date.ISO())
	s.other.SetOptions(m.otherHits())
	s.withIn.RemoveAll()
	for _, r := range m.Family {
		s.withIn.Add(s.u.check(clip(r.Name, 30)+", "+kampung.PrintLabel(kampung.TableRelation, r.Relation), func(on bool) {
			s.m.With[r.ID] = on
			s.show()
			s.preview()
		}))
	}
	for _, f := range s.form.list {
		f.Fresh()
	}
	s.whole.Set("")
	s.show()
	s.Drop()
	s.preview()
}

// show hides what the event does not ask for.
func (s *eventScreen) show() {
	for _, f := range s.form.list {
		f.Box.Hidden = !s.m.Asks(f.Key)
	}
	s.with.Hidden = !s.m.Asks("with")
	s.head.SetOptions(s.m.headHits())
	s.body.Refresh()
}

// typed follows what is typed and looks at what it would change a moment later.
func (s *eventScreen) typed(key string, left bool) {
	before := s.m.Event.Type
	s.read()
	if key == "type" && before != s.m.Event.Type {
		s.show()
	}
	if s.stop != nil {
		s.stop()
	}
	if left {
		s.preview()
		return
	}
	s.stop = s.u.after(previewDelay, s.preview)
}

// read takes what is typed into the model.
func (s *eventScreen) read() {
	e, v := &s.m.Event, func(key string) string { return trim(s.parts[key].Value()) }
	if k := v("type"); k != "" {
		e.Type = kampung.EventType(k)
	}
	e.Place, e.Cause, e.To, e.From, e.Note, e.NewHead, e.NewKK = v("place"), v("cause"), v("to"), v("from"), v("note"), v("new_head"), v("new_kk")
	e.Date, s.m.BadDate = kampung.ParseDate(v("date"), kampung.DateOf(s.u.env.Now()))
	s.m.Child.Name, s.m.Child.NIK, s.m.Child.Sex = v("new.nama"), v("new.nik"), 0
	if sex, ok := kampung.ParseCode(kampung.TableSex, v("new.sex")); ok {
		s.m.Child.Sex = sex
	}
}

// preview shows what the event would change; what is still missing is told when
// it is saved.
func (s *eventScreen) preview() {
	u, desk := s.u, s.u.desk
	if desk == nil || s.m.R.ID == "" {
		return
	}
	s.turn++
	turn := s.turn
	e, fresh := s.m.Ask(s.other.Value())
	quietly(u, func() (kampung.EventPlan, error) { return desk.PreviewEvent(e, fresh) }, func(p kampung.EventPlan, err error) {
		if turn != s.turn {
			return
		}
		s.m.Plan = p
		s.showPlan(err == nil)
	})
}

func (s *eventScreen) showPlan(ready bool) {
	s.plan.RemoveAll()
	s.plan.Add(heading(tr("Yang akan berubah")))
	if !ready {
		s.plan.Add(aside(tr("Terlihat di sini begitu isian di kiri lengkap.")))
	} else {
		for _, v := range planViews(s.m.Plan) {
			box := column(2, bold(v.Name))
			for _, l := range v.Lines {
				box.Add(paragraph(l))
			}
			s.plan.Add(box)
		}
		for _, n := range s.m.Plan.Notes {
			w := paragraph(n)
			w.Role = roleWait
			s.plan.Add(w)
		}
	}
	s.body.Refresh()
}

// Save records the event; Ctrl+S.
func (s *eventScreen) Save() {
	if s.saving || s.m.R.ID == "" {
		return
	}
	u, desk := s.u, s.u.desk
	s.read()
	if s.m.BadDate != "" {
		s.present(kampung.Problems{{Field: "date", Text: s.m.BadDate}}, "")
		return
	}
	s.saving = true
	e, fresh := s.m.Ask(s.other.Value())
	work(u, tr("Sedang menyimpan …"), func() (kampung.EventPlan, error) { return desk.RecordEvent(e, fresh) }, func(p kampung.EventPlan, err error) {
		s.saving = false
		if err != nil {
			s.present(u.wordsFor(err))
			return
		}
		s.Drop()
		u.frame.openResident(s.id)
		u.bar.done(tr("Tersimpan. {{.N}} data penduduk berubah.", "N", len(p.Changes)))
	})
}

func (s *eventScreen) present(ps kampung.Problems, text string) {
	shown := map[string]bool{}
	for _, f := range s.form.list {
		if s.m.Asks(f.Key) {
			shown[f.Key] = true
		}
	}
	s.form.show(ps.Of, true)
	s.whole.Set(joinNonEmpty(problemLines(ps, shown), text))
	s.body.Refresh()
}
