package ui

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
)

// exitWalk takes one screen's ways out, one after another.
type exitWalk struct {
	*exitRow
	t *testing.T
	s *stage
}

// TestWaysOut takes every way out of every screen behind the door, with a text
// half typed where one can be.
func TestWaysOut(t *testing.T) {
	for _, r := range exitRows() {
		t.Run(r.name, func(t *testing.T) {
			w := &exitWalk{&r, t, exitStage(t)}
			if r.esc != "" {
				w.by("Esc", r.esc, w.escape)
			}
			if r.back != "" {
				w.by(r.back, r.esc, func() { w.s.clerk.Tap(r.back) })
			}
			for _, to := range exitRail {
				if w.screenOf(to.place) != w.typ {
					w.by("Ctrl+"+string(to.key), to.place, func() { w.s.clerk.Shortcut(to.key) })
				}
			}
			if r.typ != "homeScreen" {
				w.by("the rail", "home", func() { w.s.clerk.Tap("Beranda") })
			}
			word, place := "laporan", "report"
			if r.typ == "reportScreen" {
				word, place = "kirim", "link"
			}
			w.by("Ctrl+K", place, func() { w.s.clerk.Shortcut(fyne.KeyK).Keys(word).Enter() })
			if r.typ != "formScreen" {
				w.by("Ctrl+N", "form", func() { w.s.clerk.Shortcut(fyne.KeyN) })
			}
			w.locks()
			w.changesHands()
			w.closes()
		})
	}
}

// screenOf is the type of a place of the rail.
func (w *exitWalk) screenOf(place string) string {
	for _, r := range exitRows() {
		if r.typ != "" && exitPlaces[place].sees == r.sees {
			return r.typ
		}
	}
	return map[string]string{"settings": "settingsScreen", "letters": "letterScreen"}[place]
}

// comes goes to the screen and types half of something.
func (w *exitWalk) comes() {
	w.t.Helper()
	w.reach(w.s)
	w.s.clerk.Sees(w.sees)
	w.s.sound(w.t)
	if w.label == "" {
		return
	}
	w.s.clerk.Type(w.label, w.text)
	if got := w.s.clerk.Value(w.label); got != w.text {
		w.t.Fatalf("%q reads %q", w.label, got)
	}
}

// there fails unless the screen is up as it was, with what was typed.
func (w *exitWalk) there() {
	w.t.Helper()
	w.s.clerk.Sees(w.sees)
	w.s.sound(w.t)
	if w.label != "" && w.s.clerk.Value(w.label) != w.text {
		w.t.Errorf("%q reads %q", w.label, w.s.clerk.Value(w.label))
	}
}

// escape presses Escape: on a list the first one takes the question away.
func (w *exitWalk) escape() {
	before := w.s.u.cur
	w.s.clerk.Key(fyne.KeyEscape)
	for n := 0; w.fate == fateSearch && w.s.u.cur == before && n < 2; n++ {
		w.s.clerk.Key(fyne.KeyEscape)
	}
}

// by takes one way out and looks at what it left behind.
func (w *exitWalk) by(way, place string, press func()) {
	w.t.Helper()
	w.t.Log("by " + way)
	k := w.s.clerk
	before := w.s.desk.written()
	w.comes()
	press()
	if w.fate == fateAsks {
		k.Sees("Belum disimpan").Sees("belum disimpan.").Tap("Batal").SeesNot("Belum disimpan")
		w.there()
		press()
		k.Tap("Tinggalkan")
	}
	w.s.arrived(w.t, place)
	w.kept()
	if w.s.desk.written() != before {
		w.t.Error("something was written that nobody confirmed")
	}
}

// kept comes back to the screen to see what became of the text.
func (w *exitWalk) kept() {
	w.t.Helper()
	k := w.s.clerk
	switch w.fate {
	case fateDraft:
		for _, d := range w.s.desk.drafts {
			if d.Applicant.Name == w.text {
				delete(w.s.desk.drafts, d.ID)
				return
			}
		}
		w.t.Errorf("no draft of %q", w.text)
	case fateStays:
		w.reach(w.s)
		w.there()
	case fateAsks:
		w.reach(w.s)
		if got := k.Value(w.label); got == w.text {
			w.t.Errorf("%q was thrown away and stands there still", got)
		}
	}
}

