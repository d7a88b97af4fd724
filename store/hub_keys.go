package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Asked is what the office asked a hub for on a stick and waits for: its
// enrolment. The code itself is not kept.
type Asked struct {
	Half  string    `json:"half"`  // of the code: the fingerprint of its hub, in hex
	About string    `json:"about"` // digest of the request file
	At    time.Time `json:"at"`
}

var (
	// ErrOldKey says that an earlier key of the hub signed what came: it was made
	// before the hub changed its keys, and a newer one is or will be there.
	ErrOldKey = errors.New("store: signed with an earlier key of the hub")
	// ErrOldList says that a list of keys is of an earlier time than the one here.
	ErrOldList = errors.New("store: an earlier list of keys")
)

// Asked returns what the office waits for; false when it asked for nothing.
func (s *Store) Asked() (Asked, bool) {
	a := s.keysNow().Asked
	if a == nil {
		return Asked{}, false
	}
	return *a, true
}

// SaveAsked keeps what the answer to a request file is checked with, before the
// file leaves the PC.
func (s *Store) SaveAsked(a Asked) error {
	if err := enoughSpace(s.dir); err != nil {
		return err
	}
	return s.changeKeys(func(k *deviceKeys) { k.Asked = &a })
}

// TakeKeys follows a chain of the hub's keys from the pinned one to the last,
// which is pinned from then on; changed is false when it is already. What the
// hub has received stays received. Errors: [bundle.ErrChain] for a chain that
// does not begin at the pinned key, [ErrNotEnrolled].
func (s *Store) TakeKeys(c bundle.Chain) (changed bool, err error) {
	h, err := s.Hub()
	if err != nil {
		return false, err
	}
	rest, err := c.From(h.Verifier)
	if err != nil && s.followed(c.Last().Verifier) {
		return false, nil // the hub's own chain of before
	}
	if err != nil || len(rest) == 1 {
		return false, err
	}
	if err := enoughSpace(s.dir); err != nil {
		return false, err
	}
	last := rest.Last()
	return true, s.changeKeys(func(k *deviceKeys) {
		// The address may have changed meanwhile; only the keys are the chain's.
		moved := *k.Hub
		moved.Name, moved.Verifier, moved.Recipient = last.Name, last.Verifier, last.Recipient
		k.Hub = &moved
		k.Earlier = slices.Clone(k.Earlier)
		for _, old := range rest[:len(rest)-1] {
			k.Earlier = append(k.Earlier, old.Verifier)
		}
	})
}

// followed reports whether a key was the hub's before the pinned one.
func (s *Store) followed(verifier string) bool {
	return slices.Contains(s.keysNow().Earlier, verifier)
}

// signedBefore turns an error about a signature into [ErrOldKey] when an earlier
// key of the hub is right for the note.
func (s *Store) signedBefore(err error, opens func(verifier string) error) error {
	if !errors.Is(err, bundle.ErrSignature) {
		return err
	}
	for _, v := range s.keysNow().Earlier {
		if opens(v) == nil {
			return fmt.Errorf("%w: %w", ErrOldKey, err)
		}
	}
	return err
}

// CheckNote checks that the hub signed a note, of whatever kind. Errors:
// [bundle.ErrSignature], [ErrOldKey], [ErrNotEnrolled].
func (s *Store) CheckNote(n []byte) error {
	h, err := s.Hub()
	if err != nil {
		return err
	}
	if err := bundle.CheckNote(n, h.Verifier); err != nil {
		return s.signedBefore(err, func(v string) error { return bundle.CheckNote(n, v) })
	}
	return nil
}

// keptList is the list of the regency's keys and the hub's key that signed it.
type keptList struct {
	By   string `json:"by"`
	Note []byte `json:"note"`
}

var keyListKey = []byte("keylist")

// TakeKeyList checks the list of the regency's keys that the hub gave just now
// and keeps it. Errors: [bundle.ErrKeyList], [ErrNotEnrolled].
func (s *Store) TakeKeyList(data []byte) error { return s.takeKeyList(data, false) }

