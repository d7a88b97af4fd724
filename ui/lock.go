package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// lockPage lies over everything while the screen is locked. The desk stays
// open behind it: what is typed waits, and long work goes on.
type lockPage struct {
	u      *UI
	body   *fyne.Container
	pass   *entry
	form   fields
	whole  *words
	trying bool
	warned bool // of what would be lost

	before fyne.Focusable      // had the keyboard, gets it back
	boxes  []fyne.CanvasObject // boxes that were open, or opened since
}

// lockScreen hides everything at once, open boxes too, until the password of
// who works here is typed.
func (u *UI) lockScreen() {
	if u.desk == nil || u.frame == nil || u.locked != nil {
		return
	}
	u.closeDrop()
	c := u.win.Canvas()
	p := u.newLockPage()
	p.before = c.Focused()
	p.boxes = append(p.boxes, c.Overlays().List()...)
	for _, o := range p.boxes {
		c.Overlays().Remove(o)
	}
	u.unsee()
	u.locked = p
	for _, o := range u.hidden() {
		o.Hide()
	}
	u.cover.Add(p.body)
	u.cover.Refresh()
	u.win.SetMainMenu(u.doorMenu())
	u.win.SetTitle(tr("Smart Kampung"))
	c.Focus(p.pass)
}

func (u *UI) newLockPage() *lockPage {
	p := &lockPage{u: u, pass: u.secret(), whole: blame()}
	p.form = fields{u: u, done: p.open}
	help := ""
	if u.practising() && u.env.Practice != nil {
		help = tr("Kata sandi kantor latihan: {{.Password}}", "Password", u.env.Practice.Password())
	}
	f := p.form.add(u.field("password", tr("Kata sandi"), false, help, &textControl{p.pass}))
	open := u.button(tr("Buka"), nil, weightMain, p.open)
	other := u.button(tr("Ganti petugas"), nil, weightQuiet, p.leave)
	me := u.facts.me
	page := doorPage(tr("Layar terkunci"), joinDots(me.Name, roleWord(me.Role)),
		column(16, f.Box, p.whole, line(8, other, spacer(), open)))
	p.body = container.NewStack(newPanel("background", "", 0), page)
	return p
}

func (p *lockPage) say(text string) {
	p.whole.Set(text)
	p.body.Refresh()
}

// open tries the password.
func (p *lockPage) open() {
	u, password := p.u, p.pass.Text
	if p.trying {
		return
	}
	if password == "" {
		p.say(tr("Isi kata sandi."))
		u.win.Canvas().Focus(p.pass)
		return
	}
	p.trying = true
	desk := u.desk
	quietly(u, func() (struct{}, error) { return struct{}{}, desk.Confirm(password) }, func(_ struct{}, err error) {
		p.trying = false
		if u.locked != p {
			return
		}
		p.pass.put("")
		if err != nil {
			ps, text := u.wordsFor(err)
			p.say(joinNonEmpty(problemLines(ps, nil), text))
			u.win.Canvas().Focus(p.pass)
			return
		}
		u.unlockScreen()
	})
}

// sure goes on with then; what is typed behind the page and would be lost is
// told first, and then has to be asked for again.
func (p *lockPage) sure(again string, then func()) {
	if lost := p.u.unsaved(); lost != "" && !p.warned {
		p.warned = true
		p.say(lost + " " + again)
		p.u.win.Canvas().Focus(p.pass)
		return
	}
	then()
}

// leave closes the desk, so that somebody else can open it.
func (p *lockPage) leave() {
	u := p.u
	p.sure(tr("Tekan “Ganti petugas” sekali lagi untuk meninggalkannya."), func() {
		u.uncover()
		u.modal = nil
		u.shut(u.door)
	})
}

// uncover takes the page away without showing what it hid.
func (u *UI) uncover() {
	u.locked = nil
	u.cover.RemoveAll()
	for _, o := range u.hidden() {
		o.Show()
	}
}

// hidden is what a locked screen hides.
func (u *UI) hidden() []fyne.CanvasObject {
	return []fyne.CanvasObject{u.page, u.tourLayer, u.cards, u.float}
}

// unlockScreen comes back to where the clerk was, with what was typed.
func (u *UI) unlockScreen() {
	p := u.locked
	u.uncover()
	u.win.SetMainMenu(u.deskMenu())
	u.frame.title()
	c := u.win.Canvas()
	for _, o := range p.boxes {
		o.Show() // a box puts itself on top
		if c.Overlays().Top() != o {
			c.Overlays().Add(o)
		}
	}
	if u.modal != nil && p.before == nil {
		p.before = u.modal.first
	}
	u.touched()
	if p.before != nil {
		c.Focus(p.before)
	}
	u.page.Refresh()
	u.takeCarried()
}

// touched notes that somebody is at the window.
func (u *UI) touched() {
	u.idle.touch(u.env.Now())
	if u.watch != nil && u.watch.Visible() {
		u.watch.Hide()
	}
}

// watchIdle looks now and then whether anybody is still there.
func (u *UI) watchIdle() {
	u.after(idleTick, func() {
		now := u.env.Now()
		u.idle.after = u.look.idle()
		switch {
		case u.desk == nil || u.frame == nil || u.locked != nil:
			u.idle.touch(now)
		case u.idle.due(now):
			u.lockScreen()
		case u.idle.quiet(now) >= idleDoze:
			u.watch.Show()
		}
		u.watchIdle()
	})
}

// watch is the pane that notices the mouse: it lies over the window only once
// nothing was touched for a while, and goes away when the mouse comes, so that
// what is under it feels the next move. Presses go through it.
type watch struct {
	widget.BaseWidget
	u *UI
}

func (u *UI) newWatch() *watch {
	w := &watch{u: u}
	w.ExtendBaseWidget(w)
	w.Hide()
	return w
}

// MouseIn is the mouse coming back.
func (w *watch) MouseIn(*desktop.MouseEvent) { w.u.touched() }

// MouseMoved is the mouse moving.
func (w *watch) MouseMoved(*desktop.MouseEvent) { w.u.touched() }

// MouseOut is nothing.
func (w *watch) MouseOut() {}

func (w *watch) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}
