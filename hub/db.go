package hub

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"syscall"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed schema.sql
var schema string

// schemaVersion stands in meta under "schema".
const schemaVersion = "1"

// openDB opens the writer, one connection whose transactions take the write
// lock at once, and the readers. Every commit is on disk before it returns.
func openDB(path string) (w, r *sql.DB, err error) {
	base := (&url.URL{Scheme: "file", Path: path}).String() +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
	if w, err = sql.Open("sqlite", base+"&_txlock=immediate"); err != nil {
		return nil, nil, fmt.Errorf("hub: open database: %w", err)
	}
	w.SetMaxOpenConns(1)
	if r, err = sql.Open("sqlite", base+"&_pragma=query_only(1)"); err != nil {
		w.Close()
		return nil, nil, fmt.Errorf("hub: open database: %w", err)
	}
	r.SetMaxOpenConns(4)
	return w, r, nil
}

// createSchema makes the tables; the embedded text has no ';' inside a
// statement.
func createSchema(ctx context.Context, tx *sql.Tx) error {
	for stmt := range strings.SplitSeq(stripComments(schema), ";") {
		if strings.TrimSpace(stmt) == "" {
			continue
		}
		if _, err := tx.ExecContext(ctx, stmt); err != nil {
			return fmt.Errorf("hub: schema: %w", err)
		}
	}
	return nil
}

func stripComments(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		line, _, _ = strings.Cut(line, "--")
		b.WriteString(line + "\n")
	}
	return b.String()
}

// maxTries bounds how often a transaction that met another one is run.
const maxTries = 8

// tx runs f in a write transaction and commits, again from the start when the
// database says that another one was in the way. f must have no effect outside
// the transaction.
func (h *Hub) tx(ctx context.Context, f func(*sql.Tx) error) error {
	var err error
	for try := range maxTries {
		if try > 0 {
			wait := time.Duration(rand.Int64N(int64(20*time.Millisecond) << try))
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if err = runTx(ctx, h.w, f); err == nil || !isBusy(err) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", errBusy, err)
}

func runTx(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// errBusy says that the database stayed busy through every try.
var errBusy = errors.New("hub: database is busy")

// isBusy reports whether a transaction may succeed when it is run again: locks,
// and what a PostgreSQL that fails over says.
func isBusy(err error) bool {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		code := lite.Code() & 0xff
		return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
	}
	var pg interface{ SQLState() string }
	if errors.As(err, &pg) {
		s := pg.SQLState()
		return s == "40001" || s == "40P01" || s == "25006" || strings.HasPrefix(s, "08") || strings.HasPrefix(s, "57P0")
	}
	return false
}

// isFull reports whether there is no room on the disk.
func isFull(err error) bool {
	var lite *sqlite.Error
	if errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_FULL {
		return true
	}
	var pg interface{ SQLState() string }
	if errors.As(err, &pg) && pg.SQLState() == "53100" {
		return true
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// bare makes a text fit for every database: PostgreSQL takes no zero byte.
func bare(s string) string { return strings.ReplaceAll(s, "\x00", "\uFFFD") }
