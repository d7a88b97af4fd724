//go:build cgo

// Smart Kampung is the desk of a village office. Alone it opens the window;
// with a command it does that job without one. See the README.
package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"log"
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
	"smartkampung/kampung"
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
	ui.Run(a, gate, env)
	return cli.Done
}

// handOver gives a second start's file to the window that is open, and says so.
func handOver(dir, file string) int {
	if err := start.Hand(dir, file); err != nil || file == "" {
		start.Tell(start.Running, err != nil, os.Stderr)
		return cli.Refused
	}
	start.Tell(start.Given, false, os.Stderr)
	return cli.Done
}

// stopped is what the last crash left, for the window to tell of; nil for none.
func stopped(dir string) *ui.Stopped {
	r, ok := start.Unread(dir)
	if !ok {
		return nil
	}
	return &ui.Stopped{Path: r.Path, At: r.At, Told: r.Told}
}

// chain is an error for the log: the technical error behind the clerk's words.
func chain(err error) error {
	var t *kampung.Trouble
	if errors.As(err, &t) && t.Err != nil {
		return t.Err
	}
	return err
}

// openLog opens the log file beside the data; standard error where it cannot.
func openLog(dir string) (*log.Logger, string) {
	path := filepath.Join(dir, "smartkampung.log")
	if err := os.MkdirAll(dir, 0o700); err == nil {
		if f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err == nil {
			return log.New(f, "", log.LstdFlags|log.LUTC), path
		}
	}
	return log.New(os.Stderr, "", log.LstdFlags), ""
}

func regions(query string, limit int) []kampung.Region {
	r, err := assets.Regions()
	if err != nil {
		return nil
	}
	return r.Find(query, limit)
}

func pages(s kampung.Service, r kampung.Request, logo []byte, dpi float64) ([]image.Image, error) {
	press, err := desk.Press()
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	return ui.PagesFrom(press)(s, r, logo, dpi)
}
