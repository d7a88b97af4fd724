package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// linkList is what came back and what waits, in one list that the keyboard
// walks through.
type linkList struct {
	s     *linkScreen
	rows  []linkRow
	list  *keyList
	box   *fyne.Container
	empty *fyne.Container
	lines map[fyne.CanvasObject]*linkLine
}

// linkLine is a line of the list as drawn: a heading, one line for what waits,
// and more for what came back.
type linkLine struct {
	head        *fyne.Container
	title       *words
	item        *fyne.Container
	name, sub   *words
	icon        *icon
	state, when *words
	reason      *words
}

const (
	linkHeadHeight = 38
	linkLineHeight = 52
	reasonLines    = 3
)

func (s *linkScreen) newList() *linkList {
	l := &linkList{s: s, lines: map[fyne.CanvasObject]*linkLine{}}
	l.list = &keyList{u: s.u}
	l.list.Length = func() int { return len(l.rows) }
	l.list.CreateItem = l.create
	l.list.UpdateItem = func(i int, o fyne.CanvasObject) {
		if i < len(l.rows) {
			l.lines[o].write(l.rows[i])
		}
	}
	l.list.OnSelected = func(i int) {
		l.list.UnselectAll()
		if i < len(l.rows) && l.rows[i].ID != "" {
			s.openRow(l.rows[i])
		}
	}
	l.list.resized = l.measure
	l.list.ExtendBaseWidget(l.list)
	l.empty = container.NewCenter(container.New(wide{least: 320}, centredQuiet(tr("Tidak ada yang menunggu."))))
	l.box = container.NewStack(l.list, l.empty)
	return l
}

func (l *linkList) create() fyne.CanvasObject {
	x := &linkLine{title: heading(""), name: newWords(""), sub: quiet(""), icon: newIcon(nil, roleQuiet),
		state: newWords(""), when: small(""), reason: paragraph("")}
	x.name.Bold = true
	x.when.Align = fyne.TextAlignTrailing
	x.state.Whole = true
	x.head = inset(8, 16, x.title)
	left := column(0, x.name, x.sub)
	right := column(0, line(6, spacer(), x.icon, x.state), x.when)
	x.item = inset(6, 16, column(2, halves(16, []float32{1.5, 1}, left, right), x.reason))
	o := container.NewStack(x.head, x.item)
	l.lines[o] = x
	return o
}

func (x *linkLine) write(r linkRow) {
	x.head.Hidden, x.item.Hidden = r.Head == "", r.Head != ""
	x.title.Set(r.Head)
	x.name.Set(r.Name)
	x.sub.Set(r.Sub)
	x.icon.Set(syncIcon(r.Sync), r.Tone.role())
	x.state.Paint(r.State, r.Tone.role())
	x.when.Set(r.Since)
	x.reason.Hidden = r.Reason == ""
	x.reason.Paint(r.Short, r.Tone.role())
}

// show takes new lines.
func (l *linkList) show(rows []linkRow) {
	l.rows = rows
	l.empty.Hidden, l.list.Hidden = len(rows) > 0, len(rows) == 0
	l.measure(l.list.Size())
	l.list.Refresh()
}

// measure gives each line its height: a reason takes as many lines as it needs
// in the list's width, and is cut after some.
func (l *linkList) measure(size fyne.Size) {
	w := newWords("")
	h := w.lineHeight()
	for i := range l.rows {
		r := &l.rows[i]
		r.Short = r.Reason
		height := float32(linkLineHeight) * scaleNow()
		switch {
		case r.Head != "":
			height = linkHeadHeight * scaleNow()
		case r.Reason != "" && size.Width > 100:
			broken := breakLines(r.Reason, size.Width-2*16-4, w.span)
			if len(broken) > reasonLines {
				r.Short = strings.Join(broken[:reasonLines], " ") + " …"
				broken = broken[:reasonLines]
			}
			height += 4 + h*float32(len(broken))
		}
		l.list.SetItemHeight(i, height)
	}
}

// openRow opens a request: what came back at its mending, what waits at its
// page.
func (s *linkScreen) openRow(r linkRow) {
	if r.Mending {
		s.u.frame.mendRequest(r.ID, r.Field, r.Reason)
		return
	}
	s.u.frame.openRequest(r.ID)
}

