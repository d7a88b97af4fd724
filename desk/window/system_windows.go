package window

import (
	"golang.org/x/sys/windows"

	"smartkampung/ui"
)

// windowsSticks lists the drives that Windows calls removable.
func windowsSticks() []ui.Place {
	mask, err := windows.GetLogicalDrives()
	if err != nil {
		return nil
	}
	var sticks []ui.Place
	for i := range 26 {
		if mask>>i&1 == 0 {
			continue
		}
		root := string(rune('A'+i)) + `:\`
		p, err := windows.UTF16PtrFromString(root)
		if err == nil && windows.GetDriveType(p) == windows.DRIVE_REMOVABLE {
			sticks = append(sticks, ui.Place{Name: "USB " + root, Path: root})
		}
	}
	return sticks
}
