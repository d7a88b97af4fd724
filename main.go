//go:build cgo

// Smart Kampung is the desk of a village office. Alone it opens the window;
// with a command it does that job without one. See the README.
package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"smartkampung/assets"
	"smartkampung/desk"
	"smartkampung/desk/cli"
	"smartkampung/desk/start"
	"smartkampung/desk/window"
	"smartkampung/store"
	"smartkampung/ui"
)

func main() {
	if start.Watching(os.Getenv, os.Stdin, time.Now) {
		return
	}
	if code, done := command(context.Background()); done {
		os.Exit(code)
	}
	os.Exit(show())
}

// show opens the window and returns the exit code when it was closed.
func show() int {
	dir, file := cli.Window(os.Args[1:], environment())
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	only, err := start.Only(dir)
	if errors.Is(err, start.ErrRunning) {
		return handOver(dir, file)
	}
	logger, path := openLog(dir)
	note := func(err error) { logger.Print(chain(err)) }
	if err != nil {
		note(err) // the window opens all the same, and says what the folder lacks
	} else {
		defer only.Close()
	}
	if err := graphics(); err != nil {
		note(err)
		start.Tell(start.NoGraphics(runtime.GOOS, err.Error()), true, os.Stderr)
		return cli.Refused
	}
	if err := start.WatchCrashes(dir, cli.Version); err != nil {
		note(err)
	}
	// Office PCs have 2 GB: collect garbage early, and earlier still above 64 MB.
	debug.SetGCPercent(50)
	debug.SetMemoryLimit(64 << 20)
	gate := window.Gate{Dir: dir, Now: time.Now, Log: note}
	env := ui.Env{
		Practice: window.Practice{Gate: gate},
		Now:      time.Now, Regions: regions, Pages: pages, Open: window.Open, Places: window.Places, Sticks: window.Sticks,
		WriteFile: desk.WriteFile, Printers: window.Printers, LogPath: path, Version: cli.Version,
		Log: note, File: file, Stopped: stopped(dir),
		Space: func() (int64, error) { return store.FreeSpace(dir) },
	}
	if only != nil {
		env.Files = only.Handed(context.Background())
	}
	a := app.NewWithID("id.smartkampung.desk")
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon))
	r := rest()
	env.Post, env.Spawn = r.Post, r.Spawn
	r.Start()
	ui.Run(a, gate, env)
	return cli.Done
}