// TakeCarriedList is TakeKeyList for a list from a stick, which may be an old
// one. Errors also: [ErrOldList].
func (s *Store) TakeCarriedList(data []byte) error { return s.takeKeyList(data, true) }

func (s *Store) takeKeyList(data []byte, newer bool) error {
	h, err := s.Hub()
	if err != nil {
		return err
	}
	l, err := bundle.OpenKeyList(data, h.Verifier)
	if err != nil {
		return s.signedBefore(err, func(v string) error { _, err := bundle.OpenKeyList(data, v); return err })
	}
	if !strings.HasPrefix(s.Village(), l.Regency+".") {
		return fmt.Errorf("%w: of regency %.10q", bundle.ErrKeyList, l.Regency)
	}
	return s.local(func(v view) error {
		old, have, err := v.keyList()
		if err != nil {
			return err
		}
		if newer && have && l.At.Before(old.At) {
			return ErrOldList
		}
		return v.save(bMark, keyListKey, keptList{h.Verifier, data})
	})
}

// keyList opens the kept list under the key that signed it, which must be one
// that the office has followed.
func (v view) keyList() (l bundle.KeyList, have bool, err error) {
	var kept keptList
	if have, err = v.load(bMark, keyListKey, &kept); !have || err != nil {
		return l, false, err
	}
	k := v.s.keys
	if k.Hub == nil || kept.By != k.Hub.Verifier && !slices.Contains(k.Earlier, kept.By) {
		return l, false, nil // of a hub of before
	}
	// One that a later program wrote is as good as none: it is fetched again.
	l, err = bundle.OpenKeyList(kept.Note, kept.By)
	return l, err == nil, nil
}

// KeyListDigest names the list that is here; empty for none.
func (s *Store) KeyListDigest() (digest string, err error) {
	err = s.read(func(v view) error {
		var kept keptList
		_, err := v.load(bMark, keyListKey, &kept)
		digest = bundle.KeyListDigest(kept.Note)
		return err
	})
	return digest, err
}

// LetterKeys returns the keys that may have signed letters of the regency's
// villages, this device's own among them, and when the list was made; the zero
// time while there is none.
func (s *Store) LetterKeys() (keys []kampung.DeviceKey, at time.Time, err error) {
	device := s.keysNow()
	own, err := bundle.PublicKey(device.Verifier)
	if err != nil {
		return nil, at, fmt.Errorf("%w: device key: %w", ErrDamaged, err)
	}
	village := s.Village()
	err = s.read(func(v view) error {
		l, _, err := v.keyList()
		keys, at = l.Keys, l.At
		return err
	})
	if err == nil && !slices.ContainsFunc(keys, func(k kampung.DeviceKey) bool { return k.Public.Equal(own) }) {
		keys = append(keys, kampung.DeviceKey{Village: village, Device: device.Device, Public: own})
	}
	return keys, at, err
}

// OwnRegister is what the office's own register says of a letter; it says
// nothing of other villages'. Of several letters with the number one that still
// counts is taken.
func (s *Store) OwnRegister(c kampung.LetterCode) (r kampung.Register, err error) {
	if c.Village != s.Village() {
		return r, nil
	}
	r.Asked = true
	rows, err := s.Requests(kampung.RequestFilter{Text: c.Number, Limit: 50})
	for _, row := range rows {
		if row.Number == c.Number && (!r.Found || r.State == kampung.StateCancelled) {
			r.Found, r.State, r.ReplacedBy = true, row.State, ""
			if row.State != kampung.StateCancelled {
				continue
			}
			old, err := s.Request(row.ID)
			if err != nil || old.ReplacedBy == "" {
				continue // that it is cancelled is known all the same
			}
			if fresh, err := s.RequestRow(old.ReplacedBy); err == nil {
				r.ReplacedBy = fresh.Number
			}
		}
	}
	return r, err
}
