package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// hit is one line of a list that drops from a field.
type hit struct {
	Key   string
	Title string
	Sub   string
}

// drop is the list under a field. It lies on the window's float layer, so that
// the field keeps the keyboard while the list is open.
type drop struct {
	u      *UI
	anchor fyne.CanvasObject
	rows   []*hitRow
	hits   []hit
	at     int
	top    int // first hit shown
	box    *fyne.Container
	open   bool
	choose func(hit)
}

const dropRows = 7

func (u *UI) drop(anchor fyne.CanvasObject, choose func(hit)) *drop {
	return &drop{u: u, anchor: anchor, choose: choose}
}

// show opens the list with hits, or closes it when there are none.
func (d *drop) show(hits []hit, at int) {
	d.hits, d.at, d.top = hits, at, 0
	if len(hits) == 0 {
		d.close()
		return
	}
	d.build()
	d.scroll()
	d.place()
}

func (d *drop) build() {
	n := min(len(d.hits), dropRows)
	tall := false
	for _, h := range d.hits {
		tall = tall || h.Sub != ""
	}
	d.rows = d.rows[:0]
	list := column(0)
	for i := range n {
		r := newHitRow(d.u, tall, func() { d.pick(d.top + i) })
		d.rows = append(d.rows, r)
		list.Add(r)
	}
	d.box = container.NewStack(newPanel(roleSurface, roleMain, 6), padded(4, list))
}

func (d *drop) place() {
	if d.open {
		d.u.float.RemoveAll()
	}
	d.open = true
	drv := fyne.CurrentApp().Driver()
	at := drv.AbsolutePositionForObject(d.anchor)
	base := drv.AbsolutePositionForObject(d.u.float)
	size := d.box.MinSize()
	width := max(d.anchor.Size().Width, 240)
	y := at.Y - base.Y + d.anchor.Size().Height + 2
	if room := d.u.float.Size().Height; y+size.Height > room && at.Y-base.Y > size.Height {
		y = at.Y - base.Y - size.Height - 2
	}
	x := max(0, min(at.X-base.X, d.u.float.Size().Width-width-8))
	d.box.Move(fyne.NewPos(x, y))
	d.box.Resize(fyne.NewSize(width, size.Height))
	d.u.float.Add(d.box)
	d.u.dropped = d
}

// scroll keeps the marked hit in sight and writes the rows.
func (d *drop) scroll() {
	n := len(d.rows)
	if d.at < d.top {
		d.top = max(0, d.at)
	}
	if d.at >= d.top+n {
		d.top = d.at - n + 1
	}
	for i, r := range d.rows {
		h := d.hits[d.top+i]
		r.set(h, d.top+i == d.at)
	}
}

func (d *drop) close() {
	if !d.open {
		return
	}
	d.open = false
	if d.u.dropped == d {
		d.u.float.RemoveAll()
		d.u.float.Refresh()
		d.u.dropped = nil
	}
}

func (d *drop) pick(i int) {
	if !d.open || i < 0 || i >= len(d.hits) {
		return
	}
	h := d.hits[i]
	d.close()
	d.choose(h)
}

// key moves the mark, chooses or closes; true when the key was used up.
func (d *drop) key(ev *fyne.KeyEvent) bool {
	if !d.open {
		return false
	}
	switch ev.Name {
	case fyne.KeyDown:
		d.at = min(d.at+1, len(d.hits)-1)
	case fyne.KeyUp:
		d.at = max(d.at-1, 0)
	case fyne.KeyPageDown:
		d.at = min(d.at+dropRows, len(d.hits)-1)
	case fyne.KeyPageUp:
		d.at = max(d.at-dropRows, 0)
	case fyne.KeyReturn, fyne.KeyEnter:
		if d.at < 0 {
			return false
		}
		d.pick(d.at)
		return true
	case fyne.KeyEscape:
		d.close()
		return true
	default:
		return false
	}
	d.scroll()
	return true
}

