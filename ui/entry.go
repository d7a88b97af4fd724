package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// entry is a text field whose keys can be listened to: Fyne gives F-keys,
// Escape and Enter to the focused widget only.
type entry struct {
	widget.Entry
	u *UI
	// Name is the field's label, for tests and for what reads the screen aloud.
	Name    string
	keys    func(*fyne.KeyEvent) bool // before the field; true when it is used up
	enter   func()
	leave   func()
	changed func() // after leave, for what watches over the field
	arrive  func()
	focused bool

	number  bool // holds the NIK or KK number of a person
	guarded bool // of a record that nobody asked to see, see [entry.veil]
}

func (u *UI) entry(placeholder string) *entry {
	e := &entry{u: u}
	e.PlaceHolder = placeholder
	e.Scroll = fyne.ScrollHorizontalOnly
	e.ExtendBaseWidget(e)
	return e
}

// secret is a field for passwords.
func (u *UI) secret() *entry {
	e := u.entry("")
	e.Password = true
	e.ActionItem = nil
	return e
}

// long is a field of several lines.
func (u *UI) long(rows int) *entry {
	e := u.entry("")
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.Scroll = fyne.ScrollVerticalOnly
	e.SetMinRowsVisible(rows)
	return e
}

// AcceptsTab is false, so that Tab leaves a field of several lines too.
func (e *entry) AcceptsTab() bool { return false }

// AccessibilityLabel is the field's label.
func (e *entry) AccessibilityLabel() string { return e.Name }

// Cursor is the text cursor.
func (e *entry) Cursor() desktop.Cursor { return desktop.TextCursor }

// FocusGained shows the field when it is out of sight.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	e.focused = true
	e.u.reveal(e)
	if e.arrive != nil {
		e.arrive()
	}
}

// FocusLost tells the screen that the field was left.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	e.focused = false
	if e.leave != nil {
		e.leave()
	}
	if e.changed != nil {
		e.changed()
	}
}

// TypedRune takes a letter.
func (e *entry) TypedRune(r rune) {
	e.u.touched()
	e.Entry.TypedRune(r)
}

// TypedKey lets the screen use a key before the field does.
func (e *entry) TypedKey(ev *fyne.KeyEvent) {
	e.u.touched()
	if e.keys != nil && e.keys(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !e.MultiLine {
			if e.enter != nil {
				e.enter()
			}
			return
		}
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5:
		e.u.key(ev)
		return
	}
	e.Entry.TypedKey(ev)
}

// put sets the text without telling the listener of typing.
func (e *entry) put(text string) {
	if e.Text == text {
		return
	}
	heard := e.OnChanged
	e.OnChanged = nil
	e.SetText(text)
	e.CursorColumn = len([]rune(text))
	if e.MultiLine {
		e.CursorColumn = 0
	}
	e.OnChanged = heard
	e.Refresh()
}

// check is a tick box that hands on the keys it does not know.
type check struct {
	widget.Check
	u *UI
}

func (u *UI) check(label string, changed func(bool)) *check {
	c := &check{u: u}
	c.Text = label
	c.OnChanged = changed
	c.ExtendBaseWidget(c)
	return c
}

// FocusGained shows the box when it is out of sight.
func (c *check) FocusGained() { c.Check.FocusGained(); c.u.reveal(c) }

// Tapped keeps the focus on the box.
func (c *check) Tapped(ev *fyne.PointEvent) {
	if !c.Disabled() {
		c.SetChecked(!c.Checked)
		c.u.focus(c)
	}
}

// TypedKey ticks with Enter too.
func (c *check) TypedKey(ev *fyne.KeyEvent) {
	c.u.touched()
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.SetChecked(!c.Checked)
	default:
		c.u.key(ev)
	}
}

// put sets the tick without telling the listener.
func (c *check) put(on bool) {
	heard := c.OnChanged
	c.OnChanged = nil
	c.SetChecked(on)
	c.OnChanged = heard
}
