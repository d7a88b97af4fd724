package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// listScreen is all requests, the newest first.
type listScreen struct {
	plainScreen
	u     *UI
	m     listModel
	body  *fyne.Container
	find  *entry
	chips []*button
	rows  *rows
	count *words
	more  *button
	turn  int
	stop  func()
}

func (u *UI) newList() *listScreen {
	s := &listScreen{u: u}
	s.find = u.entry(tr("Nama, nomor surat atau NIK"))
	s.find.Icon = theme.SearchIcon()
	s.find.Name = tr("Saring")
	s.find.OnChanged = func(text string) {
		s.m.Text = text
		if s.stop != nil {
			s.stop()
		}
		s.stop = u.after(scanDelay, s.load)
	}
	s.find.enter = func() { u.focus(s.rows.list) }
	s.find.keys = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyDown {
			u.focus(s.rows.list)
			return true
		}
		return false
	}
	chips := container.New(&lineLayout{gap: 8})
	for _, h := range listChips() {
		b := u.button(h.Title, nil, weightRail, func() { s.filter(h.Key) })
		b.Small = true
		s.chips = append(s.chips, b)
		chips.Add(b)
	}
	s.chips[0].Chosen = true
	s.rows = u.rowList([]head{{Title: tr("Masuk"), Width: 110}, {Title: tr("Nama"), Share: 1.8}, {Title: tr("Layanan"), Share: 0.9},
		{Title: tr("Nomor surat"), Share: 1.65}, {Title: tr("Status"), Share: 1.95, Icon: true}, {Title: tr("Kabupaten"), Share: 1.4, Icon: true}},
		func() int { return len(s.m.Rows) }, s.write, func(i int) { u.frame.openRequest(s.m.Rows[i].ID) })
	s.count = small("")
	s.more = u.button(tr("Tampilkan yang lebih lama"), nil, weightQuiet, s.older)
	fresh := u.button(tr("Permohonan baru"), theme.ContentAddIcon(), weightMain, func() { u.frame.newRequest() })
	check := u.button(tr("Periksa surat"), theme.VisibilityIcon(), weightPlain, func() { u.show(u.frame.check) })
	head := column(12, line(12, title(tr("Permohonan")), fixed(340, s.find), check, fresh), container.NewHScroll(chips))
	numbers := u.button(tr("Nomor surat"), theme.ListIcon(), weightQuiet, func() { u.show(u.frame.numbers) })
	foot := line(12, s.count, s.more, spacer(), numbers)
	s.body = inset(20, 24, container.NewBorder(column(0, head, sized(0, 12, spacer())), inset(6, 0, foot), nil, nil, tightCard(s.rows.Box)))
	return s
}

func (s *listScreen) write(i int, c []*cell) {
	r := s.m.Rows[i]
	c[0].Set(moment(r.At, s.u.env.Now()), roleQuiet)
	c[1].text.Bold = true
	c[1].Set(r.Name, roleInk)
	c[2].Set(s.m.Names[r.Service], roleInk)
	c[3].Set(r.Number, roleQuiet)
	c[4].Mark(stateIcon(r.State), joinDots(stateWord(r.State), camatShort(r.Camat)), stateTone(r.State).role())
	c[5].Mark(syncIcon(r.Sync), syncWord(r.Sync), syncTone(r.Sync).role())
}

func (s *listScreen) filter(key string) {
	s.m.Filter = key
	for i, h := range listChips() {
		s.chips[i].Chosen = h.Key == key
		s.chips[i].Refresh()
	}
	s.rows.list.ScrollToTop()
	s.load()
}

func (s *listScreen) Body() fyne.CanvasObject { return s.body }
func (s *listScreen) First() fyne.Focusable   { return s.find }
func (s *listScreen) Hint() string {
	return tr("Ketik untuk menyaring · panah bawah ke daftar · Enter membuka · Ctrl+N permohonan baru")
}
func (s *listScreen) Enter() { s.load() }
func (s *listScreen) Back()  { s.u.show(s.u.frame.home) }
func (s *listScreen) Changed(c kampung.Change) {
	if len(c.Requests) > 0 || c.Sync {
		s.load()
	}
}

func (s *listScreen) load() { s.fetch("") }

func (s *listScreen) older() {
	if n := len(s.m.Rows); n > 0 {
		s.fetch(s.m.Rows[n-1].ID)
	}
}

func (s *listScreen) fetch(before string) {
	u := s.u
	if u.desk == nil {
		return
	}
	s.turn++
	turn, desk, m := s.turn, u.desk, s.m
	quietly(u, func() (listModel, error) { return loadList(desk, m, before) }, func(got listModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		got.Text, got.Filter = s.m.Text, s.m.Filter
		s.m = got
		s.show()
	})
}

func (s *listScreen) show() {
	m := s.m
	s.count.Set(tr("{{.N}} permohonan ditampilkan", "N", countWord(len(m.Rows))))
	s.more.Hidden = !m.More
	text := tr("Belum ada permohonan.")
	sub := tr("Tekan Ctrl+N untuk mencatat yang pertama.")
	if trim(m.Text) != "" || m.Filter != "" {
		text, sub = tr("Tidak ada yang cocok."), tr("Ubah kata yang diketik atau pilih “Semua”.")
	}
	s.rows.WhenEmpty(container.NewCenter(container.New(wide{least: 360}, column(4, centredWords(text), centredQuiet(sub)))))
	s.rows.Refresh()
	s.body.Refresh()
}
