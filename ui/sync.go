package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"smartkampung/kampung"
)

// linkScreen is the link to the regency: the truth in one line, the two ways to
// send, what waits and what came back, and what the line cost.
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
	others   *button
	stop     *button
	cancel   context.CancelFunc
	working  *fyne.Container
	bar      *widget.ProgressBarInfinite // while nobody knows how much there is
	part     *hbar                       // while it is known
	partBox  *fyne.Container
	barBox   *fyne.Container
	start    int // what waited when it began
	doing    *words
	saying   string               // what it is doing, without how far it is
	scans    kampung.ScanProgress // how far the scans have come, while they go
	result   *fyne.Container
	enrol    *fyne.Container
	form     fields
	addr     *textControl
	code     *textControl
	whole    *words
	list     *linkList
	month    *monthCard
	meetings *fyne.Container
}

func (u *UI) newLink() *linkScreen {
	s := &linkScreen{u: u}
	s.sentence = newWords("")
	s.sentence.Size_, s.sentence.Bold, s.sentence.Wrap = sizeTitle, true, true
	s.hub = aside("")
	s.send = u.button(tr("Kirim sekarang"), theme.UploadIcon(), weightMain, s.sendNow)
	s.stick = u.button(tr("Simpan ke USB"), theme.StorageIcon(), weightPlain, s.toStick)
	s.receipt = u.button(tr("Ambil dari USB"), theme.DownloadIcon(), weightPlain, s.fromStick)
	s.others = u.button(tr("Simpan untuk komputer lain"), theme.ComputerIcon(), weightPlain, s.toOthers)
	s.stop = u.button(tr("Hentikan"), theme.CancelIcon(), weightQuiet, func() {
		if s.cancel != nil {
			s.cancel()
		}
	})
	s.bar, s.doing = widget.NewProgressBarInfinite(), newWords("")
	s.bar.Stop()
	s.part = newBar(0)
	s.partBox, s.barBox = s.part.onTrack(), sized(1, 10, s.bar)
	s.result = column(8)
	s.result.Hide()
	s.enrol = s.enrolCard()
	s.list = s.newList()
	s.month = s.newMonth()
	s.meetings = column(8)
	s.build()
	return s
}

func (s *linkScreen) build() {
	s.working = column(6, line(12, s.doing, s.stop), s.barBox, s.partBox)
	s.working.Hide()
	truth := card(column(12, column(4, s.sentence, s.hub), line(12, s.send, s.stick, s.receipt, s.others, spacer()), s.working))
	top := column(12, title(tr("Kirim ke kabupaten")), truth, s.result, s.enrol)
	side := s.u.vscroll(scrolled(column(12, s.month.box, card(column(10, heading(tr("Hubungan terakhir")), s.meetings)))))
	s.body = inset(20, 24, container.NewBorder(column(0, top, sized(0, 12, spacer())), nil, nil, nil,
		halves(16, []float32{2.1, 1}, tightCard(s.list.box), side)))
}

func (s *linkScreen) enrolCard() *fyne.Container {
	u := s.u
	s.form = fields{u: u, done: s.enrolNow}
	s.addr, s.code = u.text("https://"), u.text("")
	a := s.form.add(u.field("hub", tr("Alamat kabupaten"), true, "", s.addr))
	c := s.form.add(u.field("code", tr("Kode pendaftaran"), true, "", s.code))
	s.whole = blame()
	s.form.mark()
	ok := u.button(tr("Daftarkan meja ini"), nil, weightPlain, s.enrolNow)
	usb := u.button(tr("Minta pendaftaran lewat USB"), theme.StorageIcon(), weightQuiet, s.askEnrol)
	return card(column(8, line(8, heading(tr("Daftarkan meja ini di kabupaten")), usb),
		container.NewBorder(nil, nil, nil, container.NewVBox(sized(0, 19*scaleNow(), spacer()), ok), halves(12, []float32{1.6, 1}, a.Box, c.Box)), s.whole))
}

func (s *linkScreen) Body() fyne.CanvasObject { return s.body }
func (s *linkScreen) Hint() string {
	return tr("Enter menekan tombol · semua tetap tersimpan di komputer ini sampai ada tanda terima")
}

func (s *linkScreen) First() fyne.Focusable {
	switch {
	case s.working.Visible() && s.stop.Visible():
		return s.stop
	case s.send.Visible():
		return s.send
	}
	return s.stick
}

// Enter looks anew; what the last act brought stays until the next one only
// while the page is up.
func (s *linkScreen) Enter() {
	if !s.working.Visible() {
		s.result.Hide()
	}
	s.load()
}

func (s *linkScreen) Back() { s.u.show(s.u.frame.home) }

// Stays says that what is typed waits here.
func (s *linkScreen) Stays() {}

// Unsaved tells of an enrolment that was begun.
func (s *linkScreen) Unsaved() string {
	if s.enrol.Hidden {
		return ""
	}
	return s.form.lost(tr("Alamat dan kode pendaftaran yang diketik belum dipakai."))
}

// Drop forgets it.
func (s *linkScreen) Drop() { s.form.mark() }

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
	text, t = s.m.Hub()
	s.hub.Paint(text, t.role())
	s.send.Hidden = !s.m.Status.Enrolled
	s.stick.Hidden = false
	s.stick.Weight = weightPlain
	if s.send.Hidden {
		s.stick.Weight = weightMain
	}
	s.stick.Refresh()
	s.others.Hidden = s.m.Others == 0
	s.enrol.Hidden = s.m.Status.Enrolled || !kampung.May(s.m.Role, kampung.ActEnrol)
	s.list.show(s.m.Rows(now))
	s.month.show(s.m)
	s.showMeetings()
	s.sayDoing()
	s.body.Refresh()
}

func (s *linkScreen) showMeetings() {
	s.meetings.RemoveAll()
	lines := s.m.Meetings(s.u.env.Now())
	if len(lines) == 0 {
		s.meetings.Add(aside(tr("Belum pernah ada hubungan dengan kabupaten dari komputer ini.")))
	}
	for _, l := range lines {
		text := paragraph(l.Text)
		text.Role = l.Tone.role()
		s.meetings.Add(column(0, small(joinDots(l.When, l.Size)), text))
	}
}
