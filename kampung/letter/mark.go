package letter

import (
	"fmt"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"smartkampung/kampung"
)

// finish adds what stands outside the text: the marks of a letter that is not
// valid, and page numbers.
func (t *setter) finish(pages []Page) {
	big, small := "", ""
	switch {
	case t.f.r.Office.Practice: // above all others: nothing of it is real
		big, small = "LATIHAN", "LATIHAN: surat dari kantor latihan dengan data rekaan, tidak berlaku"
	case t.f.r.State == kampung.StateCancelled:
		big, small = "BATAL", "BATAL: surat ini dibatalkan dan tidak berlaku"
	case !signed(t.f.r.State):
		big, small = "DRAF", "DRAF: belum disetujui, tidak berlaku sebagai surat"
	}
	for i := range pages {
		pg := &pages[i]
		if big != "" {
			pg.Items = append([]Item{t.p.mark(big, t.paper)}, pg.Items...)
			t.margin(pg, small, 9)
		}
		if foot := t.foot(i, len(pages)); foot != "" {
			t.margin(pg, foot, t.paper.H-10)
		}
	}
}

// foot says which page this is, of a letter or sheet that has several, and to
// which letter a further sheet belongs.
func (t *setter) foot(i, n int) string {
	page := ""
	if n > 1 {
		page = fmt.Sprintf("%d dari %d", i+1, n)
	}
	of := "Surat nomor " + t.p.clean(t.f.r.Number, nil)
	switch {
	case t.main && i == 0 && n > 1:
		return "Halaman " + page
	case !t.main:
		name := t.sheet.Name
		if t.f.r.Number != "" {
			name = of + ", lembar " + name
		}
		return join(", halaman ", name, page)
	case page == "":
		return ""
	case t.f.r.Number == "":
		return "Halaman " + page
	}
	return of + ", halaman " + page
}

// margin centres a small line in the upper or lower margin.
func (t *setter) margin(pg *Page, s string, y float64) {
	const size = 9.0
	for _, l := range t.p.wrap(s, Italic, size, t.wide(), 0)[:1] {
		l.draw(t.p, pg, t.left(), y, t.wide(), Italic, size, alignCenter)
	}
}

// mark is a word across the sheet, light, as outlines: it hides no letter and
// gets into no copied text.
func (p *Press) mark(word string, paper Paper) Outline {
	const grey, room = 234, 0.52 // of the sheet's diagonal
	fc := &p.faces[Bold]
	diagonal := math.Hypot(paper.W, paper.H)
	size := room * diagonal / (p.width(word, Bold, 1))
	em := size * mmPerPoint // mm
	sin, cos := math.Sincos(math.Atan2(paper.H, paper.W))
	x0, y0 := -room*diagonal/2, 0.33*em // start of the baseline, sheet's middle as origin
	out := Outline{Grey: grey}
	var buf sfnt.Buffer
	ppem := fixed.I(int(fc.unit))
	for _, r := range word {
		g, err := fc.font.GlyphIndex(&buf, r)
		if err != nil {
			continue
		}
		segs, err := fc.font.LoadGlyph(&buf, g, ppem, nil)
		if err != nil {
			continue
		}
		for _, s := range segs {
			seg := Segment{Op: [...]Op{MoveTo, LineTo, QuadTo, CubicTo}[s.Op]}
			for i, a := range s.Args {
				x := x0 + float64(a.X)/64/fc.unit*em
				y := y0 + float64(a.Y)/64/fc.unit*em
				seg.P[i] = [2]float64{paper.W/2 + x*cos + y*sin, paper.H/2 - x*sin + y*cos}
			}
			out.Segments = append(out.Segments, seg)
		}
		adv, _ := fc.font.GlyphAdvance(&buf, g, ppem, font.HintingNone)
		x0 += float64(adv) / 64 / fc.unit * em
	}
	return out
}
