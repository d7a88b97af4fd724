package letter

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	_ "image/jpeg" // photos
	_ "image/png"  // scans

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"
)

// Limits of a photo. They bound the memory that decoding one takes to some 200
// MiB, whatever the file says of itself.
const (
	// MaxPhoto is the greatest file, in bytes.
	MaxPhoto = 24 << 20
	maxPhoto = 128 << 20 // bytes of the decoded picture
	maxSide  = 16 << 10  // pixels
)

// Errors of [ReadQR].
var (
	ErrPhoto = errors.New("letter: not a JPEG or PNG, cut, or too large")
	ErrNoQR  = errors.New("letter: no QR code found in the picture")
)

// ReadQR finds the QR code in a photo or scan, JPEG or PNG, and returns its text.
// Of several codes the first that wanted likes is taken; wanted may be nil. The
// code may stand at any angle and need not fill the picture. Errors: [ErrPhoto],
// [ErrNoQR].
func ReadQR(data []byte, wanted func(text string) bool) (text string, err error) {
	img, err := decodePhoto(data)
	if err != nil {
		return "", err
	}
	for _, g := range glances(img.Bounds()) {
		if text, ok := readQR(g.of(img)); ok && (wanted == nil || wanted(text)) {
			return text, nil
		}
	}
	return "", ErrNoQR
}

// decodePhoto decodes a picture whose size is within bounds, as grey.
func decodePhoto(data []byte) (*image.Gray, error) {
	if len(data) > MaxPhoto {
		return nil, ErrPhoto
	}
	conf, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || conf.Width < 21 || conf.Height < 21 || conf.Width > maxSide || conf.Height > maxSide {
		return nil, errors.Join(ErrPhoto, err)
	}
	if int64(conf.Width)*int64(conf.Height)*pixelBytes(conf.ColorModel, kind, data) > maxPhoto {
		return nil, ErrPhoto
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errors.Join(ErrPhoto, err)
	}
	b := img.Bounds()
	grey := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for i := range grey.Pix {
		grey.Pix[i] = 0xff // paper, under what is transparent
	}
	draw.Draw(grey, grey.Rect, img, b.Min, draw.Over)
	return grey, nil
}

// pixelBytes is how many bytes of memory decoding takes for a pixel.
func pixelBytes(m color.Model, kind string, data []byte) int64 {
	switch {
	case kind == "jpeg" && progressive(data):
		return 16 // three components of 32-bit coefficients, and the picture
	case kind == "jpeg":
		return 4
	case m == color.RGBA64Model || m == color.NRGBA64Model:
		return 10
	case m == color.Gray16Model:
		return 4
	}
	return 5
}

// progressive reports whether a JPEG's frame is a progressive one.
func progressive(data []byte) bool {
	for i := 2; i+4 <= len(data) && data[i] == 0xff; {
		switch marker := data[i+1]; {
		case marker == 0xff:
			i++
			continue
		case marker == 0xc2:
			return true
		case marker == 0xda || marker == 0xc0 || marker == 0xc1:
			return false
		}
		i += 2 + int(binary.BigEndian.Uint16(data[i+2:]))
	}
	return true // odd: take the greater cost
}

// glance is a part of a picture at a size.
type glance struct {
	part image.Rectangle
	side int // of the longer edge afterwards, in pixels
}

// glances are the parts and sizes that are tried, cheap ones first. There are at
// most 17, so the time is bounded too.
func glances(b image.Rectangle) []glance {
	long := max(b.Dx(), b.Dy())
	var out []glance
	for _, side := range []int{1000, 1600, 700, 2400} {
		out = append(out, glance{b, min(side, long)})
		if side >= long {
			break
		}
	}
	// Ninths that overlap: a small code on a large page.
	w, h := b.Dx()/2, b.Dy()/2
	for i := range 9 {
		at := image.Pt(b.Min.X+(i%3)*w/2, b.Min.Y+(i/3)*h/2)
		out = append(out, glance{image.Rectangle{at, at.Add(image.Pt(w, h))}, min(1400, max(w, h))})
	}
	for _, scale := range []int{400, 250} {
		out = append(out, glance{b, min(scale, long)})
	}
	if long < 700 {
		out = append(out, glance{b, 2 * long}) // of the screen
	}
	return out
}

func (l glance) of(img *image.Gray) *image.Gray {
	w, h := l.part.Dx(), l.part.Dy()
	long := max(w, h)
	if long == l.side {
		return img.SubImage(l.part).(*image.Gray)
	}
	small := image.NewGray(image.Rect(0, 0, max(1, w*l.side/long), max(1, h*l.side/long)))
	draw.ApproxBiLinear.Scale(small, small.Rect, img, l.part, draw.Src, nil)
	return small
}

// readQR looks for a code in a picture, with both ways to tell dark from light.
func readQR(img image.Image) (string, bool) {
	src := gozxing.NewLuminanceSourceFromImage(img)
	for _, b := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(src), gozxing.NewGlobalHistgramBinarizer(src)} {
		if text, ok := decodeQR(b); ok {
			return text, true
		}
	}
	return "", false
}

// maxMarks is how many places of a picture may look like a code's corner mark.
// The reader compares every three of them, so a picture full of marks would keep
// it busy for hours; a page of text has some tens.
const maxMarks = 300

// decodeQR gives up on a picture that the reader is not made for: its own
// arithmetic has no bounds for what only looks like a code.
func decodeQR(b gozxing.Binarizer) (text string, ok bool) {
	defer func() {
		if recover() != nil {
			text, ok = "", false
		}
	}()
	marks := 0
	bmp, err := gozxing.NewBinaryBitmap(b)
	if err != nil {
		return "", false
	}
	res, err := qrcode.NewQRCodeReader().Decode(bmp, map[gozxing.DecodeHintType]any{
		gozxing.DecodeHintType_TRY_HARDER: true,
		gozxing.DecodeHintType_NEED_RESULT_POINT_CALLBACK: gozxing.ResultPointCallback(func(gozxing.ResultPoint) {
			if marks++; marks > maxMarks {
				panic("letter: too many corner marks")
			}
		}),
	})
	if err != nil {
		return "", false
	}
	return res.GetText(), true
}
