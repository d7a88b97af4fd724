package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"smartkampung/kampung"
)

// ErrNotFound says that there is nothing under an id or login.
var ErrNotFound = errors.New("store: not found")

// ErrForbidden says that the account's role may not do this.
var ErrForbidden = errors.New("store: role may not")

// checkSetup finds everything wrong with a first run.
func checkSetup(s kampung.Setup) kampung.Problems {
	p := kampung.CheckOffice(s.Office)
	p = append(p, kampung.CheckAccount(s.Account)...)
	if text := kampung.CheckPassword(s.Account.Login, s.Password); text != "" {
		p.Add("password", text)
	}
	if s.Account.Role != kampung.RoleAdmin {
		p.Add("role", "Akun pertama harus admin.")
	}
	return p
}

// officeBody is the office in its entry: the letterhead's picture is too large
// for an entry and stands beside the database like a scan.
type officeBody struct {
	kampung.Office
	LogoSHA256 string `json:"logo_sha256,omitempty"`
}

// officeEntry keeps the letterhead's picture and returns the entry.
func (s *Store) officeEntry(o kampung.Office) (entry, error) {
	b := officeBody{Office: o}
	if len(o.Logo) > 0 {
		scan, err := s.SaveScan("", "logo", o.Logo)
		if err != nil {
			return entry{}, err
		}
		b.Logo, b.LogoSHA256 = nil, scan.SHA256
	}
	return entry{audience: kampung.AudienceKantor, kind: kampung.KindOffice, subject: o.Village, body: b}, nil
}

// Office is the office as it is now.
func (s *Store) Office() (o kampung.Office, err error) {
	var b officeBody
	err = s.read(func(v view) error { b, err = v.office(); return err })
	if err == nil && b.LogoSHA256 != "" {
		// A letterhead without its picture is still a letterhead.
		b.Logo, _ = s.Scan(b.LogoSHA256)
	}
	return b.Office, err
}

func (v view) office() (b officeBody, err error) {
	found, err := v.load(bSetting, keyOffice, &b)
	switch {
	case err == nil && !found && v.s.keys.Joining:
		err = ErrJoining
	case err == nil && !found:
		err = fmt.Errorf("%w: office", ErrDamaged)
	}
	return b, err
}

// SaveOffice changes the office's data. The village of an office never changes.
// Errors: [kampung.Problems], [ErrForbidden].
func (s *Store) SaveOffice(o kampung.Office) error {
	if s.me.Role != kampung.RoleAdmin {
		return ErrForbidden
	}
	if p := kampung.CheckOffice(o); p.Err() != nil {
		return p
	}
	e, err := s.officeEntry(o)
	if err != nil {
		return err
	}
	return s.change(func(v view) ([]entry, kampung.Change, error) {
		old, err := v.office()
		if err != nil {
			return nil, kampung.Change{}, err
		}
		if old.Village != o.Village {
			return nil, kampung.Change{}, kampung.Problems{{Field: "village", Text: "Desa pada kantor ini tidak dapat diganti. Buat folder data baru untuk desa lain."}}
		}
		if old.Practice != o.Practice {
			return nil, kampung.Change{}, kampung.Problems{{Text: "Kantor latihan tetap kantor latihan, dan kantor sungguhan tetap sungguhan. Tidak ada yang diubah."}}
		}
		set, err := kampung.MakeEdit(old, e.body)
		if err != nil || set == nil {
			return nil, kampung.Change{Office: true}, err
		}
		e.kind, e.body = kampung.KindOfficeEdit, kampung.EditBody{Set: set}
		return []entry{e}, kampung.Change{Office: true}, nil
	})
}

// Keys of the bucket of settings, and of a mark.
var (
	keyOffice  = []byte("office")
	keyKeys    = []byte("keys")    // the office's keys
	keyGrants  = []byte("grants")  // keys that others sealed to this PC
	keyShare   = []byte("share")   // which letter numbers this PC may give
	keyRenewed = []byte("renewed") // revoked PCs for which a new key was made
	keyLimit   = []byte("limit")   // down log for which this PC has said what numbers it keeps
)

