package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// choice is a field that takes one of a few options: it opens with Down or a
// click, and typing narrows the list.
type choice struct {
	u       *UI
	e       *entry
	box     *fyne.Container
	drop    *drop
	options []hit
	key     string
	listen  func(bool)
	typed   bool
	// chosen gives the keyboard on after a choice; a click has taken it away.
	chosen func()
	// free accepts a text that is no option.
	free bool
	// eager opens the list when the keyboard comes to the empty field; nothing is
	// marked in it until Down is pressed.
	eager bool
}

func (u *UI) choice(placeholder string, options []hit) *choice {
	c := &choice{u: u, e: u.entry(placeholder), options: options}
	c.e.Icon = nil
	c.e.ActionItem = newArrow(func() { u.focus(c.e); c.openAll() })
	c.box = container.NewStack(c.e)
	c.drop = u.drop(c.box, c.choose)
	c.e.keys = c.keys
	c.e.arrive = func() {
		if c.eager && c.e.Text == "" && !c.e.byMouse {
			c.drop.show(c.options, -1)
		}
	}
	c.e.OnChanged = func(text string) {
		c.typed = true
		hits := narrow(c.options, text)
		c.drop.show(hits, 0)
		if c.free && c.listen != nil {
			c.listen(false)
		}
	}
	c.e.leave = c.left
	return c
}

// sameHits makes options whose key is their text.
func sameHits(texts []string) []hit {
	hits := make([]hit, len(texts))
	for i, t := range texts {
		hits[i] = hit{Key: t, Title: t}
	}
	return hits
}

// SetOptions changes what may be chosen.
func (c *choice) SetOptions(options []hit) {
	c.options = options
	c.show()
}

func (c *choice) openAll() {
	at := 0
	for i, o := range c.options {
		if o.Key == c.key {
			at = i
		}
	}
	c.drop.show(c.options, at)
}

func (c *choice) keys(ev *fyne.KeyEvent) bool {
	if c.drop.key(ev) {
		return true
	}
	if ev.Name == fyne.KeyDown || ev.Name == fyne.KeyUp {
		c.openAll()
		return true
	}
	if (ev.Name == fyne.KeyBackspace || ev.Name == fyne.KeyDelete) && !c.typed && !c.free {
		c.e.put("")
		c.typed = true
		c.drop.show(c.options, 0)
		return true
	}
	return false
}

func (c *choice) choose(h hit) {
	c.key = h.Key
	c.typed = false
	c.e.put(h.Title)
	if c.listen != nil {
		c.listen(true)
	}
	if c.chosen != nil {
		c.chosen()
	}
}

func (c *choice) left() {
	c.u.after(dropDelay, func() {
		if !c.e.focused {
			c.drop.close()
		}
	})
	if c.free {
		c.key = c.e.Text
	} else if c.typed {
		// A text that names one option only is that option; else the old one stays.
		if hits := narrow(c.options, c.e.Text); c.e.Text != "" && len(hits) == 1 {
			c.key = hits[0].Key
		} else if c.e.Text == "" {
			c.key = ""
		}
	}
	c.typed = false
	c.show()
	if c.listen != nil {
		c.listen(true)
	}
}

func (c *choice) show() {
	for _, o := range c.options {
		if o.Key == c.key {
			c.e.put(o.Title)
			return
		}
	}
	if c.free {
		c.e.put(c.key)
		return
	}
	c.e.put("")
}

func (c *choice) Object() fyne.CanvasObject { return c.box }
func (c *choice) Focus() fyne.Focusable     { return c.e }
func (c *choice) Entry() *entry             { return c.e }
func (c *choice) Listen(f func(left bool))  { c.listen = f }

// Value is the key of the chosen option, or "".
func (c *choice) Value() string {
	if c.free && c.typed {
		return c.e.Text
	}
	return c.key
}

// Put chooses an option by its key.
func (c *choice) Put(key string) {
	if c.key == key && !c.typed {
		c.show()
		return
	}
	c.key, c.typed = key, false
	c.show()
}

// arrow is the mark at the right of a choice; it takes no focus of its own.
type arrow struct {
	widget.BaseWidget
	tap func()
}

func newArrow(tap func()) *arrow {
	a := &arrow{tap: tap}
	a.ExtendBaseWidget(a)
	return a
}

// Tapped opens the list.
func (a *arrow) Tapped(*fyne.PointEvent) { a.tap() }

func (a *arrow) CreateRenderer() fyne.WidgetRenderer {
	i := newIcon(theme.MenuDropDownIcon(), roleQuiet)
	i.Side = 22
	return widget.NewSimpleRenderer(inset(0, 4, i))
}

// finder is a field that looks up as one types: residents, villages.
type finder struct {
	u    *UI
	e    *entry
	box  *fyne.Container
	drop *drop
	// find looks up off the UI thread.
	find  func(query string) []hit
	turn  int
	looks oneByOne
	// typed says that the list is of what was typed before; enter that Enter was
	// pressed meanwhile and chooses from the list that is to come.
	typed, enter bool
	// none is said when nothing is found, and empty that it is.
	none  string
	empty bool
	// ask, in place of find, is called on the UI thread and returns what looks up
	// off it; quick answers at once until that has come, and idle before anything
	// is typed. They may be nil.
	ask   func(query string) func() []hit
	quick func(query string) []hit
	idle  func() []hit
}

func (u *UI) finder(placeholder string, find func(string) []hit, choose func(hit)) *finder {
	f := &finder{u: u, e: u.entry(placeholder), find: find}
	f.box = container.NewStack(f.e)
	f.drop = u.drop(f.box, choose)
	f.e.keys = func(ev *fyne.KeyEvent) bool {
		if f.typed && trim(f.e.Text) != "" && (ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter) {
			f.enter = true
			f.look()
			return true
		}
		if f.empty && f.drop.open && (ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter) {
			return true // that nothing was found stays to be read
		}
		if f.drop.key(ev) {
			return true
		}
		if ev.Name == fyne.KeyDown && f.e.Text != "" {
			f.look()
			return true
		}
		if ev.Name == fyne.KeyDown && f.idle != nil {
			f.drop.show(f.idle(), 0)
			return true
		}
		return false
	}
	f.e.OnChanged = func(string) {
		f.typed, f.enter = true, false
		f.look()
	}
	f.e.leave = func() {
		f.typed, f.enter = false, false
		u.after(dropDelay, func() {
			if !f.e.focused {
				f.drop.close()
			}
		})
	}
	return f
}

// look asks for hits and shows them, unless more was typed meanwhile.
func (f *finder) look() {
	query := strings.TrimSpace(f.e.Text)
	f.turn++
	turn := f.turn
	if query == "" {
		f.typed, f.enter = false, false
		f.drop.close()
		return
	}
	if f.quick != nil {
		if hits := f.quick(query); len(hits) > 0 {
			f.drop.show(hits, 0)
		}
	}
	if !f.looks.begin() {
		return
	}
	find := func() []hit { return f.find(query) }
	if f.ask != nil {
		find = f.ask(query)
	}
	quietly(f.u, func() ([]hit, error) { return find(), nil }, func(hits []hit, err error) {
		if f.looks.end() {
			f.look()
			return
		}
		if turn != f.turn || !f.e.focused {
			return
		}
		at := f.drop.moved(hits)
		found := len(hits) > 0
		f.empty = !found
		if !found && f.none != "" {
			hits = []hit{{Title: f.none}}
		}
		f.drop.show(hits, at)
		choose := f.enter && found
		f.typed, f.enter = false, false
		if choose {
			f.drop.pick(at)
		}
	})
}
