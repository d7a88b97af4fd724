package letter

import (
	"fmt"
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// Caption stands beside the verification code, so that nobody takes it for a
// certified electronic signature (PP 71/2019 Ps 60(2)).
const Caption = "Kode verifikasi, bukan tanda tangan elektronik tersertifikasi"

// qrCode is a QR symbol as rows of modules.
type qrCode struct {
	n    int
	dark []bool // n × n
}

const (
	quiet     = 4    // modules of white around a symbol (ISO/IEC 18004)
	moduleMin = 0.46 // mm; smaller ones smear on an inkjet
	qrMin     = 22.0 // mm, with the white around it
	captionPt = 8.0
)

// qr returns the symbol of a verification code; the last one is kept, because
// a letter on the screen is laid out again and again.
func (p *Press) qr(text string) (*qrCode, error) {
	p.mu.Lock()
	q, same := p.symbol, p.symbol != nil && p.code == text
	p.mu.Unlock()
	if same {
		return q, nil
	}
	q, err := encodeQR(text)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.code, p.symbol = text, q
	p.mu.Unlock()
	return q, nil
}

// encodeQR makes the symbol of a verification code, with error correction M.
//
// The data of some symbols happens to look like a corner mark, and readers of
// the common kind lose their way in it. So the symbol is read back, and drawn
// with another mask until that works; the text in it stays the same.
func encodeQR(text string) (*qrCode, error) {
	var first *qrCode
	for mask := -1; mask < 8; mask++ {
		hints := map[gozxing.EncodeHintType]any{}
		if mask >= 0 {
			hints[gozxing.EncodeHintType_QR_MASK_PATTERN] = mask
		}
		code, err := encoder.Encoder_encode(text, decoder.ErrorCorrectionLevel_M, hints)
		if err != nil {
			return nil, fmt.Errorf("letter: verification code of %d bytes: %w", len(text), err)
		}
		m := code.GetMatrix()
		q := &qrCode{n: m.GetWidth(), dark: make([]bool, m.GetWidth()*m.GetHeight())}
		for i := range q.dark {
			q.dark[i] = m.Get(i%q.n, i/q.n) == 1
		}
		if q.reads(text, 3) && q.reads(text, 5) {
			return q, nil
		}
		if first == nil {
			first = q
		}
	}
	return first, nil
}

// reads reports whether a reader finds the text in the symbol drawn with px
// pixels a module.
func (q *qrCode) reads(text string, px int) bool {
	side := (q.n + 2*quiet) * px
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		x, y := i%side/px-quiet, i/side/px-quiet
		if x < 0 || y < 0 || x >= q.n || y >= q.n || !q.dark[y*q.n+x] {
			img.Pix[i] = 0xff
		}
	}
	bmp, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return false
	}
	res, err := qrcode.NewQRCodeReader().Decode(bmp, nil)
	return err == nil && res.GetText() == text
}

// side is the edge of the symbol with its white, in millimetres.
func (q *qrCode) side() float64 {
	return max(qrMin, moduleMin*float64(q.n+2*quiet))
}

// qrHeight is the height of the code with its caption under it.
func (t *setter) qrHeight(w float64) float64 {
	return t.qr.side() + float64(len(t.caption(w)))*captionPt*1.15*mmPerPoint
}

func (t *setter) caption(w float64) []setLine {
	return t.p.wrap(Caption, Regular, captionPt, min(w, 52), 0)
}

// drawQR draws the code at x, y, its caption under it or beside it. Dark
// modules of a row that touch are one rectangle.
func (t *setter) drawQR(pg *Page, x, y, w float64, under bool) {
	q := t.qr
	side := q.side()
	m := side / float64(q.n+2*quiet)
	// The white at the left reaches into the margin, so that the symbol stands
	// on the edge of the text.
	ox, oy := x, y+quiet*m
	for row := range q.n {
		for col := 0; col < q.n; col++ {
			from := col
			for col < q.n && q.dark[row*q.n+col] {
				col++
			}
			if col > from {
				pg.Items = append(pg.Items, Rect{ox + float64(from)*m, oy + float64(row)*m, float64(col-from) * m, m})
			}
		}
	}
	cx, cy := x, y+side
	if !under {
		cx, cy = x+side-quiet*m+1, y+quiet*m
		w -= side
	}
	for i, l := range t.caption(w) {
		base := cy + (float64(i)*1.15+0.9)*captionPt*mmPerPoint
		l.draw(t.p, pg, cx, base, w, Regular, captionPt, alignLeft)
	}
}
