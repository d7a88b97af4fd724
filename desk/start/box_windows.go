package start

import "golang.org/x/sys/windows"

// systemBox shows a message box and reports whether it could.
func systemBox(text string, grave bool) bool {
	body, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return false
	}
	head, err := windows.UTF16PtrFromString(boxTitle)
	if err != nil {
		return false
	}
	kind := uint32(windows.MB_OK | windows.MB_SETFOREGROUND | windows.MB_ICONINFORMATION)
	if grave {
		kind = windows.MB_OK | windows.MB_SETFOREGROUND | windows.MB_ICONERROR
	}
	got, _ := windows.MessageBox(0, body, head, kind)
	return got != 0
}
