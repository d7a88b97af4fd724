package desk

import (
	"context"
	"time"

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

// LookBackup tells what is seen of a backup without a key; see
// [store.LookBackup]. Errors have words for the clerk.
func LookBackup(dir string) (kampung.BackupContent, error) {
	if err := isFolder(dir); err != nil {
		return kampung.BackupContent{}, err
	}
	c, err := store.LookBackup(dir)
	return c, Words(err)
}

var errPracticeBackup = &kampung.Trouble{What: "Ini cadangan kantor latihan, jadi tidak dipulihkan sebagai kantor. Tidak ada yang berubah.", Next: "Pilih folder cadangan kantor yang sungguhan."}

// OpenBackup opens a backup with a key of its office and reads it whole. Errors
// have words for the clerk.
func OpenBackup(ctx context.Context, dir string, key kampung.BackupKey, tell kampung.Tell) (kampung.BackupContent, error) {
	c, err := store.OpenBackup(ctx, dir, key, tell)
	if err == nil && c.Office.Practice {
		err = errPracticeBackup
	}
	return c, Words(err)
}

// Restore makes the data folder dir of a backup. Errors have words for the clerk.
func Restore(ctx context.Context, from, dir string, now time.Time, tell kampung.Tell) error {
	if err := isFolder(from); err != nil {
		return err
	}
	return Words(store.Restore(ctx, from, dir, now, tell))
}

// RestoreOver is Restore where an office may be: it is kept in a folder whose
// path comes back. Errors have words for the clerk.
func RestoreOver(ctx context.Context, from, dir string, now time.Time, tell kampung.Tell) (kept string, err error) {
	if err := isFolder(from); err != nil {
		return "", err
	}
	kept, err = store.Replace(ctx, from, dir, now, tell)
	return kept, Words(err)
}
