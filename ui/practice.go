package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// practising reports whether the office at hand is the one to practise in.
func (u *UI) practising() bool { return u.facts.office.Practice }

// practise closes the office in earnest, when it is open, and opens the one to
// practise in, with the tour.
func (u *UI) practise() {
	if u.env.Practice == nil || u.practiseBusy {
		return
	}
	begin := func() {
		u.practiseBusy = true
		work(u, tr("Sedang menyiapkan kantor latihan …"), u.env.Practice.Begin, func(d Desk, err error) {
			u.practiseBusy = false
			if u.failed(err) {
				if u.frame == nil {
					return
				}
				u.door()
				return
			}
			u.enter(d, u.startTour)
		})
	}
	u.sure(u.unsaved(), tr("Tinggalkan"), func() {
		if u.desk == nil {
			begin()
			return
		}
		u.shut(begin)
	})
}

// endPractice leaves the office to practise in, and throws it away when asked
// to; then the door of the office in earnest is there.
func (u *UI) endPractice(throw bool) {
	if !u.practising() || u.desk == nil {
		return
	}
	u.endTour()
	if !throw {
		u.lock()
		return
	}
	u.ask(tr("Buang kantor latihan?"), tr("Semua yang dicoba di kantor latihan hilang. Data kantor yang sungguhan tidak tersentuh."), tr("Buang"), true, func() {
		u.shut(func() {
			work(u, tr("Sedang membuang kantor latihan …"), func() (struct{}, error) { return struct{}{}, u.env.Practice.Throw() },
				func(_ struct{}, err error) {
					u.door()
					if !u.failed(err) {
						u.bar.done(tr("Kantor latihan sudah dibuang."))
					}
				})
		})
	})
}

// practiceBand marks the window of a practice office from edge to edge; nil in
// an office in earnest.
func (u *UI) practiceBand() fyne.CanvasObject {
	if !u.practising() {
		return nil
	}
	say := bold(tr("LATIHAN"))
	say.Role = roleOnMain
	more := newWords(tr("tidak ada yang dikirim, semua orang di sini rekaan"))
	more.Role = roleOnMain
	guide := u.button(tr("Panduan"), theme.HelpIcon(), weightPlain, u.startTour)
	leave := u.button(tr("Keluar dari latihan"), theme.LogoutIcon(), weightPlain, func() { u.endPractice(false) })
	throw := u.button(tr("Buang kantor latihan"), theme.DeleteIcon(), weightPlain, func() { u.endPractice(true) })
	for _, b := range []*button{guide, leave, throw} {
		b.Small = true
	}
	return container.NewStack(newPanel(roleWait, "", 0), inset(4, 16, line(8, newIcon(theme.WarningIcon(), roleOnMain), say, stretch(more), guide, leave, throw)))
}

// tryButton opens the practice office from the door; nil where there is none.
func (u *UI) tryButton() fyne.CanvasObject {
	if u.env.Practice == nil {
		return spacer()
	}
	b := u.button(tr("Coba dulu dengan kantor latihan"), theme.MediaPlayIcon(), weightQuiet, u.practise)
	b.Small = true
	return line(0, spacer(), b, spacer())
}

// practicePage is the part of the settings about practising.
func (s *settingsScreen) practicePage() *settingsPage {
	u := s.u
	p := &settingsPage{show: func() {}}
	if u.practising() {
		leave := u.button(tr("Keluar dari latihan"), theme.LogoutIcon(), weightPlain, func() { u.endPractice(false) })
		throw := u.button(tr("Buang kantor latihan"), theme.DeleteIcon(), weightPlain, func() { u.endPractice(true) })
		p.box = card(column(12, aside(tr("Ini kantor latihan. Keluar menyimpannya untuk lain kali; membuang menghapus semua yang dicoba.")), line(8, leave, throw, spacer())))
		return p
	}
	begin := u.button(tr("Buka kantor latihan"), theme.MediaPlayIcon(), weightPlain, u.practise)
	p.box = card(column(12, heading(tr("Kantor latihan")),
		aside(tr("Kantor rekaan dengan warga dan permohonan rekaan, untuk mencoba tanpa takut. Suratnya bertanda LATIHAN, dan tidak ada yang dikirim. Kantor ini ditutup dulu; draf tetap tersimpan.")),
		line(0, begin, spacer())))
	if u.env.Practice == nil {
		begin.Disable()
	}
	return p
}
