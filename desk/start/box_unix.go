//go:build !windows

package start

import (
	"os"
	"os/exec"
)

// systemBox shows a box with the first program for it that the desktop has and
// reports whether one did. The text comes on the command line, where every user
// of the PC can read it: it never names a person.
func systemBox(text string, grave bool) bool {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return false
	}
	zenity, kdialog := "--info", "--msgbox"
	if grave {
		zenity, kdialog = "--error", "--error"
	}
	for _, try := range [][]string{
		{"zenity", zenity, "--no-markup", "--width=560", "--title=" + boxTitle, "--text=" + text},
		{"kdialog", "--title", boxTitle, kdialog, text},
		{"xmessage", "-center", "-title", boxTitle, text},
	} {
		path, err := exec.LookPath(try[0])
		if err != nil {
			continue
		}
		// A box that is closed otherwise than by its button was read, too; one that
		// could not open tells by its code.
		if err := exec.Command(path, try[1:]...).Run(); err == nil {
			return true
		}
	}
	return false
}
