package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// modal is a box over the window that takes the keyboard, gives it back, and
// goes away with Escape. Fyne's own dialogs do none of it.
type modal struct {
	u      *UI
	pop    *widget.PopUp
	before fyne.Focusable
	first  fyne.Focusable
	onStop func()
	outer  *modal
	hold   func() // in place of going away: work goes on and is asked to stop
}

// open shows content in a box and gives the keyboard to first.
func (u *UI) open(content fyne.CanvasObject, first fyne.Focusable) *modal {
	u.closeDrop()
	c := u.win.Canvas()
	m := &modal{u: u, before: c.Focused(), first: first, outer: u.modal}
	m.pop = widget.NewModalPopUp(padded(16, content), c)
	u.modal = m
	if p := u.locked; p != nil { // comes up with the screen
		m.before = p.before
		p.before, p.boxes = first, append(p.boxes, m.pop)
		return m
	}
	m.pop.Show()
	if first != nil {
		c.Focus(first)
	}
	return m
}

// close takes the box away and gives the keyboard back.
func (m *modal) close() {
	if m.u.modal != m {
		return
	}
	m.pop.Hide()
	m.u.modal = m.outer
	if p := m.u.locked; p != nil {
		p.boxes = slices.DeleteFunc(p.boxes, func(o fyne.CanvasObject) bool { return o == m.pop })
		p.before = m.before
		return
	}
	if m.before != nil {
		m.u.win.Canvas().Focus(m.before)
	}
}

func (m *modal) cancel() {
	if m.hold != nil {
		m.hold()
		return
	}
	m.close()
	if m.onStop != nil {
		m.onStop()
	}
}

// ask confirms what cannot be undone.
func (u *UI) ask(name, text, yes string, grave bool, do func()) {
	w := weightMain
	if grave {
		w = weightGrave
	}
	var m *modal
	ok := u.button(yes, nil, w, func() { m.close(); do() })
	no := u.button(tr("Batal"), nil, weightPlain, func() { m.cancel() })
	m = u.open(fixed(460, column(12, title(name), paragraph(text), line(8, spacer(), no, ok))), ok)
	u.settle(m)
}

// askReason asks for a reason that goes into the record.
func (u *UI) askReason(name, text, yes string, do func(reason string)) {
	var m *modal
	e := u.entry("")
	f := u.field("reason", tr("Alasan"), true, "", &textControl{e})
	send := func() {
		reason := trim(e.Text)
		if reason == "" {
			f.SetProblem(tr("Tulis alasannya, supaya pemohon dan petugas lain tahu."))
			u.settle(m)
			u.focus(e)
			return
		}
		m.close()
		do(reason)
	}
	e.enter = send
	ok := u.button(yes, nil, weightGrave, send)
	no := u.button(tr("Batal"), nil, weightPlain, func() { m.cancel() })
	m = u.open(fixed(460, column(12, title(name), paragraph(text), f.Box, line(8, spacer(), no, ok))), e)
	u.settle(m)
}

// tell shows something to read.
func (u *UI) tell(name, text string) {
	var m *modal
	ok := u.button(tr("Tutup"), nil, weightMain, func() { m.close() })
	m = u.open(fixed(480, column(12, line(8, newIcon(theme.InfoIcon(), roleMain), stretch(title(name))),
		paragraph(text), line(8, spacer(), ok))), ok)
	u.settle(m)
}

// settle gives wrapped texts their height: they know it only when they know
// their width.
func (u *UI) settle(m *modal) {
	for range 2 {
		m.pop.Content.Refresh()
		m.pop.Resize(m.pop.MinSize())
	}
	m.pop.Refresh()
}
