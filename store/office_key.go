package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"filippo.io/age"

	"smartkampung/kampung"
)

// The office's key is an age identity that every PC of the office holds. All
// bundles are sealed to it besides their reader, so a PC can read what the
// others wrote. It is an entry of the kantor journal, so whoever has the
// recovery key finds it there; a PC that is let in gets it sealed to itself.

// officeKey is a key of the office; the one of the greatest tick seals.
type officeKey struct {
	Identity string `json:"identity"`
	Tick     int64  `json:"tick"`
	ID       string `json:"id"` // of its entry
}

func (v view) projectOfficeKey(p kampung.ParsedEntry) error {
	var b kampung.OfficeKeyBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: key: %w", errBody, err)
	}
	if _, err := age.ParseX25519Identity(b.Identity); err != nil {
		return fmt.Errorf("%w: key", errBody)
	}
	keys, err := v.officeKeys()
	if err != nil || slices.ContainsFunc(keys, func(k officeKey) bool { return k.ID == p.Head.ID }) {
		return err
	}
	keys = append(keys, officeKey{b.Identity, p.Head.Tick, p.Head.ID})
	slices.SortFunc(keys, func(a, b officeKey) int { return cmp.Or(cmp.Compare(a.Tick, b.Tick), cmp.Compare(a.ID, b.ID)) })
	return v.save(bSetting, keyKeys, keys)
}

func (v view) officeKeys() (keys []officeKey, err error) {
	_, err = v.load(bSetting, keyKeys, &keys)
	return keys, err
}

// officeRecipient is whom the office's own copy of a bundle is sealed to.
func (v view) officeRecipient() (string, error) {
	keys, err := v.officeKeys()
	if err != nil {
		return "", err
	}
	identity := ""
	switch {
	case len(keys) > 0:
		identity = keys[len(keys)-1].Identity
	case len(v.s.keys.Granted) > 0:
		identity = v.s.keys.Granted[len(v.s.keys.Granted)-1]
	default:
		return "", fmt.Errorf("%w: the office's key", ErrNotFound)
	}
	id, err := age.ParseX25519Identity(identity)
	if err != nil {
		return "", fmt.Errorf("%w: the office's key: %w", ErrDamaged, err)
	}
	return id.Recipient().String(), nil
}

// identities are the keys that may open a bundle of the office.
func (v view) identities() ([]age.Identity, error) {
	keys, err := v.officeKeys()
	if err != nil {
		return nil, err
	}
	texts := append([]string{v.s.keys.Identity}, v.s.keys.Granted...)
	for _, k := range keys {
		texts = append(texts, k.Identity)
	}
	var ids []age.Identity
	for _, t := range texts {
		id, err := age.ParseX25519Identity(t)
		if err != nil {
			return nil, fmt.Errorf("%w: identity: %w", ErrDamaged, err)
		}
		ids = append(ids, id)
	}
	if v.s.recovery != nil {
		ids = append(ids, v.s.recovery)
	}
	return ids, nil
}

// ensureOfficeKey makes the office's key where there is none yet. What was sent
// before it goes up again in a new epoch, sealed to it as well.
func (s *Store) ensureOfficeKey() error {
	if s.keysNow().Joining {
		return nil
	}
	have, sent := false, false
	err := s.read(func(v view) error {
		_, err := v.officeRecipient()
		have = err == nil
		if errors.Is(err, ErrNotFound) {
			err = nil
		}
		for _, a := range kampung.Audiences {
			m, merr := v.mark(a, "received")
			sent, err = sent || m.Size > 0, errors.Join(err, merr)
		}
		return err
	})
	if err != nil || have {
		return err
	}
	if err := s.newOfficeKey(); err != nil || !sent {
		return err
	}
	return s.NewEpoch()
}

// newOfficeKey makes a key that seals from now on.
func (s *Store) newOfficeKey() error {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return fmt.Errorf("store: the office's key: %w", err)
	}
	return s.change(func(view) ([]entry, kampung.Change, error) {
		return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindOfficeKey, subject: id.Recipient().String()[:20],
			body: kampung.OfficeKeyBody{Identity: id.String()}}}, kampung.Change{}, nil
	})
}

// LetIn lets a PC of the office read what the office wrote, and write with it.
// It will first be opened by the account that let it in, with the password
// chosen there. Errors: [ErrNotFound] for a PC that the hub has not told of.
func (s *Store) LetIn(device string) error {
	if err := s.ensureOfficeKey(); err != nil {
		return err
	}
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		e, err := v.grant(device, s.me.Login)
		return []entry{e}, kampung.Change{Sync: true}, err
	})
	return err
}

