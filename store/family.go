package store

import (
	"bytes"
	"fmt"

	"smartkampung/kampung"
)

// The index of families has a key for each resident on a card: the blinded
// number of the card, then the resident's id blinded with it, so that what can
// be read without the password does not say who belongs together with whom.

func (v view) familyKey(kk string, key []byte) []byte {
	return append(v.s.value.blinded("kk", kk), v.s.value.blinded("kk "+kk, string(key))[:8]...)
}

// moveFamily notes that a resident stands on another card.
func (v view) moveFamily(from, to string, key []byte) error {
	if from != "" {
		if err := v.bucket(bFamily).Delete(v.familyKey(from, key)); err != nil {
			return fmt.Errorf("store: family: %w", err)
		}
	}
	if to == "" {
		return nil
	}
	return v.put(bFamily, v.familyKey(to, key), key)
}

// Family lists all who stand on a family card, whatever their status.
func (s *Store) Family(kk string) (all []kampung.Resident, err error) {
	err = s.read(func(v view) error { all, err = v.family(kk); return err })
	return all, err
}

func (v view) family(kk string) (all []kampung.Resident, err error) {
	if kk == "" {
		return nil, nil
	}
	card := v.s.value.blinded("kk", kk)
	c := v.bucket(bFamily).Cursor()
	for k, _ := c.Seek(card); bytes.HasPrefix(k, card); k, _ = c.Next() {
		id, err := v.get(bFamily, k)
		if err != nil {
			return nil, err
		}
		var r kampung.Resident
		found, err := v.load(bResident, id, &r)
		if err == nil && (!found || r.KK != kk) {
			err = fmt.Errorf("%w: index of families", ErrDamaged)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}
