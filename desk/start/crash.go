package start

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// A crash is reported by a second process of the same program: the runtime
// writes what it has to say into a pipe, and only what [Scrub] leaves of it
// ever reaches the disk.

// Environment of the second process: the data folder and the program's version.
const (
	watchDir     = "SMARTKAMPUNG_WATCH"
	watchVersion = "SMARTKAMPUNG_WATCH_VERSION"
)

// Where reports lie in the data folder.
const (
	reportDir  = "laporan"
	reportName = "berhenti-20060102-150405.txt"
	unreadName = "belum-dibaca" // names the report that nobody was told of yet
)

const (
	maxCrash    = 1 << 20 // bytes of a crash that are read
	keepReports = 5
)

// WatchCrashes starts the second process, which lives as long as this one and
// writes a report into dir when it crashes.
func WatchCrashes(dir, version string) error {
	exe, err := os.Executable()
	if err != nil {
		return fmt.Errorf("start: watch: %w", err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("start: watch: %w", err)
	}
	defer read.Close()
	defer write.Close()
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), watchDir+"="+dir, watchVersion+"="+version)
	cmd.Stdin = read
	cmd.Dir = filepath.Dir(exe) // no hold on the folder the program was started in
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start: watch: %w", err)
	}
	go cmd.Wait()
	if err := debug.SetCrashOutput(write, debug.CrashOptions{}); err != nil {
		return fmt.Errorf("start: watch: %w", err)
	}
	return nil
}

// Watching is the second process's whole work, when this process is that one:
// it reads until the first one is gone and writes the report of a crash.
func Watching(getenv func(string) string, in io.Reader, now func() time.Time) bool {
	dir := getenv(watchDir)
	if dir == "" {
		return false
	}
	// It needs next to no memory, for as long as the window is open.
	debug.SetMemoryLimit(4 << 20)
	debug.FreeOSMemory()
	crash, _ := io.ReadAll(io.LimitReader(in, maxCrash))
	if len(crash) > 0 {
		// There is nobody left to tell of a failure.
		_ = writeReport(dir, getenv(watchVersion), string(crash), now())
	}
	return true
}

// Report is what a crash left.
type Report struct {
	Path string
	At   time.Time // to the second
	dir  string
}

func writeReport(data, version, crash string, at time.Time) error {
	dir := filepath.Join(data, reportDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("start: report: %w", err)
	}
	name := at.UTC().Format(reportName)
	text := fmt.Sprintf("Smart Kampung %s berhenti mendadak pada %s (UTC), %s/%s.\n"+
		"Laporan ini tidak memuat data penduduk: hanya bagian program yang sedang bekerja.\n\n%s",
		version, at.UTC().Format("02-01-2006 15.04.05"), runtime.GOOS, runtime.GOARCH, Scrub(crash))
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		return fmt.Errorf("start: report: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, unreadName), []byte(name), 0o600); err != nil {
		return fmt.Errorf("start: report: %w", err)
	}
	old, _ := filepath.Glob(filepath.Join(dir, "berhenti-*.txt"))
	slices.Sort(old)
	for _, path := range old[:max(0, len(old)-keepReports)] {
		os.Remove(path)
	}
	return nil
}

// Unread is the report of the last crash of the program over dir, while nobody
// was told of it.
func Unread(dir string) (Report, bool) {
	folder := filepath.Join(dir, reportDir)
	b, err := os.ReadFile(filepath.Join(folder, unreadName))
	if err != nil {
		return Report{}, false
	}
	name := strings.TrimSpace(string(b))
	at, err := time.Parse(reportName, name)
	if err != nil {
		return Report{}, false
	}
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		return Report{}, false
	}
	return Report{path, at, folder}, true
}

// Told notes that a person was told of the report, which stays where it is.
func (r Report) Told() error {
	if err := os.Remove(filepath.Join(r.dir, unreadName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("start: report: %w", err)
	}
	return nil
}