// mendRequest opens a request where it is mended, at a field, with what is
// asked of it. One that was not approved is taken back first, when the clerk
// says so; one that cannot be mended any more opens at its page, which tells
// what can be done.
func (f *frame) mendRequest(id, field, asked string) {
	u, desk := f.u, f.u.desk
	mend := func(r kampung.Request) {
		f.form.begin(draftOfRequest(r))
		f.form.ask(field, asked)
		u.showThen(f.form, func() { f.form.focusField(field) })
	}
	quietly(u, func() (kampung.Request, error) { return desk.Request(id) }, func(r kampung.Request, err error) {
		switch {
		case u.failed(err):
		case r.State.Editable():
			mend(r)
		case kampung.Advance(r.State, kampung.StateDraft, u.facts.me.Role, "") != "":
			f.openRequest(id)
			u.bar.done(tr("Surat ini sudah disetujui, jadi isinya tidak diubah lagi."))
		default:
			u.ask(tr("Perbaiki permohonan"), tr("Permohonan ditarik kembali untuk diperbaiki, dengan nomor yang sama."), tr("Tarik dan perbaiki"), false, func() {
				work(u, tr("Sedang menyimpan …"), func() (kampung.Request, error) { return desk.Advance(id, kampung.StateDraft, "") },
					func(r kampung.Request, err error) {
						if !u.failed(err) {
							mend(r)
						}
					})
			})
		}
	})
}

// monthCard is what this month cost on the line.
type monthCard struct {
	s     *linkScreen
	box   *fyne.Container
	sum   *words
	bound *words
	bar   *hbar
	track *fyne.Container
	set   *button
}

func (s *linkScreen) newMonth() *monthCard {
	c := &monthCard{s: s, sum: newWords(""), bound: aside(""), bar: newBar(0)}
	c.sum.Bold = true
	c.track = c.bar.onTrack()
	c.set = s.u.button(tr("Atur"), theme.SettingsIcon(), weightPlain, c.ask)
	c.set.Small = true
	c.box = card(column(8, line(8, plainHeading(tr("Data bulan ini")), spacer(), c.set), c.sum, c.track, c.bound))
	return c
}

func (c *monthCard) show(m linkModel) {
	sum, bound, share := m.Month()
	c.sum.Set(sum)
	role := roleQuiet
	if m.Traffic.Reached() {
		role = roleWait
	}
	c.bound.Paint(bound, role)
	c.track.Hidden = share < 0
	c.bar.fill.Ground = roleMain
	if share >= 1 {
		c.bar.fill.Ground = roleWait
	}
	c.bar.set(share)
}

// ask takes a new bound.
func (c *monthCard) ask() {
	u := c.s.u
	var m *modal
	e := u.entry(tr("tanpa batas"))
	if l := c.s.m.Traffic.Limit; l > 0 {
		e.put(countWord(int(l / kampung.Megabyte)))
	}
	f := u.field("limit", tr("Batas sebulan dalam MB"), false, tr("Kosongkan bila tanpa batas. Berlaku untuk komputer ini saja."), &textControl{e})
	keep := func() {
		bytes, problem := readLimit(e.Text)
		if problem != "" {
			f.SetProblem(problem)
			u.settle(m)
			u.focus(e)
			return
		}
		m.close()
		desk := u.desk
		work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.SetLimit(bytes) }, func(_ struct{}, err error) {
			if !u.failed(err) {
				u.bar.done(tr("Tersimpan"))
				c.s.load()
			}
		})
	}
	e.enter = keep
	ok, no := u.button(tr("Simpan"), nil, weightMain, keep), u.button(tr("Batal"), nil, weightPlain, func() { m.cancel() })
	m = u.open(fixed(460, column(12, title(tr("Batas data sebulan")),
		paragraph(tr("Kalau batas tercapai, pengiriman otomatis berhenti sampai bulan berikutnya. Tombol “Kirim sekarang” dan USB tetap bisa.")),
		f.Box, line(8, spacer(), no, ok))), e)
	m.watch(e)
	u.settle(m)
}
