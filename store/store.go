package store

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"filippo.io/age"
	bolt "go.etcd.io/bbolt"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Options are what a store takes from outside.
type Options struct {
	Now      func() time.Time  // the PC's clock; nil for time.Now
	Services []kampung.Service // the catalogue
	// Version names the version of a service's data file; nil for none.
	Version func(service string) string
	Argon   Argon // zero for [DefaultArgon]
	// Linger is how long views may wait for their commit after a change; zero
	// for a quarter of a second.
	Linger time.Duration
	// Keep leaves damaged files as they are; used by the check.
	Keep bool
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Argon == (Argon{}) {
		o.Argon = DefaultArgon
	}
	if o.Version == nil {
		o.Version = func(string) string { return "" }
	}
	if o.Linger == 0 {
		o.Linger = 250 * time.Millisecond
	}
	return o
}

// Store is an open office. Its methods are safe for use by several goroutines.
type Store struct {
	dir  string
	opt  Options
	keys deviceKeys
	me   kampung.Account

	value   *sealer
	scans   *sealer
	dataKey []byte

	mu      sync.Mutex
	vault   *vault
	db      *bolt.DB
	tx      *bolt.Tx // open transaction with the views of changes already saved
	commit  *time.Timer
	journal *journal
	closed  bool
	stale   bool // a commit failed: the journal is ahead of the database
	notices []string
	saying  kampung.Tell          // told while a record's entries are applied; may be nil
	replays func(end int64) error // asked now and then during a replay; may be nil
	pending pendingSet
	book    *scanBook // nil until somebody asks for scans

	services map[string]kampung.Service
	index    residentIndex
	list     requestList
	touched  map[string]bool // residents that a fold changed
	// differs are logs of other PCs of which something came that does not go on
	// from what is here.
	differs map[bundle.Log]bool
	// recovery opens the office's bundles while a new PC is set up with the
	// recovery key; it is kept nowhere.
	recovery *age.X25519Identity

	listen    sync.Mutex
	listeners map[int]func(kampung.Change)
	lastID    int
}

// Exists reports whether an office was set up in dir.
func Exists(dir string) bool {
	if err := finishRestore(dir); err != nil {
		if _, err := os.Stat(filepath.Join(dir, moveName)); err == nil {
			return true // what is wrong is said when somebody opens it
		}
	}
	_, err := os.Stat(filepath.Join(dir, vaultName))
	return err == nil
}

// Create sets up a new office in dir and opens it with its first account. The
// recovery key is returned once and kept nowhere. Problems of what was typed
// come back as [kampung.Problems].
func Create(dir string, s kampung.Setup, opt Options) (st *Store, recovery string, err error) {
	opt = opt.filled()
	if Exists(dir) {
		return nil, "", ErrExists
	}
	if p := checkSetup(s); p.Err() != nil {
		return nil, "", p
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, "", fmt.Errorf("store: create: %w", err)
	}
	if err := enoughSpace(dir); err != nil {
		return nil, "", err
	}
	v, keys, dataKey, recovery, err := newVault(s, opt.Argon)
	if err != nil {
		return nil, "", err
	}
	st = &Store{dir: dir, opt: opt, vault: v, keys: keys, me: s.Account}
	if err := st.start(dataKey, true); err != nil {
		st.Close()
		return nil, "", err
	}
	// The vault comes last: a folder without it holds no office yet, so a cut
	// before this line leaves nothing behind that the next try trips over.
	err = st.change(func(v view) ([]entry, kampung.Change, error) {
		office, err := st.officeEntry(s.Office)
		return []entry{
			office,
			{audience: kampung.AudienceKantor, kind: kampung.KindAccount, subject: s.Account.Login, body: s.Account},
		}, kampung.Change{Office: true, Accounts: true}, err
	})
	if err == nil {
		err = st.flush()
	}
	if err == nil {
		err = v.write(dir)
	}
	if err != nil {
		st.Close()
		return nil, "", err
	}
	st.index.load(st)
	return st, recovery, nil
}

