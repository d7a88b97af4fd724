package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// surveyScreen is the index of satisfaction with its chart, and beside it the
// quick typing of sheets that were filled on paper.
type surveyScreen struct {
	plainScreen
	u      *UI
	m      surveyModel
	body   *fyne.Container
	period *choice
	index  *words
	grade  *words
	facts  *fyne.Container
	chart  *fyne.Container
	scroll *container.Scroll
	turn   int

	form   fields
	whole  *words
	typed  *words
	strike *button
	saving bool
}

func (u *UI) newSurvey() *surveyScreen {
	s := &surveyScreen{u: u, whole: blame(), typed: paragraph("")}
	today := kampung.DateOf(u.env.Now())
	s.m.Period = kampung.PeriodOf(today)
	s.period = u.choice("", surveyPeriods(today))
	s.period.e.Name = tr("Masa")
	s.period.Put(s.m.Period.Code())
	s.period.Listen(func(left bool) {
		if left {
			s.look()
		}
	})
	s.period.chosen = func() { u.focus(s.period.e); s.look() }
	pdf := u.button(tr("Simpan PDF"), theme.DocumentPrintIcon(), weightPlain, s.Print)
	excel := u.button(tr("Simpan Excel"), theme.DocumentSaveIcon(), weightMain, func() { s.save(".xlsx") })
	sheet := u.button(tr("Lembar kosong"), theme.DocumentIcon(), weightPlain, s.sheet)
	back := u.button(tr("Ke laporan"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	s.index, s.grade, s.facts, s.chart = newWords(""), bold(""), container.New(&lineLayout{gap: 32}), column(8)
	s.index.Size_, s.index.Bold, s.index.Whole = sizeBig, true, true
	left := u.vscroll(scrolled(column(12, card(column(12, line(16, s.index, s.grade, spacer()), s.facts)), card(s.chart))))
	s.scroll = left
	head := column(12, line(12, title(tr("Kepuasan masyarakat")), back, sheet, pdf, excel), line(12, fixed(240, s.period.Object()), spacer()))
	s.body = inset(20, 24, container.NewBorder(column(0, head, sized(0, 12, spacer())), nil, nil, nil,
		halves(16, []float32{1.5, 1}, left, u.vscroll(scrolled(card(s.buildForm()))))))
	return s
}

// buildForm makes the fields of a sheet: what stays from sheet to sheet comes
// first, the nine digits last, so that Enter saves and the next nine follow.
func (s *surveyScreen) buildForm() fyne.CanvasObject {
	u := s.u
	s.form = fields{u: u, done: s.Save}
	add := func(key, label string, must bool, help string, c control) *fyne.Container {
		return s.form.add(u.field(key, label, must, help, c)).Box
	}
	day := add("hari", tr("Tanggal survei"), true, "", u.dateField())
	service := add("layanan", tr("Layanan yang diterima"), false, "", u.choice("", nil))
	var groups []fyne.CanvasObject
	for _, g := range kampung.SurveyGroups {
		var hits []hit
		for i, o := range g.Options {
			hits = append(hits, hit{Key: itoa(int64(i + 1)), Title: o})
		}
		groups = append(groups, add(g.Key, groupWord(g.Key), false, "", u.choice("", hits)))
	}
	digits := add("nilai", tr("Sembilan jawaban"), true, tr("Angka 1–4 menurut urutan lembar, lalu Enter."), u.text("334433433"))
	s.form.list[0].Control.Put(kampung.DateOf(u.env.Now()).ISO())
	s.form.mark()
	s.strike = u.button(tr("Coret yang terakhir"), theme.ContentUndoIcon(), weightQuiet, s.cancel)
	s.strike.Hidden = true
	save := u.button(tr("Simpan lembar"), theme.ConfirmIcon(), weightPlain, s.Save)
	pair := []float32{1, 1}
	return column(12, heading(tr("Ketik lembar yang sudah diisi")), day, service, halves(12, pair, groups[0], groups[1]), halves(12, pair, groups[2], groups[3]),
		digits, s.whole, line(8, s.strike, spacer(), save), s.typed)
}

// groupWord is a question about the person in the language of the screen.
func groupWord(key string) string {
	switch key {
	case "kelamin":
		return tr("Jenis kelamin")
	case "umur":
		return tr("Umur")
	case "pendidikan":
		return tr("Pendidikan")
	}
	return tr("Pekerjaan")
}

func (s *surveyScreen) Body() fyne.CanvasObject { return s.body }
func (s *surveyScreen) First() fyne.Focusable   { return s.digits().Focus() }
func (s *surveyScreen) Hint() string {
	return tr("Sembilan angka lalu Enter menyimpan satu lembar · Ctrl+P PDF · Esc ke laporan")
}
func (s *surveyScreen) Enter() {
	service, _ := s.form.list[1].Control.(*choice)
	service.SetOptions(serviceHits(s.u.facts.services))
	s.load()
}
func (s *surveyScreen) Back() { s.u.show(s.u.frame.report) }

// Stays says that what is typed waits here.
func (s *surveyScreen) Stays() {}

// Unsaved tells of a sheet that was begun.
func (s *surveyScreen) Unsaved() string {
	return s.form.lost(tr("Lembar survei yang sedang diketik belum disimpan."))
}

// Drop forgets it.
func (s *surveyScreen) Drop() { s.form.mark() }
func (s *surveyScreen) Changed(c kampung.Change) {
	if c.Surveys || len(c.Requests) > 0 {
		s.load()
	}
}

// Print saves the report for the notice board; Ctrl+P.
func (s *surveyScreen) Print() { s.save(".pdf") }

func (s *surveyScreen) digits() control { return s.form.list[len(s.form.list)-1].Control }

// look reads the period that was chosen.
func (s *surveyScreen) look() {
	p, wrong := kampung.ParseLongPeriod(s.period.Value())
	if wrong != "" || p == s.m.Period {
		return
	}
	s.m.Period = p
	s.load()
}

func (s *surveyScreen) load() {
	u := s.u
	if u.desk == nil {
		return
	}
	s.turn++
	turn, desk, p := s.turn, u.desk, s.m.Period
	quietly(u, func() (kampung.SurveyReport, error) { return desk.SurveyReport(p) }, func(r kampung.SurveyReport, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m.Report, s.m.Ready = r, true
		s.show()
	})
}

// show copies the model into the widgets.
func (s *surveyScreen) show() {
	s.index.Set(s.m.Report.Sum.Index().String())
	text, t := s.m.Grade()
	s.grade.Paint(text, t.role())
	s.facts.RemoveAll()
	for _, f := range s.m.Facts() {
		s.facts.Add(factBox(f))
	}
	s.facts.Add(spacer())
	s.chart.RemoveAll()
	s.bars(tr("Nilai tiap unsur"), tr("Mutu"), s.m.Bars())
	if months := s.m.MonthBars(); months != nil {
		s.bars(tr("Tiap bulan"), tr("Penilaian"), months)
	}
	if !s.m.Report.Enough() && s.m.Report.Sum.N > 0 {
		s.chart.Add(aside(tr("Penilaian ini belum mewakili semua yang dilayani. Kumpulkan sampai {{.N}}.", "N", countWord(s.m.Report.Needed))))
	}
	s.body.Refresh()
}

// bars adds a chart.
func (s *surveyScreen) bars(name, note string, bars []barLine) {
	scale := scaleNow()
	s.chart.Add(line(8, plainHeading(name), spacer(), fixed(70*scale, rightSmall(note))))
	for _, b := range bars {
		s.chart.Add(line(8, fixed(238*scale, newWords(b.Name)), stretch(newBar(b.Share).onTrack()), fixed(60*scale, rightWords(b.N)), fixed(70*scale, rightSmall(b.Note))))
	}
}

func rightSmall(text string) *words {
	w := small(text)
	w.Align = fyne.TextAlignTrailing
	return w
}

// save writes the report where the clerk says.
func (s *surveyScreen) save(ext string) {
	u, desk, r := s.u, s.u.desk, s.m.Report
	if !s.m.Ready {
		return
	}
	u.saveAs("skm-"+r.Period.Code(), ext, func(path string) error { return desk.SaveSurveyReport(r, path) })
}

// sheet writes the empty questionnaire.
func (s *surveyScreen) sheet() {
	desk := s.u.desk
	s.u.saveAs("lembar-survei", ".pdf", func(path string) error { return desk.SaveSurveySheet(path) })
}

// saveAs asks for a place and writes a file there.
func (u *UI) saveAs(name, ext string, write func(path string) error) {
	ask := tr("Simpan sebagai PDF")
	if ext != ".pdf" {
		ask = tr("Simpan sebagai Excel")
	}
	u.choose(ask, chooseSave, []string{ext}, name+ext, func(path string) {
		path = withEnding(path, ext)
		work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, write(path) }, func(_ struct{}, err error) {
			if !u.failed(err) {
				u.bar.done(tr("Tersimpan di {{.Path}}", "Path", path))
			}
		})
	})
}

