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
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"smartkampung/assets"
	"smartkampung/desk"
	"smartkampung/desk/cli"
	"smartkampung/desk/window"
	"smartkampung/kampung"
	"smartkampung/store"
	"smartkampung/ui"
)

func main() {
	if code, done := command(context.Background()); done {
		os.Exit(code)
	}
	dir := cli.WindowData(os.Args[1:], os.Getenv)
	// Office PCs have 2 GB: collect garbage early, and earlier still above 64 MB.
	debug.SetGCPercent(50)
	debug.SetMemoryLimit(64 << 20)
	logger, path := openLog(dir)
	note := func(err error) { logger.Print(chain(err)) }
	a := app.NewWithID("id.smartkampung.desk")
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon))
	gate := window.Gate{Dir: dir, Now: time.Now, Log: note}
	ui.Run(a, gate, ui.Env{
		Practice: window.Practice{Gate: gate},
		Now: time.Now, Regions: regions, Pages: pages, Open: window.Open, Places: window.Places, Sticks: window.Sticks,
		WriteFile: desk.WriteFile, Printers: window.Printers, LogPath: path, Version: cli.Version,
		Log:   note,
		Space: func() (int64, error) { return store.FreeSpace(dir) },
	})
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
