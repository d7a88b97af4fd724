package letter

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"smartkampung/kampung"
)

// PDF writes the document as a PDF with embedded, cut-down faces. The same
// document always gives the same bytes; its dates are the letter's date.
func (d Document) PDF(p *Press) ([]byte, error) { return d.PDFEach(p, nil) }

// PDFEach is [Document.PDF] that calls each before every page; its error ends
// the work. It may be nil.
func (d Document) PDFEach(p *Press, each func() error) ([]byte, error) {
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: d.Paper.W, Ht: d.Paper.H}})
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCellMargin(0)
	f.SetCatalogSort(true)
	at := time.Date(2000, 1, 1, 0, 0, 0, 0, kampung.WIB)
	if d.Date.Valid() {
		at = time.Date(d.Date.Year, time.Month(d.Date.Month), d.Date.Day, 0, 0, 0, 0, kampung.WIB)
	}
	f.SetCreationDate(at)
	f.SetModificationDate(at)
	f.SetProducer("Smart Kampung", true)
	f.SetCreator("Smart Kampung", true)
	f.SetTitle(p.clean(d.Title, nil), true)
	f.SetSubject(p.clean(d.Subject, nil), true)
	f.SetAuthor(p.clean(d.Author, nil), true)
	f.SetLang("id-ID")
	d.embed(f, p)
	for _, pg := range d.Pages {
		if each != nil {
			if err := each(); err != nil {
				return nil, err
			}
		}
		f.AddPage()
		f.SetLineCapStyle("butt")
		for _, it := range pg.Items {
			drawPDF(f, it)
		}
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("letter: pdf: %w", err)
	}
	return bytes.ReplaceAll(out.Bytes(), []byte(ownName), []byte(subsetName)), nil
}

// styles are fpdf's names of the faces.
var styles = [...]string{"", "B", "I", "BI"}

// family is the name under which the faces stand in fpdf. It makes ownName, by
// which fpdf calls them in the file, as long as subsetName, which takes its
// place: a name with the tag of a font that is cut to the letters it needs (PDF
// 32000-1, 9.6.4). A style's letters follow both.
const (
	family     = "abcLiberationSerif"
	ownName    = "/utf8abcliberationserif"
	subsetName = "/SKDESA+LiberationSerif"
)

// embed gives the file the faces that it uses, and the logo.
func (d Document) embed(f *fpdf.Fpdf, p *Press) {
	var used [len(styles)]bool
	logos := map[string]bool{}
	for _, pg := range d.Pages {
		for _, it := range pg.Items {
			switch it := it.(type) {
			case Text:
				used[it.Face] = true
			case Picture:
				if !logos[it.key] {
					logos[it.key] = true
					f.RegisterImageOptionsReader(it.key, fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(it.png))
				}
			}
		}
	}
	for i, style := range styles {
		if used[i] {
			// fpdf writes into what it is given.
			f.AddUTF8FontFromBytes(family, style, bytes.Clone(p.faces[i].ttf))
		}
	}
}

func drawPDF(f *fpdf.Fpdf, it Item) {
	switch it := it.(type) {
	case Text:
		f.SetFont(family, styles[it.Face], it.Size)
		f.SetTextColor(int(it.Grey), int(it.Grey), int(it.Grey))
		f.Text(it.X, it.Y, it.Words)
	case Line:
		f.SetDrawColor(0, 0, 0)
		f.SetLineWidth(it.Width)
		f.Line(it.X1, it.Y1, it.X2, it.Y2)
	case Rect:
		f.SetFillColor(0, 0, 0)
		f.Rect(it.X, it.Y, it.W, it.H, "F")
	case Picture:
		f.ImageOptions(it.key, it.X, it.Y, it.W, it.H, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	case Outline:
		drawOutline(f, it)
	}
}

func drawOutline(f *fpdf.Fpdf, o Outline) {
	f.SetFillColor(int(o.Grey), int(o.Grey), int(o.Grey))
	var at [2]float64
	for _, s := range o.Segments {
		p := s.P
		switch s.Op {
		case MoveTo:
			f.MoveTo(p[0][0], p[0][1])
			at = p[0]
		case LineTo:
			f.LineTo(p[0][0], p[0][1])
			at = p[0]
		case QuadTo: // PDF has cubic curves only
			c, e := p[0], p[1]
			f.CurveBezierCubicTo(at[0]+2*(c[0]-at[0])/3, at[1]+2*(c[1]-at[1])/3,
				e[0]+2*(c[0]-e[0])/3, e[1]+2*(c[1]-e[1])/3, e[0], e[1])
			at = e
		case CubicTo:
			f.CurveBezierCubicTo(p[0][0], p[0][1], p[1][0], p[1][1], p[2][0], p[2][1])
			at = p[2]
		}
	}
	f.DrawPath("F")
}
