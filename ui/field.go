package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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

// field is a control with its label above and a note below: what is wrong with
// it, else how it was understood, else a help. The note has its place also while
// it is empty, so that nothing jumps when it comes or goes.
type field struct {
	Key     string
	Control control
	Box     *fyne.Container
	Must    bool
	label   *words
	note    *words
	under   *noteLayout
	help    string
	problem string
	wrong   string // what stood in the field when its problem was found
}

func (u *UI) field(key, label string, must bool, help string, c control) *field {
	f := &field{Key: key, Control: c, Must: must, help: help, under: &noteLayout{}}
	text := label
	if must {
		text += " *"
	}
	f.label = newWords(text)
	f.label.Wrap, f.label.Role = true, roleQuiet
	f.note = small("")
	if e := c.Entry(); e != nil {
		e.Name = label
	}
	if t, ok := c.(*formedControl); ok {
		t.heard, t.e.veiled = f.say, f.say
	}
	f.Box = container.New(f.under, f.label, c.Object(), f.note)
	f.say()
	return f
}

// SetProblem shows or clears what is wrong with the field.
func (f *field) SetProblem(text string) {
	if text != "" {
		f.wrong = f.Control.Value()
	}
	if f.problem == text {
		return
	}
	f.problem = text
	f.say()
	f.Box.Refresh()
}

// Fresh takes the problem away for another thing to be filled in; the room of
// a long one goes with it.
func (f *field) Fresh() {
	f.SetProblem("")
	f.say()
	if f.under.tall > 0 {
		f.under.tall = 0
		f.Box.Refresh()
	}
}

// say writes the note.
func (f *field) say() {
	role, text, wrap := roleQuiet, f.help, true
	if t, ok := f.Control.(*formedControl); ok && t.echo != nil && !t.e.Password {
		if said := t.echo(t.e.Text); said != "" {
			text, wrap = said, false
		}
	}
	if f.problem != "" {
		role, text, wrap = roleBack, f.problem, true
	}
	if f.note.Text == text && f.note.Role == role && f.note.Wrap == wrap {
		return
	}
	f.note.Text, f.note.Role, f.note.Wrap = text, role, wrap
	f.note.Refresh()
}

// noteLayout sets label, control and note under one another. A note of one line
// stands in the gap to the next field, so that keeping its place costs little.
type noteLayout struct {
	tall, width float32 // the highest note at a width
}

const (
	labelGap  = 4
	noteGap   = 3
	noteBleed = 7 // of the 12 between two fields
)

func (l *noteLayout) note(objs []fyne.CanvasObject) float32 {
	return max(l.tall, objs[2].MinSize().Height)
}

// MinSize keeps room for the note; a control that is hidden takes it along.
func (l *noteLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	a, b := objs[0].MinSize(), objs[1].MinSize()
	if !objs[1].Visible() {
		return a
	}
	return fyne.NewSize(max(a.Width, b.Width), a.Height+labelGap+b.Height+noteGap+l.note(objs)-noteBleed)
}

// Layout remembers how high the note was, so that the room stays when a long
// problem is gone.
func (l *noteLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	if size.Width <= 0 {
		return // not on the screen yet
	}
	y := float32(0)
	for i, gap := range []float32{labelGap, noteGap, 0} {
		o := objs[i]
		if i > 0 && !objs[1].Visible() {
			return
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		if h := o.MinSize().Height; h != o.Size().Height {
			o.Resize(fyne.NewSize(size.Width, h)) // words that were broken anew
		}
		y += o.Size().Height + gap
	}
	h := objs[2].Size().Height
	if l.width != size.Width || h > l.tall {
		l.width, l.tall = size.Width, h
	}
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
	show func(stored string) string
	// echo says in words how a text is understood, "" for nothing to say.
	echo   func(typed string) string
	listen func(bool)
	heard  func() // after each change, for the note of the field
}

func (u *UI) formed(placeholder string, read func(string) (string, bool), show func(string) string) *formedControl {
	c := &formedControl{e: u.entry(placeholder), read: read, show: show}
	c.e.OnChanged = func(string) { c.tell(false) }
	c.e.leave = c.left
	return c
}

func (c *formedControl) tell(left bool) {
	c.hear()
	if c.listen != nil {
		c.listen(left)
	}
}

func (c *formedControl) hear() {
	if c.heard != nil {
		c.heard()
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
	c.hear()
}

// fields keeps the fields of a form in order: problems beside them, Enter to
// the next one.
type fields struct {
	u    *UI
	list []*field
	// done is pressed by Enter in the last field.
	done func()
	kept map[string]string // what was in them when they were filled, see [fields.mark]
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
		if f.problem != "" && f.Control.Value() != f.wrong {
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
