package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// newsBar tells what the regency decided: one line over the foot of the screen,
// which moves nothing, and a counter in the top bar that falls as the requests
// are looked at.
type newsBar struct {
	u       *UI
	f       *frame
	m       newsModel
	turn    int
	counter *button
	over    *fyne.Container // lies over the screens
	line    *fyne.Container
	sign    *icon
	text    *words
}

func (f *frame) newNewsBar() *newsBar {
	u := f.u
	b := &newsBar{u: u, f: f, sign: newIcon(nil, roleQuiet), text: newWords("")}
	b.counter = u.button("", theme.MailComposeIcon(), weightPlain, b.open)
	b.counter.Small, b.counter.Hidden = true, true
	see := u.button(tr("Buka permohonan"), theme.NavigateNextIcon(), weightPlain, b.open)
	away := u.button(tr("Tutup"), theme.CancelIcon(), weightQuiet, func() { b.putAway() })
	see.Small, away.Small = true, true
	b.text.Bold = true
	b.line = container.NewStack(newPanel(roleSurface, roleMain, 6),
		inset(6, 12, line(12, b.sign, stretch(b.text), see, away)))
	b.line.Hide()
	b.over = edges(nil, inset(12, 24, b.line), nil, container.NewStack())
	return b
}

// load asks what is new.
func (b *newsBar) load() {
	u, desk := b.u, b.u.desk
	if desk == nil {
		return
	}
	b.turn++
	turn := b.turn
	quietly(u, desk.News, func(all []kampung.News, err error) {
		if turn != b.turn || u.desk != desk {
			return
		}
		if err != nil {
			if u.env.Log != nil {
				u.env.Log(err)
			}
			return
		}
		b.m.set(all, shortNames(u.facts.services))
		b.show()
	})
}

// show copies the model into the widgets.
func (b *newsBar) show() {
	b.counter.Hidden = len(b.m.All) == 0
	b.counter.SetText(b.m.Counter())
	top, ok := b.m.Top()
	if ok {
		text, t := b.m.Words(top)
		b.text.Paint(text, t.role())
		b.sign.Set(newsIcon(t), t.role())
		b.line.Show()
	} else {
		b.line.Hide()
	}
	b.over.Refresh()
	b.f.box.Refresh()
}

func newsIcon(t tone) fyne.Resource {
	switch t {
	case toneDone:
		return theme.ConfirmIcon()
	case toneBack:
		return theme.WarningIcon()
	}
	return theme.InfoIcon()
}

// open goes to the request of what is shown, or of the newest.
func (b *newsBar) open() {
	n, ok := b.m.Top()
	if !ok && len(b.m.All) > 0 {
		n, ok = b.m.All[0], true
	}
	if ok {
		b.f.openRequest(n.RequestRow.ID)
	}
}

// putAway hides the line; true when it was there.
func (b *newsBar) putAway() bool {
	if !b.line.Visible() {
		return false
	}
	b.m.PutAway()
	b.show()
	b.u.backToScreen()
	return true
}

// seen notes that a request is being looked at.
func (b *newsBar) seen(request string) {
	if !b.m.Forget(request) {
		return
	}
	b.show()
	u, desk := b.u, b.u.desk
	b.turn++ // what is being read now is old
	quietly(u, func() (struct{}, error) { return struct{}{}, desk.SeeNews(request) }, func(_ struct{}, err error) {
		if err != nil && u.env.Log != nil {
			u.env.Log(err)
		}
	})
}

// backToScreen gives the keyboard to the screen when what had it is gone.
func (u *UI) backToScreen() {
	f, ok := u.win.Canvas().Focused().(fyne.CanvasObject)
	if u.cur != nil && (!ok || !f.Visible()) {
		u.focus(u.cur.First())
	}
}
