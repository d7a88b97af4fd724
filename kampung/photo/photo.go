package photo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	_ "image/png" // scans

	"smartkampung/kampung"
)

// Limits.
const (
	// MaxFile bounds a file before it is looked at, in bytes: a photo of a good
	// camera has some 30 MB.
	MaxFile = 64 << 20
	// MaxPixels bounds a picture before it is decoded; more would fill the memory
	// of a PC of 2 GB.
	MaxPixels = 64_000_000
	// Side is the longest side of what is kept, in pixels: A4 at 220 dpi, which
	// leaves the smallest print of a KTP readable.
	Side = 2600
	// quality of a JPEG that is written again, of 100.
	quality = 85
)

// Types of files that may be attached.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	PDF  = "application/pdf"
)

// magics are the first bytes of files, with what to tell of those that are none
// of the three.
var magics = []struct{ magic, kind, text string }{
	{"\xff\xd8\xff", JPEG, ""},
	{"\x89PNG\r\n\x1a\n", PNG, ""},
	{"%PDF-", PDF, ""},
	{"PK\x03\x04", "", "Berkas ini arsip zip atau dokumen Office, bukan foto, apa pun akhiran namanya. Simpan dulu isinya sebagai PDF atau JPEG."},
	{"\xd0\xcf\x11\xe0", "", "Berkas ini dokumen Office lama, bukan foto. Simpan dulu sebagai PDF."},
	{"GIF8", "", "Gambar GIF belum bisa dilampirkan. Simpan dulu sebagai JPEG atau PNG."},
	{"BM", "", "Gambar BMP belum bisa dilampirkan. Simpan dulu sebagai JPEG atau PNG."},
	{"II*\x00", "", "Gambar TIFF belum bisa dilampirkan. Atur pemindai supaya menyimpan PDF atau JPEG."},
	{"MM\x00*", "", "Gambar TIFF belum bisa dilampirkan. Atur pemindai supaya menyimpan PDF atau JPEG."},
	{"RIFF", "", "Gambar WebP belum bisa dilampirkan. Simpan dulu sebagai JPEG atau PNG."},
}

// Kind tells the type of a file by its first bytes, "" for others.
func Kind(data []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m.magic)) {
			return m.kind
		}
	}
	return ""
}

// other says in Indonesian what a file is that may not be attached.
func other(data []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m.magic)) {
			return m.text
		}
	}
	if len(data) > 12 && string(data[4:8]) == "ftyp" {
		return "Foto HEIC atau video belum bisa dilampirkan. Di telepon, atur kamera ke “Paling kompatibel” (JPEG), atau kirim fotonya sebagai JPEG."
	}
	return "Berkas ini bukan foto JPEG, gambar PNG, atau PDF, apa pun akhiran namanya. Pilih berkas lain."
}

func refuse(text string) error { return kampung.Problems{{Field: "scan", Text: text}} }

// Prepare returns what of a file is to be kept, and its type. A PDF is kept as it
// is. A picture comes out upright, at most [Side] pixels long and without what
// the camera wrote into it; one that is so already keeps its bytes. Errors:
// [kampung.Problems] at field "scan", in words for the clerk.
func Prepare(data []byte) (out []byte, kind string, err error) {
	if len(data) == 0 {
		return nil, "", refuse("Berkas kosong. Pindai ulang atau pilih berkas lain.")
	}
	switch kind = Kind(data); kind {
	case "":
		return nil, "", refuse(other(data))
	case PDF:
		if len(data) > kampung.MaxScanBytes {
			return nil, "", refuse(fmt.Sprintf("PDF lebih besar dari %d MB. Pindai dengan mutu lebih rendah (200 dpi sudah cukup).", kampung.MaxScanBytes>>20))
		}
		if !bytes.Contains(data, []byte("%%EOF")) {
			return nil, "", refuse("PDF ini terpotong atau rusak. Salin atau pindai ulang.")
		}
		return data, kind, nil
	}
	img, turn, err := decode(data)
	if err != nil {
		return nil, "", err
	}
	b := img.Bounds()
	if max(b.Dx(), b.Dy()) <= Side && turn == 1 {
		if kind == JPEG {
			data = bare(data)
		}
		if (kind == JPEG || !bytes.Contains(data, []byte("eXIf"))) && len(data) <= kampung.MaxScanBytes/4 {
			return data, kind, nil
		}
	}
	var w bytes.Buffer
	if err := jpeg.Encode(&w, upright(shrink(img, Side), turn), &jpeg.Options{Quality: quality}); err != nil {
		return nil, "", fmt.Errorf("photo: encode: %w", err)
	}
	return w.Bytes(), JPEG, nil
}

