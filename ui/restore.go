package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// restoreScreen makes the office again from a backup, before anybody is in: the
// folder is chosen, opened with a key, shown and then put in place.
type restoreScreen struct {
	plainScreen
	u       *UI
	m       restoreModel
	body    *fyne.Container
	facts   *fyne.Container
	found   *fyne.Container // the card of facts
	note    *words
	keyBox  *fyne.Container // the card of the key
	passBox *fyne.Container
	lostBox *fyne.Container
	pass    fields
	lost    fields
	login   *textControl
	secret  *entry
	key     *textControl
	other   *button
	whole   *words
	choose  *button
	next    *button
	under   bool
}

// restoreButton leads there from the door and the first run.
func (u *UI) restoreButton(over bool, w weight) *button {
	return u.button(tr("Pulihkan dari cadangan"), theme.HistoryIcon(), w, func() { u.showAtDoor(u.newRestore(over)) })
}

func (u *UI) newRestore(over bool) *restoreScreen {
	s := &restoreScreen{u: u, m: restoreModel{Over: over}, facts: column(6), note: aside(""), whole: blame()}
	s.login, s.secret, s.key = u.text(tr("misalnya siti")), u.secret(), u.text(recoveryForm)
	s.pass, s.lost = fields{u: u, done: s.forward}, fields{u: u, done: s.forward}
	l := s.pass.add(u.field("login", tr("Nama pengguna"), true, "", s.login))
	p := s.pass.add(u.field("password", tr("Kata sandi"), true, "", &textControl{s.secret}))
	r := s.lost.add(u.field("recovery", tr("Kunci pemulihan"), true, tr("Tujuh kelompok huruf pada lembar yang disimpan waktu pertama kali memasang."), s.key))
	s.passBox, s.lostBox = halves(12, []float32{1, 1}, l.Box, p.Box), column(0, r.Box)
	s.other = u.button("", nil, weightQuiet, s.swap)
	s.found = card(column(8, heading(tr("Cadangan yang dipilih")), s.facts, s.note))
	s.keyBox = card(column(12, aside(tr("Isi cadangan tersegel. Buka dengan kata sandi yang dipakai waktu cadangan dibuat.")), s.passBox, s.lostBox, line(0, s.other, spacer())))
	s.choose = u.button("", theme.FolderOpenIcon(), weightPlain, s.pick)
	s.next = u.button("", nil, weightMain, s.forward)
	back := u.button(tr("Kembali"), nil, weightPlain, s.Back)
	page := column(16, title(tr("Pulihkan dari cadangan")),
		aside(tr("Kantor dibuat lagi dari salinan di USB atau disk lain. Folder cadangannya hanya dibaca.")),
		s.found, s.keyBox, s.whole, line(12, back, spacer(), s.choose, s.next))
	s.body = edges(nil, nil, nil, u.vscroll(inset(20, 24, atMost(760, page))))
	s.show()
	return s
}

func (s *restoreScreen) Body() fyne.CanvasObject { return s.body }
func (s *restoreScreen) Hint() string {
	return tr("Enter ke isian berikut · Esc ke langkah sebelumnya · F1 tombol lain")
}

func (s *restoreScreen) First() fyne.Focusable {
	switch {
	case !s.m.Chosen:
		return s.choose
	case s.m.Found.Opened:
		return s.next
	case s.m.ByKey:
		return s.key.e
	}
	return s.login.e
}

// Back goes to the door, or to the first run.
func (s *restoreScreen) Back() {
	if !s.under {
		s.u.door()
	}
}

// show copies the model into the widgets.
func (s *restoreScreen) show() {
	m := s.m
	s.facts.RemoveAll()
	for _, f := range m.Facts(s.u.env.Now()) {
		s.facts.Add(container.NewBorder(nil, nil, fixed(160, quiet(f[0])), nil, paragraph(f[1])))
	}
	s.note.Set(m.Note())
	s.note.Hidden = m.Note() == ""
	s.found.Hidden, s.keyBox.Hidden = !m.Chosen, !m.Chosen || m.Found.Opened
	s.passBox.Hidden, s.lostBox.Hidden = m.ByKey, !m.ByKey
	s.other.SetText(tr("Pakai kunci pemulihan"))
	if m.ByKey {
		s.other.SetText(tr("Pakai kata sandi"))
	}
	s.choose.SetText(tr("Pilih folder lain"))
	if !m.Chosen {
		s.choose.SetText(tr("Pilih folder cadangan"))
	}
	s.next.Hidden = !m.Chosen
	s.next.SetText(tr("Periksa isinya"))
	if m.Found.Opened {
		s.next.SetText(tr("Pulihkan kantor ini"))
	}
	for _, b := range []*button{s.choose, s.next, s.other} {
		if s.under {
			b.Disable()
		} else {
			b.Enable()
		}
	}
	s.body.Refresh()
	s.body.Refresh() // wrapped words know their height only once they have a width
}

