package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// numberScreen lists the letter numbers of a year with what became of each, and
// takes numbers of paper, reservations and reasons.
type numberScreen struct {
	plainScreen
	u     *UI
	m     numberModel
	lines []kampung.NumberLine
	body  *fyne.Container
	year  *choice
	scope *choice
	chips []*button
	rows  *rows
	sum   *words
	turn  int
}

func (u *UI) newNumbers() *numberScreen {
	s := &numberScreen{u: u, sum: quiet("")}
	s.year = u.choice("", yearHits(u.env.Now().In(kampung.WIB).Year()))
	s.year.e.Name = tr("Tahun")
	s.scope = u.choice("", nil)
	s.scope.e.Name = tr("Urutan nomor")
	s.year.Listen(func(left bool) {
		if y, err := strconv.Atoi(s.year.Value()); left && err == nil && y != s.m.Year {
			s.m.Year = y
			s.load()
		}
	})
	s.scope.Listen(func(left bool) {
		if v := s.scope.Value(); left && v != "" && v != s.m.Scope {
			s.m.Scope = v
			s.load()
		}
	})
	chips := container.New(&lineLayout{gap: 8})
	for _, h := range numberFilters() {
		b := u.button(h.Title, nil, weightRail, func() { s.m.Filter = h.Key; s.show() })
		b.Small = true
		s.chips = append(s.chips, b)
		chips.Add(b)
	}
	s.rows = u.rowList([]head{{Title: tr("Nomor"), Width: 90}, {Title: tr("Keadaan"), Share: 1}, {Title: tr("Nomor surat"), Share: 1.6},
		{Title: tr("Tanggal"), Width: 110}, {Title: tr("Nama"), Share: 1.4}, {Title: tr("Keterangan"), Share: 1.8}},
		func() int { return len(s.lines) }, s.write, func(i int) { s.open(s.lines[i]) })
	paper := u.button(tr("Catat surat di kertas"), theme.DocumentCreateIcon(), weightMain, func() { s.ask(numberTyped{Use: kampung.NumberPaper}) })
	keep := u.button(tr("Pesan nomor"), theme.ContentAddIcon(), weightPlain, func() { s.ask(numberTyped{Use: kampung.NumberReserved}) })
	back := u.button(tr("Ke daftar"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	head := column(12, line(12, stretch(title(tr("Nomor surat"))), fixed(110, s.year.Object()), fixed(260, s.scope.Object())), line(12, paper, keep, back, spacer()), chips, s.sum)
	s.body = inset(20, 24, container.NewBorder(column(0, head, sized(0, 12, spacer())), nil, nil, nil, tightCard(s.rows.Box)))
	return s
}

func (s *numberScreen) Body() fyne.CanvasObject { return s.body }
func (s *numberScreen) First() fyne.Focusable   { return s.rows.list }
func (s *numberScreen) Hint() string {
	return tr("Enter membuka surat atau menulis alasan · Esc ke daftar permohonan")
}
func (s *numberScreen) Enter() { s.load() }
func (s *numberScreen) Back()  { s.u.show(s.u.frame.list) }

// Changed follows what is recorded elsewhere.
func (s *numberScreen) Changed(c kampung.Change) {
	if s.u.cur == s && (c.Books || c.Office || len(c.Requests) > 0) {
		s.load()
	}
}

func (s *numberScreen) load() {
	u := s.u
	s.turn++
	turn, desk, m := s.turn, u.desk, s.m
	today := kampung.DateOf(u.env.Now())
	quietly(u, func() (numberModel, error) { return loadNumbers(desk, m, today) }, func(m numberModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		m.Filter = s.m.Filter
		s.m = m
		s.show()
	})
}

// show copies the model into the widgets.
func (s *numberScreen) show() {
	s.lines = s.m.Lines()
	s.year.Put(strconv.Itoa(s.m.Year))
	s.scope.SetOptions(s.m.ScopeHits())
	s.scope.Put(s.m.Scope)
	s.sum.Set(s.m.Summary())
	for i, h := range numberFilters() {
		s.chips[i].Chosen = h.Key == s.m.Filter
		s.chips[i].Refresh()
	}
	s.rows.WhenEmpty(container.NewCenter(container.New(wide{least: 360}, centredWords(tr("Tidak ada nomor untuk ditampilkan.")))))
	s.rows.Refresh()
	s.body.Refresh()
}

func (s *numberScreen) write(i int, cells []*cell) {
	l := s.lines[i]
	date := ""
	if !l.Date.IsZero() {
		date = kampung.ShortDate(l.Date)
	}
	cells[0].Set(l.Range(), roleInk)
	cells[1].Set(numberWord(l.Status), numberTone(l.Status).role())
	for j, text := range []string{l.Number, date, l.Name, l.Text} {
		cells[j+2].Set(text, roleInk)
	}
}

// open goes to the letter of a line, or asks why there is none.
func (s *numberScreen) open(l kampung.NumberLine) {
	switch l.Status {
	case kampung.NumberOfLetter, kampung.NumberCancelled:
		s.u.frame.openRequest(l.About)
	case kampung.NumberKept, kampung.NumberOnPaper, kampung.NumberUnused:
		s.release(l)
	case kampung.NumberUnknown, kampung.NumberOfOther, kampung.NumberAhead:
		to := min(l.To, l.From+kampung.MaxNumberRange-1)
		s.ask(numberTyped{Use: kampung.NumberExplained, Scope: s.m.Scope, From: strconv.Itoa(l.From), To: strconv.Itoa(to)})
	}
}

// release takes a note back.
func (s *numberScreen) release(l kampung.NumberLine) {
	u, desk := s.u, s.u.desk
	text := joinDots(l.Range(), numberWord(l.Status), l.Number, l.Name, l.Text)
	u.askReason(tr("Tarik kembali catatan nomor"), text+". "+tr("Catatan lama tetap tersimpan dengan alasannya."), tr("Tarik kembali"), func(reason string) {
		work(u, tr("Sedang menyimpan …"), func() (kampung.NumberNote, error) { return desk.CancelNumber(l.About, reason) },
			func(_ kampung.NumberNote, err error) {
				if !u.failed(err) {
					u.bar.done(tr("Tersimpan"))
					s.load()
				}
			})
	})
}
