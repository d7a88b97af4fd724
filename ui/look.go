package ui

import (
	"time"

	"fyne.io/fyne/v2"
)

// Modes of the theme.
const (
	modeLight = "terang"
	modeDark  = "gelap"
	modeAuto  = "ikut"
)

// look is how the clerk of this PC wants the window; it is needed before the
// desk is open and so does not stand in the office's memory.
type look struct {
	mode     string
	scale    float32
	language string
	size     fyne.Size
	minutes  int  // untouched so long, the screen locks
	hide     bool // numbers of persons, also where they are typed
}

// idle is how long the window may lie untouched.
func (l look) idle() time.Duration { return time.Duration(idleMinutes(l.minutes)) * time.Minute }

func readLook(p fyne.Preferences) look {
	l := look{
		mode:     p.StringWithFallback("tampilan", modeLight),
		scale:    float32(p.FloatWithFallback("ukuran_teks", 1)),
		language: p.StringWithFallback("bahasa", langID),
		size: fyne.NewSize(float32(p.FloatWithFallback("lebar", 1280)),
			float32(p.FloatWithFallback("tinggi", 680))),
	}
	l.minutes = idleMinutes(p.IntWithFallback("kunci_menit", int(idleUsual/time.Minute)))
	l.hide = p.BoolWithFallback("sembunyikan_nomor", false)
	if l.scale < 0.8 || l.scale > 1.6 {
		l.scale = 1
	}
	l.size = fyne.NewSize(max(l.size.Width, 960), max(l.size.Height, 560))
	return l
}

func (l look) write(p fyne.Preferences) {
	p.SetString("tampilan", l.mode)
	p.SetFloat("ukuran_teks", float64(l.scale))
	p.SetString("bahasa", l.language)
	p.SetInt("kunci_menit", l.minutes)
	p.SetBool("sembunyikan_nomor", l.hide)
	p.SetFloat("lebar", float64(l.size.Width))
	p.SetFloat("tinggi", float64(l.size.Height))
}

// applyLook sets theme and language.
func (u *UI) applyLook() {
	if err := setLanguage(u.look.language); err != nil && u.env.Log != nil {
		u.env.Log(err)
	}
	u.app.Settings().SetTheme(deskTheme{mode: u.look.mode, scale: u.look.scale})
}

// setLook changes the look, keeps it, and builds the screens anew in it.
func (u *UI) setLook(l look) {
	old := u.look
	u.look = l
	l.write(u.app.Preferences())
	u.applyLook()
	if l.language == old.language || u.desk == nil {
		return
	}
	u.scrolls = nil
	u.bar = u.newStatusBar()
	u.frame = u.newFrame()
	u.page.RemoveAll()
	u.page.Add(u.frame.box)
	u.win.SetMainMenu(u.deskMenu())
	u.cur = nil
	u.show(u.frame.settings)
	u.frame.settings.open("tampilan")
}