// grant seals the office's keys to a PC.
func (v view) grant(device, login string) (entry, error) {
	var d deviceRec
	if _, err := v.load(bDevice, []byte(device), &d); err != nil {
		return entry{}, err
	}
	if d.Verifier == "" || d.Revoked || device == v.s.keys.Device {
		return entry{}, fmt.Errorf("%w: device", ErrNotFound)
	}
	keys, err := v.officeKeys()
	if err != nil {
		return entry{}, err
	}
	ring := keyring{Keyring: kampung.Keyring{Recovery: v.s.keys.Recovery}, Login: login}
	ring.Office = append(ring.Office, v.s.keys.Granted...)
	for _, k := range keys {
		if !slices.Contains(ring.Office, k.Identity) {
			ring.Office = append(ring.Office, k.Identity)
		}
	}
	to, err := age.ParseX25519Recipient(d.Recipient)
	if err != nil {
		return entry{}, fmt.Errorf("store: let in: %w", err)
	}
	plain, err := json.Marshal(ring)
	if err != nil {
		return entry{}, fmt.Errorf("store: let in: %w", err)
	}
	sealed, err := sealTo(plain, to)
	return entry{audience: kampung.AudienceKabupaten, kind: kampung.KindGrant, subject: device, body: kampung.GrantBody{Device: device, Sealed: sealed}}, err
}

// keyring is what a grant holds.
type keyring struct {
	kampung.Keyring
	Login string `json:"login"` // account that opens the PC first
}

func sealTo(plain []byte, to age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("store: seal: %w", err)
	}
	return out.Bytes(), nil
}

func openFrom(sealed []byte, id age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, fmt.Errorf("store: unseal: %w", err)
	}
	return io.ReadAll(io.LimitReader(r, 64<<10))
}

// projectGrant keeps a grant for this PC until its keys are in the vault.
func (v view) projectGrant(p kampung.ParsedEntry) error {
	var b kampung.GrantBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: grant: %w", errBody, err)
	}
	if b.Device != v.s.keys.Device {
		return v.projectLetIn(p)
	}
	var all [][]byte
	if _, err := v.load(bSetting, keyGrants, &all); err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(s []byte) bool { return bytes.Equal(s, b.Sealed) }) {
		return nil
	}
	return v.save(bSetting, keyGrants, append(all, b.Sealed))
}

// takeGrants puts the keys that others sealed to this PC into the vault.
func (s *Store) takeGrants() error {
	var all [][]byte
	if err := s.read(func(v view) error { _, err := v.load(bSetting, keyGrants, &all); return err }); err != nil {
		return err
	}
	id, err := age.ParseX25519Identity(s.keys.Identity)
	if err != nil {
		return fmt.Errorf("%w: device identity: %w", ErrDamaged, err)
	}
	for _, sealed := range all {
		var ring keyring
		plain, err := openFrom(sealed, id)
		if err != nil || json.Unmarshal(plain, &ring) != nil {
			continue // not a grant that this PC can use
		}
		if err := s.takeKeyring(ring); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) takeKeyring(ring keyring) error {
	keys := s.keysNow()
	fresh := slices.DeleteFunc(ring.Office, func(k string) bool {
		_, err := age.ParseX25519Identity(k)
		return err != nil || slices.Contains(keys.Granted, k)
	})
	// A recovery key that was typed wrong before does not stay.
	other := keys.Joining && ring.Recovery != "" && keys.Recovery != ring.Recovery
	if len(fresh) == 0 && !other {
		return nil
	}
	if other {
		to, err := age.ParseX25519Recipient(ring.Recovery)
		if err != nil {
			return nil
		}
		sealed, err := sealTo(s.dataKey, to)
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.vault.Recovery, s.vault.RecoverySealed = nil, sealed
		s.mu.Unlock()
	}
	return s.changeKeys(func(k *deviceKeys) {
		k.Granted = append(slices.Clone(k.Granted), fresh...)
		if other {
			k.Recovery, k.JoinLogin = ring.Recovery, ring.Login
		}
	})
}

// holders counts the revoked PCs that held the office's key, and lists the
// others that hold it.
func (v view) holders() (revoked int64, left []string, err error) {
	recs, err := v.devices()
	if err != nil {
		return 0, nil, err
	}
	for _, d := range recs {
		wrote, err := v.wrote(d.Device)
		switch {
		case err != nil:
			return 0, nil, err
		case d.Device == v.s.keys.Device || !d.Granted && !wrote:
		case d.Revoked:
			revoked++
		default:
			left = append(left, d.Device)
		}
	}
	return revoked, left, nil
}

// renewKey makes a new office key after a PC that held it was revoked, and
// hands it to the others.
func (s *Store) renewKey() error {
	var revoked int64
	var left []string
	var renewed mark
	have := false
	err := s.read(func(v view) (err error) {
		if revoked, left, err = v.holders(); err != nil {
			return err
		}
		_, kerr := v.officeRecipient()
		have = kerr == nil
		_, err = v.load(bMark, keyRenewed, &renewed)
		return err
	})
	if err != nil || !have || revoked <= renewed.Size {
		return err
	}
	if err := s.newOfficeKey(); err != nil {
		return err
	}
	for _, device := range left {
		if err := s.LetIn(device); err != nil {
			return err
		}
	}
	return s.local(func(v view) error { return v.save(bMark, keyRenewed, mark{Size: revoked, At: s.opt.Now()}) })
}
