package store

import (
	"errors"
	"fmt"
	"os"
	"time"

	"filippo.io/age"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Unlock opens the office with an account. Errors: [ErrNoOffice],
// [ErrPassword], [ErrWait] in a [WaitError], [ErrInUse], [ErrDamaged].
func Unlock(dir, login, password string, opt Options) (*Store, error) {
	opt = opt.filled()
	v, err := readVault(dir)
	if err != nil {
		return nil, err
	}
	if w := v.wait(opt.Now()); w > 0 {
		v.write(dir) // keeps the time that a clock set back starts over from
		return nil, &WaitError{w}
	}
	dataKey, err := v.unlock(login, password)
	if errors.Is(err, ErrPassword) {
		v.Fails++
		v.LastFail = opt.Now()
		return nil, errors.Join(err, v.write(dir))
	}
	if err != nil {
		return nil, err
	}
	return open(dir, login, v, dataKey, opt)
}

// WaitError says how long to wait before the next password.
type WaitError struct{ Wait time.Duration }

func (e *WaitError) Error() string {
	return fmt.Sprintf("store: wait %v before the next password", e.Wait)
}

// Is makes errors.Is(err, ErrWait) true.
func (e *WaitError) Is(target error) bool { return target == ErrWait }

// Recover opens the office with the recovery key and gives login a new
// password. The login must be one of the office's accounts.
func Recover(dir, recovery, login, password string, opt Options) (*Store, error) {
	opt = opt.filled()
	v, err := readVault(dir)
	if err != nil {
		return nil, err
	}
	if p := kampung.CheckPassword(login, password); p != "" {
		return nil, kampung.Problems{{Field: "password", Text: p}}
	}
	dataKey, err := v.recover(recovery)
	if err != nil {
		return nil, err
	}
	if v.Accounts[v.account(login)] == nil {
		return nil, ErrPassword
	}
	s, err := open(dir, login, v, dataKey, opt)
	if err != nil {
		return nil, err
	}
	if err := s.setPassword(login, password); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// recover opens the data key with the recovery key as it is written down. Errors:
// [kampung.ErrRecovery].
func (v *vault) recover(recovery string) ([]byte, error) {
	secret, err := kampung.ParseRecovery(recovery)
	if err != nil {
		return nil, err
	}
	kek, identity, _, err := recoveryKeys(secret)
	if err != nil {
		return nil, err
	}
	dataKey, err := v.recoverKey(kek, identity)
	if err != nil {
		return nil, kampung.ErrRecovery
	}
	return dataKey, nil
}

// recoverKey opens the data key with the recovery key's two forms.
func (v *vault) recoverKey(kek []byte, identity string) ([]byte, error) {
	if len(v.RecoverySealed) == 0 {
		return unwrap(kek, v.Recovery, []byte("recovery"))
	}
	id, err := age.ParseX25519Identity(identity)
	if err != nil {
		return nil, fmt.Errorf("store: recovery: %w", err)
	}
	return openFrom(v.RecoverySealed, id)
}

// open starts the store for an account whose data key is known.
func open(dir, login string, v *vault, dataKey []byte, opt Options) (*Store, error) {
	s := &Store{dir: dir, opt: opt, vault: v}
	var err error
	if s.keys, err = v.openKeys(dataKey); err != nil {
		return nil, err
	}
	if err := s.start(dataKey, false); err != nil {
		s.Close()
		return nil, err
	}
	if v.Fails > 0 && !opt.Keep {
		v.Fails, v.LastFail = 0, time.Time{}
		if err := v.write(dir); err != nil {
			s.Close()
			return nil, err
		}
	}
	if s.keys.Joining {
		s.me = kampung.Account{Login: login, Name: login, Role: kampung.RoleOperator}
	} else if s.me, err = s.opener(login); err == nil && s.me.Off {
		err = ErrPassword
	}
	if err != nil && !opt.Keep {
		s.Close()
		return nil, err
	}
	if opt.Keep {
		return s, nil
	}
	os.RemoveAll(s.path(stageName)) // of a restore that was cut
	s.index.load(s)
	if err := s.settle(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// opener is the account that opens the store. One that the vault knows and the
// database does not is under a flipped bit of its key there: the database is
// made again from the journal.
func (s *Store) opener(login string) (kampung.Account, error) {
	a, err := s.account(login)
	if _, known := s.vault.Accounts[s.vault.account(login)]; !known || s.opt.Keep || !errors.Is(err, ErrNotFound) {
		return a, err
	}
	s.mu.Lock()
	rerr := s.rebuild()
	s.mu.Unlock()
	if rerr != nil {
		return a, errors.Join(err, rerr)
	}
	return s.account(login)
}

// settle does what a power cut kept from being done after entries came. A full
// disk leaves it to the next time.
func (s *Store) settle() error {
	var others bool
	err := s.read(func(v view) (err error) { others, err = v.shared(); return err })
	if err != nil {
		return err
	}
	if !s.keysNow().Joining {
		if err := s.tellBuiltIns(); err != nil && !errors.Is(err, ErrDiskFull) {
			return err
		}
		if !others {
			return nil
		}
	}
	if err := s.afterTaking(); err != nil && !errors.Is(err, ErrDiskFull) {
		return err
	}
	return nil
}

// start opens the database and the journal and brings them together.
func (s *Store) start(dataKey []byte, fresh bool) error {
	s.dataKey = dataKey
	s.listeners, s.touched, s.differs = map[int]func(kampung.Change){}, map[string]bool{}, map[bundle.Log]bool{}
	s.services = map[string]kampung.Service{}
	for _, svc := range s.opt.Services {
		s.services[svc.Key] = svc
	}
	var err error
	if s.value, err = newSealer(dataKey, "value"); err != nil {
		return err
	}
	if s.scans, err = newSealer(dataKey, "scan"); err != nil {
		return err
	}
	seal, err := newSealer(dataKey, "journal")
	if err != nil {
		return err
	}
	return s.openFiles(seal, fresh)
}
