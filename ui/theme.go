package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colour roles of the desk beside the ones Fyne names.
const (
	roleSurface fyne.ThemeColorName = "kampungSurface" // cards, rail, fields
	roleLine    fyne.ThemeColorName = "kampungLine"    // hair lines
	roleQuiet   fyne.ThemeColorName = "kampungQuiet"   // second text
	roleInk     fyne.ThemeColorName = theme.ColorNameForeground
	roleMain    fyne.ThemeColorName = theme.ColorNamePrimary
	roleOnMain  fyne.ThemeColorName = theme.ColorNameForegroundOnPrimary
	roleSoft    fyne.ThemeColorName = "kampungSoft"    // ground of what is chosen
	roleWork    fyne.ThemeColorName = "kampungWorking" // in hand
	roleWait    fyne.ThemeColorName = "kampungWaiting" // waits for somebody
	roleDone    fyne.ThemeColorName = "kampungDone"
	roleBack    fyne.ThemeColorName = "kampungBack" // sent back, or a problem
	roleBar     fyne.ThemeColorName = "kampungBar"  // bars of a chart that are not the one spoken of
)

// Text sizes of the desk beside the ones Fyne names.
const (
	sizeTitle fyne.ThemeSizeName = "kampungTitle"
	sizeBig   fyne.ThemeSizeName = "kampungBig"
	sizeSmall fyne.ThemeSizeName = "kampungSmall"
	sizeBody  fyne.ThemeSizeName = theme.SizeNameText
)

// palette is one variant: the light or the dark one.
type palette map[fyne.ThemeColorName]color.NRGBA

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func alpha(c color.NRGBA, a uint8) color.NRGBA { c.A = a; return c }

var lightPalette = makePalette(map[fyne.ThemeColorName]uint32{
	theme.ColorNameBackground: 0xF6F7F4, roleSurface: 0xFFFFFF, roleLine: 0xD9DED8,
	roleInk: 0x17211F, roleQuiet: 0x55625E, roleMain: 0x0B6461, roleOnMain: 0xFFFFFF, roleSoft: 0xE1EFEC,
	roleWork: 0x1D5FBF, roleWait: 0x855600, roleDone: 0x23713A, roleBack: 0xB3261E,
	theme.ColorNameInputBorder: 0x7F8B85, roleBar: 0x6F9A96, theme.ColorNameDisabled: 0x6B7672,
	theme.ColorNameDisabledButton: 0xE9ECE8, theme.ColorNameHeaderBackground: 0xF0F2EE,
})

var darkPalette = makePalette(map[fyne.ThemeColorName]uint32{
	theme.ColorNameBackground: 0x14191B, roleSurface: 0x1E2528, roleLine: 0x344046,
	roleInk: 0xE6ECEA, roleQuiet: 0xA3B0AC, roleMain: 0x63C5BF, roleOnMain: 0x0C1413, roleSoft: 0x223B3B,
	roleWork: 0x8AB8FF, roleWait: 0xE8B757, roleDone: 0x7FCB93, roleBack: 0xFF9C93,
	theme.ColorNameInputBorder: 0x6E7F87, roleBar: 0x5C8F8B, theme.ColorNameDisabled: 0x8C9A96,
	theme.ColorNameDisabledButton: 0x2A3236, theme.ColorNameHeaderBackground: 0x232B2E,
})

// makePalette fills Fyne's own names from the desk's roles.
func makePalette(given map[fyne.ThemeColorName]uint32) palette {
	p := palette{}
	for name, v := range given {
		p[name] = rgb(v)
	}
	p[theme.ColorNameButton] = p[roleSurface]
	p[theme.ColorNameInputBackground] = p[roleSurface]
	p[theme.ColorNameMenuBackground] = p[roleSurface]
	p[theme.ColorNameOverlayBackground] = p[roleSurface]
	p[theme.ColorNamePlaceHolder] = p[roleQuiet]
	p[theme.ColorNameSeparator] = p[roleLine]
	p[theme.ColorNameHyperlink] = p[roleMain]
	p[theme.ColorNameHover] = alpha(p[roleMain], 0x14)
	p[theme.ColorNamePressed] = alpha(p[roleMain], 0x28)
	p[theme.ColorNameFocus] = alpha(p[roleMain], 0x24)
	p[theme.ColorNameSelection] = alpha(p[roleMain], 0x26)
	p[theme.ColorNameScrollBar] = alpha(p[roleInk], 0x80)
	p[theme.ColorNameScrollBarBackground] = alpha(p[roleInk], 0x10)
	p[theme.ColorNameShadow] = color.NRGBA{A: 0x20}
	p[theme.ColorNameError] = p[roleBack]
	p[theme.ColorNameWarning] = p[roleWait]
	p[theme.ColorNameSuccess] = p[roleDone]
	for _, on := range []fyne.ThemeColorName{theme.ColorNameForegroundOnError,
		theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning} {
		p[on] = p[roleOnMain]
	}
	return p
}

// deskTheme is the look of the desk: its colours, text sizes and corners over
// Fyne's own fonts and icons.
type deskTheme struct {
	mode  string  // "terang", "gelap", or "ikut" for the computer's
	scale float32 // of the texts, 1 for normal
}

func (t deskTheme) palette(v fyne.ThemeVariant) palette {
	if t.mode == modeDark || t.mode == modeAuto && v == theme.VariantDark {
		return darkPalette
	}
	return lightPalette
}

// Color returns the colour of a role.
func (t deskTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if c, ok := t.palette(v)[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, v)
}

// Font returns Fyne's own Noto Sans.
func (t deskTheme) Font(s fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(s) }

// Icon returns Fyne's own icons.
func (t deskTheme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size returns texts scaled by the clerk's choice and the desk's spacing.
func (t deskTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 14 * t.scale
	case theme.SizeNameCaptionText, sizeSmall:
		return 12 * t.scale
	case theme.SizeNameSubHeadingText:
		return 16 * t.scale
	case theme.SizeNameHeadingText, sizeTitle:
		return 20 * t.scale
	case sizeBig:
		return 28 * t.scale
	case theme.SizeNameInnerPadding:
		return 9
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius, theme.SizeNameButtonRadius,
		theme.SizeNameCardRadius, theme.SizeNameDialogRadius, theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return 6
	case theme.SizeNameModalBlurRadius:
		return 0
	case theme.SizeNameScrollBar:
		return 12
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameInlineIcon:
		return 18 * t.scale
	}
	return theme.DefaultTheme().Size(name)
}

// shade returns the colour of a role as the program looks now.
func shade(name fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	return s.Theme().Color(name, s.ThemeVariant())
}

// measure returns a theme size as the program looks now.
func measure(name fyne.ThemeSizeName) float32 {
	return fyne.CurrentApp().Settings().Theme().Size(name)
}
