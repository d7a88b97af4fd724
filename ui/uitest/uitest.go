// Package uitest drives a window in the clerk's words: Type("NIK", …),
// Tap("Simpan"), Sees("Tersimpan"). It works on what is visible on Fyne's test
// canvas, with no display.
package uitest

import (
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// Clerk sits before a window.
type Clerk struct {
	t testing.TB
	w fyne.Window
	c *Clock
	n int // keys pressed that are no text
}

// New gives a clerk a window; clock may be nil.
func New(t testing.TB, w fyne.Window, clock *Clock) *Clerk {
	return &Clerk{t: t, w: w, c: clock}
}

// Clock holds back what is to happen later, until the clerk waits.
type Clock struct {
	due []*job
}

type job struct {
	after time.Duration
	do    func()
}

// After takes the place of a timer.
func (c *Clock) After(d time.Duration, f func()) (stop func()) {
	j := &job{d, f}
	c.due = append(c.due, j)
	return func() { j.do = nil }
}

// Settle runs what was held back for less than a second, in order of time, and
// what that in turn asks for.
func (c *Clock) Settle() {
	for range 50 {
		now := c.due
		c.due = nil
		sort.SliceStable(now, func(i, k int) bool { return now[i].after < now[k].after })
		ran := false
		for _, j := range now {
			switch {
			case j.do == nil:
			case j.after >= time.Second:
				c.due = append(c.due, j)
			default:
				ran = true
				j.do()
			}
		}
		if !ran {
			return
		}
	}
}

// Pass runs what was held back for no longer than d, once each.
func (c *Clock) Pass(d time.Duration) {
	now := c.due
	c.due = nil
	for _, j := range now {
		switch {
		case j.do == nil:
		case j.after > d:
			c.due = append(c.due, j)
		default:
			j.do()
		}
	}
}

// labelled is a widget that says what it is for.
type labelled interface{ AccessibilityLabel() string }

// Wait lets pass what was to happen soon, and lays the window out.
func (k *Clerk) Wait() *Clerk {
	if k.c != nil {
		k.c.Settle()
	}
	size := k.w.Canvas().Size()
	k.w.Resize(size.AddWidthHeight(1, 0))
	k.w.Resize(size)
	return k
}

// visible walks what can be seen, the uppermost box first when there is one.
func (k *Clerk) visible() []fyne.CanvasObject {
	root := k.w.Content()
	if top := k.w.Canvas().Overlays().Top(); top != nil {
		root = top
	}
	var out []fyne.CanvasObject
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		out = append(out, o)
		switch v := o.(type) {
		case *fyne.Container:
			for _, c := range v.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(v).Objects() {
				walk(c)
			}
		}
	}
	walk(root)
	return out
}

// Texts are all the words on the screen.
func (k *Clerk) Texts() []string {
	var out []string
	for _, o := range k.visible() {
		if t, ok := o.(*canvas.Text); ok && strings.TrimSpace(t.Text) != "" {
			out = append(out, t.Text)
		}
		if text, ok := wholeText(o); ok {
			out = append(out, text)
		}
	}
	return out
}

// Painted are the words that are really drawn: a field for passwords holds its
// text and draws dots.
func (k *Clerk) Painted() []string {
	var out []string
	for _, o := range k.visible() {
		if t, ok := o.(*canvas.Text); ok {
			out = append(out, t.Text)
		}
	}
	return out
}

// Targets are the widgets in sight that can be pressed.
func (k *Clerk) Targets() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, o := range k.visible() {
		if _, ok := o.(fyne.Tappable); ok {
			out = append(out, o)
		}
	}
	return out
}

// wholeText is the text of a widget that may draw it over several lines or cut.
func wholeText(o fyne.CanvasObject) (string, bool) {
	v := reflect.ValueOf(o)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return "", false
	}
	f := v.Elem().FieldByName("Text")
	if !f.IsValid() || f.Kind() != reflect.String || strings.TrimSpace(f.String()) == "" {
		return "", false
	}
	return f.String(), true
}

// Sees fails the test unless the words are on the screen.
func (k *Clerk) Sees(words string) *Clerk {
	k.t.Helper()
	k.Wait()
	if !k.shows(words) {
		k.t.Fatalf("not on the screen: %q\nthe screen says:\n  %s", words, strings.Join(slices.Compact(k.Texts()), "\n  "))
	}
	return k
}

// SeesNot fails the test when the words are on the screen.
func (k *Clerk) SeesNot(words string) *Clerk {
	k.t.Helper()
	k.Wait()
	if k.shows(words) {
		k.t.Fatalf("on the screen, and should not be: %q", words)
	}
	return k
}

