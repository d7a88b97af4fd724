package printer

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"unicode/utf16"
	"unsafe"

	"golang.org/x/sys/windows"

	"smartkampung/kampung/letter"
)

var (
	user32               = windows.NewLazySystemDLL("user32.dll")
	procFillRect         = user32.NewProc("FillRect")
	procSetBkMode        = gdi32.NewProc("SetBkMode")
	procSetTextAlign     = gdi32.NewProc("SetTextAlign")
	procSetTextColor     = gdi32.NewProc("SetTextColor")
	procSetPolyFillMode  = gdi32.NewProc("SetPolyFillMode")
	procCreateFont       = gdi32.NewProc("CreateFontW")
	procCreateSolidBrush = gdi32.NewProc("CreateSolidBrush")
	procSelectObject     = gdi32.NewProc("SelectObject")
	procDeleteObject     = gdi32.NewProc("DeleteObject")
	procExtTextOut       = gdi32.NewProc("ExtTextOutW")
	procBeginPath        = gdi32.NewProc("BeginPath")
	procEndPath          = gdi32.NewProc("EndPath")
	procFillPath         = gdi32.NewProc("FillPath")
	procMoveTo           = gdi32.NewProc("MoveToEx")
	procLineTo           = gdi32.NewProc("LineTo")
	procBezierTo         = gdi32.NewProc("PolyBezierTo")
	procCloseFigure      = gdi32.NewProc("CloseFigure")
	procStretchBltMode   = gdi32.NewProc("SetStretchBltMode")
	procStretchDIBits    = gdi32.NewProc("StretchDIBits")
)

const (
	transparent  = 1
	baseline     = 24
	windingFill  = 2
	halftone     = 4
	srcCopy      = 0x00CC0020
	weightNormal = 400
	weightBold   = 700
)

// fontKey names a font made for a page.
type fontKey struct {
	face letter.Face
	high int32 // device units
}

// gdiCanvas draws in millimetres from the sheet's upper left corner on a device
// whose zero is where its printable part begins.
type gdiCanvas struct {
	dc         uintptr
	kx, ky     float64 // device units in a millimetre
	left, up   float64 // printable part, device units
	fonts      map[fontKey]uintptr
	brushes    map[uint8]uintptr
	plain, old uintptr // font and brush that the device came with
}

func newCanvas(dc uintptr) *gdiCanvas {
	g := &gdiCanvas{dc: dc, fonts: map[fontKey]uintptr{}, brushes: map[uint8]uintptr{}}
	g.kx, g.ky = g.caps(capsDPIX)/25.4, g.caps(capsDPIY)/25.4
	g.left, g.up = g.caps(capsMarginLeft), g.caps(capsMarginUp)
	return g
}

func (g *gdiCanvas) caps(what uintptr) float64 {
	n, _, _ := procGetDeviceCaps.Call(g.dc, what)
	return float64(int32(n))
}

// sheet is the size of the paper that the device will take, in millimetres.
func (g *gdiCanvas) sheet() (w, h float64) {
	return g.caps(capsSheetW) / g.kx, g.caps(capsSheetH) / g.ky
}

// close gives back the device with its fonts and brushes.
func (g *gdiCanvas) close() {
	if g.plain != 0 {
		procSelectObject.Call(g.dc, g.plain)
	}
	if g.old != 0 {
		procSelectObject.Call(g.dc, g.old)
	}
	for _, f := range g.fonts {
		procDeleteObject.Call(f)
	}
	for _, b := range g.brushes {
		procDeleteObject.Call(b)
	}
	procDeleteDC.Call(g.dc)
}

// prepare sets what a new page forgets.
func (g *gdiCanvas) prepare() {
	procSetBkMode.Call(g.dc, transparent)
	procSetTextAlign.Call(g.dc, baseline)
	procSetPolyFillMode.Call(g.dc, windingFill)
	procStretchBltMode.Call(g.dc, halftone)
}

func (g *gdiCanvas) x(mm float64) int32 { return int32(math.Round(mm*g.kx - g.left)) }
func (g *gdiCanvas) y(mm float64) int32 { return int32(math.Round(mm*g.ky - g.up)) }

func grey(v uint8) uintptr { return uintptr(v) | uintptr(v)<<8 | uintptr(v)<<16 }

// text writes letter by letter at the places that the document's widths give.
func (g *gdiCanvas) text(t letter.Text, p *letter.Press) {
	units := utf16.Encode([]rune(t.Words))
	if len(units) == 0 {
		return
	}
	high := int32(math.Round(t.Size * 25.4 / 72 * g.ky))
	before, _, _ := procSelectObject.Call(g.dc, g.font(fontKey{t.Face, high}))
	if g.plain == 0 {
		g.plain = before
	}
	procSetTextColor.Call(g.dc, grey(t.Grey))
	steps := make([]int32, 0, len(units))
	x, at := t.X, g.x(t.X)
	for _, r := range t.Words {
		x += p.Advance(r, t.Face, t.Size)
		next := g.x(x)
		steps = append(steps, next-at)
		if utf16.RuneLen(r) == 2 {
			steps = append(steps, 0)
		}
		at = next
	}
	procExtTextOut.Call(g.dc, uintptr(g.x(t.X)), uintptr(g.y(t.Y)), 0, 0, uintptr(unsafe.Pointer(&units[0])), uintptr(len(units)), uintptr(unsafe.Pointer(&steps[0])))
}

