package ui

import (
	"fyne.io/fyne/v2"
)

// control is what stands in a field: it has one text value.
type control interface {
	// Object is the widget to lay out.
	Object() fyne.CanvasObject
	// Focus is the part that takes the keyboard.
	Focus() fyne.Focusable
	// Value is what is in it, in the form that the rules store.
	Value() string
	// Put sets the value without telling the listener.
	Put(value string)
	// Listen calls f after each change by the clerk; left says that the field
	// was left and f should act at once.
	Listen(f func(left bool))
	// Entry is the text field inside, or nil.
	Entry() *entry
}

// field is a control with its label above and its problem below.
type field struct {
	Key     string
	Control control
	Box     *fyne.Container
	label   *words
	help    *words
	problem *words
	Must    bool
	wrong   string // what stood in the field when its problem was found
}

func (u *UI) field(key, label string, must bool, help string, c control) *field {
	f := &field{Key: key, Control: c, Must: must}
	text := label
	if must {
		text += " *"
	}
	f.label = newWords(text)
	f.label.Wrap, f.label.Role = true, roleQuiet
	f.help = small(help)
	f.help.Wrap = true
	f.problem = small("")
	f.problem.Wrap, f.problem.Role = true, roleBack
	f.problem.Hide()
	if help == "" {
		f.help.Hide()
	}
	if e := c.Entry(); e != nil {
		e.Name = label
	}
	f.Box = column(4, f.label, c.Object(), f.help, f.problem)
	return f
}

// SetProblem shows or clears what is wrong with the field.
func (f *field) SetProblem(text string) {
	if text != "" {
		f.wrong = f.Control.Value()
	}
	if f.problem.Text == text && f.problem.Visible() == (text != "") {
		return
	}
	f.problem.Set(text)
	if text == "" {
		f.problem.Hide()
		if f.help.Text != "" {
			f.help.Show()
		}
	} else {
		f.problem.Show()
		f.help.Hide()
	}
	f.Box.Refresh()
}

// textControl is a plain text field.
type textControl struct{ e *entry }

func (u *UI) text(placeholder string) *textControl { return &textControl{u.entry(placeholder)} }

func (c *textControl) Object() fyne.CanvasObject { return c.e }
func (c *textControl) Focus() fyne.Focusable     { return c.e }
func (c *textControl) Value() string             { return c.e.Text }
func (c *textControl) Put(v string)              { c.e.put(v) }
func (c *textControl) Entry() *entry             { return c.e }
func (c *textControl) Listen(f func(left bool)) {
	c.e.OnChanged = func(string) { f(false) }
	c.e.leave = func() { f(true) }
}

// formedControl is a text field that rewrites what was typed when it is left
// ("1500000" becomes "1.500.000") and stores another form of it.
type formedControl struct {
	e *entry
	// read turns what was typed into the stored form; ok is false when it
	// cannot, and then the text itself is the value, for the rules to refuse.
	read func(typed string) (stored string, ok bool)
	// show turns the stored form into what the clerk reads.
	show   func(stored string) string
	listen func(bool)
}

func (u *UI) formed(placeholder string, read func(string) (string, bool), show func(string) string) *formedControl {
	c := &formedControl{e: u.entry(placeholder), read: read, show: show}
	c.e.OnChanged = func(string) { c.tell(false) }
	c.e.leave = c.left
	return c
}

func (c *formedControl) tell(left bool) {
	if c.listen != nil {
		c.listen(left)
	}
}

func (c *formedControl) left() {
	if v, ok := c.read(c.e.Text); ok {
		c.e.put(c.show(v))
	}
	c.tell(true)
}

func (c *formedControl) Object() fyne.CanvasObject { return c.e }
func (c *formedControl) Focus() fyne.Focusable     { return c.e }
func (c *formedControl) Entry() *entry             { return c.e }
func (c *formedControl) Listen(f func(left bool))  { c.listen = f }

func (c *formedControl) Value() string {
	if v, ok := c.read(c.e.Text); ok {
		return v
	}
	return c.e.Text
}

// Put shows a stored value; a text that is no stored form stays as it was typed.
func (c *formedControl) Put(v string) {
	if c.e.focused && c.Value() == v {
		return
	}
	c.e.put(c.show(v))
}

// fields keeps the fields of a form in order: problems beside them, Enter to
// the next one.
type fields struct {
	u    *UI
	list []*field
	// done is pressed by Enter in the last field.
	done func()
}

func (fs *fields) add(f *field) *field {
	fs.list = append(fs.list, f)
	e := f.Control.Entry()
	if e == nil {
		return f
	}
	if e.enter == nil {
		e.enter = func() { fs.next(f) }
	}
	goOnFrom(f.Control, func() { fs.step(f) })
	// A problem goes when its field was changed and left: it is looked at again
	// with the whole form.
	e.changed = func() {
		if f.problem.Text != "" && f.Control.Value() != f.wrong {
			f.SetProblem("")
		}
	}
	return f
}

// goOnFrom sets where the keyboard goes after a choice in a control.
func goOnFrom(c control, to func()) {
	if ch, ok := c.(*choice); ok {
		ch.chosen = to
	}
}

// step gives the keyboard to the field after f; the last one keeps it.
func (fs *fields) step(f *field) {
	done := fs.done
	fs.done = func() { fs.u.focus(f.Control.Focus()) }
	fs.next(f)
	fs.done = done
}

// next gives the focus to the field after f, or presses done.
func (fs *fields) next(f *field) {
	for i, g := range fs.list {
		if g != f {
			continue
		}
		for _, h := range fs.list[i+1:] {
			if h.Box.Visible() {
				fs.u.focus(h.Control.Focus())
				return
			}
		}
	}
	if fs.done != nil {
		fs.done()
	}
}

// show puts each problem under its field and returns those that have no field
// here; the first field with a problem takes the focus when lead is set.
func (fs *fields) show(of func(key string) string, lead bool) {
	var first *field
	for _, f := range fs.list {
		p := of(f.Key)
		f.SetProblem(p)
		if p != "" && first == nil {
			first = f
		}
	}
	if lead && first != nil {
		fs.u.focus(first.Control.Focus())
	}
}
