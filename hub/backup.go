package hub

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrBackup is returned where the database has tools of its own for copies.
var ErrBackup = errors.New("hub: PostgreSQL is copied with pg_dump")

// Backup writes a whole copy of the SQLite database to a new file while the hub
// runs. The keys and heads.log are copied apart. Errors: [ErrBackup] on
// PostgreSQL; an existing file is not written over.
func (h *Hub) Backup(ctx context.Context, path string) error {
	if h.engine != engineSQLite {
		return ErrBackup
	}
	// The file exists before SQLite writes to it, so that nobody else can read it.
	if err := writeNew(path, ""); err != nil {
		return err
	}
	// Readers may not write, a copy neither; so it is the writer's turn.
	_, err := h.w.ExecContext(ctx, `VACUUM INTO $1`, path)
	if err == nil {
		err = syncFile(path)
	}
	if err != nil {
		os.Remove(path)
		return fmt.Errorf("hub: backup: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
