package store

import (
	"os"

	"golang.org/x/sys/windows"
)

// datasync makes written bytes durable.
func datasync(f *os.File) error { return f.Sync() }

// syncDir does nothing: NTFS journals renames itself.
func syncDir(string) error { return nil }

// freeBytes returns what the user may still write to dir's disk.
func freeBytes(dir string) (uint64, error) {
	p, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	err = windows.GetDiskFreeSpaceEx(p, &free, nil, nil)
	return free, err
}
