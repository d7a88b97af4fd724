package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"smartkampung/kampung"
)

// back is what came down about a request that needs an act.
func (r requestRow) back() (kampung.Returned, bool) {
	if r.Service == "" {
		return kampung.Returned{}, false
	}
	return kampung.NeedsAct(r.RequestRow, r.Answers, r.Rulings, [2]bool{r.mended(), r.BodyTick > r.AnsweredTick})
}

// saveRow stores a request's row and notes whether the regency sent it back.
func (v view) saveRow(key []byte, row requestRow) error {
	if row.Camat, _ = kampung.FoldCamat(row.CamatAsked, row.CamatNoted, row.Answers); row.Camat == kampung.CamatNone {
		row.Camat = "" // as most letters are
	}
	if err := v.countDay(key, row); err != nil {
		return err
	}
	if err := v.save(bRequest, key, row); err != nil {
		return err
	}
	v.s.list.touch(key)
	_, is := row.back()
	b, err := v.bucket(bBack), error(nil)
	if was := b.Get(key) != nil; was == is {
		return nil
	}
	if is {
		err = b.Put(key, []byte{1})
	} else {
		err = b.Delete(key)
	}
	if err != nil {
		return fmt.Errorf("store: request sent back: %w", err)
	}
	return nil
}

// Returned lists the requests that the regency sent back or found something
// wrong with and that need an act, what came last first.
func (s *Store) Returned() (all []kampung.Returned, err error) {
	err = s.read(func(v view) error {
		all = nil
		marks, err := v.syncMarks()
		if err != nil {
			return err
		}
		return v.bucket(bBack).ForEach(func(k, _ []byte) error {
			var row requestRow
			if _, err := v.load(bRequest, k, &row); err != nil {
				return err
			}
			if back, ok := row.back(); ok {
				back.Sync = marks.of(row)
				all = append(all, back)
			}
			return nil
		})
	})
	slices.SortStableFunc(all, func(a, b kampung.Returned) int { return b.Came.Compare(a.Came) })
	return all, err
}

// Waiting lists the requests of this PC with an entry that has no receipt, the
// longest waiting first, at most limit of them.
func (s *Store) Waiting(limit int) (all []kampung.Waiting, err error) {
	err = s.read(func(v view) error {
		all = nil
		marks, err := v.syncMarks()
		if err != nil {
			return err
		}
		packed, err := v.mark(kampung.AudienceKabupaten, "exported")
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for n := marks.received; n < v.size(kampung.AudienceKabupaten) && len(all) < limit; n++ {
			w, err := v.waiting(n, seen)
			if errors.Is(err, ErrNotFound) {
				continue // an entry of the office and not of a request, or one that came before
			}
			if err != nil {
				return err
			}
			if last := w.row.N[len(w.row.N)-1]; last < packed.Size {
				w.Packed, w.Sync = packed.At, kampung.SyncPacked
			}
			all = append(all, w.Waiting)
		}
		return nil
	})
	return all, err
}

// waitingRow is a waiting request with where its entries stand.
type waitingRow struct {
	kampung.Waiting
	row requestRow
}

// ofRequest reports whether an entry of the kabupaten journal is about a request.
func ofRequest(kind string) bool {
	switch kind {
	case kampung.KindRequest, kampung.KindStep, kampung.KindCamat, kampung.KindAttach:
		return true
	}
	return false
}

// waiting reads the request of an entry; [ErrNotFound] when there is none, or
// when it was seen before.
func (v view) waiting(n int64, seen map[string]bool) (w waitingRow, err error) {
	_, p, err := v.entry(kampung.AudienceKabupaten, n)
	if err != nil {
		return w, err
	}
	if !ofRequest(p.Head.Kind) || seen[p.Head.Subject] {
		return w, ErrNotFound
	}
	seen[p.Head.Subject] = true
	if w.row, err = v.row(p.Head.Subject); err != nil {
		return w, err
	}
	w.RequestRow, w.Since = w.row.RequestRow, entryTime(p.Head)
	w.Sync = kampung.SyncSaved
	return w, nil
}

// Contacts are the last meetings with the regency and with other PCs, the
// newest first.
func (s *Store) Contacts() (all []kampung.Contact, err error) {
	err = s.read(func(v view) error {
		all = nil
		_, err := v.load(bMark, keyContacts, &all)
		return err
	})
	return all, err
}

// Traffic is what this month cost so far on this PC, and its bound.
func (s *Store) Traffic() (t kampung.Traffic, err error) {
	err = s.read(func(v view) error { t, err = v.traffic(); return err })
	return t, err
}

func (v view) traffic() (t kampung.Traffic, err error) {
	_, err = v.load(bMark, keyTraffic, &t)
	return t.In(kampung.MonthOf(v.s.opt.Now())), err
}

// NoteContact remembers a meeting and adds its bytes to the month's. One with no
// way is counted and not listed.
func (s *Store) NoteContact(c kampung.Contact) error {
	c.At = s.opt.Now()
	err := s.local(func(v view) error {
		t, err := v.traffic()
		if err != nil {
			return err
		}
		t.Up += c.Up
		t.Down += c.Down
		if err := v.save(bMark, keyTraffic, t); err != nil || c.Way == "" {
			return err
		}
		var all []kampung.Contact
		if _, err := v.load(bMark, keyContacts, &all); err != nil {
			return err
		}
		if c.Way == kampung.WayLine && c.Trouble == "" {
			if err := v.save(bMark, keyLine, mark{At: c.At}); err != nil {
				return err
			}
		}
		return v.save(bMark, keyContacts, kampung.AddContact(all, c))
	})
	if err == nil {
		s.tell(kampung.Change{Sync: true})
	}
	return err
}

// SetLimit bounds the bytes of a month on this PC; 0 for no bound.
func (s *Store) SetLimit(bytes int64) error {
	err := s.local(func(v view) error {
		t, err := v.traffic()
		if err != nil {
			return err
		}
		t.Limit = max(0, bytes)
		return v.save(bMark, keyTraffic, t)
	})
	if err == nil {
		s.tell(kampung.Change{Sync: true})
	}
	return err
}

// lastLine is when the hub was visited last and it went well.
func (v view) lastLine() (time.Time, error) {
	var m mark
	_, err := v.load(bMark, keyLine, &m)
	return m.At, err
}

var (
	keyContacts = []byte("contacts")
	keyTraffic  = []byte("traffic")
	keyLine     = []byte("line")
)
