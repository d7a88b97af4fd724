//go:build cgo

package main

import (
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"smartkampung/desk/window"
)

// rest lets the window's thread sleep between keys, by the library that the
// toolkit takes its events from.
func rest() *window.Rest {
	return &window.Rest{
		Do:    fyne.Do,
		Wait:  func(d time.Duration) { glfw.WaitEventsTimeout(d.Seconds()) },
		Wake:  glfw.PostEmptyEvent,
		Live:  live,
		After: func(d time.Duration, f func()) { time.AfterFunc(d, f) },
		Now:   time.Now,
	}
}

// live reports whether the toolkit has not ended yet; the library panics when
// it is called behind its end.
func live() (yes bool) {
	defer func() { yes = recover() == nil }()
	glfw.GetTime()
	return
}
