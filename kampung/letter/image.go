package letter

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// steps is how many places between two pixels a letter can stand at.
const steps = 4

// glyphsKept bounds the memory of drawn letters; a page at one zoom needs some
// four hundred.
const glyphsKept = 6000

// glyphKey names a letter drawn at a size and a place between two pixels.
type glyphKey struct {
	r    rune
	face Face
	size fixed.Int26_6 // pixels per em
	sub  uint8
}

// glyph is a drawn letter and where it lies from its origin.
type glyph struct {
	mask *image.Alpha
	at   image.Point
}

// Image draws a page for the screen; pages count from 0. A page that the
// document does not have is an empty sheet.
func (d Document) Image(p *Press, page int, dpi float64) image.Image {
	scale := min(max(dpi, 10), 600) / 25.4
	w, h := int(math.Round(d.Paper.W*scale)), int(math.Round(d.Paper.H*scale))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	if page < 0 || page >= len(d.Pages) {
		return img
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, it := range d.Pages[page].Items {
		switch it := it.(type) {
		case Text:
			p.drawText(img, it, scale)
		case Line:
			drawLine(img, it, scale)
		case Rect:
			box := image.Rect(round(it.X*scale), round(it.Y*scale), round((it.X+it.W)*scale), round((it.Y+it.H)*scale))
			draw.Draw(img, box, image.Black, image.Point{}, draw.Src)
		case Outline:
			drawShape(img, it, scale)
		case Picture:
			box := image.Rect(round(it.X*scale), round(it.Y*scale), round((it.X+it.W)*scale), round((it.Y+it.H)*scale))
			draw.ApproxBiLinear.Scale(img, box, it.Image, it.Image.Bounds(), draw.Over, nil)
		}
	}
	return img
}

func round(x float64) int { return int(math.Round(x)) }

// drawText draws letter by letter at the places that the widths give, as the
// PDF does. The baseline lies on a whole pixel, which keeps the text sharp.
func (p *Press) drawText(img *image.RGBA, t Text, scale float64) {
	src := image.NewUniform(color.Gray{t.Grey})
	px := t.Size * mmPerPoint * scale
	size := fixed.Int26_6(math.Round(px * 64))
	x, y := t.X*scale, round(t.Y*scale)
	fc := &p.faces[t.Face]
	for _, r := range t.Words {
		if r != ' ' {
			at := math.Floor(x*steps+0.5) / steps
			whole := math.Floor(at)
			g := p.glyph(glyphKey{r, t.Face, size, uint8((at - whole) * steps)})
			if g.mask != nil {
				o := image.Pt(int(whole), y).Add(g.at)
				draw.DrawMask(img, g.mask.Rect.Add(o), src, image.Point{}, g.mask, image.Point{}, draw.Over)
			}
		}
		x += fc.wide[r] * px
	}
}

// glyph draws a letter, or finds it drawn. The caller holds the lock.
func (p *Press) glyph(k glyphKey) glyph {
	if g, ok := p.glyphs[k]; ok {
		return g
	}
	if len(p.glyphs) >= glyphsKept {
		clear(p.glyphs)
	}
	g := p.drawGlyph(k)
	p.glyphs[k] = g
	return g
}

func (p *Press) drawGlyph(k glyphKey) glyph {
	var buf sfnt.Buffer
	f := p.faces[k.face].font
	i, err := f.GlyphIndex(&buf, k.r)
	if err != nil {
		return glyph{}
	}
	segs, err := f.LoadGlyph(&buf, i, k.size, nil)
	if err != nil || len(segs) == 0 {
		return glyph{}
	}
	b := segs.Bounds()
	min := image.Pt(b.Min.X.Floor()-1, b.Min.Y.Floor()-1)
	size := image.Pt(b.Max.X.Ceil()+2, b.Max.Y.Ceil()+1).Sub(min)
	ras := vector.NewRasterizer(size.X, size.Y)
	dx, dy := float32(k.sub)/steps-float32(min.X), -float32(min.Y)
	pt := func(a fixed.Point26_6) (float32, float32) { return float32(a.X)/64 + dx, float32(a.Y)/64 + dy }
	for _, s := range segs {
		x0, y0 := pt(s.Args[0])
		x1, y1 := pt(s.Args[1])
		x2, y2 := pt(s.Args[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			ras.ClosePath()
			ras.MoveTo(x0, y0)
		case sfnt.SegmentOpLineTo:
			ras.LineTo(x0, y0)
		case sfnt.SegmentOpQuadTo:
			ras.QuadTo(x0, y0, x1, y1)
		case sfnt.SegmentOpCubeTo:
			ras.CubeTo(x0, y0, x1, y1, x2, y2)
		}
	}
	ras.ClosePath()
	mask := image.NewAlpha(image.Rectangle{Max: size})
	ras.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	for i, a := range mask.Pix { // thin stems need more ink at screen sizes
		mask.Pix[i] = ink[a]
	}
	return glyph{mask, min}
}

// ink darkens the grey of half covered pixels.
var ink = func() (t [256]uint8) {
	for i := range t {
		t[i] = uint8(math.Round(255 * math.Pow(float64(i)/255, 0.72)))
	}
	return t
}()

// drawLine draws a level or upright stroke at least one pixel wide.
func drawLine(img *image.RGBA, l Line, scale float64) {
	w := max(1, round(l.Width*scale))
	x1, y1, x2, y2 := round(l.X1*scale), round(l.Y1*scale), round(l.X2*scale), round(l.Y2*scale)
	box := image.Rect(x1, y1-w/2, x2, y1-w/2+w)
	if x1 == x2 {
		box = image.Rect(x1-w/2, y1, x1-w/2+w, y2)
	}
	draw.Draw(img, box, image.Black, image.Point{}, draw.Src)
}

func drawShape(img *image.RGBA, o Outline, scale float64) {
	ras := vector.NewRasterizer(img.Rect.Dx(), img.Rect.Dy())
	pt := func(p [2]float64) (float32, float32) { return float32(p[0] * scale), float32(p[1] * scale) }
	for _, s := range o.Segments {
		x0, y0 := pt(s.P[0])
		x1, y1 := pt(s.P[1])
		x2, y2 := pt(s.P[2])
		switch s.Op {
		case MoveTo:
			ras.ClosePath()
			ras.MoveTo(x0, y0)
		case LineTo:
			ras.LineTo(x0, y0)
		case QuadTo:
			ras.QuadTo(x0, y0, x1, y1)
		case CubicTo:
			ras.CubeTo(x0, y0, x1, y1, x2, y2)
		}
	}
	ras.ClosePath()
	ras.Draw(img, img.Rect, image.NewUniform(color.Gray{o.Grey}), image.Point{})
}
