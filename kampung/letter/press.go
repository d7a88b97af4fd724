package letter

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// Faces are the TrueType files of the four faces that letters are set in.
type Faces struct {
	Regular, Bold, Italic, BoldItalic []byte
}

// Typeface is the name by which systems know the faces that letters are set in.
const Typeface = "Liberation Serif"

// mmPerPoint turns points into millimetres.
const mmPerPoint = 25.4 / 72

// Press sets letters in one typeface. It is built once and is safe for use by
// several goroutines.
type Press struct {
	faces [4]face
	empty rune // stands for a letter that the typeface does not have

	mu     sync.Mutex // guards what follows
	glyphs map[glyphKey]glyph
	logos  map[string]Picture
	code   string // the last verification code and its symbol
	symbol *qrCode
}

// face is one parsed TrueType file with the widths of its letters.
type face struct {
	ttf   []byte
	font  *sfnt.Font
	unit  float64 // units per em
	wide  map[rune]float64
	ascii [128]float64
}

// New builds a press. The error names the face that is no TrueType file.
func New(f Faces) (*Press, error) {
	p := &Press{glyphs: map[glyphKey]glyph{}, logos: map[string]Picture{}, empty: '?'}
	for i, ttf := range [][]byte{f.Regular, f.Bold, f.Italic, f.BoldItalic} {
		fc, err := newFace(ttf)
		if err != nil {
			return nil, fmt.Errorf("letter: face %d: %w", i, err)
		}
		p.faces[i] = fc
	}
	if p.has('\u25a1') {
		p.empty = '\u25a1'
	}
	return p, nil
}

// newFace reads the widths of every letter of the Basic Multilingual Plane that
// the face has; the PDF's character codes do not reach further.
func newFace(ttf []byte) (face, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return face{}, err
	}
	fc := face{ttf: ttf, font: f, unit: float64(f.UnitsPerEm()), wide: map[rune]float64{}}
	var buf sfnt.Buffer
	em := fixed.I(int(f.UnitsPerEm()))
	for r := rune(' '); r < 0xFFFE; r++ {
		g, err := f.GlyphIndex(&buf, r)
		if err != nil || g == 0 {
			continue
		}
		adv, err := f.GlyphAdvance(&buf, g, em, font.HintingNone)
		if err != nil {
			continue
		}
		fc.wide[r] = float64(adv) / 64 / fc.unit
		if r < 128 {
			fc.ascii[r] = fc.wide[r]
		}
	}
	return fc, nil
}

// Faces are the files that the press was built from.
func (p *Press) Faces() Faces {
	return Faces{p.faces[Regular].ttf, p.faces[Bold].ttf, p.faces[Italic].ttf, p.faces[BoldItalic].ttf}
}

// Advance is how far a letter moves what follows it, in millimetres, at a size
// in points.
func (p *Press) Advance(r rune, f Face, size float64) float64 {
	return p.faces[f].wide[r] * size * mmPerPoint
}

// has reports whether every face has the letter.
func (p *Press) has(r rune) bool {
	for i := range p.faces {
		if _, ok := p.faces[i].wide[r]; !ok {
			return false
		}
	}
	return true
}

// width returns the width of a text in millimetres: the sum of its letters'
// advances, without kerning, as the PDF has it.
func (p *Press) width(s string, f Face, size float64) float64 {
	fc := &p.faces[f]
	w := 0.0
	for _, r := range s {
		if r < 128 {
			w += fc.ascii[r]
		} else {
			w += fc.wide[r]
		}
	}
	return w * size * mmPerPoint
}

// clean makes a text printable: composed letters, plain blanks, line ends as
// "\n", no invisible letters. Letters that the typeface lacks become an empty
// box and are reported once each.
func (p *Press) clean(s string, missing map[rune]bool) string {
	plain := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	s = strings.ReplaceAll(norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")), "\r\n", "\n")
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f' || r == '\u0085':
			b.WriteByte('\n')
		case r == '\u00a0' || r == '\u202f':
			b.WriteRune('\u00a0')
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r):
			// control and invisible formatting letters print nothing
		case p.has(r):
			b.WriteRune(r)
		default:
			if missing != nil {
				missing[r] = true
			}
			b.WriteRune(p.empty)
		}
	}
	return b.String()
}
