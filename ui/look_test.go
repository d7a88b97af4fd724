package ui

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	units "golang.org/x/image/math/fixed"
)

// TestFiguresAreTabular: in the font of the screens every digit is as wide as
// any other, so that NIK, numbers and money stand under one another.
func TestFiguresAreTabular(t *testing.T) {
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		f, err := sfnt.Parse(deskTheme{scale: 1}.Font(style).Content())
		if err != nil {
			t.Fatal(err)
		}
		advance := func(r rune) units.Int26_6 {
			var b sfnt.Buffer
			g, err := f.GlyphIndex(&b, r)
			if err != nil || g == 0 {
				t.Fatalf("no %q in the font: %v", r, err)
			}
			a, err := f.GlyphAdvance(&b, g, units.I(1000), font.HintingNone)
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		for r := '0'; r <= '9'; r++ {
			if advance(r) != advance('0') {
				t.Errorf("bold %v: %q is %v wide, 0 is %v", style.Bold, r, advance(r), advance('0'))
			}
		}
		if advance('i') == advance('m') {
			t.Error("every letter is as wide as any other: this measures nothing")
		}
	}
}

// over is a half transparent colour on a ground.
func over(c, ground color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(c.A) + int(b)*(255-int(c.A)) + 127) / 255) }
	return color.NRGBA{R: mix(c.R, ground.R), G: mix(c.G, ground.G), B: mix(c.B, ground.B), A: 255}
}

// TestContrastOfWhatIsDrawn measures the pairs that the screens really draw:
// words at 4.5:1, and shapes that tell something at 3:1 (WCAG 2.2, 1.4.3 and
// 1.4.11).
func TestContrastOfWhatIsDrawn(t *testing.T) {
	for name, p := range map[string]palette{"light": lightPalette, "dark": darkPalette} {
		words := func(what string, ink, ground color.NRGBA) {
			if c := contrast(ink, ground); c < 4.5 {
				t.Errorf("%s: %s is %.2f", name, what, c)
			}
		}
		shape := func(what string, a, b color.NRGBA) {
			if c := contrast(a, b); c < 3 {
				t.Errorf("%s: %s is %.2f", name, what, c)
			}
		}
		surface, page := p[roleSurface], p[theme.ColorNameBackground]
		for _, ink := range []fyne.ThemeColorName{roleInk, roleQuiet, roleMain, roleWork, roleWait, roleDone, roleBack} {
			for _, veil := range []fyne.ThemeColorName{theme.ColorNameHover, theme.ColorNameSelection, theme.ColorNameFocus, theme.ColorNamePressed} {
				words(fmt.Sprintf("%s under %s", ink, veil), p[ink], over(p[veil], surface))
			}
			words(fmt.Sprintf("%s under hover on what is chosen", ink), p[ink], over(p[theme.ColorNameHover], p[roleSoft]))
			words(fmt.Sprintf("%s under hover on the page", ink), p[ink], over(p[theme.ColorNameHover], page))
		}
		words("a placeholder", p[theme.ColorNamePlaceHolder], p[theme.ColorNameInputBackground])
		for _, main := range []fyne.ThemeColorName{roleMain, roleBack} {
			words("words on a hovered main button", p[roleOnMain], over(p[theme.ColorNameScrollBarBackground], p[main]))
			for _, ground := range []color.NRGBA{surface, page} {
				shape("the ring around a main button", p[roleInk], ground)
			}
		}
		words("the band of a practice office", p[roleOnMain], p[roleWait])
		for _, ground := range []color.NRGBA{surface, page, p[roleSoft]} {
			shape("the ring of what has the keyboard", p[roleMain], ground)
			shape("the frame of the tour", p[roleWork], ground)
		}
		shape("the edge of a field", p[theme.ColorNameInputBorder], surface)
		shape("the edge of a field on the page", p[theme.ColorNameInputBorder], page)
		shape("a bar of today", p[roleMain], surface)
		shape("a bar of another day", p[roleBar], surface)
		shape("the handle of a page that scrolls", over(p[theme.ColorNameScrollBar], page), page)
	}
}

