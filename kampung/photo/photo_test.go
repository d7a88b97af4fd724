package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"smartkampung/kampung"
)

var (
	red   = color.RGBA{220, 20, 20, 255}
	green = color.RGBA{20, 200, 20, 255}
	blue  = color.RGBA{20, 20, 220, 255}
)

// scene is upright when red is at the upper left, green at the upper right and
// blue at the lower left.
func scene(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{240, 240, 240, 255}
			switch {
			case x < w/2 && y < h/2:
				c = red
			case y < h/2:
				c = green
			case x < w/2:
				c = blue
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func like(a color.Color, b color.RGBA) bool {
	r, g, bl, _ := a.RGBA()
	d := func(x uint32, y uint8) bool { v := int(x>>8) - int(y); return v < 40 && v > -40 }
	return d(r, b.R) && d(g, b.G) && d(bl, b.B)
}

func isUpright(img image.Image) bool {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	return like(img.At(w/4, h/4), red) && like(img.At(3*w/4, h/4), green) && like(img.At(w/4, 3*h/4), blue)
}

// camera writes a picture as a camera that was held so: the pixels as they fell,
// a directory with the orientation, and where it was.
func camera(t testing.TB, up *image.RGBA, turn int, order binary.ByteOrder) []byte {
	t.Helper()
	w, h := up.Rect.Dx(), up.Rect.Dy()
	if turn >= 5 {
		w, h = h, w
	}
	raw := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range up.Rect.Dy() {
		for x := range up.Rect.Dx() {
			sx, sy := from(turn, x, y, w, h)
			raw.Set(sx, sy, up.At(x, y))
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, raw, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("II*\x00")
	if order == binary.BigEndian {
		tiff = []byte("MM\x00*")
	}
	add := order.(binary.AppendByteOrder)
	put16 := func(v uint16) { tiff = add.AppendUint16(tiff, v) }
	put32 := func(v uint32) { tiff = add.AppendUint32(tiff, v) }
	put32(8)
	put16(2)
	put16(0x010f)
	put16(2)
	put32(4)
	tiff = append(tiff, "CAM\x00"...)
	put16(0x0112)
	put16(3)
	put32(1)
	put16(uint16(turn))
	put16(0)
	tiff = append(tiff, "GPS -8.43 114.33"...)
	seg := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, app1}, binary.BigEndian.AppendUint16(nil, uint16(len(seg)+2))...)
	return append(append(out, seg...), b.Bytes()[2:]...)
}

// TestPhotosComeOutUpright: however the camera was held, and without what it
// wrote about the place.
func TestPhotosComeOutUpright(t *testing.T) {
	for turn := 1; turn <= 8; turn++ {
		for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			data := camera(t, scene(96, 64), turn, order)
			if got := Orientation(data); got != turn {
				t.Fatalf("orientation %d reads as %d", turn, got)
			}
			out, kind, err := Prepare(data)
			if err != nil || kind != JPEG || bytes.Contains(out, []byte("GPS")) || Orientation(out) != 1 {
				t.Fatalf("%d: %s, %v", turn, kind, err)
			}
			img, err := jpeg.Decode(bytes.NewReader(out))
			if err != nil || img.Bounds().Dx() != 96 || !isUpright(img) {
				t.Fatalf("orientation %d: %v, %v", turn, img.Bounds(), err)
			}
			small, err := Thumb(data, 30)
			if err != nil || small.Bounds().Dx() != 30 || small.Bounds().Dy() != 20 || !isUpright(small) {
				t.Fatalf("thumb of %d: %v, %v", turn, small, err)
			}
		}
	}
}

func TestBigPhotosAreMadeSmaller(t *testing.T) {
	out, _, err := Prepare(camera(t, scene(3900, 1300), 6, binary.BigEndian))
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(out))
	if err != nil || img.Bounds().Dx() != Side || img.Bounds().Dy() != Side/3 || !isUpright(img) {
		t.Fatal(img.Bounds(), err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, scene(3000, 30)); err != nil {
		t.Fatal(err)
	}
	if out, kind, err := Prepare(b.Bytes()); err != nil || kind != JPEG || len(out) == 0 {
		t.Fatal(kind, err)
	}
}

// TestSmallScansKeepTheirBytes: nothing is lost where nothing has to change.
func TestSmallScansKeepTheirBytes(t *testing.T) {
	var p, j bytes.Buffer
	if err := errors.Join(png.Encode(&p, scene(40, 30)), jpeg.Encode(&j, scene(40, 30), nil)); err != nil {
		t.Fatal(err)
	}
	for kind, data := range map[string][]byte{PNG: p.Bytes(), JPEG: j.Bytes(), PDF: []byte("%PDF-1.4\n…\n%%EOF\n")} {
		out, got, err := Prepare(data)
		if err != nil || got != kind || !bytes.Equal(out, data) {
			t.Fatalf("%s: %s, %v", kind, got, err)
		}
	}
	clear := image.NewNRGBA(image.Rect(0, 0, 10, 10))
	if img := shrink(clear, 5); !like(img.At(2, 2), color.RGBA{255, 255, 255, 255}) {
		t.Fatal("what is clear is not white as paper")
	}
}

// TestBadFilesAreRefusedInWords: each with its reason, and none of them kept.
func TestBadFilesAreRefusedInWords(t *testing.T) {
	good := camera(t, scene(400, 300), 1, binary.LittleEndian)
	huge := bytes.Clone(good)
	i := bytes.Index(huge, []byte{0xff, 0xc0})
	copy(huge[i+5:], []byte{0xff, 0xff, 0xff, 0xff})
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":        {nil, "kosong"},
		"zip":          {[]byte("PK\x03\x04 foto"), "arsip zip"},
		"docx":         {[]byte("PK\x03\x04[Content_Types].xml"), "Office"},
		"heic":         {[]byte("\x00\x00\x00\x18ftypheic0000"), "HEIC"},
		"gif":          {[]byte("GIF89a"), "GIF"},
		"tiff":         {[]byte("II*\x00"), "TIFF"},
		"text":         {[]byte("Nama: contoh"), "bukan foto"},
		"cut jpeg":     {good[:len(good)/2], "terpotong"},
		"jpeg header":  {good[:20], "rusak"},
		"magic only":   {[]byte("\xff\xd8\xff"), "rusak"},
		"png header":   {[]byte("\x89PNG\r\n\x1a\n"), "rusak"},
		"65535 square": {huge, "terlalu besar"},
		"cut pdf":      {[]byte("%PDF-1.4\n1 0 obj"), "terpotong"},
		"big pdf":      {append([]byte("%PDF-1.4 %%EOF"), make([]byte, kampung.MaxScanBytes)...), "lebih besar"},
	} {
		out, _, err := Prepare(c.data)
		var p kampung.Problems
		if !errors.As(err, &p) || !strings.Contains(p.Of("scan"), c.want) || out != nil {
			t.Errorf("%s: %d bytes, %v", name, len(out), err)
		}
	}
}

