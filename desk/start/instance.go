package start

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrRunning means that a window is open over the same data folder.
var ErrRunning = errors.New("start: a window is open over this folder")

// Names of the files in the data folder by which windows find each other.
const (
	lockName = "jendela.lock" // held by the system's lock while a window lives
	handName = "jendela.buka" // the path that a second start asks the first to open
)

// lookEvery is how often the window looks whether a second start asked for
// something: a stat of one file.
const lookEvery = time.Second

// maxPath bounds the path that a second start hands over, in bytes.
const maxPath = 32 << 10

// Window is the right to be the only window over a data folder.
type Window struct {
	dir  string
	lock *os.File
}

// Only takes the right to be the only window over dir, which is made where it
// is missing. It fails with [ErrRunning] while another process holds it; the
// system gives it back when that process ends, however it ends.
func Only(dir string) (*Window, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	if err := lock(f); err != nil {
		f.Close()
		return nil, err
	}
	// What was asked of a window that is gone is no longer wanted.
	os.Remove(filepath.Join(dir, handName))
	return &Window{dir, f}, nil
}

// Close gives the right back. The file stays: another process may hold it open
// already.
func (w *Window) Close() error {
	if err := w.lock.Close(); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	return nil
}

// Hand asks the window that is open over dir to come to the front and, where
// path is not empty, to take that file in.
func Hand(dir, path string) error {
	f, err := os.CreateTemp(dir, handName+"-*")
	if err != nil {
		return fmt.Errorf("start: hand over: %w", err)
	}
	_, err = f.WriteString(path)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, handName))
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("start: hand over: %w", err)
	}
	return nil
}

// Taken waits until the window has taken what was handed to it and reports
// whether it did within a time.
func Taken(dir string, within time.Duration) bool {
	for end := time.Now().Add(within); ; time.Sleep(lookEvery / 20) {
		if _, err := os.Stat(filepath.Join(dir, handName)); errors.Is(err, os.ErrNotExist) {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

// Handed gives what second starts ask for: the path of a file, or "" when the
// window shall only come to the front. It ends with ctx.
func (w *Window) Handed(ctx context.Context) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			if path, ok := w.take(); ok {
				select {
				case out <- path:
				case <-ctx.Done():
					return
				}
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// take reads what was handed over and removes it.
func (w *Window) take() (string, bool) {
	name := filepath.Join(w.dir, handName)
	info, err := os.Stat(name)
	if err != nil {
		return "", false
	}
	var b []byte
	if info.Size() <= maxPath {
		if b, err = os.ReadFile(name); err != nil {
			return "", false
		}
	}
	if os.Remove(name) != nil {
		return "", false
	}
	return strings.TrimSpace(string(b)), true
}