// screens are all screens behind the door, with something on them.
func (s *stage) screens() map[string]screen {
	f := s.u.frame
	f.openRequest("p003")
	f.openResident("w001")
	s.clerk.Wait()
	return map[string]screen{"home": f.home, "form": f.form, "list": f.list, "detail": f.detail, "check": f.check,
		"residents": f.residents, "person": f.person, "importer": f.importer, "link": f.link, "settings": f.settings,
		"numbers": f.numbers, "templates": f.templates, "book": f.book, "mail": f.mail, "visitors": f.visitors,
		"report": f.report, "event": f.event, "history": f.history, "merge": f.merge, "clash": f.clash}
}

// TestTargetsOfEveryScreen: what can be pressed is at least 36 high and wide.
func TestTargetsOfEveryScreen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	pressed := 0
	for name, sc := range s.screens() {
		s.u.show(sc)
		s.clerk.Wait()
		for _, o := range s.clerk.Targets() {
			var least float32 = 36
			switch o.(type) {
			case *button, *entry, *hitRow:
			case *check:
				least = 32
			default:
				continue
			}
			pressed++
			if size := o.Size(); size.Height < least || size.Width < least {
				t.Errorf("%s: %T %q is %v", name, o, o.(interface{ AccessibilityLabel() string }).AccessibilityLabel(), size)
			}
		}
	}
	if pressed < 200 {
		t.Fatalf("only %d targets found", pressed)
	}
}

// TestFocusIsSeen walks the screens with Tab. Each kind of widget looks
// different while it has the keyboard.
func TestFocusIsSeen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	c := s.u.win.Canvas()
	kinds := map[string]bool{}
	for name, sc := range s.screens() {
		s.u.show(sc)
		s.clerk.Wait()
		for range 40 {
			c.FocusNext()
			f := c.Focused()
			o, ok := f.(fyne.CanvasObject)
			if !ok {
				break
			}
			kind := fmt.Sprintf("%T", f)
			if b, ok := f.(*button); ok {
				kind += fmt.Sprint(b.Weight, b.Small, b.Chosen)
			}
			if l, ok := f.(*keyList); kinds[kind] || ok && l.Length() == 0 {
				continue // an empty list has no row to mark
			}
			kinds[kind] = true
			with := s.part(o)
			c.Unfocus()
			without := s.part(o)
			c.Focus(f)
			if same(with, without) {
				t.Errorf("%s: %s looks the same with and without the keyboard", name, kind)
			}
		}
	}
	if len(kinds) < 8 {
		t.Fatalf("only %d kinds were walked over: %v", len(kinds), kinds)
	}
}

// part is the picture of a widget and a little around it.
func (s *stage) part(o fyne.CanvasObject) image.Image {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	all := s.u.win.Canvas().Capture()
	r := image.Rect(int(at.X)-3, int(at.Y)-3, int(at.X+o.Size().Width)+3, int(at.Y+o.Size().Height)+3)
	return all.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(r)
}

func same(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() || a.Bounds().Empty() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

// TestOneFamilyOfIcons: every icon is one of Fyne's own set, and no text holds
// an emoji.
func TestOneFamilyOfIcons(t *testing.T) {
	test.NewTempApp(t)
	for _, code := range []string{langID, langEN} {
		for key, text := range texts(t, code) {
			for _, r := range text {
				if r >= 0x1F000 || r >= 0x2600 && r < 0x27C0 {
					t.Errorf("%s.json: %q holds %q", code, key, r)
				}
			}
		}
	}
	for name, f := range sources(t, ".") {
		for _, im := range f.Imports {
			if strings.Contains(im.Path.Value, "iconify") || strings.Contains(im.Path.Value, "fyne.io/x/") {
				t.Errorf("%s brings icons of another family: %s", name, im.Path.Value)
			}
		}
	}
}
