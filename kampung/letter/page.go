package letter

import (
	"image"
	"strings"

	"smartkampung/kampung"
)

// Document is a letter laid out: what PDF and screen both draw.
type Document struct {
	Paper   Paper
	Title   string // "Surat Keterangan Usaha 470/012/429.511.08/2026"
	Subject string // name of the service
	Author  string // the office
	Date    kampung.Date
	Pages   []Page
	// Notes say in Indonesian what could not be printed as it was given: a
	// picture that cannot be read, letters that the typeface does not have.
	Notes []string
}

// Page is one sheet. Items are drawn in their order.
type Page struct {
	Items []Item
}

// Item is a [Text], [Line], [Rect], [Outline] or [Picture]. All measures are
// millimetres from the upper left corner of the sheet.
type Item interface{ item() }

// Face is one of the four faces of a typeface.
type Face int

// The faces, in the order of [Faces].
const (
	Regular Face = iota
	Bold
	Italic
	BoldItalic
)

// Text is a run of letters on one line. A run that ends with a space is
// followed by another on the same line.
type Text struct {
	X, Y  float64 // left end of the baseline
	Size  float64 // points
	Face  Face
	Grey  uint8 // 0 black to 255 white
	Words string
}

// Line is a straight stroke.
type Line struct {
	X1, Y1, X2, Y2 float64
	Width          float64
}

// Rect is a filled rectangle, black.
type Rect struct {
	X, Y, W, H float64
}

// Outline is a filled shape, not text: a mark that lies under the letter and
// must not get into its words.
type Outline struct {
	Segments []Segment
	Grey     uint8
}

// Segment is one step of an outline. The points that an Op uses stand first.
type Segment struct {
	Op Op
	P  [3][2]float64
}

// Op is the kind of a segment.
type Op int

// The kinds of segments.
const (
	MoveTo  Op = iota // one point
	LineTo            // one point
	QuadTo            // control, end
	CubicTo           // two controls, end
)

// Picture is the letterhead's logo.
type Picture struct {
	X, Y, W, H float64
	Image      image.Image
	key        string
	png        []byte
}

func (Text) item()    {}
func (Line) item()    {}
func (Rect) item()    {}
func (Outline) item() {}
func (Picture) item() {}

// Words returns the text of the document, a line a baseline, in drawing order.
func (d Document) Words() string {
	var b strings.Builder
	for _, p := range d.Pages {
		lastY := -1.0
		glue := false
		for _, it := range p.Items {
			t, ok := it.(Text)
			if !ok {
				continue
			}
			if lastY >= 0 && !glue {
				if t.Y != lastY {
					b.WriteByte('\n')
				} else {
					b.WriteByte(' ')
				}
			}
			b.WriteString(t.Words)
			lastY, glue = t.Y, strings.HasSuffix(t.Words, " ") && t.Words != " "
		}
		b.WriteByte('\n')
	}
	return b.String()
}