// swap changes between the password and the recovery key.
func (s *restoreScreen) swap() {
	s.m.ByKey = !s.m.ByKey
	s.whole.Set("")
	s.show()
	s.u.focus(s.First())
}

// pick asks for the folder and looks at it.
func (s *restoreScreen) pick() {
	if s.under {
		return
	}
	type look struct {
		found   kampung.BackupContent
		village string
	}
	u := s.u
	u.choose(tr("Folder cadangan"), chooseFolder, nil, "", func(dir string) {
		work(u, tr("Sedang membaca cadangan …"), func() (look, error) {
			c, err := u.gate.LookBackup(dir)
			return look{c, u.villageName(c.Village)}, err
		}, func(l look, err error) {
			s.whole.Set("")
			s.m = restoreModel{Over: s.m.Over, ByKey: s.m.ByKey}
			if err == nil {
				s.m.Found, s.m.Village, s.m.Chosen = l.found, l.village, true
			}
			s.refuse(err)
		})
	})
}

// villageName names a village by its code, or "". It may read the disk.
func (u *UI) villageName(code string) string {
	if code == "" || u.env.Regions == nil {
		return ""
	}
	for _, r := range u.env.Regions(code, 5) {
		if r.Code == code {
			return joinDots(r.Name, "Kecamatan "+r.Kecamatan)
		}
	}
	return ""
}

// refuse shows what an error means, and the page as it is now.
func (s *restoreScreen) refuse(err error) {
	ps, text := s.u.wordsFor(err)
	s.whole.Set(joinNonEmpty(problemLines(ps, nil), text))
	s.show()
	s.u.focus(s.First())
}

// forward opens the backup, or restores the one that is open.
func (s *restoreScreen) forward() {
	switch {
	case s.under || !s.m.Chosen:
	case !s.m.Found.Opened:
		s.open()
	case s.m.Over:
		s.u.ask(tr("Ganti kantor di komputer ini?"),
			tr("Di komputer ini sudah ada kantor. Kantor itu tidak dihapus: seluruh foldernya disimpan terpisah dan masih bisa dipulihkan. Sesudah ini yang terbuka adalah kantor dari cadangan."),
			tr("Simpan yang lama dan pulihkan"), true, s.restore)
	default:
		s.restore()
	}
}

// open reads the backup whole with the key that was typed.
func (s *restoreScreen) open() {
	u := s.u
	s.m.Login, s.m.Password, s.m.Recovery = trim(s.login.Value()), s.secret.Text, s.key.Value()
	ps := s.m.Problems()
	s.pass.show(ps.Of, !s.m.ByKey)
	s.lost.show(ps.Of, s.m.ByKey)
	s.whole.Set("")
	s.body.Refresh()
	if len(ps) > 0 {
		return
	}
	s.under = true
	s.show()
	dir, key := s.m.Found.Folder, s.m.Key()
	run(u, long[kampung.BackupContent]{
		Saying: tr("Memeriksa cadangan"), Stopped: tr("Dibatalkan. Cadangan tidak berubah."),
		Do: func(ctx context.Context, tell kampung.Tell) (kampung.BackupContent, error) {
			return u.gate.OpenBackup(ctx, dir, key, tell)
		},
		Done: func(c kampung.BackupContent, err error) {
			s.under = false
			if err == nil {
				s.m.Found = c
			}
			s.secret.put("")
			if stopped(err) {
				err = nil
			}
			s.refuse(err)
		},
	})
}

// restore puts the backup in place; then the door of its office is there.
func (s *restoreScreen) restore() {
	u := s.u
	s.under = true
	s.show()
	dir := s.m.Found.Folder
	run(u, long[string]{
		Saying: tr("Memulihkan kantor"), Stopped: tr("Dibatalkan. Tidak ada yang berubah di komputer ini."),
		Do: func(ctx context.Context, tell kampung.Tell) (string, error) { return u.gate.Restore(ctx, dir, tell) },
		Done: func(kept string, err error) {
			s.under = false
			if err == nil {
				u.said = s.m.Done(kept, u.env.Now())
				u.door()
				return
			}
			if stopped(err) {
				err = nil
			}
			s.refuse(err)
		},
	})
}
