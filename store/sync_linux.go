package store

import (
	"os"
	"syscall"
)

// datasync makes written bytes durable; the file's size does not change.
func datasync(f *os.File) error { return syscall.Fdatasync(int(f.Fd())) }

// syncDir makes a rename in the folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// freeBytes returns what an ordinary user may still write to dir's disk.
func freeBytes(dir string) (uint64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return st.Bavail * uint64(st.Bsize), nil
}
