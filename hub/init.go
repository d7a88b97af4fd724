package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// InitOptions say whose hub it is.
type InitOptions struct {
	Name    string // one word; empty for "hub." and the regency
	Regency string // Kemendagri code, "35.10"
	// Database is the postgres:// address of the database; empty for a SQLite
	// file in the directory. It is kept in hub.conf.
	Database string
	// Recovery is told the recovery key, once: with it [RecoverKeys] brings the
	// hub's keys back. Nil makes none; see [Hub.NewRecovery].
	Recovery func(key string)
}

var (
	regencyForm = regexp.MustCompile(`^[0-9]{2}\.[0-9]{2}$`)
	nameForm    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)
)

// ErrExists is wrapped when a directory already holds a hub.
var ErrExists = errors.New("hub: data directory already holds a hub")

// ErrName is wrapped when a regency's code or a hub's name has not its form.
var ErrName = errors.New("hub: not a name for a hub")

// Init makes a new hub in dir: its keys and an empty database. It never
// overwrites anything of an earlier one.
func Init(dir string, o InitOptions, random io.Reader, now time.Time) (wire.Keys, error) {
	if !regencyForm.MatchString(o.Regency) {
		return wire.Keys{}, fmt.Errorf("%w: regency %.20q", ErrName, o.Regency)
	}
	if o.Name == "" {
		o.Name = "hub." + o.Regency
	}
	if !nameForm.MatchString(o.Name) {
		return wire.Keys{}, fmt.Errorf("%w: %.80q", ErrName, o.Name)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return wire.Keys{}, fmt.Errorf("hub: init: %w", err)
	}
	for _, name := range []string{fileKey, fileSign, fileChain, fileRecovery, fileDB, fileHeads, fileConf} {
		if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return wire.Keys{}, fmt.Errorf("%w: %s", ErrExists, filepath.Join(dir, name))
		}
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return wire.Keys{}, fmt.Errorf("hub: init: %w", err)
	}
	if o.Database != "" && !IsPostgres(o.Database) {
		return wire.Keys{}, fmt.Errorf("%w: it begins with postgres://", ErrDatabase)
	}
	// The database first: where it cannot be reached no keys are left behind.
	epoch, err := drawEpoch(random)
	if err != nil {
		return wire.Keys{}, fmt.Errorf("hub: init: %w", err)
	}
	if err := makeDB(dir, o, epoch, now); err != nil {
		return wire.Keys{}, err
	}
	if err := writeConf(dir, o); err != nil {
		return wire.Keys{}, err
	}
	return makeKeys(dir, o, random, now)
}

// writeConf says where the data is, when it is no file of the directory.
func writeConf(dir string, o InitOptions) error {
	if o.Database == "" {
		return nil
	}
	return writeNew(filepath.Join(dir, fileConf), "# where this hub keeps its data\nregency "+o.Regency+"\ndatabase "+o.Database+"\n")
}

func makeKeys(dir string, o InitOptions, random io.Reader, now time.Time) (wire.Keys, error) {
	p, err := drawPair(random, o.Name)
	if err != nil {
		return wire.Keys{}, err
	}
	if err := writeNew(filepath.Join(dir, fileKey), p.identityText(now)); err != nil {
		return wire.Keys{}, err
	}
	if err := writeNew(filepath.Join(dir, fileSign), p.signerText(now)); err != nil {
		return wire.Keys{}, err
	}
	chain, err := secrets{[]string{p.identity}, []string{p.skey}}.firstChain(now.In(kampung.WIB).Truncate(time.Second))
	if err != nil {
		return wire.Keys{}, err
	}
	if err := writeWhole(filepath.Join(dir, fileChain), chain.Notes()); err != nil {
		return wire.Keys{}, err
	}
	keys := wire.Keys{Name: o.Name, Verifier: p.vkey, Recipient: p.recipient}
	if o.Recovery == nil {
		return keys, nil
	}
	return keys, firstRecovery(dir, o, chain, random)
}

// firstRecovery makes the recovery key of a new hub. The sealed copy is on disk
// before the key is told.
func firstRecovery(dir string, o InitOptions, chain bundle.Chain, random io.Reader) error {
	key, recipient, err := drawRecovery(random)
	if err != nil {
		return err
	}
	if err := setConf(dir, confRecovery, recipient); err != nil {
		return err
	}
	sealed, err := sealKeys(dir, recipient, chain)
	if err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(dir, fileRecovery), sealed); err != nil {
		return err
	}
	o.Recovery(key)
	return nil
}

// writeNew writes a secret to a file that must not be there, durably.
func writeNew(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("hub: init: %w", err)
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("hub: init: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("hub: sync directory: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return fmt.Errorf("hub: sync directory: %w", err)
	}
	return nil
}

func makeDB(dir string, o InitOptions, epoch string, now time.Time) (err error) {
	where := o.Database
	if where == "" {
		if where, err = filepath.Abs(filepath.Join(dir, fileDB)); err != nil {
			return fmt.Errorf("hub: init: %w", err)
		}
		if err := writeNew(where, ""); err != nil {
			return err
		}
	}
	w, r, err := openDB(where)
	if err != nil {
		return err
	}
	ctx := context.Background()
	err = runTx(ctx, w, func(tx *sql.Tx) error {
		if err := createSchema(ctx, tx); err != nil {
			return err
		}
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM meta WHERE kab = $1`, o.Regency).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("%w: regency %s in the database", ErrExists, o.Regency)
		}
		for key, value := range map[string]string{"schema": schemaVersion, "text": schemaDigest(), "name": o.Name, "epoch": epoch, "created": now.Format(time.RFC3339)} {
			if _, err := tx.ExecContext(ctx, `INSERT INTO meta (kab, key, value) VALUES ($1, $2, $3)`, o.Regency, key, value); err != nil {
				return err
			}
		}
		return nil
	})
	return errors.Join(err, r.Close(), w.Close(), syncDir(dir))
}
