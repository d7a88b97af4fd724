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
