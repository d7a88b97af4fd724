package window

import (
	"context"

	"smartkampung/desk"
	"smartkampung/kampung"
)

// LookBackup tells what is seen of a backup without a key.
func (g Gate) LookBackup(dir string) (kampung.BackupContent, error) { return desk.LookBackup(dir) }

// OpenBackup opens a backup and reads it whole.
func (g Gate) OpenBackup(ctx context.Context, dir string, key kampung.BackupKey, tell kampung.Tell) (kampung.BackupContent, error) {
	return desk.OpenBackup(ctx, dir, key, tell)
}

// Restore puts the office of a backup in the place of what is in the folder.
func (g Gate) Restore(ctx context.Context, dir string, tell kampung.Tell) (kept string, err error) {
	return desk.RestoreOver(ctx, dir, g.Dir, g.Now(), tell)
}