// newVault makes the keys of a new office.
func newVault(s kampung.Setup, cost Argon) (*vault, deviceKeys, []byte, string, error) {
	fail := func(err error) (*vault, deviceKeys, []byte, string, error) {
		return nil, deviceKeys{}, nil, "", err
	}
	dataKey := random(32)
	secret := [kampung.RecoveryBytes]byte(random(kampung.RecoveryBytes))
	kek, _, recipient, err := recoveryKeys(secret)
	if err != nil {
		return fail(err)
	}
	keys := deviceKeys{Device: hex.EncodeToString(random(8)), Epoch: hex.EncodeToString(random(8)), Recovery: recipient}
	if keys.Signer, keys.Verifier, err = bundle.GenerateKey(rand.Reader, keys.Device); err != nil {
		return fail(err)
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return fail(fmt.Errorf("store: device identity: %w", err))
	}
	keys.Identity = id.String()
	v := &vault{V: 1, ID: random(16), Salt: random(16), Accounts: map[string]*keySlot{}}
	if v.Recovery, err = wrap(kek, dataKey, []byte("recovery")); err != nil {
		return fail(err)
	}
	if err := v.setPassword(s.Account.Login, s.Password, dataKey, cost); err != nil {
		return fail(err)
	}
	if err := v.sealKeys(keys, dataKey); err != nil {
		return fail(err)
	}
	return v, keys, dataKey, kampung.FormatRecovery(secret), nil
}

func (v *vault) sealKeys(keys deviceKeys, dataKey []byte) error {
	s, err := newSealer(dataKey, "vault")
	if err != nil {
		return err
	}
	b, err := json.Marshal(keys)
	if err != nil {
		return fmt.Errorf("store: device keys: %w", err)
	}
	v.Keys = s.seal([]byte("keys"), b)
	return nil
}

func (v *vault) openKeys(dataKey []byte) (keys deviceKeys, err error) {
	s, err := newSealer(dataKey, "vault")
	if err != nil {
		return keys, err
	}
	b, err := s.open([]byte("keys"), v.Keys)
	if err != nil {
		return keys, fmt.Errorf("device keys: %w", err)
	}
	if err := json.Unmarshal(b, &keys); err != nil {
		return keys, fmt.Errorf("%w: device keys: %w", ErrDamaged, err)
	}
	return keys, nil
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }

// Close commits what is still open and closes the files.
func (s *Store) Close() error {
	s.index.stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.flushLocked()
	if s.db != nil {
		err = errors.Join(err, s.db.Close())
	}
	return errors.Join(err, s.journal.close())
}

// Me is the account that opened the store.
func (s *Store) Me() kampung.Account { return s.me }

// Device names this PC's device.
func (s *Store) Device() (id, verifier, recipient string, err error) {
	identity, err := age.ParseX25519Identity(s.keys.Identity)
	if err != nil {
		return "", "", "", fmt.Errorf("%w: device identity: %w", ErrDamaged, err)
	}
	return s.keys.Device, s.keys.Verifier, identity.Recipient().String(), nil
}

// Notices returns sentences for the clerk about what opening the store mended,
// and forgets them.
func (s *Store) Notices() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.notices
	s.notices = nil
	return n
}

// OnChange calls f after each change is saved, from the goroutine that saved
// it, until stop is called.
func (s *Store) OnChange(f func(kampung.Change)) (stop func()) {
	s.listen.Lock()
	defer s.listen.Unlock()
	s.lastID++
	id := s.lastID
	s.listeners[id] = f
	return func() {
		s.listen.Lock()
		defer s.listen.Unlock()
		delete(s.listeners, id)
	}
}

func (s *Store) tell(c kampung.Change) {
	s.listen.Lock()
	var all []func(kampung.Change)
	for _, f := range s.listeners {
		all = append(all, f)
	}
	s.listen.Unlock()
	for _, f := range all {
		f(c)
	}
}

// guard turns the panics and faults of reading a damaged page into
// [ErrDamaged].
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: database page: %v", ErrDamaged, r)
		}
	}()
	return f()
}

var _ io.Closer = (*Store)(nil)
