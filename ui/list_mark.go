package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// marks are the rows of a list that were chosen to do something with together.
type marks struct {
	ids     map[string]bool
	anchor  int                  // row from which a run of rows is marked
	id      func(i int) string   // of a row; "" when it was not read yet
	all     func(func([]string)) // reads the ids of the whole list
	changed func()
}

func newMarks(id func(i int) string, all func(func([]string)), changed func()) *marks {
	return &marks{ids: map[string]bool{}, id: id, all: all, changed: changed}
}

// has reports whether a row is marked.
func (m *marks) has(i int) bool { return len(m.ids) > 0 && m.ids[m.id(i)] }

// toggle marks a row, or takes its mark away.
func (m *marks) toggle(i int) {
	id := m.id(i)
	if id == "" {
		return
	}
	if m.anchor = i; m.ids[id] {
		delete(m.ids, id)
	} else {
		m.ids[id] = true
	}
	m.changed()
}

// run marks the rows from the anchor to one.
func (m *marks) run(to int) {
	from := m.anchor
	for i := min(from, to); i <= max(from, to); i++ {
		if id := m.id(i); id != "" {
			m.ids[id] = true
		}
	}
	m.changed()
}

// every marks the whole list.
func (m *marks) every() {
	m.all(func(ids []string) {
		for _, id := range ids {
			m.ids[id] = true
		}
		m.changed()
	})
}

// clear takes all marks away; true when there were any.
func (m *marks) clear() bool {
	if len(m.ids) == 0 {
		return false
	}
	m.ids = map[string]bool{}
	m.changed()
	return true
}

// held are the modifier keys that are down.
func (u *UI) held() fyne.KeyModifier {
	if u.env.Held != nil {
		return u.env.Held()
	}
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// click is what a click on a row does besides opening it; true when that was all.
func (m *marks) click(u *UI, i int) bool {
	switch held := u.held(); {
	case held&fyne.KeyModifierControl != 0:
		m.toggle(i)
	case held&fyne.KeyModifierShift != 0:
		m.run(i)
	default:
		return false
	}
	return true
}

// markBox is the box before a row.
type markBox struct {
	widget.BaseWidget
	sign *icon
	tap  func()
}

func newMarkBox() *markBox {
	b := &markBox{sign: newIcon(theme.CheckButtonIcon(), roleQuiet)}
	b.ExtendBaseWidget(b)
	return b
}

func (b *markBox) set(on bool) {
	if on {
		b.sign.Set(theme.CheckButtonCheckedIcon(), roleMain)
	} else {
		b.sign.Set(theme.CheckButtonIcon(), roleQuiet)
	}
}

// Tapped marks the row.
func (b *markBox) Tapped(*fyne.PointEvent) {
	if b.tap != nil {
		b.tap()
	}
}

// Cursor is the hand.
func (b *markBox) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (b *markBox) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.sign) }

// sortHead is a column's head by which the list can be sorted.
type sortHead struct {
	widget.BaseWidget
	u       *UI
	text    *words
	arrow   *icon
	ring    *panel
	focused bool
	press   func()
	keys    func(*fyne.KeyEvent) bool
	Text    string // for tests and for what reads the screen aloud
}

func (u *UI) sortHead(text string, press func()) *sortHead {
	h := &sortHead{u: u, Text: text, text: small(text), arrow: newIcon(nil, roleMain), ring: newPanel(roleSoft, roleMain, 4), press: press}
	h.text.Bold = true
	h.arrow.Side = 16
	h.ring.Hide()
	h.ExtendBaseWidget(h)
	return h
}

// sorted shows whether the list is sorted by the column, and which way.
func (h *sortHead) sorted(by, down bool) {
	var res fyne.Resource
	role := roleQuiet
	if by {
		role, res = roleMain, theme.MenuDropUpIcon()
		if down {
			res = theme.MenuDropDownIcon()
		}
	}
	h.arrow.Set(res, roleMain)
	h.text.Paint(h.text.Text, role)
}

// AccessibilityLabel is the words of the head.
func (h *sortHead) AccessibilityLabel() string { return h.Text }

// Tapped sorts.
func (h *sortHead) Tapped(*fyne.PointEvent) { h.press() }

// Cursor is the hand.
func (h *sortHead) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained shows the ring.
func (h *sortHead) FocusGained() { h.focused = true; h.Refresh() }

// FocusLost hides it.
func (h *sortHead) FocusLost() { h.focused = false; h.Refresh() }

// TypedRune does nothing.
func (h *sortHead) TypedRune(rune) {}

// TypedKey sorts with Enter and Space.
func (h *sortHead) TypedKey(ev *fyne.KeyEvent) {
	if h.keys != nil && h.keys(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		h.press()
	default:
		h.u.key(ev)
	}
}

// CreateRenderer draws the words and the arrow behind them.
func (h *sortHead) CreateRenderer() fyne.WidgetRenderer { return &sortHeadRenderer{h} }

type sortHeadRenderer struct{ h *sortHead }

func (r *sortHeadRenderer) Destroy() {}
func (r *sortHeadRenderer) MinSize() fyne.Size {
	return fyne.NewSize(20, r.h.text.lineHeight())
}
func (r *sortHeadRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.h.ring, r.h.text, r.h.arrow}
}
func (r *sortHeadRenderer) Refresh() {
	r.h.ring.Hidden = !r.h.focused
	r.h.ring.Refresh()
	r.h.text.Refresh()
	r.h.arrow.Refresh()
}
func (r *sortHeadRenderer) Layout(s fyne.Size) {
	h := r.h
	h.ring.Move(fyne.NewPos(-6, 2))
	h.ring.Resize(fyne.NewSize(s.Width+12, s.Height-4))
	w := min(s.Width, h.text.span(h.text.Text)+1)
	if w > s.Width-h.arrow.Side-2 && h.arrow.Side+20 < s.Width {
		w = min(w, s.Width-h.arrow.Side-2)
	}
	h.text.Move(fyne.NewPos(0, 0))
	h.text.Resize(fyne.NewSize(w, s.Height))
	h.arrow.Move(fyne.NewPos(w+2, (s.Height-h.arrow.Side)/2))
	h.arrow.Resize(fyne.NewSquareSize(h.arrow.Side))
}
