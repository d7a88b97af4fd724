package ui

import (
	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// dateField takes a day in any way people write it (17081990, 17-8-1990,
// 17 agustus 1990), shows it as dd-mm-yyyy when it is left, and moves by a day
// with Up and Down. Fyne's own follows the computer's region and speaks
// English only.
func (u *UI) dateField() *formedControl {
	today := func() kampung.Date { return kampung.DateOf(u.env.Now()) }
	read := func(typed string) (string, bool) { return readDate(typed, today()) }
	c := u.formed(tr("hh-bb-tttt"), read, showDate)
	c.e.keys = func(ev *fyne.KeyEvent) bool {
		step := 0
		switch ev.Name {
		case fyne.KeyUp:
			step = 1
		case fyne.KeyDown:
			step = -1
		default:
			return false
		}
		moved := moveDate(c.e.Text, step, today())
		c.e.SetText(moved)
		return true
	}
	return c
}

// amountField takes rupiah and shows them with points when it is left.
func (u *UI) amountField() *formedControl {
	return u.formed(tr("Rp"), readAmount, func(stored string) string {
		n, problem := kampung.ParseAmount(stored)
		if problem != "" || stored == "" {
			return stored
		}
		return kampung.ShortRupiah(n)
	})
}

// timeField takes a time of day: 9.30, 0930, 09:30.
func (u *UI) timeField() *formedControl {
	return u.formed(tr("jj.mm"), readTime, func(stored string) string { return stored })
}

// numberField takes a number with a decimal comma.
func (u *UI) numberField() *formedControl {
	return u.formed("", readNumber, func(stored string) string {
		if _, problem := kampung.ParseNumber(stored); problem != "" || stored == "" {
			return stored
		}
		return kampung.FormatDecimal(stored)
	})
}

// nikField takes 16 digits in any grouping.
func (u *UI) nikField() *formedControl {
	c := u.formed(tr("16 angka"), readNIK, func(stored string) string { return stored })
	c.e.number = true
	c.e.Password = u.look.hide
	return c
}
