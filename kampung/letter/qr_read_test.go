package letter

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"smartkampung/kampung"
)

// someCode is a code as long as real ones.
func someCode() string {
	return kampung.SignLetterCode(kampung.LetterCode{Village: "35.10.05.2001", Number: "500.2.2.4/012/429.511.01/2026", Date: kampung.Date{Year: 2026, Month: 11, Day: 23},
		Service: "sktm", Initials: "WC", NIK: "351005••••••0001"}, ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", 32))))
}

// symbol draws a code with px pixels a module.
func symbol(t testing.TB, text string, px int) *image.Gray {
	t.Helper()
	q, err := encodeQR(text)
	if err != nil {
		t.Fatal(err)
	}
	side := (q.n + 2*quiet) * px
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		x, y := i%side/px-quiet, i/side/px-quiet
		if x < 0 || y < 0 || x >= q.n || y >= q.n || !q.dark[y*q.n+x] {
			img.Pix[i] = 0xff
		}
	}
	return img
}

// photo puts a picture on a page of w by h, turned by an angle and scaled, with
// grain and uneven light as a telephone makes them.
func photo(src image.Image, w, h int, degrees, scale float64) *image.RGBA {
	page := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(page, page.Rect, image.NewUniform(color.Gray{0xf0}), image.Point{}, draw.Src)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	b := src.Bounds()
	cx, cy := float64(b.Dx())/2, float64(b.Dy())/2
	a, c := scale*cos, scale*sin
	m := f64.Aff3{a, -c, float64(w)*0.55 - a*cx + c*cy, c, a, float64(h)*0.52 - c*cx - a*cy}
	draw.BiLinear.Transform(page, m, src, b, draw.Over, nil)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range page.Pix {
		if i%4 != 3 {
			light := 0.65 + 0.35*float64(i/4%w)/float64(w)
			page.Pix[i] = uint8(max(0, min(255, float64(page.Pix[i])*light+r.NormFloat64()*6)))
		}
	}
	return page
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 70}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadPhotoOfACode(t *testing.T) {
	code := someCode()
	q := symbol(t, code, 6)
	for name, data := range map[string][]byte{
		"as printed":          asPNG(t, q),
		"small":               asPNG(t, symbol(t, code, 2)),
		"telephone":           asJPEG(t, photo(q, 3000, 2000, 7, 2)),
		"a whole page":        asJPEG(t, photo(q, 3000, 4000, 2, 0.9)),
		"upside down":         asJPEG(t, photo(q, 1600, 1200, 180, 1)),
		"on its side":         asJPEG(t, photo(q, 1600, 1200, 90, 1)),
		"askew":               asJPEG(t, photo(q, 1600, 1200, 33, 1)),
		"scan of a page":      asPNG(t, photo(q, 1653, 2598, 0.4, 0.45)),
		"white is not opaque": asPNG(t, inkOnly(q)),
	} {
		if got, err := ReadQR(data, nil); err != nil || got != code {
			t.Errorf("%s: %.40q %v", name, got, err)
		}
	}
}

// inkOnly is black where the symbol is dark and nothing elsewhere.
func inkOnly(q *image.Gray) *image.NRGBA {
	out := image.NewNRGBA(q.Rect)
	for i, v := range q.Pix {
		out.Pix[4*i+3] = ^v
	}
	return out
}

func TestReadTheRightCode(t *testing.T) {
	code := someCode()
	page := image.NewGray(image.Rect(0, 0, 1400, 900))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	other, mine := symbol(t, "https://example.org/menu", 8), symbol(t, code, 6)
	draw.Draw(page, other.Rect.Add(image.Pt(40, 40)), other, image.Point{}, draw.Src)
	draw.Draw(page, mine.Rect.Add(image.Pt(1400-mine.Rect.Dx()-40, 900-mine.Rect.Dy()-40)), mine, image.Point{}, draw.Src)
	wanted := func(text string) bool { return strings.HasPrefix(text, kampung.LetterCodePrefix) }
	if got, err := ReadQR(asPNG(t, page), wanted); err != nil || got != code {
		t.Errorf("%.40q %v", got, err)
	}
	if _, err := ReadQR(asPNG(t, other), wanted); !errors.Is(err, ErrNoQR) {
		t.Error(err)
	}
}

