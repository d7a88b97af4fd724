package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// detailScreen is one request: what comes next, what happened, its page.
type detailScreen struct {
	plainScreen
	u     *UI
	m     detailModel
	id    string
	fresh string // id of a request that was recorded a moment ago
	saved string // path of the PDF saved last
	then  func() // to do once the request is shown
	turn  int

	body   *fyne.Container
	name   *words
	sub    *words
	badge  *fyne.Container
	acts   *fyne.Container
	main   *button
	left   *fyne.Container
	scroll *container.Scroll
	sheet  *sheet
	look   *button
}

func (u *UI) newDetail() *detailScreen {
	s := &detailScreen{u: u, sheet: newSheet()}
	s.name, s.sub = title(""), quiet("")
	s.look = u.seeButton(func() string { return s.m.R.ID })
	s.badge = container.New(&lineLayout{gap: 8})
	s.acts = container.New(&lineLayout{gap: 8})
	s.left = column(12)
	s.scroll = u.vscroll(scrolled(s.left))
	s.sheet.resized = s.draw
	right := container.NewVScroll(scrolled(s.sheet))
	head := column(8, line(12, s.name, s.badge), s.sub, s.acts)
	s.body = inset(16, 24, container.NewBorder(column(0, head, sized(0, 12, spacer())), nil, nil, nil,
		halves(16, []float32{1.05, 1}, s.scroll, right)))
	return s
}

func (s *detailScreen) Body() fyne.CanvasObject { return s.body }
func (s *detailScreen) Hint() string {
	return tr("Enter menekan tombol · Tab ke “Lainnya” · Ctrl+P cetak · Esc ke daftar permohonan")
}

func (s *detailScreen) First() fyne.Focusable {
	if s.main == nil {
		return nil
	}
	return s.main
}

// Back goes to the list.
func (s *detailScreen) Back() { s.u.show(s.u.frame.list) }

// Changed follows steps taken elsewhere and receipts.
func (s *detailScreen) Changed(c kampung.Change) {
	for _, id := range c.Requests {
		if id == s.id {
			s.read(false)
			return
		}
	}
	if c.Sync {
		s.read(false)
	}
}

// load shows a request.
func (s *detailScreen) load(id string) {
	if s.id != id {
		s.saved = ""
	}
	if s.fresh != id {
		s.then = nil
	}
	if s.fresh != id {
		s.fresh = ""
	}
	s.id = id
	s.u.frame.news.seen(id)
	s.read(true)
}

func (s *detailScreen) read(lead bool) {
	u, desk, id := s.u, s.u.desk, s.id
	s.turn++
	turn := s.turn
	quietly(u, func() (detailModel, error) { return loadDetail(desk, id) }, func(m detailModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m = m
		s.m.Today = kampung.DateOf(u.env.Now())
		s.show()
		s.draw()
		if lead {
			s.scroll.ScrollToTop()
			if u.cur == s {
				u.focus(s.First())
			}
			if then := s.then; then != nil {
				s.then = nil
				then()
			}
		}
	})
}

// draw asks for the page; it runs off the UI thread.
func (s *detailScreen) draw() {
	u := s.u
	if u.env.Pages == nil || u.desk == nil || s.m.R.ID == "" || s.sheet.width < 50 {
		return
	}
	desk, r, id, service := u.desk, s.m.R, s.id, s.m.Service
	whole := u.sees(id)
	if !whole {
		r = r.Masked()
	}
	r.Office.Paper = u.paperOf(r)
	dpi := u.dpiFor(s.sheet.width, r.Office.Paper)
	quietly(u, func() ([]image.Image, error) { return u.env.Pages(service, r, desk.Logo(r), dpi) },
		func(pages []image.Image, err error) {
			if id != s.id || whole != u.sees(id) || err != nil || len(pages) == 0 {
				if err != nil && u.env.Log != nil {
					u.env.Log(err)
				}
				return
			}
			s.sheet.set(pages)
		})
}

