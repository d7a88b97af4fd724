package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"crypto/rand"

	"github.com/VictoriaMetrics/metrics"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Files of the data directory.
const (
	fileKey      = "hub.key"
	fileSign     = "hub.sign"
	fileChain    = "hub.chain"
	fileRecovery = "hub.recovery"
	fileDB       = "hub.db"
	fileHeads    = "heads.log"
	fileConf     = "hub.conf"
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

// Hub is an open hub. It is safe for concurrent use, also by several processes
// on one data directory.
type Hub struct {
	dir     string
	regency string
	epoch   string // of down logs that begin now
	engine  engine
	where   string // database; empty for what hub.conf says
	rings   atomic.Pointer[keyring]
	list    atomic.Pointer[keyList]
	metrics *metrics.Set
	w, r    *sql.DB
	heads   *headLog
	now     func() time.Time
	random  io.Reader
	log     *slog.Logger
	work    chan struct{} // bundles being opened and stored
	uploads chan struct{} // bodies being read
	conns   int           // connections open at once
	keep    keeping       // of scans
	tries   *limiter
	// grown counts entries since the start, statistics is when the next are due.
	grown, statistics atomic.Int64
	closing           sync.Once
	pages             http.Handler // for people; nil for none
	// afterCommit lets a test end the process's work between commit and answer.
	afterCommit func() error
}

// Option changes how a hub is opened.
type Option func(*Hub)

// WithClock gives the hub another clock than the machine's.
func WithClock(now func() time.Time) Option { return func(h *Hub) { h.now = now } }

// WithRandom gives the hub another source of randomness for its codes.
func WithRandom(r io.Reader) Option { return func(h *Hub) { h.random = r } }

// WithDatabase opens another database than hub.conf names.
func WithDatabase(dsn string) Option { return func(h *Hub) { h.where = dsn } }

// WithLogger gives the hub a logger. Nothing personal is ever logged.
func WithLogger(l *slog.Logger) Option { return func(h *Hub) { h.log = l } }

// Open opens the hub in dir. Close it after use. A large heads.log is made
// shorter when no other process has the hub open.
func Open(dir string, opts ...Option) (*Hub, error) {
	h := &Hub{dir: dir, metrics: metrics.NewSet(), now: time.Now, random: rand.Reader, log: slog.New(slog.DiscardHandler),
		work: make(chan struct{}, 8), uploads: make(chan struct{}, 256), conns: maxConns, keep: newKeeping()}
	for _, o := range opts {
		o(h)
	}
	h.tries = newLimiter(h.now)
	if _, err := readSecrets(dir); err != nil {
		return nil, err
	}
	if err := h.findDB(); err != nil {
		return nil, err
	}
	var err error
	if h.w, h.r, err = openDB(h.where); err != nil {
		return nil, err
	}
	if h.heads, err = openHeads(filepath.Join(dir, fileHeads), headsLarge); err == nil {
		if err = h.ready(context.Background()); err == nil {
			h.dropParts()
			return h, nil
		}
		h.heads.close()
	}
	h.w.Close()
	h.r.Close()
	return nil, err
}

// ready reads what the database says of itself, brings its tables up to this
// program, and begins new down logs where the database is older than heads.log.
func (h *Hub) ready(ctx context.Context) error {
	meta, err := h.readMeta(ctx)
	if err != nil {
		return err
	}
	if err := h.matchKeys(ctx, meta[metaChain]); err != nil {
		return err
	}
	if err := h.bringUp(ctx, meta); err != nil {
		return err
	}
	if err := h.matchRecovery(ctx, meta[metaRecovery]); err != nil {
		return err
	}
	return h.turnRewound(ctx)
}

// findDB finds the database that hub.conf names, or the file in the directory.
func (h *Hub) findDB() error {
	conf, err := readConf(filepath.Join(h.dir, fileConf))
	if err != nil {
		return err
	}
	h.regency = conf["regency"]
	if err := h.setShelf(conf["scans"]); err != nil {
		return err
	}
	if h.where == "" {
		h.where = conf["database"]
	}
	if IsPostgres(h.where) {
		h.engine = enginePostgres
		return nil
	}
	if h.where != "" {
		return fmt.Errorf("%w: it begins with postgres://", ErrDatabase)
	}
	if h.where, err = filepath.Abs(filepath.Join(h.dir, fileDB)); err != nil {
		return fmt.Errorf("hub: open: %w", err)
	}
	if _, err := os.Stat(h.where); err != nil {
		return fmt.Errorf("hub: open: %w", err)
	}
	return nil
}

// readConf reads lines of a word and its value; a missing file says nothing.
func readConf(path string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("hub: open: %w", err)
	}
	conf := map[string]string{}
	for line := range strings.Lines(string(text)) {
		word, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if word != "" && !strings.HasPrefix(word, "#") {
			conf[word] = strings.TrimSpace(value)
		}
	}
	return conf, nil
}

// Close lets go of the database.
func (h *Hub) Close() (err error) {
	h.closing.Do(func() { err = errors.Join(h.r.Close(), h.w.Close(), h.heads.close()) })
	return err
}

// Keys is what the hub shows of itself.
func (h *Hub) Keys() wire.Keys { return h.ring().keys }

// Regency is the code of the hub's regency.
func (h *Hub) Regency() string { return h.regency }

// readMeta finds the regency and reads what the database says of itself.
func (h *Hub) readMeta(ctx context.Context) (map[string]string, error) {
	found, meta := 0, map[string]string{}
	err := h.each(ctx, `SELECT kab, key, value FROM meta WHERE kab = $1 OR $1 = '' ORDER BY kab`, []any{h.regency}, func(rows *sql.Rows) error {
		var kab, key, value string
		err := rows.Scan(&kab, &key, &value)
		if key == "schema" {
			found++
			h.regency = kab
		}
		meta[key] = value
		return err
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("hub: open database: %w", err)
	case found == 0:
		return nil, fmt.Errorf("hub: open database: it holds no hub of regency %q", h.regency)
	case found > 1:
		return nil, errors.New("hub: open database: it holds several regencies; hub.conf must name one")
	}
	h.epoch = meta["epoch"]
	return meta, nil
}

// bringUp checks the schema's version and makes tables that came later.
func (h *Hub) bringUp(ctx context.Context, meta map[string]string) error {
	switch meta["schema"] {
	case schemaVersion:
		if meta["text"] == schemaDigest() {
			return nil
		}
		return h.tx(ctx, func(tx *sql.Tx) error {
			if err := h.stampSchema(ctx, tx); err != nil {
				return err
			}
			return h.nameOldScans(ctx, tx)
		})
	case "1":
		return h.migrate1(ctx)
	}
	return fmt.Errorf("hub: database has schema %q, this program knows %q", meta["schema"], schemaVersion)
}

// clock is the hub's time as it stands in notes: the office's zone, whole
// seconds.
func (h *Hub) clock() time.Time { return h.now().In(kampung.WIB).Truncate(time.Second) }
