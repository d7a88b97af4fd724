package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"smartkampung/assets"
)

// doorScreen unlocks the desk.
type doorScreen struct {
	plainScreen
	u      *UI
	body   *fyne.Container
	login  *textControl
	pass   *entry
	form   fields
	whole  *words
	enter  *button
	bring  *words // which file is taken in once the desk is open
	lost   *lostForm
	inner  *fyne.Container
	closed bool // a try is under way
}

// recoveryForm is how a recovery key looks, shown where one is typed.
const recoveryForm = "XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"

// lostForm gives an account a new password with the recovery key.
type lostForm struct {
	form            fields
	box             fyne.CanvasObject
	recovery, login *textControl
	fresh, again    *entry
	whole           *words
}

func (u *UI) newDoor() *doorScreen {
	s := &doorScreen{u: u}
	s.login, s.pass = u.text(tr("misalnya siti")), u.secret()
	s.whole = blame()
	s.form = fields{u: u, done: s.unlock}
	l := s.form.add(u.field("login", tr("Nama pengguna"), false, "", s.login))
	p := s.form.add(u.field("password", tr("Kata sandi"), false, "", &textControl{s.pass}))
	s.enter = u.button(tr("Buka"), nil, weightMain, s.unlock)
	forgot := u.button(tr("Lupa kata sandi"), nil, weightQuiet, s.forgot)
	s.bring = aside("")
	s.showCarried()
	said := paragraph(u.said)
	said.Role, said.Hidden = roleDone, u.said == ""
	u.said = ""
	back := u.restoreButton(true, weightQuiet)
	back.Small = true
	unlock := column(16, said, s.bring, l.Box, p.Box, s.whole, line(8, forgot, spacer(), s.enter), column(4, u.tryButton(), line(0, spacer(), back, spacer())))
	s.inner = container.NewStack(unlock)
	s.body = doorPage(tr("Smart Kampung"), tr("Meja pelayanan desa"), s.inner)
	return s
}

// doorPage is the calm page of the door: picture, name, one card.
func doorPage(name, sub string, inside fyne.CanvasObject) *fyne.Container {
	pic := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon))
	pic.FillMode = canvas.ImageFillContain
	pic.SetMinSize(fyne.NewSquareSize(72))
	head, under := title(name), quiet(sub)
	head.Align, under.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	box := column(8, pic, head, under, sized(0, 8, spacer()), card(padded(4, inside)))
	return container.NewStack(container.NewCenter(container.New(wide{least: 420}, box)))
}

// showCarried says which file will be taken in.
func (s *doorScreen) showCarried() {
	s.bring.Hidden = s.u.carried == ""
	s.bring.Set(carriedWords(s.u.carried))
}

func (s *doorScreen) Body() fyne.CanvasObject { return s.body }
func (s *doorScreen) Hint() string {
	return tr("Enter ke isian berikut dan membuka · F1 tombol lain")
}

func (s *doorScreen) First() fyne.Focusable {
	if s.login.Value() != "" {
		return s.pass
	}
	return s.login.e
}

func (s *doorScreen) Enter() {
	u := s.u
	quietly(u, func() (string, error) { return u.gate.LastLogin(), nil }, func(last string, _ error) {
		if last != "" && s.login.Value() == "" {
			s.login.Put(last)
			u.focus(s.pass)
		}
	})
}

// Back leaves the form of the forgotten password.
func (s *doorScreen) Back() {
	if s.lost != nil {
		s.lost = nil
		s.inner.Objects[len(s.inner.Objects)-1].Hide()
		s.inner.Objects = s.inner.Objects[:1]
		s.inner.Objects[0].Show()
		s.body.Refresh()
		s.u.focus(s.First())
	}
}

func (s *doorScreen) say(text string) {
	s.whole.Set(text)
	s.body.Refresh()
}

func (s *doorScreen) unlock() {
	if s.closed {
		return
	}
	u := s.u
	m := doorModel{Login: trim(s.login.Value()), Password: s.pass.Text}
	ps := m.Problems()
	s.form.show(ps.Of, true)
	s.say("")
	if len(ps) > 0 {
		s.body.Refresh()
		return
	}
	s.closed = true
	work(u, tr("Sedang membuka …"), func() (Desk, error) { return u.gate.Unlock(m.Login, m.Password) },
		func(d Desk, err error) {
			s.closed = false
			if err != nil {
				s.refused(err)
				return
			}
			u.enter(d, nil)
		})
}

func (s *doorScreen) refused(err error) {
	ps, text := s.u.wordsFor(err)
	s.form.show(ps.Of, false)
	s.say(joinNonEmpty(problemLines(ps, map[string]bool{"login": true, "password": true}), text))
	s.pass.put("")
	s.u.focus(s.pass)
}

// forgot opens the form that takes the recovery key.
func (s *doorScreen) forgot() {
	u := s.u
	l := &lostForm{recovery: u.text(recoveryForm), login: u.text(""), fresh: u.secret(), again: u.secret()}
	l.whole = blame()
	l.login.Put(s.login.Value())
	l.form = fields{u: u, done: s.recover}
	a := l.form.add(u.field("recovery", tr("Kunci pemulihan"), true, tr("Tujuh kelompok huruf pada lembar yang disimpan waktu pertama kali memasang."), l.recovery))
	b := l.form.add(u.field("login", tr("Nama pengguna"), true, "", l.login))
	c := l.form.add(u.field("new", tr("Kata sandi baru"), true, "", &textControl{l.fresh}))
	d := l.form.add(u.field("again", tr("Kata sandi baru sekali lagi"), true, "", &textControl{l.again}))
	ok := u.button(tr("Pasang kata sandi baru"), nil, weightMain, s.recover)
	back := u.button(tr("Kembali"), nil, weightQuiet, s.Back)
	l.box = column(12, a.Box, b.Box, c.Box, d.Box, l.whole, line(8, back, spacer(), ok))
	s.lost = l
	s.inner.Objects[0].Hide()
	s.inner.Add(l.box)
	s.body.Refresh()
	u.focus(l.recovery.e)
}

func (s *doorScreen) recover() {
	l, u := s.lost, s.u
	if l == nil || s.closed {
		return
	}
	m := doorModel{Login: trim(l.login.Value()), Recovery: l.recovery.Value(), New: l.fresh.Text, Again: l.again.Text}
	ps := m.RecoveryProblems()
	l.form.show(ps.Of, true)
	s.body.Refresh()
	if len(ps) > 0 {
		return
	}
	s.closed = true
	work(u, tr("Sedang memeriksa kunci pemulihan …"), func() (Desk, error) { return u.gate.Recover(m.Recovery, m.Login, m.New) },
		func(d Desk, err error) {
			s.closed = false
			if err == nil {
				u.enter(d, func() { u.bar.done(tr("Kata sandi baru sudah dipasang.")) })
				return
			}
			ps, text := u.wordsFor(err)
			of := func(key string) string {
				if key == "new" {
					return joinNonEmpty(ps.Of("new"), ps.Of("password"))
				}
				return ps.Of(key)
			}
			l.form.show(of, true)
			l.whole.Set(joinNonEmpty(problemLines(ps, map[string]bool{"recovery": true, "login": true, "new": true, "password": true}), text))
			s.body.Refresh()
		})
}

// joinNonEmpty joins the texts that are there, one a line.
func joinNonEmpty(texts ...string) string {
	var there []string
	for _, t := range texts {
		if t != "" {
			there = append(there, t)
		}
	}
	return joinLines(there)
}
