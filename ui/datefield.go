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
	c.echo = func(typed string) string { return kampung.EchoDate(typed, today()) }
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
	c := u.formed(tr("Rp"), readAmount, func(stored string) string {
		n, problem := kampung.ParseAmount(stored)
		if problem != "" || stored == "" {
			return stored
		}
		return kampung.ShortRupiah(n)
	})
	c.echo = kampung.EchoAmount
	return c
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

// nikField takes the NIK of a person in any grouping, groups it while it is
// typed, and says what it tells about its holder.
func (u *UI) nikField() *formedControl {
	c := u.sixteenField()
	c.echo = func(typed string) string { return kampung.EchoNIK(typed, kampung.DateOf(u.env.Now())) }
	return c
}

// kkField is nikField for the number of a family card.
func (u *UI) kkField() *formedControl {
	c := u.sixteenField()
	c.echo = kampung.EchoSixteen
	return c
}

func (u *UI) sixteenField() *formedControl {
	c := u.formed(tr("16 angka"), readNIK, kampung.GroupNIK)
	c.e.shape = kampung.TypeNIK
	c.e.number = true
	c.e.Password = u.look.hide
	return c
}

// paperField takes the number of any identity paper; one of digits alone is
// grouped like a NIK.
func (u *UI) paperField() *formedControl {
	c := u.formed("", readPaper, kampung.GroupNIK)
	c.e.shape = kampung.TypeNIK
	c.e.number = true
	c.e.Password = u.look.hide
	return c
}

// phoneField takes a phone number in any writing and shows a mobile one as it
// is read aloud.
func (u *UI) phoneField() *formedControl {
	return u.formed(tr("0812-…"), readPhone, kampung.FormatPhone)
}

// rtField takes an RT or RW and shows it with three digits.
func (u *UI) rtField() *formedControl {
	return u.formed("000", readRT, func(stored string) string { return stored })
}

// rtPair lets RT and RW be typed into the field of the RT at once, "3/2".
func rtPair(rt, rw *formedControl) {
	leave := rt.e.leave
	rt.e.leave = func() {
		if a, b, problem := kampung.ParseRTRW(rt.e.Text); problem == "" && b != "" {
			rt.Put(a)
			rw.Put(b)
		}
		leave()
	}
}
