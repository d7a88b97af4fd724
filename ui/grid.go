package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// grid is a wide table with heads that stay: only what is in sight is drawn, so
// that a book of a whole village scrolls as one of ten lines. Arrows move, Enter
// opens, as does a click.
type grid struct {
	widget.Table
	u *UI
	// heads are the texts over the columns.
	heads []string
	count func() int
	// cell tells what stands in a cell, and open acts on a line.
	cell func(row, col int) (text string, struck bool)
	open func(row int)
	at   widget.TableCellID
}

const (
	gridHeight = 36 // of a row
	gridHead   = 52 // of the heads, two lines
	gridChar   = 7.6
)

func (u *UI) grid(count func() int, cell func(row, col int) (string, bool), open func(row int)) *grid {
	g := &grid{u: u, count: count, cell: cell, open: open}
	g.Length = func() (int, int) { return count(), len(g.heads) }
	g.CreateCell = func() fyne.CanvasObject { return newGridCell() }
	g.UpdateCell = func(id widget.TableCellID, o fyne.CanvasObject) {
		text, struck := g.cell(id.Row, id.Col)
		o.(*gridCell).set(text, struck)
	}
	g.ShowHeaderRow = true
	g.CreateHeader = func() fyne.CanvasObject {
		c := newGridCell()
		c.text.Bold, c.text.Role, c.text.Wrap, c.text.Size_ = true, roleQuiet, true, sizeSmall
		c.head = true
		return c
	}
	g.UpdateHeader = func(id widget.TableCellID, o fyne.CanvasObject) {
		text := ""
		if id.Col >= 0 && id.Col < len(g.heads) {
			text = g.heads[id.Col]
		}
		o.(*gridCell).set(text, false)
	}
	g.OnSelected = func(id widget.TableCellID) {
		g.UnselectAll()
		g.at = id
		if g.open != nil && id.Row >= 0 && id.Row < count() {
			g.open(id.Row)
		}
	}
	g.OnHighlighted = func(id widget.TableCellID) { g.at = id }
	g.ExtendBaseWidget(g)
	return g
}

// fit gives the table new heads, with the columns' widths in characters.
func (g *grid) fit(heads []string, chars []int) {
	g.heads = heads
	for i, n := range chars {
		g.SetColumnWidth(i, (float32(n)*gridChar+2*gridCellPad)*scaleNow())
	}
	g.SetRowHeight(-1, gridHead*scaleNow())
	g.ScrollToTop()
	g.ScrollToLeading()
	g.Refresh()
}

// TypedKey opens with Enter, pages, and hands unknown keys on.
func (g *grid) TypedKey(ev *fyne.KeyEvent) {
	g.u.touched()
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if g.open != nil && g.at.Row >= 0 && g.at.Row < g.count() {
			g.open(g.at.Row)
		}
	case fyne.KeyPageDown, fyne.KeyPageUp:
		step := &fyne.KeyEvent{Name: fyne.KeyDown}
		if ev.Name == fyne.KeyPageUp {
			step.Name = fyne.KeyUp
		}
		for range 10 {
			g.Table.TypedKey(step)
		}
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
		g.Table.TypedKey(ev)
	default:
		g.u.key(ev)
	}
}

// Cursor is the hand over lines that open.
func (g *grid) Cursor() desktop.Cursor {
	if c := g.Table.Cursor(); c != desktop.DefaultCursor || g.open == nil {
		return c // the edge of a column is drawn
	}
	return desktop.PointerCursor
}

const gridCellPad = 8

// gridCell is a cell's text, with a stroke through it when it is struck.
type gridCell struct {
	widget.BaseWidget
	text   *words
	stroke *panel
	struck bool
	head   bool
}

func newGridCell() *gridCell {
	c := &gridCell{text: newWords(""), stroke: newPanel(roleQuiet, "", 0)}
	c.stroke.Hide()
	c.ExtendBaseWidget(c)
	return c
}

func (c *gridCell) set(text string, struck bool) {
	if c.text.Text == text && c.struck == struck {
		return
	}
	c.struck = struck
	role := roleInk
	if struck || c.head {
		role = roleQuiet
	}
	c.text.Paint(text, role)
	c.Refresh()
}

func (c *gridCell) CreateRenderer() fyne.WidgetRenderer { return &gridCellRenderer{c} }

type gridCellRenderer struct{ c *gridCell }

func (r *gridCellRenderer) Destroy() {}
func (r *gridCellRenderer) MinSize() fyne.Size {
	return fyne.NewSize(40, max(gridHeight*scaleNow()-theme.Padding(), r.c.text.lineHeight()))
}
func (r *gridCellRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.text, r.c.stroke}
}
func (r *gridCellRenderer) Refresh() {
	r.Layout(r.c.Size())
	r.c.text.Refresh()
	r.c.stroke.Refresh()
}
func (r *gridCellRenderer) Layout(s fyne.Size) {
	c := r.c
	w := max(0, s.Width-2*gridCellPad)
	h := c.text.lineHeight()
	if c.head {
		h = min(s.Height, float32(len(c.text.lines(w)))*h)
	}
	c.text.Move(fyne.NewPos(gridCellPad, (s.Height-h)/2))
	c.text.Resize(fyne.NewSize(w, h))
	c.stroke.Hidden = !c.struck || c.text.Text == ""
	c.stroke.Move(fyne.NewPos(gridCellPad, s.Height/2))
	c.stroke.Resize(fyne.NewSize(min(w, c.text.span(c.text.Text)), 1))
}
