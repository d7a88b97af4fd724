package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// backupPage is the part of the settings that copies the office's data to
// another disk.
func (s *settingsScreen) backupPage() *settingsPage {
	u := s.u
	p := &settingsPage{}
	form := &fields{u: u}
	remind, showRemind := s.remindAfter(form)
	head, where := bold(""), aside("")
	head.Wrap = true
	now := u.button(tr("Cadangkan sekarang"), theme.DocumentSaveIcon(), weightMain, s.backUp)
	p.show = func() {
		showRemind()
		line, role := kampung.BackupLine(s.m.Backup.At, u.env.Now(), tr), roleDone
		if kampung.BackupLate(s.m.Backup.At, u.env.Now(), s.m.Office.BackupDue()) {
			role = roleWait
		}
		head.Paint(firstUpper(line), role)
		where.Set(backupWords(s.m.Backup))
	}
	p.box = card(column(12, heading(tr("Cadangan di disk lain")), head, where,
		paragraph(tr("Salinan lengkap data kantor di USB atau disk lain: permohonan, penduduk, surat dan lampiran. Setelah disalin, isinya dibaca ulang dan diuji. Cadangan berikutnya di USB yang sama hanya menyalin yang baru.")),
		line(8, now, spacer()), hair(), leftMost(460, remind.Box), hair(),
		aside(tr("Isinya tersegel dan hanya terbuka dengan kata sandi kantor. Memasang di komputer baru: buka Smart Kampung di sana dan tekan “Pulihkan dari cadangan”."))))
	return p
}

// backUp asks for the disk, makes a backup there and hands it on.
func (u *UI) backUp(done func(kampung.Backup)) {
	desk := u.desk
	u.choose(tr("Cadangan ke USB atau disk lain"), chooseFolder, nil, "", func(dir string) {
		run(u, long[kampung.Backup]{
			Saying: tr("Mencadangkan data kantor"), Stopped: tr("Dibatalkan. Cadangan sebelumnya tetap utuh; USB aman dicabut."),
			Do: func(ctx context.Context, tell kampung.Tell) (kampung.Backup, error) {
				return desk.Backup(ctx, dir, tell)
			},
			Done: func(b kampung.Backup, err error) {
				if u.failed(err) {
					return
				}
				done(b)
				u.bar.done(tr("Cadangan diuji dan utuh. USB aman dicabut."))
			},
		})
	})
}

// backUp makes a backup and shows it on the page.
func (s *settingsScreen) backUp() {
	s.u.backUp(func(b kampung.Backup) {
		s.m.Backup = b
		s.pages["cadangan"].show()
		s.body.Refresh()
	})
}

// remindAfter is the field that says when the office wants to be reminded of a
// backup.
func (s *settingsScreen) remindAfter(form *fields) (f *field, show func()) {
	c := s.u.choice("", remindChoices())
	f = form.add(s.u.field("backup_days", tr("Ingatkan di Beranda kalau cadangan lebih lama dari"), false, tr("Paling banyak sekali sehari di tiap komputer."), c))
	c.Listen(func(left bool) {
		n, err := strconv.Atoi(c.Value())
		if !left || err != nil || n == s.m.Office.BackupDue() || !s.m.May() {
			return
		}
		o := s.m.Office
		o.BackupDays = n
		s.keepOffice(o, form, nil, -1, nil)
	})
	return f, func() {
		c.Put(strconv.Itoa(s.m.Office.BackupDue()))
		f.Box.Hidden = s.loaded && !s.m.May()
	}
}
