package store

import (
	"errors"
	"fmt"
	"os"

	"filippo.io/age"

	"smartkampung/kampung"
)

// A PC joins an office that is there already, beside another PC or in the place
// of a lost one, in three steps that may be days apart: it enrols at the hub; a
// PC of the office lets it in, or the recovery key is typed; and what the
// office wrote comes down and is folded. Until then it has no office of its own.

// ErrJoining says that a PC has not got its office yet.
var ErrJoining = errors.New("store: the office has not come yet")

// ErrRecoveryOther says that the recovery key is of another office.
var ErrRecoveryOther = errors.New("store: recovery key is of another office")

// CreateJoining sets up a PC in dir that will join the office of a village.
// Login and password open it; which account that is in the office is told by
// who lets it in. Errors: [ErrExists], [kampung.Problems].
func CreateJoining(dir, village, login, password string, opt Options) (*Store, error) {
	opt = opt.filled()
	if Exists(dir) {
		return nil, ErrExists
	}
	p := kampung.CheckAccount(kampung.Account{Login: login, Name: login, Role: kampung.RoleOperator})
	if text := kampung.CheckPassword(login, password); text != "" {
		p.Add("password", text)
	}
	if p.Err() != nil {
		return nil, p
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("store: create: %w", err)
	}
	if err := enoughSpace(dir); err != nil {
		return nil, err
	}
	account := kampung.Account{Login: login, Name: login, Role: kampung.RoleOperator}
	v, keys, dataKey, _, err := newVault(kampung.Setup{Account: account, Password: password}, opt.Argon)
	if err != nil {
		return nil, err
	}
	// The office has its recovery key already; this PC learns whose it is later.
	keys.Joining, keys.Village, keys.Login, keys.Recovery, v.Recovery = true, village, login, "", nil
	if err := v.sealKeys(keys, dataKey); err != nil {
		return nil, err
	}
	st := &Store{dir: dir, opt: opt, vault: v, keys: keys, me: account}
	err = st.start(dataKey, true)
	if err == nil {
		err = st.flush()
	}
	if err == nil {
		err = v.write(dir)
	}
	if err != nil {
		st.Close()
		return nil, err
	}
	st.index.load(st)
	return st, nil
}

// Joining tells where a PC stands that joins its office.
func (s *Store) Joining() kampung.Join {
	s.mu.Lock()
	keys, recovery := s.keys, s.recovery
	s.mu.Unlock()
	switch {
	case !keys.Joining:
		return kampung.JoinDone
	case keys.Hub == nil:
		return kampung.JoinEnrol
	case len(keys.Granted) == 0 && recovery == nil:
		return kampung.JoinWaiting
	}
	return kampung.JoinReading
}

// UseRecovery lets a joining PC read what the office wrote with the office's
// recovery key. Whether it is the right one shows with the first bundle.
// Errors: [kampung.ErrRecovery].
func (s *Store) UseRecovery(key string) error {
	secret, err := kampung.ParseRecovery(key)
	if err != nil {
		return err
	}
	kek, identity, recipient, err := recoveryKeys(secret)
	if err != nil {
		return err
	}
	id, err := age.ParseX25519Identity(identity)
	if err != nil {
		return fmt.Errorf("store: recovery: %w", err)
	}
	wrapped, err := wrap(kek, s.dataKey, []byte("recovery"))
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.recovery, s.vault.Recovery, s.vault.RecoverySealed = id, wrapped, nil
	s.mu.Unlock()
	return s.changeKeys(func(k *deviceKeys) { k.Recovery = recipient })
}

// HasRecovery reports whether this run of the program was told the recovery key.
func (s *Store) HasRecovery() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.recovery != nil
}

// afterTaking does what entries that came from elsewhere call for.
func (s *Store) afterTaking() error {
	if err := s.takeGrants(); err != nil {
		return err
	}
	if s.keysNow().Joining {
		return nil // see FinishJoining
	}
	return errors.Join(s.sayLimit(), s.renewKey())
}

// FinishJoining ends the joining once the office and its keys are here; it is
// called after everything that was to be had has been taken in. Who holds the recovery key opens the PC as any account of the office, or as a new
// admin; who was let in as the account that let the PC in.
func (s *Store) FinishJoining() error {
	if !s.keysNow().Joining {
		return nil
	}
	o, err := s.Office()
	if errors.Is(err, ErrJoining) || err == nil && o.Name == "" {
		return nil // not here yet
	}
	if err != nil {
		return err
	}
	err = s.read(func(v view) error { _, err := v.officeRecipient(); return err })
	if err != nil && !(errors.Is(err, ErrNotFound) && s.recovery != nil) {
		return nil
	}
	keys, first := s.keysNow(), false
	login := keys.JoinLogin
	if login == "" {
		login, first = keys.Login, true
	}
	a, err := s.account(login)
	switch {
	case errors.Is(err, ErrNotFound) && first:
		a = kampung.Account{Login: login, Name: login, Role: kampung.RoleAdmin}
	case err != nil:
		return nil // it stands in a log that has not come yet
	default:
		first = false
	}
	s.mu.Lock()
	slot := s.vault.Accounts[s.vault.account(keys.Login)]
	delete(s.vault.Accounts, s.vault.account(keys.Login))
	s.vault.Accounts[s.vault.account(login)] = slot
	s.me = a
	s.mu.Unlock()
	if first {
		err := s.change(func(view) ([]entry, kampung.Change, error) {
			return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindAccount, subject: login, body: a}}, kampung.Change{Accounts: true}, nil
		})
		if err != nil {
			return err
		}
	}
	if err := s.changeKeys(func(k *deviceKeys) { k.Joining, k.JoinLogin, k.Login = false, "", "" }); err != nil {
		return err
	}
	s.tell(kampung.Change{Office: true, Accounts: true, Residents: true})
	return errors.Join(s.ensureOfficeKey(), s.sayLimit())
}
