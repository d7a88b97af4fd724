package ui

import (
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// faceButton is a drawn face with its number and what it means. Digits choose
// from any of them, arrows go to the neighbours.
type faceButton struct {
	widget.BaseWidget
	Text    string // what the face means
	Score   int
	u       *UI
	Chosen  bool
	words   *words
	num     *words
	choose  func(score int)
	beside  func(score int)
	back    func()
	focused bool
	hovered bool
}

func (u *UI) faceButton(score int) *faceButton {
	b := &faceButton{u: u, Score: score, words: heading(""), num: small(strconv.Itoa(score))}
	b.words.Align, b.num.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	b.words.Wrap = true
	b.ExtendBaseWidget(b)
	return b
}

// AccessibilityLabel is what the face means.
func (b *faceButton) AccessibilityLabel() string { return b.Text }

// SetText changes what the face means.
func (b *faceButton) SetText(text string) {
	b.Text = text
	b.words.Set(text)
}

func (b *faceButton) Tapped(*fyne.PointEvent)        { b.choose(b.Score) }
func (b *faceButton) Cursor() desktop.Cursor         { return desktop.PointerCursor }
func (b *faceButton) MouseIn(*desktop.MouseEvent)    { b.hovered = true; b.Refresh() }
func (b *faceButton) MouseMoved(*desktop.MouseEvent) {}
func (b *faceButton) MouseOut()                      { b.hovered = false; b.Refresh() }
func (b *faceButton) FocusGained()                   { b.focused = true; b.Refresh() }
func (b *faceButton) FocusLost()                     { b.focused = false; b.Refresh() }

func (b *faceButton) TypedRune(r rune) {
	if r >= '1' && r <= '4' {
		b.choose(int(r - '0'))
	}
}

func (b *faceButton) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.choose(b.Score)
	case fyne.KeyLeft:
		b.beside(b.Score - 1)
	case fyne.KeyRight:
		b.beside(b.Score + 1)
	case fyne.KeyBackspace:
		b.back()
	default:
		b.u.key(ev)
	}
}

// faceRole is the colour of a score.
func faceRole(score int) fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{roleBack, roleWait, roleWork, roleDone}[score-1]
}

// mouthSteps is how many strokes draw a mouth.
const mouthSteps = 14

func (b *faceButton) CreateRenderer() fyne.WidgetRenderer {
	r := &faceRenderer{b: b, ground: canvas.NewRectangle(nil), head: canvas.NewCircle(nil)}
	for range 2 {
		r.eyes = append(r.eyes, canvas.NewCircle(nil))
	}
	for range mouthSteps {
		r.mouth = append(r.mouth, canvas.NewLine(nil))
	}
	for range mouthSteps + 1 { // round joints between the strokes
		r.joints = append(r.joints, canvas.NewCircle(nil))
	}
	r.Refresh()
	return r
}

type faceRenderer struct {
	b      *faceButton
	ground *canvas.Rectangle
	head   *canvas.Circle
	eyes   []*canvas.Circle
	mouth  []*canvas.Line
	joints []*canvas.Circle
}

func (r *faceRenderer) Destroy() {}

func (r *faceRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.ground, r.head}
	for _, o := range r.eyes {
		all = append(all, o)
	}
	for _, o := range r.mouth {
		all = append(all, o)
	}
	for _, o := range r.joints {
		all = append(all, o)
	}
	return append(all, r.b.words, r.b.num)
}

func (r *faceRenderer) MinSize() fyne.Size {
	line := r.b.words.lineHeight()
	return fyne.NewSize(140*scaleNow(), 120+3*line+16)
}

func (r *faceRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	line := r.b.words.lineHeight()
	text := 2*line + r.b.num.lineHeight() + 12
	d := min(s.Width-40, s.Height-text-28, 170)
	x, y := (s.Width-d)/2, (s.Height-text-d)/2
	r.head.Move(fyne.NewPos(x, y))
	r.head.Resize(fyne.NewSquareSize(d))
	for i, eye := range r.eyes {
		e := d * 0.11
		eye.Resize(fyne.NewSize(e, e*1.3))
		eye.Move(fyne.NewPos(x+d*(0.34+0.32*float32(i))-e/2, y+d*0.36-e*0.65))
	}
	r.layMouth(x, y, d)
	r.b.num.Move(fyne.NewPos(8, y+d+8))
	r.b.num.Resize(fyne.NewSize(s.Width-16, r.b.num.lineHeight()))
	r.b.words.Move(fyne.NewPos(8, y+d+8+r.b.num.lineHeight()))
	r.b.words.Resize(fyne.NewSize(s.Width-16, 2*line))
}

// layMouth bends the mouth by the score: far down, a little down, a little up,
// far up.
func (r *faceRenderer) layMouth(x, y, d float32) {
	bend := [...]float32{-0.17, -0.06, 0.08, 0.2}[r.b.Score-1]
	middle := 0.68 - bend/2
	at := func(i int) fyne.Position {
		t := float64(i)/mouthSteps*2 - 1
		return fyne.NewPos(x+d*(0.5+0.23*float32(t)), y+d*(middle+bend*float32(math.Cos(t*math.Pi/2))))
	}
	w := max(2, d*0.045)
	for i, l := range r.mouth {
		l.StrokeWidth = w
		l.Position1, l.Position2 = at(i), at(i+1)
	}
	for i, j := range r.joints {
		p := at(i)
		j.Resize(fyne.NewSquareSize(w))
		j.Move(fyne.NewPos(p.X-w/2, p.Y-w/2))
	}
}

func (r *faceRenderer) Refresh() {
	role := faceRole(r.b.Score)
	r.ground.FillColor, r.ground.CornerRadius = shade(roleSurface), 12
	r.ground.StrokeColor, r.ground.StrokeWidth = shade(roleLine), 1
	if r.b.hovered || r.b.Chosen {
		r.ground.FillColor = shade(roleSoft)
	}
	if r.b.focused || r.b.Chosen {
		r.ground.StrokeColor, r.ground.StrokeWidth = shade(roleMain), 3
	}
	r.head.FillColor, r.head.StrokeColor, r.head.StrokeWidth = shade(theme.ColorNameBackground), shade(role), 5
	for _, e := range r.eyes {
		e.FillColor = shade(role)
	}
	for _, l := range r.mouth {
		l.StrokeColor = shade(role)
	}
	for _, j := range r.joints {
		j.FillColor = shade(role)
	}
	r.Layout(r.b.Size())
	r.b.words.Refresh()
	r.b.num.Refresh()
	canvas.Refresh(r.b)
}