// font is a face at a size; it is made once.
func (g *gdiCanvas) font(k fontKey) uintptr {
	if f, ok := g.fonts[k]; ok {
		return f
	}
	weight, slant := uintptr(weightNormal), uintptr(0)
	if k.face == letter.Bold || k.face == letter.BoldItalic {
		weight = weightBold
	}
	if k.face == letter.Italic || k.face == letter.BoldItalic {
		slant = 1
	}
	name, err := windows.UTF16PtrFromString(letter.Typeface)
	if err != nil {
		return 0
	}
	const defaultCharset, outlineOnly, roman = 1, 7, 0x12
	f, _, _ := procCreateFont.Call(uintptr(-k.high), 0, 0, 0, weight, slant, 0, 0, defaultCharset, outlineOnly, 0, 0, roman, uintptr(unsafe.Pointer(name)))
	g.fonts[k] = f
	return f
}

func (g *gdiCanvas) brush(v uint8) uintptr {
	if b, ok := g.brushes[v]; ok {
		return b
	}
	b, _, _ := procCreateSolidBrush.Call(grey(v))
	g.brushes[v] = b
	return b
}

// rect fills a box; boxes that touch in millimetres touch on paper.
func (g *gdiCanvas) rect(x1, y1, x2, y2 float64) {
	r := [4]int32{g.x(x1), g.y(y1), g.x(x2), g.y(y2)}
	procFillRect.Call(g.dc, uintptr(unsafe.Pointer(&r[0])), g.brush(0))
}

// line fills the stroke of a level or upright line, at least one dot wide.
func (g *gdiCanvas) line(l letter.Line) {
	half := max(l.Width/2, 0.5/min(g.kx, g.ky))
	if l.X1 == l.X2 {
		g.rect(l.X1-half, min(l.Y1, l.Y2), l.X1+half, max(l.Y1, l.Y2))
		return
	}
	g.rect(min(l.X1, l.X2), l.Y1-half, max(l.X1, l.X2), l.Y1+half)
}

func (g *gdiCanvas) outline(o letter.Outline) {
	before, _, _ := procSelectObject.Call(g.dc, g.brush(o.Grey))
	if g.old == 0 {
		g.old = before
	}
	procBeginPath.Call(g.dc)
	var at [2]float64
	begun := false
	for _, s := range o.Segments {
		p := s.P
		switch s.Op {
		case letter.MoveTo:
			if begun {
				procCloseFigure.Call(g.dc)
			}
			procMoveTo.Call(g.dc, uintptr(g.x(p[0][0])), uintptr(g.y(p[0][1])), 0)
			at, begun = p[0], true
		case letter.LineTo:
			procLineTo.Call(g.dc, uintptr(g.x(p[0][0])), uintptr(g.y(p[0][1])))
			at = p[0]
		case letter.QuadTo: // GDI has cubic curves only
			c, e := p[0], p[1]
			g.bezier([3][2]float64{{at[0] + 2*(c[0]-at[0])/3, at[1] + 2*(c[1]-at[1])/3}, {e[0] + 2*(c[0]-e[0])/3, e[1] + 2*(c[1]-e[1])/3}, e})
			at = e
		case letter.CubicTo:
			g.bezier(p)
			at = p[2]
		}
	}
	if begun {
		procCloseFigure.Call(g.dc)
	}
	procEndPath.Call(g.dc)
	procFillPath.Call(g.dc)
}

func (g *gdiCanvas) bezier(p [3][2]float64) {
	var pts [3][2]int32
	for i := range p {
		pts[i] = [2]int32{g.x(p[i][0]), g.y(p[i][1])}
	}
	procBezierTo.Call(g.dc, uintptr(unsafe.Pointer(&pts[0])), uintptr(len(pts)))
}

// bitmapInfo is BITMAPINFOHEADER.
type bitmapInfo struct {
	size             uint32
	width, height    int32
	planes, bits     uint16
	compression      uint32
	bytes            uint32
	resX, resY       int32
	colors, foremost uint32
}

// picture prints the letterhead's logo on white, from the lowest row up as
// printers want it.
func (g *gdiCanvas) picture(p letter.Picture) {
	b := p.Image.Bounds()
	flat := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(flat, flat.Rect, p.Image, b.Min, draw.Over)
	row := (3*b.Dx() + 3) &^ 3
	bits := make([]byte, row*b.Dy())
	for y := range b.Dy() {
		to := bits[row*(b.Dy()-1-y):]
		for x := range b.Dx() {
			c := flat.RGBAAt(x, y)
			to[3*x], to[3*x+1], to[3*x+2] = c.B, c.G, c.R
		}
	}
	info := bitmapInfo{width: int32(b.Dx()), height: int32(b.Dy()), planes: 1, bits: 24, bytes: uint32(len(bits))}
	info.size = uint32(unsafe.Sizeof(info))
	x, y := g.x(p.X), g.y(p.Y)
	procStretchDIBits.Call(g.dc, uintptr(x), uintptr(y), uintptr(g.x(p.X+p.W)-x), uintptr(g.y(p.Y+p.H)-y), 0, 0, uintptr(b.Dx()), uintptr(b.Dy()),
		uintptr(unsafe.Pointer(&bits[0])), uintptr(unsafe.Pointer(&info)), 0, srcCopy)
}
