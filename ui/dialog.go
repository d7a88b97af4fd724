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
	hold   func()      // in place of going away: work goes on and is asked to stop
	typed  func() bool // reports that something typed would be lost; may be nil
	form   bool        // Escape asks before it throws away what is typed
}

// open shows content in a box and gives the keyboard to first.
func (u *UI) open(content fyne.CanvasObject, first fyne.Focusable) *modal {
	u.closeDrop()
	c := u.win.Canvas()
	m := &modal{u: u, before: c.Focused(), first: first, outer: u.modal}
	if m.before == nil && u.pressed != nil {
		m.before = u.pressed
	}
	u.pressed = nil
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
	m.u.modal, m.u.pressed = m.outer, nil
	if p := m.u.locked; p != nil {
		p.boxes = slices.DeleteFunc(p.boxes, func(o fyne.CanvasObject) bool { return o == m.pop })
		p.before = m.before
		return
	}
	if m.before != nil {
		m.u.win.Canvas().Focus(m.before)
	}
}

// watch takes a text that is in e from now on as what would be lost.
func (m *modal) watch(e *entry) {
	before := e.Text
	m.typed = func() bool { return e.Text != before }
}

// escape is Escape: a form of several fields is not thrown away by one key.
func (m *modal) escape() {
	if m.form && m.typed() {
		m.u.sure(tr("Isian di kotak ini belum disimpan."), tr("Tinggalkan"), m.cancel)
		return
	}
	m.cancel()
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

// question is a box that asks for one text.
type question struct {
	Title, Text string // Text may be empty
	Key, Label  string
	Help        string
	Entry       *entry
	Yes         string
	Weight      weight
	// Check says what is wrong with what was typed, or "".
	Check func(text string) string
	Do    func(text string)
}

// askText asks for a text and hands it on once nothing is wrong with it.
func (u *UI) askText(q question) {
	var m *modal
	e := q.Entry
	f := u.field(q.Key, q.Label, true, q.Help, &textControl{e})
	send := func() {
		if wrong := q.Check(e.Text); wrong != "" {
			f.SetProblem(wrong)
			u.settle(m)
			u.focus(e)
			return
		}
		m.close()
		q.Do(e.Text)
	}
	if !e.MultiLine {
		e.enter = send
	}
	ok, no := u.button(q.Yes, nil, q.Weight, send), u.button(tr("Batal"), nil, weightPlain, func() { m.cancel() })
	box := column(12, title(q.Title))
	if q.Text != "" {
		box.Add(paragraph(q.Text))
	}
	box.Add(f.Box)
	box.Add(line(8, spacer(), no, ok))
	m = u.open(fixed(480, box), e)
	m.watch(e)
	u.settle(m)
}

// need says what is missing where nothing was typed.
func need(text string) func(string) string {
	return func(typed string) string {
		if trim(typed) == "" {
			return text
		}
		return ""
	}
}

// askReason asks for a reason that goes into the record.
func (u *UI) askReason(name, text, yes string, do func(reason string)) {
	u.askText(question{Title: name, Text: text, Key: "reason", Label: tr("Alasan"), Entry: u.entry(""), Yes: yes, Weight: weightGrave,
		Check: need(tr("Tulis alasannya, supaya pemohon dan petugas lain tahu.")), Do: func(typed string) { do(trim(typed)) }})
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