// Accounts lists the accounts by login.
func (s *Store) Accounts() (all []kampung.Account, err error) {
	err = s.read(func(v view) error {
		all = nil
		return v.bucket(bAccount).ForEach(func(k, _ []byte) error {
			var a kampung.Account
			if _, err := v.load(bAccount, k, &a); err != nil {
				return err
			}
			all = append(all, a)
			return nil
		})
	})
	slices.SortFunc(all, func(a, b kampung.Account) int { return strings.Compare(a.Login, b.Login) })
	return all, err
}

// account reads one account. Errors: [ErrNotFound].
func (s *Store) account(login string) (a kampung.Account, err error) {
	err = s.read(func(v view) error {
		found, err := v.load(bAccount, s.value.blinded("login", strings.ToLower(login)), &a)
		if err == nil && !found {
			err = fmt.Errorf("%w: account", ErrNotFound)
		}
		return err
	})
	return a, err
}

// SaveAccount adds an account or changes its name, role and whether it may open
// the desk; an empty password keeps the old one. One admin always stays.
// Errors: [kampung.Problems], [ErrForbidden].
func (s *Store) SaveAccount(a kampung.Account, password string) error {
	if s.me.Role != kampung.RoleAdmin {
		return ErrForbidden
	}
	a.Login = strings.ToLower(strings.TrimSpace(a.Login))
	p := kampung.CheckAccount(a)
	s.mu.Lock()
	fresh := s.vault.Accounts[s.vault.account(a.Login)] == nil
	s.mu.Unlock()
	if fresh || password != "" {
		if text := kampung.CheckPassword(a.Login, password); text != "" {
			p.Add("password", text)
		}
	}
	if p.Err() != nil {
		return p
	}
	all, err := s.Accounts()
	if err != nil {
		return err
	}
	admins := 0
	for _, b := range all {
		if b.Login == a.Login {
			b = a
		}
		if b.Role == kampung.RoleAdmin && !b.Off {
			admins++
		}
	}
	if admins == 0 {
		return kampung.Problems{{Field: "role", Text: "Harus selalu ada satu admin yang aktif."}}
	}
	if password != "" {
		if err := s.setPassword(a.Login, password); err != nil {
			return err
		}
	}
	return s.change(func(view) ([]entry, kampung.Change, error) {
		return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindAccount, subject: a.Login, body: a}}, kampung.Change{Accounts: true}, nil
	})
}

// ChangePassword gives the account in use a new password.
func (s *Store) ChangePassword(old, new string) error {
	s.mu.Lock()
	_, err := s.vault.unlock(s.me.Login, old)
	s.mu.Unlock()
	if errors.Is(err, ErrPassword) {
		return kampung.Problems{{Field: "old", Text: "Kata sandi lama belum benar."}}
	}
	if err != nil {
		return err
	}
	if text := kampung.CheckPassword(s.me.Login, new); text != "" {
		return kampung.Problems{{Field: "new", Text: text}}
	}
	return s.setPassword(s.me.Login, new)
}

// Confirm checks the password of the account in use, for a screen that was
// locked while the office stayed open. Wrong ones count and make wait as at the
// door: [ErrPassword], [ErrWait] in a [WaitError].
func (s *Store) Confirm(password string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, now := s.vault, s.opt.Now()
	if w := v.wait(now); w > 0 {
		return &WaitError{w}
	}
	_, err := v.unlock(s.me.Login, password)
	switch {
	case errors.Is(err, ErrPassword):
		v.Fails++
		v.LastFail = now
		return errors.Join(err, v.write(s.dir))
	case err == nil && v.Fails > 0:
		v.Fails, v.LastFail = 0, time.Time{}
		return v.write(s.dir)
	}
	return err
}

func (s *Store) setPassword(login, password string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.vault.setPassword(login, password, s.dataKey, s.opt.Argon); err != nil {
		return err
	}
	return s.vault.write(s.dir)
}

// entryTime reads an entry's wall clock; the zero time when it is none.
func entryTime(h kampung.Head) time.Time {
	t, _ := time.Parse(time.RFC3339, h.At)
	return t
}
