package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2/theme"
)

// A file can come in from outside: the clerk opens it in the file manager. It
// waits at the door, and is then read on the page “Kirim” as if it had been
// chosen there.

// handed takes what a second start of the program brought: a file, or the wish
// that the window comes to the front.
func (u *UI) handed(path string) {
	u.win.RequestFocus()
	if path == "" {
		if u.desk != nil {
			u.bar.done(tr("Smart Kampung sudah terbuka; inilah jendelanya."))
		}
		return
	}
	u.carried = path
	if d, ok := u.cur.(*doorScreen); ok && u.desk == nil {
		d.showCarried()
		d.body.Refresh()
	}
	u.takeCarried()
}

// takeCarried reads the file that waits, once nothing is in its way: the desk
// is open and its screen is, no box asks for anything and the link does nothing
// else.
func (u *UI) takeCarried() {
	if u.carried == "" || u.desk == nil || u.locked != nil {
		return
	}
	link := u.frame.link
	if u.modal != nil || link.receipt.Disabled() {
		u.after(carriedWait, u.takeCarried)
		return
	}
	path := u.carried
	u.carried = ""
	u.showThen(link, func() {
		link.takeIn(path, tr("Sedang membaca {{.File}} …", "File", filepath.Base(path)),
			tr("Berkas {{.File}} tidak diubah dan boleh dihapus.", "File", filepath.Base(path)))
	})
}

// tellStopped says once that the program ended unexpectedly the last time.
func (u *UI) tellStopped() {
	s := u.env.Stopped
	if s == nil {
		return
	}
	u.env.Stopped = nil
	quietly(u, func() (struct{}, error) { return struct{}{}, s.Told() }, func(_ struct{}, err error) {
		if err != nil && u.env.Log != nil {
			u.env.Log(err)
		}
	})
	var m *modal
	ok := u.button(tr("Tutup"), nil, weightMain, func() { m.close() })
	folder := u.button(tr("Buka foldernya"), theme.FolderOpenIcon(), weightPlain, func() {
		dir := filepath.Dir(s.Path)
		quietly(u, func() (struct{}, error) { return struct{}{}, u.env.Open(dir) }, func(_ struct{}, err error) { u.failed(err) })
	})
	folder.Hidden = u.env.Open == nil
	m = u.open(fixed(520, column(12, line(8, newIcon(theme.InfoIcon(), roleMain), stretch(title(tr("Program berhenti mendadak")))),
		paragraph(stoppedWords(*s, u.env.Now())), aside(s.Path), line(8, folder, spacer(), ok))), ok)
	u.settle(m)
}