// TestShrinkKeepsTheAverage: what is one colour stays it at any size.
func TestShrinkKeepsTheAverage(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, h, side := rapid.IntRange(1, 90).Draw(rt, "w"), rapid.IntRange(1, 90).Draw(rt, "h"), rapid.IntRange(1, 60).Draw(rt, "side")
		src := image.NewRGBA(image.Rect(3, 5, 3+w, 5+h))
		for i := range src.Pix {
			src.Pix[i] = []uint8{90, 140, 200, 255}[i%4]
		}
		out := shrink(src, side)
		if max(out.Rect.Dx(), out.Rect.Dy()) > max(side, 1) && max(w, h) > side {
			rt.Fatal(out.Rect)
		}
		for i, v := range out.Pix {
			if v != []uint8{90, 140, 200, 255}[i%4] {
				rt.Fatalf("%d at %d", v, i)
			}
		}
	})
}

// FuzzPrepare: bytes from outside never do more than be refused.
func FuzzPrepare(f *testing.F) {
	for turn := 1; turn <= 8; turn += 5 {
		f.Add(camera(f, scene(24, 16), turn, binary.BigEndian))
	}
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\x00\x00\x00\x08"))
	f.Add([]byte("%PDF-1.7 %%EOF"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := Orientation(data); o < 1 || o > 8 {
			t.Fatal(o)
		}
		out, kind, err := Prepare(data)
		if err != nil {
			return
		}
		if Kind(out) != kind || len(out) == 0 {
			t.Fatalf("%q is no %s", out, kind)
		}
		if again, _, err := Prepare(out); err != nil || kind != JPEG && !bytes.Equal(again, out) {
			t.Fatalf("what was prepared is not taken again: %v", err)
		}
	})
}
