package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// historyScreen tells what happened to a resident and which value changed when,
// by whom and from what.
type historyScreen struct {
	plainScreen
	u      *UI
	m      historyModel
	id     string
	body   *fyne.Container
	name   *words
	events *fyne.Container
	rows   *rows
	turn   int
}

func (u *UI) newHistory() *historyScreen {
	s := &historyScreen{u: u, name: title(""), events: column(6)}
	back := u.button(tr("Ke data penduduk"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	s.rows = u.rowList([]head{{Title: tr("Kapan"), Width: 110}, {Title: tr("Oleh"), Share: 1}, {Title: tr("Isian"), Share: 1.1}, {Title: tr("Semula"), Share: 1.3}, {Title: tr("Menjadi"), Share: 1.3}, {Title: tr("Asal perubahan"), Share: 1}},
		func() int { return len(s.m.Lines) }, s.write, nil)
	top := column(12, line(12, s.name, back), card(column(8, heading(tr("Peristiwa")), s.events)), plainHeading(tr("Perubahan data")))
	s.body = inset(16, 24, container.NewBorder(column(0, top, sized(0, 8, spacer())), nil, nil, nil, tightCard(s.rows.Box)))
	return s
}

func (s *historyScreen) write(i int, c []*cell) {
	l := s.m.Lines[i]
	c[0].Set(moment(l.At, s.u.env.Now()), roleQuiet)
	c[1].Set(joinDots(s.m.who(l.By), s.m.Device(l.Device)), roleInk)
	c[2].Set(fieldLabel(l.Field), roleInk)
	from := maskedValue(l.Field, l.From)
	if from == "" {
		from = "–"
	}
	c[3].Set(from, roleQuiet)
	to := maskedValue(l.Field, l.To)
	if to == "" {
		to = "–"
	}
	c[4].text.Bold = true
	c[4].Set(to, roleInk)
	c[5].Set(s.m.Cause(l.Cause), roleQuiet)
}

func (s *historyScreen) Body() fyne.CanvasObject { return s.body }
func (s *historyScreen) First() fyne.Focusable   { return s.rows.list }
func (s *historyScreen) Hint() string            { return tr("Panah menggeser daftar · Esc ke data penduduk") }
func (s *historyScreen) Back()                   { s.u.frame.openResident(s.id) }
func (s *historyScreen) Changed(c kampung.Change) {
	if c.Residents || c.Books {
		s.load(s.id)
	}
}

// load shows what became of a resident.
func (s *historyScreen) load(id string) {
	u, desk := s.u, s.u.desk
	s.turn++
	s.id = id
	turn := s.turn
	quietly(u, func() (historyModel, error) { return loadHistory(desk, id) }, func(m historyModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m = m
		s.show()
	})
}

// show copies the model into the widgets.
func (s *historyScreen) show() {
	s.name.Set(tr("Riwayat: {{.Name}}", "Name", s.m.R.Name))
	s.events.RemoveAll()
	last, can := s.m.Last()
	for i, e := range s.m.Events {
		if i == 5 {
			s.events.Add(small(tr("dan {{.N}} lagi", "N", len(s.m.Events)-5)))
			break
		}
		w := newWords(s.m.EventLine(e, s.u.env.Now()))
		row := line(12, stretch(w))
		switch {
		case e.Cancelled != "":
			w.Role = roleQuiet
			note := quiet(tr("Dibatalkan: {{.Reason}}", "Reason", e.Cancelled))
			row.Add(fixed(320, note))
		case can && e.ID == last.ID:
			undo := s.u.button(tr("Batalkan"), theme.ContentUndoIcon(), weightPlain, func() { s.undo(e) })
			undo.Small = true
			row.Add(undo)
		}
		s.events.Add(row)
	}
	if len(s.m.Events) == 0 {
		s.events.Add(aside(tr("Belum ada peristiwa yang tercatat.")))
	}
	s.rows.Refresh()
	s.body.Refresh()
}

// undo takes the newest event back.
func (s *historyScreen) undo(e kampung.Event) {
	u, desk := s.u, s.u.desk
	u.askReason(tr("Batalkan peristiwa?"), tr("Data penduduk dan keluarganya kembali seperti sebelum “{{.Event}}”. Di buku barisnya tetap ada dengan coretan.", "Event", eventWord(e.Type)), tr("Batalkan"), func(reason string) {
		work(u, tr("Sedang menyimpan …"), func() (kampung.EventPlan, error) { return desk.CancelEvent(e.ID, reason) }, func(p kampung.EventPlan, err error) {
			if u.failed(err) {
				return
			}
			s.load(s.id)
			u.bar.done(tr("Tersimpan. {{.N}} data penduduk berubah.", "N", len(p.Changes)))
		})
	})
}