// hitRow is a line of the list.
type hitRow struct {
	widget.BaseWidget
	ground     *panel
	title, sub *words
	body       *fyne.Container
	u          *UI
	tap        func()
}

func newHitRow(u *UI, tall bool, tap func()) *hitRow {
	r := &hitRow{u: u, ground: newPanel(roleSurface, "", 4), title: newWords(""), sub: small(""), tap: tap}
	in := column(0, r.title)
	if tall {
		in.Add(r.sub)
	}
	v := float32(10)
	if tall {
		v = 4
	}
	r.body = container.NewStack(r.ground, inset(v, 8, in))
	r.ExtendBaseWidget(r)
	return r
}

func (r *hitRow) set(h hit, marked bool) {
	r.title.Text, r.title.Bold, r.title.Role = h.Title, marked, roleInk
	r.sub.Text = h.Sub
	r.ground.Ground = roleSurface
	if marked {
		r.ground.Ground = roleSoft
	}
	r.title.Refresh()
	r.sub.Refresh()
	r.ground.Refresh()
}

// MouseDown chooses soon: the press takes the keyboard from the field, which
// closes its list, and what is chosen then gives the keyboard on.
func (r *hitRow) MouseDown(*desktop.MouseEvent) { r.u.after(pickDelay, r.tap) }

// MouseUp does nothing.
func (r *hitRow) MouseUp(*desktop.MouseEvent) {}

// Cursor is the hand.
func (r *hitRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Tapped chooses.
func (r *hitRow) Tapped(*fyne.PointEvent) { r.tap() }

func (r *hitRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

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
}

func (u *UI) choice(placeholder string, options []hit) *choice {
	c := &choice{u: u, e: u.entry(placeholder), options: options}
	c.e.Icon = nil
	c.e.ActionItem = newArrow(func() { u.focus(c.e); c.openAll() })
	c.box = container.NewStack(c.e)
	c.drop = u.drop(c.box, c.choose)
	c.e.keys = c.keys
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

// options4 makes options whose key is their text.
func sameHits(texts []string) []hit {
	hits := make([]hit, len(texts))
	for i, t := range texts {
		hits[i] = hit{Key: t, Title: t}
	}
	return hits
}

// narrow keeps the options that hold each typed word.
func narrow(options []hit, typed string) []hit {
	parts := strings.Fields(strings.ToLower(typed))
	var out []hit
	for _, o := range options {
		all := strings.ToLower(o.Title + " " + o.Sub + " " + o.Key)
		ok := true
		for _, p := range parts {
			ok = ok && strings.Contains(all, p)
		}
		if ok {
			out = append(out, o)
		}
	}
	return out
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
	find func(query string) []hit
	turn int
	stop func()
	// wait is the pause after a key before looking up.
	none string
}

func (u *UI) finder(placeholder string, find func(string) []hit, choose func(hit)) *finder {
	f := &finder{u: u, e: u.entry(placeholder), find: find}
	f.box = container.NewStack(f.e)
	f.drop = u.drop(f.box, choose)
	f.e.keys = func(ev *fyne.KeyEvent) bool {
		if f.drop.key(ev) {
			return true
		}
		if ev.Name == fyne.KeyDown && f.e.Text != "" {
			f.look()
			return true
		}
		return false
	}
	f.e.OnChanged = func(string) {
		if f.stop != nil {
			f.stop()
		}
		f.stop = u.after(findDelay, f.look)
	}
	f.e.leave = func() {
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
		f.drop.close()
		return
	}
	quietly(f.u, func() ([]hit, error) { return f.find(query), nil }, func(hits []hit, err error) {
		if turn != f.turn || !f.e.focused {
			return
		}
		if len(hits) == 0 && f.none != "" {
			hits = []hit{{Title: f.none}}
		}
		f.drop.show(hits, 0)
	})
}