// liar is a PNG whose head tells another size than its few bytes have.
func liar(w, h uint32, depth, kind byte) []byte {
	chunk := func(name string, body []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
		out = append(append(out, name...), body...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	head = append(head, depth, kind, 0, 0, 0)
	return append(append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", head)...), chunk("IDAT", []byte{0x78, 0x9c, 3, 0, 0, 0, 0, 1})...)
}

func TestHostilePictures(t *testing.T) {
	photo := asJPEG(t, photo(symbol(t, someCode(), 3), 900, 700, 0, 1))
	grown := bytes.Clone(photo)
	at := bytes.Index(grown, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(grown[at+5:], 65000)
	binary.BigEndian.PutUint16(grown[at+7:], 65000)
	slow := bytes.Clone(photo)
	slow[at+1] = 0xc2
	binary.BigEndian.PutUint16(slow[at+5:], 4000)
	binary.BigEndian.PutUint16(slow[at+7:], 4000)
	for name, data := range map[string][]byte{
		"nothing": nil, "words": []byte("halo"), "a GIF": []byte("GIF89a\x01\x00\x01\x00"), "cut": photo[:200], "a long file": make([]byte, MaxPhoto+1),
		"a large PNG": liar(60000, 60000, 8, 6), "a deep PNG": liar(15000, 15000, 16, 6), "a thin PNG": liar(1<<30, 1, 8, 0), "a large JPEG": grown, "a large progressive JPEG": slow, "a dot": liar(1, 1, 8, 0),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := ReadQR(data, nil)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, ErrPhoto) {
			t.Errorf("%s: %v", name, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 16<<20 {
			t.Errorf("%s took %d MiB", name, took>>20)
		}
	}
	if _, err := ReadQR(asJPEG(t, image.NewGray(image.Rect(0, 0, 800, 600))), nil); !errors.Is(err, ErrNoQR) {
		t.Errorf("a black picture: %v", err)
	}
	if n := len(glances(image.Rect(0, 0, 4000, 3000))); n > 17 {
		t.Errorf("%d tries", n)
	}
}

// A picture full of corner marks would keep the reader busy for hours.
func TestPictureFullOfMarks(t *testing.T) {
	mark := []string{"XXXXXXX.", "X.....X.", "X.XXX.X.", "X.XXX.X.", "X.XXX.X.", "X.....X.", "XXXXXXX.", "........"}
	img := image.NewGray(image.Rect(0, 0, 1400, 1400))
	for i := range img.Pix {
		if mark[i/1400/2%8][i%1400/2%8] == '.' {
			img.Pix[i] = 0xff
		}
	}
	if _, err := ReadQR(asPNG(t, img), nil); !errors.Is(err, ErrNoQR) {
		t.Error(err)
	}
}

func FuzzReadQR(f *testing.F) {
	code := someCode()
	f.Add(asPNG(f, symbol(f, code, 2)))
	f.Add(asPNG(f, symbol(f, "A", 1)))
	f.Add(asJPEG(f, symbol(f, "A", 3)))
	f.Add(liar(21, 21, 8, 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		if conf, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && conf.Width*conf.Height > 400*400 {
			return // only to be quick
		}
		if _, err := ReadQR(data, nil); err != nil && !errors.Is(err, ErrNoQR) && !errors.Is(err, ErrPhoto) {
			t.Fatal(err)
		}
	})
}

// BenchmarkReadQR is a photo of twelve megapixels with a code, and one of them
// without, which is looked at in every way.
func BenchmarkReadQR(b *testing.B) {
	with := asJPEG(b, photo(symbol(b, someCode(), 6), 4000, 3000, 5, 2))
	without := asJPEG(b, photo(image.NewGray(image.Rect(0, 0, 600, 600)), 4000, 3000, 5, 2))
	for name, data := range map[string][]byte{"found": with, "none": without} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := ReadQR(data, nil); (err == nil) != (name == "found") {
					b.Fatal(err)
				}
			}
		})
	}
}
