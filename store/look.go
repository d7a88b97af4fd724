package store

import "smartkampung/kampung"

var keyLooks = []byte("looks")

// NoteLook remembers on this PC that the account in use had the numbers of a
// request or resident shown. It is no journal entry: it is not sent, and goes
// with the database.
func (s *Store) NoteLook(id string) error {
	return s.local(func(v view) error {
		var all []kampung.Look
		if _, err := v.load(bMark, keyLooks, &all); err != nil {
			return err
		}
		return v.save(bMark, keyLooks, kampung.AddLook(all, kampung.Look{At: s.opt.Now(), By: s.me.Login, ID: id}))
	})
}

// Looks lists who had the numbers of a request or resident shown on this PC, the
// newest first.
func (s *Store) Looks(id string) (found []kampung.Look, err error) {
	err = s.read(func(v view) error {
		var all []kampung.Look
		found = nil
		_, err := v.load(bMark, keyLooks, &all)
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].ID == id {
				found = append(found, all[i])
			}
		}
		return err
	})
	return found, err
}
