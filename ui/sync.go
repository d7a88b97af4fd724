package ui

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"smartkampung/kampung"
)

// linkScreen is the link to the regency: what waits, and the two ways to send.
type linkScreen struct {
	plainScreen
	u    *UI
	m    linkModel
	body *fyne.Container
	turn int

	sentence *words
	hub      *words
	send     *button
	stick    *button
	receipt  *button
	stop     *button
	cancel   context.CancelFunc
	bar      *widget.ProgressBarInfinite
	doing    *words
	result   *fyne.Container
	enrol    *fyne.Container
	form     fields
	addr     *textControl
	code     *textControl
	whole    *words
	rows     *rows
	waiting  *words
}

func (u *UI) newLink() *linkScreen {
	s := &linkScreen{u: u}
	s.sentence = newWords("")
	s.sentence.Size_, s.sentence.Bold, s.sentence.Wrap = sizeTitle, true, true
	s.hub = aside("")
	s.send = u.button(tr("Kirim sekarang"), theme.UploadIcon(), weightMain, s.sendNow)
	s.stick = u.button(tr("Simpan ke USB"), theme.StorageIcon(), weightPlain, s.toStick)
	s.receipt = u.button(tr("Ambil tanda terima dari USB"), theme.DownloadIcon(), weightPlain, s.fromStick)
	s.stop = u.button(tr("Hentikan"), theme.CancelIcon(), weightQuiet, func() {
		if s.cancel != nil {
			s.cancel()
		}
	})
	s.bar, s.doing = widget.NewProgressBarInfinite(), newWords("")
	s.bar.Stop()
	s.bar.Hide()
	s.stop.Hide()
	s.result = column(8)
	s.result.Hide()
	s.enrol = s.enrolCard()
	s.rows = u.rowList([]head{{Title: tr("Masuk"), Width: 110}, {Title: tr("Nama"), Share: 1.6}, {Title: tr("Layanan"), Share: 0.8},
		{Title: tr("Nomor surat"), Share: 1.5}, {Title: tr("Kabupaten"), Share: 1.2, Icon: true}},
		func() int { return len(s.m.Wait) }, s.write, func(i int) { u.frame.openRequest(s.m.Wait[i].ID) })
	s.rows.WhenEmpty(container.NewCenter(container.New(wide{least: 320}, centredQuiet(tr("Tidak ada yang menunggu.")))))
	s.waiting = plainHeading(tr("Yang menunggu"))
	top := column(12, title(tr("Kirim ke kabupaten")),
		card(column(12, s.sentence, s.hub, line(12, s.send, s.stick, s.receipt, spacer(), s.stop), s.bar, s.doing)),
		s.result, s.enrol)
	list := tightCard(container.NewBorder(column(0, inset(12, 16, s.waiting), hair()), nil, nil, nil, s.rows.Box))
	s.body = inset(20, 24, container.NewBorder(column(0, top, sized(0, 12, spacer())), nil, nil, nil, list))
	s.doing.Hide()
	return s
}

func (s *linkScreen) enrolCard() *fyne.Container {
	u := s.u
	s.form = fields{u: u, done: s.enrolNow}
	s.addr, s.code = u.text("https://"), u.text("")
	a := s.form.add(u.field("hub", tr("Alamat kabupaten"), true, "", s.addr))
	c := s.form.add(u.field("code", tr("Kode pendaftaran"), true, "", s.code))
	s.whole = blame()
	ok := u.button(tr("Daftarkan meja ini"), nil, weightPlain, s.enrolNow)
	return card(column(8, heading(tr("Daftarkan meja ini di kabupaten")),
		container.NewBorder(nil, nil, nil, container.NewVBox(sized(0, 19*scaleNow(), spacer()), ok), halves(12, []float32{1.6, 1}, a.Box, c.Box)), s.whole))
}

func (s *linkScreen) write(i int, c []*cell) {
	r := s.m.Wait[i]
	c[0].Set(moment(r.At, s.u.env.Now()), roleQuiet)
	c[1].text.Bold = true
	c[1].Set(r.Name, roleInk)
	c[2].Set(s.m.Names[r.Service], roleInk)
	c[3].Set(r.Number, roleQuiet)
	c[4].Mark(syncIcon(r.Sync), syncWord(r.Sync), syncTone(r.Sync).role())
}

func (s *linkScreen) Body() fyne.CanvasObject { return s.body }
func (s *linkScreen) Hint() string {
	return tr("Enter menekan tombol · semua tetap tersimpan di komputer ini sampai ada tanda terima")
}

func (s *linkScreen) First() fyne.Focusable {
	if s.send.Visible() {
		return s.send
	}
	return s.stick
}

func (s *linkScreen) Enter()                 { s.result.Hide(); s.load() }
func (s *linkScreen) Back()                  { s.u.show(s.u.frame.home) }
func (s *linkScreen) Changed(kampung.Change) { s.load() }

func (s *linkScreen) load() {
	u := s.u
	if u.desk == nil {
		return
	}
	s.turn++
	turn, desk := s.turn, u.desk
	quietly(u, func() (linkModel, error) { return loadLink(desk) }, func(m linkModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m = m
		s.show()
	})
}

// show copies the model into the widgets.
func (s *linkScreen) show() {
	now := s.u.env.Now()
	text, t := s.m.Sentence(now)
	s.sentence.Paint(text, t.role())
	s.hub.Set(s.m.Hub(now))
	s.send.Hidden = !s.m.Status.Enrolled
	s.stick.Weight = weightPlain
	if s.send.Hidden {
		s.stick.Weight = weightMain
	}
	s.stick.Refresh()
	s.enrol.Hidden = s.m.Status.Enrolled || !kampung.May(s.m.Role, kampung.ActEnrol)
	s.waiting.Set(tr("Yang menunggu ({{.N}})", "N", countWord(len(s.m.Wait))))
	s.rows.Refresh()
	s.body.Refresh()
}

