package ui

import "maps"

// holder is a screen on which something may be typed that no draft keeps.
type holder interface {
	// Unsaved says what would be lost, in a sentence, or "".
	Unsaved() string
	// Drop forgets it.
	Drop()
}

// stayer is a holder whose text waits on it until the clerk comes back: only a
// desk that is closed would lose it.
type stayer interface{ Stays() }

// sure goes on with then; what would be lost is asked about first.
func (u *UI) sure(lost, yes string, then func()) {
	if lost == "" {
		then()
		return
	}
	u.ask(tr("Belum disimpan"), lost, yes, true, then)
}

// leave goes on with then once the screen that is up may go.
func (u *UI) leave(then func()) {
	h, holds := u.cur.(holder)
	if _, stays := u.cur.(stayer); !holds || stays {
		then()
		return
	}
	u.sure(h.Unsaved(), tr("Tinggalkan"), func() {
		h.Drop()
		then()
	})
}

// unsaved says what would be lost if the desk were closed now, or "".
func (u *UI) unsaved() string {
	var all []holder
	if h, ok := u.cur.(holder); ok {
		all = append(all, h)
	}
	if f := u.frame; f != nil {
		all = append(all, f.mail, f.visitors, f.survey, f.link)
	}
	for _, h := range all {
		if lost := h.Unsaved(); lost != "" {
			return lost
		}
	}
	for m := u.modal; m != nil; m = m.outer {
		if m.typed != nil && m.typed() {
			return tr("Isian di kotak yang terbuka belum disimpan.")
		}
	}
	return ""
}

// closeTyped goes, after asking about what is typed.
func (u *UI) closeTyped() {
	u.sure(u.unsaved(), tr("Tinggalkan dan tutup"), u.closeNow)
	u.closing = u.modal
}

// show brings a screen up inside the frame, once the one before may go.
func (u *UI) show(s screen) { u.showThen(s, func() {}) }

// showThen does then once the screen is up.
func (u *UI) showThen(s screen, then func()) {
	up := func() {
		if u.desk != nil {
			u.bring(s)
			then()
		}
	}
	if u.cur == s {
		up()
		return
	}
	u.leave(up)
}

// close asks first when work is under way or something typed would be lost.
func (u *UI) close() {
	switch {
	case len(u.tasks) > 0 && u.locked != nil:
		u.locked.say(tr("Masih ada pekerjaan. Buka layar dulu, lalu tutup program."))
	case u.locked != nil:
		u.locked.sure(tr("Tutup sekali lagi untuk meninggalkannya."), u.closeNow)
	case u.closing != nil && u.closing == u.modal:
		// it is being asked
	case len(u.tasks) > 0:
		u.askToClose()
		u.closing = u.modal
	default:
		u.closeTyped()
	}
}

// closeNow keeps what is typed, remembers the window's size and goes.
func (u *UI) closeNow() {
	if u.gone {
		return
	}
	u.gone = true
	u.callOffAll()
	if u.cur != nil {
		u.cur.Leave()
	}
	u.look.size = u.win.Canvas().Size()
	u.look.write(u.app.Preferences())
	if u.unhear != nil {
		u.unhear()
		u.unhear = nil
	}
	desk := u.desk
	u.desk = nil
	if desk == nil && len(u.tasks) == 0 {
		u.win.Close()
		return
	}
	work(u, tr("Sedang menutup …"), func() (struct{}, error) {
		u.finished()
		u.settled()
		if desk == nil { // a restore was called off at the door
			return struct{}{}, nil
		}
		return struct{}{}, desk.Lock()
	},
		func(struct{}, error) { u.win.Close() })
}

// lock closes the desk and goes back to the door.
func (u *UI) lock() {
	u.sure(u.unsaved(), tr("Tinggalkan"), func() { u.shut(u.door) })
}

// values are what is in the fields now.
func (fs *fields) values() map[string]string {
	all := map[string]string{}
	for _, f := range fs.list {
		all[f.Key] = f.Control.Value()
	}
	return all
}

// mark takes what is in the fields as what is kept.
func (fs *fields) mark() { fs.kept = fs.values() }

// clean is mark, and takes the problems away.
func (fs *fields) clean() {
	fs.mark()
	for _, f := range fs.list {
		f.Fresh()
	}
}

// changed reports whether something else is in the fields than what is kept.
func (fs *fields) changed() bool { return fs.kept != nil && !maps.Equal(fs.kept, fs.values()) }

// lost is the sentence when the fields were changed, or "".
func (fs *fields) lost(sentence string) string {
	if fs.changed() {
		return sentence
	}
	return ""
}
