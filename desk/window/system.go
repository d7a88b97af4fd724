package window

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"smartkampung/kampung"
	"smartkampung/ui"
)

// Places are the folders that a file is usually in.
func Places() []ui.Place {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	places := []ui.Place{{Name: "Rumah", Path: home}}
	for _, p := range []struct {
		name   string
		folder []string
	}{
		{"Unduhan", []string{"Unduhan", "Downloads"}},
		{"Dokumen", []string{"Dokumen", "Documents"}},
		{"Desktop", []string{"Desktop"}},
	} {
		for _, f := range p.folder {
			path := filepath.Join(home, f)
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				places = append(places, ui.Place{Name: p.name, Path: path})
				break
			}
		}
	}
	return places
}

// Sticks are the removable drives that are plugged in.
func Sticks() []ui.Place {
	if runtime.GOOS == "windows" {
		return windowsSticks()
	}
	var sticks []ui.Place
	for _, pattern := range []string{"/media/*/*", "/run/media/*/*", "/mnt/usb*", "/media/usb*"} {
		found, _ := filepath.Glob(pattern)
		for _, path := range found {
			if info, err := os.Stat(path); err == nil && info.IsDir() && !nested(sticks, path) {
				sticks = append(sticks, ui.Place{Name: "USB " + filepath.Base(path), Path: path})
			}
		}
	}
	return sticks
}

// nested reports whether path lies in a stick that is listed already.
func nested(sticks []ui.Place, path string) bool {
	return slices.ContainsFunc(sticks, func(p ui.Place) bool { return strings.HasPrefix(path, p.Path+"/") || path == p.Path })
}

// Open shows a file or folder with the system's own program.
func Open(path string) error {
	name, args := "xdg-open", []string{path}
	switch runtime.GOOS {
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", path}
	case "darwin":
		name = "open"
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return &kampung.Trouble{What: "Berkas tersimpan, tetapi tidak ada program untuk membukanya.", Next: "Buka sendiri: " + path, Err: err}
	}
	go cmd.Wait()
	return nil
}
