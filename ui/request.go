package ui

import (
	"bytes"
	"image"
	_ "image/jpeg" // scans that are shown
	_ "image/png"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	turn  int

	body    *fyne.Container
	name    *words
	sub     *words
	badge   *fyne.Container
	acts    *fyne.Container
	main    *button
	left    *fyne.Container
	scroll  *container.Scroll
	sheet   *sheet
	drawnAt float32
}

func (u *UI) newDetail() *detailScreen {
	s := &detailScreen{u: u, sheet: newSheet()}
	s.name, s.sub = title(""), quiet("")
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
	return tr("Enter menekan tombol · Ctrl+P cetak · Esc ke daftar permohonan")
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
		s.fresh = ""
	}
	s.id = id
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
		s.show()
		s.draw()
		if lead {
			s.scroll.ScrollToTop()
			if u.cur == s {
				u.focus(s.First())
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
	dpi := u.dpiFor(s.sheet.width, r.Office.Paper)
	quietly(u, func() ([]image.Image, error) { return u.env.Pages(service, r, desk.Logo(r), dpi) },
		func(pages []image.Image, err error) {
			if id != s.id || err != nil || len(pages) == 0 {
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
	s.left.Add(s.timelineCard())
	s.left.Add(s.factsCard())
	if len(m.R.Scans) > 0 {
		s.left.Add(s.scansCard())
	}
	s.body.Refresh()
}

func (s *detailScreen) showActions() {
	s.acts.RemoveAll()
	s.main = nil
	var focused string
	if b, ok := s.u.win.Canvas().Focused().(*button); ok {
		focused = b.Text
	}
	for i, a := range s.m.Actions() {
		w := weightPlain
		if i == 0 && !a.Grave && a.Key != string(kampung.StateDraft) {
			w = weightMain
		} else if a.Grave {
			w = weightQuiet
		}
		b := s.u.button(a.Text, actionIcon(a.Key), w, func() { s.act(a) })
		if i == 0 {
			s.main = b
		}
		s.acts.Add(b)
		if focused == a.Text && s.u.cur == s {
			s.u.focus(b)
		}
	}
	if s.saved != "" && s.u.env.Open != nil {
		path := s.saved
		b := s.u.button(tr("Buka PDF"), theme.FolderOpenIcon(), weightPlain, func() { s.openFile(path) })
		s.acts.Add(b)
	}
	back := s.u.button(tr("Ke daftar"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	s.acts.Add(back)
	if s.main == nil {
		s.main = back
	}
}

func actionIcon(key string) fyne.Resource {
	switch key {
	case "cetak":
		return theme.DocumentPrintIcon()
	case "pdf":
		return theme.DocumentSaveIcon()
	case "perbaiki":
		return theme.DocumentCreateIcon()
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

func (s *detailScreen) timelineCard() fyne.CanvasObject {
	list := column(10, heading(tr("Perjalanan permohonan")))
	for _, l := range s.m.Timeline() {
		text := column(0, paragraph(l.Text), small(l.When))
		if l.Why != "" {
			why := aside("“" + l.Why + "”")
			text.Add(why)
		}
		list.Add(container.NewBorder(nil, nil, inset(1, 0, container.New(wide{least: 26}, column(0, line(0, newIcon(stateIcon(l.State), stateTone(l.State).role()))))), nil, text))
	}
	link, t := s.m.SyncWords()
	w := paragraph(link)
	w.Role = t.role()
	list.Add(hair())
	list.Add(container.NewBorder(nil, nil, container.New(wide{least: 26}, column(0, line(0, newIcon(syncIcon(s.m.Sync), t.role())))), nil, w))
	return card(list)
}

func (s *detailScreen) factsCard() fyne.CanvasObject {
	list := column(6, heading(tr("Isi permohonan")))
	for _, f := range s.m.Facts() {
		label := quiet(f[0])
		list.Add(container.NewBorder(nil, nil, container.NewVBox(fixed(150*scaleNow(), label)), nil, paragraph(f[1])))
	}
	return card(list)
}

func (s *detailScreen) scansCard() fyne.CanvasObject {
	list := column(4, heading(tr("Lampiran")))
	for _, sc := range s.m.R.Scans {
		see := s.u.button(tr("Lihat"), theme.VisibilityIcon(), weightQuiet, func() { s.see(sc) })
		see.Small = true
		keep := s.u.button(tr("Simpan salinan"), theme.DownloadIcon(), weightQuiet, func() { s.copyScan(sc) })
		keep.Small = true
		row := line(8, newIcon(theme.FileIcon(), roleQuiet), newWords(sc.Name), keep)
		if strings.HasPrefix(sc.Type, "image/") {
			row.Add(see)
		}
		list.Add(row)
	}
	return card(list)
}

// act does what a button says.
func (s *detailScreen) act(a action) {
	u := s.u
	switch a.Key {
	case "cetak":
		s.Print()
	case "pdf":
		s.savePDF()
	case "perbaiki":
		u.frame.form.begin(draftOfRequest(s.m.R))
		u.show(u.frame.form)
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

// Print sends the letter to the printer and marks it printed.
func (s *detailScreen) Print() {
	u, desk, id := s.u, s.u.desk, s.id
	if !s.m.R.State.Signed() {
		u.tell(tr("Belum bisa dicetak"), tr("Surat dicetak setelah disetujui. Sekarang statusnya: {{.State}}.", "State", stateWord(s.m.R.State)))
		return
	}
	work(u, tr("Sedang mencetak …"), func() (struct{}, error) {
		if err := desk.PrintLetter(id, ""); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, markPrinted(desk, id)
	}, func(_ struct{}, err error) {
		if u.failed(err) {
			return
		}
		u.bar.done(tr("Surat dikirim ke pencetak."))
		s.read(true)
	})
}

// markPrinted takes an approved request to printed, when the desk has not done
// so by itself.
func markPrinted(d Desk, id string) error {
	r, err := d.Request(id)
	if err != nil || r.State != kampung.StateApproved {
		return err
	}
	_, err = d.Advance(id, kampung.StatePrinted, "")
	return err
}

// savePDF writes the letter where the clerk says.
func (s *detailScreen) savePDF() {
	u, desk, id := s.u, s.u.desk, s.id
	u.choose(tr("Simpan surat sebagai PDF"), chooseSave, []string{".pdf"}, letterFileName(s.m), func(path string) {
		if !strings.HasSuffix(strings.ToLower(path), ".pdf") {
			path += ".pdf"
		}
		work(u, tr("Sedang menyimpan PDF …"), func() (struct{}, error) { return struct{}{}, desk.SaveLetter(id, path) },
			func(_ struct{}, err error) {
				if u.failed(err) {
					return
				}
				s.saved = path
				u.bar.done(tr("PDF tersimpan di {{.Path}}", "Path", path))
				s.read(false)
			})
	})
}

// letterFileName is the name proposed for the PDF: service and name, no number
// of a person.
func letterFileName(m detailModel) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r == ' ' || r == '-':
			return '-'
		}
		return -1
	}, strings.ToLower(m.Service.Short+" "+m.R.Applicant.Name))
	return clip(name, 60) + ".pdf"
}

func (s *detailScreen) openFile(path string) {
	u := s.u
	work(u, tr("Sedang membuka …"), func() (struct{}, error) { return struct{}{}, u.env.Open(path) },
		func(_ struct{}, err error) { u.failed(err) })
}

// see shows a picture that was scanned in.
func (s *detailScreen) see(sc kampung.Scan) {
	u, desk := s.u, s.u.desk
	work(u, tr("Sedang membuka …"), func() (image.Image, error) {
		b, err := desk.ScanBytes(sc.SHA256)
		if err != nil {
			return nil, err
		}
		img, _, err := image.Decode(bytes.NewReader(b))
		return img, err
	}, func(img image.Image, err error) {
		if u.failed(err) {
			return
		}
		pic := canvas.NewImageFromImage(img)
		pic.FillMode = canvas.ImageFillContain
		var m *modal
		ok := u.button(tr("Tutup"), nil, weightMain, func() { m.close() })
		m = u.open(sized(760, 560, container.NewBorder(heading(sc.Name), line(8, spacer(), ok), nil, nil, inset(8, 0, pic))), ok)
		u.settle(m)
	})
}

func (s *detailScreen) copyScan(sc kampung.Scan) {
	u, desk := s.u, s.u.desk
	u.choose(tr("Simpan salinan lampiran"), chooseSave, nil, sc.Name, func(path string) {
		work(u, tr("Sedang menyimpan …"), func() (struct{}, error) {
			b, err := desk.ScanBytes(sc.SHA256)
			if err != nil {
				return struct{}{}, err
			}
			return struct{}{}, u.env.WriteFile(path, b)
		}, func(_ struct{}, err error) {
			if !u.failed(err) {
				u.bar.done(tr("Salinan tersimpan."))
			}
		})
	})
}
