package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// reportScreen tells with bars how the desk served in a month or a year.
type reportScreen struct {
	plainScreen
	u      *UI
	m      reportModel
	body   *fyne.Container
	period *periodField
	facts  *fyne.Container
	left   *fyne.Container
	right  *fyne.Container
	scroll *container.Scroll
	turn   int
}

func (u *UI) newReport() *reportScreen {
	s := &reportScreen{u: u}
	s.period = u.periodField(func(kampung.Period) { s.load() })
	pdf := u.button(tr("Simpan PDF"), theme.DocumentSaveIcon(), weightPlain, func() { s.save(".pdf") })
	excel := u.button(tr("Simpan Excel"), theme.DocumentSaveIcon(), weightMain, func() { s.save(".xlsx") })
	mood := u.button(tr("Kepuasan masyarakat"), theme.ListIcon(), weightPlain, func() { u.show(u.frame.survey) })
	s.facts, s.left, s.right = container.New(&lineLayout{gap: 32}), column(12), column(12)
	s.scroll = u.vscroll(scrolled(column(12, card(s.facts), halves(16, []float32{1.35, 1}, s.left, s.right))))
	head := column(12, line(12, title(tr("Laporan pelayanan")), mood, pdf, excel), line(12, s.period.box, spacer()))
	s.body = inset(20, 24, container.NewBorder(column(0, head, sized(0, 12, spacer())), nil, nil, nil, s.scroll))
	return s
}

func (s *reportScreen) Body() fyne.CanvasObject { return s.body }
func (s *reportScreen) First() fyne.Focusable   { return s.period.month.Focus() }
func (s *reportScreen) Hint() string {
	return tr("Panah bawah memilih bulan · Tab ke tahun · Ctrl+P mencetak")
}
func (s *reportScreen) Enter() { s.load() }
func (s *reportScreen) Back()  { s.u.show(s.u.frame.home) }

// Print prints the report as it was done last; Ctrl+P.
func (s *reportScreen) Print() {
	if s.m.Ready {
		s.u.print(s.u.bookPrinting(s.m.Report.Book()))
	}
}

// SetPrint chooses printer, paper and copies first; Ctrl+Shift+P.
func (s *reportScreen) SetPrint() {
	if s.m.Ready {
		s.u.setPrint(s.u.bookPrinting(s.m.Report.Book()))
	}
}

func (s *reportScreen) Changed(c kampung.Change) {
	if len(c.Requests) > 0 {
		s.load()
	}
}

func (s *reportScreen) load() {
	u := s.u
	if u.desk == nil {
		return
	}
	s.turn++
	turn, desk, p := s.turn, u.desk, s.period.last
	work(u, tr("Sedang menghitung …"), func() (kampung.Report, error) { return desk.Report(p) }, func(r kampung.Report, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m = reportModel{r, true}
		s.show()
	})
}

func (s *reportScreen) save(ext string) {
	if s.m.Ready {
		s.u.saveBook(s.m.Report.Book(), ext)
	}
}

// show copies the model into the widgets: services at the left, the rest beside
// them.
func (s *reportScreen) show() {
	s.facts.RemoveAll()
	for _, f := range s.m.Facts() {
		s.facts.Add(factBox(f))
	}
	s.facts.Add(spacer())
	s.left.RemoveAll()
	s.right.RemoveAll()
	for i, c := range s.m.Charts() {
		to := s.right
		if i == 0 || c.Title == partTitle("bulan") || c.Title == partTitle("dusun") {
			to = s.left
		}
		to.Add(card(s.chart(c)))
	}
	s.scroll.ScrollToTop()
	s.body.Refresh()
}

// factBox is a number over its name.
func factBox(f fact) fyne.CanvasObject {
	n := plain(f.Value)
	n.Size_, n.Bold = sizeTitle, true
	label := small(f.Name)
	label.Whole = true
	return column(0, n, label)
}

// chart draws a part as lying bars.
func (s *reportScreen) chart(c chart) fyne.CanvasObject {
	scale := scaleNow()
	head := plainHeading(c.Title)
	box := column(6)
	if len(c.Lines) == 0 {
		return column(8, head, aside(tr("Muncul setelah ada permohonan.")))
	}
	name, note := 150*scale, 125*scale
	if c.Note != "" {
		name = 190 * scale
		w := small(c.Note)
		w.Align = fyne.TextAlignTrailing
		box.Add(line(8, head, spacer(), fixed(note, w)))
	} else {
		box.Add(head)
	}
	for _, b := range c.Lines {
		row := line(8, fixed(name, newWords(b.Name)), stretch(newBar(b.Share)), fixed(40*scale, rightWords(b.N)))
		if c.Note != "" {
			w := small(b.Note)
			w.Align = fyne.TextAlignTrailing
			row.Add(fixed(note, w))
		}
		box.Add(row)
	}
	return box
}
