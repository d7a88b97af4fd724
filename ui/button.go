package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// weight says how much a button stands out.
type weight int

const (
	weightPlain weight = iota // outlined
	weightMain                // the one thing to do here
	weightQuiet               // words alone
	weightGrave               // cannot be undone
	weightRail                // an entry of the rail, at the left
)

// button is a button that Enter and Space press, that shows its focus, and
// that hands on the keys it does not know.
type button struct {
	widget.DisableableWidget
	Text   string
	Icon   fyne.Resource
	Weight weight
	Chosen bool   // the rail entry of the screen that is shown
	Key    string // shortcut shown at the right
	Small  bool   // for bars and rows of a list
	Cut    bool   // the words may be cut when there is no room
	Tone   tone   // colours words and icon when it is not quiet

	u                *UI
	press            func()
	focused, hovered bool
	keys             func(*fyne.KeyEvent) bool
}

func (u *UI) button(text string, icon fyne.Resource, w weight, press func()) *button {
	b := &button{Text: text, Icon: icon, Weight: w, u: u, press: press}
	b.ExtendBaseWidget(b)
	return b
}

// SetText changes the words on the button.
func (b *button) SetText(text string) {
	if b.Text != text {
		b.Text = text
		b.Refresh()
	}
}

// AccessibilityLabel is the words on the button.
func (b *button) AccessibilityLabel() string { return b.Text }

func (b *button) Tapped(*fyne.PointEvent) {
	if !b.Disabled() && b.press != nil {
		b.u.pressed = b
		b.press()
	}
}

func (b *button) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

func (b *button) MouseIn(*desktop.MouseEvent)    { b.hovered = true; b.Refresh() }
func (b *button) MouseMoved(*desktop.MouseEvent) { b.u.touched() }
func (b *button) MouseOut()                      { b.hovered = false; b.Refresh() }
func (b *button) TypedRune(rune)                 {}

func (b *button) FocusGained() {
	b.focused = true
	b.u.reveal(b)
	b.u.last = nil
	b.Refresh()
}

func (b *button) FocusLost() { b.focused = false; b.Refresh() }

func (b *button) TypedKey(ev *fyne.KeyEvent) {
	b.u.touched()
	if b.keys != nil && b.keys(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		b.u.key(ev)
	}
}

// colours returns ink, ground and edge.
func (b *button) colours() (ink, ground, edge fyne.ThemeColorName) {
	if b.Disabled() {
		if b.Weight == weightQuiet || b.Weight == weightRail {
			return theme.ColorNameDisabled, "", ""
		}
		return theme.ColorNameDisabled, theme.ColorNameDisabledButton, roleLine
	}
	switch b.Weight {
	case weightMain:
		return roleOnMain, roleMain, ""
	case weightGrave:
		return roleOnMain, roleBack, ""
	case weightQuiet:
		return roleMain, "", ""
	case weightRail:
		if b.Chosen {
			return roleMain, roleSoft, ""
		}
		return roleInk, "", ""
	}
	if b.Tone != toneQuiet {
		return b.Tone.role(), roleSurface, theme.ColorNameInputBorder
	}
	return roleInk, roleSurface, theme.ColorNameInputBorder
}

func (b *button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &buttonRenderer{b: b, ground: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
		over: canvas.NewRectangle(nil), text: canvas.NewText("", nil), key: canvas.NewText("", nil),
		img: &canvas.Image{FillMode: canvas.ImageFillContain}}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b                  *button
	ground, ring, over *canvas.Rectangle
	text, key          *canvas.Text
	img                *canvas.Image
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.over, r.img, r.text, r.key, r.ring}
}

func (r *buttonRenderer) pads() (side, gap, height float32) {
	side, gap, height = 16, 8, 40
	switch {
	case r.b.Small:
		side, height = 12, 36
	case r.b.Weight == weightQuiet, r.b.Weight == weightRail:
		side = 10
	}
	return side, gap, height
}

func (r *buttonRenderer) iconSide() float32 {
	if r.b.Icon == nil {
		return 0
	}
	return measure(theme.SizeNameInlineIcon)
}