// busy shows that the link is at work, with words.
func (s *linkScreen) busy(text string) {
	for _, b := range []*button{s.send, s.stick, s.receipt} {
		b.Disable()
	}
	s.doing.Set(text)
	s.doing.Show()
	s.bar.Show()
	s.bar.Start()
	s.result.Hide()
	s.body.Refresh()
}

func (s *linkScreen) idle() {
	for _, b := range []*button{s.send, s.stick, s.receipt} {
		b.Enable()
	}
	s.bar.Stop()
	s.bar.Hide()
	s.doing.Hide()
	s.stop.Hide()
	s.body.Refresh()
}

// report shows what came of it, and what may be done now.
func (s *linkScreen) report(t tone, text string, more ...string) {
	s.result.RemoveAll()
	head := paragraph(text)
	head.Bold, head.Role = true, t.role()
	list := column(4, head)
	for _, m := range more {
		list.Add(aside(m))
	}
	s.result.Add(card(list))
	s.result.Show()
	s.body.Refresh()
}

// sendNow visits the hub.
func (s *linkScreen) sendNow() {
	u, desk := s.u, s.u.desk
	if s.send.Disabled() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	s.cancel = cancel
	s.stop.Show()
	s.busy(tr("Sedang mengirim ke kabupaten …"))
	unhear := desk.OnProgress(func(p kampung.ScanProgress) { u.post(func() { s.doing.Set(progressWords(p)) }) })
	work(u, tr("Sedang mengirim ke kabupaten …"), func() (kampung.SyncReport, error) { return desk.Sync(ctx) },
		func(r kampung.SyncReport, err error) {
			cancel()
			unhear()
			s.idle()
			s.finish(err, func() { s.report(toneDone, reportWords(r)) })
		})
}

// finish shows a failure on the page, or what came of it.
func (s *linkScreen) finish(err error, good func()) {
	u := s.u
	if u.desk == nil {
		return
	}
	if err != nil {
		ps, text := u.wordsFor(err)
		s.report(toneBack, joinNonEmpty(problemLines(ps, nil), text), tr("Data tetap aman di komputer ini."))
	} else {
		good()
	}
	s.load()
	if u.cur == s && u.modal == nil {
		u.focus(s.First())
	}
}

// toStick writes what waits to a stick or folder.
func (s *linkScreen) toStick() {
	u, desk := s.u, s.u.desk
	if s.stick.Disabled() {
		return
	}
	u.choose(tr("Simpan ke USB atau folder"), chooseFolder, nil, "", func(dir string) {
		s.busy(tr("Sedang mengemas dan menyimpan …"))
		work(u, tr("Sedang mengemas dan menyimpan …"), func() ([]kampung.BundleFile, error) { return desk.Export(dir) },
			func(files []kampung.BundleFile, err error) {
				s.idle()
				s.finish(err, func() { s.exported(files) })
			})
	})
}

// exported says where the files are and that the stick may go.
func (s *linkScreen) exported(files []kampung.BundleFile) {
	if len(files) == 0 {
		s.report(toneDone, tr("Tidak ada yang perlu disimpan: semua sudah diterima."))
		return
	}
	lines := []string{}
	for _, f := range files {
		what := tr("{{.N}} catatan", "N", countWord(f.Entries))
		if f.Scan != "" {
			what = tr("lampiran")
		}
		lines = append(lines, fmt.Sprintf("%s  (%s, %s)", f.File, what, bytesWord(f.Bytes)))
	}
	lines = append(lines, tr("Serahkan USB ke kabupaten. Statusnya “Dikemas” sampai ada tanda terima."))
	s.report(toneDone, tr("Tersimpan. USB aman dicabut."), lines...)
}

// fromStick takes a receipt, or a folder of them.
func (s *linkScreen) fromStick() {
	u, desk := s.u, s.u.desk
	u.choose(tr("Pilih tanda terima"), chooseFile, []string{".skr", ".skb"}, "", func(path string) {
		s.busy(tr("Sedang membaca tanda terima …"))
		work(u, tr("Sedang membaca tanda terima …"), func() (kampung.SyncReport, error) { return desk.Import(path) },
			func(r kampung.SyncReport, err error) {
				s.idle()
				s.finish(err, func() { s.report(toneDone, reportWords(r)) })
			})
	})
}

// enrolNow ties the desk to a hub.
func (s *linkScreen) enrolNow() {
	u, desk := s.u, s.u.desk
	hub, code := trim(s.addr.Value()), trim(s.code.Value())
	ps := enrolProblems(hub, code)
	s.form.show(ps.Of, true)
	s.whole.Set("")
	s.body.Refresh()
	if len(ps) > 0 || s.cancel != nil && s.send.Disabled() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	s.cancel = cancel
	s.stop.Show()
	s.busy(tr("Sedang mendaftarkan meja …"))
	work(u, tr("Sedang mendaftarkan meja …"), func() (kampung.SyncReport, error) { return desk.Enrol(ctx, hub, code) },
		func(r kampung.SyncReport, err error) {
			cancel()
			s.idle()
			if err != nil {
				ps, text := u.wordsFor(err)
				s.form.show(ps.Of, true)
				s.whole.Set(joinNonEmpty(problemLines(ps, map[string]bool{"hub": true, "code": true}), text))
				s.body.Refresh()
				return
			}
			s.code.Put("")
			s.finish(nil, func() { s.report(toneDone, tr("Meja ini sudah terdaftar di kabupaten."), reportWords(r)) })
		})
}
