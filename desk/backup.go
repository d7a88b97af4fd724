package desk

import (
	"context"

	"smartkampung/kampung"
	"smartkampung/store"
)

// Backup copies the office's data into a folder of another disk, reads the copy
// back and remembers it, see [store.Store.Backup]. Errors have words for the
// clerk.
func (d *Desk) Backup(ctx context.Context, dir string, tell kampung.Tell) (kampung.Backup, error) {
	if err := isFolder(dir); err != nil {
		return kampung.Backup{}, err
	}
	b, err := d.Store.Backup(ctx, dir, tell)
	return b, Words(err)
}

// Restore makes the data folder dir of a backup. Errors have words for the clerk.
func Restore(ctx context.Context, from, dir string, tell kampung.Tell) error {
	if err := isFolder(from); err != nil {
		return err
	}
	return Words(store.Restore(ctx, from, dir, tell))
}
