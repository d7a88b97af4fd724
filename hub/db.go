package hub

import (
	"context"
	"database/sql"
	"database/sql/driver"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed schema.sql
var schema string

// schemaVersion stands in meta under "schema".
const schemaVersion = "2"

// engine is the kind of database under the hub.
type engine int

const (
	engineSQLite engine = iota
	enginePostgres
)

// IsPostgres reports whether a text names a PostgreSQL database.
func IsPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// openDB opens writers and readers of a SQLite file, or of the PostgreSQL that
// a postgres:// address names. Every commit is on disk before it returns.
func openDB(where string) (w, r *sql.DB, err error) {
	if IsPostgres(where) {
		return openPostgres(where)
	}
	return openSQLite(where)
}

// openSQLite opens the writer, one connection whose transactions take the
// write lock at once, and the readers.
func openSQLite(path string) (w, r *sql.DB, err error) {
	base := (&url.URL{Scheme: "file", Path: path}).String() +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-16000)&_pragma=wal_autocheckpoint(4000)"
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

// openPostgres opens two pools: writers whose commits wait for the disk, and
// readers that cannot write.
func openPostgres(dsn string) (w, r *sql.DB, err error) {
	conf, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %s", ErrDatabase, redact(err, dsn))
	}
	if conf.ConnectTimeout == 0 {
		conf.ConnectTimeout = 10 * time.Second
	}
	set := func(c *pgx.ConnConfig, name, value string) {
		if _, has := c.RuntimeParams[name]; !has {
			c.RuntimeParams[name] = value
		}
	}
	set(conf, "application_name", "smartkampung-hub")
	set(conf, "lock_timeout", "20s")
	set(conf, "idle_in_transaction_session_timeout", "60s")
	read := conf.Copy()
	read.RuntimeParams["default_transaction_read_only"] = "on"
	w = stdlib.OpenDB(*conf, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		var sync string
		if err := c.QueryRow(ctx, `SHOW synchronous_commit`).Scan(&sync); err != nil || sync != "off" {
			return err
		}
		_, err := c.Exec(ctx, `SET synchronous_commit = on`)
		return err
	}))
	r = stdlib.OpenDB(*read)
	w.SetMaxOpenConns(8)
	w.SetMaxIdleConns(8)
	r.SetMaxOpenConns(8)
	r.SetMaxIdleConns(4)
	return w, r, nil
}

// ErrDatabase is wrapped when the address of a database cannot be used.
var ErrDatabase = errors.New("hub: not the address of a database")

// redact drops a password from what an error says.
func redact(err error, dsn string) string {
	text := err.Error()
	if u, perr := url.Parse(dsn); perr == nil && u.User != nil {
		if p, has := u.User.Password(); has && p != "" {
			text = strings.ReplaceAll(text, p, "xxxxx")
		}
	} else if perr != nil {
		return "address cannot be read"
	}
	return text
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
		if err = runTx(ctx, h.w, f); err == nil || !isBusy(err) || ctx.Err() != nil {
			return err
		}
		h.count("smartkampung_tx_retries_total")
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

// firstStatistics is how many entries come in before the first statistics.
const firstStatistics = 500

// grew counts entries that came in and gives PostgreSQL statistics whenever
// their number has doubled. Autovacuum gives them a minute later, and until then
// the planner takes a village for a few rows and reads all of them for each
// look-up: a whole regency's first visit would be slower with every bundle.
// SQLite needs none.
func (h *Hub) grew(ctx context.Context, n int64) {
	if h.engine != enginePostgres || n <= 0 {
		return
	}
	sum, due := h.grown.Add(n), h.statistics.Load()
	if sum < max(due, firstStatistics) || !h.statistics.CompareAndSwap(due, 2*sum) {
		return
	}
	if _, err := h.w.ExecContext(ctx, `ANALYZE request`); err != nil {
		h.log.Warn("no statistics", "err", err)
	}
}

// errBusy says that the database stayed busy through every try.
var errBusy = errors.New("hub: database is busy")

// isBusy reports whether a transaction may succeed when it is run again: locks
// and deadlocks, a line that broke, and what a PostgreSQL that fails over says.
// A transaction whose commit went through unseen does nothing the second time.
func isBusy(err error) bool {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		code := lite.Code() & 0xff
		return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
	}
	var pg interface{ SQLState() string }
	if errors.As(err, &pg) {
		s := pg.SQLState()
		switch s {
		case "40001", "40P01", "25006", "55P03", "57014":
			return true
		}
		return strings.HasPrefix(s, "08") || strings.HasPrefix(s, "57P0")
	}
	var line *net.OpError
	return errors.Is(err, driver.ErrBadConn) || pgconn.Timeout(err) || pgconn.SafeToRetry(err) ||
		errors.As(err, &line) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
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
