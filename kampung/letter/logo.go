package letter

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // decoder
	"image/png"

	"golang.org/x/image/draw"
)

// Limits of a letterhead's picture.
const (
	logoBytes  = 8 << 20
	logoPixels = 40 << 20
	logoSide   = 360 // pixels kept of the longer side: 300 dpi at 30 mm
	logosKept  = 8
)

// logo reads a PNG or JPEG and makes it fit for print. Pictures are kept by
// their digest, because an office prints the same one all day.
func (p *Press) logo(data []byte) (Picture, error) {
	if len(data) > logoBytes {
		return Picture{}, fmt.Errorf("letter: logo of %d bytes", len(data))
	}
	key := fmt.Sprintf("%x", sha256.Sum256(data))
	p.mu.Lock()
	pic, ok := p.logos[key]
	p.mu.Unlock()
	if ok {
		return pic, nil
	}
	conf, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Picture{}, fmt.Errorf("letter: logo: %w", err)
	}
	if conf.Width <= 0 || conf.Height <= 0 || conf.Width*conf.Height > logoPixels ||
		max(conf.Width, conf.Height) > 50*min(conf.Width, conf.Height) {
		return Picture{}, errors.New("letter: logo: size")
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return Picture{}, fmt.Errorf("letter: logo: %w", err)
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if long := max(w, h); long > logoSide {
		w, h = max(1, w*logoSide/long), max(1, h*logoSide/long)
	}
	small := image.NewNRGBA(image.Rect(0, 0, w, h))
	// On white, as on paper: a see-through picture makes printers' filters draw
	// the whole page as one coarse picture.
	draw.Draw(small, small.Rect, image.White, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(small, small.Bounds(), img, img.Bounds(), draw.Over, nil)
	var buf bytes.Buffer
	if err := png.Encode(&buf, small); err != nil {
		return Picture{}, fmt.Errorf("letter: logo: %w", err)
	}
	pic = Picture{W: float64(w), H: float64(h), Image: small, key: key, png: buf.Bytes()}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.logos) >= logosKept {
		clear(p.logos)
	}
	p.logos[key] = pic
	return pic, nil
}
