package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"smartkampung/kampung"
)

// heads describe the columns of a list.
type head struct {
	Title string
	Width float32 // fixed width, or 0 for a share of the rest
	Share float32
	Icon  bool // the cell may carry an icon before its words
	// By is the column that the list is sorted by with this head; "" for none.
	By kampung.ListColumn
}

// cell is one place in a row.
type cell struct {
	icon *icon
	text *words
}

// Set writes a cell.
func (c *cell) Set(text string, role fyne.ThemeColorName) {
	c.text.Paint(text, role)
}

// Mark writes a cell with an icon before the words.
func (c *cell) Mark(res fyne.Resource, text string, role fyne.ThemeColorName) {
	c.text.Paint(text, role)
	if c.icon != nil {
		c.icon.Set(res, role)
	}
}

// rows is a list with columns: arrows move, Enter opens, as does a click.
type rows struct {
	Box   *fyne.Container
	list  *keyList
	heads []head
	count func() int
	empty *fyne.Container
	sorts map[kampung.ListColumn]*sortHead
	// sorted is called when a head was pressed.
	sorted func(kampung.ListColumn)
}

// rowList makes a list. write fills the cells of a row; open acts on it.
func (u *UI) rowList(heads []head, count func() int, write func(i int, cells []*cell), open func(i int)) *rows {
	return u.markList(heads, count, write, open, nil)
}

// markList is a list whose rows can be marked; m may be nil.
func (u *UI) markList(heads []head, count func() int, write func(i int, cells []*cell), open func(i int), m *marks) *rows {
	r := &rows{heads: heads, count: count, sorts: map[kampung.ListColumn]*sortHead{}}
	r.list = &keyList{u: u, cells: map[fyne.CanvasObject][]*cell{}, marks: m}
	if m != nil {
		r.heads = append([]head{{Width: markWidth}}, heads...)
	}
	r.build(write, open)
	r.frame(u)
	return r
}

// build sets what the list's rows are and do.
func (r *rows) build(write func(i int, cells []*cell), open func(i int)) {
	heads, count, m := r.heads, r.count, r.list.marks
	r.list.Length = count
	r.list.CreateItem = func() fyne.CanvasObject {
		objs, cells := make([]fyne.CanvasObject, len(heads)), make([]*cell, len(heads))
		for i, h := range heads {
			if m != nil && i == 0 {
				objs[i] = newMarkBox()
				continue
			}
			c := &cell{text: newWords("")}
			objs[i] = c.text
			if h.Icon {
				c.icon = newIcon(nil, roleQuiet)
				objs[i] = line(8, c.icon, c.text)
			}
			cells[i] = c
		}
		row := container.New(&gridLayout{heads: heads, height: 40}, objs...)
		if m == nil {
			r.list.cells[row] = cells
			return row
		}
		ground := newPanel(roleSoft, "", 0)
		marked := container.NewStack(ground, row)
		r.list.cells[marked] = cells[1:]
		return marked
	}
	r.list.UpdateItem = func(i int, o fyne.CanvasObject) {
		if i >= count() {
			return
		}
		if m != nil {
			r.list.showMark(i, o.(*fyne.Container))
		}
		write(i, r.list.cells[o])
	}
	r.list.OnHighlighted = func(i int) { r.list.at = i }
	r.list.OnSelected = func(i int) {
		r.list.UnselectAll()
		if m != nil && m.click(r.list.u, i) {
			return
		}
		if open != nil && i < count() {
			open(i)
		}
	}
	r.list.ExtendBaseWidget(r.list)
}

// frame sets the list under its heads.
func (r *rows) frame(u *UI) {
	titles := make([]fyne.CanvasObject, len(r.heads))
	named := false
	for i, h := range r.heads {
		named = named || h.Title != ""
		if h.By != "" {
			s := u.sortHead(h.Title, func() { r.sorted(h.By) })
			s.keys = func(ev *fyne.KeyEvent) bool {
				if ev.Name == fyne.KeyDown {
					u.focus(r.list)
				}
				return ev.Name == fyne.KeyDown
			}
			titles[i], r.sorts[h.By] = s, s
			continue
		}
		t := small(h.Title)
		t.Bold = true
		titles[i] = t
	}
	r.empty = container.NewStack()
	r.empty.Hide()
	body := container.NewStack(r.list, r.empty)
	if !named {
		r.Box = container.NewStack(body)
		return
	}
	top := container.New(&gridLayout{heads: r.heads, height: 32}, titles...)
	r.Box = container.NewBorder(column(0, top, hair()), nil, nil, nil, body)
}

