package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// heads describe the columns of a list.
type head struct {
	Title string
	Width float32 // fixed width, or 0 for a share of the rest
	Share float32
	Icon  bool // the cell may carry an icon before its words
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
}

// rowList makes a list. write fills the cells of a row; open acts on it.
func (u *UI) rowList(heads []head, count func() int, write func(i int, cells []*cell), open func(i int)) *rows {
	r := &rows{heads: heads, count: count}
	r.list = &keyList{u: u, cells: map[fyne.CanvasObject][]*cell{}}
	r.list.Length = count
	r.list.CreateItem = func() fyne.CanvasObject {
		objs, cells := make([]fyne.CanvasObject, len(heads)), make([]*cell, len(heads))
		for i, h := range heads {
			c := &cell{text: newWords("")}
			objs[i] = c.text
			if h.Icon {
				c.icon = newIcon(nil, roleQuiet)
				objs[i] = line(8, c.icon, c.text)
			}
			cells[i] = c
		}
		row := container.New(&gridLayout{heads: heads, height: 40}, objs...)
		r.list.cells[row] = cells
		return row
	}
	r.list.UpdateItem = func(i int, o fyne.CanvasObject) {
		if i < count() {
			write(i, r.list.cells[o])
		}
	}
	r.list.OnSelected = func(i int) {
		r.list.UnselectAll()
		if open != nil && i < count() {
			open(i)
		}
	}
	r.list.ExtendBaseWidget(r.list)
	titles := make([]fyne.CanvasObject, len(heads))
	named := false
	for i, h := range heads {
		t := small(h.Title)
		t.Bold = true
		titles[i] = t
		named = named || h.Title != ""
	}
	r.empty = container.NewStack()
	r.empty.Hide()
	body := container.NewStack(r.list, r.empty)
	if !named {
		r.Box = container.NewStack(body)
		return r
	}
	top := container.New(&gridLayout{heads: heads, height: 32}, titles...)
	r.Box = container.NewBorder(column(0, top, hair()), nil, nil, nil, body)
	return r
}

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
