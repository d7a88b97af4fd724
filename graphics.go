//go:build cgo

package main

import (
	"fmt"
	"runtime"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// graphics tells why the window could not draw on this PC, or nil. It asks for
// what the toolkit will ask for, by the same library, since the toolkit ends the
// process where it fails: OpenGL 2.1, which old Intel chips, remote desktops and
// virtual machines often lack. Called once, on the first goroutine, before the
// toolkit starts.
func graphics() (err error) {
	runtime.LockOSThread() // for good: the toolkit draws on this thread, too
	defer func() {
		// The library panics with what it was not asked to accept.
		if p := recover(); p != nil {
			err = fmt.Errorf("graphics: %v", p)
		}
	}()
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("graphics: %w", err)
	}
	defer glfw.DefaultWindowHints()
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	glfw.WindowHint(glfw.Visible, glfw.False)
	w, err := glfw.CreateWindow(16, 16, "Smart Kampung", nil, nil)
	if err != nil {
		return fmt.Errorf("graphics: %w", err)
	}
	if w == nil {
		return fmt.Errorf("graphics: no window and no reason")
	}
	w.Destroy()
	return nil
}
