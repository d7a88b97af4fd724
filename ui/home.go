package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// homeScreen is the first page: what waits, how today goes, what was begun.
type homeScreen struct {
	plainScreen
	u     *UI
	body  fyne.CanvasObject
	m     homeModel
	turn  int
	date  *words
	queue *rows
	wait  *words
	start *fyne.Container // empty state
	today *words
	sum   *words
	week  *bars
	top   *fyne.Container
	draft *fyne.Container
	dcard *fyne.Container
	foot  *words
	fresh *button
	chips []*button
	cbox  *fyne.Container
	shown []queueRow
	late  *button // what the regency has not received
	lbox  *fyne.Container
	due   *words // that it is time for a backup
	dbox  *fyne.Container
	than  *words // this week against the last
	index *words
	mood  *words
	keep  string // the group that is shown
}

func (u *UI) newHome() *homeScreen {
	s := &homeScreen{u: u}
	s.date = title("")
	s.fresh = u.button(tr("Permohonan baru"), theme.ContentAddIcon(), weightMain, func() { u.frame.newRequest() })
	s.fresh.Key = "Ctrl+N"
	s.queue = u.rowList([]head{{Title: tr("Masuk"), Width: 110}, {Title: tr("Nama"), Share: 1.8},
		{Title: tr("Layanan"), Share: 0.9}, {Title: tr("Status"), Share: 1.7, Icon: true},
		{Title: tr("Berikutnya"), Share: 0.9}, {Title: tr("Menunggu"), Width: 108, Icon: true}},
		func() int { return len(s.shown) }, s.writeQueue,
		func(i int) { u.frame.openRequest(s.shown[i].ID) })
	s.start = container.NewStack()
	s.queue.WhenEmpty(s.start)
	s.wait = quiet("")
	s.today, s.sum = newWords(""), quiet("")
	s.today.Size_, s.today.Bold = sizeBig, true
	s.week = newBars()
	s.top = column(6)
	s.draft = column(2)
	s.foot = small("")
	s.than, s.mood, s.index = quiet(""), quiet(""), newWords("")
	s.than.Wrap = true
	s.index.Size_, s.index.Bold = sizeBig, true
	s.late = u.button("", theme.UploadIcon(), weightPlain, func() { u.show(u.frame.link) })
	s.late.Tone, s.late.Small, s.late.Cut = toneWait, true, true
	s.due = bold("")
	s.due.Wrap = true
	for _, h := range (homeModel{}).groupHits() {
		b := u.button(h.Title, nil, weightRail, func() { s.choose(h.Key) })
		b.Small = true
		s.chips = append(s.chips, b)
	}
	s.build()
	return s
}

func (s *homeScreen) build() {
	head := line(12, s.date, s.fresh)
	qhead := inset(12, 16, line(8, plainHeading(tr("Perlu dikerjakan")), s.wait))
	s.cbox = container.New(&lineLayout{gap: 4})
	for _, b := range s.chips {
		s.cbox.Add(b)
	}
	left := tightCard(container.NewBorder(column(0, qhead, inset(0, 12, container.NewHScroll(s.cbox)), sized(1, 6, spacer()), hair()), nil, nil, nil, s.queue.Box))
	now := card(column(4, heading(tr("Hari ini")), s.today, s.sum, sized(0, 84, s.week), s.than))
	see := s.u.button(tr("Lihat laporan"), nil, weightQuiet, func() { s.u.show(s.u.frame.survey) })
	see.Small = true
	mood := card(column(4, heading(tr("Kepuasan bulan ini")), s.index, s.mood, line(0, see, spacer())))
	s.lbox = column(0, s.late)
	most := card(column(8, heading(tr("Layanan terbanyak, 30 hari")), s.top))
	s.dcard = card(column(8, heading(tr("Draf yang belum selesai")), s.draft))
	copyNow := s.u.button(tr("Cadangkan sekarang"), theme.DocumentSaveIcon(), weightPlain, func() { s.u.backUp(func(kampung.Backup) { s.load() }) })
	later := s.u.button(tr("Besok saja"), nil, weightQuiet, s.putOff)
	copyNow.Small, later.Small = true, true
	s.dbox = card(column(8, line(8, newIcon(theme.WarningIcon(), roleWait), stretch(s.due)), copyNow, line(0, spacer(), later)))
	side := s.u.vscroll(scrolled(column(12, s.dbox, s.lbox, now, s.dcard, mood, most)))
	mid := container.NewBorder(nil, nil, nil, container.New(layout.NewCustomPaddedLayout(0, 0, 16, 0), fixed(300+100*(scaleNow()-1), side)), left)
	s.body = inset(20, 24, container.NewBorder(inset(0, 0, column(0, head, sized(0, 12, spacer()))),
		inset(8, 0, s.foot), nil, nil, mid))
}

func plainHeading(text string) *words {
	h := heading(text)
	h.Whole = true
	return h
}

func (s *homeScreen) writeQueue(i int, c []*cell) {
	q := s.shown[i]
	c[0].Set(q.At, roleQuiet)
	c[1].Set(q.Name, roleInk)
	c[1].text.Bold = true
	c[2].Set(q.Service, roleInk)
	c[3].Mark(stateIcon(q.State), stateWord(q.State), stateTone(q.State).role())
	c[4].Set(q.Act, roleQuiet)
	role := roleQuiet
	res := theme.HistoryIcon()
	if q.Late {
		role = roleWait
		res = theme.WarningIcon()
	}
	c[5].Mark(res, q.Wait, role)
}

