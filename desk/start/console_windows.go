package start

import (
	"os"

	"golang.org/x/sys/windows"
)

// attachConsole is AttachConsole of kernel32, which x/sys does not have.
var attachConsole = windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")

// parentProcess is ATTACH_PARENT_PROCESS.
const parentProcess = ^uintptr(0)

// Console gives a command the console that it was called from: Windows starts a
// program that has windows without one. What was redirected stays so.
func Console() {
	if attachConsole.Find() != nil {
		return
	}
	attachConsole.Call(parentProcess)
	for _, std := range []struct {
		file  **os.File
		name  string
		flags int
	}{{&os.Stdin, "CONIN$", os.O_RDWR}, {&os.Stdout, "CONOUT$", os.O_RDWR}, {&os.Stderr, "CONOUT$", os.O_RDWR}} {
		if kind, err := windows.GetFileType(windows.Handle((*std.file).Fd())); err == nil && kind != windows.FILE_TYPE_UNKNOWN {
			continue
		}
		if f, err := os.OpenFile(std.name, std.flags, 0); err == nil {
			*std.file = f
		}
	}
}