// Save records the sheet and makes room for the next one; Ctrl+S.
func (s *surveyScreen) Save() {
	if s.saving {
		return
	}
	u, desk := s.u, s.u.desk
	w, ps := s.read()
	s.form.present(s.whole, ps, "")
	if len(ps) > 0 {
		return
	}
	s.saving = true
	quietly(u, func() (kampung.Survey, error) { return desk.AddSurvey(w) }, func(w kampung.Survey, err error) {
		s.saving = false
		if err != nil {
			ps, text := u.wordsFor(err)
			s.form.present(s.whole, ps, text)
			return
		}
		s.keep(append(s.m.Typed, w))
		s.digits().Put("")
		for _, f := range s.form.list[2 : len(s.form.list)-1] { // the next sheet is somebody else's
			f.Control.Put("")
		}
		s.form.mark()
		s.load()
		u.focus(s.First())
	})
}

// keep shows what was typed so far.
func (s *surveyScreen) keep(typed []kampung.Survey) {
	s.m.Typed = typed
	s.typed.Set(s.m.TypedLine())
	s.strike.Hidden = len(typed) == 0
	s.body.Refresh()
}

// read takes what is typed.
func (s *surveyScreen) read() (w kampung.Survey, ps kampung.Problems) {
	today := kampung.DateOf(s.u.env.Now())
	w.Paper = true
	for _, f := range s.form.list {
		v := trim(f.Control.Value())
		var wrong string
		switch f.Key {
		case "hari":
			w.Day, wrong = kampung.ParseDate(v, today)
		case "layanan":
			w.Service = v
		case "nilai":
			w.Scores, wrong = kampung.ParseScores(v)
		default:
			*w.Group(f.Key), _ = strconv.Atoi(v) // empty is not known
		}
		if wrong != "" {
			ps.Add(f.Key, wrong)
		}
	}
	return w, ps
}

// cancel takes the sheet that was typed last back, after asking why.
func (s *surveyScreen) cancel() {
	u, desk := s.u, s.u.desk
	if len(s.m.Typed) == 0 {
		return
	}
	last := s.m.Typed[len(s.m.Typed)-1]
	u.askReason(tr("Coret lembar terakhir?"), tr("Lembar itu tidak dihitung lagi. Catatannya tetap ada."), tr("Coret"), func(reason string) {
		work(u, tr("Sedang menyimpan …"), func() (kampung.Survey, error) { return desk.CancelSurvey(last.ID, reason) }, func(_ kampung.Survey, err error) {
			if u.failed(err) {
				return
			}
			s.keep(s.m.Typed[:len(s.m.Typed)-1])
			s.load()
			u.focus(s.First())
		})
	})
}
