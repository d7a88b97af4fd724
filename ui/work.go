package ui

import (
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// This file holds the only go statements and the only fyne.Do of the room.
// Everything that touches disk or network goes through work or quietly: off
// the UI thread, back on it with the result, failures turned into words.

const (
	findDelay    = 60 * time.Millisecond  // after a key, before looking up
	previewDelay = 120 * time.Millisecond // after a key, before drawing the page
	draftDelay   = 250 * time.Millisecond // after a key, before keeping the draft
	pickDelay    = 20 * time.Millisecond  // after a press on a list, before choosing
	dropDelay    = 160 * time.Millisecond // after leaving a field, before its list closes
	noticeStays  = 8 * time.Second
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
			err = fmt.Errorf("ui: work stopped: %v", p)
		}
	}()
	return do()
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

// post runs f on the UI thread.
func (u *UI) post(f func()) { fyne.Do(f) }

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
