package ui

import (
	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// periodField is a month, or the whole year, and a year.
type periodField struct {
	u       *UI
	month   *choice
	year    *textControl
	wrong   *words
	box     *fyne.Container
	changed func(kampung.Period)
	last    kampung.Period
}

// periodField begins with the month that it is now; changed is called when
// another period was chosen.
func (u *UI) periodField(changed func(kampung.Period)) *periodField {
	f := &periodField{u: u, month: u.choice("", monthHits()), year: u.text(""), changed: changed, wrong: blame()}
	f.month.e.Name, f.year.e.Name = tr("Bulan"), tr("Tahun")
	m := periodOf(kampung.DateOf(u.env.Now()))
	f.last, _ = m.Period()
	f.month.Put(m.Month)
	f.year.Put(m.Year)
	f.month.Listen(func(left bool) {
		if left {
			f.look()
		}
	})
	f.month.chosen = func() { u.focus(f.month.e) }
	f.year.Listen(func(left bool) {
		if left {
			f.look()
		}
	})
	f.year.e.enter = f.look
	f.box = line(8, fixed(170, f.month.Object()), fixed(80, f.year.Object()), f.wrong)
	return f
}

// look reads the fields and tells when the period is another one.
func (f *periodField) look() {
	p, wrong := periodModel{f.month.Value(), f.year.Value()}.Period()
	f.wrong.Set(wrong)
	f.box.Refresh()
	if wrong != "" || p == f.last {
		return
	}
	f.last = p
	f.changed(p)
}
