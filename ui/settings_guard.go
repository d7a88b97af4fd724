package ui

import "fmt"

// guardPage is about who can read the screen: when it locks, and whether the
// numbers of persons stand on it.
func (s *settingsScreen) guardPage() *settingsPage {
	u := s.u
	p := &settingsPage{form: &fields{u: u}}
	after := u.choice("", idleChoices(u.look.minutes))
	hide := u.choice("", []hit{{Key: "tampil", Title: tr("Tampil di isian dan pratinjau")}, {Key: "sembunyi", Title: tr("Sembunyikan di semua tempat")}})
	a := p.form.add(u.field("idle", tr("Kunci layar bila tidak dipakai selama"), false,
		tr("Yang sedang diketik tetap ada. Ctrl+L mengunci saat itu juga."), after))
	b := p.form.add(u.field("hide", tr("Nomor NIK dan KK"), false,
		tr("Di daftar nomor selalu disamarkan. Sembunyikan bila layar juga terlihat orang lain, misalnya di layar kedua atau proyektor. Ctrl+H mengubahnya saat itu juga."), hide))
	after.Listen(func(left bool) {
		var n int
		if _, err := fmt.Sscan(after.Value(), &n); left && err == nil && idleMinutes(n) != u.look.minutes {
			u.look.minutes = idleMinutes(n)
			u.look.write(u.app.Preferences())
			u.bar.done(tr("Tersimpan"))
		}
	})
	hide.Listen(func(left bool) {
		if want := hide.Value() == "sembunyi"; left && hide.Value() != "" && want != u.look.hide {
			u.hideNumbers(want)
		}
	})
	p.show = func() {
		after.Put(countWord(u.look.minutes))
		if u.look.hide {
			hide.Put("sembunyi")
		} else {
			hide.Put("tampil")
		}
	}
	p.box = card(leftMost(460, column(16, a.Box, b.Box)))
	return p
}

// Mask follows Ctrl+H.
func (s *settingsScreen) Mask() { s.pages["layar"].show() }
