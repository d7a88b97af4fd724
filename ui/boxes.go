package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// column stacks objects with a gap.
func column(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(gap), objs...)
}

// line sets objects side by side with a gap, each centred in height.
func line(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&lineLayout{gap: gap}, objs...)
}

// padded puts space around an object.
func padded(n float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(n, n, n, n), o)
}

// inset puts different space above and below than at the sides.
func inset(v, h float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(v, v, h, h), o)
}

// spacer takes the room that is left in a line or column.
func spacer() fyne.CanvasObject { return layout.NewSpacer() }

// lineLayout sets objects side by side; a spacer, or a stretch, takes the rest.
type lineLayout struct {
	gap float32
}

func (l *lineLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	n := 0
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		s.Width += m.Width
		s.Height = max(s.Height, m.Height)
		n++
	}
	s.Width += l.gap * float32(max(0, n-1))
	return s
}

func (l *lineLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	free, greedy, n := size.Width, 0, 0
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		n++
		free -= o.MinSize().Width
		if stretches(o) {
			greedy++
		}
	}
	free = max(0, free-l.gap*float32(max(0, n-1)))
	x := float32(0)
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if stretches(o) {
			m.Width += free / float32(greedy)
		}
		o.Resize(m)
		o.Move(fyne.NewPos(x, max(0, (size.Height-m.Height)/2)))
		x += m.Width + l.gap
	}
}

// stretches reports whether an object wants the rest of a line: a spacer, or
// words that may be cut.
func stretches(o fyne.CanvasObject) bool {
	switch v := o.(type) {
	case layout.SpacerObject:
		return v.ExpandHorizontal()
	case *words:
		return !v.Whole
	case *fyne.Container:
		_, ok := v.Layout.(wide)
		return ok
	}
	return false
}

// wide marks its only object as the one that takes the rest of a line.
type wide struct{ least float32 }

func (w wide) MinSize(objs []fyne.CanvasObject) fyne.Size {
	m := objs[0].MinSize()
	return fyne.NewSize(max(m.Width, w.least), m.Height)
}

func (w wide) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	objs[0].Move(fyne.NewPos(0, 0))
	objs[0].Resize(size)
}

func stretch(o fyne.CanvasObject) *fyne.Container { return container.New(wide{}, o) }

// fixed gives an object a width, and at least its own height.
func fixed(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(fixedLayout{width: width}, o)
}

// sized gives an object a least height as well.
func sized(width, height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(fixedLayout{width, height}, o)
}

type fixedLayout struct{ width, height float32 }

func (f fixedLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	h := f.height
	if h == 0 {
		h = objs[0].MinSize().Height
	}
	w := f.width
	if w == 0 {
		w = objs[0].MinSize().Width
	}
	return fyne.NewSize(w, h)
}

func (f fixedLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	objs[0].Move(fyne.NewPos(0, 0))
	objs[0].Resize(size)
}

// atMost centres an object that grows up to a width, for forms on wide windows.
func atMost(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(atMostLayout{width, true}, o)
}

// leftMost is atMost at the left edge.
func leftMost(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(atMostLayout{width, false}, o)
}

type atMostLayout struct {
	width  float32
	centre bool
}

func (a atMostLayout) MinSize(objs []fyne.CanvasObject) fyne.Size { return objs[0].MinSize() }

func (a atMostLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	w := min(a.width, size.Width)
	x := float32(0)
	if a.centre {
		x = (size.Width - w) / 2
	}
	objs[0].Resize(fyne.NewSize(w, size.Height))
	objs[0].Move(fyne.NewPos(x, 0))
}

// edges puts objects at the sides of one that takes the rest, without gaps;
// any but the middle may be nil.
func edges(top, bottom, left, middle fyne.CanvasObject) *fyne.Container {
	e := edgeLayout{top, bottom, left}
	c := container.New(e)
	for _, o := range []fyne.CanvasObject{top, bottom, left, middle} {
		if o != nil {
			c.Add(o)
		}
	}
	return c
}

type edgeLayout struct{ top, bottom, left fyne.CanvasObject }

func (e edgeLayout) sizes() (top, bottom, left fyne.Size) {
	for _, p := range []struct {
		o fyne.CanvasObject
		s *fyne.Size
	}{{e.top, &top}, {e.bottom, &bottom}, {e.left, &left}} {
		if p.o != nil && p.o.Visible() {
			*p.s = p.o.MinSize()
		}
	}
	return top, bottom, left
}

func (e edgeLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	top, bottom, left := e.sizes()
	m := objs[len(objs)-1].MinSize()
	return fyne.NewSize(max(left.Width+m.Width, top.Width, bottom.Width), top.Height+bottom.Height+max(left.Height, m.Height))
}

