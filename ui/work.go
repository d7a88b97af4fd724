package ui

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// This file holds the only go statements and the only fyne.Do of the room.
// Everything that touches disk or network goes through work or quietly: off
// the UI thread, back on it with the result, failures turned into words.

const (
	previewDelay = 120 * time.Millisecond // after a key, before drawing the page
	draftDelay   = 250 * time.Millisecond // after a key, before keeping the draft
	pickDelay    = 20 * time.Millisecond  // after a press on a list, before choosing
	dropDelay    = 160 * time.Millisecond // after leaving a field, before its list closes
	noticeStays  = 8 * time.Second
	carriedWait  = 700 * time.Millisecond // before a file is taken in, while a box is open
)

// work runs do off the UI thread while the bar says what is going on, and
// hands its result to done on the UI thread.
func work[T any](u *UI, saying string, do func() (T, error), done func(T, error)) {
	u.busy++
	u.bar.busy(saying)
	quietly(u, do, func(v T, err error) {
		u.busy--
		if u.busy == 0 {
			u.bar.idle()
		}
		done(v, err)
	})
}

// quietly is work without words, for what is quick and frequent.
func quietly[T any](u *UI, do func() (T, error), done func(T, error)) {
	u.spawn(func() {
		v, err := guarded(do)
		u.post(func() { done(v, err) })
	})
}

// guarded turns a panic of do into an error, so that one bad file does not
// take the window away.
func guarded[T any](do func() (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			// The value may name a person, so the log gets its type and the place.
			err = fmt.Errorf("ui: work stopped: %T at %s", p, panicPlace())
		}
	}()
	return do()
}

// panicPlace names the functions that a panic came through, innermost first.
func panicPlace() string {
	pcs := make([]uintptr, 16)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var places []string
	for {
		f, more := frames.Next()
		places = append(places, fmt.Sprintf("%s:%d", f.Function, f.Line))
		if !more {
			return strings.Join(places, " < ")
		}
	}
}

// follow takes what second starts of the program hand over, for as long as the
// window lives.
func (u *UI) follow(files <-chan string) {
	if files == nil {
		return
	}
	u.spawn(func() {
		for path := range files {
			u.post(func() { u.handed(path) })
		}
	})
}

func (u *UI) spawn(f func()) {
	if u.env.Spawn != nil {
		u.env.Spawn(f)
		return
	}
	go f()
}

// keep runs writes of what is typed one after another, in the order given, so
// that an older draft never overwrites a newer one; settled waits for them.
func (u *UI) keep(write func()) {
	u.writing.Lock()
	u.writes = append(u.writes, write)
	first := len(u.writes) == 1
	u.writing.Unlock()
	if first {
		u.wrote.Add(1)
		u.spawn(u.drain)
	}
}

func (u *UI) drain() {
	defer u.wrote.Done()
	for {
		u.writing.Lock()
		write := u.writes[0]
		u.writing.Unlock()
		write()
		u.writing.Lock()
		u.writes = u.writes[1:]
		left := len(u.writes)
		u.writing.Unlock()
		if left == 0 {
			return
		}
	}
}

// settled waits until what was typed is kept; never on the UI thread.
func (u *UI) settled() { u.wrote.Wait() }

// oneByOne keeps a look-up that comes with each key from running beside the
// one before: the store answers one at a time, and only the last counts.
type oneByOne struct{ running, again bool }

// begin reports whether a look-up may start; if not it is wanted at the end of
// the one that runs.
func (o *oneByOne) begin() bool {
	o.again = o.running
	if o.running {
		return false
	}
	o.running = true
	return true
}

// end reports whether another look-up was wanted meanwhile.
func (o *oneByOne) end() bool {
	o.running = false
	return o.again
}

// post runs f on the UI thread.
func (u *UI) post(f func()) {
	if u.env.Post != nil {
		u.env.Post(f)
		return
	}
	fyne.Do(f)
}

// after runs f on the UI thread later; stop calls it off.
func (u *UI) after(d time.Duration, f func()) (stop func()) {
	if u.env.After != nil {
		return u.env.After(d, f)
	}
	t := time.AfterFunc(d, func() { u.post(f) })
	return func() { t.Stop() }
}

// wordsFor splits a failure into problems that belong to fields and a sentence
// for the whole. The technical chain goes to the log.
func (u *UI) wordsFor(err error) (kampung.Problems, string) {
	if err == nil {
		return nil, ""
	}
	var ps kampung.Problems
	if errors.As(err, &ps) {
		return ps, ""
	}
	if u.env.Log != nil {
		u.env.Log(err)
	}
	var t *kampung.Trouble
	if errors.As(err, &t) {
		return nil, t.Error()
	}
	text := tr("Belum berhasil. Yang sudah tersimpan tetap aman. Coba sekali lagi.")
	if u.env.LogPath != "" {
		text += " " + tr("Bila terulang, rincian untuk petugas teknis ada di {{.Path}}.", "Path", u.env.LogPath)
	}
	return nil, text
}

// failed shows what a failure means; true when there was one.
func (u *UI) failed(err error) bool {
	if err == nil {
		return false
	}
	if stopped(err) {
		return true // told already, and nothing went wrong
	}
	ps, text := u.wordsFor(err)
	if len(ps) > 0 {
		text = problemLines(ps, nil)
	}
	u.bar.trouble(text)
	return true
}
