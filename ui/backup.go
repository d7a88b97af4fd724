package ui

import (
	"context"

	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// backupPage is the part of the settings that copies the office's data to
// another disk.
func (s *settingsScreen) backupPage() *settingsPage {
	u := s.u
	p := &settingsPage{}
	head, where := bold(""), aside("")
	head.Wrap = true
	now := u.button(tr("Cadangkan sekarang"), theme.DocumentSaveIcon(), weightMain, s.backUp)
	p.show = func() {
		line, late := kampung.BackupLine(s.m.Backup.At, u.env.Now(), tr)
		role := roleDone
		if late {
			role = roleWait
		}
		head.Paint(firstUpper(line), role)
		where.Set(backupWords(s.m.Backup))
	}
	p.box = card(column(12, heading(tr("Cadangan di disk lain")), head, where,
		paragraph(tr("Salinan lengkap data kantor di USB atau disk lain: permohonan, penduduk, surat dan lampiran. Setelah disalin, isinya dibaca ulang dan diuji. Cadangan berikutnya di USB yang sama hanya menyalin yang baru.")),
		line(8, now, spacer()), hair(),
		aside(tr("Isinya tersegel dan hanya terbuka dengan kata sandi kantor. Memasang di komputer baru: buka Smart Kampung di sana dan tekan “Pulihkan dari cadangan”."))))
	return p
}

// backUp asks for the disk and makes a backup there.
func (s *settingsScreen) backUp() {
	u, desk := s.u, s.u.desk
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
				s.m.Backup = b
				s.pages["cadangan"].show()
				s.body.Refresh()
				u.bar.done(tr("Cadangan diuji dan utuh. USB aman dicabut."))
			},
		})
	})
}