// locks hides the screen and comes back to it, at the same place.
func (w *exitWalk) locks() {
	w.t.Helper()
	w.t.Log("by Ctrl+L")
	k := w.s.clerk
	w.comes()
	before, place := w.s.desk.written(), w.s.u.win.Canvas().Focused()
	k.Shortcut(fyne.KeyL).Sees("Layar terkunci").SeesNot(w.sees)
	if w.label != "" {
		k.SeesNot(w.text)
	}
	if title := w.s.u.win.Title(); title != "Smart Kampung" {
		w.t.Errorf("the title says %q", title)
	}
	k.Key(fyne.KeyEscape).Sees("Layar terkunci").Keys(testPassword).Enter().SeesNot("Layar terkunci")
	w.there()
	if got := w.s.u.win.Canvas().Focused(); got != place {
		w.t.Errorf("the keyboard was at %T %v and is at %T %v", place, place, got, got)
	}
	if w.s.desk.written() != before {
		w.t.Error("something was written")
	}
	w.tidy()
}

// tidy throws away what is typed, so that the next way begins anew.
func (w *exitWalk) tidy() {
	if w.fate == fateAsks {
		w.s.clerk.Shortcut(fyne.Key1).Tap("Tinggalkan").Sees("Perlu dikerjakan")
	}
}

// changesHands lets somebody else open the desk over the locked screen.
func (w *exitWalk) changesHands() {
	w.t.Helper()
	w.t.Log("by Ganti petugas")
	k := w.s.clerk
	w.comes()
	before := w.s.desk.written()
	k.Shortcut(fyne.KeyL).Tap("Ganti petugas")
	if w.fate == fateAsks || w.fate == fateStays {
		k.Sees("Layar terkunci").Sees("Ganti petugas” sekali lagi").SeesNot(w.text)
		k.Keys(testPassword).Enter()
		w.there()
		k.Shortcut(fyne.KeyL).Tap("Ganti petugas").Tap("Ganti petugas")
	}
	k.Sees("Nama pengguna").SeesNot("Layar terkunci")
	if !w.s.desk.locked || w.s.desk.written() != before {
		w.t.Errorf("locked %v; written: %v", w.s.desk.locked, w.s.desk.written() != before)
	}
	if w.fate == fateDraft {
		w.kept()
	}
	w.s.unlock()
	w.s.arrived(w.t, "home")
}

// cross presses the cross of the window: Fyne's test window keeps what that
// does and never does it.
func (s *stage) cross() {
	f := reflect.ValueOf(s.u.win).Elem().FieldByName("onCloseIntercepted")
	reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem().Interface().(func())()
	s.clerk.Wait()
}

// closes ends the program.
func (w *exitWalk) closes() {
	w.t.Helper()
	w.t.Log("by Ctrl+Q")
	k := w.s.clerk
	closed := false
	w.s.u.win.SetOnClosed(func() { closed = true })
	w.comes()
	before := w.s.desk.written()
	k.Shortcut(fyne.KeyQ)
	if w.fate == fateAsks || w.fate == fateStays {
		k.Sees("Belum disimpan").Shortcut(fyne.KeyQ).Tap("Batal").SeesNot("Belum disimpan")
		w.there()
		if closed || w.s.desk.locked {
			w.t.Fatal("it went without asking")
		}
		w.s.cross()
		k.Tap("Tinggalkan dan tutup")
	}
	if !closed || !w.s.desk.locked || w.s.desk.written() != before || len(w.s.logged) > 0 {
		w.t.Errorf("closed %v, locked %v, written %v, %v", closed, w.s.desk.locked, w.s.desk.written() != before, w.s.logged)
	}
	if w.fate == fateDraft {
		w.kept()
	}
}