func (k *Clerk) shows(words string) bool {
	return slices.ContainsFunc(k.Texts(), func(s string) bool { return strings.Contains(s, words) })
}

// Field returns the field with a label.
func (k *Clerk) Field(label string) fyne.Focusable {
	k.t.Helper()
	for _, o := range k.visible() {
		l, ok := o.(labelled)
		f, can := o.(fyne.Focusable)
		if _, button := o.(interface{ SetText(string) }); ok && can && button && l.AccessibilityLabel() == label {
			if _, entry := o.(interface{ SetPlaceHolder(string) }); entry {
				return f
			}
		}
	}
	k.t.Fatalf("no field %q on the screen; it says:\n  %s", label, strings.Join(slices.Compact(k.Texts()), "\n  "))
	return nil
}

// Type goes to the field with a label, empties it and types.
func (k *Clerk) Type(label, text string) *Clerk {
	k.t.Helper()
	f := k.Field(label)
	k.w.Canvas().Focus(f)
	f.(interface{ SetText(string) }).SetText("")
	k.Keys(text)
	return k.Wait()
}

// Keys types into what has the keyboard.
func (k *Clerk) Keys(text string) *Clerk {
	for _, r := range text {
		if f := k.w.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		}
	}
	return k
}

// Presses is how many keys were pressed besides the text that was typed, a
// shortcut counting as one; it begins anew.
func (k *Clerk) Presses() int {
	n := k.n
	k.n = 0
	return n
}

// BackTab presses Shift+Tab.
func (k *Clerk) BackTab() *Clerk {
	k.n++
	k.w.Canvas().FocusPrevious()
	return k.Wait()
}

// Key presses a key: into what has the keyboard, else into the window. Tab
// moves the focus as the driver does.
func (k *Clerk) Key(name fyne.KeyName) *Clerk {
	k.n++
	f := k.w.Canvas().Focused()
	switch {
	case name == fyne.KeyTab:
		k.w.Canvas().FocusNext()
	case f != nil:
		f.TypedKey(&fyne.KeyEvent{Name: name})
	default:
		if on := k.w.Canvas().OnTypedKey(); on != nil {
			on(&fyne.KeyEvent{Name: name})
		}
	}
	return k.Wait()
}

// Enter presses Enter.
func (k *Clerk) Enter() *Clerk { return k.Key(fyne.KeyReturn) }

// Tap presses the button or box with these words.
func (k *Clerk) Tap(words string) *Clerk {
	k.t.Helper()
	k.Wait()
	for _, o := range k.visible() {
		tap, ok := o.(fyne.Tappable)
		if !ok {
			continue
		}
		if text, has := wholeText(o); has && text == words {
			test.Tap(tap)
			return k.Wait()
		}
	}
	k.t.Fatalf("nothing to tap with the words %q; the screen says:\n  %s", words, strings.Join(slices.Compact(k.Texts()), "\n  "))
	return k
}

// Shortcut presses a shortcut of the main menu.
func (k *Clerk) Shortcut(key fyne.KeyName) *Clerk {
	k.t.Helper()
	for _, m := range k.w.MainMenu().Items {
		for _, i := range m.Items {
			if s, ok := i.Shortcut.(*desktop.CustomShortcut); ok && s.KeyName == key && s.Modifier == fyne.KeyModifierControl {
				k.n++
				i.Action()
				return k.Wait()
			}
		}
	}
	k.t.Fatalf("no shortcut Ctrl+%s on the main menu", key)
	return k
}

// Value is what stands in the field with a label.
func (k *Clerk) Value(label string) string {
	k.t.Helper()
	text, _ := wholeText(k.Field(label).(fyne.CanvasObject))
	return text
}

// FocusInSight is the label of what has the keyboard, and whether that can be
// seen: it is shown, not under a box, and inside the window.
func (k *Clerk) FocusInSight() (label string, seen bool) {
	o, ok := k.w.Canvas().Focused().(fyne.CanvasObject)
	if !ok || !slices.Contains(k.visible(), o) {
		return k.Focused(), false
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	room := k.w.Canvas().Size()
	return k.Focused(), at.X >= 0 && at.Y >= 0 && at.X < room.Width && at.Y < room.Height
}

// Focused is the label or words of what has the keyboard.
func (k *Clerk) Focused() string {
	if l, ok := k.w.Canvas().Focused().(labelled); ok {
		return l.AccessibilityLabel()
	}
	return ""
}
