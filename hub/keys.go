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
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"crypto/rand"

	"github.com/VictoriaMetrics/metrics"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
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
