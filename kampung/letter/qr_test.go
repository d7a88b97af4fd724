package letter

import (
	"image"
	"image/draw"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"pgregory.net/rapid"
)

// read decodes the code on a page as a scanner would.
func read(img image.Image) (string, error) {
	// The lower half of the sheet: what a phone is held over.
	half := image.NewGray(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()/2))
	draw.Draw(half, half.Rect, img, image.Pt(0, img.Bounds().Dy()/2), draw.Src)
	bmp, err := gozxing.NewBinaryBitmapFromImage(half)
	if err != nil {
		return "", err
	}
	res, err := qrcode.NewQRCodeReader().Decode(bmp, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return "", err
	}
	return res.GetText(), nil
}

func TestCodeCanBeRead(t *testing.T) {
	for _, key := range []string{"sku", "sktm"} { // beside the signature, and under it
		for _, text := range []string{code, "SK1/ABC", strings.Repeat("kode ", 50)} {
			s := service(t, key)
			r := request(s)
			r.Code = text
			d := compose(t, s, r, Options{Logo: arms()})
			if !strings.Contains(strings.ReplaceAll(d.Words(), "\n", " "), Caption) {
				t.Error("the caption is missing")
			}
			if got, err := read(d.Image(press(), len(d.Pages)-1, 200)); err != nil || got != text {
				t.Errorf("%s: read %q, %v; want %q", key, got, err, text)
			}
			if text != code { // what the desk makes is enough for the slow way
				continue
			}
			pdf, err := d.PDF(press())
			if err != nil {
				t.Fatal(err)
			}
			if img := rendered(t, pdf, 200); img != nil {
				if got, err := read(img); err != nil || got != text {
					t.Errorf("%s, PDF: read %q, %v; want %q", key, got, err, text)
				}
			}
		}
	}
}

// Codes whose symbols readers cannot find at first are drawn another way.
func TestEverySymbolReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := "SK1/" + rapid.StringMatching(`[A-Z2-7]{150,240}`).Draw(t, "text")
		q, err := encodeQR(text)
		if err != nil {
			t.Fatal(err)
		}
		if !q.reads(text, 3) {
			t.Errorf("%q cannot be read", text)
		}
	})
}

func TestCodeTooLongIsAnError(t *testing.T) {
	s := service(t, "sku")
	r := request(s)
	r.Code = strings.Repeat("x", 5000)
	if _, err := press().Compose(s, r, Options{}); err == nil {
		t.Error("a code that no symbol holds was taken")
	}
}
