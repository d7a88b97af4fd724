package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// sheet shows the pages of a letter one under another, as wide as it may be.
type sheet struct {
	widget.BaseWidget
	pages   []*canvas.Image
	grounds []*canvas.Rectangle
	aspect  []float32 // height over width of each page
	width   float32
	resized func()
}

const sheetGap = 12

func newSheet() *sheet {
	s := &sheet{}
	s.ExtendBaseWidget(s)
	s.blank(215, 330)
	return s
}

// blank shows an empty page of a paper in millimetres.
func (s *sheet) blank(w, h float32) {
	s.set(nil)
	s.aspect = []float32{h / w}
	s.grounds = []*canvas.Rectangle{paperGround()}
	s.Refresh()
}

func paperGround() *canvas.Rectangle {
	r := canvas.NewRectangle(color.White)
	r.StrokeWidth, r.StrokeColor = 1, shade(roleLine)
	return r
}

// set shows pages.
func (s *sheet) set(pages []image.Image) {
	s.aspect = s.aspect[:0]
	for i, p := range pages {
		if i == len(s.pages) {
			s.pages = append(s.pages, &canvas.Image{FillMode: canvas.ImageFillStretch})
		}
		s.pages[i].Image = p
		b := p.Bounds()
		s.aspect = append(s.aspect, float32(b.Dy())/float32(max(1, b.Dx())))
	}
	s.pages = s.pages[:len(pages)]
	for len(s.grounds) < len(pages) {
		s.grounds = append(s.grounds, paperGround())
	}
	s.grounds = s.grounds[:len(pages)]
	s.Refresh()
}

// Resize lays the pages out for the width.
func (s *sheet) Resize(size fyne.Size) {
	changed := s.width != size.Width
	s.width = size.Width
	s.BaseWidget.Resize(size)
	if changed {
		s.Refresh()
		if s.resized != nil {
			s.resized()
		}
	}
}

func (s *sheet) CreateRenderer() fyne.WidgetRenderer { return &sheetRenderer{s} }

type sheetRenderer struct{ s *sheet }

func (r *sheetRenderer) Destroy() {}

func (r *sheetRenderer) MinSize() fyne.Size {
	h := float32(0)
	for _, a := range r.s.aspect {
		h += r.s.width*a + sheetGap
	}
	return fyne.NewSize(120, h)
}

func (r *sheetRenderer) Objects() []fyne.CanvasObject {
	var objs []fyne.CanvasObject
	for i, g := range r.s.grounds {
		objs = append(objs, g)
		if i < len(r.s.pages) {
			objs = append(objs, r.s.pages[i])
		}
	}
	return objs
}

func (r *sheetRenderer) Layout(size fyne.Size) {
	y := float32(0)
	for i, g := range r.s.grounds {
		h := size.Width * r.s.aspect[i]
		g.Move(fyne.NewPos(0, y))
		g.Resize(fyne.NewSize(size.Width, h))
		if i < len(r.s.pages) {
			r.s.pages[i].Move(fyne.NewPos(1, y+1))
			r.s.pages[i].Resize(fyne.NewSize(size.Width-2, h-2))
		}
		y += h + sheetGap
	}
}

func (r *sheetRenderer) Refresh() {
	r.Layout(r.s.BaseWidget.Size())
	for _, p := range r.s.pages {
		p.Refresh()
	}
	canvas.Refresh(r.s)
}

// paperSize is a paper of the office in millimetres.
func paperSize(name string) (w, h float32) {
	switch name {
	case "A4":
		return 210, 297
	case "F4-210":
		return 210, 330
	}
	return 215, 330
}

// dpiFor is the resolution at which a page fills a width on this screen.
func (u *UI) dpiFor(width float32, paper string) float64 {
	mm, _ := paperSize(paper)
	px := float64(width * u.win.Canvas().Scale())
	return min(max(px/(float64(mm)/25.4), 40), 220)
}
