package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// seenFor is how long the numbers of a record stay in sight once they were
// asked for.
const seenFor = 30 * time.Second

// seen is the one record whose numbers are shown whole now.
type seen struct {
	id   string
	stop func()
}

// masker is a screen with numbers of persons on it: it draws them anew when
// they may, or may no longer, be seen.
type masker interface{ Mask() }

// sees reports whether the numbers of a record may stand whole on the screen.
func (u *UI) sees(id string) bool { return id != "" && !u.look.hide && u.seen.id == id }

// see shows the numbers of a record for a while, and notes on this PC who
// asked. Asked for again, it hides them.
func (u *UI) see(id string) {
	if u.sees(id) {
		u.unsee()
		return
	}
	u.unsee()
	desk := u.desk
	if desk == nil || id == "" {
		return
	}
	if u.look.hide {
		u.hideNumbers(false)
	}
	u.seen = seen{id: id, stop: u.after(seenFor, u.unsee)}
	quietly(u, func() (struct{}, error) { return struct{}{}, desk.NoteLook(id) }, func(_ struct{}, err error) {
		if err != nil && u.env.Log != nil {
			u.env.Log(err)
		}
		u.maskNow()
	})
}

// unsee hides the numbers that are in sight.
func (u *UI) unsee() {
	if u.seen.stop != nil {
		u.seen.stop()
	}
	if u.seen.id == "" {
		return
	}
	u.seen = seen{}
	u.maskNow()
}

func (u *UI) maskNow() {
	if m, ok := u.cur.(masker); ok {
		m.Mask()
	}
}

// hideNumbers hides numbers everywhere, also where they are typed and on the
// page beside a form, or ends that. It is kept for the next start.
func (u *UI) hideNumbers(hide bool) {
	u.unsee()
	u.look.hide = hide
	u.look.write(u.app.Preferences())
	eachEntry(u.win.Content(), func(e *entry) { e.veil(e.guarded) })
	u.maskNow()
	if u.bar == nil {
		return
	}
	if hide {
		u.bar.done(tr("Nomor NIK dan KK disembunyikan. Ctrl+H menampilkan lagi."))
	} else {
		u.bar.done(tr("Nomor NIK dan KK tampil lagi di isian dan pratinjau."))
	}
}

// eachEntry visits the text fields of a tree of containers.
func eachEntry(o fyne.CanvasObject, visit func(*entry)) {
	switch v := o.(type) {
	case *entry:
		visit(v)
	case *container.Scroll:
		eachEntry(v.Content, visit)
	case *fyne.Container:
		for _, c := range v.Objects {
			eachEntry(c, visit)
		}
	}
}

// veil shows dots in place of a number while all numbers are hidden, or while
// guarded: until somebody asks to see the record.
func (e *entry) veil(guarded bool) {
	if !e.number {
		return
	}
	e.guarded = guarded
	if hide := guarded || e.u.look.hide; e.Password != hide {
		e.Password = hide
		e.Refresh()
		if e.veiled != nil {
			e.veiled()
		}
	}
}

// seeButton shows the numbers of a record.
func (u *UI) seeButton(id func() string) *button {
	b := u.button(tr("Lihat nomor"), theme.VisibilityIcon(), weightQuiet, func() { u.see(id()) })
	b.Small = true
	return b
}

// seeing writes on the button what it does now.
func (b *button) seeing(on bool) {
	text, icon := tr("Lihat nomor"), theme.VisibilityIcon()
	if on {
		text, icon = tr("Sembunyikan nomor"), theme.VisibilityOffIcon()
	}
	b.Icon = icon
	b.SetText(text)
}

// shownAs is a request as its page may be drawn on the screen.
func shownAs(r kampung.Request, hide bool) kampung.Request {
	if hide {
		return r.Masked()
	}
	return r
}

// looksOf reads who had a record's numbers shown last; it reads the disk.
func looksOf(d Desk, id string, now time.Time) (string, error) {
	looks, err := d.Looks(id)
	if err != nil || len(looks) == 0 {
		return "", err
	}
	names, err := namesOf(d)
	return lookLine(looks, names, now), err
}

// lookLine tells who had the numbers shown last.
func lookLine(looks []kampung.Look, names map[string]string, now time.Time) string {
	if len(looks) == 0 {
		return ""
	}
	l := looks[0]
	who := l.By
	if n := names[l.By]; n != "" {
		who = n
	}
	return tr("Nomor terakhir dilihat {{.Who}}, {{.When}}. Hanya dicatat di komputer ini.", "Who", who, "When", moment(l.At, now))
}
