package ui

import (
	"image"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// Env is what the window takes from outside. A nil function hides what needs
// it, except Now, which is required.
type Env struct {
	// Now is the clock.
	Now func() time.Time
	// Regions finds villages by typed words, best first.
	Regions func(query string, limit int) []kampung.Region
	// Practice is the office to practise in; nil for none.
	Practice Practice
	// Pages draws the pages of a letter, at a resolution in dots per inch, by the
	// service as it was when the letter was recorded; see [PagesFrom].
	Pages func(s kampung.Service, r kampung.Request, logo []byte, dpi float64) ([]image.Image, error)
	// Open shows a file or folder with the system's own program.
	Open func(path string) error
	// Places are the folders that the file chooser offers first: home,
	// documents, downloads.
	Places func() []Place
	// Sticks are the removable drives plugged in now.
	Sticks func() []Place
	// WriteFile writes a file that the clerk named (the recovery key's sheet).
	WriteFile func(path string, data []byte) error
	// Printers are the names of the printers, the default one first.
	Printers func() []string
	// Log takes the technical chain of a failure.
	Log func(error)
	// LogPath is where Log writes, told to the clerk with an unknown failure.
	LogPath string
	// Space tells how many bytes are free for the office's data.
	Space func() (int64, error)
	// File is a bundle or receipt that the window was opened with, or "". It is
	// taken in once the desk is open.
	File string
	// Files brings such files while the window is open, and "" to ask it to the
	// front; nil for never.
	Files <-chan string
	// Stopped is what the program left when it last ended unexpectedly; nil for
	// nothing.
	Stopped *Stopped
	// Held tells which modifier keys are down; nil asks the driver.
	Held func() fyne.KeyModifier
	// Version is the program's.
	Version string

	// Post runs a function on the UI thread; nil is the toolkit's way.
	Post func(func())
	// Spawn runs a function off the UI thread, and After runs one on it later
	// and returns how to call it off. nil is the real thing.
	Spawn func(func())
	After func(time.Duration, func()) (stop func())
}

// Stopped is the report of an unexpected end.
type Stopped struct {
	Path string    // of the report, which holds nothing of a person
	At   time.Time // to the second
	// Told notes that the clerk was told, so that it is said once.
	Told func() error
}

// Place is a folder worth offering.
type Place struct {
	Name string // "Unduhan", "USB KINGSTON"
	Path string
}

// PagesFrom draws letters with a press, for [Env.Pages].
func PagesFrom(p *letter.Press) func(kampung.Service, kampung.Request, []byte, float64) ([]image.Image, error) {
	return func(s kampung.Service, r kampung.Request, logo []byte, dpi float64) ([]image.Image, error) {
		doc, err := p.Compose(s, r, letter.Options{Logo: logo})
		if err != nil {
			return nil, err
		}
		pages := make([]image.Image, len(doc.Pages))
		for i := range pages {
			pages[i] = doc.Image(p, i, dpi)
		}
		return pages, nil
	}
}