func (s *homeScreen) Body() fyne.CanvasObject { return s.body }
func (s *homeScreen) First() fyne.Focusable {
	if len(s.shown) > 0 {
		return s.queue.list
	}
	return s.fresh
}
func (s *homeScreen) Hint() string {
	return tr("Panah memilih · Enter membuka · Ctrl+N permohonan baru · Ctrl+K mencari · F1 tombol lain")
}
func (s *homeScreen) Enter()                 { s.load() }
func (s *homeScreen) Changed(kampung.Change) { s.load() }

func (s *homeScreen) load() {
	u := s.u
	s.turn++
	turn, desk, now := s.turn, u.desk, u.env.Now()
	quietly(u, func() (homeModel, error) { return loadHome(desk, now, u.env.Space) }, func(m homeModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m = m
		s.m.Group = s.keep
		s.show()
	})
}

// show copies the model into the widgets.
func (s *homeScreen) show() {
	u, m := s.u, s.m
	now := u.env.Now()
	s.date.Set(longDay(kampung.DateOf(now)))
	s.wait.Set(tr("{{.N}} permohonan", "N", countWord(m.Waiting)))
	s.today.Set(tr("{{.N}} selesai", "N", m.Done))
	s.sum.Set(tr("{{.New}} baru hari ini · {{.Wait}} menunggu", "New", m.Fresh, "Wait", m.Waiting))
	s.week.set(m.Week, m.LastWeek, m.WeekDays)
	s.than.Set(m.WeekLine())
	s.index.Set(m.Month.Sum.Index().String())
	s.mood.Set(m.MoodLine())
	s.late.SetText(m.PendingLine(now))
	s.lbox.Hidden = s.late.Text == ""
	s.due.Set(m.Reminder(now, u.app.Preferences().String(backupLater)))
	s.dbox.Hidden = s.due.Text == ""
	s.showQueue()
	s.showTop()
	s.showDrafts()
	s.showStart()
	s.foot.Set(m.LinkLine(now))
	s.body.Refresh()
}

// backupLater is where this PC remembers the day on which the reminder of a
// backup was put off.
const backupLater = "cadangan_besok"

// putOff keeps the reminder of a backup away until tomorrow.
func (s *homeScreen) putOff() {
	s.u.app.Preferences().SetString(backupLater, kampung.DateOf(s.u.env.Now()).ISO())
	s.show()
	s.u.focus(s.First())
}

// choose shows one group of the queue.
func (s *homeScreen) choose(group string) {
	s.keep, s.m.Group = group, group
	s.queue.list.ScrollToTop()
	s.showQueue()
	s.showStart()
	s.body.Refresh()
}

// showQueue writes the filters with their numbers and the rows of the chosen one.
func (s *homeScreen) showQueue() {
	for i, h := range s.m.groupHits() {
		b := s.chips[i]
		b.Chosen, b.Hidden = h.Key == s.m.Group, h.Sub == "0" && h.Key != "" && h.Key != s.m.Group
		b.SetText(h.Title + "  " + h.Sub)
		b.Refresh()
	}
	s.shown = s.m.Shown()
	s.cbox.Refresh()
	s.queue.Refresh()
}

func (s *homeScreen) showTop() {
	s.top.RemoveAll()
	if len(s.m.Top) == 0 {
		s.top.Add(aside(tr("Muncul setelah ada permohonan.")))
	}
	most := 1
	for _, b := range s.m.Top {
		most = max(most, b.N)
	}
	for _, b := range s.m.Top {
		s.top.Add(line(8, fixed(112*scaleNow(), newWords(b.Name)), stretch(newBar(float32(b.N)/float32(most))),
			fixed(32, rightWords(fmt.Sprint(b.N)))))
	}
}

func rightWords(text string) *words {
	w := newWords(text)
	w.Align = fyne.TextAlignTrailing
	return w
}

func (s *homeScreen) showDrafts() {
	s.draft.RemoveAll()
	for i, d := range s.m.Drafts {
		if i == 4 {
			s.draft.Add(small(tr("dan {{.N}} lagi", "N", len(s.m.Drafts)-4)))
			break
		}
		open := s.u.button(d.Title, theme.DocumentCreateIcon(), weightRail, func() {
			s.u.frame.form.begin(d.Draft)
			s.u.show(s.u.frame.form)
		})
		open.Key, open.Cut = d.At, true
		s.draft.Add(open)
	}
	s.dcard.Hidden = len(s.m.Drafts) == 0
}

// showStart says what to do first at an empty desk.
func (s *homeScreen) showStart() {
	s.start.RemoveAll()
	if len(s.shown) > 0 {
		return
	}
	u := s.u
	if s.m.Status.Residents > 0 || s.m.Status.Requests > 0 {
		box := column(8, centredWords(tr("Semua sudah dikerjakan.")), centredQuiet(tr("Permohonan yang menunggu muncul di sini.")))
		s.start.Add(container.NewCenter(container.New(wide{least: 320}, box)))
		return
	}
	load := u.button(tr("Impor data penduduk"), theme.DownloadIcon(), weightPlain, func() { u.show(u.frame.importer) })
	ask := u.button(tr("Permohonan baru"), theme.ContentAddIcon(), weightPlain, func() { u.frame.newRequest() })
	box := column(12, centredWords(tr("Meja sudah siap. Mulai dari sini:")),
		centredQuiet(tr("Impor data penduduk dari Excel supaya pemohon tinggal dicari,")),
		centredQuiet(tr("atau langsung catat permohonan pertama.")),
		line(12, spacer(), load, ask, spacer()))
	s.start.Add(container.NewCenter(container.New(wide{least: 480}, box)))
}

func centredWords(text string) *words {
	w := heading(text)
	w.Align = fyne.TextAlignCenter
	return w
}

func centredQuiet(text string) *words {
	w := quiet(text)
	w.Align = fyne.TextAlignCenter
	return w
}