// Sorted shows at the heads how the list is sorted.
func (r *rows) Sorted(s kampung.ListSort) {
	for by, h := range r.sorts {
		h.sorted(by == s.By, s.Down)
	}
}

// toTop shows the rows from the first on.
func (r *rows) toTop() {
	r.list.ScrollToTop()
	r.list.Highlight(0)
}

// markWidth is the column of the boxes before rows.
const markWidth = 20

// WhenEmpty sets what stands in place of an empty list.
func (r *rows) WhenEmpty(o fyne.CanvasObject) {
	r.empty.RemoveAll()
	r.empty.Add(o)
}

// Refresh writes the rows anew.
func (r *rows) Refresh() {
	none := r.count() == 0
	if none && len(r.empty.Objects) > 0 {
		r.list.Hide()
		r.empty.Show()
	} else {
		r.empty.Hide()
		r.list.Show()
	}
	r.list.Refresh()
}

// keyList is Fyne's list where Enter opens and unknown keys are handed on.
type keyList struct {
	widget.List
	u       *UI
	cells   map[fyne.CanvasObject][]*cell
	resized func(fyne.Size) // after the list got another size; may be nil
	marks   *marks          // nil when rows cannot be marked
	at      int             // row of the keyboard
}

// showMark paints whether a row is marked.
func (l *keyList) showMark(i int, o *fyne.Container) {
	on := l.marks.has(i)
	if ground := o.Objects[0].(*panel); ground.Hidden == on {
		ground.Hidden = !on
		ground.Refresh()
	}
	box := o.Objects[1].(*fyne.Container).Objects[0].(*markBox)
	box.set(on)
	box.tap = func() { l.marks.toggle(i) }
}

// markKey uses the keys that mark rows; true when the key was one.
func (l *keyList) markKey(ev *fyne.KeyEvent) bool {
	m := l.marks
	if m == nil {
		return false
	}
	shift := l.u.held()&fyne.KeyModifierShift != 0
	switch ev.Name {
	case fyne.KeySpace:
		m.toggle(l.at)
	case fyne.KeyUp, fyne.KeyDown:
		if !shift {
			l.List.TypedKey(ev)
			m.anchor = l.at
			return true
		}
		l.List.TypedKey(ev)
		m.run(l.at)
	case fyne.KeyEscape:
		return m.clear()
	default:
		return false
	}
	return true
}

// TypedShortcut marks all rows with Ctrl+A.
func (l *keyList) TypedShortcut(s fyne.Shortcut) {
	if _, all := s.(*fyne.ShortcutSelectAll); all && l.marks != nil {
		l.marks.every()
	}
}

// Resize lays the list out for another size.
func (l *keyList) Resize(size fyne.Size) {
	changed := l.Size() != size
	l.List.Resize(size)
	if changed && l.resized != nil {
		l.resized(size)
	}
}

// TypedKey opens with Enter.
func (l *keyList) TypedKey(ev *fyne.KeyEvent) {
	l.u.touched()
	if l.markKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		l.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	case fyne.KeyUp, fyne.KeyDown, fyne.KeySpace:
		l.List.TypedKey(ev)
	case fyne.KeyPageDown, fyne.KeyPageUp:
		step := &fyne.KeyEvent{Name: fyne.KeyDown}
		if ev.Name == fyne.KeyPageUp {
			step.Name = fyne.KeyUp
		}
		for range 10 {
			l.List.TypedKey(step)
		}
	default:
		l.u.key(ev)
	}
}

// Cursor is the hand over rows that open.
func (l *keyList) Cursor() desktop.Cursor { return desktop.PointerCursor }

// gridLayout sets the cells of a row in the list's columns.
type gridLayout struct {
	heads  []head
	height float32
}

const gridPad, gridGap = 12, 12

func (g *gridLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	w := float32(2 * gridPad)
	for _, h := range g.heads {
		if h.Width > 0 {
			w += h.Width
		} else {
			w += 60
		}
	}
	tall := g.height
	for _, o := range objs {
		tall = max(tall, o.MinSize().Height)
	}
	return fyne.NewSize(w+gridGap*float32(len(g.heads)-1), tall)
}

func (g *gridLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	free, shares := size.Width-2*gridPad-gridGap*float32(len(g.heads)-1), float32(0)
	for _, h := range g.heads {
		free -= h.Width * scaleNow()
		shares += h.Share
	}
	x := float32(gridPad)
	for i, o := range objs {
		w := g.heads[i].Width * scaleNow()
		if w == 0 {
			w = max(20, free*g.heads[i].Share/shares)
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + gridGap
	}
}

// scaleNow is how much larger than normal the texts are.
func scaleNow() float32 { return measure(sizeBody) / 14 }
