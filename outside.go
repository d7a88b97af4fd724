//go:build cgo

package main

import (
	"errors"
	"fmt"
	"image"
	"log"
	"os"
	"path/filepath"
	"time"

	"smartkampung/assets"
	"smartkampung/desk"
	"smartkampung/desk/cli"
	"smartkampung/desk/start"
	"smartkampung/kampung"
	"smartkampung/ui"
)

// handOver gives a second start's file to the window that is open and brings
// that to the front. A box would only come to lie behind it, so there is one
// only where the window does not answer.
func handOver(dir, file string) int {
	if err := start.Hand(dir, file); err != nil || !start.Taken(dir, answers) {
		start.Tell(start.Deaf, true, os.Stderr)
		return cli.Refused
	}
	said := start.Running
	if file != "" {
		said = start.Given
	}
	fmt.Fprintln(os.Stderr, said)
	return cli.Done
}

// answers is how long a second start waits for the window that is open.
const answers = 10 * time.Second

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