func (r *buttonRenderer) MinSize() fyne.Size {
	side, gap, height := r.pads()
	t := fyne.MeasureText(r.b.Text, measure(sizeBody), r.style())
	w := 2*side + t.Width + r.iconSide()
	if r.b.Icon != nil && r.b.Text != "" {
		w += gap
	}
	if r.b.Icon != nil && r.b.Text == "" {
		w = height
	}
	if r.b.Key != "" {
		w += gap + fyne.MeasureText(r.b.Key, measure(sizeSmall), fyne.TextStyle{}).Width
	}
	if r.b.Cut {
		w = min(w, 120)
	}
	return fyne.NewSize(w, max(height, t.Height+12))
}

func (r *buttonRenderer) style() fyne.TextStyle {
	return fyne.TextStyle{Bold: r.b.Weight != weightRail || r.b.Chosen}
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	for _, o := range []*canvas.Rectangle{r.ground, r.over, r.ring} {
		o.Resize(s)
	}
	side, gap, _ := r.pads()
	ic := r.iconSide()
	t := fyne.MeasureText(r.b.Text, measure(sizeBody), r.style())
	k := fyne.MeasureText(r.b.Key, measure(sizeSmall), fyne.TextStyle{})
	whole := t.Width + ic
	if r.b.Key != "" {
		whole += gap + k.Width
	}
	if ic > 0 && r.b.Text != "" {
		whole += gap
	}
	x := max(0, (s.Width-whole)/2)
	if r.b.Weight == weightRail {
		x = side
	}
	if ic > 0 {
		r.img.Resize(fyne.NewSquareSize(ic))
		r.img.Move(fyne.NewPos(x, (s.Height-ic)/2))
		x += ic + gap
	}
	if r.b.Cut && s.Width > 0 {
		room := s.Width - x - side
		if r.b.Key != "" {
			room -= gap + k.Width
		}
		r.text.Text = cut(r.b.Text, max(room, 0), func(v string) float32 {
			return fyne.MeasureText(v, measure(sizeBody), r.style()).Width
		})
	}
	r.text.Move(fyne.NewPos(x, (s.Height-t.Height)/2))
	r.text.Resize(t)
	at := x + t.Width + gap
	if r.b.Weight == weightRail {
		at = s.Width - side - k.Width
	}
	r.key.Move(fyne.NewPos(at, (s.Height-k.Height)/2))
	r.key.Resize(k)
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	ink, ground, edge := b.colours()
	paint := func(rect *canvas.Rectangle, fill, stroke fyne.ThemeColorName, width float32) {
		rect.CornerRadius, rect.StrokeWidth = 6, width
		rect.FillColor, rect.StrokeColor = nil, nil
		if fill != "" {
			rect.FillColor = shade(fill)
		}
		if stroke != "" {
			rect.StrokeColor = shade(stroke)
		}
	}
	paint(r.ground, ground, edge, 1)
	over := fyne.ThemeColorName("")
	if b.hovered && !b.Disabled() {
		over = theme.ColorNameHover
		if b.Weight == weightMain || b.Weight == weightGrave {
			over = theme.ColorNameScrollBarBackground
		}
	}
	paint(r.over, over, "", 0)
	ring := fyne.ThemeColorName("")
	if b.focused {
		ring = roleMain
		if b.Weight == weightMain || b.Weight == weightGrave {
			ring = roleInk
		}
	}
	paint(r.ring, "", ring, 2.5)
	r.text.Text, r.text.Color, r.text.TextSize, r.text.TextStyle = b.Text, shade(ink), measure(sizeBody), r.style()
	quiet := roleQuiet
	if ground == roleMain || ground == roleBack || b.Disabled() {
		quiet = ink
	}
	r.key.Text, r.key.Color, r.key.TextSize = b.Key, shade(quiet), measure(sizeSmall)
	r.img.Hidden = b.Icon == nil
	if b.Icon != nil {
		r.img.Resource = theme.NewColoredResource(b.Icon, ink)
		r.img.Refresh()
	}
	r.Layout(b.Size())
	canvas.Refresh(b)
}
