package window

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

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

// Printers are the names of the printers, the default one first.
func Printers() []string {
	if runtime.GOOS == "windows" {
		return windowsPrinters()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "lpstat", "-e").Output()
	if err != nil {
		return nil
	}
	names := strings.Fields(string(out))
	standard, _ := exec.CommandContext(ctx, "lpstat", "-d").Output()
	if _, name, ok := strings.Cut(strings.TrimSpace(string(standard)), ": "); ok {
		if i := slices.Index(names, name); i > 0 {
			names = append([]string{name}, slices.Delete(names, i, i+1)...)
		}
	}
	return names
}

// Print sends a PDF of a page size in millimetres to a printer; an empty name
// is the default one. On Windows the PDF is opened instead, to be printed from
// there.
func Print(pdf []byte, title string, w, h float64, printer string) error {
	if runtime.GOOS == "windows" {
		return printOpened(pdf)
	}
	lp, err := exec.LookPath("lp")
	if err != nil {
		return &kampung.Trouble{What: "Belum ada printer di komputer ini (perintah “lp” tidak ada).", Next: "Pakai “Simpan PDF”, lalu cetak dari sana.", Err: err}
	}
	args := []string{"-t", title, "-o", fmt.Sprintf("media=Custom.%gx%gmm", w, h), "-o", "print-scaling=none"}
	if printer != "" {
		args = append(args, "-d", printer)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, lp, append(args, "-")...)
	cmd.Stdin = bytes.NewReader(pdf)
	if out, err := cmd.CombinedOutput(); err != nil {
		return &kampung.Trouble{What: "Printer tidak menerima suratnya.", Next: "Periksa printer menyala dan terpasang, atau pakai “Simpan PDF”.", Err: errors.Join(err, errors.New(string(out)))}
	}
	return nil
}

// printOpened writes the PDF to a temporary file and opens it.
func printOpened(pdf []byte) error {
	f, err := os.CreateTemp("", "surat-*.pdf")
	if err != nil {
		return &kampung.Trouble{What: "Surat tidak dapat disiapkan untuk dicetak.", Next: "Pakai “Simpan PDF”.", Err: err}
	}
	_, err = f.Write(pdf)
	if err = errors.Join(err, f.Close()); err != nil {
		return &kampung.Trouble{What: "Surat tidak dapat disiapkan untuk dicetak.", Next: "Pakai “Simpan PDF”.", Err: err}
	}
	return Open(f.Name())
}