// decode reads a picture within the limits, and how its camera was held.
func decode(data []byte) (image.Image, int, error) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return nil, 1, refuse("Foto ini rusak dan tidak dapat dibaca. Foto atau pindai ulang.")
	}
	if int64(c.Width)*int64(c.Height) > MaxPixels {
		return nil, 1, refuse(fmt.Sprintf("Foto ini terlalu besar (%d × %d titik). Foto ulang dengan mutu lebih rendah.", c.Width, c.Height))
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, 1, refuse("Foto ini rusak atau terpotong. Salin ulang dari telepon, atau foto ulang.")
	}
	return img, Orientation(data), nil
}

// Thumb draws a picture upright and at most side pixels long, for the screen.
// Errors are those of [Prepare].
func Thumb(data []byte, side int) (image.Image, error) {
	img, turn, err := decode(data)
	if err != nil {
		return nil, err
	}
	return upright(shrink(img, side), turn), nil
}

// shrink makes a picture at most side pixels long by averaging, row by row, so
// that it needs little memory beside the picture's own; what was clear becomes
// white as paper.
func shrink(src image.Image, side int) *image.RGBA {
	b := src.Bounds()
	sw, sh := b.Dx(), b.Dy()
	w, h := sw, sh
	if long := max(sw, sh); long > side {
		w, h = max(1, sw*side/long), max(1, sh*side/long)
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	row := image.NewRGBA(image.Rect(0, 0, sw, 1))
	sum := make([]uint64, 3*w)
	for y := range h {
		clear(sum)
		from, to := y*sh/h, max(y*sh/h+1, (y+1)*sh/h)
		for sy := from; sy < to; sy++ {
			draw.Draw(row, row.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
			draw.Draw(row, row.Rect, src, image.Pt(b.Min.X, b.Min.Y+sy), draw.Over)
			addRow(sum, row.Pix, sw, w)
		}
		for x := range w {
			n := uint64(to-from) * uint64(max(x*sw/w+1, (x+1)*sw/w)-x*sw/w)
			at := dst.PixOffset(x, y)
			for c := range 3 {
				dst.Pix[at+c] = uint8((sum[3*x+c] + n/2) / n)
			}
			dst.Pix[at+3] = 255
		}
	}
	return dst
}

// addRow adds the pixels of a row to the sums of the narrower one.
func addRow(sum []uint64, pix []uint8, sw, w int) {
	for x := range w {
		for sx := x * sw / w; sx < max(x*sw/w+1, (x+1)*sw/w); sx++ {
			for c := range 3 {
				sum[3*x+c] += uint64(pix[4*sx+c])
			}
		}
	}
}

// upright turns and mirrors a picture as its orientation of 1 to 8 says (EXIF
// 2.3, tag 0112H).
func upright(src *image.RGBA, turn int) *image.RGBA {
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if turn <= 1 || turn > 8 {
		return src
	}
	dw, dh := w, h
	if turn >= 5 {
		dw, dh = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range dh {
		for x := range dw {
			sx, sy := from(turn, x, y, w, h)
			copy(dst.Pix[dst.PixOffset(x, y):][:4], src.Pix[src.PixOffset(sx, sy):][:4])
		}
	}
	return dst
}

// from is where the pixel at x, y of the upright picture stands in the one of
// w × h that the camera wrote.
func from(turn, x, y, w, h int) (int, int) {
	switch turn {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}