func (e edgeLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	top, bottom, left := e.sizes()
	set := func(o fyne.CanvasObject, x, y, w, h float32) {
		if o != nil {
			o.Move(fyne.NewPos(x, y))
			o.Resize(fyne.NewSize(w, h))
		}
	}
	mid := size.Height - top.Height - bottom.Height
	set(e.top, 0, 0, size.Width, top.Height)
	set(e.bottom, 0, size.Height-bottom.Height, size.Width, bottom.Height)
	set(e.left, 0, top.Height, left.Width, mid)
	set(objs[len(objs)-1], left.Width, top.Height, size.Width-left.Width, mid)
}

// scrolled keeps the content of a scroll clear of its bar at the right.
func scrolled(o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(1, 8, 1, 14), o)
}

// halves sets objects side by side with shares of the width; hidden ones leave
// their share to the others.
func halves(gap float32, shares []float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(shareLayout{gap, shares}, objs...)
}

type shareLayout struct {
	gap    float32
	shares []float32
}

func (l shareLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	n := 0
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		n++
		m := o.MinSize()
		s.Width += m.Width
		s.Height = max(s.Height, m.Height)
	}
	s.Width += l.gap * float32(max(0, n-1))
	return s
}

func (l shareLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	sum, n := float32(0), 0
	for i, o := range objs {
		if o.Visible() {
			sum += l.shares[i]
			n++
		}
	}
	free := size.Width - l.gap*float32(max(0, n-1))
	x := float32(0)
	for i, o := range objs {
		if !o.Visible() {
			continue
		}
		w := free * l.shares[i] / sum
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + l.gap
	}
}

// panel is a coloured ground with an optional hair line, in theme colours.
type panel struct {
	widget.BaseWidget
	Ground, Edge fyne.ThemeColorName
	Radius       float32
	Thick        float32 // of the edge; 0 for a hair line
	rect         *canvas.Rectangle
}

func newPanel(ground, edge fyne.ThemeColorName, radius float32) *panel {
	p := &panel{Ground: ground, Edge: edge, Radius: radius}
	p.ExtendBaseWidget(p)
	return p
}

func (p *panel) CreateRenderer() fyne.WidgetRenderer {
	p.rect = canvas.NewRectangle(shade(theme.ColorNameBackground))
	p.paint()
	return &panelRenderer{p}
}

func (p *panel) paint() {
	p.rect.CornerRadius = p.Radius
	p.rect.FillColor, p.rect.StrokeWidth = nil, 0
	if p.Ground != "" {
		p.rect.FillColor = shade(p.Ground)
	}
	if p.Edge != "" {
		p.rect.StrokeColor, p.rect.StrokeWidth = shade(p.Edge), max(1, p.Thick)
	}
}

type panelRenderer struct{ p *panel }

func (r *panelRenderer) Destroy()                     {}
func (r *panelRenderer) Layout(s fyne.Size)           { r.p.rect.Resize(s) }
func (r *panelRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *panelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.rect} }
func (r *panelRenderer) Refresh() {
	r.p.paint()
	r.p.rect.Refresh()
	canvas.Refresh(r.p)
}

// card is a surface with a hair line around its content.
func card(o fyne.CanvasObject) *fyne.Container {
	return container.NewStack(newPanel(roleSurface, roleLine, 6), padded(16, o))
}

// tightCard is a card whose content reaches its edge, for lists.
func tightCard(o fyne.CanvasObject) *fyne.Container {
	return container.NewStack(newPanel(roleSurface, roleLine, 6), padded(1, o))
}

// hair is a thin line across.
func hair() fyne.CanvasObject { return sized(1, 1, newPanel(roleLine, "", 0)) }

// icon draws one of Fyne's icons in a role's colour.
type icon struct {
	widget.BaseWidget
	Res  fyne.Resource
	Role fyne.ThemeColorName
	Side float32
	img  *canvas.Image
}

func newIcon(res fyne.Resource, role fyne.ThemeColorName) *icon {
	i := &icon{Res: res, Role: role, Side: 18}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes picture and colour.
func (i *icon) Set(res fyne.Resource, role fyne.ThemeColorName) {
	if i.Res == res && i.Role == role {
		return
	}
	i.Res, i.Role = res, role
	i.Refresh()
}

func (i *icon) CreateRenderer() fyne.WidgetRenderer {
	i.img = &canvas.Image{FillMode: canvas.ImageFillContain}
	i.paint()
	return &iconRenderer{i}
}

func (i *icon) paint() {
	if i.Res == nil {
		i.img.Resource = nil
		i.img.Hide()
		return
	}
	i.img.Show()
	i.img.Resource = theme.NewColoredResource(i.Res, i.Role)
}

type iconRenderer struct{ i *icon }

func (r *iconRenderer) Destroy()                     {}
func (r *iconRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(r.i.Side) }
func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.i.img} }
func (r *iconRenderer) Layout(s fyne.Size) {
	side := min(r.i.Side, s.Width, s.Height)
	r.i.img.Resize(fyne.NewSquareSize(side))
	r.i.img.Move(fyne.NewPos((s.Width-side)/2, (s.Height-side)/2))
}
func (r *iconRenderer) Refresh() {
	r.i.paint()
	r.i.img.Refresh()
	canvas.Refresh(r.i)
}
