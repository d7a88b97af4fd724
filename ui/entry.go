package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"smartkampung/kampung"
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
	// shape rewrites what is being typed, with the caret at its digit; a blank that
	// it puts in is never deleted by itself.
	shape   func(text string, caret int) (string, int)
	veiled  func() // after [entry.veil]
	focused bool
	shift   bool // held
	byMouse bool // a click is giving the keyboard
	picked  bool // all was selected when the field got the keyboard

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

// FocusGained shows the field when it is out of sight. What stands in it is
// selected, so that typing replaces it, unless a click has set the caret or the
// window was only left for another one.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	e.focused, e.shift = true, false
	e.u.reveal(e)
	if e.u.last != e && !e.byMouse && !e.MultiLine && !e.Password && e.Text != "" {
		e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
		e.picked = true
	}
	e.u.last = e
	if e.arrive != nil {
		e.arrive()
	}
}

// FocusLost tells the screen that the field was left.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	e.unselect()
	e.focused = false
	if e.leave != nil {
		e.leave()
	}
	if e.changed != nil {
		e.changed()
	}
}

// unselect drops the selection, which Fyne keeps over a new text and then takes
// for what the next character replaces.
func (e *entry) unselect() {
	if e.picked || e.SelectedText() != "" {
		e.picked = false
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	}
}

// SetText sets the text and drops the selection.
func (e *entry) SetText(text string) {
	e.unselect()
	e.Entry.SetText(text)
}

// MouseDown lets a click set the caret.
func (e *entry) MouseDown(m *desktop.MouseEvent) {
	e.byMouse = true
	e.Entry.MouseDown(m)
	e.byMouse = false
}

// KeyDown and KeyUp follow Shift, which makes a new line of Enter.
func (e *entry) KeyDown(ev *fyne.KeyEvent) {
	e.Entry.KeyDown(ev)
	e.shift = e.shift || isShift(ev)
}

// KeyUp is the end of KeyDown.
func (e *entry) KeyUp(ev *fyne.KeyEvent) {
	e.Entry.KeyUp(ev)
	e.shift = e.shift && !isShift(ev)
}

func isShift(ev *fyne.KeyEvent) bool {
	return ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight
}

// TypedRune types a character and shapes the text.
func (e *entry) TypedRune(r rune) {
	e.u.touched()
	e.Entry.TypedRune(r)
	e.reshape()
}

// TypedShortcut pastes, cuts and the like. Ctrl with the Enter of the number
// block is Ctrl+Enter.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.KeyName == fyne.KeyEnter && c.Modifier == fyne.KeyModifierControl {
		e.u.finish()
		return
	}
	e.Entry.TypedShortcut(s)
	e.reshape()
}

// reshape writes what stands in the field as it should look, without telling
// the listener: it means the same.
func (e *entry) reshape() {
	if e.shape == nil {
		return
	}
	text, caret := e.shape(e.Text, e.CursorColumn)
	if text == e.Text {
		return
	}
	e.put(text)
	e.CursorColumn = caret
	e.Refresh()
}

// skipGap sets the caret so that a key deletes a digit and no blank between two
// groups.
func (e *entry) skipGap(key fyne.KeyName) {
	back := key == fyne.KeyBackspace
	if e.shape == nil || !back && key != fyne.KeyDelete || e.SelectedText() != "" {
		return
	}
	e.CursorColumn = kampung.SkipGap(e.Text, e.CursorColumn, back)
}

// TypedKey lets the screen use a key before the field does.
func (e *entry) TypedKey(ev *fyne.KeyEvent) {
	e.u.touched()
	if e.keys != nil && e.keys(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.enter != nil && !(e.MultiLine && e.shift) {
			e.enter()
			return
		}
		if !e.MultiLine {
			return
		}
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5:
		e.u.key(ev)
		return
	}
	e.skipGap(ev.Name)
	e.Entry.TypedKey(ev)
	e.reshape()
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
func (c *check) FocusGained() {
	c.Check.FocusGained()
	c.u.reveal(c)
	c.u.last = nil
}

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
