package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// hit is one line of a list that drops from a field.
type hit struct {
	Key   string
	Title string
	Sub   string
	Note  string // why it stands here, at the right
	Icon  fyne.Resource
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

// moved is where the mark belongs in other hits: on the one that it was moved
// to, else on the first.
func (d *drop) moved(hits []hit) int {
	if !d.open || d.at <= 0 || d.at >= len(d.hits) {
		return 0
	}
	return max(0, slices.IndexFunc(hits, func(h hit) bool { return h.Key == d.hits[d.at].Key }))
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
	d.u.float.Refresh() // a container without layout does not ask to be drawn again
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
	Text       string // the title, for who reads the screen
	ground     *panel
	title, sub *words
	note       *words
	sign       *icon // hidden where no hit has an icon
	body       *fyne.Container
	u          *UI
	tap        func()
}

func newHitRow(u *UI, tall bool, tap func()) *hitRow {
	r := &hitRow{u: u, ground: newPanel(roleSurface, "", 4), title: newWords(""), sub: small(""), note: small(""), sign: newIcon(nil, roleQuiet), tap: tap}
	r.sign.Hide()
	r.note.Whole = true
	in := column(0, line(8, r.title, r.note))
	if tall {
		in.Add(r.sub)
	}
	v := float32(10)
	if tall {
		v = 4
	}
	r.body = container.NewStack(r.ground, inset(v, 8, line(10, r.sign, stretch(in))))
	r.ExtendBaseWidget(r)
	return r
}

func (r *hitRow) set(h hit, marked bool) {
	r.Text = h.Title
	r.title.Text, r.title.Bold, r.title.Role = h.Title, marked, roleInk
	r.sub.Text, r.note.Text = h.Sub, h.Note
	r.sign.Hidden = h.Icon == nil
	r.sign.Set(h.Icon, roleMain)
	r.ground.Ground = roleSurface
	if marked {
		r.ground.Ground = roleSoft
	}
	r.title.Refresh()
	r.sub.Refresh()
	r.note.Refresh()
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
