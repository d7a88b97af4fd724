package ui

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// luminance and contrast are WCAG 2.2's.
func luminance(c color.NRGBA) float64 {
	f := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*f(c.R) + 0.7152*f(c.G) + 0.0722*f(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	if c := contrast(rgb(0), rgb(0xffffff)); math.Abs(c-21) > 0.01 {
		t.Fatalf("black on white is %.2f", c)
	}
	grounds := []fyne.ThemeColorName{theme.ColorNameBackground, roleSurface, roleSoft, theme.ColorNameHeaderBackground}
	inks := []fyne.ThemeColorName{roleInk, roleQuiet, roleMain, roleWork, roleWait, roleDone, roleBack}
	for name, p := range map[string]palette{"light": lightPalette, "dark": darkPalette} {
		for _, g := range grounds {
			for _, i := range inks {
				if c := contrast(p[i], p[g]); c < 4.5 {
					t.Errorf("%s: %s on %s is %.2f", name, i, g, c)
				}
			}
		}
		for _, g := range []fyne.ThemeColorName{roleMain, roleBack, roleDone, roleWait} {
			if c := contrast(p[roleOnMain], p[g]); c < 4.5 {
				t.Errorf("%s: words on %s are %.2f", name, g, c)
			}
		}
		for _, g := range []fyne.ThemeColorName{theme.ColorNameDisabledButton, roleSurface} {
			if c := contrast(p[theme.ColorNameDisabled], p[g]); c < 3.5 {
				t.Errorf("%s: what is off on %s is %.2f", name, g, c)
			}
		}
	}
}

func TestTargetsAreLargeEnough(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(deskTheme{mode: modeLight, scale: 1})
	u := &UI{}
	for _, b := range []*button{u.button("Simpan", nil, weightMain, nil), u.button("x", theme.DeleteIcon(), weightQuiet, nil)} {
		if s := b.MinSize(); s.Height < 36 || s.Width < 36 {
			t.Errorf("%q is %v", b.Text, s)
		}
	}
	if h := u.entry("").MinSize().Height; h < 36 {
		t.Errorf("a field is %v high", h)
	}
}

// TestFitsASmallScreen keeps every page within a small screen's window, title
// and menu bar taken off, so that Fyne never makes the window grow past it.
func TestFitsASmallScreen(t *testing.T) {
	for size, most := range map[float64]fyne.Size{1: fyne.NewSize(1280, 660), 1.3: fyne.NewSize(1366, 700)} {
		s := newStageSet(t, true, func(p fyne.Preferences) { p.SetFloat("ukuran_teks", size) }).unlock().fill()
		fits(t, s, size, most)
	}
}

func fits(t *testing.T, s *stage, size float64, most fyne.Size) {
	f := s.u.frame
	s.u.frame.openRequest("p003")
	s.clerk.Wait()
	for name, sc := range map[string]screen{"home": f.home, "form": f.form, "list": f.list, "detail": f.detail,
		"residents": f.residents, "person": f.person, "importer": f.importer, "link": f.link, "settings": f.settings,
		"numbers": f.numbers, "templates": f.templates, "book": f.book, "mail": f.mail, "visitors": f.visitors, "report": f.report, "event": f.event, "history": f.history, "merge": f.merge} {
		s.u.show(sc)
		s.clerk.Wait()
		if m := s.u.win.Content().MinSize(); m.Width > most.Width || m.Height > most.Height {
			t.Errorf("%s with texts of size %v needs %v", name, size, m)
		}
	}
}