// show copies the model into the widgets.
func (s *detailScreen) show() {
	m := s.m
	short := m.Service.Name
	s.name.Set(m.R.Applicant.Name)
	s.sub.Set(joinDots(short, m.R.Number, dayWord(m.R.Date)))
	s.badge.RemoveAll()
	word := bold(stateWord(m.R.State))
	word.Role = stateTone(m.R.State).role()
	s.badge.Add(newIcon(stateIcon(m.R.State), word.Role))
	s.badge.Add(word)
	s.showActions()
	s.left.RemoveAll()
	if s.fresh == m.R.ID {
		s.left.Add(s.freshCard())
	}
	if m.R.State == kampung.StateRefused || m.R.State == kampung.StateCancelled {
		s.left.Add(s.reasonCard())
	}
	for _, l := range m.Links() {
		s.left.Add(s.linkCard(l))
	}
	for _, r := range m.Replies() {
		s.left.Add(replyCard(r))
	}
	if m.CamatShown() {
		s.left.Add(s.camatCard())
	}
	s.left.Add(s.timelineCard())
	if len(m.R.Scans) > 0 {
		s.left.Add(s.scansCard())
	}
	s.left.Add(s.factsCard())
	s.body.Refresh()
}

// showActions puts up the next step as the one main button; what else may be done
// is behind “Lainnya”, also by keyboard.
func (s *detailScreen) showActions() {
	u := s.u
	u.closeDrop()
	s.acts.RemoveAll()
	s.main = nil
	var focused string
	if b, ok := u.win.Canvas().Focused().(*button); ok && holds(s.acts, b) {
		focused = b.Text
	}
	add := func(b *button) {
		s.acts.Add(b)
		if s.main == nil {
			s.main = b
		}
		if focused == b.Text && u.cur == s {
			u.focus(b)
		}
	}
	if a, ok := s.m.Main(); ok {
		b := u.button(a.Text, actionIcon(a.Key), weightMain, func() { s.act(a) })
		b.Key = actionKey(a.Key)
		add(b)
	}
	if s.saved != "" && u.env.Open != nil {
		path := s.saved
		add(u.button(tr("Buka PDF"), theme.FolderOpenIcon(), weightPlain, func() { s.openFile(path) }))
	}
	if others := s.m.Others(); len(others) > 0 {
		add(s.moreButton(others))
	}
	back := u.button(tr("Ke daftar"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	back.Key = "Esc"
	add(back)
}

// moreButton opens the list of what else may be done.
func (s *detailScreen) moreButton(others []action) *button {
	u := s.u
	b := u.button(tr("Lainnya"), theme.MoreVerticalIcon(), weightPlain, nil)
	menu := u.drop(b, func(h hit) {
		for _, a := range others {
			if a.Key == h.Key {
				s.act(a)
				return
			}
		}
	})
	b.press = func() {
		if menu.open {
			menu.close()
			return
		}
		u.focus(b)
		var hits []hit
		for _, a := range others {
			hits = append(hits, hit{Key: a.Key, Title: joinDots(a.Text, actionKey(a.Key))})
		}
		menu.show(hits, 0)
	}
	b.keys = menu.key
	return b
}

// actionKey is the shortcut of an action.
func actionKey(key string) string {
	switch key {
	case "cetak":
		return "Ctrl+P"
	case "atur-cetak":
		return "Ctrl+Shift+P"
	}
	return ""
}

func actionIcon(key string) fyne.Resource {
	switch key {
	case "cetak":
		return theme.DocumentPrintIcon()
	case "pdf":
		return theme.DocumentSaveIcon()
	case "perbaiki", "ganti", "catat":
		return theme.DocumentCreateIcon()
	case "lampir":
		return theme.MailAttachmentIcon()
	case "survei":
		return theme.ListIcon()
	}
	return stateIcon(kampung.State(key))
}

func (s *detailScreen) freshCard() fyne.CanvasObject {
	num := newWords(s.m.R.Number)
	num.Size_, num.Bold = sizeBig, true
	head := bold(tr("Tersimpan. Nomor surat:"))
	head.Role = roleDone
	return container.NewStack(newPanel(roleSoft, roleMain, 6), padded(16,
		column(4, line(8, newIcon(theme.ConfirmIcon(), roleDone), head), num)))
}

func (s *detailScreen) reasonCard() fyne.CanvasObject {
	head := bold(tr("Alasan"))
	head.Role = roleBack
	return container.NewStack(newPanel(roleSurface, roleBack, 6), padded(16,
		column(4, head, paragraph(s.m.R.Reason))))
}

// linkCard points at another letter of a correction.
func (s *detailScreen) linkCard(l linked) fyne.CanvasObject {
	head := bold(l.Head)
	head.Role = l.Tone.role()
	see := s.u.button(tr("Buka surat itu"), theme.NavigateNextIcon(), weightQuiet, func() { s.u.frame.openRequest(l.ID) })
	see.Small = true
	return container.NewStack(newPanel(roleSurface, l.Tone.role(), 6), padded(16, column(4, head, paragraph(l.Text), line(0, see, spacer()))))
}

// replyCard is one thing that the regency says.
func replyCard(r reply) fyne.CanvasObject {
	head := bold(r.Head)
	head.Role = r.Tone.role()
	body := column(4, head)
	if r.Text != "" {
		body.Add(paragraph(r.Text))
	}
	body.Add(small(r.When))
	return container.NewStack(newPanel(roleSurface, r.Tone.role(), 6), padded(16, body))
}

func (s *detailScreen) timelineCard() fyne.CanvasObject {
	note := s.u.button(tr("Tulis catatan"), theme.DocumentCreateIcon(), weightQuiet, s.askNote)
	note.Small = true
	list := column(10, line(8, plainHeading(tr("Perjalanan permohonan")), spacer(), note))
	for _, l := range s.m.Timeline() {
		text := column(0, paragraph(l.Text), small(l.When))
		if l.Why != "" {
			why := aside("“" + l.Why + "”")
			text.Add(why)
		}
		list.Add(container.NewBorder(nil, nil, inset(1, 0, container.New(wide{least: 26}, column(0, line(0, newIcon(markIcon(l.Mark), l.Tone.role()))))), nil, text))
	}
	link, t := s.m.SyncWords()
	w := paragraph(link)
	w.Role = t.role()
	list.Add(hair())
	list.Add(container.NewBorder(nil, nil, container.New(wide{least: 26}, column(0, line(0, newIcon(syncIcon(s.m.Sync), t.role())))), nil, w))
	return card(list)
}

func (s *detailScreen) factsCard() fyne.CanvasObject {
	s.look.seeing(s.u.sees(s.id))
	list := column(6, line(8, heading(tr("Isi permohonan")), s.look))
	for _, f := range s.m.Facts(s.u.sees(s.id)) {
		label := quiet(f[0])
		list.Add(container.NewBorder(nil, nil, container.NewVBox(fixed(150*scaleNow(), label)), nil, paragraph(f[1])))
	}
	if said := lookLine(s.m.Looks, s.m.Names, s.u.env.Now()); said != "" {
		list.Add(smallAside(said))
	}
	return card(list)
}

// Mask draws the numbers anew as they may be seen now.
func (s *detailScreen) Mask() {
	s.read(false)
}

// act does what a button says.
func (s *detailScreen) act(a action) {
	u := s.u
	switch a.Key {
	case "cetak":
		s.Print()
	case "atur-cetak":
		s.SetPrint()
	case "pdf":
		s.savePDF()
	case "catat":
		s.askNote()
	case "lampir":
		s.addFiles()
	case "titip":
		u.askReceiver(func(who string) { s.advance(kampung.StateHanded, who) })
	case "survei":
		u.poll(s.m.R)
	case "perbaiki":
		u.frame.form.begin(draftOfRequest(s.m.R))
		u.show(u.frame.form)
	case "ganti":
		u.askReason(tr("Perbaiki surat yang sudah terbit"), tr("Dibuat surat baru dengan nomor sendiri dan isian yang sama. Surat lama tetap berlaku sampai yang baru disetujui, lalu dibatalkan; kedua nomor tetap tercatat."),
			tr("Perbaiki surat"), func(why string) {
				u.frame.form.begin(kampung.Correction(s.m.R, why))
				u.show(u.frame.form)
			})
	case string(kampung.StateRefused):
		u.askReason(tr("Tolak permohonan"), tr("Permohonan kembali ke petugas untuk diperbaiki, dengan nomor yang sama."), tr("Tolak"),
			func(reason string) { s.advance(kampung.StateRefused, reason) })
	case string(kampung.StateCancelled):
		u.askReason(tr("Batalkan permohonan"), tr("Permohonan ditutup. Nomornya tetap tercatat dan tidak dipakai lagi."), tr("Batalkan permohonan"),
			func(reason string) { s.advance(kampung.StateCancelled, reason) })
	default:
		s.advance(kampung.State(a.Key), "")
	}
}

func (s *detailScreen) advance(to kampung.State, reason string) {
	u, desk, id := s.u, s.u.desk, s.id
	work(u, tr("Sedang menyimpan …"), func() (kampung.Request, error) { return desk.Advance(id, to, reason) },
		func(r kampung.Request, err error) {
			if u.failed(err) {
				return
			}
			u.bar.done(tr("Tersimpan: {{.State}}", "State", stateWord(to)))
			s.fresh = ""
			s.read(true)
		})
}
